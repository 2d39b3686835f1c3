"""What persons are shown when they give their information: since when, until when, or why not."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules import notice_rules
from pms_tracker.do.rules.notice_rules import Exempt, NoticeForm, NoticeState, Shown
from pms_tracker.do.uses.acquisition_notices import ACQUISITION_NOTICES, STATE
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.registers import entries, entry_fields
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_ledger import entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 12, 31), date(2028, 2, 29)
OBVIOUS = Exempt.OBVIOUS
PLACE = "/do/notices/"


@pytest.mark.parametrize(
    ("shown", "reason", "why"),
    [
        (Shown(FIRST, None), "", None),
        (Shown(FIRST, FIRST), "", None),
        (Shown(FIRST, FIRST - DAY), "", "notice_ends_before"),
        (Shown(None, None), "", "notice_without_day"),
        (Shown(None, LAST, OBVIOUS), "名刺", "notice_ends_before"),
        (Shown(None, None, OBVIOUS), "", "notice_exempt_unsaid"),
        (Shown(None, None, OBVIOUS), "名刺", None),
    ],
)
def test_a_notice_has_its_days_or_a_reason(shown: Shown, reason: str, why: str | None) -> None:
    if why is None:
        notice_rules.check(shown, reason)
        return
    with pytest.raises(RuleBroken, match=why):
        notice_rules.check(shown, reason)


@pytest.mark.parametrize(
    ("shown", "today", "state"),
    [
        (Shown(FIRST, LAST), FIRST - DAY, NoticeState.TO_COME),
        (Shown(FIRST, LAST), FIRST, NoticeState.SHOWN),
        (Shown(FIRST, LAST), LAST, NoticeState.SHOWN),
        (Shown(FIRST, LAST), LAST + DAY, NoticeState.OVER),
        (Shown(FIRST, None), date.max, NoticeState.SHOWN),
        (Shown(None, None, OBVIOUS), FIRST, NoticeState.EXEMPT),
        (Shown(FIRST, LAST, OBVIOUS), LAST + DAY, NoticeState.OVER),
    ],
)
def test_whether_it_is_shown_today(shown: Shown, today: date, state: NoticeState) -> None:
    assert notice_rules.state_of(shown, today) is state


def a_notice(**more: Any) -> Any:
    told = {"name": "申込書の裏面", "form": NoticeForm.CUSTOMER, "shown_from": TODAY, **more}
    return entries.enter(ACQUISITION_NOTICES, told, by=viewer("head"))


def test_an_entry_of_the_ledger_is_shown_each_version_that_names_it(app: Flask) -> None:
    named = entered()
    rows = (LEDGER.name_of(named),)
    old = a_notice(rows=rows, form_version="1", shown_from=TODAY - DAY, shown_until=TODAY - DAY)
    new = a_notice(rows=rows, form_version="2")
    a_notice(form_version="3")
    ((register, found),) = entry_fields.naming(LEDGER, named, viewer("head"), [ACQUISITION_NOTICES])
    assert (register, list(found)) == (ACQUISITION_NOTICES, [old, new])
    assert [STATE.of(each) for each in found] == ["明示の終了", "明示中"]


def test_it_is_entered_in_a_browser_and_refused_beside_its_field(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entered()
    page = visitor.as_("head").get(f"{PLACE}new")
    sent = {**form(page, PLACE), "name": "名刺の交換", "form": "other", "rows": ["PI-2026-001"]}
    refused = visitor.post(PLACE, **sent)
    assert refused.status_code == 400
    assert "明示を始めた日を入力してください" in words(refused)
    told = visitor.post(PLACE, **{**sent, "exempt": "obvious", "reason": "連絡に使うと明らか"})
    assert told.location == f"{PLACE}NT-2026-001"
    assert "明示しない" in words(visitor.get(told.location))
    assert told.location in words(visitor.get("/do/ledger/PI-2026-001"))
    # What is shown is for everybody who may open it; which entries it is for is not.
    other = visitor.as_("other_head").get(told.location)
    assert other.status_code == 200
    assert "PI-2026-001" not in words(other)
    assert visitor.as_("auditor").get(f"{told.location}/edit").status_code == 403
