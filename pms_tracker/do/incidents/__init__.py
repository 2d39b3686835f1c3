"""Incidents (事故・ヒヤリハット): what happened, whom it is reported to by when, how it ended."""
