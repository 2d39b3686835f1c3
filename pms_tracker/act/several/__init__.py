"""Several cases at once: approved, moved, shared."""
