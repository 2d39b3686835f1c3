"""Leaving and joining: what is still somebody's, who takes it over, and what is still missing."""
