"""Erasing contents, never records: agreed by both managers, wherever the words stand."""
