"""Findings: filed, graded, listed, told, and disputed."""
