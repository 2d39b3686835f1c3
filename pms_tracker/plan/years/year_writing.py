"""Writing the plan of a year: drafted from what usually comes round, saved, handed in."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import and_, select

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import parse_reference
from pms_tracker.kernel.search_text import title_of
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.rules import year_rules
from pms_tracker.plan.rules.lesson_rules import ONE_BY_ONE
from pms_tracker.plan.rules.year_rules import PLAN, AnnualKind, Past, PlanState, Row, Year
from pms_tracker.plan.tables.policy_tables import PlanningInput
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import lessons, year_letters, year_proposal, years
from pms_tracker.plan.years.year_proposal import Lesson, Staff
from pms_tracker.trail import trail

TITLE_LENGTH = 200


def draft(
    year: int, titles: Mapping[AnnualKind, str], *, past: Past = Past.DONE_BEFORE, by: people.Viewer
) -> AnnualPlan:
    """Begin the plan of a year: from last year's, else from what usually comes round, and lessons.

    `titles` names what usually comes round in the drafter's language, `past` says what becomes of
    what did before today: unless told otherwise it stays, to be looked through. Raises NotAllowed
    for whoever keeps no plans, BadInput for any but the running year and the next, RuleBroken where
    it exists.
    """
    check_keeper(by)
    year_rules.check_year(year, people.fiscal_year_of(clock.today()))
    if year not in years.open_years():
        raise RuleBroken("year_planned_already", year=year)
    plan = AnnualPlan(
        fiscal_year=year, state=PLAN.start, writer_ids=[by.person_id], recorded_at=clock.now()
    )
    yearly.begin(plan, begun_already="year_planned_already")
    firm = Firm(clock.today())
    rows = _first_rows(year, titles, past, firm, by)
    add_rows(plan, rows, after=0)
    changes = {"duties": (None, told(rows, firm))}
    trail.note(plan.reference, "year_drafted", by=by.actor, changes=changes)
    return plan


def _first_rows(
    year: int, titles: Mapping[AnnualKind, str], past: Past, firm: Firm, by: people.Viewer
) -> list[Row]:
    span = Year.of(year, people.the_company().fiscal_start)
    calendar = business_calendar()
    holders = {role: firm.holders(role)[0] for role in Role if firm.holders(role)}
    staff = Staff(holders, {person_id for person_id, _name in firm.here()}, by.person_id)
    before = [each for each in _duties_of_year(year - 1) if not each.dropped]
    if before:
        usual = year_proposal.following_year(map(years.row_of, before), span, calendar, staff)
    else:
        met = {each for each in Custom if locale_in_use.has(each)}
        usual = year_proposal.typical_year(span, calendar, staff, titles, met)
    known = {each.because_of for each in before if each.done_on is not None}
    lessons = year_proposal.from_lessons(_lessons(), known, span, calendar, staff)
    # The form holds no more; what is left waits for the next year or a review.
    rows = (usual + lessons)[: year_rules.MOST_ROWS]
    return year_proposal.in_the_middle(rows, past, clock.today(), span, calendar)


def _duties_of_year(year: int) -> list[AnnualDuty]:
    approved = and_(AnnualPlan.fiscal_year == year, AnnualPlan.state == PlanState.APPROVED)
    joined = select(AnnualDuty).join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id)
    return list(session.scalars(joined.where(approved).order_by(AnnualDuty.position)))


def _lessons() -> list[Lesson]:
    """What records laid in the inboxes and nobody answered; remarks of the text check concern
    a policy's words and stay with its review."""
    waiting = select(PlanningInput).where(PlanningInput.review_id.is_(None))
    order = (PlanningInput.received_on, PlanningInput.id)
    found = session.scalars(waiting.order_by(*order)).all()
    told = [(each.because_of, each.text) for each in found]
    told += [(each.because_of, each.text) for each in lessons.waiting(ONE_BY_ONE)]
    proposed = {
        name: Lesson(name, title_of(text, TITLE_LENGTH))
        for name, text in told
        if parse_reference(name)
    }
    return list(proposed.values())


def save(plan: AnnualPlan, rows: Sequence[Row], *, version: int, by: people.Viewer) -> None:
    """Write all duties of a draft anew.

    Raises Stale, NotAllowed, RuleBroken once it was handed in, BadInput as `check_rows` does.
    """
    _write(plan, rows, version, by)
    plan.version += 1
    session.flush()


def submit(plan: AnnualPlan, rows: Sequence[Row], *, version: int, by: people.Viewer) -> None:
    """Write all duties and ask the representative to approve them; raises as `save` does."""
    firm = _write(plan, rows, version, by)
    letter = year_letters.asked(plan, "decide_year_plan", yearly.hand_in(plan, by))
    decisions.ask(letter, decisions.approvers(firm, plan.writer_ids), firm)


def _write(plan: AnnualPlan, rows: Sequence[Row], version: int, by: people.Viewer) -> Firm:
    check_version(plan, version)
    check_keeper(by)
    if plan.state is not PlanState.DRAFT:
        raise RuleBroken("year_plan_locked")
    firm = Firm(clock.today())
    year_rules.check_rows(rows, yearly.year_of(plan), dict(firm.here()))
    year_rules.check_done_before(rows, yearly.year_of(plan), clock.today())
    known = {each.id: each for each in years.duties_of(plan)}
    before = [years.row_of(each) for each in known.values()]
    rows = settled(plan, rows, known)
    kept = {row.duty_id for row in rows}
    for duty_id, each in known.items():
        if duty_id not in kept:
            session.delete(each)
    for row in rows:
        if row.duty_id is not None:
            enter(row, known[row.duty_id])
            _enter_done(row, known[row.duty_id], by)
    new = [row for row in rows if row.duty_id is None]
    for made, row in zip(add_rows(plan, new, after=last_position(known)), new, strict=True):
        _enter_done(row, made, by)
    plan.writer_ids = sorted({*plan.writer_ids, by.person_id})
    session.flush()
    changes = changed(before, rows, firm)
    if changes["duties"] != (None, None):
        trail.note(plan.reference, "year_saved", by=by.actor, changes=changes)
    return firm


def settled(plan: AnnualPlan, rows: Sequence[Row], known: Mapping[int, AnnualDuty]) -> list[Row]:
    """The rows as they would be kept: where a duty came from is never typed in.

    Raises Stale where a row is of a duty that is not (or no longer) to be changed.
    """
    ids = [row.duty_id for row in rows if row.duty_id is not None]
    yearly.check_known(plan, ids, known)
    origins = {duty_id: each.because_of for duty_id, each in known.items()}
    return [
        replace(row, title=row.title.strip(), because_of=origins.get(row.duty_id or 0, ""))
        for row in rows
    ]


def enter(row: Row, duty: AnnualDuty) -> None:
    """Put what is planned into a duty; where it came from stays, and its heir with the owner."""
    if row.owner_id != duty.owner_id:
        duty.heir_id = None
    for name in years.FIELDS[:-1]:
        setattr(duty, name, getattr(row, name))


def _enter_done(row: Row, duty: AnnualDuty, by: people.Viewer) -> None:
    """Put what came of a duty before there was a plan into it, by whoever wrote it down."""
    if row.done == years.done_before(duty):
        return
    duty.done_on, duty.result, duty.done_by_id = None, "", None
    if row.done is not None:
        duty.done_on, duty.result = row.done.done_on, row.done.result.strip()
        duty.done_by_id = by.person_id


def add_rows(plan: AnnualPlan, rows: Sequence[Row], *, after: int) -> list[AnnualDuty]:
    """Append duties to a plan, numbered on from `after`."""
    added = []
    for position, row in enumerate(rows, start=after + 1):
        made = AnnualDuty(plan_id=plan.id, position=position, because_of=row.because_of)
        enter(row, made)
        session.add(made)
        added.append(made)
    session.flush()
    return added


def last_position(known: Mapping[int, AnnualDuty]) -> int:
    """The highest number given to a duty of the plan."""
    return max((each.position for each in known.values()), default=0)


def told(rows: Sequence[Row], firm: Firm) -> str | None:
    """Duties as the trail tells them: planned day, title, owner."""
    names = firm.names(row.owner_id for row in rows)
    said = [f"{row.planned_on} {row.title} ({names.get(row.owner_id, '')})" for row in rows]
    for place, row in enumerate(rows):
        if row.done is not None:
            said[place] += f" → {row.done.done_on} {row.done.result}"
    return " / ".join(said) or None


def changed(before: Sequence[Row], after: Sequence[Row], firm: Firm) -> dict[str, trail.Change]:
    """What of the duties differs, as the trail tells it."""
    gone = [row for row in before if row not in after]
    new = [row for row in after if row not in before]
    return {"duties": (told(gone, firm), told(new, firm))}


def check_keeper(by: people.Viewer) -> None:
    """Raises NotAllowed for anybody but those who keep the plan of the year."""
    if not year_rules.KEEPERS & by.roles:
        raise NotAllowed("year_keepers_only")
