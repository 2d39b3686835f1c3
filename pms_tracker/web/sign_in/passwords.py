"""Passwords: one way to judge them and one to hash them, for set-up, invitation, reset, change."""

from typing import Any

from flask import current_app
from flask_security import PasswordUtil, hash_password

from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm import people
from pms_tracker.people.rules.people_rules import check_password
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.web.refusals.sentences import sentence


class Passwords(PasswordUtil):
    """Flask-Security's way of normalising a password, with our rule of which ones are good."""

    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        """What is wrong with a password, if anything, and the password as it is hashed."""
        try:
            check_password(password, _known_of(kwargs.get("user")))
        except BadInput as refusal:
            return [sentence(refusal)], self.normalize(password)
        return None, self.normalize(password)


def _known_of(account: Account | None) -> list[str]:
    company = people.company()
    known = [company.name] if company else []
    return known if account is None else [*known, account.email, account.person.name]


def hashed(password: str) -> str:
    """A password as it is stored; signing in normalises what is typed in the same way."""
    return hash_password(current_app.extensions["security"].password_util.normalize(password))
