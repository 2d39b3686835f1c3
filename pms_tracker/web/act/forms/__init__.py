"""Forms of cases, their plans and their sources."""
