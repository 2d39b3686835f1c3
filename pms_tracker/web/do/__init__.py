"""Pages of the do phase that are no register's."""
