"""Where an installation stands: its first steps, and what is still open."""
