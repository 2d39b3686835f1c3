"""Pages of requirement sets."""
