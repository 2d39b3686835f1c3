"""Lists of findings: narrowed, sorted and counted; those alike, and those against a policy."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, case, literal, or_, select
from sqlalchemy.orm import aliased

from pms_tracker.check.findings.findings import visible_to
from pms_tracker.check.rules.audit_rules import FindingState, Grade
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import Columns, Rows, Sorts, equal, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.search_text import like_pattern, telling_words
from pms_tracker.people.firm.listings import Listing, for_all_alike
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.plan.tables.policy_tables import Requirement
from pms_tracker.questions import Text

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


def _found_against(viewer: Viewer) -> ColumnElement[bool]:
    """Whether a finding that somebody may know of was made against a requirement, or one of its
    name in another edition."""
    there = aliased(Requirement)
    found = select(Finding.id).where(Finding.requirement_id == there.id, visible_to(viewer))
    return Requirement.id.in_(mappings.editions(select(there.id).where(found.exists())))


@for_all_alike
def against(viewer: Viewer) -> Text:
    """What their list offers to narrow them to: a policy has a hundred clauses, and few have
    findings. Whoever does not work here is told no clause that was merely asked for."""
    works_here = viewer.may(Permission.SEE_PEOPLE)
    return requirements.standing_text(_found_against(viewer), one_more=works_here)


def _narrowed(viewer: Viewer, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    yield visible_to(viewer)
    yield from equal((Finding.state, wanted.state), (Finding.unit_id, wanted.unit_id))
    yield from within((Finding.found_on, wanted.found))
    if wanted.requirement_id is not None:
        yield Finding.requirement_id.in_(mappings.editions([wanted.requirement_id]))
    if wanted.grade is not None:
        yield _graded(wanted.grade)
    if wanted.standing:
        yield Finding.state != FindingState.WITHDRAWN
    if wanted.text.strip():
        yield Finding.search_text.like(like_pattern(wanted.text), escape="!")


def _graded(wanted: Graded) -> ColumnElement[bool]:
    grades = wanted.grades
    if len(grades) == 1:
        return Finding.grade == next(iter(grades))
    # Not by what it is: an index would give the grades one by one, to be sorted before the first
    # row of a page, where the newest that are none of the others are soon found.
    return Finding.grade.not_in(frozenset(Grade) - grades)


def _row(_viewer: Viewer) -> Columns:
    return (
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
    )


def _whole_row(viewer: Viewer) -> Columns:
    """With what they state: `requirement` (its text), `fact` and `evidence`."""
    stated = Requirement.text.label("requirement"), Finding.fact, Finding.evidence
    return _row(viewer).add_columns(*stated)


FINDINGS = Listing(Finding.id, SORTS, _narrowed, _row)
# As a file has them.
WHOLE_FINDINGS = replace(FINDINGS, row=_whole_row)


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
