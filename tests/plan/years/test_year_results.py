"""What was done in a year is confirmed by whoever the plan names for it, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, Row
from pms_tracker.plan.tables.year_tables import AnnualDuty, AnnualPlan
from pms_tracker.plan.years import year_amendments, year_results, years
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed, open_duties
from tests.cast import BEGAN, IDS, TODAY, viewer
from tests.plan.years import a_year
from tests.plan.years.test_year_duties import owed

# The audit of the year is done by the audit manager and confirmed by the representative.
AUDIT = 16
DUE_ON = date(2026, 12, 1)
CONFIRM = "confirm_duty"


def reported(
    plan: AnnualPlan | None = None, position: int = AUDIT, by: str = "audit_manager"
) -> tuple[AnnualPlan, AnnualDuty]:
    """A duty that was entered as done today."""
    plan = plan or a_year.approved()
    year_results.report_done(plan, position, Done("23人が受けた。", TODAY), by=viewer(by))
    return plan, years.duty_at(plan, position)


def decide(
    plan: AnnualPlan,
    duty: AnnualDuty,
    by: str = "representative",
    made: Decision = Decision.APPROVED,
    **changes: str,
) -> Approval:
    decided = Decided(made, year_results.subject(plan, duty).digest)
    decided = replace(decided, **changes)  # type: ignore[arg-type]
    return year_results.decide(plan, duty, decided, by=viewer(by))


def asked() -> list[tuple[str, str, int, date]]:
    return [each for each in owed() if each[0] == CONFIRM]


def moves() -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history("YP-2026")]


def test_whoever_is_named_is_asked_and_confirms(app: Flask) -> None:
    plan, duty = reported()
    assert year_results.waits(duty)
    assert asked() == [(CONFIRM, "YP-2026", IDS["representative"], DUE_ON)]
    newest = mailed.about("YP-2026")[0]
    assert (newest.key, newest.person_id) == ("year_confirmation_asked", IDS["representative"])
    row = decide(plan, duty)
    assert (row.step, row.submission, row.decided_by_id) == ("duty-16", 1, IDS["representative"])
    assert (duty.confirmed_on, duty.done_on) == (TODAY, TODAY)
    assert asked() == []
    assert moves()[0] == "duty_confirmed"
    with pytest.raises(RuleBroken, match="duty_not_reported"):
        decide(plan, duty)


def test_without_a_name_nothing_waits(app: Flask) -> None:
    plan, duty = reported(position=15, by="owner")
    assert not year_results.waits(duty)
    assert asked() == []
    assert [each.key for each in mailed.about("YP-2026")] == ["year_approved", "year_asked"]
    with pytest.raises(RuleBroken, match="duty_not_reported"):
        decide(plan, duty)


def test_what_was_entered_before_anybody_was_asked_stays_done(app: Flask) -> None:
    _plan, duty = reported()
    duty.reported_on = None
    assert not year_results.waits(duty)
    assert asked() == []


def test_what_is_sent_back_is_open_again_as_it_was_typed(app: Flask) -> None:
    plan, duty = reported()
    with pytest.raises(RuleBroken, match="reason_needed"):
        decide(plan, duty, made=Decision.SENT_BACK)
    decide(plan, duty, made=Decision.SENT_BACK, reason="名簿がありません。")
    assert (duty.done_on, duty.done_by_id, duty.result) == (None, None, "23人が受けた。")
    assert year_amendments.may_amend(duty)
    newest = mailed.about("YP-2026")[0]
    assert (newest.key, newest.person_id) == ("year_duty_sent_back", IDS["audit_manager"])
    assert ("annual_duty", "YP-2026", IDS["audit_manager"], a_year.AHEAD) in owed()
    assert moves()[0] == "duty_sent_back"
    reported(plan)
    assert asked() == [(CONFIRM, "YP-2026", IDS["representative"], DUE_ON)]
    assert decide(plan, duty).submission == 2
    found = approvals.decisions("YP-2026")
    assert [each.decision for each in found if each.step == "duty-16"] == [
        Decision.SENT_BACK,
        Decision.APPROVED,
    ]


def test_neither_the_owner_nor_anybody_else_confirms(app: Flask) -> None:
    plan, duty = reported()
    for name in ("audit_manager", "privacy_manager", "head", "administrator"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            decide(plan, duty, by=name)
    with pytest.raises(Stale):
        decide(plan, duty, seen_digest="0" * 64)


def test_who_entered_it_for_the_owner_does_not_confirm_it(app: Flask) -> None:
    """The privacy manager may report for anybody; then the representative confirms."""
    row = Row(AnnualKind.EDUCATION, "教育", a_year.LATE, IDS["owner"], IDS["privacy_manager"])
    plan, duty = reported(a_year.approved((row,)), 15, by="privacy_manager")
    assert asked() == [(CONFIRM, "YP-2026", IDS["representative"], DUE_ON)]
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(plan, duty, by="privacy_manager")
    decide(plan, duty)


@pytest.mark.parametrize("gone", ["left", "account"])
def test_where_the_named_person_cannot_another_is_asked(app: Flask, gone: str) -> None:
    plan = a_year.approved()
    duty = years.duty_at(plan, AUDIT)
    duty.approver_id = IDS["head"]
    if gone == "left":
        people.person(IDS["head"]).left_on = BEGAN
    else:
        account = people.account_of(IDS["head"])
        assert isinstance(account, Account)
        account.active = False
    reported(plan)
    assert [each[2] for each in asked()] == [IDS["representative"]]
    decide(plan, duty)


def test_the_deputy_of_the_named_person_confirms_for_both(app: Flask) -> None:
    builders.absent("representative", "other_head")
    plan, duty = reported()
    assert [each[2] for each in asked()] == [IDS["other_head"]]
    row = decide(plan, duty, by="other_head")
    assert (row.decided_by_id, row.for_id) == (IDS["other_head"], IDS["representative"])


def test_the_owner_does_not_confirm_as_the_deputy_of_the_named_person(app: Flask) -> None:
    row = Row(AnnualKind.EDUCATION, "教育", a_year.LATE, IDS["owner"], IDS["head"])
    builders.absent("head", "owner")
    plan, duty = reported(a_year.approved((row,)), 15, by="owner")
    assert [each[2] for each in asked()] == [IDS["head"]]
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(plan, duty, by="owner")


def test_what_one_person_confirms_by_one_day_is_one_duty(app: Flask) -> None:
    rows = (*a_year.BOTH, replace(a_year.BOTH[1], title="内部監査の追加"))
    plan = a_year.approved(rows)
    for position in (AUDIT, 17):
        reported(plan, position)
    (duty,) = (each for each in open_duties.of_year(DUE_ON) if each.kind == CONFIRM)
    assert duty.title == "内部監査 / 内部監査の追加"


def test_another_holder_of_the_role_is_not_the_named_person(app: Flask) -> None:
    who = people.person(IDS["employee"])
    staffing.grant(who, Role.REPRESENTATIVE, since_on=BEGAN, by=SYSTEM)
    plan, duty = reported()
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(plan, duty, by="employee")
