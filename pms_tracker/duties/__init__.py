"""Duties as kept rows: said by each record, kept with every change, read in one statement."""
