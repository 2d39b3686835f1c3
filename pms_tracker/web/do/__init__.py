"""Pages of the do phase beside those of its registers."""
