"""Passwords of tests: what makes guessing slow makes signing in slow as well."""

from flask import Flask


def digest_quickly(app: Flask) -> None:
    """Have an app digest passwords as quickly as can be: of the company's own, each that is kept or
    compared takes a quarter of a second."""
    app.extensions["security"].pwd_context.update(argon2__rounds=1, argon2__memory_cost=64)
