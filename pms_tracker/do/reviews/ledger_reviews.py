"""The yearly review of the register of personal information, from its opening to its result."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.database import Rows, session
from pms_tracker.do.reviews import ledger_parts, ledger_review_letters
from pms_tracker.do.reviews.ledger_parts import Part
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import PartAnswer, PartMove, ReviewState
from pms_tracker.do.tables.ledger_review_tables import (
    LedgerReview,
    LedgerReviewRow,
    LedgerReviewUnit,
)
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules import policy_rules
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.years import year_conclusions
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.trail import record_numbers, trail

# Whose confirmation counts, the first of them who had no hand in the answer.
CONFIRMERS = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
# Reviews that a page lists.
MOST = 50


def newest(viewer: Viewer) -> Sequence[LedgerReview]:
    """The reviews that somebody may know of, the newest first."""
    found = select(LedgerReview).where(ledger_parts.visible_to(viewer))
    return session.scalars(found.order_by(LedgerReview.id.desc()).limit(MOST)).all()


def open_now() -> bool:
    """Whether a review is under way."""
    return bool(session.scalar(select(exists().where(LedgerReview.state == ReviewState.OPEN))))


def open_review(due_on: date, *, by: Viewer) -> LedgerReview:
    """Ask each unit about its entries that are in force today, and tell whoever answers.

    Raises RuleBroken while another is under way, for a day that has passed, or where nothing is in
    force.
    """
    today = clock.today()
    year = people.fiscal_year_of(today)
    # Whoever opens one at the same time waits here, and then finds the first.
    number = record_numbers.next_number(Kind.LEDGER_REVIEW, year)
    by_unit = _in_force()
    rules.check_opened(due_on, today, len(by_unit), another=open_now())
    review = LedgerReview(
        fiscal_year=year,
        number=number,
        due_on=due_on,
        opened_on=today,
        opened_by_id=by.person_id,
        recorded_at=clock.now(),
    )
    session.add(review)
    session.flush()
    _ask(review, by_unit)
    changes: dict[str, trail.Change] = {"due_on": (None, due_on)}
    trail.note(review.reference, "ledger_review_opened", by=by.actor, changes=changes)
    firm = Firm(today)
    asked = (decisions.asked(ledger_parts.answering(firm, unit_id), firm) for unit_id in by_unit)
    # One letter to a person, however many units they answer for.
    persons = dict.fromkeys(each.person_id for each in asked if each is not None)
    decisions.post(ledger_review_letters.asked(review), list(persons), firm)
    return review


def _in_force() -> dict[int, Rows]:
    """What is in force today, by unit, each with the edition that is."""
    columns = PersonalInformation.id, PersonalInformation.unit_id, PersonalInformation.edition
    rows = session.execute(
        select(*columns)
        .where(PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == "")
        # By number, as a ledger on paper is kept.
        .order_by(
            PersonalInformation.unit_id, PersonalInformation.fiscal_year, PersonalInformation.number
        )
    )
    by_unit: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_unit[row.unit_id].append(row)
    return dict(by_unit)


def _ask(review: LedgerReview, by_unit: dict[int, Rows]) -> None:
    parts = {each: LedgerReviewUnit(review_id=review.id, unit_id=each) for each in by_unit}
    session.add_all(parts.values())
    session.flush()
    session.add_all(
        LedgerReviewRow(part_id=parts[unit_id].id, entry_id=row.id, edition=row.edition)
        for unit_id, rows in by_unit.items()
        for row in rows
    )
    session.flush()


def write(part: Part, answer: PartAnswer, *, version: int, by: Viewer) -> None:
    """Keep what a unit says so far; it may be half done.

    Raises Stale, NotAllowed for anybody but its head (or whoever stands in), RuleBroken once it
    was handed in.
    """
    _write(part, answer, Firm(clock.today()), version, by)
    trail.note(
        part.reference, "ledger_part_saved", by=by.actor, changes={"unit": (None, part.unit)}
    )


def hand_in(part: Part, answer: PartAnswer, *, version: int, by: Viewer) -> None:
    """Hand in what a unit says, and ask for its confirmation.

    Raises as `write`, and BadInput while a row or the last question is not answered.
    """
    firm = Firm(clock.today())
    rows, for_id = _write(part, answer, firm, version, by)
    rules.check_complete(ledger_parts.answer_of(part.row, rows))
    row = part.row
    row.state = rules.PART.after(row.state, PartMove.HAND_IN)
    row.answered_on, row.submissions = clock.today(), row.submissions + 1
    row.answered_by_id, row.answered_for_id = by.person_id, for_id
    session.flush()
    line = rules.line_of(part.unit, (each.outcome for each in rows), row.words)
    changes: dict[str, trail.Change] = {
        "unit": (None, part.unit),
        **{f"ledger_{name}": (None, line[name]) for name in rules.FIGURES},
        **firm.on_behalf_of(for_id),
    }
    trail.note(part.reference, PartMove.HAND_IN, by=by.actor, changes=changes)
    due_on = decisions.due_on(clock.today())
    decisions.ask(ledger_review_letters.answered(part.review, due_on), step_of(row, firm), firm)


def _write(
    part: Part, answer: PartAnswer, firm: Firm, version: int, by: Viewer
) -> tuple[list[LedgerReviewRow], int | None]:
    """Put answers in their rows; a row that is not named stays as it was."""
    check_version(part, version)
    eligible = ledger_parts.answering(firm, part.row.unit_id)
    for_id = firm.principal(by.person_id, eligible)
    rules.check_answerer(for_id or by.person_id, eligible)
    rules.check_open(part.row.state)
    rows = ledger_parts.rows_of(part.row)
    for each in rows:
        told = answer.rows.get(each.id)
        if told is not None:
            each.outcome, each.note = told.outcome, told.note.strip()
    row, hands = part.row, (by.person_id, *([for_id] if for_id else []))
    row.missing = answer.missing
    row.words = answer.words.strip() if answer.missing is rules.Missing.SOMETHING else ""
    row.writer_ids = list(dict.fromkeys([*row.writer_ids, *hands]))
    row.version += 1
    session.flush()
    return rows, for_id


def step_of(row: LedgerReviewUnit, firm: Firm) -> Eligible:
    """Who may confirm what a unit answered: nobody who wrote it (R9)."""
    return policy_rules.approvers(firm.candidates, row.writer_ids, CONFIRMERS)


def subject(part: Part) -> Subject:
    """What a confirmation would be bound to."""
    told = ledger_parts.content(part, ledger_parts.rows_of(part.row))
    return Subject(part.reference, part.step, part.row.submissions, approvals.digest(told))


def waiting(part: Part, firm: Firm) -> sign_offs.Waiting:
    """What of a unit's answer waits for whose confirmation."""
    return sign_offs.Waiting(subject(part), part.row.answered_on, step_of(part.row, firm))


def digest_of(reference: Reference, step: str, _submission: int) -> str | None:
    """The digest of what a unit's answer says now."""
    part = ledger_parts.by_unit(reference, int(step.rpartition("-")[2]), seen_by=None)
    return subject(part).digest


def decide(part: Part, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Confirm what a unit answered, or send it back with a reason.

    Raises Stale, RuleBroken where nothing waits, and as `sign_offs.sign` does.
    """
    check_version(part, version)
    row, firm = part.row, Firm(clock.today())
    move = PartMove.CONFIRM if decided.approves else PartMove.SEND_BACK
    after = rules.PART.after(row.state, move)
    signed = sign_offs.sign(waiting(part, firm), decided, firm, by=by)
    row.state = after
    if decided.approves:
        row.confirmed_on = signed.decided_on
    else:
        row.answered_on = None
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"unit": (None, part.unit), **sign_offs.told(signed, firm)}
    trail.note(part.reference, move, by=by.actor, changes=changes)
    if not decided.approves:
        letter = ledger_review_letters.sent_back(part.review)
        decisions.post(letter, row.writer_ids, firm)
    return signed


def close(review: LedgerReview, *, version: int, by: Viewer) -> None:
    """End a review once all that units answered is confirmed: its result is kept, and what the
    plan of its year asks is done.

    Raises Stale, RuleBroken while an answer is missing or waits, or where it is over.
    """
    check_version(review, version)
    after = rules.REVIEW.after(review.state, rules.ReviewMove.CLOSE)
    parts = ledger_parts.parts_of(review, by)
    rules.check_closed(each.LedgerReviewUnit.state for each in parts)
    review.state, review.result = after, [line_of(each) for each in parts]
    review.closed_on, review.closed_by_id = clock.today(), by.person_id
    review.version += 1
    session.flush()
    total = rules.total_of(review.result)
    changes: dict[str, trail.Change] = {
        "state": (ReviewState.OPEN, ReviewState.CLOSED),
        **{f"ledger_{name}": (None, total[name]) for name in rules.FIGURES},
    }
    trail.note(review.reference, "ledger_review_closed", by=by.actor, changes=changes)
    planned = year_conclusions.of_kinds((AnnualKind.LEDGER_CHECK,), review.fiscal_year)
    # A plan that asks for several has its first open one done.
    for duty in [each for each in planned if each.done_on is None][:1]:
        year_conclusions.conclude(duty, review.closed_on, by.person_id, review.reference)


def line_of(part: Any) -> dict[str, Any]:
    """The result of one unit, of its row in `ledger_parts.parts_of`."""
    counted = {"rows": part.rows, "changed": part.changed, "ended": part.ended}
    new = len(rules.named_missing(part.LedgerReviewUnit.words))
    return {"unit": part.unit, **counted, "new": new}
