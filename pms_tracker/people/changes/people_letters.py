"""What people have to be told at once: how they may sign in, and who stands in for whom."""

from collections.abc import Sequence
from datetime import date

from pms_tracker.kernel.independence import Role
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.tables.people_tables import ProposalKind


def invitation(
    token: str, *, company: str, inviter: str, roles: Sequence[Role], days: int
) -> Letter:
    """Leads to choosing a password; secret, as every letter about signing in."""
    told = {"company": company, "inviter": inviter, "roles": [str(role) for role in roles]}
    return Letter("invitation", {"token": token, "days": days, **told}, secret=True)


def account_link(key: str, *, provider: str) -> Letter:
    """To whom a provider signs in from now on, or no more; secret, as all about signing in."""
    return Letter(key, {"provider": provider}, secret=True)


def mail_changed(*, signs_in: bool) -> Letter:
    """To the old and the new address, neither of which it names."""
    return Letter("mail_changed", {"signs_in": signs_in}, secret=True)


def factor_changed(change: str) -> Letter:
    """To whose account it is: what happened to their second factor, by the trail's word for it."""
    return Letter("factor_changed", {"change": change}, secret=True)


def proposal(name: str, kind: ProposalKind, *, others: int, by: str, agreed: bool) -> Letter:
    """To whoever runs the PMS: somebody is to gain something, or gained it; never which address."""
    told = {"whose": name, "gain": str(kind), "more": others, "by": by}
    return Letter("proposal_agreed" if agreed else "proposal_made", told)


def deputy_named(principal: str, deputy: str, since_on: date, until_on: date) -> Letter:
    """To both: who stands in for whom, from which day to which; never why."""
    return Letter("deputy_named", _of(principal, deputy, since_on, until_on))


def deputy_ended(principal: str, deputy: str, since_on: date, until_on: date) -> Letter:
    """To both: the deputy of those days stands in no more."""
    return Letter("deputy_ended", _of(principal, deputy, since_on, until_on))


def _of(principal: str, deputy: str, since_on: date, until_on: date) -> dict[str, object]:
    return {"principal": principal, "deputy": deputy, "since_on": since_on, "until_on": until_on}
