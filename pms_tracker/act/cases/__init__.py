"""Corrective action cases: opened from any source, listed, measured, and whose turn it is."""
