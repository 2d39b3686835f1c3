"""Policies as files: Word, PDF, saved pages and plain text, each with the structure it tells."""
