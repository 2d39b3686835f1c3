"""Audits: their plans, teams, auditors and notices."""
