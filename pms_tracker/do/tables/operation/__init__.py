"""Tables of the daily operation: checks, and log sheets of what goes out and who comes in."""
