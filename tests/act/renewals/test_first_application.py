"""The first application for the mark: no term ends, no day is set, and the first term follows."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.renewals import package_items, renewals
from pms_tracker.act.renewals.renewal_duties import APPLY, PREPARE, STOP
from pms_tracker.act.rules.renewal.renewal_rules import Body, RenewalState
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput, RuleBroken
from tests.act.renewals.test_next_term import every
from tests.act.renewals.test_renewals import EXPIRES, change, registered
from tests.cast import TODAY
from tests.databases import Served
from tests.papers import told
from tests.plan.laws.test_laws import due
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

RECORD = "/act/renewals/RN-2026-001"
DAY = timedelta(days=1)


def test_no_day_is_set_for_it_and_its_steps_are_recorded(app: Flask) -> None:
    row = registered(expires_on=None)
    assert renewals.is_first(row)
    assert renewals.state_of(row) is RenewalState.PREPARING
    assert (renewals.FIRST.of(row), renewals.LAST.of(row)) == (None, None)
    for kind in (PREPARE, APPLY, STOP):
        assert due(kind, on=TODAY + 1000 * DAY) == []
    change(row, submitted_on=TODAY)
    assert renewals.state_of(row) is RenewalState.SUBMITTED
    assert renewals.term_of(row) == (date(2024, 11, 25), TODAY)
    assert list(kept_duties.compare()) == []


@pytest.mark.parametrize(
    ("granted_on", "last", "opens"),
    [
        (TODAY, date(2028, 11, 23), date(2028, 3, 24)),
        (date(2028, 2, 29), date(2030, 2, 28), date(2029, 6, 29)),
    ],
)
def test_the_first_term_begins_on_the_day_of_the_grant(
    granted_on: date, last: date, opens: date, app: Flask
) -> None:
    row = registered(expires_on=None, registration="99000123(01)")
    with time_machine.travel(clock.at(granted_on, 10), tick=True):
        change(row, submitted_on=TODAY, granted_on=granted_on)
    term = renewals.next_of(row)
    assert (term.started_on, term.expires_on) == (granted_on, last)
    assert (term.body, term.registration) == (row.body, "99000123(01)")
    window = renewals.window_of(term)
    assert window is not None
    assert window.first == opens
    # What is said of the grant later makes no second term.
    with time_machine.travel(clock.at(granted_on, 11), tick=True):
        change(row, note="登録証を受け取った。")
        change(row, granted_on=granted_on - DAY if granted_on > TODAY else granted_on)
    assert len(every()) == 2


def test_who_has_a_mark_says_when_it_ends(app: Flask) -> None:
    row = registered(submitted_on=TODAY)
    with pytest.raises(BadInput, match="entry_refused") as refused:
        registered(expires_on=None)
    assert refused.value.values["beside"] == "expires_on"
    # A mark that is used no more is applied for anew.
    with time_machine.travel(clock.at(EXPIRES + DAY, 10), tick=True):
        change(row, refused_on=EXPIRES, stopped_on=EXPIRES + DAY)
        again = registered(expires_on=None, submitted_on=EXPIRES + DAY)
        change(again, granted_on=EXPIRES + DAY)
        assert renewals.next_of(again).started_on == EXPIRES + DAY


def test_a_mark_that_lapsed_is_applied_for_anew_beside_what_was_granted_first(app: Flask) -> None:
    row = registered(expires_on=None, submitted_on=TODAY)
    change(row, granted_on=TODAY)
    term = renewals.next_of(row)
    with time_machine.travel(clock.at(term.expires_on + DAY, 10), tick=True):
        change(term, stopped_on=term.expires_on + DAY)
        again = registered(expires_on=None)
        assert renewals.state_of(again) is RenewalState.PREPARING


def test_what_was_refused_is_applied_for_anew_and_one_is_open_at_a_time(app: Flask) -> None:
    row = registered(expires_on=None, submitted_on=TODAY)
    with pytest.raises(RuleBroken, match="entry_known"):
        registered(expires_on=None)
    change(row, refused_on=TODAY)
    assert renewals.stop_from(row) is None
    second = registered(expires_on=None)
    assert renewals.state_of(second) is RenewalState.PREPARING


@pytest.mark.parametrize("said", [{"started_on": TODAY}, {"stopped_on": TODAY}])
def test_days_of_a_term_are_refused_where_there_is_none(said: dict[str, date], app: Flask) -> None:
    with pytest.raises(BadInput, match="entry_refused"):
        registered(expires_on=None, **said)


def test_each_body_asks_for_papers_of_its_own_with_the_first(app: Flask) -> None:
    for body in Body:
        for first in (True, False):
            package = package_items.package_for(body, TODAY, first=first)
            assert package.body is body
            assert package.first is (body is Body.JIPDEC)
    assert {each.first for each in package_items.packages()} == {True, False}


def test_its_pages_and_papers_speak_of_no_term(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        registered(expires_on=None)
    manager = visitor.as_("privacy_manager")
    page = words(manager.get(RECORD))
    assert "新規申請の準備状況" in page
    assert "更新の準備状況" not in page
    assert f'href="{RECORD}/edit#submitted_on">申請を記録する</a>' in page
    # Whoever reads it alone is not asked.
    assert "申請を記録する" not in words(visitor.as_("audit_manager").get(RECORD))
    manager = visitor.as_("privacy_manager")
    assert "新規申請の準備状況" in words(manager.get(f"{RECORD}/readiness"))
    assert "更新の申請の一覧です" in words(manager.get(f"{RECORD}/papers"))
    for name in ("readiness.pdf", "summary.pdf"):
        paper = told(manager.get(f"{RECORD}/{name}").get_data(), tmp_path)
        assert "はじめての申請のための確認" in paper
        assert "有効期間" not in paper
    assert manager.get(f"{RECORD}/package.zip").status_code == 200
    for name in ("", "/readiness", "/papers"):
        assert manager.get(f"{RECORD}{name}").status_code == 200


def test_it_is_registered_granted_and_followed_on_pages(served: Served, visitor: Visitor) -> None:
    manager = visitor.as_("privacy_manager")
    new = "/act/renewals/new"
    sent = {**form(manager.get(new), "/act/renewals/"), "body": "jipdec", "expires_on": ""}
    assert manager.post("/act/renewals/", **sent).status_code == 302
    assert "準備中" in words(manager.get("/act/renewals/"))
    edit = f"{RECORD}/edit"
    days = {"submitted_on": "2026-11-02", "granted_on": "2026-11-20"}
    assert manager.post(edit, **{**form(manager.get(edit), edit), **days}).status_code == 302
    page = words(manager.get(RECORD))
    assert "2028年11月19日(日)" in page
