"""Tables that offices hand in as files, and what is wrong with their rows."""
