"""Pages of cases: the list, the record and its steps, several at once, erasures."""
