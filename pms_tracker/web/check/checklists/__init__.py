"""Pages of checklists: prepared, filled in on the day, entered from paper."""
