"""Laws: the shipped list, checks recorded at once, impacts approved, duties, the text check."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.plan.laws import law_checks, law_lists, laws
from pms_tracker.plan.laws.law_checks import Found
from pms_tracker.plan.laws.law_duties import CHECK, MEET, REFLECT
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.impact_rules import Need
from pms_tracker.plan.rules.law_rules import CheckResult, LawKind, LawState
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks import policy_check
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import IDS, TODAY, viewer
from tests.do import test_risks

DAY = timedelta(days=1)
LAW: dict[str, Any] = {"name": "条例", "kind": LawKind.ORDINANCE, "asks": "掲示する。"}
AMENDED: dict[str, Any] = {"amendment": "同意の年齢が変わる。", "announced_on": TODAY - DAY}
JUDGED: dict[str, Any] = {
    "rule_need": Need.NEEDED,
    "rule_due": TODAY + 20 * DAY,
    **{
        f"{area}_{part}": value
        for area in ("form", "purpose", "training", "risk")
        for part, value in (("need", Need.NOT_NEEDED), ("what", "関係しない"))
    },
}


def in_force(**more: Any) -> Any:
    row = entries.enter(LAWS, {**LAW, **more}, by=viewer("privacy_manager"))
    test_risks.hand_in(row, "privacy_manager", LAWS)
    test_risks.approve(row, "representative", LAWS)
    return row


def due(kind: str, on: date = TODAY) -> list[tuple[int, date]]:
    with clock.set_to(clock.at(on)):
        found = reading.due(date.max, None, kinds=[kind])
        assert list(kept_duties.compare()) == []
    return [(each.person_id, each.due_on) for each in found]


def test_the_list_is_drafted_once_and_what_is_there_stays(app: Flask) -> None:
    by = viewer("privacy_manager")
    entries.enter(LAWS, {**LAW, "name": "労働基準法"}, by=by)
    codes = [each.code for each in law_lists.shipped().norms]
    made = law_lists.draft(codes, by=by)
    assert len(made) == len(codes) - 1
    assert {each.state for each in made} == {Standing.DRAFT}
    assert law_lists.missing() == []
    assert law_lists.draft(codes, by=by) == []
    with pytest.raises(RuleBroken):
        law_lists.draft([], by=by)
    with pytest.raises(NotFound):
        law_lists.draft(["no_such"], by=by)


def test_every_norm_of_the_list_may_be_registered_and_says_what_it_asks() -> None:
    norms = law_lists.shipped().norms
    assert len({each.code for each in norms}) == len(norms)
    assert {each.whom for each in norms} <= set(law_lists.FOR)
    assert all(each.values["asks"] and each.values["issuer"] for each in norms)


def test_every_norm_of_the_list_says_where_it_is_from_of_which_day_and_that_it_is_to_be_checked(
    app: Flask,
) -> None:
    listed = law_lists.shipped()
    for norm in listed.norms:
        assert norm.values["published"] in norm.values["note"]
        assert "2026年11月1日時点" in norm.values["note"]
        assert "確かめ" in norm.values["note"]
        # Nobody has checked it yet, whatever the list says.
        assert not {"checked_on", "result"} & set(norm.values)
    (made,) = law_lists.draft(["appi"], by=viewer("privacy_manager"))
    assert (listed.as_of, made.note) == (date(2026, 11, 1), listed.norms[0].values["note"])
    assert (made.announced_on, made.effective_on, made.latest_on) == (
        *(date(2026, 7, 17), None),
        date(2028, 7, 16),
    )
    assert "2027年1月17日" in made.amendment
    assert "二次資料" in made.amendment


def test_an_amendment_is_handed_in_once_all_that_it_touches_is_judged(app: Flask) -> None:
    row = entries.enter(LAWS, {**LAW, **AMENDED}, by=viewer("head"))
    with pytest.raises(RuleBroken):
        test_risks.hand_in(row, "head", LAWS)
    entries.change(LAWS, row, JUDGED, seen=row.version, by=viewer("head"))
    test_risks.hand_in(row, "head", LAWS)
    test_risks.approve(row, "privacy_manager", LAWS)
    assert laws.state_of(row) is LawState.ANNOUNCED
    assert due(MEET) == [(IDS["privacy_manager"], TODAY + 20 * DAY)]
    done = {"rule_done": TODAY}
    entries.change(LAWS, row, done, seen=row.version, by=viewer("privacy_manager"))
    assert (row.state, due(MEET)) == (Standing.IN_FORCE, [])


def test_what_is_needed_without_a_day_is_refused(app: Flask) -> None:
    with pytest.raises(BadInput):
        entries.enter(LAWS, {**LAW, "rule_need": Need.NEEDED}, by=viewer("head"))


def test_checks_are_recorded_at_once_and_move_the_duty_on_by_a_year(app: Flask) -> None:
    first, second = in_force(), in_force(name="別の条例")
    assert due(CHECK) == [(IDS["privacy_manager"], TODAY + 30 * DAY)]
    by = viewer("privacy_manager")
    found = [Found(row.id, row.version, CheckResult.UNCHANGED, "官報") for row in (first, second)]
    assert law_checks.record(found, by=by) == 2
    assert (first.state, first.checked_on, first.result) == (
        *(Standing.IN_FORCE, TODAY),
        CheckResult.UNCHANGED,
    )
    assert [day for _person, day in due(CHECK, date(2027, 11, 1))] == [date(2027, 11, 24)]
    with pytest.raises(Stale):
        law_checks.record(found, by=by)
    with pytest.raises(RuleBroken):
        law_checks.record([], by=by)
    with pytest.raises(NotFound):
        law_checks.record([Found(999, 1, CheckResult.UNCHANGED)], by=by)


def test_what_comes_into_force_is_to_be_reflected(app: Flask) -> None:
    row = in_force(**AMENDED, **JUDGED, effective_on=TODAY)
    assert laws.state_of(row) is LawState.IN_FORCE
    assert [day for _person, day in due(REFLECT)] == [TODAY]
    reflected = {"reflected_on": TODAY}
    entries.change(LAWS, row, reflected, seen=row.version, by=viewer("privacy_manager"))
    assert (laws.state_of(row), due(REFLECT)) == (LawState.REFLECTED, [])


def test_the_text_check_says_nothing_of_articles_once_the_law_is_another_one(app: Flask) -> None:
    row = in_force(**AMENDED, **JUDGED, effective_on=TODAY)
    assert laws.changes_on("appi") is None
    row.code = "appi"
    assert laws.changes_on("appi") == TODAY
    text = policy_text.read(
        "方針\n1. 漏えい等の報告\n個人情報保護法第23条により漏えい等を報告します。"
    )

    def remarked(changes_on: date | None) -> bool:
        found = policy_check.check(text, TODAY, law_changes_on=changes_on)
        return any(each.rule == "wrong_article" for each in found)

    assert (remarked(None), remarked(TODAY + DAY), remarked(TODAY)) == (True, True, False)


def test_the_next_check_follows_from_when_it_was_registered(app: Flask) -> None:
    assert laws.NEXT.of(in_force()) == TODAY + 30 * DAY
    # Of what was approved on some day nobody says it: a check is no part of it.
    assert laws.NEXT.of_now
