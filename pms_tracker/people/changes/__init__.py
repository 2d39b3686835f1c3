"""Changes to who is who, and to how somebody may come in: each noted, some by two people."""
