"""Who is assigned, on both databases: members of the unit, those who run the PMS and those who did
the work are refused on every path, and the refusal says why and who could."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import filing
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.act.plans import plans
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.teams import assignments
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.audits import audits
from pms_tracker.check.audits.audit_plans import NONE_YET
from pms_tracker.check.checklists import checklists
from pms_tracker.check.preparing.audit_changes import Amended, Replaced
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.tables.audit_tables import AuditTeamMember
from pms_tracker.database import session
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import RoleGrant
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import BEGAN, IDS, POLICY, TODAY, UNIT_IDS, viewer

ONE_DAY = timedelta(days=1)
A_YEAR_ON = add_months(TODAY, 12)


def make_auditor(key: str) -> None:
    """Let one of the cast audit from the first day on."""
    staffing.grant(people.person(IDS[key]), Role.AUDITOR, since_on=BEGAN, by=SYSTEM)


def bar(**changes: object) -> tuple[str, dict[str, object]] | None:
    """What refuses the plan of another audit of 松本教室."""
    try:
        builders.audit(**changes)
    except RuleBroken as refused:
        return refused.key, refused.values
    return None


def own(case: Case) -> None:
    """The second auditor owns the action of a case of 松本教室."""
    builders.submit(case, owner_id=IDS["second_auditor"])


def do(case: Case) -> None:
    """The owner reports; the second auditor was the owner who did it."""
    own(case)
    builders.approve(case)
    done = Done("登録した。", clock.today())
    effectiveness.report_done(case, done, version=case.version, by=viewer("second_auditor"))


def write(case: Case) -> None:
    """The second auditor heads the unit for a while and writes the plan."""
    who, unit = people.person(IDS["second_auditor"]), people.unit(UNIT_IDS["松本教室"])
    held = staffing.enrol(who, unit, since_on=BEGAN, is_head=True, by=SYSTEM)
    plans.submit(case, builders.plan(), version=case.version, by=viewer("second_auditor"))
    staffing.end_membership(who, held.id, until_on=TODAY - ONE_DAY, by=SYSTEM, reason="誤り")


def approve(case: Case) -> None:
    """Where both of the management wrote or own, the audit manager approves in their stead."""
    builders.submit(case)
    subject = plans.subject(case, builders.Dossier(case).current)
    approval = builders.decision(case, Decision.APPROVED)
    assert approval.seen_digest == subject.digest
    grants = session.query(RoleGrant).filter(
        RoleGrant.role.in_((Role.PRIVACY_MANAGER, Role.REPRESENTATIVE))
    )
    before = {grant.id: grant.until_on for grant in grants}
    for grant in grants:
        grant.until_on = TODAY - ONE_DAY
    session.flush()
    builders.approve(case, by="audit_manager")
    for grant in grants:
        grant.until_on = before[grant.id]
    session.flush()


@pytest.mark.parametrize(
    ("share", "who"),
    [
        (own, "second_auditor"),
        (do, "second_auditor"),
        (write, "second_auditor"),
        (approve, "audit_manager"),
    ],
)
def test_whoever_had_a_share_in_the_units_work_does_not_audit_it_for_a_year(
    app: Flask, share: object, who: str
) -> None:
    case = builders.case()
    share(case)  # type: ignore[operator]
    found = bar(team_ids=[IDS[who]])
    assert found is not None
    key, values = found
    assert key == "auditor_of_own_work"
    assert values["about"] == [case.reference]
    assert people.person(IDS[who]).name not in values["eligible"]  # type: ignore[operator]
    assert "小口 彩香" in values["eligible"]  # type: ignore[operator]
    # Another unit's audit is none of it.
    assert bar(unit_id=UNIT_IDS["本部"], team_ids=[IDS[who]]) is None


@pytest.mark.parametrize(
    ("planned_on", "barred"), [(A_YEAR_ON, True), (A_YEAR_ON + ONE_DAY, False)]
)
def test_work_bars_for_twelve_months_to_the_day(app: Flask, planned_on: date, barred: bool) -> None:
    case = builders.case()
    do(case)
    builders.judge(case, by="auditor")
    assert case.closed_on == TODAY
    found = bar(planned_on=planned_on, team_ids=[IDS["second_auditor"]])
    assert (found is not None) is barred


def test_what_somebody_still_owns_bars_however_long_ago_it_began(app: Flask) -> None:
    own(builders.case())
    later = add_months(TODAY, 30)
    found = bar(planned_on=later, team_ids=[IDS["second_auditor"]])
    assert found is not None
    assert found[0] == "auditor_of_own_work"


def test_work_after_the_day_of_an_audit_on_paper_does_not_bar_from_it(app: Flask) -> None:
    audit = builders.audit(planned_on=TODAY, team_ids=[IDS["second_auditor"]])
    own(builders.case())
    with pytest.raises(RuleBroken, match="auditor_of_own_work"):
        assignments.start(audit, on=TODAY, by=viewer("second_auditor"))
    assignments.start(audit, on=TODAY - ONE_DAY, by=viewer("second_auditor"))
    assert audit.state is AuditState.UNDER_WAY


def test_judging_the_effect_is_no_work_of_the_unit(app: Flask) -> None:
    case = builders.case()
    builders.submit(case)
    builders.approve(case)
    builders.report(case)
    builders.judge(case, by="second_auditor")
    assert bar(team_ids=[IDS["second_auditor"]]) is None


def test_whoever_wrote_the_rules_does_not_audit_whether_they_conform(app: Flask) -> None:
    make_auditor("employee")
    version = builders.new_version(POLICY.replace("教材", "教科書"))
    version.writer_ids = [IDS["second_auditor"]]
    session.flush()
    chosen = builders.requirement_ids()[:2]
    wanted: dict[str, object] = {
        "kind": AuditKind.CONFORMITY,
        "requirement_ids": chosen,
        "team_ids": [IDS["second_auditor"]],
    }
    assert bar(**wanted) == (
        "auditor_wrote_criterion",
        {
            "name": "百瀬 拓",
            "eligible": ["有賀 俊", "小口 彩香", "北原 美穂"],
            "about": ["POL-001"],
        },
    )
    # Practice in a unit is another matter, and so is an edition somebody else wrote.
    assert bar(**{**wanted, "kind": AuditKind.OPERATION}) is None
    version.writer_ids = [IDS["privacy_manager"]]
    session.flush()
    assert bar(**wanted) is None


def test_a_criterion_chosen_later_is_asked_of_its_writers_too(app: Flask) -> None:
    first, *_others = builders.requirement_ids()
    audit = builders.audit(kind=AuditKind.CONFORMITY, requirement_ids=[first])
    version = builders.new_version(POLICY.replace("教材", "教科書"))
    version.writer_ids = [IDS["auditor"]]
    session.flush()
    newer = builders.requirement_ids()[:1]
    wanted = Amended(audit.theme, newer, NONE_YET)
    with pytest.raises(RuleBroken, match="auditor_wrote_criterion"):
        assignments.amend(audit, wanted, version=audit.version, by=viewer("audit_manager"))


def only_one_unit() -> None:
    for unit in people.units():
        if unit.name != "松本教室":
            unit.closed_on = TODAY - ONE_DAY
    session.flush()


def test_in_a_firm_of_one_unit_own_work_passes_with_a_reason_and_is_kept(app: Flask) -> None:
    case = builders.case()
    own(case)
    only_one_unit()
    wanted: dict[str, object] = {"team_ids": [IDS["second_auditor"]]}
    found = bar(**wanted)
    assert found is not None
    assert found[0] == "auditor_of_only_work"
    audit = builders.audit(**wanted, exception_reason="部門が1つ")
    (member,) = audits.team_of(audit.id)
    assert member.work_then == case.reference


def test_an_exception_never_lets_the_management_audit(app: Flask) -> None:
    only_one_unit()
    found = bar(team_ids=[IDS["privacy_manager"]], exception_reason="人手がない")
    assert found is not None
    assert found[0] == "auditor_runs_the_pms"


def test_what_was_checked_is_kept_for_each_member_as_of_the_day_it_was_held(app: Flask) -> None:
    audit = builders.audit(planned_on=TODAY + ONE_DAY)
    (member,) = audits.team_of(audit.id)
    assert (member.units_then, member.roles_then) == ("書店", "auditor")
    assert (member.judged_for, member.work_since) == (
        TODAY + ONE_DAY,
        add_months(TODAY + ONE_DAY, -12),
    )
    assert member.work_then == ""
    who = people.person(IDS["auditor"])
    staffing.enrol(who, people.unit(UNIT_IDS["本部"]), since_on=TODAY, by=SYSTEM)
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    assert member.units_then == "書店、本部"
    assert member.judged_for == TODAY


def test_nothing_is_recorded_before_the_team_was_judged_for_the_day(app: Flask) -> None:
    audit = builders.audit()
    row = checklists.item(audit, 1)
    with pytest.raises(RuleBroken, match="audit_not_begun"):
        checklists.record(
            audit, row, checklists.Result.CONFORMS, "", version=1, by=viewer("auditor")
        )
    own(builders.case(builders.audit()))
    unfit = builders.audit(team_ids=[IDS["auditor"]])
    who = people.person(IDS["auditor"])
    staffing.enrol(who, people.unit(UNIT_IDS["松本教室"]), since_on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        filing.record(unfit, checklists.item(unfit, 1), builders.observed(), by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        assignments.begin(unfit, by=viewer("auditor"))


def test_a_day_that_moves_and_a_team_that_changes_are_judged_for_the_new_ones(app: Flask) -> None:
    audit = builders.audit()
    by = viewer("audit_manager")
    who = people.person(IDS["auditor"])
    unit = people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY + ONE_DAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        assignments.move_day(audit, TODAY + ONE_DAY, reason="台風", version=audit.version, by=by)
    own(builders.case(builders.audit()))
    for key, refusal in (
        ("second_auditor", "auditor_of_own_work"),
        ("privacy_manager", "auditor_runs_the_pms"),
        ("employee", "auditor_lacks_role"),
    ):
        wanted = Replaced([IDS[key]], "異動")
        with pytest.raises(RuleBroken, match=refusal):
            assignments.replace_team(audit, wanted, version=audit.version, by=by)


def test_who_left_by_the_day_is_no_auditor_then(app: Flask) -> None:
    leaving.leave(people.person(IDS["auditor"]), on=TODAY, by=SYSTEM)
    found = bar(planned_on=TODAY + ONE_DAY)
    assert found is not None
    assert found[0] == "auditor_has_left"
    assert session.query(AuditTeamMember).count() == 0
