"""The day of an audit: what its page shows of the checklist, and paper entered afterwards."""
