"""Pages of findings and their disputes."""
