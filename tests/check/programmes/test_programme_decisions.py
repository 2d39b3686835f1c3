"""Decisions about audit programmes on both databases: locked, then audits, then the next year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.act.teams import assignments, programme_teams
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.audits import audit_lists, audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.preparing import question_templates
from pms_tracker.check.programmes import programme_writing, programmes
from pms_tracker.check.programmes.programme_proposal import Changes
from pms_tracker.check.rules.audit_rules import AuditKind, AuditState
from pms_tracker.check.rules.programme_rules import AuditTrigger, Row
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.plan.deciding import yearly
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.check.programmes import a_programme

pytestmark = pytest.mark.usefixtures("fresh")


@pytest.fixture
def fresh(app: Flask) -> None:
    a_programme.none_yet()


def test_an_approved_programme_is_locked_and_each_row_is_an_audit() -> None:
    programme = a_programme.approved()
    assert (programme.state, programme.approved_on) == (PlanState.APPROVED, TODAY)
    rules, practice = a_programme.audits_of(programme)
    assert (rules.kind, practice.kind) == (AuditKind.CONFORMITY, AuditKind.OPERATION)
    assert {each.programme_id for each in (rules, practice)} == {programme.id}
    assert {each.state for each in (rules, practice)} == {AuditState.PLANNED}
    assert (practice.theme, practice.planned_on) == ("申込書", a_programme.LATER)
    assert practice.planned_by_id == IDS["audit_manager"]
    assert audits.team_ids(rules.id) == [IDS["audit_manager"], IDS["auditor"]]
    assert programmes.of(practice) is programme
    assert a_programme.letters()[-1] == ("programme_approved", IDS["audit_manager"])
    by = viewer("audit_manager")
    with pytest.raises(RuleBroken, match="programme_locked"):
        programme_teams.save(programme, a_programme.written(), version=programme.version, by=by)
    again = a_programme.decision(programme)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        programme_teams.decide(
            programme, again, version=programme.version, by=viewer("representative")
        )


def test_practice_is_held_against_own_rules_and_these_against_the_sets() -> None:
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    rules, practice = a_programme.audits_of(a_programme.approved())
    paths = {
        audit.kind: [each.path for _row, each in checklists.rows(audit.id)]
        for audit in (rules, practice)
    }
    assert "J.6.2" in paths[AuditKind.CONFORMITY]
    # A heading and the pieces of a list ask for nothing, and so are no rows.
    assert paths[AuditKind.OPERATION] == ["1(1)", "1(2)", "1(3)", "2・1", "2(1)"]
    assert not set(paths[AuditKind.CONFORMITY]) & set(paths[AuditKind.OPERATION])


def test_without_a_set_both_are_held_against_what_is_in_force() -> None:
    rules, practice = a_programme.audits_of(a_programme.approved())
    assert len(checklists.rows(rules.id)) == len(checklists.rows(practice.id)) == 5


def test_a_checklist_asks_what_its_template_does_in_place_of_what_a_question_is_about() -> None:
    made = requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    proposed = {(pair.item_id, pair.clause_id) for pair in mappings.proposed(made.id)}
    mappings.confirm(made.id, proposed, by=SYSTEM)
    wanted = question_templates.starter(AuditKind.OPERATION)
    by = viewer("audit_manager")
    question_templates.keep(AuditKind.OPERATION, wanted, version=1, by=by)
    rules, practice = a_programme.audits_of(a_programme.approved())
    rows = checklists.rows(practice.id)
    asked = [row.question for row, _about in rows if row.question]
    assert sorted(asked) == sorted(each.question for each in wanted)
    questioned = {about.path for row, about in rows if row.question}
    bare = [about.path for row, about in rows if not row.question]
    # 1(3) answers J.9.2 and J.7.1, of which questions ask; nothing is asked twice.
    assert "1(3)" in questioned
    assert not questioned & set(bare)
    assert [row.place for row, _about in rows] == list(range(1, len(rows) + 1))
    assert {each["set_key"] for each in practice.criteria} == {None, "j-items"}
    assert all(not row.question for row, _about in checklists.rows(rules.id))


@pytest.mark.parametrize("name", ["scope", "method"])
def test_what_an_approval_of_earlier_could_not_hold_leaves_its_digest(name: str) -> None:
    programme = a_programme.submitted()
    rows = programmes.rows_of(programme)
    digests = []
    for said in ("", "", "別のことば"):
        setattr(programme, name, said)
        digests.append(programmes.subject(programme, rows).digest)
    assert digests[0] == digests[1] != digests[2]


def test_nobody_approves_the_programme_they_wrote_and_what_was_not_seen_is_stale() -> None:
    programme = a_programme.submitted()
    decided = a_programme.decision(programme)
    for who in ("audit_manager", "auditor", "privacy_manager"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            programme_teams.decide(programme, decided, version=programme.version, by=viewer(who))
    by = viewer("representative")
    with pytest.raises(Stale):
        programme_teams.decide(programme, decided, version=1, by=by)
    with pytest.raises(Stale):
        programme_teams.decide(
            programme, replace(decided, seen_digest="0" * 64), version=programme.version, by=by
        )


def test_what_is_sent_back_says_why_and_can_be_handed_in_again() -> None:
    programme, by = a_programme.submitted(), viewer("representative")
    no_reason = a_programme.decision(programme, Decision.SENT_BACK)
    with pytest.raises(RuleBroken, match="reason_needed"):
        programme_teams.decide(programme, no_reason, version=programme.version, by=by)
    decided = replace(no_reason, reason="書店も見てください。")
    programme_teams.decide(programme, decided, version=programme.version, by=by)
    assert (programme.state, a_programme.letters()[-1]) == (
        PlanState.DRAFT,
        ("programme_sent_back", IDS["audit_manager"]),
    )
    assert audit_lists.AUDITS.page(viewer("audit_manager"), audit_lists.Filter()) == []
    rows = tuple(a_programme.rows_of(programme))
    programme_teams.submit(
        programme, a_programme.written(rows), version=programme.version, by=viewer("audit_manager")
    )
    decided = a_programme.decision(programme)
    programme_teams.decide(programme, decided, version=programme.version, by=by)
    assert programme.state is PlanState.APPROVED


def test_the_years_purpose_is_what_each_of_its_audits_is_for_until_another_is_written() -> None:
    programme = a_programme.approved()
    for audit in a_programme.audits_of(programme):
        assert audit.objective == programme.purpose
        assert (audit.scope, audit.method) == (a_programme.SCOPE, a_programme.METHOD)


def test_r2_whoever_moved_since_it_was_written_stops_the_approval() -> None:
    programme = a_programme.submitted()
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=TODAY, by=SYSTEM)
    decided = a_programme.decision(programme)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        programme_teams.decide(
            programme, decided, version=programme.version, by=viewer("representative")
        )


def test_r4_an_audit_of_a_programme_does_not_start_on_a_day_before_its_approval() -> None:
    _rules, practice = a_programme.audits_of(a_programme.approved())
    by = viewer("auditor")
    with pytest.raises(RuleBroken, match="programme_approved_later"):
        assignments.start(practice, on=TODAY - timedelta(days=1), by=by)
    assignments.start(practice, on=TODAY, by=by)
    assert practice.state is AuditState.UNDER_WAY


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"extra_because": None, "extra_reason": ""}, "programme_or_trigger"),
        ({"programme_id": 1}, "programme_or_trigger"),
        ({"extra_reason": " "}, "trigger_needs_reason"),
    ],
)
def test_r4_an_audit_outside_the_programme_needs_a_trigger_and_a_reason(
    changes: dict[str, object], refusal: str
) -> None:
    with pytest.raises(RuleBroken, match=refusal):
        builders.audit(**changes)
    audit = builders.audit(extra_because=AuditTrigger.INCIDENT, extra_reason=" 誤送信の後 ")
    assert (audit.extra_because, audit.extra_reason) == (AuditTrigger.INCIDENT, "誤送信の後")
    assert programmes.of(audit) is None
    # It may be held on any day, as on paper.
    assignments.start(audit, on=TODAY - timedelta(days=3), by=viewer("auditor"))


def test_next_years_programme_follows_this_one_and_says_what_is_different() -> None:
    programme = a_programme.approved(
        (
            *a_programme.BOTH,
            Row(
                AuditKind.OPERATION,
                UNIT_IDS["書店"],
                a_programme.SOON,
                (IDS["audit_manager"],),
                "店",
            ),
        )
    )
    people.unit(UNIT_IDS["書店"]).closed_on = date(2027, 1, 31)
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=date(2027, 4, 1), by=SYSTEM)
    new = staffing.add_unit("諏訪教室", UnitKind.SITE, by=SYSTEM)
    following = a_programme.drafted(2027)
    rows = {row.unit_id: row for row in a_programme.rows_of(following)}
    assert UNIT_IDS["書店"] not in rows
    assert rows[UNIT_IDS["松本教室"]].team_ids == ()
    assert rows[UNIT_IDS["松本教室"]].theme == "申込書"
    assert rows[UNIT_IDS["松本教室"]].planned_on == date(2028, 2, 3)
    assert rows[new.id].team_ids
    span = yearly.year_of(following)
    changes = programme_writing.changes_of(following, programme_teams.bench(span))
    assert new.id in changes.new
    assert changes.gone == (UNIT_IDS["書店"],)
    assert changes.barred == ((UNIT_IDS["松本教室"], IDS["auditor"]),)
    assert following.purpose == programme.purpose
    this = programme_writing.changes_of(programme, programme_teams.bench(yearly.year_of(programme)))
    assert this == Changes((), (), ())


def test_a_firm_of_one_unit_says_why_it_audits_itself() -> None:
    for unit in people.units():
        if unit.name != "書店":
            unit.closed_on = TODAY - timedelta(days=1)
    programme, by = a_programme.drafted(), viewer("audit_manager")
    rows = a_programme.rows_of(programme)
    assert {row.unit_id for row in rows} == {UNIT_IDS["書店"]}
    shop = tuple(replace(row, team_ids=(IDS["auditor"],)) for row in rows)
    with pytest.raises(RuleBroken, match="auditor_of_only_unit"):
        programme_teams.submit(
            programme, a_programme.written(shop), version=programme.version, by=by
        )
    reasoned = a_programme.written(shop, exception_reason="部門が1つのため")
    programme_teams.submit(programme, reasoned, version=programme.version, by=by)
    decided = a_programme.decision(programme)
    programme_teams.decide(
        programme, decided, version=programme.version, by=viewer("representative")
    )
    made = a_programme.audits_of(programme)
    assert {each.exception_reason for each in made} == {"部門が1つのため"}


def test_nothing_is_planned_where_there_is_nothing_to_audit_against() -> None:
    builders.policy()
    programme = a_programme.drafted()
    for version in builders.policies.editions(builders.policy().id):
        version.effective_on = TODAY + timedelta(days=400)
    with pytest.raises(RuleBroken, match="no_requirements_in_force"):
        programme_teams.submit(
            programme, a_programme.written(), version=programme.version, by=viewer("audit_manager")
        )


def test_a_single_audit_moves_to_another_day_for_a_reason() -> None:
    _rules, practice = a_programme.audits_of(a_programme.approved())
    by, to = viewer("audit_manager"), a_programme.SOON
    for day, reason, kind, refusal in (
        (to, " ", RuleBroken, "reason_needed"),
        (TODAY - timedelta(days=1), "台風", BadInput, "planned_in_past"),
    ):
        with pytest.raises(kind, match=refusal):
            assignments.move_day(practice, day, reason=reason, version=practice.version, by=by)
    assignments.move_day(practice, to, reason=" 台風 ", version=practice.version, by=by)
    assert practice.planned_on == to
    with pytest.raises(Stale):
        assignments.move_day(practice, to, reason="台風", version=1, by=by)
    trail.write_pending()
    (entry, *_rest) = trail.history(practice.reference)
    assert entry.move == "day_moved"
    told = {each.field: (each.before, each.after) for each in entry.values}
    assert told["planned_on"] == (str(a_programme.LATER), str(to))
    who, unit = people.person(IDS["auditor"]), people.unit(UNIT_IDS["松本教室"])
    staffing.enrol(who, unit, since_on=date(2027, 3, 1), by=SYSTEM)
    with pytest.raises(RuleBroken, match="auditor_of_own_unit"):
        assignments.move_day(
            practice, date(2027, 3, 1), reason="台風", version=practice.version, by=by
        )
    assignments.start(practice, on=TODAY, by=viewer("auditor"))
    with pytest.raises(RuleBroken, match="audit_has_begun"):
        assignments.move_day(practice, to, reason="台風", version=practice.version, by=by)
