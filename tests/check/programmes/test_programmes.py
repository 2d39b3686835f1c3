"""Writing audit programmes on both databases: drafted ready-made, saved, handed in."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.teams import programme_teams
from pms_tracker.check.programmes import programme_gaps, programmes
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import Row
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.check.programmes import a_programme
from tests.plan.years import a_year

THIS = Reference(Kind.PROGRAMME, 2026, 1)
pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def fresh(app: Flask) -> None:
    a_programme.none_yet()


def test_a_draft_is_ready_made_and_everybody_in_it_is_independent() -> None:
    programme = a_programme.drafted()
    rows = a_programme.rows_of(programme)
    assert (programme.reference, programme.state) == ("AP-2026", PlanState.DRAFT)
    assert [row.kind for row in rows].count(AuditKind.CONFORMITY) == 1
    practice = {row.unit_id for row in rows if row.kind is AuditKind.OPERATION}
    assert practice == set(UNIT_IDS.values())
    # The privacy manager's unit answers for the rules.
    assert rows[0].unit_id == UNIT_IDS["本部"]
    assert all(row.planned_on >= TODAY + timedelta(days=14) for row in rows)
    written = a_programme.written(tuple(rows))
    by = viewer("audit_manager")
    programme_teams.submit(programme, written, version=programme.version, by=by)
    assert a_programme.letters() == [("programme_asked", IDS["representative"])]
    assert a_programme.history() == ["submit", "programme_saved", "programme_drafted"]


def test_a_draft_spreads_over_the_months_that_the_plan_of_the_year_gives_to_audits() -> None:
    a_year.submitted()  # the audit lies in February
    months = {row.planned_on.month for row in a_programme.rows_of(a_programme.drafted())}
    assert months == {2}


def test_a_draft_leaves_out_what_the_year_has_already_and_tells_of_last_years_trouble() -> None:
    with clock.set_to(clock.at(date(2026, 2, 3))):
        builders.finding()
    builders.audit(unit_id=UNIT_IDS["教務部"])
    programme = a_programme.drafted()
    units = {row.unit_id for row in a_programme.rows_of(programme)}
    assert UNIT_IDS["教務部"] not in units
    assert programme.risks == "不適合 [('松本教室', 1)]"


def test_a_year_has_one_programme_by_the_audit_manager() -> None:
    with pytest.raises(NotAllowed, match="audit_manager_only"):
        a_programme.drafted(by="privacy_manager")
    with pytest.raises(BadInput, match="year_too_far"):
        a_programme.drafted(2028)
    assert programmes.open_years() == [2026, 2027]
    a_programme.drafted()
    assert programmes.open_years() == [2027]
    with pytest.raises(RuleBroken, match="programme_begun_already"):
        a_programme.drafted()


def test_a_draft_is_for_those_who_write_it() -> None:
    programme = a_programme.drafted()
    assert programmes.by_reference(THIS, seen_by=viewer("audit_manager")) is programme
    for who in ("representative", "privacy_manager", "auditor", "employee"):
        with pytest.raises(NotFound):
            programmes.by_reference(THIS, seen_by=viewer(who))
        assert programmes.listed(viewer(who)) == []
    by, rows = viewer("audit_manager"), a_programme.BOTH
    written = a_programme.written(rows)
    programme_teams.submit(programme, written, version=programme.version, by=by)
    found = programmes.by_reference(THIS, seen_by=viewer("employee"), for_update=True)
    assert found is programme
    (row,) = programmes.listed(viewer("employee"))
    assert (row.fiscal_year, row.total) == (2026, 2)
    for other in (Reference(Kind.AUDIT, 2026, 1), Reference(Kind.PROGRAMME, 2026, 2)):
        with pytest.raises(NotFound):
            programmes.by_reference(other, seen_by=viewer("audit_manager"))


def test_saving_adds_changes_and_takes_out_rows_and_is_told_once() -> None:
    programme = a_programme.drafted()
    first = a_programme.rows_of(programme)[0]
    by = viewer("audit_manager")
    changed = replace(first, theme=" 規程だけ ")
    new = replace(a_programme.BOTH[1], team_ids=())
    written = a_programme.written((changed, new))
    programme_teams.save(programme, written, version=programme.version, by=by)
    rows = a_programme.rows_of(programme)
    assert [(row.theme, row.team_ids) for row in rows] == [
        ("規程だけ", first.team_ids),
        ("申込書", ()),
    ]
    assert rows[0].row_id == first.row_id
    same = a_programme.written(tuple(rows))
    programme_teams.save(programme, same, version=programme.version, by=by)
    assert a_programme.history() == ["programme_saved", "programme_drafted"]
    with pytest.raises(Stale):
        programme_teams.save(programme, same, version=1, by=by)
    for foreign in ((rows[0], rows[0]), (replace(rows[0], row_id=99),)):
        with pytest.raises(Stale):
            programme_teams.save(
                programme, a_programme.written(foreign), version=programme.version, by=by
            )
    with pytest.raises(NotAllowed):
        programme_teams.save(programme, same, version=programme.version, by=viewer("auditor"))


@pytest.mark.parametrize(
    ("rows", "changes", "refusal", "kind"),
    [
        ((), {}, "audit_needed", BadInput),
        (a_programme.BOTH, {"purpose": " "}, "purpose_needed", BadInput),
        (
            (replace(a_programme.BOTH[1], planned_on=TODAY - timedelta(days=1)),),
            {},
            "audit_before_approval",
            RuleBroken,
        ),
        ((replace(a_programme.BOTH[1], team_ids=()),), {}, "auditor_needed", RuleBroken),
        ((replace(a_programme.BOTH[1], unit_id=99),), {}, "no_such_unit", BadInput),
        ((replace(a_programme.BOTH[1], team_ids=(99,)),), {}, "no_such_person", NotFound),
    ],
)
def test_what_is_not_complete_is_not_submitted(
    rows: tuple[Row, ...], changes: dict[str, str], refusal: str, kind: type[Exception]
) -> None:
    programme, by = a_programme.drafted(), viewer("audit_manager")
    written = a_programme.written(rows, **changes)
    with pytest.raises(kind, match=refusal):
        programme_teams.submit(programme, written, version=programme.version, by=by)


def test_r2_nobody_is_planned_for_their_own_unit_and_those_who_could_are_named() -> None:
    programme, by = a_programme.drafted(), viewer("audit_manager")
    row = replace(a_programme.BOTH[1], unit_id=UNIT_IDS["書店"])
    written = a_programme.written((row,))
    for write in (programme_teams.save, programme_teams.submit):
        with pytest.raises(RuleBroken, match="auditor_of_own_unit") as broken:
            write(programme, written, version=programme.version, by=by)
        eligible = ["有賀 俊", "百瀬 拓"]
        assert broken.value.values == {"name": "小口 彩香", "eligible": eligible}


@pytest.mark.parametrize("who", ["representative", "privacy_manager", "employee"])
def test_r3_whoever_runs_the_pms_or_lacks_the_role_is_not_planned(who: str) -> None:
    programme, by = a_programme.drafted(), viewer("audit_manager")
    row = replace(a_programme.BOTH[1], team_ids=(IDS["auditor"], IDS[who]))
    with pytest.raises(RuleBroken, match=r"auditor_runs_the_pms|auditor_lacks_role"):
        programme_teams.save(
            programme, a_programme.written((row,)), version=programme.version, by=by
        )


def test_r2_independence_is_judged_on_the_day_of_each_audit() -> None:
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=a_programme.LATER, by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        a_programme.submitted()
    day_before = a_programme.LATER - timedelta(days=1)
    earlier = replace(a_programme.BOTH[1], planned_on=day_before)
    programme = programmes.of_year(2026)
    assert programme is not None
    programme_teams.submit(
        programme,
        a_programme.written((earlier,)),
        version=programme.version,
        by=viewer("audit_manager"),
    )


def test_r1_what_a_programme_leaves_out_is_named_and_wants_a_reason() -> None:
    a_programme.none_yet()
    made = a_programme.drafted()
    few = a_programme.written(a_programme.BOTH[1:], gap_reason=" ")
    by = viewer("audit_manager")
    with pytest.raises(RuleBroken) as refused:
        programme_teams.submit(made, few, version=made.version, by=by)
    assert refused.value.key == "programme_gaps_need_reason"
    missing = ["本部", "教務部", "書店", AuditKind.CONFORMITY]
    assert refused.value.values == {"missing": missing}
    few = a_programme.written(a_programme.BOTH[1:])
    programme_teams.submit(made, few, version=made.version, by=by)
    assert programme_gaps.of(made, a_programme.rows_of(made)) == missing
    assert made.gap_reason == "ほかは前年度に見た。"


def test_r1_what_is_covered_already_or_planned_is_no_gap() -> None:
    a_programme.none_yet()
    builders.audit()
    made = a_programme.drafted()
    rows = tuple(a_programme.rows_of(made))
    assert programme_gaps.of(made, rows) == []
    programme_teams.submit(
        made,
        a_programme.written(rows, gap_reason=""),
        version=made.version,
        by=viewer("audit_manager"),
    )


def test_r1_a_programme_with_a_gap_nobody_explained_is_not_approved() -> None:
    """A unit that was opened while the programme waited."""
    a_programme.none_yet()
    made = a_programme.drafted()
    rows = tuple(a_programme.rows_of(made))
    by = viewer("audit_manager")
    told = a_programme.written(rows, gap_reason="")
    programme_teams.submit(made, told, version=made.version, by=by)
    staffing.add_unit("諏訪教室", UnitKind.SITE, by=SYSTEM)
    decided = a_programme.decision(made)
    with pytest.raises(RuleBroken, match="programme_gaps_need_reason"):
        programme_teams.decide(made, decided, version=made.version, by=viewer("representative"))
