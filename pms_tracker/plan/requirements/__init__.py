"""Requirement sets: read from files, adopted in editions."""
