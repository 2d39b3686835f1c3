"""Pages of the act phase."""
