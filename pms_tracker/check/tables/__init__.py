"""Tables of check: audits, checklists, programmes, reports, auditors, and earlier audits."""
