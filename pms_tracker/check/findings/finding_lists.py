"""Lists of findings: narrowed, sorted and counted; those alike, and those against a policy."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select

from pms_tracker.check.findings.findings import visible_to
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import CAP, NEWEST, PAGE, Order, Rows, Sorts, equal, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.search_text import like_pattern, telling_words
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.tables.policy_tables import Requirement

SORTS: Sorts = {"number": Finding.id, "found": Finding.found_on, "unit": Finding.unit_id}
# How many like findings are shown, and how many of a requirement or unit are compared.
ALIKE, COMPARED = 5, 100


@dataclass(frozen=True)
class Filter:
    """What a list of findings is narrowed to; `text` is found in fact and evidence.

    `found` is the run of days of finding; `standing` leaves out those that were withdrawn.
    """

    grade: Graded | None = None
    state: FindingState | None = None
    unit_id: int | None = None
    requirement_id: int | None = None
    found: Days | None = None
    standing: bool = False
    text: str = ""


def _narrowed(viewer: Viewer, wanted: Filter) -> Select[int]:
    statement = select(Finding.id).where(
        visible_to(viewer),
        *equal(
            (Finding.state, wanted.state),
            (Finding.unit_id, wanted.unit_id),
        ),
        *within((Finding.found_on, wanted.found)),
    )
    if wanted.requirement_id is not None:
        its = mappings.editions([wanted.requirement_id])
        statement = statement.where(Finding.requirement_id.in_(its))
    if wanted.grade is not None:
        statement = statement.where(_graded(wanted.grade))
    if wanted.standing:
        statement = statement.where(Finding.state != FindingState.WITHDRAWN)
    if wanted.text.strip():
        pattern = like_pattern(wanted.text)
        statement = statement.where(Finding.search_text.like(pattern, escape="!"))
    return statement


def _graded(wanted: Graded) -> ColumnElement[bool]:
    grades = wanted.grades
    if len(grades) == 1:
        return Finding.grade == next(iter(grades))
    # Not by what it is: an index would give the grades one by one, to be sorted before the first
    # row of a page, where the newest that are none of the others are soon found.
    return Finding.grade.not_in(frozenset(Grade) - grades)


def listed(
    viewer: Viewer,
    wanted: Filter,
    order: Order = NEWEST,
    limit: int = PAGE,
    *,
    whole: bool = False,
) -> Rows:
    """One page of findings as column tuples, newest first unless told otherwise.

    `whole` adds what they state: `requirement` (its text), `fact` and `evidence`.
    """
    # The page's ids first: joining before the limit would cost as much as the whole list.
    ids = order.page(_narrowed(viewer, wanted), SORTS, limit)
    statement = (
        select(
            Finding.id,
            Finding.fiscal_year,
            Finding.number,
            Finding.title,
            Finding.unit_id,
            Unit.name.label("unit"),
            Requirement.path,
            Finding.grade,
            Finding.state,
            Finding.found_on,
        )
        .join(Unit, Unit.id == Finding.unit_id)
        .join(Requirement, Requirement.id == Finding.requirement_id)
        .where(Finding.id.in_(ids))
        .order_by(*order.clauses(SORTS))
    )
    if whole:
        stated = Requirement.text.label("requirement"), Finding.fact, Finding.evidence
        statement = statement.add_columns(*stated)
    return session.execute(statement).all()


def counted(viewer: Viewer, wanted: Filter) -> int:
    """How many findings there are, counted up to CAP + 1 and no further."""
    ids = _narrowed(viewer, wanted).limit(CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(ids)) or 0


def similar(requirement_id: int, unit_id: int, text: str, viewer: Viewer) -> Rows:
    """Findings of the same requirement or unit that the person may see and that still stand.

    Those that share most words with what is being written come first, then those of the same
    requirement, the newer first. One statement, however many there are.
    """
    patterns = [like_pattern(word) for word in telling_words(text)]
    shared = [case((Finding.search_text.like(each, escape="!"), 1), else_=0) for each in patterns]
    score = sum(shared, start=literal(0))
    same = Finding.requirement_id.in_(mappings.same_as([requirement_id]))
    statement = (
        select(
            Finding.fiscal_year,
            Finding.number,
            Finding.title,
            Finding.grade,
            Finding.state,
            Finding.found_on,
            Unit.name.label("unit"),
            score.label("shared"),
        )
        .join(Unit, Unit.id == Finding.unit_id)
        .where(
            or_(
                Finding.id.in_(_newest(same, viewer)),
                Finding.id.in_(_newest(Finding.unit_id == unit_id, viewer)),
            )
        )
        .order_by(score.desc(), same.desc(), Finding.id.desc())
        .limit(ALIKE)
    )
    return session.execute(statement).all()


def _newest(condition: ColumnElement[bool], viewer: Viewer) -> Select[int]:
    standing = Finding.state != FindingState.WITHDRAWN
    found = select(Finding.id).where(condition, standing, visible_to(viewer))
    return found.order_by(Finding.id.desc()).limit(COMPARED)


def against_policy(policy_version_ids: list[int], viewer: Viewer) -> list[Finding]:
    """Open findings against clauses of these editions or what is mapped to them, newest first."""
    return list(
        session.scalars(
            select(Finding)
            .join(Requirement, Requirement.id == Finding.requirement_id)
            .where(
                mappings.asks_as(policy_version_ids),
                Finding.state == FindingState.OPEN,
                visible_to(viewer),
            )
            .order_by(Finding.id.desc())
            .limit(20)
        )
    )
