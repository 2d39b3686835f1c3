"""What act shows of itself on the overview, and what all phases have planned in a year: figures and
records that a person may see."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, String, and_, func, or_, select, type_coerce, union_all

from pms_tracker import clock
from pms_tracker.act.cases import case_figures, case_lists, cases
from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.check import check_overview
from pms_tracker.database import CAP, READERS, Columns
from pms_tracker.do.carried_out import do_overview
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm import people
from pms_tracker.people.firm.listings import Asker, asker, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan import plan_overview
from pms_tracker.plan.policies import mappings, requirements
from pms_tracker.questions import Question, Text, Unread, as_text, cells_of, together
from pms_tracker.registers import register_lists
from pms_tracker.registers.register import Register
from pms_tracker.tally import tallies


def figures_since(viewer: Viewer, since: date) -> Question[Unread[tallies.Amounts]]:
    """What the overview counts of cases and of findings, from the first day of a month on: of who
    sees all to be read with what else is asked."""
    if viewer.sees_all:
        months = dict.fromkeys((case_figures.CLOSED, *check_overview.FIGURES), since)
        return tallies.question({case_figures.OPEN: None, **months}).unread()
    own = _own_cases(viewer, since) + check_overview.findings_since(viewer, since)
    counted = Unread((tallies.as_told(own),), tallies.told)
    return Question((), {}, lambda: counted)


class Measured(NamedTuple):
    """All open cases that a person may see and what happened from a day on, with the names of those
    whose turn they are, and the requirements that were missed again."""

    cases: Unread[tallies.Amounts]
    persons: Unread[list[list[Any]]]
    requirements: Unread[Mapping[int, mappings.Told]]


def measured_since(viewer: Viewer, since: date) -> Question[Measured]:
    """Figures of cases from the first day of a month on: the tallies for who sees all, to be read
    with what else is asked; for others, who see few, their own are counted."""
    if viewer.sees_all:
        subjects = dict.fromkeys(case_figures.OF_MONTHS, since)
        return together(
            tallies.question({**dict.fromkeys(case_figures.OF_NOW, None), **subjects}).unread(),
            Question((_holders(),), {}, cells_of).unread(),
            Question((_missed_again(since),), {}, _newest).unread(),
        ).then(Measured._make)
    own = _own_cases(viewer, since)
    names = people.names(_ids_of(own, case_figures.OPEN_OF_PERSON))
    again = requirements.told(sorted(_ids_of(own, case_figures.AGAIN_OF_REQUIREMENT)))
    measured = Measured(
        Unread((tallies.as_told(own),), tallies.told),
        Unread((json.dumps(list(names.items())),), cells_of),
        Unread((json.dumps([tuple(row) for row in again]),), _newest),
    )
    return Question((), {}, lambda: measured)


def _own_cases(viewer: Viewer, since: date) -> tallies.Amounts:
    # Whatever else happened to a case, it was closed after that.
    recent = or_(Case.closed_on.is_(None), Case.closed_on >= since)
    return case_figures.counted(and_(cases.visible_to(viewer), recent))


def _ids_of(amounts: tallies.Amounts, subject: str) -> set[int]:
    return {key.of_id for key in amounts if key.subject == subject}


@cache
def _holders() -> Text:
    ids = tallies.ids_of(case_figures.OPEN_OF_PERSON, date.min)
    return as_text(select(Person.id, Person.name).where(Person.id.in_(ids)))


@lru_cache(maxsize=READERS)
def _missed_again(since: date) -> Text:
    return requirements.told_of(tallies.ids_of(case_figures.AGAIN_OF_REQUIREMENT, since))


def of_year(viewer: Viewer, shown: Days, limit: int) -> Question[list[plan_overview.OfYear]]:
    """What all phases have planned in a year, or did in it, as far as a person may see, by kind
    and planned day: all as one text, no more audits than `limit`."""
    text = _of_year(asker(viewer), shown, limit, clock.today())
    return Question((text,), parameters(viewer), plan_overview.told)


@lru_cache(maxsize=READERS)
def _of_year(who: Asker, shown: Days, limit: int, _today: date) -> Text:
    """Built once for all who stand alike on the day: who may see what is part of it."""
    viewer = who.viewer()
    first, last = shown.first or date.min, shown.last or date.max
    return as_text(
        union_all(
            plan_overview.reviews_ahead(),
            plan_overview.reviews_of(first, last),
            plan_overview.duties_of(first, last),
            *do_overview.planned_between(viewer, first, last),
            check_overview.planned_between(viewer, first, last, limit),
            _reviews_between(viewer, first, last),
        )
    )


def clauses(viewer: Viewer, since: date) -> Question[Mapping[int, mappings.Told]]:
    """The requirements that findings counted by `figures_since` are of, each with the newest among
    them that bears the same name."""
    text = _clauses(asker(viewer), since, clock.today())
    return Question((text,), parameters(viewer), _newest)


@lru_cache(maxsize=READERS)
def _clauses(who: Asker, since: date, _today: date) -> Text:
    return requirements.told_of(check_overview.requirements_since(who.viewer(), since))


def _newest(said: str) -> Mapping[int, mappings.Told]:
    return mappings.newest_of(requirements.Told(*cells) for cells in cells_of(said))


def _reviews_between(viewer: Viewer, first: date, last: date) -> Columns:
    """Management reviews planned in a time and not called off."""
    return plan_overview.of_year(
        Kind.MANAGEMENT_REVIEW,
        id=ManagementReview.id,
        fiscal_year=ManagementReview.fiscal_year,
        number=ManagementReview.number,
        planned_on=ManagementReview.planned_on,
        done_on=ManagementReview.held_on,
        state=type_coerce(ManagementReview.state, String),
    ).where(
        management_reviews.visible_to(viewer),
        ManagementReview.planned_on.between(first, last),
        ManagementReview.state != ReviewState.CANCELLED,
    )


class Counted(NamedTuple):
    """What of a year is no tally: audits closed, cases whose cause was there before, and what was
    entered in registers."""

    closed: int
    repeats: int
    entered: int


def counted(viewer: Viewer, shown: Days, used: Sequence[Register]) -> Question[Counted]:
    """All of it as one text, as far as a person may see; `used` are the registers."""
    text = _counted(asker(viewer), shown, tuple(used), clock.today())
    return Question((text,), parameters(viewer), _told_counts)


def _told_counts(said: str) -> Counted:
    ((closed, repeats, *entered),) = cells_of(said)
    return Counted(closed, repeats, sum(entered))


def _repeats(viewer: Viewer, shown: Days) -> Select[int]:
    """As the list that leads on from it counts."""
    wanted = case_lists.Filter(repeat=True, opened=shown)
    found = select(Case.id).where(*case_lists.CASES.narrowed(viewer, wanted)).limit(CAP + 1)
    return select(func.count()).select_from(found.subquery())


@lru_cache(maxsize=READERS)
def _counted(who: Asker, shown: Days, used: tuple[Register, ...], _today: date) -> Text:
    viewer = who.viewer()
    counts = (
        check_overview.closed_within(viewer, shown),
        _repeats(viewer, shown),
        *(register_lists.entered_within(each, viewer, shown) for each in used),
    )
    each_one = (each.scalar_subquery().label(f"count_{at}") for at, each in enumerate(counts))
    return as_text(select(*each_one))
