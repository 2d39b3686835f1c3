"""Attached files: content-addressed on disk, known by the record they prove."""
