"""Pages of the do phase beside its registers: risks proposed for what is held, and their map."""
