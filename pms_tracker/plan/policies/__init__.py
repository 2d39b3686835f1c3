"""Policies: their versions, reviews and clauses, and which requirements ask for the same."""
