"""Tables of people, their accounts, and the security log."""
