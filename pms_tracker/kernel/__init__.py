"""Pure vocabulary of the cycle: standard library only, no clock, no database, no Flask."""
