"""Pages of the plan of a year and its duties."""
