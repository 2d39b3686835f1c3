"""Pages of the check phase."""
