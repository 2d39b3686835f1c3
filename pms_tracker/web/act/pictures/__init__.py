"""Causes as pictures: fishbone and why chain, drawn from plain values."""
