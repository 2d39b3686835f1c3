"""Lists: filters, choices, saved views, and the same list as a file."""
