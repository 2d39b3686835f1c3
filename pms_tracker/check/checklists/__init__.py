"""Checklists: rows answered, each change taken once, kept for a second thought."""
