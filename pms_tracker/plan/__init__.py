"""Plan: policies, their requirements and their review."""
