"""Pages of people and units, and of a person's own settings."""
