"""Preparing an audit: its checklist, templates of questions, changes to its plan."""
