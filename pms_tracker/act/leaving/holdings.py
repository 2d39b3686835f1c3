"""What is still somebody's: every column that names a person as of today, asked in one statement.

A part for each thing that outlives its holder. A test goes through all columns that name a person,
as `upkeep.about_person` walks them, and refuses one that stands neither in a part nor among those
that end with the person or only tell what somebody did (docs/decisions/0082).
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeAlias

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.leaving.firm_parts import deputies, heads, offices
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.leaving_rules import Holding, What
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, AuditState
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, Finding, FindingAnswer
from pms_tracker.database import Columns
from pms_tracker.do.tables.operation.log_tables import Asset, CarryOut
from pms_tracker.do.tables.operation.operation_check_tables import CheckFault, CheckTemplate
from pms_tracker.kernel.references import Kind
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.questionnaires.questionnaire_rules import BY_ITSELF
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in, json_in, texts
from pms_tracker.registers.edition_rules import DRAFTED
from pms_tracker.registers.register import Register

# What somebody may hold, with the column that says whose a row of it is.
Part: TypeAlias = tuple[Columns, Any]

_TODAY = sa.bindparam("today", type_=sa.Date)
_NO_DAY = sa.cast(sa.null(), sa.Date)
_NO_ONE = sa.cast(sa.null(), sa.Integer)
_NO_NAMES = sa.cast(sa.null(), sa.JSON)


@dataclass(frozen=True)
class Leaver:
    """Somebody whose last day is known."""

    id: int
    name: str
    left_on: date


Left: TypeAlias = tuple[list[Leaver], dict[int, list[Holding]]]


class _Row(NamedTuple):
    """Something that is somebody's, or who leaves, as the walk tells it."""

    what: str
    id: int
    person_id: int | None
    kind: str
    fiscal_year: int | None
    number: int | None
    title: str | None
    due_on: date | None
    unit_id: int | None
    writers: Sequence[int] | None


def of(person_id: int) -> list[Holding]:
    """What is still one person's, by what it is, the soonest due first."""
    asked = {"today": clock.today(), "persons": [person_id]}
    (said,) = texts((_walk(leavers=False),), asked)
    return _by_person(_rows(said), {person_id}).get(person_id, [])


def of_leavers() -> Left:
    """Everybody whose last day is known, the soonest first, and what is still theirs."""
    return question().answer()


def question() -> Question[Left]:
    """The same, to be read with what else is asked."""
    return Question((_walk(leavers=True),), {"today": clock.today()}, _left)


@lru_cache(maxsize=8)
def _left(said: str) -> Left:
    rows = _rows(said)
    leavers = [
        Leaver(row.id, row.title or "", row.due_on)
        for row in rows
        if row.what == _WHO and row.due_on is not None
    ]
    found = _by_person(rows, {each.id for each in leavers})
    return sorted(leavers, key=lambda each: (each.left_on, each.id)), found


def _rows(said: str) -> list[_Row]:
    found = (_Row(*cells) for cells in cells_of(said))
    return [
        row._replace(due_on=day_in(row.due_on), writers=json_in(row.writers))  # type: ignore[arg-type]
        for row in found
    ]


def _by_person(rows: Sequence[_Row], going: Collection[int]) -> dict[int, list[Holding]]:
    found: dict[int, list[Holding]] = defaultdict(list)
    for row in rows:
        for person_id in _holders(row, going) if row.what != _WHO else ():
            found[person_id].append(_holding(row, person_id))
    order = list(What)
    for its in found.values():
        its.sort(key=lambda each: (order.index(each.what), each.due_on or date.max, each.id))
    return dict(found)


# Marks a row that tells who leaves, for drafts name their writers in a list.
_WHO = "who"


def _holders(row: _Row, going: Collection[int]) -> Sequence[int]:
    """Whose a row is: of a draft that several wrote, nobody's as long as one of them stays."""
    if row.what != What.DRAFT:
        return () if row.person_id is None else (row.person_id,)
    writers = row.writers or ()
    return writers if writers and set(writers) <= set(going) else ()


def _holding(row: _Row, person_id: int) -> Holding:
    kind = Kind(row.kind) if row.kind else None
    place = kind, row.fiscal_year, row.number
    return Holding(
        What(row.what), row.id, person_id, *place, row.title or "", row.due_on, row.unit_id
    )


@cache
def _walk(*, leavers: bool) -> Text:
    """Built once for each way of asking: who leaves, and everything that is theirs; rows of
    `_Row`."""
    going = sa.select(Person.id).where(Person.left_on.is_not(None), Person.erased_at.is_(None))
    theirs = going if leavers else sa.bindparam("persons", expanding=True)
    parts = [part.where(holder.in_(theirs)) for part, holder in _parts()]
    who = sa.select(
        *(sa.literal(_WHO).label("what"), Person.id, Person.id.label("person_id")),
        *_place("", None, None),
        *_told(Person.name, Person.left_on),
    ).where(Person.left_on.is_not(None), Person.erased_at.is_(None))
    return as_text(sa.union_all(*([who] if leavers else []), *parts, *_drafts()))


def _parts() -> Iterator[Part]:
    """Each part with the column that says whose a row of it is."""
    for what, table, conditions, title, unit_id in (heads(_TODAY), offices(_TODAY)):
        row = sa.select(
            *(sa.literal(str(what)).label("what"), table.id, table.person_id.label("person_id")),
            *_place("", None, None),
            *_told(title, unit_id=unit_id),
        )
        yield row.where(*conditions), table.person_id
    what, table, conditions, title, _none = deputies(_TODAY)
    stands_in = _row(what, table, table.deputy_id)
    stands_in = stands_in.add_columns(*_place("", None, None), *_told(title, table.meant_until))
    yield stands_in.where(*conditions), table.deputy_id
    yield from _of_year_and_reviews()
    yield from _of_cases()
    yield from _of_audits()
    yield from _of_checks()
    yield from _of_logs()
    answers = _row(What.ANSWERS, Questionnaire, Questionnaire.reader_id).add_columns(
        *_place(Kind.QUESTIONNAIRE, Questionnaire.fiscal_year, Questionnaire.number),
        *_told(Questionnaire.about, Questionnaire.due_on),
    )
    # What is taken by itself is looked after where it is about.
    is_open = Questionnaire.revoked_on.is_(None), Questionnaire.taken_on.is_(None)
    asked = Questionnaire.purpose.not_in(BY_ITSELF)
    yield answers.where(*is_open, asked), Questionnaire.reader_id


def _of_year_and_reviews() -> Iterator[Part]:
    year = _row(What.YEAR, AnnualDuty, AnnualDuty.holder_id).add_columns(
        *_place(Kind.ANNUAL_PLAN, AnnualPlan.fiscal_year, sa.literal(1)),
        *_told(AnnualDuty.title, AnnualDuty.planned_on),
    )
    yield (
        year.join(AnnualPlan, AnnualPlan.id == AnnualDuty.plan_id).where(
            AnnualPlan.state == PlanState.APPROVED,
            AnnualDuty.done_on.is_(None),
            AnnualDuty.dropped.is_(False),
        ),
        AnnualDuty.holder_id,
    )
    decision = _row(What.DECISION, ReviewDecision, ReviewDecision.holder_id).add_columns(
        *_place(Kind.MANAGEMENT_REVIEW, ManagementReview.fiscal_year, ManagementReview.number),
        *_told(ReviewDecision.text, ReviewDecision.due_on),
    )
    yield (
        decision.join(ManagementReview, ManagementReview.id == ReviewDecision.review_id).where(
            ManagementReview.state == ReviewState.SIGNED, ReviewDecision.done_on.is_(None)
        ),
        ReviewDecision.holder_id,
    )


def _of_cases() -> Iterator[Part]:
    of_case = _place(Kind.CASE, Case.fiscal_year, Case.number)
    current = sa.and_(CaseRound.case_id == Case.id, CaseRound.number == Case.round)
    # Each by its index; one condition for both would look at every case that is being done.
    for holder, its_own in (
        (CaseAction.owner_id, CaseAction.heir_id.is_(None)),
        (CaseAction.heir_id, sa.true()),
    ):
        action = _row(What.ACTION, CaseAction, holder).add_columns(
            *of_case, *_told(CaseAction.action, CaseAction.turn_due_on, Case.unit_id)
        )
        undone = action.join(CaseRound, CaseRound.id == CaseAction.round_id).join(Case, current)
        todo = CaseAction.done_on.is_(None), CaseAction.action != ""
        yield undone.where(Case.state == CaseState.DOING, *todo, its_own), holder
    turn = _row(What.TURN, Case, Case.turn_of_id).add_columns(
        *of_case, *_told(Case.title, Case.turn_due_on, Case.unit_id)
    )
    # While it is being done, its actions say the same.
    yield (turn.where(Case.closed_on.is_(None), Case.state != CaseState.DOING), Case.turn_of_id)
    named = sa.literal(str(What.TURN)).label("what"), Finding.id, FindingAnswer.turn_of_id
    answer = sa.select(
        *named,
        *_place(Kind.FINDING, Finding.fiscal_year, Finding.number),
        *_told(Finding.title, FindingAnswer.turn_due_on, Finding.unit_id),
    )
    yield (
        answer.join(Finding, Finding.id == FindingAnswer.finding_id).where(
            FindingAnswer.turn_due_on.is_not(None)
        ),
        FindingAnswer.turn_of_id,
    )


def _of_audits() -> Iterator[Part]:
    """Audits to be held, of which anybody else may become part, and those that began, as long as
    nobody of their team stays."""
    of_audit = (
        *_place(Kind.AUDIT, Audit.fiscal_year, Audit.number),
        *_told(Audit.theme, Audit.planned_on, Audit.unit_id),
    )
    member = AuditTeamMember.person_id
    for what, states in ((What.AUDIT, BEFORE_THE_DAY), (What.UNDER_WAY, (AuditState.UNDER_WAY,))):
        named = sa.literal(str(what)).label("what"), Audit.id, member.label("person_id")
        its = sa.select(*named, *of_audit).join(Audit, Audit.id == AuditTeamMember.audit_id)
        if what is What.UNDER_WAY:
            its = its.where(~_stays_on())
        yield its.where(Audit.state.in_(states)), member


def _stays_on() -> sa.ColumnElement[bool]:
    """Whether somebody else of the team of an audit is not about to leave."""
    other, who = aliased(AuditTeamMember), aliased(Person)
    return sa.exists().where(
        other.audit_id == Audit.id,
        other.person_id != AuditTeamMember.person_id,
        who.id == other.person_id,
        who.left_on.is_(None),
    )


def _of_checks() -> Iterator[Part]:
    lasts = sa.and_(
        CheckTemplate.ends_on.is_(None) | (CheckTemplate.ends_on >= _TODAY),
        Unit.closed_on.is_(None) | (Unit.closed_on >= _TODAY),
    )
    for what, holder in (
        (What.CHECK, CheckTemplate.owner_id),
        (What.READING, CheckTemplate.reader_id),
    ):
        check = _row(what, CheckTemplate, holder).add_columns(
            *_place(Kind.CHECK_TEMPLATE, CheckTemplate.fiscal_year, CheckTemplate.number),
            *_told(CheckTemplate.title, unit_id=CheckTemplate.unit_id),
        )
        check = check.join(Unit, Unit.id == CheckTemplate.unit_id)
        yield check.where(CheckTemplate.struck == "", lasts), holder
    fault = _row(What.FAULT, CheckFault, CheckFault.owner_id).add_columns(
        *_place(Kind.CHECK_FAULT, CheckFault.fiscal_year, CheckFault.number),
        *_told(CheckFault.item, CheckFault.due_on, CheckFault.unit_id),
    )
    yield fault.where(CheckFault.struck == "", CheckFault.done_on.is_(None)), CheckFault.owner_id


def _of_logs() -> Iterator[Part]:
    """Devices and keys that they have, and what they carried out and have not brought back."""
    asset = _row(What.ASSET, Asset, Asset.holder_id).add_columns(
        *_place(Kind.ASSET, Asset.fiscal_year, Asset.number),
        *_told(Asset.asset_number + " " + Asset.name, unit_id=Asset.unit_id),
    )
    yield asset.where(Asset.struck == "", Asset.ended_on.is_(None)), Asset.holder_id
    carried = _row(What.CARRIED, CarryOut, CarryOut.carrier_id).add_columns(
        *_place(Kind.CARRY_OUT, CarryOut.fiscal_year, CarryOut.number),
        *_told(CarryOut.what, CarryOut.due_on, CarryOut.unit_id),
    )
    yield carried.where(CarryOut.struck == "", CarryOut.returned_on.is_(None)), CarryOut.carrier_id


def drafted() -> tuple[Register, ...]:
    """The registers whose entries are drafted by somebody before they count."""
    return tuple(each for each in REGISTERS if each.approvers and each.kind is not None)


def _drafts() -> Iterator[Columns]:
    """What is drafted in every register; whose it is, its list of writers says."""
    for register in drafted():
        if register.kind is not None:
            column = register.column
            row = sa.select(sa.literal(str(What.DRAFT)).label("what"), column("id"), _NO_ONE)
            yield row.add_columns(
                *_place(register.kind, column("fiscal_year"), column("number")),
                *_told(sa.literal(""), writers=column("writer_ids")),
            ).where(column("struck") == "", column("state").in_(DRAFTED))


def _row(what: What, table: Any, holder: Any) -> Columns:
    return sa.select(sa.literal(str(what)).label("what"), table.id, holder.label("person_id"))


def _place(kind: Kind | str, year: Any, number: Any) -> tuple[sa.ColumnElement[Any], ...]:
    return (
        sa.literal(str(kind)).label("kind"),
        (_NO_ONE if year is None else year).label("fiscal_year"),
        (_NO_ONE if number is None else number).label("number"),
    )


def _told(
    title: Any, due_on: Any = None, unit_id: Any = None, writers: Any = None
) -> tuple[sa.ColumnElement[Any], ...]:
    return (
        title.label("title"),
        (_NO_DAY if due_on is None else due_on).label("due_on"),
        (_NO_ONE if unit_id is None else unit_id).label("unit_id"),
        (_NO_NAMES if writers is None else writers).label("writers"),
    )
