"""People and units from a file: read, planned, taken, undone."""
