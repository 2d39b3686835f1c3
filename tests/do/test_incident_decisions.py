"""What a second person decides of an incident: asked, approved, lapsed with the facts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act import act_proofs, act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.incidents import incident_decisions as deciding, incidents
from pms_tracker.do.incidents.incident_duties import DECIDE, FINAL, FIRST
from pms_tracker.do.incidents.incidents import INCIDENTS, first_by
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Notice
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.duties import kept_duties, reading as duty_reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do.test_incidents import (
    PLACE,
    SETTLED,
    asked,
    change,
    decided,
    due,
    entered,
    lacks,
    refused,
    settle,
    struck,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words


def told(key: str) -> set[int | None]:
    rows = select(OutboxLetter.person_id).where(OutboxLetter.key == key)
    return set(session.scalars(rows))


def proven() -> bool:
    """Whether all that was signed says what it said."""
    trail.write_pending()
    return not list(act_proofs.verify())


def test_no_report_is_needed_once_another_approved_the_ground_and_the_clock_stops(
    app: Flask,
) -> None:
    row = entered(sensitive=True, affected=3, body_first_on=TODAY, body_final_on=TODAY)
    assert len(due(FIRST)) == 1
    made = asked(row, Matter.UNREPORTED, ground=Exempt.RECOVERED)
    # Asked for is not decided.
    assert len(due(FIRST)) == 1
    assert told("incident_decision_asked") == {IDS["representative"]}
    waits = duty_reading.due(TODAY + timedelta(days=99), None, kinds=[DECIDE])
    assert [each.person_id for each in waits] == [IDS["representative"]]
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    deciding.decide(row, made, approves, version=row.version, by=viewer("representative"))
    assert due(FIRST) == due(FINAL) == due(DECIDE) == []
    assert (row.unreported_on, str(first_by(row))) == (TODAY, "報告済み")
    assert row.facts["unreported"] == made.reason
    assert list(kept_duties.compare()) == []
    assert proven()


def test_nobody_approves_what_they_asked_for(app: Flask) -> None:
    row = entered(affected=3)
    made = asked(row, Matter.UNREPORTED)
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    for who in ("privacy_manager", "head"):
        with pytest.raises(NotAllowed):
            deciding.decide(row, made, approves, version=row.version, by=viewer(who))
    by_the_other = asked(row, Matter.UNNOTIFIED, by="representative")
    approves = Decided(Decision.APPROVED, deciding.subject(row, by_the_other).digest)
    deciding.decide(row, by_the_other, approves, version=row.version, by=viewer("privacy_manager"))
    assert by_the_other.state is DecisionState.APPROVED


def test_it_lapses_with_the_class_and_all_at_the_top_hear_at_once(app: Flask) -> None:
    row = entered(affected=3)
    decided(row, Matter.UNREPORTED)
    decided(row, Matter.UNNOTIFIED)
    change(row, items="氏名、住所")
    assert row.unreported_on == TODAY
    change(row, malice=True)
    assert (row.unreported_on, row.facts.get("unreported")) == (None, None)
    assert INCIDENTS.values_of(row)["notice"] is None
    states = {each.matter: each.state for each in deciding.of(row)}
    assert states == dict.fromkeys((Matter.UNREPORTED, Matter.UNNOTIFIED), DecisionState.LAPSED)
    # Not whoever changed it.
    assert told("incident_decision_lapsed") == {IDS["representative"]}
    assert len(due(FIRST)) == 1
    assert list(kept_duties.compare()) == []
    assert proven()
    # And it is asked anew.
    decided(row, Matter.UNREPORTED, ground=Exempt.ENCRYPTED)
    assert row.unreported_on == TODAY


def test_what_waits_lapses_as_well_and_is_decided_no_more(app: Flask) -> None:
    row = entered(affected=3)
    made = asked(row, Matter.UNREPORTED)
    change(row, sensitive=True)
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        deciding.decide(row, made, approves, version=row.version, by=viewer("representative"))
    assert row.unreported_on is None


def test_who_is_told_after_all_is_told(app: Flask) -> None:
    row = entered(affected=3)
    decided(row, Matter.UNNOTIFIED)
    change(row, notice=Notice.DONE, notified_on=TODAY, notice_reason="電話")
    assert deciding.standing(row, Matter.UNNOTIFIED) is None
    said = INCIDENTS.values_of(row)
    assert (said["notice"], said["notice_reason"]) == (Notice.DONE, "電話")


def test_a_change_after_the_end_opens_it_again_but_the_case_that_follows_does_not(
    app: Flask,
) -> None:
    row = entered(affected=3)
    settle(row)
    change(row, case_reference="CA-2026-004")
    assert row.closed_on == TODAY
    change(row, cause="鞄に名札がなかった。")
    assert row.closed_on is None
    assert approvals.standing(row.reference, "decision-2") is None
    assert len(due(DECIDE)) == 0
    assert proven()
    assert list(kept_duties.compare()) == []


@pytest.mark.parametrize(
    ("ground", "reason", "key"),
    [
        (None, "理由", "incident_ground_missing"),
        (Exempt.HARD, "理由", "incident_ground_missing"),
        (Exempt.NO_CLASS, " \n　", "matter_reason_missing"),
    ],
)
def test_ground_and_reason_are_asked_for(
    app: Flask, ground: Exempt | None, reason: str, key: str
) -> None:
    row = entered(affected=3)
    with pytest.raises(BadInput, match=key):
        asked(row, Matter.UNREPORTED, ground=ground, reason=reason)


def test_it_is_asked_once_as_it_was_seen_and_not_of_what_was_reported(app: Flask) -> None:
    row = entered(affected=3)
    seen = row.version
    asked(row, Matter.UNREPORTED)
    with pytest.raises(RuleBroken, match="matter_asked"):
        asked(row, Matter.UNREPORTED)
    change(row, items="氏名")
    with pytest.raises(Stale):
        deciding.ask(
            row,
            Matter.UNNOTIFIED,
            Exempt.NO_CLASS,
            "理由",
            version=seen,
            by=viewer("representative"),
        )
    reported = entered(sensitive=True)
    change(reported, commission_first_on=TODAY)
    with pytest.raises(RuleBroken, match="incident_is_reported"):
        asked(reported, Matter.UNREPORTED)
    struck(reported, "重複")
    with pytest.raises(RuleBroken, match="matter_late"):
        asked(reported, Matter.CLOSING)


def test_nothing_is_judged_before_a_fact_is_known(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = entered()
        name, key = INCIDENTS.name_of(row), row.id
        for matter in (Matter.UNREPORTED, Matter.UNNOTIFIED):
            assert not deciding.may_ask(row, matter)
            with pytest.raises(RuleBroken, match="incident_is_unjudged"):
                asked(row, matter)
    place = f"/do/incidents/{name}/decisions/closing"
    page = words(visitor.as_("privacy_manager").get(place))
    assert "事実の入力待ち" in page
    assert "報告の理由に当てはまらない" not in page
    with committing(served):
        change(row := session.get_one(Incident, key), affected=3)
        assert deciding.may_ask(row, Matter.UNREPORTED)
    assert "報告の理由に当てはまらない" in words(visitor.get(place))


def test_only_who_asked_takes_it_back(app: Flask) -> None:
    row = entered(affected=3)
    made = asked(row, Matter.UNREPORTED)
    with pytest.raises(NotAllowed):
        deciding.take_back(row, made, by=viewer("representative"))
    deciding.take_back(row, made, by=viewer("privacy_manager"))
    assert made.state is DecisionState.TAKEN_BACK
    assert due(DECIDE) == []
    with pytest.raises(RuleBroken):
        deciding.take_back(row, made, by=viewer("privacy_manager"))
    asked(row, Matter.UNREPORTED)


def test_a_decision_that_is_taken_back_waits_again(app: Flask) -> None:
    row = entered(sensitive=True, affected=3)
    made = asked(row, Matter.UNREPORTED)
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    by = viewer("representative")
    signed = deciding.decide(row, made, approves, version=row.version, by=by)
    act_undecided.take_back(signed.id, by=by)
    assert (row.unreported_on, made.state) == (None, DecisionState.WAITING)
    assert len(due(DECIDE)) == len(due(FIRST)) == 1
    assert list(kept_duties.compare()) == []
    back = Decided(Decision.SENT_BACK, approves.seen_digest, "根拠が違います。")
    deciding.decide(row, made, back, version=row.version, by=by)
    assert made.state is DecisionState.SENT_BACK
    assert told("incident_decision_sent_back") == {IDS["privacy_manager"]}


def test_an_entry_of_today_does_not_come_closed(app: Flask) -> None:
    with pytest.raises(BadInput, match="entry_refused"):
        entered("privacy_manager", **SETTLED, unreported="対象外", closed_on=TODAY)
    old = TODAY - timedelta(days=90)
    row = entered("privacy_manager", **SETTLED, unreported="対象外", known_on=old, closed_on=TODAY)
    assert row.closed_on == TODAY


def test_an_incident_is_closed_once_all_is_settled_and_another_approved(app: Flask) -> None:
    row = entered(affected=10)
    change(row, **SETTLED)
    decided(row, Matter.UNREPORTED)
    assert lacks_nothing(row)
    with pytest.raises(BadInput, match="entry_decided"):
        change(row, closed_on=TODAY)
    decided(row, Matter.CLOSING)
    assert row.closed_on == TODAY
    assert due(FINAL) == []


def lacks_nothing(row: Any) -> bool:
    deciding.check_closes(row)
    return True


@pytest.mark.parametrize(
    ("left_out", "beside"),
    [
        ("cause", "cause"),
        ("causes", "causes"),
        ("notice", "notice"),
        ("notified_on", "notice"),
        ("body_final_on", "closed_on"),
        ("case_reference", "case_reference"),
    ],
)
def test_an_incident_is_not_closed_while_something_lacks(
    app: Flask, left_out: str, beside: str
) -> None:
    row = entered(affected=10)
    change(row, **{name: value for name, value in SETTLED.items() if name != left_out})
    decided(row, Matter.UNREPORTED)
    assert lacks(row) == beside


def test_that_nothing_is_reported_is_decided_before_the_end(app: Flask) -> None:
    row = entered(affected=10)
    change(row, **SETTLED)
    assert lacks(row) == "unreported"


def test_all_that_lacks_is_said_at_once_and_leads_to_where_it_is_put_in(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = entered(affected=10)
        name, final = row.reference, incidents.field_of_report(row, final=True)
    assert final == "body_final_on"
    page = visitor.as_("privacy_manager").get(f"{PLACE}{name}/decisions/closing").text
    fields = "body_final_on", "notice", "cause", "causes", "case_reference"
    for place in (f"{PLACE}{name}/decisions/unreported", *(f"/edit#{each}" for each in fields)):
        assert f'{place}"' in page
    # The commission is told nothing: its field is not where the day of the body's report goes.
    with committing(served):
        incidents.take_on(session.scalars(select(Incident)).one(), by=viewer("privacy_manager"))
    record = visitor.get(f"{PLACE}{name}").text
    assert f'href="{PLACE}{name}/edit#body_final_on"' in record


@pytest.mark.parametrize(
    ("ground", "notice"), [(Exempt.HARD, Notice.SUBSTITUTE), (Exempt.RECOVERED, Notice.UNNEEDED)]
)
def test_that_nobody_is_told_is_decided_with_its_ground(
    app: Flask, ground: Exempt, notice: Notice
) -> None:
    row = entered(affected=10)
    change(row, **{**SETTLED, "notice": None, "notified_on": None})
    assert refused(row, notice=notice, notice_reason="連絡先がない。") == "notice"
    decided(row, Matter.UNREPORTED)
    decided(row, Matter.UNNOTIFIED, ground=ground, reason="連絡先がなく、サイトで公表した。")
    assert INCIDENTS.values_of(row)["notice"] is notice
    decided(row, Matter.CLOSING)
    assert row.closed_on == TODAY


def test_what_is_not_said_is_asked_for_at_its_field(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(sensitive=True, affected=3).reference
    place = f"{PLACE}{name}/decisions/unreported"
    page = visitor.as_("privacy_manager").get(place)
    assert page.text.count('class="must"') == 2
    lacking = visitor.post(place, **{**form(page, place), "ground": "", "reason": " "})
    assert lacking.status_code == 400
    assert {"#ground", "#reason"} <= set(re.findall(r'href="(#\w+)"', lacking.text))


def test_it_is_asked_and_decided_in_the_browser(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(sensitive=True, affected=3).reference
    place = f"{PLACE}{name}/decisions/unreported"
    record = words(visitor.as_("privacy_manager").get(f"{PLACE}{name}"))
    assert f'href="{place}"' in record
    sent = form(visitor.get(place), place)
    told = {**sent, "ground": "recovered", "reason": "封のまま、駅で受け取った。"}
    assert visitor.post(place, **told).status_code == 302
    # A second click finds that it is asked already.
    assert visitor.post(place, **told).status_code in {200, 409}
    home = words(visitor.as_("representative").get("/"))
    assert f"{PLACE}{name}/decisions" in home
    # The record, where the letter leads, leads there too, before anything else.
    lead = f'class="btn btn-primary" href="{PLACE}{name}/decisions"'
    assert lead in words(visitor.get(f"{PLACE}{name}"))
    assert lead not in words(visitor.as_("privacy_manager").get(f"{PLACE}{name}"))
    led = visitor.as_("representative").get(f"{PLACE}{name}/decisions")
    assert led.location == place
    page = visitor.get(place)
    assert "封のまま、駅で受け取った。" in words(page)
    decide = f"{place}/decide"
    answer = visitor.post(decide, **{**form(page, decide), "decision": "approved"})
    assert answer.status_code == 302
    assert "不要と判断（" in words(visitor.get(f"{PLACE}{name}"))
    with reading(served):
        row = session.scalars(select(Incident)).one()
        assert row.unreported_on == TODAY
    visitor.as_("owner")
    for hidden in (place, f"{PLACE}{name}/decisions"):
        assert visitor.get(hidden).status_code == 404


def test_the_page_of_the_end_says_what_is_missing(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(affected=3).reference
    place = f"{PLACE}{name}/decisions/closing"
    page = words(visitor.as_("privacy_manager").get(place))
    assert "まだ完了できません" in page
    assert "本人に通知した日か" in page or "まだ済んでいない報告があります" in page
    with reading(served):
        assert session.scalars(select(IncidentDecision)).all() == []


def test_whoever_reported_reads_what_was_decided_and_asks_nothing(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = entered(affected=3)
        decided(row, Matter.UNREPORTED)
        name = row.reference
    place = f"{PLACE}{name}/decisions/unreported"
    page = words(visitor.as_("employee").get(place))
    assert "承認されました。" in page
    assert "承認を求める</button>" not in page
    closing = f"{PLACE}{name}/decisions/closing"
    assert visitor.post(closing, version="1", reason="").status_code == 403
