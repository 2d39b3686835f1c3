"""Sheets that are no table, laid out anew as one: forms, entries in columns, or over two rows."""
