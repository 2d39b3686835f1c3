"""Pages of the plan phase."""
