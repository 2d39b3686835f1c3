"""Secrets that open something to whoever has them: links, sessions, calendar feeds, a code at the
door. What is kept of one is its digest; whoever reads the database opens nothing with it."""

import hashlib


def digest_of(token: str) -> str:
    """What is kept of a secret, as 64 hexadecimal digits.

    It has a hundred random bits and more, which nobody guesses from a plain SHA-256: a slow hash,
    as of passwords, would add nothing.
    """
    return hashlib.sha256(token.encode()).hexdigest()
