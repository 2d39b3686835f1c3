"""Audits on both databases: planned with an independent team, started, closed or called off."""

from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audit_lists, audits
from pms_tracker.check.audits.audit_lists import Filter
from pms_tracker.check.checklists import checklists
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.database import Order, session
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

YESTERDAY = TODAY - timedelta(days=1)
REFERENCE = Reference(Kind.AUDIT, 2026, 1)


def test_a_planned_audit_has_its_number_team_and_checklist(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["second_auditor"], IDS["auditor"]])
    assert (audit.reference, audit.state) == ("AU-2026-001", AuditState.PLANNED)
    assert audits.team_ids(audit.id) == [IDS["second_auditor"], IDS["auditor"]]
    assert [each.units_then for each in audits.team_of(audit.id)] == ["教務部", "書店"]
    rows = checklists.rows(audit.id)
    assert [item.position for item, _ in rows] == [1, 2, 3, 4]
    assert [requirement.path for _, requirement in rows] == ["1", "1(1)", "1(2)", "1(2)a"]
    assert builders.audit().reference == "AU-2026-002"


def test_naming_somebody_twice_is_no_mistake(app: Flask) -> None:
    audit = builders.audit(team_ids=[IDS["auditor"], IDS["auditor"]])
    assert audits.team_ids(audit.id) == [IDS["auditor"]]


def test_nobody_audits_their_own_unit_and_those_who_may_are_named(app: Flask) -> None:
    with pytest.raises(RuleBroken) as refused:
        builders.audit(unit_id=UNIT_IDS["書店"])
    assert refused.value.key == "auditor_of_own_unit"
    assert refused.value.values == {"name": "小口 彩香", "eligible": ["有賀 俊", "百瀬 拓"]}


@pytest.mark.parametrize("key", ["representative", "privacy_manager", "employee", "nobody"])
def test_nobody_without_the_right_role_audits(app: Flask, key: str) -> None:
    with pytest.raises(RuleBroken, match=r"auditor_runs_the_pms|auditor_lacks_role"):
        builders.audit(team_ids=[IDS["auditor"], IDS[key]])


def test_independence_is_judged_on_the_planned_day(app: Flask) -> None:
    shop = session.get_one(Unit, UNIT_IDS["松本教室"])
    auditor = people.person(IDS["auditor"])
    staffing.enrol(auditor, shop, since_on=TODAY + timedelta(days=1), by=SYSTEM)
    builders.audit(planned_on=TODAY)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        builders.audit(planned_on=TODAY + timedelta(days=1))


def test_a_firm_of_one_unit_records_a_reasoned_exception(app: Flask) -> None:
    for unit in people.units():
        if unit.name != "書店":
            unit.closed_on = YESTERDAY
    session.flush()
    with pytest.raises(RuleBroken, match="auditor_of_only_unit"):
        builders.audit(unit_id=UNIT_IDS["書店"])
    audit = builders.audit(unit_id=UNIT_IDS["書店"], exception_reason=" 部門が1つのため ")
    assert audit.exception_reason == "部門が1つのため"


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"requirement_ids": [99999]}, "no_such_requirement", NotFound),
        ({"unit_id": 99}, "no_such_unit", NotFound),
        ({"team_ids": [99]}, "no_such_person", NotFound),
        ({"team_ids": []}, "auditor_needed", RuleBroken),
    ],
)
def test_an_impossible_plan_is_refused(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=refusal):
        builders.audit(**changes)


def test_an_audit_done_on_paper_starts_on_a_past_day(app: Flask) -> None:
    audit = builders.audit()
    assignments.start(audit, on=YESTERDAY, by=viewer("auditor"))
    assert (audit.state, audit.held_on) == (AuditState.UNDER_WAY, YESTERDAY)


def test_independence_is_judged_again_on_the_day_it_is_held(app: Flask) -> None:
    audit = builders.audit()
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        assignments.start(audit, on=TODAY, by=viewer("auditor"))


def test_an_audit_starts_once_by_its_team_and_not_in_the_future(app: Flask) -> None:
    audit = builders.audit()
    with pytest.raises(RuleBroken, match="day_in_future"):
        assignments.start(audit, on=TODAY + timedelta(days=1), by=viewer("auditor"))
    with pytest.raises(NotAllowed, match="audit_team_only"):
        assignments.start(audit, on=TODAY, by=viewer("audit_manager"))
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="move_not_possible"):
        assignments.start(audit, on=TODAY, by=viewer("auditor"))


def test_an_audit_is_called_off_with_a_reason_and_not_after_it_closed(app: Flask) -> None:
    audit = builders.audit()
    with pytest.raises(RuleBroken, match="reason_needed"):
        audits.cancel(audit, reason=" ", by=viewer("audit_manager"), version=audit.version)
    audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=audit.version)
    assert (audit.state, audit.closing_note) == (AuditState.CANCELLED, "閉室")
    with pytest.raises(RuleBroken, match="move_not_possible"):
        audits.cancel(audit, reason="再び", by=viewer("audit_manager"), version=audit.version)


def test_a_change_of_what_was_not_seen_is_stale(app: Flask) -> None:
    audit = builders.audit()
    seen = audit.version
    assignments.start(audit, on=TODAY, by=viewer("auditor"))
    with pytest.raises(Stale):
        audits.cancel(audit, reason="閉室", by=viewer("audit_manager"), version=seen)


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("key", "sees"),
    [
        ("representative", True),
        ("privacy_manager", True),
        ("audit_manager", True),
        ("auditor", True),
        ("head", True),
        ("second_auditor", False),
        ("owner", False),
        ("other_head", False),
        ("administrator", False),
        ("employee", False),
        ("nobody", False),
    ],
)
def test_an_audit_is_seen_by_its_team_its_unit_and_the_top_roles(
    app: Flask, key: str, sees: bool
) -> None:
    audit = builders.audit()
    assert [row.id for row in audit_lists.AUDITS.page(viewer(key), Filter())] == (
        [audit.id] if sees else []
    )
    if sees:
        assert audits.by_reference(REFERENCE, seen_by=viewer(key), for_update=True) is audit
        return
    with pytest.raises(NotFound, match="no_such_record"):
        audits.by_reference(REFERENCE, seen_by=viewer(key))


def test_a_reference_of_another_kind_is_no_audit(app: Flask) -> None:
    builders.audit()
    with pytest.raises(NotFound):
        audits.by_reference(Reference(Kind.CASE, 2026, 1), seen_by=viewer("representative"))


def test_a_list_is_narrowed_and_paged_from_the_newest(app: Flask) -> None:
    first, second = builders.audit(), builders.audit(unit_id=UNIT_IDS["本部"])
    assignments.start(first, on=TODAY, by=viewer("auditor"))
    boss = viewer("audit_manager")
    assert [row.id for row in audit_lists.AUDITS.page(boss, Filter())] == [second.id, first.id]
    assert [
        row.id for row in audit_lists.AUDITS.page(boss, Filter(state=AuditState.UNDER_WAY))
    ] == [first.id]
    assert [row.id for row in audit_lists.AUDITS.page(boss, Filter(unit_id=UNIT_IDS["本部"]))] == [
        second.id
    ]
    assert [
        row.id for row in audit_lists.AUDITS.page(boss, Filter(), Order(after=(second.id,)))
    ] == [first.id]
    assert [row.id for row in audit_lists.AUDITS.page(boss, Filter(), limit=1)] == [second.id]


def test_a_list_is_narrowed_by_days_and_by_words_of_the_theme(app: Flask) -> None:
    yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
    late = builders.audit(theme="髙崎店の名簿", planned_on=yesterday)
    soon = builders.audit(theme="ＵＳＢメモリー", planned_on=tomorrow)
    over = builders.audit(theme="名簿の廃棄", planned_on=yesterday)
    audits.cancel(over, reason="中止", version=1, by=viewer("audit_manager"))
    boss = viewer("audit_manager")
    for wanted, found in (
        (Filter(due=Days(None, yesterday)), [late.id]),
        (Filter(due=Days(TODAY, None)), [soon.id]),
        (Filter(planned=Days(None, yesterday)), [over.id, late.id]),
        (Filter(closed=Days(None, TODAY)), []),
        (Filter(themes=audit_lists.themes_with("高﨑", boss)), [late.id]),
        (Filter(themes=audit_lists.themes_with("名簿", boss)), [over.id, late.id]),
        (Filter(themes=audit_lists.themes_with("usbめもりー", boss)), [soon.id]),
        (Filter(themes=audit_lists.themes_with("%", boss)), []),
        (Filter(themes=audit_lists.themes_with(" ", boss)), [over.id, soon.id, late.id]),
    ):
        assert [row.id for row in audit_lists.AUDITS.page(boss, wanted)] == found, wanted
        assert audit_lists.AUDITS.count(boss, wanted) == len(found), wanted
    assert audit_lists.themes_with("名簿", viewer("other_head")) == ()


def test_progress_counts_rows_with_a_result(app: Flask) -> None:
    audit, untouched = builders.begun(), builders.audit()
    row = checklists.item(audit, 1)
    checklists.record(audit, row, Result.CONFORMS, "", version=1, by=viewer("auditor"))
    assert checklists.progress([audit.id, untouched.id]) == {audit.id: (1, 4), untouched.id: (0, 4)}
