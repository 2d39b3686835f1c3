"""Pages of audits and auditors, and of audits of earlier years."""
