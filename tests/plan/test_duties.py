"""Who is to review which policy by when."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.tables.people_tables import RoleGrant
from tests import open_duties
from tests.cast import IDS, TODAY

DUE_ON = date(2024, 11, 30)


def grant_of(role: Role) -> RoleGrant:
    return session.scalars(select(RoleGrant).where(RoleGrant.role == role)).one()


@pytest.mark.parametrize(("until", "count"), [(DUE_ON - timedelta(days=1), 0), (DUE_ON, 1)])
def test_a_review_is_due_on_its_day(app: Flask, until: date, count: int) -> None:
    assert len(list(open_duties.of_plan(until))) == count


def test_the_privacy_manager_reviews(app: Flask) -> None:
    (duty,) = open_duties.of_plan(TODAY)
    assert (duty.kind, duty.reference) == ("review_policy", "POL-001")
    assert (duty.person_id, duty.due_on) == (IDS["privacy_manager"], DUE_ON)
    assert duty.title == "みなと学習舎個人情報保護方針"


def test_without_a_privacy_manager_the_representative_reviews(app: Flask) -> None:
    grant_of(Role.PRIVACY_MANAGER).until_on = TODAY - timedelta(days=1)
    assert [each.person_id for each in open_duties.of_plan(TODAY)] == [IDS["representative"]]


def test_the_last_day_in_office_still_counts(app: Flask) -> None:
    grant_of(Role.PRIVACY_MANAGER).until_on = TODAY
    assert [each.person_id for each in open_duties.of_plan(TODAY)] == [IDS["privacy_manager"]]


def test_duties_are_narrowed_to_a_person_or_a_record(app: Flask) -> None:
    assert len(list(open_duties.of_plan(TODAY, IDS["privacy_manager"]))) == 1
    assert list(open_duties.of_plan(TODAY, IDS["representative"])) == []
    assert len(list(open_duties.of_plan(TODAY, None, Reference(Kind.POLICY, None, 1)))) == 1
    assert list(open_duties.of_plan(TODAY, None, Reference(Kind.POLICY, None, 2))) == []
    assert list(open_duties.of_plan(TODAY, None, Reference(Kind.CASE, 2026, 1))) == []
