"""Making a version known (周知): announced, read by all, on screen or on paper."""
