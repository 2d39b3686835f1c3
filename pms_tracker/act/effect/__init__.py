"""Doing and its effect: done checks, judgements, and the end of a case."""
