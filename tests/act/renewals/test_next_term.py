"""What follows the end of a renewal: the next term with its window, or the mark used no more."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import renewals
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.renewals.renewal_duties import APPLY, PREPARE, STOP
from pms_tracker.act.rules.renewal.renewal_rules import RenewalState
from pms_tracker.act.tables.renewal_tables import Renewal
from pms_tracker.database import session
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers import entries
from pms_tracker.reminders.calendars import calendars
from tests.act.renewals.test_renewals import EXPIRES, change, registered, remarked
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.plan.laws.test_laws import due
from tests.visitor import Visitor
from tests.web.browsing import committing, words

MANAGER = IDS["privacy_manager"]
RECORD = "/act/renewals/RN-2026-001"


def every() -> list[Renewal]:
    return list(session.scalars(select(Renewal).order_by(Renewal.expires_on)))


def test_the_next_term_follows_a_grant_by_itself(app: Flask) -> None:
    row = registered(registration="99000123(05)", submitted_on=TODAY)
    assert every() == [row]
    change(row, granted_on=TODAY)
    first, second = every()
    assert (first, renewals.next_of(first)) == (row, second)
    assert (second.started_on, second.expires_on) == (date(2027, 5, 2), date(2029, 5, 1))
    assert (second.body, second.registration) == (row.body, "99000123(05)")
    assert renewals.state_of(second) is RenewalState.PREPARING
    window = renewals.window_of(second)
    assert (window.first, window.last) == (date(2028, 9, 2), date(2029, 1, 2))
    assert due(PREPARE, on=date(2028, 7, 1)) == [(MANAGER, window.first)]
    assert due(APPLY, on=window.first) == [(MANAGER, window.last)]
    # Another change of what was granted, or a grant that is corrected, makes no second one.
    change(row, note="登録証を受け取った。")
    change(row, granted_on=None)
    change(row, granted_on=TODAY)
    assert every() == [first, second]
    assert list(kept_duties.compare()) == []


def test_the_mark_is_granted_once_every_remark_was_answered(app: Flask) -> None:
    row = registered(submitted_on=TODAY)
    first, second, struck = (remarked() for _one in range(3))
    entries.retire(REMARKS, struck, reason="二重", by=viewer("privacy_manager"))
    answered = {"answered_on": TODAY, "answer": "台帳を改めた。"}
    for each, left in ((None, ("001", "002")), (first, ("002",))):
        if each is not None:
            entries.change(REMARKS, each, answered, seen=each.version, by=viewer("privacy_manager"))
        for day in ("decided_on", "granted_on"):
            with (
                pytest.raises(BadInput, match="renewal_unanswered") as refused,
                session.begin_nested(),
            ):
                change(row, **{day: TODAY})
            assert refused.value.values["remarks"] == [f"{REMARKS.kind}-2026-{no}" for no in left]
    # That it was refused is said at any time.
    entries.change(REMARKS, second, answered, seen=second.version, by=viewer("privacy_manager"))
    change(row, decided_on=TODAY, granted_on=TODAY)
    assert len(every()) == 2


def test_a_renewal_that_nobody_applied_for_asks_to_use_the_mark_no_more(app: Flask) -> None:
    row = registered()
    assert due(STOP) == []
    assert due(APPLY, on=EXPIRES) == [(MANAGER, date(2027, 1, 4))]
    after = date(2027, 5, 2)
    assert (due(APPLY, on=after), due(STOP, on=after)) == ([], [(MANAGER, after)])
    with time_machine.travel(clock.at(after, 10)):
        assert renewals.state_of(row) is RenewalState.EXPIRED
        change(row, stopped_on=after)
    assert due(STOP, on=after) == []


def test_a_renewal_that_is_refused_asks_for_it_as_of_the_end_of_the_term(app: Flask) -> None:
    row = registered(submitted_on=TODAY)
    change(row, refused_on=TODAY)
    assert renewals.state_of(row) is RenewalState.REFUSED
    assert due(STOP) == [(MANAGER, date(2027, 5, 2))]
    change(row, refused_on=None)
    assert due(STOP) == []


def test_its_page_says_what_now(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = registered(submitted_on=TODAY)
    visitor.as_("privacy_manager")
    assert "次の有効期間" not in words(visitor.get(RECORD))
    with committing(served):
        (row,) = every()
        change(row, granted_on=TODAY)
    page = words(visitor.get(RECORD))
    assert "次の有効期間は2027年5月2日(日)から" in page
    assert 'href="/act/renewals/RN-2026-002"' in page
    with committing(served):
        change(every()[0], granted_on=None, refused_on=TODAY)
    page = words(visitor.get(RECORD))
    assert "付与されなかった" in page
    assert "新規の申請になります" in page


def test_the_calendar_has_the_window_of_the_next_term(app: Flask) -> None:
    row = registered(submitted_on=TODAY)
    change(row, granted_on=TODAY)
    for day, kind, due_on in (
        (date(2028, 7, 1), PREPARE, date(2028, 9, 2)),
        (date(2028, 9, 2), APPLY, date(2029, 1, 2)),
    ):
        with time_machine.travel(clock.at(day, 10)):
            told = calendars.own(MANAGER, date(2029, 4, 1))
        assert (kind, due_on) in {(each.kind, each.due_on) for each in told}
