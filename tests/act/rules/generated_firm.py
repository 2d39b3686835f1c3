"""Firms that hypothesis thinks of: units, memberships, roles and work, each from a day to a day.

The oracle beside the rules is written from the sentences of the standard, not from the code.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import strategies as st

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case, CaseRound, RoundWriter
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant, Unit, UnitKind
from tests.cast import TODAY

SPAN = 900
DAYS = st.integers(-SPAN, 400).map(lambda n: TODAY + timedelta(days=n))
PERSONS, UNITS = 5, 3
MANAGEMENT = {Role.REPRESENTATIVE, Role.PRIVACY_MANAGER}
AUDITING = {Role.AUDIT_MANAGER, Role.AUDITOR}


@dataclass(frozen=True)
class Time:
    """Something that lasted: whose, of what, from when to when."""

    who: int
    what: object
    since_on: date
    until_on: date | None

    def holds(self, on: date) -> bool:
        return self.since_on <= on and (self.until_on is None or on <= self.until_on)


@dataclass(frozen=True)
class Work:
    """A case of a unit: who owned it, wrote and did it, when, and when it was closed."""

    unit: int
    owner: int
    writer: int
    doer: int
    written_on: date
    days_to_do: int
    days_to_close: int | None

    @property
    def done_on(self) -> date:
        return self.written_on + timedelta(days=self.days_to_do)

    @property
    def closed_on(self) -> date | None:
        if self.days_to_close is None:
            return None
        return self.done_on + timedelta(days=self.days_to_close)


@dataclass(frozen=True)
class Firm:
    """A firm; persons and units are counted from 0."""

    units: int
    memberships: list[Time]
    grants: list[Time]
    works: list[Work]


def times(what: st.SearchStrategy[object], most: int) -> st.SearchStrategy[list[Time]]:
    ends = st.one_of(st.none(), st.integers(0, SPAN))
    made = st.tuples(st.integers(0, PERSONS - 1), what, DAYS, ends).map(
        lambda each: Time(
            each[0], each[1], each[2], None if each[3] is None else each[2] + timedelta(each[3])
        )
    )
    # One open grant of a role to a person, as the database demands.
    key = lambda each: (each.who, each.what)  # noqa: E731
    return st.lists(made, max_size=most, unique_by=key)


PEOPLE = st.integers(0, PERSONS - 1)


def long_auditor(who: int) -> Time:
    return Time(who, Role.AUDITOR, TODAY - timedelta(days=SPAN), None)


firms = st.integers(1, UNITS).flatmap(
    lambda count: st.builds(
        Firm,
        units=st.just(count),
        memberships=times(st.integers(0, count - 1), 5),
        grants=st.builds(
            lambda most, some: [*(long_auditor(each) for each in most), *some],
            # Else nearly every team would be refused for want of a role.
            st.sets(PEOPLE, min_size=3),
            times(st.sampled_from(sorted(MANAGEMENT | {Role.AUDIT_MANAGER})), 2),
        ),
        works=st.lists(
            st.builds(
                Work,
                unit=st.integers(0, count - 1),
                owner=PEOPLE,
                writer=PEOPLE,
                doer=PEOPLE,
                written_on=st.integers(-SPAN, -30).map(lambda n: TODAY + timedelta(days=n)),
                days_to_do=st.integers(0, 30),
                days_to_close=st.one_of(st.none(), st.integers(0, 60)),
            ),
            max_size=3,
        ),
    )
)


def may_audit(firm: Firm, who: int, unit: int, on: date) -> bool:
    """The rule in its own words: a role that audits, none that manages, not of the unit, and no
    share in its work within twelve months."""
    roles = {each.what for each in firm.grants if each.who == who and each.holds(on)}
    if roles & MANAGEMENT or not roles & AUDITING:
        return False
    if any(each.who == who and each.what == unit and each.holds(on) for each in firm.memberships):
        return False
    return not works_there(firm, who, unit, on)


def works_there(firm: Firm, who: int, unit: int, on: date) -> bool:
    first = add_months(on, -12)
    for work in (each for each in firm.works if each.unit == unit and each.written_on <= on):
        owned = work.closed_on is None or work.closed_on >= first
        if work.owner == who and owned:
            return True
        if work.writer == who and first <= work.written_on <= on:
            return True
        if work.doer == who and first <= work.done_on <= on:
            return True
    return False


def passes_with_reason(firm: Firm, who: int, unit: int, on: date) -> bool:
    roles = {each.what for each in firm.grants if each.who == who and each.holds(on)}
    return firm.units == 1 and not roles & MANAGEMENT and bool(roles & AUDITING)


@contextmanager
def entered(firm: Firm, finding: Finding) -> Iterator[tuple[list[int], list[int]]]:
    """The firm in the database beside the cast, whose units are closed; undone afterwards."""
    nested = session.begin_nested()
    for unit in people.units():
        unit.closed_on = date(2020, 1, 1)
    units = [Unit(name=f"部門{n}", kind=UnitKind.DEPARTMENT) for n in range(firm.units)]
    persons = [Person(name=f"人{n}") for n in range(PERSONS)]
    session.add_all([*units, *persons])
    session.flush()
    who, where = [each.id for each in persons], [each.id for each in units]
    enter_memberships(firm.memberships, who, where)
    for each in firm.grants:
        session.add(
            RoleGrant(
                person_id=who[each.who],
                role=each.what,
                since_on=each.since_on,
                until_on=each.until_on,
            )
        )
    for number, work in enumerate(firm.works, start=1):
        enter_work(work, number, finding, who, where)
    session.flush()
    try:
        yield who, where
    finally:
        nested.rollback()


def enter_memberships(times: list[Time], who: list[int], where: list[int]) -> None:
    for each in times:
        assert isinstance(each.what, int)
        session.add(
            Membership(
                person_id=who[each.who],
                unit_id=where[each.what],
                since_on=each.since_on,
                until_on=each.until_on,
            )
        )


def enter_work(work: Work, number: int, finding: Finding, who: list[int], where: list[int]) -> None:
    copied = {c.key: getattr(finding, c.key) for c in Finding.__table__.columns if c.key != "id"}
    seen = Finding(**{**copied, "fiscal_year": 2020, "number": number})
    session.add(seen)
    session.flush()
    case = Case(
        fiscal_year=2020,
        number=number,
        finding_id=seen.id,
        unit_id=where[work.unit],
        title="",
        state=CaseState.CLOSED if work.closed_on else CaseState.REVIEWING,
        grade=seen.grade,
        opened_on=work.written_on,
        step_began_on=work.written_on,
        closed_on=work.closed_on,
        turn_due_on=TODAY,
        search_text="",
    )
    session.add(case)
    session.flush()
    action = CaseAction(
        position=1,
        cause="-",
        action="-",
        owner_id=who[work.owner],
        approved_at=seen.recorded_at,
        done_on=work.done_on,
        done_by_id=who[work.doer],
    )
    session.add(
        CaseRound(
            case_id=case.id,
            number=1,
            cause="-",
            writers=[RoundWriter(writer_id=who[work.writer])],
            submitted_on=work.written_on,
            approved_at=seen.recorded_at,
            done_on=work.done_on,
            actions=[action],
        )
    )
