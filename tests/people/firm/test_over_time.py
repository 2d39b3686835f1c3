"""The firm through a run of days says of each day what the firm of that day says."""

from datetime import date, timedelta

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings, strategies as st

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.over_time import OverTime
from pms_tracker.people.tables.people_tables import Membership, Person, RoleGrant
from tests.cast import IDS, TODAY, UNIT_IDS

FIRST, LAST = TODAY - timedelta(days=60), TODAY + timedelta(days=60)
DAYS = st.dates(FIRST - timedelta(days=20), LAST + timedelta(days=20))
SPANS = st.tuples(DAYS, st.none() | st.integers(0, 90))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    memberships=st.lists(st.tuples(st.sampled_from(sorted(UNIT_IDS.values())), SPANS), max_size=4),
    grants=st.lists(SPANS, max_size=3),
    left=st.none() | DAYS,
    days=st.lists(st.dates(FIRST, LAST), min_size=1, max_size=4),
)
def test_every_day_is_as_the_firm_of_that_day(
    app: Flask,
    memberships: list[tuple[int, tuple[date, int | None]]],
    grants: list[tuple[date, int | None]],
    left: date | None,
    days: list[date],
) -> None:
    nested = session.begin_nested()
    try:
        session.get_one(Person, IDS["nobody"]).left_on = left
        for unit_id, (since, length) in memberships:
            until = None if length is None else since + timedelta(days=length)
            session.add(
                Membership(person_id=IDS["nobody"], unit_id=unit_id, since_on=since, until_on=until)
            )
        for since, length in grants:
            until = since + timedelta(days=length or 0)
            session.add(
                RoleGrant(
                    person_id=IDS["nobody"], role=Role.AUDITOR, since_on=since, until_on=until
                )
            )
        session.flush()
        over = OverTime(FIRST, LAST)
        for day in days:
            assert over.on(day).candidates == Firm(day).candidates
    finally:
        nested.rollback()
        session.expire_all()


@pytest.mark.usefixtures("app")
def test_names_are_told_of_everybody() -> None:
    assert OverTime(TODAY, TODAY).names[IDS["without_account"]] == "𠮷田 茂"
