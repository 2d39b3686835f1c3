"""Reading a policy's text: its clauses, what catches the eye, and two editions compared."""
