"""Rules of renewals, pure: when they may be applied for, how far one is, what is still missing."""
