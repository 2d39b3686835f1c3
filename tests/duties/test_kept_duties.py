"""Duties as rows: kept by whatever changes a record, compared with it, and derived anew."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session, transaction
from pms_tracker.duties import kept_duties, reading
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.references import Kind
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.reminders.running.every_source import SOURCES
from tests import builders
from tests.cast import IDS, TODAY, viewer

WEEK = timedelta(days=7)
MONTH = TODAY + timedelta(days=30)


def kept(reference: str) -> list[tuple[str, object]]:
    rows = select(KeptDuty.kind, KeptDuty.due_on).where(KeptDuty.reference == reference)
    return [tuple(row) for row in session.execute(rows.order_by(KeptDuty.kind, KeptDuty.due_on))]


def break_off() -> None:
    with transaction():
        session.scalars(select(Case)).one().turn_due_on = TODAY
        session.flush()
        raise ZeroDivisionError


def test_a_committed_change_is_kept_with_it_and_an_undone_one_is_not(app: Flask) -> None:
    with transaction():
        case = builders.case()
        reference, due_on = case.reference, case.turn_due_on
    assert kept(reference) == [("plan_case", due_on)]
    with pytest.raises(ZeroDivisionError):
        break_off()
    assert kept(reference) == [("plan_case", due_on)]
    with transaction():
        session.scalars(select(Case)).one().turn_due_on = TODAY
    assert kept(reference) == [("plan_case", TODAY)]


def test_a_change_is_read_in_its_own_transaction(app: Flask) -> None:
    audit = builders.audit()
    audit.planned_on = TODAY + WEEK
    (duty,) = reading.due(MONTH, IDS["auditor"])
    assert (duty.reference, duty.due_on) == (audit.reference, TODAY + WEEK)


@pytest.mark.parametrize("changed", ["row", "statement"])
def test_a_statement_that_changes_rows_is_kept_like_a_row(app: Flask, changed: str) -> None:
    audit = builders.audit()
    session.flush()
    if changed == "row":
        audit.theme = "鍵"
    else:
        session.execute(update(Audit).values(theme="鍵"))
    (duty,) = reading.due(MONTH, IDS["auditor"])
    assert duty.title == "鍵"


def test_what_changes_nothing_that_is_wanted_writes_no_row(app: Flask) -> None:
    audit = builders.audit()
    kept_duties.write_pending()
    before = session.scalars(select(KeptDuty.id).order_by(KeptDuty.id)).all()
    audit.objective = "鍵の管理を見る。"
    audit.planned_on = audit.planned_on + WEEK
    kept_duties.write_pending()
    assert session.scalars(select(KeptDuty.id).order_by(KeptDuty.id)).all() == before


def test_rows_gone_wrong_are_told_and_derived_anew(app: Flask) -> None:
    with transaction():
        reference = builders.case().reference
    assert list(kept_duties.compare()) == []
    with transaction():
        session.execute(delete(KeptDuty).where(KeptDuty.reference == reference))
        session.execute(update(KeptDuty).where(KeptDuty.kind == "review_policy").values(title="?"))
    assert sorted(kept_duties.compare()) == [
        (reference, "plan_case", True),
        ("POL-001", "review_policy", False),
        ("POL-001", "review_policy", True),
    ]
    with transaction():
        count = kept_duties.rebuild()
    assert count == len(session.scalars(select(KeptDuty.id)).all())
    assert list(kept_duties.compare()) == []


def test_more_records_than_are_read_at_a_time_are_kept(app: Flask) -> None:
    with transaction():
        version = session.scalars(select(PolicyVersion)).one()
        due_on = session.get_one(Policy, version.policy_id).next_review_on
        more = [
            Policy(number=number, title=f"規程{number}", next_review_on=due_on)
            for number in range(2, kept_duties.AT_A_TIME + 12)
        ]
        session.add_all(more)
        session.flush()
        # Whatever a version holds is as in the first: each is reviewed since it was approved.
        columns = [each.key for each in PolicyVersion.__table__.columns if not each.primary_key]
        same = {name: getattr(version, name) for name in columns}
        session.add_all(PolicyVersion(**{**same, "policy_id": each.id}) for each in more)
    assert len(reading.due(MONTH, IDS["privacy_manager"])) == kept_duties.AT_A_TIME + 11
    assert list(kept_duties.compare()) == []


def test_a_calendar_tells_each_once_and_own_things_to_their_own(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
    days = Days(TODAY, MONTH)
    found = reading.seen(viewer("privacy_manager"), days, 10)
    assert [(each.reference, each.person_id) for each in found] == [
        (audit.reference, IDS["auditor"])
    ]
    assert reading.seen(viewer("other_head"), days, 10) == []


def test_a_duty_leads_to_a_field_that_its_register_has() -> None:
    leading = [(of.record_kind, kind) for of in SOURCES for kind in of.kinds if kind.field]
    assert leading
    for record_kind, kind in leading:
        assert not kind.page, kind.key
        BY_KIND[Kind(record_kind)].field(kind.field)
