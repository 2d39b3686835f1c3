"""Pages of the do phase that are no declared register's own."""
