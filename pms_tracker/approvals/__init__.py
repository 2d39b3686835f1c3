"""Sign-offs by a second person, bound to a digest of what was signed."""
