"""Audit reports: written, signed, approved, received; summaries, and audits of earlier years."""
