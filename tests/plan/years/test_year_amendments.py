"""Amendments on both databases: a locked plan changes by reason and decision, visibly."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.plan.rules.year_rules import AmendmentState, AnnualKind, Done, Row
from pms_tracker.plan.years import year_amendments, year_results, years
from pms_tracker.trail import trail
from tests import mailed
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year

NEW_DAY = date(2026, 12, 18)
NEW = Row(AnnualKind.OTHER, "臨時の点検", date(2027, 1, 29), IDS["head"])


def moved(rows: list[Row]) -> list[Row]:
    return [replace(rows[0], planned_on=NEW_DAY), *rows[1:]]


def test_an_approved_amendment_moves_adds_and_drops_and_keeps_both_sides(app: Flask) -> None:
    plan = a_year.approved()
    education, _audit = a_year.rows_of(plan)
    amendment = a_year.amended(plan, [replace(education, planned_on=NEW_DAY), NEW])
    assert [each.planned_on for each in years.duties_of(plan)] == [a_year.LATE, a_year.AHEAD]
    a_year.decide_amendment(plan, amendment)
    duties = {each.title: each for each in years.duties_of(plan)}
    assert duties["全従業者の教育"].planned_on == NEW_DAY
    assert duties["内部監査"].dropped
    assert (duties["臨時の点検"].position, duties["臨時の点検"].owner_id) == (17, IDS["head"])
    trail.write_pending()
    newest = trail.history("YP-2026")[0]
    told = {value.field: (value.before, value.after) for value in newest.values}
    assert newest.move == "amendment_approved"
    assert told["duties"] == (
        "2026-10-30 全従業者の教育 (原 大地) / 2027-02-26 内部監査 (有賀 俊)",
        "2026-12-18 全従業者の教育 (原 大地) / 2027-01-29 臨時の点検 (髙山 由紀)",
    )
    first, second, third = year_amendments.changes_of(amendment)
    assert first.was is not None
    assert first.becomes is not None
    assert (first.was.planned_on, first.becomes.planned_on) == (a_year.LATE, NEW_DAY)
    assert (second.was, third.becomes) == (None, None)
    row = approvals.standing("YP-2026", "amendment-1")
    assert row is not None
    assert told["digest"] == (None, row.digest)


def test_an_amendment_asks_the_representative_and_answers_who_proposed_it(app: Flask) -> None:
    plan = a_year.approved()
    amendment = a_year.amended(plan, moved(a_year.rows_of(plan)))
    a_year.decide_amendment(plan, amendment, Decision.SENT_BACK, reason="急がない")
    assert amendment.state is AmendmentState.SENT_BACK
    assert years.duties_of(plan)[0].planned_on == a_year.LATE
    posted = [(each.key, each.person_id) for each in reversed(mailed.about("YP-2026"))]
    assert posted[-2:] == [
        ("year_asked", IDS["representative"]),
        ("year_sent_back", IDS["privacy_manager"]),
    ]
    again = a_year.amended(plan, moved(a_year.rows_of(plan)))
    assert again.number == 2
    a_year.decide_amendment(plan, again)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        a_year.decide_amendment(plan, again)


def test_who_proposed_an_amendment_does_not_decide_it(app: Flask) -> None:
    plan = a_year.approved()
    amendment = a_year.amended(plan, moved(a_year.rows_of(plan)), by="representative")
    for key in ("representative", "audit_manager"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            a_year.decide_amendment(plan, amendment, by=key)
    with pytest.raises(Stale):
        a_year.decide_amendment(plan, amendment, by="privacy_manager", seen_digest="0" * 64)
    a_year.decide_amendment(plan, amendment, by="privacy_manager")


def test_one_amendment_waits_at_a_time(app: Flask) -> None:
    plan = a_year.approved()
    waits = a_year.amended(plan, moved(a_year.rows_of(plan)))
    assert year_amendments.open_amendment(plan) is waits
    assert year_amendments.of_number(plan, 1) is waits
    with pytest.raises(NotFound, match="no_such_amendment"):
        year_amendments.of_number(plan, 2)
    with pytest.raises(RuleBroken, match="amendment_waits"):
        a_year.amended(plan, [])


def test_what_was_done_meanwhile_stays_as_it_was_done(app: Flask) -> None:
    plan = a_year.approved()
    amendment = a_year.amended(plan, [*a_year.rows_of(plan)[1:], NEW])
    year_results.report_done(plan, 15, Done("済", TODAY), by=viewer("owner"))
    a_year.decide_amendment(plan, amendment)
    education = years.duty_at(plan, 15)
    assert (education.dropped, education.done_on) == (False, TODAY)
    trail.write_pending()
    told = {each.field: each.after for each in trail.history("YP-2026")[0].values}
    assert told["duties"] == "2027-01-29 臨時の点検 (髙山 由紀)"


def test_done_and_dropped_duties_are_not_amended(app: Flask) -> None:
    plan = a_year.approved()
    rows = a_year.rows_of(plan)
    year_results.report_done(plan, 15, Done("済", TODAY), by=viewer("owner"))
    with pytest.raises(Stale):
        a_year.amended(plan, rows)
    a_year.decide_amendment(plan, a_year.amended(plan, []))
    assert [each.dropped for each in years.duties_of(plan)] == [False, True]
    with pytest.raises(RuleBroken, match="duty_not_planned"):
        year_results.report_done(plan, 16, Done("済", TODAY), by=viewer("audit_manager"))


def test_what_an_amendment_may_not_do(app: Flask) -> None:
    waiting = a_year.submitted()
    with pytest.raises(RuleBroken, match="year_plan_not_approved"):
        a_year.amended(waiting, [NEW])
    years.decide(
        waiting, a_year.decision(waiting), version=waiting.version, by=viewer("representative")
    )
    rows, version = a_year.rows_of(waiting), waiting.version
    with pytest.raises(RuleBroken, match="nothing_amended"):
        a_year.amended(waiting, rows)
    with pytest.raises(BadInput, match="duty_needed"):
        a_year.amended(waiting, [])
    with pytest.raises(BadInput, match="duty_outside_year"):
        a_year.amended(waiting, [replace(NEW, planned_on=date(2027, 4, 1))])
    with pytest.raises(RuleBroken, match="due_in_past"):
        a_year.amended(waiting, [replace(NEW, planned_on=TODAY - timedelta(days=1))])
    with pytest.raises(NotAllowed, match="year_keepers_only"):
        a_year.amended(waiting, [NEW], by="head")
    with pytest.raises(Stale):
        year_amendments.propose(
            waiting, [NEW], "理由", version=version - 1, by=viewer("privacy_manager")
        )


def test_whoever_proposed_an_amendment_takes_it_back_and_the_plan_stays(app: Flask) -> None:
    plan = a_year.approved()
    amendment = a_year.amended(plan, moved(a_year.rows_of(plan)))
    seen = plan.version

    def withdraw(by: str, reason: str = "会場が見つかった。", version: int = seen) -> None:
        year_amendments.withdraw(plan, amendment, reason, version=version, by=viewer(by))

    for other in ("representative", "audit_manager"):
        with pytest.raises(NotAllowed, match="amendment_withdrawn_by_writer"):
            withdraw(other)
    with pytest.raises(RuleBroken, match="reason_needed"):
        withdraw("privacy_manager", " ")
    with pytest.raises(Stale):
        withdraw("privacy_manager", version=seen - 1)
    withdraw("privacy_manager")
    assert (amendment.state, amendment.withdrawal) == (
        AmendmentState.WITHDRAWN,
        "会場が見つかった。",
    )
    assert years.duties_of(plan)[0].planned_on == a_year.LATE
    assert year_amendments.open_amendment(plan) is None
    trail.write_pending()
    assert trail.history("YP-2026")[0].move == "amendment_withdrawn"
    with pytest.raises(RuleBroken, match="move_not_possible"):
        withdraw("privacy_manager", version=plan.version)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        a_year.decide_amendment(plan, amendment)
    assert a_year.amended(plan, moved(a_year.rows_of(plan))).number == 2
