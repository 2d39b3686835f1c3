"""What persons ask of what is held of them: checked, sought by units, approved, sent and closed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.by_two import matters
from pms_tracker.do.disclosure_requests import request_searches
from pms_tracker.do.disclosure_requests.person_requests import (
    ANSWER_BY,
    PROGRESS_FIELD,
    REQUESTS,
    days_of,
)
from pms_tracker.do.disclosure_requests.request_choices import Method, Way
from pms_tracker.do.disclosure_requests.request_duties import (
    ANSWER,
    CLOSE,
    COPY,
    INTERIM,
    SEARCH,
    SEND,
)
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.disclosure_requests.request_searches import Search
from pms_tracker.do.rules.contact.request_rules import (
    Asked,
    Ending,
    Ground,
    Identity,
    Outcome,
    Paper,
    Requester,
    RequestMatter,
)
from pms_tracker.do.rules.ledger.ledger_rules import Subject
from pms_tracker.do.tables.request_tables import RequestDecision
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, register_lists
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_ledger, test_risks

DAY = timedelta(days=1)
NUMBER = Reference(Kind.PERSON_REQUEST, 2026, 1)
FATHER: dict[str, Any] = {
    "kinds": (Asked.DISCLOSURE,),
    "arrived_on": TODAY,
    "unit_id": UNIT_IDS["本部"],
    "requester": Requester.GUARDIAN,
    "requester_name": "𠮷村 太一",
    "about_name": "𠮷村 花",
    "contact": "松本市1-2-3",
    "clue": "S-1042",
    "wanted": "成績の写し",
    "concerns": (Subject.PUPIL,),
}
KNOWN: dict[str, Any] = {
    "methods": (Method.LICENCE,),
    "papers": (Paper.FAMILY,),
    "identity": Identity.CONFIRMED,
    "identified_on": TODAY,
}
ANSWERED: dict[str, Any] = {**KNOWN, "disclosure_outcome": Outcome.GRANTED}


def a_request(by: str = "privacy_manager", **more: Any) -> Any:
    return entries.enter(REQUESTS, {**FATHER, **more}, by=viewer(by))


def change(row: Any, by: str = "privacy_manager", **values: Any) -> None:
    entries.change(REQUESTS, row, values, seen=row.version, by=viewer(by))


def hand_in(row: Any, by: str = "privacy_manager") -> None:
    test_risks.hand_in(row, by, REQUESTS)


def approve(row: Any, by: str = "representative") -> None:
    test_risks.approve(row, by, REQUESTS)


def proposed(row: Any, by: str = "privacy_manager", **facts: Any) -> RequestDecision:
    """Facts that stop the clock of a request or give it a later day, asked for."""
    told = {"version": row.version, "by": viewer(by), "facts": facts}
    made: RequestDecision = matters.ask(
        REQUEST_MATTERS, row, RequestMatter.EASED, "聞き間違いだった。", **told
    )
    return made


def agreed(row: Any, made: RequestDecision, by: str = "representative") -> Any:
    approves = Decided(Decision.APPROVED, matters.subject(REQUEST_MATTERS, row, made).digest)
    told = {"version": row.version, "by": viewer(by)}
    return matters.decide(REQUEST_MATTERS, row, made, approves, **told)


def eased(row: Any, **facts: Any) -> None:
    agreed(row, proposed(row, **facts))


def held() -> Any:
    """An entry of the register in force, of 松本教室, that may hold pupils."""
    row = test_ledger.entered(subjects=(Subject.PUPIL,))
    test_ledger.hand_in(row)
    test_ledger.decide(row, "privacy_manager")
    return row


def due(name: str) -> list[tuple[str, date]]:
    kept_duties.write_pending()
    found = reading.due(date.max, IDS[name])
    return [(each.kind, each.due_on) for each in found if each.reference == "RQ-2026-001"]


def progress(row: Any) -> str:
    return str(PROGRESS_FIELD.of(row))


def beside(row: Any, **values: Any) -> str:
    """Beside which field a change is refused."""
    with pytest.raises(BadInput) as refused:
        change(row, **values)
    return str(refused.value.values["beside"])


def test_it_is_checked_sought_answered_approved_sent_and_closed(app: Flask) -> None:
    held()
    row = a_request()
    assert (progress(row), ANSWER_BY.of(row)) == ("受付", TODAY + 14 * DAY)
    change(row, methods=(Method.LICENCE,))
    assert progress(row) == "本人確認中"
    change(row, **KNOWN, fee=500)
    assert progress(row) == "手数料待ち"
    change(row, paid_on=TODAY)
    assert progress(row) == "調査中"
    change(row, disclosure_outcome=Outcome.GRANTED)
    assert progress(row) == "回答案"
    hand_in(row)
    with pytest.raises(NotAllowed):
        approve(row, "privacy_manager")
    approve(row)
    assert progress(row) == "承認済み"
    change(row, sent_on=TODAY, sent_way=Way.HANDED)
    assert (progress(row), row.edition) == ("回答済み", 1)
    change(row, closed_on=TODAY)
    assert (progress(row), row.ending, row.edition) == ("完了", Ending.ANSWERED, 1)
    assert ANSWER_BY.of(row) == "回答待ちなし"


@pytest.mark.parametrize(
    ("lacks", "said"),
    [
        ({"identity": Identity.LACKING}, "本人確認"),
        ({"papers": (Paper.SEAL,)}, "代理人"),
        ({"fee": 500}, "手数料"),
        ({"disclosure_outcome": None}, "すべての種類"),
        ({"kinds": (Asked.DISCLOSURE, Asked.STOP)}, "すべての種類"),
    ],
)
def test_an_answer_that_lacks_something_is_not_handed_in(
    app: Flask, lacks: dict[str, Any], said: str
) -> None:
    row = a_request(**{**ANSWERED, **lacks})
    with pytest.raises(RuleBroken) as refused:
        hand_in(row)
    assert said in str(refused.value.values["words"])


def test_nothing_is_sent_before_it_is_approved(app: Flask) -> None:
    row = a_request(**ANSWERED)
    told = {"sent_on": TODAY, "ending": Ending.ANSWERED, "closed_on": TODAY}
    assert beside(row, **told) == "sent_on"
    # What a sheet says of a day that is still to come is refused when it is handed in.
    early = a_request(**ANSWERED, arrived_on=TODAY - 40 * DAY, sent_on=TODAY)
    early.recorded_at -= 2 * DAY
    with pytest.raises(BadInput, match="entry_refused"):
        hand_in(early)


def test_a_refusal_has_its_ground_and_reason_and_lets_the_person_sue_at_once(app: Flask) -> None:
    row = a_request(**KNOWN)
    assert beside(row, disclosure_outcome=Outcome.REFUSED) == "disclosure_ground"
    told = {"disclosure_outcome": Outcome.REFUSED, "disclosure_ground": Ground.RIGHTS}
    assert beside(row, **told) == "disclosure_reason"
    change(row, **told, disclosure_reason="ほかの生徒の記録を含むため")
    days = days_of(row)
    assert days is not None
    assert days.suit_from == TODAY + 15 * DAY
    hand_in(row)
    approve(row)
    change(row, sent_on=TODAY)
    days = days_of(row)
    assert days is not None
    assert days.suit_from == TODAY


def test_what_contradicts_itself_is_refused_beside_its_field(app: Flask) -> None:
    row = a_request(kinds=(Asked.STOP,), arrived_on=TODAY - DAY)
    assert beside(row, fee=500) == "fee"
    assert beside(row, identity=Identity.CONFIRMED) == "identified_on"
    assert beside(row, identified_on=TODAY - 2 * DAY) == "identified_on"
    assert beside(row, supplemented_on=TODAY) == "supplement_on"
    assert beside(row, longer_until=TODAY + 20 * DAY) == "longer_reason"
    assert beside(row, closed_on=TODAY) == "ending"
    assert beside(row, ending=Ending.WITHDRAWN) == "closed_on"
    assert beside(row, ending=Ending.ANSWERED, closed_on=TODAY) == "sent_on"


def letters(kind: str) -> list[int | None]:
    found = session.scalars(select(OutboxLetter).where(OutboxLetter.key == kind))
    return [each.person_id for each in found]


def test_whoever_runs_the_pms_and_the_desk_hear_of_it_at_once_without_a_name(app: Flask) -> None:
    a_request("employee", unit_id=UNIT_IDS["松本教室"])
    sent = list(session.scalars(select(OutboxLetter).where(OutboxLetter.key == "request_arrived")))
    assert {each.person_id for each in sent} == {IDS["privacy_manager"], IDS["head"]}
    for each in sent:
        assert "RQ-2026-001" in each.subject
        assert "𠮷村" not in f"{each.subject}{each.body}"


def test_what_is_of_long_ago_wakes_nobody(app: Flask) -> None:
    a_request(arrived_on=TODAY - 40 * DAY)
    assert letters("request_arrived") == []


def sees(who: str) -> bool:
    try:
        entries.find(REQUESTS, NUMBER, seen_by=viewer(who))
    except NotFound:
        return False
    return True


def test_the_desk_and_the_top_roles_know_of_it(app: Flask) -> None:
    a_request("employee", unit_id=UNIT_IDS["松本教室"])
    who = ("representative", "privacy_manager", "audit_manager", "head", "employee")
    assert all(sees(each) for each in who)
    assert not any(sees(each) for each in ("other_head", "owner", "auditor"))


def sought(who: str, text: str) -> int:
    wish = register_lists.Wish(text=text)
    return len(register_lists.listing(REQUESTS).page(viewer(who), wish))


def test_names_are_in_no_trail_and_not_told_to_who_audits(app: Flask) -> None:
    row = a_request()
    change(row, requester_name="𠮷村 次郎")
    told = [
        f"{value.before}{value.after}"
        for entry in trail.history("RQ-2026-001")
        for value in entry.values
    ]
    assert not any("𠮷村" in each or "松本市" in each for each in told)
    assert (sought("privacy_manager", "𠮷村"), sought("audit_manager", "𠮷村")) == (1, 0)
    assert sought("audit_manager", "S-1042") == 1


def ask(row: Any, rows: Iterable[str], version: int | None = None) -> None:
    version = row.version if version is None else version
    request_searches.ask(row, tuple(rows), version=version, by=viewer("privacy_manager"))


def search(name: str, unit: str = "松本教室") -> Search:
    return request_searches.by_unit(NUMBER, UNIT_IDS[unit], viewer=viewer(name))


def answer(name: str, *, found: bool = True, note: str = "青いファイル") -> None:
    its = search(name)
    request_searches.answer(its, found, note, version=its.version, by=viewer(name))


def test_units_that_may_hold_something_are_proposed_asked_and_answer(app: Flask) -> None:
    entry = held()
    row = a_request()
    by = viewer("privacy_manager")
    ((reference, _name, likely),) = request_searches.candidates(row, by)
    assert (reference, likely) == ("PI-2026-001", True)
    ask(row, [reference])
    assert row.rows == ["PI-2026-001"]
    assert due("head") == [(SEARCH, TODAY + 5 * DAY)]
    assert letters("request_search_asked") == [IDS["head"]]
    answer("head")
    assert due("head") == []
    ((its, unit),) = request_searches.of(row)
    assert (its.found, its.answered_by_id, unit) == (True, IDS["head"], "松本教室")
    # The same is not asked twice.
    ask(row, [reference])
    assert its.found is True
    assert entry.unit_id == UNIT_IDS["松本教室"]


def test_who_may_not_answer_for_a_unit_does_not(app: Flask) -> None:
    held()
    row = a_request()
    with pytest.raises(RuleBroken, match="request_search_nothing"):
        ask(row, [])
    with pytest.raises(Stale):
        ask(row, ["PI-2026-001"], version=0)
    with pytest.raises(NotFound):
        ask(row, ["PI-2026-999"])
    ask(row, ["PI-2026-001"])
    with pytest.raises(NotFound):
        search("other_head")
    with pytest.raises(NotFound):
        search("head", "書店")
    with pytest.raises(NotAllowed):
        answer("privacy_manager")
    with pytest.raises(BadInput, match="entry_my_number"):
        answer("head", note="123456789018")
    eased(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    assert due("head") == []
    with pytest.raises(RuleBroken, match="request_search_late"):
        answer("head")
    with pytest.raises(RuleBroken, match="request_search_late"):
        ask(row, ["PI-2026-001"])


def test_the_desk_is_asked_for_an_answer_an_interim_letter_and_the_end(app: Flask) -> None:
    row = a_request(**ANSWERED)
    by_day = TODAY + 14 * DAY
    assert due("privacy_manager") == [(ANSWER, by_day)]
    later = TODAY + 30 * DAY
    eased(row, longer_until=later, longer_reason="記録が多いため")
    assert due("privacy_manager") == [(INTERIM, by_day), (ANSWER, later)]
    change(row, interim_on=TODAY)
    assert due("privacy_manager") == [(ANSWER, later)]
    hand_in(row)
    assert due("privacy_manager") == []
    approve(row)
    assert due("privacy_manager") == [(SEND, later)]
    change(row, sent_on=TODAY)
    assert due("privacy_manager") == [(CLOSE, by_day)]
    change(row, closed_on=TODAY)
    assert due("privacy_manager") == []


def end(row: Any) -> None:
    by = viewer("privacy_manager")
    entry_decisions.propose_end(REQUESTS, row, "誤って登録", version=row.version, by=by)


def test_an_open_request_is_not_ended_and_what_ended_wants_nothing(app: Flask) -> None:
    row = a_request(**ANSWERED, copy_until=TODAY + 90 * DAY)
    hand_in(row)
    approve(row)
    with pytest.raises(RuleBroken, match="entry_refused"):
        end(row)
    change(row, sent_on=TODAY, closed_on=TODAY)
    with pytest.raises(RuleBroken, match="entry_refused"):
        end(row)
    change(row, copy_destroyed_on=TODAY)
    end(row)
    approve(row)
    assert row.state is Standing.ENDED
    # What was ended before that was asked for.
    row.closed_on = row.copy_destroyed_on = None
    session.flush()
    assert due("privacy_manager") == []


def test_a_copy_of_papers_is_destroyed_on_its_own_day(app: Flask) -> None:
    row = a_request(copy_until=TODAY + 90 * DAY)
    eased(row, ending=Ending.WITHDRAWN, closed_on=TODAY)
    assert due("privacy_manager") == [(COPY, TODAY + 90 * DAY)]
    change(row, copy_destroyed_on=TODAY)
    assert due("privacy_manager") == []


def test_a_head_who_is_the_desk_is_asked_instead(app: Flask) -> None:
    a_request("employee", unit_id=UNIT_IDS["松本教室"])
    assert due("head") == [(ANSWER, TODAY + 14 * DAY)]
    assert due("privacy_manager") == []


def test_who_audits_changes_no_name(app: Flask) -> None:
    row = a_request()
    with pytest.raises(BadInput, match="entry_reserved"):
        change(row, "audit_manager", requester_name="（担当者だけに表示）")
    assert row.requester_name == "𠮷村 太一"
