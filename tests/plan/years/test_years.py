"""The year on both databases: drafted, approved, locked, done."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.rules.year_rules import AnnualKind, Done, PlanState
from pms_tracker.plan.years import year_results, year_writing, years
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year

THIS = Reference(Kind.ANNUAL_PLAN, 2026, 1)


def letters() -> list[tuple[str, int | None]]:
    """Keys and recipients, the oldest first."""
    return [(each.key, each.person_id) for each in reversed(mailed.about("YP-2026"))]


def history() -> list[tuple[str, dict[str, tuple[str | None, str | None]]]]:
    """Moves and changes, the newest first."""
    trail.write_pending()
    return [
        (entry.move, {value.field: (value.before, value.after) for value in entry.values})
        for entry in trail.history("YP-2026")
    ]


def test_a_first_plan_proposes_what_comes_round(app: Flask) -> None:
    plan = a_year.drafted()
    duties = years.duties_of(plan)
    assert (plan.reference, plan.state, len(duties)) == ("YP-2026", PlanState.DRAFT, 14)
    assert duties[0].title == "programme の仕事"
    assert (duties[0].owner_id, duties[0].approver_id) == (
        IDS["audit_manager"],
        IDS["representative"],
    )
    assert [each.planned_on for each in duties] == sorted(each.planned_on for each in duties)
    assert history()[0][0] == "year_drafted"


def test_a_year_is_planned_once_by_those_who_keep_it(app: Flask) -> None:
    with pytest.raises(NotAllowed, match="year_keepers_only"):
        a_year.drafted(by="audit_manager")
    with pytest.raises(BadInput, match="year_too_far"):
        a_year.drafted(2028)
    assert years.open_years() == [2026, 2027]
    a_year.drafted(by="representative")
    assert years.open_years() == [2027]
    with pytest.raises(RuleBroken, match="year_planned_already"):
        a_year.drafted()


def test_a_lesson_that_waits_becomes_a_duty_and_a_remark_does_not(app: Flask) -> None:
    policy, by = builders.policy(), viewer("audit_manager").actor
    for because_of in ("CA-2026-001", "check:slip:2(3)#1f00aa"):
        review_inputs.receive(
            policy, "棚を月に1度見る。続き", because_of=because_of, on=TODAY, by=by
        )
    lessons = [each for each in years.duties_of(a_year.drafted()) if each.because_of]
    (lesson,) = lessons
    assert (lesson.kind, lesson.title) == (AnnualKind.OTHER, "棚を月に1度見る")
    assert lesson.because_of == "CA-2026-001"


def test_a_draft_is_shown_to_those_who_keep_it(app: Flask) -> None:
    plan = a_year.drafted()
    assert years.by_reference(THIS, seen_by=viewer("representative")) is plan
    for reference in (THIS, Reference(Kind.CASE, 2026, 1), Reference(Kind.ANNUAL_PLAN, 2026, 2)):
        with pytest.raises(NotFound):
            years.by_reference(reference, seen_by=viewer("employee"))
    assert years.listed(viewer("employee"), TODAY) == []
    year_writing.submit(plan, a_year.BOTH, version=plan.version, by=viewer("privacy_manager"))
    assert years.by_reference(THIS, seen_by=viewer("employee"), for_update=True) is plan
    (row,) = years.listed(viewer("employee"), TODAY)
    assert (row.fiscal_year, row.total, row.done, row.late) == (2026, 2, 0, 1)


def test_saving_changes_adds_and_takes_out_rows_and_tells_what_changed(app: Flask) -> None:
    plan = a_year.drafted()
    first, second, *_rest = a_year.rows_of(plan)
    changed = replace(first, planned_on=date(2026, 4, 15), title=" 監査の計画 ")
    by = viewer("privacy_manager")
    year_writing.save(plan, [changed, a_year.BOTH[0]], version=plan.version, by=by)
    assert [each.title for each in years.duties_of(plan)] == ["監査の計画", "全従業者の教育"]
    assert years.duties_of(plan)[0].id == first.duty_id
    move, told = history()[0]
    assert move == "year_saved"
    before, after = told["duties"]
    assert before is not None
    assert after is not None
    assert "2026-04-30 programme の仕事 (有賀 俊)" in before
    assert second.title in before
    assert after == "2026-04-15 監査の計画 (有賀 俊) / 2026-10-30 全従業者の教育 (原 大地)"
    year_writing.save(plan, a_year.rows_of(plan), version=plan.version, by=by)
    assert len(history()) == 2


def test_a_plan_is_not_written_over_what_was_not_seen_nor_by_others(app: Flask) -> None:
    plan = a_year.drafted()
    rows, by = a_year.rows_of(plan), viewer("privacy_manager")
    year_writing.save(plan, rows[:2], version=plan.version, by=by)
    with pytest.raises(Stale):
        year_writing.save(plan, rows, version=1, by=by)
    for foreign in (rows, [rows[0], rows[0]]):
        with pytest.raises(Stale):
            year_writing.save(plan, foreign, version=plan.version, by=by)
    with pytest.raises(NotAllowed, match="year_keepers_only"):
        year_writing.save(plan, rows[:2], version=plan.version, by=viewer("head"))
    with pytest.raises(BadInput, match="duty_needed"):
        year_writing.submit(plan, [], version=plan.version, by=by)


def test_a_plan_handed_in_asks_the_representative(app: Flask) -> None:
    plan = a_year.submitted()
    assert (plan.state, plan.submissions, plan.submitted_on) == (PlanState.SUBMITTED, 1, TODAY)
    assert letters() == [("year_asked", IDS["representative"])]
    with pytest.raises(RuleBroken, match="year_plan_locked"):
        year_writing.save(plan, [], version=plan.version, by=viewer("privacy_manager"))


def test_an_approved_plan_is_locked_and_bound_to_its_content(app: Flask) -> None:
    plan = a_year.approved()
    assert (plan.state, plan.approved_on) == (PlanState.APPROVED, TODAY)
    row = approvals.standing("YP-2026", "plan")
    assert row is not None
    assert row.digest == years.subject(plan, years.duties_of(plan)).digest
    assert history()[0][1]["digest"] == (None, row.digest)
    assert letters()[-1] == ("year_approved", IDS["privacy_manager"])
    with pytest.raises(RuleBroken, match="year_plan_locked"):
        year_writing.submit(plan, [], version=plan.version, by=viewer("privacy_manager"))


def test_a_plan_sent_back_is_a_draft_with_a_reason_and_may_come_again(app: Flask) -> None:
    plan = a_year.submitted()
    by = viewer("representative")
    with pytest.raises(RuleBroken, match="reason_needed"):
        years.decide(plan, a_year.decision(plan, Decision.SENT_BACK), version=plan.version, by=by)
    decided = a_year.decision(plan, Decision.SENT_BACK, reason="教育が遅い")
    years.decide(plan, decided, version=plan.version, by=by)
    assert (plan.state, plan.approved_on) == (PlanState.DRAFT, None)
    assert letters()[-1] == ("year_sent_back", IDS["privacy_manager"])
    year_writing.submit(
        plan, a_year.rows_of(plan), version=plan.version, by=viewer("privacy_manager")
    )
    years.decide(plan, a_year.decision(plan), version=plan.version, by=by)
    assert [each.submission for each in approvals.decisions("YP-2026")] == [1, 2]


def test_only_what_was_seen_is_approved_and_never_by_who_wrote_it(app: Flask) -> None:
    plan = a_year.submitted()
    decided = a_year.decision(plan)
    for key in ("privacy_manager", "audit_manager", "employee"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            years.decide(plan, decided, version=plan.version, by=viewer(key))
    by = viewer("representative")
    with pytest.raises(Stale):
        years.decide(plan, replace(decided, seen_digest="0" * 64), version=plan.version, by=by)
    with pytest.raises(Stale):
        years.decide(plan, decided, version=plan.version - 1, by=by)


def test_what_the_representative_wrote_is_approved_by_the_privacy_manager(app: Flask) -> None:
    plan = a_year.submitted(by="representative")
    assert letters() == [("year_asked", IDS["privacy_manager"])]
    years.decide(plan, a_year.decision(plan), version=plan.version, by=viewer("privacy_manager"))
    assert plan.state is PlanState.APPROVED


def test_what_both_wrote_is_approved_by_a_reasoned_exception(app: Flask) -> None:
    plan = a_year.drafted(by="representative")
    rows = a_year.rows_of(plan)
    year_writing.submit(plan, rows, version=plan.version, by=viewer("privacy_manager"))
    decided, by = a_year.decision(plan), viewer("audit_manager")
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        years.decide(plan, decided, version=plan.version, by=by)
    decided = replace(decided, exception_reason="二人で書いたため")
    row = years.decide(plan, decided, version=plan.version, by=by)
    assert row.exception_reason == "二人で書いたため"


@pytest.mark.parametrize(("by", "position"), [("owner", 15), ("privacy_manager", 15)])
def test_a_duty_is_done_once_by_its_owner_or_for_them(app: Flask, by: str, position: int) -> None:
    plan = a_year.approved()
    done = Done(" 23人が受けた。 ", TODAY - timedelta(days=3))
    year_results.report_done(plan, position, done, by=viewer(by))
    duty = years.duty_at(plan, position)
    assert (duty.done_on, duty.done_by_id) == (TODAY - timedelta(days=3), IDS[by])
    assert duty.result == "23人が受けた。"
    assert history()[0] == (
        "duty_done",
        {
            "title": (None, "全従業者の教育"),
            "planned_on": (None, "2026-10-30"),
            "done_on": (None, "2026-11-21"),
            "result": (None, "23人が受けた。"),
        },
    )
    with pytest.raises(RuleBroken, match="duty_done_already"):
        year_results.report_done(plan, position, done, by=viewer(by))


def test_what_is_not_planned_is_not_done(app: Flask) -> None:
    plan = a_year.submitted()
    done = Done("済", TODAY)
    with pytest.raises(RuleBroken, match="duty_not_planned"):
        year_results.report_done(plan, 15, done, by=viewer("owner"))
    with pytest.raises(NotFound, match="no_such_duty"):
        year_results.report_done(plan, 1, done, by=viewer("owner"))
    years.decide(plan, a_year.decision(plan), version=plan.version, by=viewer("representative"))
    for key in ("representative", "head", "audit_manager"):
        with pytest.raises(NotAllowed, match="duty_owner_only"):
            year_results.report_done(plan, 15, done, by=viewer(key))
    with pytest.raises(RuleBroken, match="day_in_future"):
        year_results.report_done(
            plan, 15, Done("済", TODAY + timedelta(days=1)), by=viewer("owner")
        )


def test_next_year_is_drafted_from_this_one(app: Flask) -> None:
    plan = a_year.approved()
    year_results.report_done(plan, 15, Done("済", TODAY), by=viewer("owner"))
    leaving.leave(people.person(IDS["owner"]), on=TODAY - timedelta(days=1), by=SYSTEM)
    duties = years.duties_of(a_year.drafted(2027))
    assert [(each.title, each.planned_on, each.owner_id) for each in duties] == [
        ("全従業者の教育", date(2027, 10, 29), IDS["privacy_manager"]),
        ("内部監査", date(2028, 2, 25), IDS["audit_manager"]),
    ]
    assert all(each.done_on is None for each in duties)


def test_a_year_that_was_never_approved_is_no_pattern(app: Flask) -> None:
    a_year.submitted()
    assert len(years.duties_of(a_year.drafted(2027))) == 14


def test_the_start_of_the_year_decides_which_runs(app: Flask) -> None:
    with clock.set_to(clock.at(date(2027, 3, 31))):
        assert years.open_years() == [2026, 2027]
    with clock.set_to(clock.at(date(2027, 4, 1))):
        assert years.open_years() == [2027, 2028]
