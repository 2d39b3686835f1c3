"""What stops the clock of a request, or gives it a later day, takes two: it runs on until then."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act import act_proofs, act_undecided
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows, matters
from pms_tracker.do.disclosure_requests.person_requests import ANSWER_BY, REQUESTS
from pms_tracker.do.disclosure_requests.request_duties import ANSWER, DECIDE, SEND
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.rules.contact.request_rules import Ending, RequestMatter
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.request_tables import PersonRequest, RequestDecision
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.trail import trail
from tests.act.erasures.erasing import erase, told as told_of
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_person_requests import (
    ANSWERED,
    DAY,
    FATHER,
    NUMBER,
    a_request,
    agreed,
    approve,
    beside,
    change,
    due,
    eased,
    hand_in,
    progress,
    proposed,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = f"/do/requests/{NUMBER}"
LIMIT = TODAY + 14 * DAY


def mistaken(row: Any, by: str = "privacy_manager") -> RequestDecision:
    told = {"version": row.version, "by": viewer(by)}
    reason = "二重に登録した。"
    made: RequestDecision = matters.ask(REQUEST_MATTERS, row, RequestMatter.STRUCK, reason, **told)
    return made


def proven() -> bool:
    trail.write_pending()
    return not list(act_proofs.verify())


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"arrived_on": TODAY}, "arrived_on"),
        ({"longer_until": LIMIT, "longer_reason": "記録が多い"}, "longer_until"),
        ({"ending": Ending.WITHDRAWN, "closed_on": TODAY}, "ending"),
        ({"ending": Ending.UNIDENTIFIED, "closed_on": TODAY}, "ending"),
    ],
)
def test_nobody_alone_stops_its_clock_or_gives_it_a_later_day(
    app: Flask, told: dict[str, Any], field: str
) -> None:
    assert beside(a_request(arrived_on=TODAY - DAY), **told) == field


@pytest.mark.parametrize(
    "told",
    [
        {"longer_until": LIMIT + DAY, "longer_reason": "記録が多い"},
        {"ending": Ending.WITHDRAWN, "closed_on": TODAY},
        {"sent_on": TODAY},
        {"sent_on": TODAY, "closed_on": TODAY},
    ],
)
def test_nor_as_it_is_entered(app: Flask, told: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="entry_refused"):
        a_request(**told)
    # What a file brings in of years ago may be over, and is not new by another day.
    old = a_request(**{**told, "arrived_on": TODAY - 40 * DAY})
    assert progress(old)
    assert beside(old, arrived_on=TODAY)


def test_what_shortens_or_only_adds_is_said_by_one(app: Flask) -> None:
    row = a_request()
    change(row, arrived_on=TODAY - DAY)
    change(row, longer_until=TODAY + 3 * DAY, longer_reason="急いで回答する")
    change(row, note="電話あり")
    assert (ANSWER, TODAY + 3 * DAY) in due("privacy_manager")


def test_a_later_day_counts_once_another_agreed_and_the_clock_runs_until_then(app: Flask) -> None:
    row = a_request(arrived_on=TODAY - 3 * DAY)
    made = proposed(row, arrived_on=TODAY)
    assert made.facts == {"arrived_on": [(TODAY - 3 * DAY).isoformat(), TODAY.isoformat()]}
    assert due("privacy_manager") == [(ANSWER, LIMIT - 3 * DAY)]
    assert [kind for kind, _day in due("representative")] == [DECIDE]
    heard = session.scalars(
        select(OutboxLetter.person_id).where(OutboxLetter.key == "request_matter_asked")
    )
    assert list(heard) == [IDS["representative"]]
    with pytest.raises(NotAllowed):
        agreed(row, made, "privacy_manager")
    signed = agreed(row, made)
    assert (row.arrived_on, due("privacy_manager")) == (TODAY, [(ANSWER, LIMIT)])
    assert proven()
    act_undecided.take_back(signed.id, by=viewer("representative"))
    assert (row.arrived_on, made.state) == (TODAY - 3 * DAY, DecisionState.WAITING)
    assert due("privacy_manager") == [(ANSWER, LIMIT - 3 * DAY)]
    assert list(kept_duties.compare()) == []


def test_a_decision_on_which_an_answer_was_built_stands(app: Flask) -> None:
    row = a_request(**ANSWERED, arrived_on=TODAY - DAY)
    signed = agreed(row, proposed(row, arrived_on=TODAY))
    hand_in(row)
    with pytest.raises(RuleBroken, match="built_on_already"):
        act_undecided.take_back(signed.id, by=viewer("representative"))
    approve(row)
    assert row.arrived_on == TODAY


@pytest.mark.parametrize("ending", [Ending.WITHDRAWN, Ending.UNIDENTIFIED])
def test_what_is_not_answered_ends_once_another_agreed(app: Flask, ending: Ending) -> None:
    row = a_request()
    made = proposed(row, ending=ending, closed_on=TODAY)
    assert ANSWER_BY.of(row) == LIMIT
    agreed(row, made)
    assert progress(row) in {"取下げ", "確認不能"}
    assert due("privacy_manager") == due("representative") == []
    assert list(kept_duties.compare()) == []
    assert proven()


def test_what_ended_unanswered_is_not_offered_to_be_handed_in(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However many ended before, what is still to be answered is not crowded out.
    monkeypatch.setattr(entry_decisions, "MOST", 1)
    ended, goes_on = a_request(), a_request()
    keeper = viewer("privacy_manager")
    assert [each.row for each in entry_decisions.drafted_by(REQUESTS, keeper)] == [ended]
    eased(ended, ending=Ending.WITHDRAWN, closed_on=TODAY)
    assert [each.row for each in entry_decisions.drafted_by(REQUESTS, keeper)] == [goes_on]


def test_what_was_approved_and_not_sent_is_withdrawn_by_two_and_revised_else(app: Flask) -> None:
    row = a_request(**ANSWERED, arrived_on=TODAY - DAY)
    hand_in(row)
    approve(row)
    with pytest.raises(BadInput, match="matter_eases_nothing"):
        proposed(row, arrived_on=TODAY)
    kept = session.begin_nested()
    assert beside(row, ending=Ending.WITHDRAWN, closed_on=TODAY) == "ending"
    kept.rollback()
    eased(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    assert (progress(row), row.edition) == ("取下げ", 1)
    assert proven()


def test_nothing_is_asked_while_an_answer_waits_and_facts_lapse_with_it(app: Flask) -> None:
    row = a_request(**ANSWERED, arrived_on=TODAY - DAY)
    made = proposed(row, arrived_on=TODAY)
    hand_in(row)
    with pytest.raises(RuleBroken, match="matter_late"):
        agreed(row, made)
    with pytest.raises(RuleBroken, match="matter_late"):
        mistaken(row)
    approve(row)
    # The day of arrival is part of what was approved.
    with pytest.raises(RuleBroken, match="matter_late"):
        agreed(row, made)
    assert due("privacy_manager") == [(SEND, LIMIT - DAY)]
    change(row, sent_on=TODAY)
    assert made.state is DecisionState.LAPSED
    assert due("representative") == []


def test_it_lapses_with_its_facts_alone_and_is_asked_once(app: Flask) -> None:
    row = a_request(arrived_on=TODAY - 3 * DAY)
    made = proposed(row, arrived_on=TODAY)
    change(row, note="電話あり")
    assert made.state is DecisionState.WAITING
    with pytest.raises(RuleBroken, match="matter_asked"):
        proposed(row, arrived_on=TODAY - DAY)
    change(row, arrived_on=TODAY - 4 * DAY)
    assert made.state is DecisionState.LAPSED
    other = proposed(row, arrived_on=TODAY)
    with pytest.raises(NotAllowed, match="matter_asker"):
        matters.take_back(REQUEST_MATTERS, row, other, by=viewer("representative"))
    matters.take_back(REQUEST_MATTERS, row, other, by=viewer("privacy_manager"))
    assert matter_rows.standing(RequestDecision, row) == []


def test_what_eases_nothing_or_has_no_reason_is_not_asked(app: Flask) -> None:
    row = a_request()
    with pytest.raises(BadInput, match="matter_eases_nothing"):
        proposed(row, arrived_on=TODAY - DAY)
    with pytest.raises(BadInput, match="entry_refused"):
        proposed(row, ending=Ending.WITHDRAWN)
    told = {"version": row.version, "by": viewer("privacy_manager"), "facts": {}}
    with pytest.raises(BadInput, match="matter_reason_missing"):
        matters.ask(REQUEST_MATTERS, row, RequestMatter.EASED, " ", **told)


def test_one_that_is_still_to_be_answered_is_struck_by_two(app: Flask) -> None:
    row = a_request()
    with pytest.raises(RuleBroken, match="request_struck_by_two"):
        entries.retire(REQUESTS, row, reason="重複", by=viewer("privacy_manager"))
    other = proposed(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    made = mistaken(row)
    assert due("privacy_manager") == [(ANSWER, LIMIT)]
    signed = agreed(row, made)
    assert (row.struck, other.state) == ("二重に登録した。", DecisionState.LAPSED)
    assert due("privacy_manager") == due("representative") == []
    act_undecided.take_back(signed.id, by=viewer("representative"))
    assert (row.struck, due("privacy_manager")) == ("", [(ANSWER, LIMIT)])
    assert proven()


def test_one_that_is_over_is_struck_by_one(app: Flask) -> None:
    row = a_request()
    eased(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    entries.retire(REQUESTS, row, reason="重複", by=viewer("privacy_manager"))
    assert row.struck == "重複"


def test_why_it_was_asked_is_erased_and_the_decision_counts(app: Flask, tmp_path: Path) -> None:
    row = a_request()
    why = "𠮷村さんの記録が多い"
    eased(row, longer_until=LIMIT + DAY, longer_reason=why)
    field = REQUESTS.trail_name(REQUESTS.field("longer_reason"))
    erase(tmp_path, NUMBER, field)
    erase(tmp_path, NUMBER, "reason")
    (made,) = matter_rows.every(RequestDecision, row)
    assert (made.reason, made.facts["longer_reason"]) == (TOMBSTONE, ["", TOMBSTONE])
    assert why not in told_of(row.reference)
    assert row.longer_until == LIMIT + DAY
    assert proven()


def test_the_desk_asks_and_who_may_not_know_of_it_does_not_read(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_request("employee", unit_id=UNIT_IDS["松本教室"], arrived_on=TODAY - DAY)
    place = f"{PLACE}/decisions/eased"
    assert visitor.as_("other_head").get(place).status_code == 404
    page = visitor.as_("head").get(PLACE)
    assert f'href="{place}"' in page.text
    assert f"{PLACE}/retire" not in page.text
    assert f'href="{PLACE}/decisions/struck"' in page.text
    action = f"{PLACE}/decisions/ease"
    sent = form(visitor.get(place), action)
    told = {**sent, "arrived_on": TODAY.isoformat(), "reason": "受付印の日だった。"}
    assert visitor.post(action, **{**told, "reason": " "}).status_code == 400
    assert visitor.post(action, **told).status_code == 302
    page = visitor.as_("privacy_manager").get(place)
    assert "承認後の期限" in words(page)
    assert str(FATHER["requester_name"]) not in page.text
    visitor.post("/language", language="en")
    assert "<dt>Progress</dt><dd>Received</dd>" in words(visitor.get(place))
    visitor.post("/language", language="ja")
    decide = f"{place}/decide"
    assert visitor.post(decide, **{**form(page, decide), "decision": "approved"}).status_code == 302
    with reading(served):
        assert session.scalars(select(PersonRequest)).one().arrived_on == TODAY
    # What was decided stands on the record, and is no decision of its answer.
    page = words(visitor.get(PLACE))
    assert "期限を延ばす・なくす変更" in page


def test_sent_back_it_is_no_answer_that_was_sent_back(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = a_request(arrived_on=TODAY - DAY)
        made = proposed(row, arrived_on=TODAY)
        digest = matters.subject(REQUEST_MATTERS, row, made).digest
        back = Decided(Decision.SENT_BACK, digest, "封筒を確かめる。")
        told = {"version": row.version, "by": viewer("representative")}
        matters.decide(REQUEST_MATTERS, row, made, back, **told)
    visitor.as_("privacy_manager")
    page = words(visitor.get(PLACE)).partition("履歴")[0]
    assert "封筒を確かめる" not in page
    assert "封筒を確かめる" in visitor.get(f"{PLACE}/decisions/eased").text
    assert visitor.get(f"{PLACE}/paper.pdf").status_code == 200


def test_once_approved_only_its_end_is_asked(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = a_request(**ANSWERED)
        hand_in(row)
        approve(row)
    place, action = f"{PLACE}/decisions/eased", f"{PLACE}/decisions/ease"
    sent = form(visitor.as_("privacy_manager").get(place), action)
    assert "arrived_on" not in sent
    told = {**sent, "ending": "withdrawn", "closed_on": TODAY.isoformat(), "reason": "電話あり"}
    assert visitor.post(action, **told).status_code == 302
    with reading(served):
        made = session.scalars(select(RequestDecision)).one()
        assert set(made.facts) == {"ending", "closed_on"}
