"""Doing and its effect: completion checks, judgements, and the end of a case."""
