"""Rules of check, pure: audits, checklists, grades, disputes, programmes and reports."""
