"""The firm as it stands: people, units, roles, company, its profile and its working days."""
