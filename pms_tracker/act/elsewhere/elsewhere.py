"""Check in other departments (水平展開): a plan asks other units for a fault; each answers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases import sources, turns
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere import elsewhere_letters
from pms_tracker.act.elsewhere.elsewhere_questions import Asked, answering, asked_of, names_of
from pms_tracker.act.rules import elsewhere_rules
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.rules.source_rules import Source, to_ask
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.database import session
from pms_tracker.kernel.errors import check_version
from pms_tracker.kernel.profile import Part
from pms_tracker.mail import outbox
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail import trail


def offered(case: Case) -> list[Unit]:
    """The units that a plan may ask: all in service but the case's own."""
    return [each for each in people.units(clock.today()) if each.id != case.unit_id]


def enter(case: Case, written: CaseRound, asking: Asking) -> dict[str, trail.Change]:
    """Write down whom the plan asks what; raises BadInput where a word is missing."""
    wanted = Part.ELSEWHERE in company_profile.parts()
    before = _told(written)
    if not wanted and asking == Asking() and not any(before.values()):
        # Neither asked for by the profile nor by whoever writes: nothing is looked up.
        return {}
    units = {each.id: each.name for each in offered(case)}
    elsewhere_rules.check_question(asking)
    elsewhere_rules.check_none(asking, wanted=wanted, others=bool(units))
    written.elsewhere_unit_ids = elsewhere_rules.chosen(asking, list(units))
    written.elsewhere_question = asking.question.strip()
    written.elsewhere_reason = asking.reason.strip()
    after = _told(written)
    return {name: (before[name], after[name]) for name in after if before[name] or after[name]}


def _told(written: CaseRound) -> dict[str, str | None]:
    """What the trail says of it: units by their names."""
    return {
        "elsewhere_question": written.elsewhere_question or None,
        "elsewhere_unit_ids": names_of(written.elsewhere_unit_ids) or None,
        "elsewhere_reason": written.elsewhere_reason or None,
    }


def ask(dossier: Dossier, *, by: people.Viewer) -> None:
    """Ask each unit that an approved plan names, and tell whoever answers for it.

    Whoever answered the same question in this round is not asked again.
    """
    case, unit_ids = dossier.case, dossier.current.elsewhere_unit_ids
    if not unit_ids:
        return
    today = clock.today()
    due_on = turns.step_due_on(elsewhere_rules.TO_ANSWER, today)
    asked = _latest(case, dossier.current)
    question = dossier.current.elsewhere_question
    new = []
    for unit_id in unit_ids:
        row = asked.get(unit_id)
        if row is not None and row.answer is not None and row.question == question:
            row.submission = case.submissions
            continue
        if row is None or row.answer is not None:
            row = CaseElsewhere(case_id=case.id, round=case.round, unit_id=unit_id, text="")
            session.add(row)
        else:
            row.version += 1
        row.submission, row.question = case.submissions, question
        row.asked_on, row.due_on = today, due_on
        new.append(unit_id)
    session.flush()
    _tell(dossier, new, by)


def _latest(case: Case, this_round: CaseRound) -> dict[int, CaseElsewhere]:
    """The latest row of each unit that an earlier edition of this round's plan asked."""
    of_round = select(CaseElsewhere).where(
        CaseElsewhere.case_id == case.id, CaseElsewhere.round == this_round.number
    )
    rows = session.scalars(of_round.order_by(CaseElsewhere.submission))
    return {row.unit_id: row for row in rows}


def _tell(dossier: Dossier, unit_ids: Sequence[int], by: people.Viewer) -> None:
    case, firm = dossier.case, dossier.firm
    if not unit_ids:
        return
    due_on = turns.step_due_on(elsewhere_rules.TO_ANSWER, clock.today())
    changes: dict[str, trail.Change] = {
        "elsewhere_unit_ids": (None, names_of(unit_ids)),
        "due_on": (None, due_on),
    }
    trail.note(case.reference, "elsewhere_asked", by=by.actor, changes=changes)
    # One letter to a person, however many units they answer for.
    for person_id in dict.fromkeys(_first(firm, unit_id) for unit_id in unit_ids):
        outbox.post(elsewhere_letters.asked(case, due_on), firm.recipient(person_id))


def _first(firm: Firm, unit_id: int) -> int | None:
    return next(iter(asked_of(firm, unit_id)), None)


@dataclass(frozen=True)
class Answered:
    """What a unit answers: how it was checked, what was found, or why it is no matter of theirs."""

    answer: Elsewhere
    text: str


def answer(asked: Asked, told: Answered, *, version: int, by: people.Viewer) -> None:
    """Answer for a unit, or put an answer right.

    Raises Stale, NotAllowed for anybody but its head (or whoever stands in), BadInput without a
    text, RuleBroken once the unit is asked no more or a case came of it.
    """
    row, case = asked.row, asked.case
    check_version(asked, version)
    firm = Firm(clock.today())
    eligible = answering(firm, row.unit_id)
    for_id = firm.principal(by.person_id, eligible)
    elsewhere_rules.check_answerer(for_id or by.person_id, eligible)
    asks, opened = row.submission == case.submissions, row.opened_case_id is not None
    elsewhere_rules.check_open(case.state, asked=asks, opened=opened)
    elsewhere_rules.check_answer(told.text)
    changes: dict[str, trail.Change] = {
        "unit": (None, asked.unit.name),
        "elsewhere_answer": (row.answer, told.answer),
        "elsewhere_text": (row.text or None, told.text.strip()),
        **firm.on_behalf_of(for_id),
    }
    row.answer, row.text, row.answered_on = told.answer, told.text.strip(), clock.today()
    row.answered_by_id, row.answered_for_id = by.person_id, for_id
    row.version += 1
    session.flush()
    trail.note(case.reference, "elsewhere_answered", by=by.actor, changes=changes)
    if told.answer is Elsewhere.HERE_TOO:
        _tell_manager(case, firm, by)


def _tell_manager(case: Case, firm: Firm, by: people.Viewer) -> None:
    for person_id in to_ask(firm.candidates).person_ids[:1]:
        if person_id != by.person_id:
            outbox.post(elsewhere_letters.found(case), firm.recipient(person_id))


def open_case(asked: Asked, stated: sources.Stated, *, version: int, by: people.Viewer) -> Case:
    """Open a case of what a unit found with itself; each of the two cases names the other.

    Raises Stale, RuleBroken where nothing was found or it has its case, and as `open_case` of
    sources does.
    """
    row = asked.row
    check_version(asked, version)
    elsewhere_rules.check_found(row.answer, opened=row.opened_case_id is not None)
    opened = sources.open_case(
        replace(stated, source=Source.SELF_REPORT, unit_id=row.unit_id), by=by
    )
    row.opened_case_id = opened.id
    row.version += 1
    session.flush()
    there: dict[str, trail.Change] = {
        "unit": (None, asked.unit.name),
        "case": (None, opened.reference),
    }
    trail.note(asked.case.reference, "elsewhere_opened", by=by.actor, changes=there)
    back: dict[str, trail.Change] = {"because_of": (None, asked.case.reference)}
    trail.note(opened.reference, "elsewhere_origin", by=by.actor, changes=back)
    return opened


def check_complete(dossier: Dossier) -> None:
    """Raises RuleBroken while a unit that this round's plan asks has not answered."""
    if not dossier.current.elsewhere_unit_ids:
        return
    missing = (
        select(Unit.name)
        .join(CaseElsewhere, CaseElsewhere.unit_id == Unit.id)
        .where(
            CaseElsewhere.case_id == dossier.case.id,
            CaseElsewhere.submission == dossier.case.submissions,
            CaseElsewhere.answered_on.is_(None),
        )
        .order_by(Unit.position, Unit.id)
    )
    elsewhere_rules.check_complete(session.scalars(missing).all())
