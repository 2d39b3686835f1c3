"""Complaints (苦情・相談): taken in, answered once approved, and reported each month."""
