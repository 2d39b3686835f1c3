"""Who: persons, units, memberships, roles and what each role may ever do."""
