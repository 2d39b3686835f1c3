"""Receipt codes (受付番号) of whoever turns to the firm without an account, pure: given out once,
and of which a digest is kept."""

import hashlib
import hmac
import secrets
import unicodedata

from pms_tracker.people.rules.secret_tokens import digest_of

# 128 random bits in eight groups of four letters that are not mistaken for others (Crockford).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
BITS, GROUP = 128, 4
LETTERS = -(-BITS // 5)


def new_seed() -> str:
    """What a form is handed out with: 128 random bits, of which its receipt code is made."""
    return secrets.token_hex(BITS // 8)


def code_of(seed: str, key: str) -> str:
    """The receipt code of a form, in groups that can be written down.

    128 bits that nobody guesses without the form and our key. A form sent twice has the same one,
    so that it is taken once although nobody's session is kept.
    """
    mixed = hmac.new(key.encode(), f"receipt:{seed}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(mixed[: BITS // 8], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LETTERS)))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def code_digest(typed: str) -> str:
    """What is kept of a code, however it was typed: full-width, lower case, without its dashes."""
    plain = unicodedata.normalize("NFKC", typed[:200]).upper().translate(READ_AS)
    letters = "".join(each for each in plain if each in ALPHABET)
    return digest_of(letters)
