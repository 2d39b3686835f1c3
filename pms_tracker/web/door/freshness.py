"""A fresh sign-in before a signature, where the company asks for it (署名のときの再サインイン)."""

from datetime import timedelta

from flask import url_for
from flask_security import current_user
from flask_security.utils import check_and_update_authn_fresh

from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm import people

# How long ago the password may have been given.
FRESH = timedelta(minutes=10)
_NO_GRACE = timedelta(0)


def wanted() -> bool:
    """Whether the reader is to give their password again before they sign."""
    if not people.the_company().fresh_signatures:
        return False
    return stale()


def stale() -> bool:
    """Whether it is a while since the reader was last seen by password or second factor."""
    # Flask-Security notes when that was where it finds out who is signed in.
    return not (current_user.is_authenticated and check_and_update_authn_fresh(FRESH, _NO_GRACE))


def check() -> None:
    """Refuse a signature of somebody who signed in a while ago. Raises RuleBroken."""
    if wanted():
        raise RuleBroken("sign_in_afresh")


def place(back: str) -> str:
    """Where the password is asked for, and back to a path of ours."""
    return url_for("security.verify", next=back)
