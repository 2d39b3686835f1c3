"""Decisions of plan on both databases: whoever is absent is stood in for, and every rule holds."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.policies import versions
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.tables.policy_tables import PolicyReview, PolicyVersion
from pms_tracker.plan.tables.year_tables import AnnualAmendment, AnnualPlan
from pms_tracker.plan.years import years
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import trail
from tests import builders, mailed, open_duties
from tests.cast import IDS, POLICY, TODAY, viewer
from tests.plan.years import a_year

TEXT = POLICY.replace("教材", "教科書")
EVER = date(2030, 1, 1)
LATER = TODAY + timedelta(days=20)


def version() -> PolicyVersion:
    return builders.submitted(TEXT, effective_on=LATER)


def postponement() -> PolicyReview:
    return builders.review(ReviewOutcome.POSTPONED, postponed_to=LATER)


def amendment() -> tuple[AnnualPlan, AnnualAmendment]:
    plan = a_year.approved()
    return plan, a_year.amended(plan, a_year.rows_of(plan)[1:])


def decide(kind: str, made: object, by: str, **changes: object) -> None:
    """Approve what waits, whatever it is."""
    if isinstance(made, PolicyVersion):
        builders.decide_version(made, by=by, **changes)
    elif isinstance(made, PolicyReview):
        builders.decide_postponement(made, by=by, **changes)
    elif isinstance(made, AnnualPlan):
        decided = a_year.decision(made, **changes)
        years.decide(made, decided, version=made.version, by=viewer(by))
    elif isinstance(made, tuple):
        a_year.decide_amendment(*made, by=by, **changes)


KINDS = {
    "decide_policy": (version, "POL-001", "version_asked"),
    "decide_postponement": (postponement, "PR-2026-01", "postponement_asked"),
    "decide_year_plan": (a_year.submitted, "YP-2026", "year_asked"),
    "decide_amendment": (amendment, "YP-2026", "year_asked"),
}
every_kind = pytest.mark.parametrize("kind", KINDS)


def waits_for(kind: str) -> list[tuple[int, int | None]]:
    """Whose decision it is, and for whom they are asked."""
    return [
        (each.person_id, each.for_id) for each in open_duties.of_plan(EVER) if each.kind == kind
    ]


def last_decision(reference: str) -> Approval:
    return approvals.decisions(reference)[-1]


def told_for(reference: str) -> str | None:
    trail.write_pending()
    values = trail.history(reference)[0].values
    return next((each.after for each in values if each.field == "on_behalf_of"), None)


@every_kind
def test_the_deputy_of_the_representative_is_asked_and_decides_for_both(
    app: Flask, kind: str
) -> None:
    make, reference, letter = KINDS[kind]
    builders.absent("representative", "other_head")
    made = make()
    assert waits_for(kind) == [(IDS["other_head"], IDS["representative"])]
    asked = [each.person_id for each in mailed.about(reference) if each.key == letter]
    assert asked[:1] == [IDS["other_head"]]
    home = [each for each in reminders.duties_of(viewer("other_head"), EVER) if each.kind == kind]
    assert [each.for_id for each in home] == [IDS["representative"]]
    decide(kind, made, "other_head")
    row = last_decision(reference)
    assert (row.decided_by_id, row.for_id) == (IDS["other_head"], IDS["representative"])
    assert told_for(reference) == "宮下 恒一"
    assert waits_for(kind) == []


@every_kind
def test_the_absent_representative_may_still_decide_and_does_it_for_nobody(
    app: Flask, kind: str
) -> None:
    make, reference, _letter = KINDS[kind]
    builders.absent("representative", "other_head")
    decide(kind, make(), "representative")
    assert last_decision(reference).for_id is None
    assert told_for(reference) is None


@every_kind
def test_who_wrote_it_does_not_decide_as_a_deputy(app: Flask, kind: str) -> None:
    make, _reference, _letter = KINDS[kind]
    builders.absent("representative", "privacy_manager")
    if kind == "decide_amendment":
        with pytest.raises(NotAllowed, match="approved_by_another"):
            decide("decide_year_plan", a_year.submitted(), "privacy_manager")
        return
    made = make()
    assert waits_for(kind) == [(IDS["representative"], None)]
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(kind, made, "privacy_manager")


@every_kind
def test_who_wrote_it_lets_nobody_decide_for_them(app: Flask, kind: str) -> None:
    make, _reference, _letter = KINDS[kind]
    builders.absent("privacy_manager", "other_head")
    made = make()
    assert waits_for(kind) == [(IDS["representative"], None)]
    with pytest.raises(NotAllowed, match="approved_by_another"):
        decide(kind, made, "other_head")


@every_kind
def test_a_deputy_decides_from_the_first_day_to_the_last(app: Flask, kind: str) -> None:
    make, _reference, _letter = KINDS[kind]
    made = make()
    tomorrow = TODAY + timedelta(days=1)
    builders.absent("representative", "employee", tomorrow, tomorrow)
    for offset, whose in ((0, "representative"), (1, "employee"), (2, "representative")):
        with clock.set_to(clock.at(TODAY + timedelta(days=offset), 10)):
            assert [each for each, _for in waits_for(kind)] == [IDS[whose]]
            if whose == "representative":
                with pytest.raises(NotAllowed, match="approved_by_another"):
                    decide(kind, made, "employee")


def on_paper(kind: str, made: object, by: str, **changes: object) -> None:
    """Type in what the representative stamped today."""
    stamped = {"on_paper_by": IDS["representative"], "scanned": True, **changes}
    decide(kind, made, by, **stamped)


@every_kind
def test_what_was_stamped_on_paper_is_typed_in_by_another_with_name_day_and_scan(
    app: Flask, kind: str
) -> None:
    make, reference, _letter = KINDS[kind]
    made = make()
    for changes, refusal in (
        ({"scanned": False}, "scan_needed"),
        ({"decided_on": TODAY - timedelta(days=1)}, "decided_before_submitted"),
        ({"decided_on": TODAY + timedelta(days=1)}, "day_in_future"),
    ):
        with pytest.raises(RuleBroken, match=refusal):
            on_paper(kind, made, "audit_manager", **changes)
    on_paper(kind, made, "audit_manager", decided_on=TODAY)
    row = last_decision(reference)
    assert (row.decided_by_id, row.entered_by_id) == (IDS["representative"], IDS["audit_manager"])
    assert (row.on_paper, row.for_id) == (True, None)
    trail.write_pending()
    told = {each.field: each.after for each in trail.history(reference)[0].values}
    assert told["decided_by"] == "宮下 恒一"


@every_kind
def test_who_wrote_it_neither_types_it_in_nor_is_named_on_the_paper(app: Flask, kind: str) -> None:
    make, _reference, _letter = KINDS[kind]
    made = make()
    with pytest.raises(NotAllowed, match="paper_by_another"):
        on_paper(kind, made, "privacy_manager")
    for named in ("privacy_manager", "other_head"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            on_paper(kind, made, "audit_manager", on_paper_by=IDS[named])


@every_kind
def test_paper_is_typed_in_at_the_top_alone(app: Flask, kind: str) -> None:
    """Everybody sees what is planned, so anybody could send a scan of something."""
    make, _reference, _letter = KINDS[kind]
    made = make()
    for name in ("head", "employee", "administrator", "auditor"):
        with pytest.raises(NotAllowed, match="paper_by_another"):
            on_paper(kind, made, name)


def test_a_deputy_is_not_named_on_paper(app: Flask) -> None:
    """What is stamped is stamped in own right; a deputy decides on the screen."""
    builders.absent("representative", "other_head")
    with pytest.raises(NotAllowed, match="approved_by_another"):
        on_paper("decide_policy", version(), "audit_manager", on_paper_by=IDS["other_head"])


def test_a_day_on_paper_is_the_day_of_approval(app: Flask) -> None:
    made, plan = version(), a_year.submitted()
    tomorrow = TODAY + timedelta(days=1)
    with clock.set_to(clock.at(tomorrow, 10)):
        on_paper("decide_policy", made, "audit_manager", decided_on=TODAY)
        on_paper("decide_year_plan", plan, "audit_manager", decided_on=TODAY)
    assert (made.approved_on, plan.approved_on) == (TODAY, TODAY)


def test_a_version_stamped_in_time_may_be_typed_in_after_its_day(app: Flask) -> None:
    made = builders.submitted(TEXT, effective_on=TODAY)
    with clock.set_to(clock.at(TODAY + timedelta(days=1), 10)):
        with pytest.raises(RuleBroken, match="effective_day_passed"):
            on_paper("decide_policy", made, "audit_manager")
        on_paper("decide_policy", made, "audit_manager", decided_on=TODAY)
    assert made.approved_on == TODAY


def test_a_deputy_sees_the_version_that_waits_for_them_and_no_longer(app: Flask) -> None:
    builders.absent("representative", "employee")
    reference, made = Reference(Kind.POLICY, None, 1), version()
    assert versions.by_edition(reference, 2, for_whom=viewer("employee"))[1] is made
    builders.decide_version(made, Decision.SENT_BACK, by="employee", reason="早い")
    with pytest.raises(NotFound):
        versions.by_edition(reference, 2, for_whom=viewer("employee"))


def test_where_nobody_who_may_decide_can_sign_in_the_first_of_all_is_asked(app: Flask) -> None:
    firm = Firm(clock.today())
    without = IDS["without_account"]
    nobody = decisions.approvers(firm, set(firm.members) - {without})
    assert (nobody.person_ids, nobody.by_exception) == ((without,), True)
    asked = decisions.asked(nobody, firm)
    assert asked == decisions.Asked(without, None)
    assert decisions.asked(decisions.approvers(firm, firm.members), firm) is None


def test_a_plan_that_nobody_may_decide_asks_nobody(app: Flask) -> None:
    plan = a_year.submitted()
    plan.writer_ids = list(IDS.values())
    assert waits_for("decide_year_plan") == []
