"""Changes to an audit's plan on both databases: until it starts, with version, all in the trail."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from flask import Flask

from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audit_plans, audits
from pms_tracker.check.audits.audit_plans import NONE_YET, Details, Slot
from pms_tracker.check.checklists import checklists
from pms_tracker.check.preparing.audit_changes import Amended, Replaced
from pms_tracker.check.rules.audit_plan_rules import SessionKind
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale
from pms_tracker.plan.policies import policies
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.trail import trail
from tests import builders
from tests.cast import ASKING, IDS, POLICY, TODAY, UNIT_IDS, viewer

SOON = TODAY + timedelta(days=7)
DAY = (
    Slot(SessionKind.OPENING, time(10), time(10, 15), "会議室", "全員"),
    Slot(SessionKind.ON_SITE, time(10, 15), time(12), "受付", "髙山"),
    Slot(SessionKind.CLOSING, time(16)),
)
FULL = Details("確かめる。", "申込みから廃棄まで", "記録を見る。", DAY, (IDS["owner"],))


def amend(audit: Audit, version: int | None = None, **changes: object) -> None:
    asked = [row.requirement_id for row, _ in checklists.rows(audit.id)]
    wanted = replace(
        Amended(audit.theme, asked, audit_plans.details_of(audit)),
        **changes,  # type: ignore[arg-type]
    )
    seen = audit.version if version is None else version
    assignments.amend(audit, wanted, version=seen, by=viewer("audit_manager"))


def paths(audit: Audit) -> list[str]:
    """The clauses that an audit's checklist asks about, in its order."""
    return [requirement.path for _, requirement in checklists.rows(audit.id)]


def last_note(audit: Audit) -> tuple[str, dict[str, tuple[str | None, str | None]]]:
    trail.write_pending()
    entry = trail.history(audit.reference)[0]
    return entry.move, {each.field: (each.before, each.after) for each in entry.values}


def test_a_light_plan_needs_unit_day_team_and_theme_alone(app: Flask) -> None:
    audit = builders.audit(requirement_ids=[])
    assert audit_plans.details_of(audit) == NONE_YET
    # The first audit of a unit asks about every clause of the published policy that asks for
    # something: neither its headings nor the pieces of its lists.
    asked = paths(audit)
    assert asked == ASKING
    assert audit.criteria == [
        {
            "title": "みなと学習舎個人情報保護方針",
            "edition": 1,
            "policy_number": 1,
            "set_key": None,
            "clauses": len(asked),
        }
    ]


def test_the_next_audit_of_a_unit_asks_what_its_last_one_asked_in_the_edition_of_now(
    app: Flask,
) -> None:
    builders.audit(requirement_ids=builders.requirement_ids()[1:3])
    builders.audit(requirement_ids=builders.requirement_ids()[:1], unit_id=UNIT_IDS["本部"])
    builders.new_version(POLICY.replace("教材", "教科書"))
    newer = builders.requirement_ids()[1:3]
    again = builders.audit(requirement_ids=[])
    assert [row.requirement_id for row, _ in checklists.rows(again.id)] == newer
    assert [each["edition"] for each in again.criteria] == [2]
    # The other kind of audit is none of it.
    rules = builders.audit(requirement_ids=[], kind=AuditKind.CONFORMITY)
    assert paths(rules) == ASKING
    assert [each["edition"] for each in rules.criteria] == [2]


def test_criteria_name_each_policy_and_set_with_its_edition(app: Flask) -> None:
    made = requirement_sets.adopt(requirement_sets.shipped(), by=viewer("privacy_manager").actor)
    items = [each.id for each in requirement_sets.items(made.id)][:3]
    audit = builders.audit(requirement_ids=[*builders.requirement_ids()[:2], *items])
    assert [(each["set_key"], each["edition"], each["clauses"]) for each in audit.criteria] == [
        (None, 1, 2),
        (made.key, made.edition, 3),
    ]


def test_without_policy_and_sets_there_is_nothing_to_hold_an_audit_against(app: Flask) -> None:
    wanted = builders.audit_plan(requirement_ids=[])
    policies.in_force(builders.policy().id).effective_on = SOON
    session.flush()
    with pytest.raises(BadInput, match="requirement_needed"):
        assignments.plan(wanted, by=viewer("audit_manager"))


def test_details_are_kept_and_changed_until_the_audit_starts(app: Flask) -> None:
    audit = builders.audit(planned_on=SOON, details=FULL)
    assert audit_plans.details_of(audit) == FULL
    amend(audit, theme="名簿の廃棄", details=replace(FULL, scope="", schedule=DAY[:1]))
    assert audit_plans.details_of(audit).schedule == DAY[:1]
    move, changes = last_note(audit)
    assert move == "plan_changed"
    assert changes == {
        "theme": ("申込書の取扱い", "名簿の廃棄"),
        "scope": ("申込みから廃棄まで", None),
        "schedule": ("10:00–10:15 会議室 / 10:15–12:00 受付 / 16:00", "10:00–10:15 会議室"),
    }
    version = audit.version
    amend(audit)
    assert audit.version == version
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="audit_has_begun"):
        amend(audit, theme="遅い")


def test_a_change_of_what_was_not_seen_is_stale(app: Flask) -> None:
    audit = builders.audit(planned_on=SOON)
    seen = audit.version
    amend(audit, theme="先に")
    for change in (
        lambda: amend(audit, seen, theme="後に"),
        lambda: move(audit, seen),
        lambda: replace_team(audit, "second_auditor", version=seen),
        lambda: audits.notify(audit, by=viewer("audit_manager"), version=seen),
    ):
        with pytest.raises(Stale):
            change()


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        (Details(auditee_ids=(IDS["auditor"],)), "auditee_of_another_unit"),
        (Details(schedule=(DAY[2], DAY[0])), "session_before_the_last"),
    ],
)
def test_impossible_details_are_refused(app: Flask, details: Details, refusal: str) -> None:
    with pytest.raises(BadInput, match=refusal):
        builders.audit(details=details)


def test_other_clauses_change_the_checklist_and_and_a_number_is_never_given_twice(
    app: Flask,
) -> None:
    first, second, third, fourth, fifth, *_ = builders.requirement_ids()
    audit = builders.audit(requirement_ids=[first, second, third, fourth])
    amend(audit, requirement_ids=[second, fourth, fifth])
    rows = checklists.rows(audit.id)
    assert [(item.position, item.requirement_id) for item, _ in rows] == [
        (2, second),
        (4, fourth),
        (5, fifth),
    ]
    assert audit.criteria[0]["clauses"] == 3
    _move, changes = last_note(audit)
    assert changes["criteria"] == ("1, 1(1), 1(2), 1(2)a", "1(1), 1(2)a, 1(2)b")
    with pytest.raises(BadInput, match="requirement_needed"):
        amend(audit, requirement_ids=[])


def move(audit: Audit, version: int | None = None, days: int = 3, reason: str = "台風") -> None:
    seen = audit.version if version is None else version
    to = audit.planned_on + timedelta(days=days)
    assignments.move_day(audit, to, reason=reason, version=seen, by=viewer("audit_manager"))


def test_a_planned_day_moves_with_a_reason_and_the_old_one_stays_in_the_trail(app: Flask) -> None:
    audit = builders.audit(planned_on=SOON)
    with pytest.raises(RuleBroken, match="reason_needed"):
        move(audit, reason=" ")
    move(audit)
    assert audit.planned_on == SOON + timedelta(days=3)
    assert last_note(audit) == (
        "day_moved",
        {"planned_on": (str(SOON), str(SOON + timedelta(days=3))), "reason": (None, "台風")},
    )
    (member,) = audits.team_of(audit.id)
    assert member.judged_for == audit.planned_on


def replace_team(
    audit: Audit, *keys: str, version: int | None = None, reason: str = "異動"
) -> None:
    wanted = Replaced([IDS[key] for key in keys], reason)
    seen = audit.version if version is None else version
    assignments.replace_team(audit, wanted, version=seen, by=viewer("audit_manager"))


def test_a_team_is_changed_before_the_day_with_old_and_new_in_the_trail(app: Flask) -> None:
    audit = builders.audit(planned_on=SOON)
    with pytest.raises(RuleBroken, match="reason_needed"):
        replace_team(audit, "second_auditor", reason=" ")
    with pytest.raises(BadInput, match="team_as_before"):
        replace_team(audit, "auditor")
    with pytest.raises(RuleBroken, match="auditor_needed"):
        replace_team(audit)
    replace_team(audit, "second_auditor", "auditor", "audit_manager")
    assert audits.team_ids(audit.id) == [
        IDS["second_auditor"],
        IDS["auditor"],
        IDS["audit_manager"],
    ]
    assert last_note(audit) == (
        "team_changed",
        {"team": ("小口 彩香", "百瀬 拓、小口 彩香、有賀 俊"), "reason": (None, "異動")},
    )
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="audit_has_begun"):
        replace_team(audit, "second_auditor")


def test_an_audit_may_start_unannounced_and_is_announced_once(app: Flask) -> None:
    by = viewer("audit_manager")
    quiet, told = builders.audit(), builders.audit()
    assignments.start(quiet, on=TODAY, by=viewer("auditor"))
    audits.notify(told, by=by, version=told.version)
    assert told.state is AuditState.NOTIFIED
    for audit in (quiet, told):
        with pytest.raises(RuleBroken, match="move_not_possible"):
            audits.notify(audit, by=by, version=audit.version)
    assignments.start(told, on=TODAY, by=viewer("auditor"))
    assert told.state is AuditState.UNDER_WAY
