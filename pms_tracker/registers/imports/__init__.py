"""Sheets of registers read in: their rows, what each would do, and taking it."""
