"""Management reviews: convened for the day of the annual plan, moved, called off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true

from pms_tracker import clock
from pms_tracker.act.management import review_letters
from pms_tracker.act.rules import management_rules
from pms_tracker.act.tables.management_tables import (
    ManagementReview,
    ReviewAttendee,
    ReviewDecision,
)
from pms_tracker.database import Rows, session
from pms_tracker.kernel.errors import BadInput, RuleBroken, check_version
from pms_tracker.kernel.references import Kind
from pms_tracker.mail import outbox
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.rules.permissions import TOP_ROLES
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import years
from pms_tracker.trail import record_numbers, trail


@dataclass(frozen=True)
class Called:
    """What a review is convened with: when, where, what about, and who is asked to come."""

    planned_on: date
    place: str
    agenda: str
    attendee_ids: Sequence[int]
    others: str = ""
    # The duty of the annual plan that it is held for; none for one in between.
    annual_duty_id: int | None = None


def visible_to(viewer: people.Viewer) -> ColumnElement[bool]:
    """Reviews a person may know of: all for the top roles; whoever is asked to attend; who owns a
    decision of a signed one; a deputy of the top roles while the minutes wait."""
    if viewer.sees_all:
        return true()
    owns = exists().where(
        ReviewDecision.review_id == ManagementReview.id, ReviewDecision.held_by(viewer.person_id)
    )
    return or_(
        asked_to(viewer),
        and_(ManagementReview.state == management_rules.ReviewState.SIGNED, owns),
        _stood_in_for(viewer),
    )


def asked_to(viewer: people.Viewer) -> ColumnElement[bool]:
    """Whom the invitation is for, and whoever came without; what they read: `reads_minutes`."""
    return exists().where(
        ReviewAttendee.review_id == ManagementReview.id,
        ReviewAttendee.person_id == viewer.person_id,
    )


def _stood_in_for(viewer: people.Viewer) -> ColumnElement[bool]:
    """Minutes that wait for somebody absent, while the viewer is their deputy."""
    lent = frozenset().union(*viewer.stands_in_for.values())
    waits = [management_rules.ReviewState.SUBMITTED] if lent & TOP_ROLES else []
    return ManagementReview.state.in_(waits)


by_reference = Numbered(ManagementReview, Kind.MANAGEMENT_REVIEW, visible_to).by_reference


def attendees_of(review: ManagementReview) -> list[ReviewAttendee]:
    """Who was asked to attend, and whether they were there, as far as the minutes say so."""
    return list(
        session.scalars(
            select(ReviewAttendee)
            .where(ReviewAttendee.review_id == review.id)
            .order_by(ReviewAttendee.person_id)
        )
    )


def reads_minutes(
    review: ManagementReview, attendees: Sequence[ReviewAttendee], viewer: people.Viewer
) -> bool:
    """Whether a person reads the minutes and not only their invitation or their decision."""
    if viewer.sees_all:
        return True
    if review.state is management_rules.ReviewState.SIGNED:
        return any(each.person_id == viewer.person_id and each.present for each in attendees)
    lent = frozenset().union(*viewer.stands_in_for.values())
    return review.state is management_rules.ReviewState.SUBMITTED and bool(lent & TOP_ROLES)


def convene(called: Called, *, by: people.Viewer) -> ManagementReview:
    """Call a review and write to everybody who is asked to attend.

    Raises BadInput and RuleBroken as `check_convened` does, NotFound for a duty that is none, and
    RuleBroken where that duty has its review already.
    """
    today = clock.today()
    management_rules.check_convened(called.planned_on, called.agenda, called.attendee_ids, today)
    firm = Firm(today)
    _check_here(called.attendee_ids, firm)
    year = _year_of(called)
    review = ManagementReview(
        fiscal_year=year,
        number=record_numbers.next_number(Kind.MANAGEMENT_REVIEW, year),
        state=management_rules.MANAGEMENT_REVIEW.start,
        annual_duty_id=called.annual_duty_id,
        planned_on=called.planned_on,
        place=called.place.strip(),
        agenda=called.agenda.strip(),
        others=called.others.strip(),
        convened_by_id=by.person_id,
        recorded_at=clock.now(),
        writer_ids=[],
        turn_due_on=None,
    )
    session.add(review)
    session.flush()
    ask(review, called.attendee_ids)
    told: dict[str, trail.Change] = {"planned_on": (None, review.planned_on)}
    trail.note(review.reference, "review_convened", by=by.actor, changes=told)
    post(review_letters.convened(review), called.attendee_ids, firm)
    return review


def change(review: ManagementReview, called: Called, *, version: int, by: people.Viewer) -> None:
    """Move a review that was not held yet, or ask others; whom it concerns is written to.

    Raises Stale, RuleBroken once it was held, and as `convene` does.
    """
    check_version(review, version)
    if review.state is not management_rules.ReviewState.CONVENED:
        raise RuleBroken("review_held_already")
    management_rules.check_convened(
        called.planned_on, called.agenda, called.attendee_ids, clock.today()
    )
    firm = Firm(clock.today())
    before = {each.person_id for each in attendees_of(review)}
    _check_here(called.attendee_ids, firm)
    told: dict[str, trail.Change] = {
        "planned_on": (review.planned_on, called.planned_on),
        "place": (review.place, called.place.strip()),
    }
    review.planned_on, review.place = called.planned_on, called.place.strip()
    review.agenda, review.others = called.agenda.strip(), called.others.strip()
    ask(review, called.attendee_ids)
    review.version += 1
    session.flush()
    trail.note(review.reference, "review_changed", by=by.actor, changes=told)
    moved = any(one != other for one, other in told.values())
    concerned = [each for each in called.attendee_ids if moved or each not in before]
    post(review_letters.changed(review), concerned, firm)


def cancel(review: ManagementReview, *, reason: str, version: int, by: people.Viewer) -> None:
    """Call a review off that was not held, for a reason; the plan's duty wants another then.

    Raises Stale and RuleBroken.
    """
    check_version(review, version)
    management_rules.check_cancelled(reason)
    review.cancellation = reason.strip()
    move(review, management_rules.ReviewMove.CANCEL, by, {"reason": (None, review.cancellation)})
    asked = [each.person_id for each in attendees_of(review)]
    post(review_letters.called_off(review), asked, Firm(clock.today()))


def move(
    review: ManagementReview,
    made: management_rules.ReviewMove,
    by: people.Viewer,
    changes: dict[str, trail.Change],
) -> None:
    """Make a move of the table and note it; refused where no such row is."""
    put(review, management_rules.MANAGEMENT_REVIEW.after(review.state, made), made, by, changes)


def put(
    review: ManagementReview,
    after: management_rules.ReviewState,
    made: str,
    by: people.Viewer,
    changes: dict[str, trail.Change],
) -> None:
    """Put a review into a state that the table, or a signature that is void, leads to."""
    told: dict[str, trail.Change] = {"state": (review.state, after), **changes}
    review.state = after
    review.version += 1
    session.flush()
    trail.note(review.reference, made, by=by.actor, changes=told)


def ask(review: ManagementReview, person_ids: Collection[int]) -> None:
    """Have exactly these asked to attend."""
    wanted = dict.fromkeys(person_ids)
    known = {each.person_id: each for each in attendees_of(review)}
    for person_id, row in known.items():
        if person_id not in wanted:
            session.delete(row)
    session.add_all(
        ReviewAttendee(review_id=review.id, person_id=each) for each in wanted if each not in known
    )
    session.flush()


def _check_here(person_ids: Collection[int], firm: Firm) -> None:
    here = {person_id for person_id, _name in firm.here()}
    for each in person_ids:
        if each not in here:
            raise BadInput("no_such_person", number=each)


def post(letter: outbox.Letter, person_ids: Collection[int], firm: Firm) -> None:
    """Post a letter to each of these people once."""
    for person_id in dict.fromkeys(person_ids):
        outbox.post(letter, firm.recipient(person_id))


def without_review(duty_id: int | None = None) -> Select[int]:
    """Duties of approved plans that ask for a review and have none yet, in order of their day."""
    has_one = exists().where(
        ManagementReview.annual_duty_id == AnnualDuty.id,
        ManagementReview.state != management_rules.ReviewState.CANCELLED,
    )
    statement = (
        years.still_to_do(AnnualKind.MANAGEMENT_REVIEW)
        .where(~has_one)
        .order_by(AnnualDuty.planned_on, AnnualDuty.id)
    )
    return statement if duty_id is None else statement.where(AnnualDuty.id == duty_id)


def offered_duties() -> Rows:
    """The duties a review may be convened for: id, title, planned day and year of the plan."""
    statement = without_review().add_columns(
        AnnualDuty.title, AnnualDuty.planned_on, AnnualPlan.fiscal_year
    )
    return session.execute(statement).all()


def _year_of(called: Called) -> int:
    """The fiscal year a review belongs to: of the plan whose duty it is, else of its planned day.

    Raises RuleBroken where that duty has its review already.
    """
    if called.annual_duty_id is None:
        return people.fiscal_year_of(called.planned_on)
    its = without_review(called.annual_duty_id).with_only_columns(AnnualPlan.fiscal_year)
    year = session.scalar(its)
    if year is None:
        raise RuleBroken("duty_has_review")
    return year


def duty_of(review: ManagementReview) -> tuple[AnnualDuty, AnnualPlan] | None:
    """The duty of the annual plan that a review is held for, with its plan."""
    if review.annual_duty_id is None:
        return None
    row = session.execute(
        select(AnnualDuty, AnnualPlan)
        .join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
        .where(AnnualDuty.id == review.annual_duty_id)
    ).one()
    return row.AnnualDuty, row.AnnualPlan


def is_open(state: management_rules.ReviewState) -> bool:
    """Whether the minutes may still be written."""
    return state in management_rules.WRITING
