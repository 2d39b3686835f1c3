"""Declared registers (台帳): rows, their fields, and entries kept, listed and carried by sheets."""
