"""What plan wants somebody to do: review, decide and read policies, and the duties of the year."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from sqlalchemy import literal, null, select, union_all

from pms_tracker import clock
from pms_tracker.database import Columns, session
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.standing import manages
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.plan.acknowledgements import acknowledgement_duties
from pms_tracker.plan.policies import version_duties
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.plan.years import year_duties

REVIEW = "review_policy"


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
) -> Iterator[Duty]:
    """Policy reviews due until a day, for the privacy manager, else the representative; and what
    was made known and is still to be read, in one statement; then open versions and the year.

    Where a decision waits the firm says whose it is: `firm`, if whoever asks has read it.
    """
    today = clock.today()
    if reference is None or reference.kind is Kind.POLICY:
        reading = acknowledgement_duties.halves(today, until, person_id, reference)
        # Reading first: a column of nothing but NULL has no type.
        every = union_all(*reading, _reviews(today, until, person_id, reference))
        for row in session.execute(every):
            yield acknowledgement_duties.duty(row)
    of_today = _once(firm)
    yield from version_duties.due(of_today, until, person_id, reference)
    yield from year_duties.due(of_today, until, person_id, reference)


def _once(firm: Firm | None) -> Callable[[], Firm]:
    """Reads the firm of today when first asked, unless it is there already."""
    return cache(lambda: firm or Firm(clock.today()))


def reviews(until: date) -> Iterator[Duty]:
    """Policy reviews due until a day, for whoever's role it is to hold them."""
    for row in session.execute(_reviews(clock.today(), until, None, None)):
        yield acknowledgement_duties.duty(row)


def seen(until: date, firm: Firm | None = None) -> Iterator[Duty]:
    """The same for a calendar: what everybody is to read is in it once and not for each reader."""
    yield from reviews(until)
    of_today = _once(firm)
    yield from version_duties.due(of_today, until)
    yield from year_duties.due(of_today, until)
    yield from acknowledgement_duties.seen(until)


def _reviews(
    today: date, until: date, person_id: int | None, reference: Reference | None
) -> Columns:
    """Columns as `acknowledgement_duties.halves` has them."""
    due_on = Policy.next_review_on
    statement = (
        select(
            literal(REVIEW).label("kind"),
            RoleGrant.person_id,
            due_on.label("first_on"),
            null().label("unit_id"),
            Policy.number,
            Policy.title,
            due_on.label("announced_on"),
            due_on.label("due_on"),
        )
        .join(RoleGrant, manages(today))
        .where(due_on <= until)
    )
    if person_id is not None:
        statement = statement.where(RoleGrant.person_id == person_id)
    if reference is not None:
        statement = statement.where(
            Policy.number == reference.number, literal(reference.kind is Kind.POLICY)
        )
    return statement
