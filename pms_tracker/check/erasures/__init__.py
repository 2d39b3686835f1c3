"""Erasing what audits, rows and reports say; the records stay."""
