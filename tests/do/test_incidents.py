"""Incidents: anybody reports one, whoever runs the PMS hears at once, clocks follow the facts."""

import re
from contextlib import nullcontext
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.incidents import incident_decisions as deciding
from pms_tracker.do.incidents.incident_duties import FINAL, FIRST, JUDGE
from pms_tracker.do.incidents.incidents import INCIDENTS, final_by, first_by, reported
from pms_tracker.do.rules.incidents import incident_decision_rules as rules
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature, Notice
from pms_tracker.do.rules.incidents.leak_rules import Office, Role
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.duties import kept_duties, reading as duty_reading
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

KNOWN_ON = TODAY - timedelta(days=1)
GIVEN = {
    "title": "出席簿の入った鞄を電車に置き忘れた",
    "what": "帰宅の途中で電車に置き忘れ、まだ見つかっていない。",
    "known_on": KNOWN_ON,
    "unit_id": UNIT_IDS["松本教室"],
}
# What an incident says once all is settled.
SETTLED = {
    "cause": "鞄を網棚に置いた。",
    "causes": (Cause.LEFT,),
    "notice": Notice.DONE,
    "notified_on": TODAY,
    "body_final_on": TODAY,
    "case_reference": "CA-2026-003",
}


def entered(by: str = "employee", **more: Any) -> Any:
    return entries.enter(INCIDENTS, {**GIVEN, **more}, by=viewer(by))


def change(row: Any, by: str = "privacy_manager", **values: Any) -> None:
    entries.change(INCIDENTS, row, values, seen=row.version, by=viewer(by))


def refused(row: Any, **values: Any) -> str:
    """The field beside which a change is refused."""
    with pytest.raises(BadInput, match="entry_refused") as told:
        change(row, **values)
    return str(told.value.values["beside"])


def asked(row: Any, matter: Matter, by: str = "privacy_manager", **told: Any) -> IncidentDecision:
    """What is asked to be decided of an incident."""
    ground = told.get("ground", Exempt.NO_CLASS if rules.GROUNDS[matter] else None)
    reason = told.get("reason", "10人分の氏名だけで、すぐに回収した。")
    more = {"version": row.version, "by": viewer(by), "facts": told.get("facts")}
    return deciding.ask(row, matter, ground, reason, **more)


def decided(row: Any, matter: Matter, by: str = "representative", **told: Any) -> None:
    """That something is asked, and that the other of the two approves it."""
    made = asked(row, matter, **told)
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    deciding.decide(row, made, approves, version=row.version, by=viewer(by))


def struck(row: Any, reason: str) -> None:
    """That an incident is entered by mistake, as two agree."""
    decided(row, Matter.STRUCK, reason=reason)


def settle(row: Any) -> None:
    """Have an incident say all that its end asks for, and be over."""
    change(row, **SETTLED)
    decided(row, Matter.UNREPORTED)
    decided(row, Matter.CLOSING)


def lacks(row: Any) -> str:
    """Beside which field it is said what an incident lacks to be over."""
    with pytest.raises(BadInput, match="entry_refused") as told:
        asked(row, Matter.CLOSING)
    return str(told.value.values["beside"])


def letters() -> list[tuple[str, int | None]]:
    rows = session.execute(select(OutboxLetter.key, OutboxLetter.person_id)).all()
    return [(key, person_id) for key, person_id in rows if key == "incident_reported"]


def due(kind: str) -> list[tuple[str, date]]:
    return [
        (each.reference, each.due_on) for each in duty_reading.due(date.max, None, kinds=[kind])
    ]


def test_the_facts_are_asked_for_while_a_first_report_may_still_be_due(app: Flask) -> None:
    row = entered()
    assert due(JUDGE) == [(row.reference, KNOWN_ON + timedelta(days=4))]
    change(row, affected=10)
    assert (due(JUDGE), due(FIRST)) == ([], [])
    assert entered(nature=Nature.NEAR_MISS) is not None
    assert due(JUDGE) == []
    other = entered()
    struck(other, "別の記録と重なっている。")
    assert due(JUDGE) == []
    assert list(kept_duties.compare()) == []


def clocks(row: Any) -> dict[Office, bool]:
    return {each.clock.office: each.clock.is_needed for each in reported(row)}


def test_an_employee_reports_in_four_fields_and_the_two_heads_of_the_pms_hear_at_once(
    app: Flask,
) -> None:
    row = entered()
    assert (row.nature, row.role) == (Nature.INCIDENT, Role.OWN)
    heard = {IDS["privacy_manager"], IDS["representative"]}
    assert {person_id for _key, person_id in letters()} == heard


def test_who_reports_is_told_nothing_of_it(app: Flask) -> None:
    entered("privacy_manager")
    assert {person_id for _key, person_id in letters()} == {IDS["representative"]}


@pytest.mark.parametrize(
    "more",
    [
        {"nature": Nature.NEAR_MISS},
        {"nature": Nature.DRILL},
        {"known_on": TODAY - timedelta(days=32)},
    ],
)
def test_what_is_no_news_wakes_nobody(app: Flask, more: dict[str, Any]) -> None:
    entered(**more)
    assert letters() == []


def test_a_letter_says_a_reference_and_a_day_and_nothing_of_what_happened(app: Flask) -> None:
    row = entered()
    for letter in session.scalars(select(OutboxLetter)):
        assert INCIDENTS.name_of(row) in (letter.body or "")
        assert "電車" not in f"{letter.subject}{letter.body}{letter.html}"


def test_every_incident_is_told_to_the_body_and_grave_ones_to_the_commission(app: Flask) -> None:
    row = entered(affected=10)
    assert clocks(row) == {Office.COMMISSION: False, Office.BODY: True}
    change(row, sensitive=True)
    assert clocks(row) == {Office.COMMISSION: True, Office.BODY: True}
    change(row, my_number_open=True)
    assert row.facts["my_number"] is True
    assert clocks(row)[Office.COMMISSION_MY_NUMBER] is True
    change(row, role=Role.AS_CONTRACTOR, own_too=True)
    assert Office.CLIENT in clocks(row)


def test_the_days_follow_what_becomes_known(app: Flask) -> None:
    row = entered()
    assert str(first_by(row)) == "未判定"
    change(row, affected=10)
    assert str(first_by(row)) == "不要"
    thirty = final_by(row)
    assert isinstance(thirty, date)
    change(row, malice=True)
    sixty = final_by(row)
    assert isinstance(sixty, date)
    assert first_by(row) == KNOWN_ON + timedelta(days=4)
    assert sixty > thirty + timedelta(days=20)
    change(row, commission_first_on=TODAY, body_first_on=TODAY)
    assert str(first_by(row)) == "報告済み"


def test_a_near_miss_has_no_clock_and_nothing_known_before_there_was_a_duty_has_one(
    app: Flask,
) -> None:
    assert reported(entered(nature=Nature.NEAR_MISS, sensitive=True)) == []
    old = entered(known_on=date(2022, 3, 31), happened_on=date(2022, 3, 1), sensitive=True)
    assert reported(old) == []
    assert str(final_by(old)) == "報告なし"


def test_the_privacy_manager_is_asked_for_each_report_until_it_is_made(app: Flask) -> None:
    row = entered(sensitive=True)
    name = INCIDENTS.name_of(row)
    assert due(FIRST) == [(name, KNOWN_ON + timedelta(days=4))]
    assert [each.person_id for each in duty_reading.due(date.max, None, kinds=[FINAL])] == [
        IDS["privacy_manager"]
    ]
    change(row, commission_first_on=TODAY)
    assert due(FIRST) == [(name, KNOWN_ON + timedelta(days=4))]
    change(row, body_first_on=TODAY)
    assert due(FIRST) == []
    change(row, commission_final_on=TODAY, body_final_on=TODAY)
    assert due(FINAL) == []
    assert list(kept_duties.compare()) == []


def test_what_was_entered_by_mistake_asks_for_nothing(app: Flask) -> None:
    row = entered(sensitive=True)
    struck(row, "同じ報告が2件あった。")
    assert due(FIRST) == due(FINAL) == []


@pytest.mark.parametrize(
    ("values", "beside"),
    [
        ({"affected": 10, "affected_most": 9}, "affected_most"),
        ({"happened_on": TODAY}, "happened_on"),
        ({"many_on": KNOWN_ON - timedelta(days=1)}, "many_on"),
        ({"body_first_on": KNOWN_ON - timedelta(days=1)}, "body_first_on"),
        ({"told_client_on": KNOWN_ON - timedelta(days=1)}, "told_client_on"),
    ],
)
def test_days_and_numbers_fit_each_other(app: Flask, values: dict[str, Any], beside: str) -> None:
    assert refused(entered(), **values) == beside


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", True), ("privacy_manager", True), ("audit_manager", True),
        ("employee", True), ("head", True), ("owner", False), ("other_head", False),
        ("auditor", False), ("administrator", False),
    ],
)  # fmt: skip
def test_who_reported_it_the_head_of_its_unit_and_the_top_see_it(
    app: Flask, who: str, *, sees: bool
) -> None:
    row = entered()
    with nullcontext() if sees else pytest.raises(NotFound):
        assert entries.find(INCIDENTS, row.id, seen_by=viewer(who)) is row


PLACE = "/do/incidents/"


def test_it_is_reported_in_the_browser_by_whoever_noticed(served: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("employee").get(f"{PLACE}new"), PLACE)
    told = {**sent, **GIVEN, "known_on": KNOWN_ON.isoformat()}
    answer = visitor.post(PLACE, **told)
    assert answer.status_code == 302
    page = words(visitor.get(answer.location))
    assert "Pマークの審査機関" in page
    assert "気付いた日から2日目" in page
    # Whoever reported it reads that it arrived; whoever handles it, where to enter what is known.
    assert "報告は届いています。" in page
    assert "分かった事実を入力する</a>" not in page
    handled = words(visitor.as_("privacy_manager").get(answer.location))
    assert "報告は届いています。" not in handled
    assert "分かった事実を入力する</a>" in handled
    assert visitor.as_("owner").get(answer.location).status_code == 404


def test_whoever_reports_says_what_happened_and_settles_nothing(
    served: Served, visitor: Visitor
) -> None:
    page = visitor.as_("employee").get(f"{PLACE}new")
    assert "そのほかの項目" not in words(page)
    told = {**form(page, PLACE), **GIVEN, "known_on": KNOWN_ON.isoformat()}
    settled = {"closed_on": TODAY.isoformat(), "no_case": "不要", "nature": "near_miss"}
    answer = visitor.post(PLACE, **{**told, **settled})
    assert answer.status_code == 302
    with reading(served):
        row = session.scalars(select(Incident)).one()
        assert (row.nature, row.closed_on, row.facts) == (Nature.INCIDENT, None, {})
    assert visitor.get(f"{answer.location}/edit").status_code == 403
    assert visitor.as_("privacy_manager").get(f"{answer.location}/edit").status_code == 200


def test_home_leads_to_the_report_that_is_due(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered(sensitive=True))
    page = words(visitor.as_("privacy_manager").get("/"))
    assert "事故の速報" in page
    assert f"{PLACE}{name}" in page


def test_adding_to_the_course_leads_only_where_nothing_else_is_next(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered(sensitive=True))
    # Whoever handles it takes it on first; whoever reported it adds what else they know.
    for reader, filled in (
        ("privacy_manager", "対応を引き受ける"),
        ("employee", "書いた内容を追加する"),
    ):
        page = visitor.as_(reader).get(f"{PLACE}{name}").text
        assert re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', page) == [filled]


def test_the_form_of_what_is_there_stands_by_parts(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered())
    page = visitor.as_("privacy_manager").get(f"{PLACE}{name}/edit")
    for part in ("範囲", "報告の要否を決めること", "対応", "完了"):
        assert f"<summary>{part}</summary>" in words(page)
    sent = form(page, f"{PLACE}{name}/edit")
    answer = visitor.post(f"{PLACE}{name}/edit", **{**sent, "malice": "y"})
    assert answer.status_code == 302
    assert "不正の目的のおそれ" in words(visitor.get(answer.location))


def test_a_head_goes_on_with_it_and_only_who_runs_the_pms_completes_it(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        row = entered(nature=Nature.NEAR_MISS, no_case="気付いて直した。")
        name = INCIDENTS.name_of(row)
        deciding.close(row, by=viewer("privacy_manager"))
        version = row.version
    place = f"{PLACE}{name}/edit"
    page = visitor.as_("head").get(place)
    assert "完了した日" not in words(page)
    sent = {**form(page, place), "cause": "宛名を見なかった。", "closed_on": ""}
    assert int(sent["version"]) == version
    assert visitor.post(place, **sent).status_code == 302
    with reading(served):
        kept = session.scalars(select(Incident)).one()
        # What changes after the end is read again by whoever runs the PMS.
        assert (kept.closed_on, kept.facts["cause"]) == (None, "宛名を見なかった。")


def test_a_case_is_begun_from_an_incident_and_named_on_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered())
    record = visitor.as_("privacy_manager").get(f"{PLACE}{name}")
    way = f"/act/cases/new?origin={name}"
    assert f'href="{way}"' in words(record)
    sent = form(visitor.get(way), "/act/cases/")
    assert (sent["source"], sent["fact"]) == ("incident", GIVEN["what"])
    assert name in sent["evidence"]
    begun = visitor.post("/act/cases/", **{**sent, "rule": "個人情報取扱規程 第12条"})
    assert begun.status_code == 302
    again = words(visitor.get(f"{PLACE}{name}"))
    assert 'href="/r/CA-2026-001"' in again
    assert way not in again
    its = f'href="{PLACE}{name}"'
    assert its in words(visitor.get("/act/cases/CA-2026-001"))
    assert its not in words(visitor.as_("auditor").get("/act/cases/CA-2026-001"))


def test_nobody_begins_a_case_from_an_incident_they_may_not_know_of(
    served: Served, visitor: Visitor
) -> None:
    missing = visitor.as_("privacy_manager").get("/act/cases/new?origin=IN-2026-009")
    assert missing.status_code == 404
    assert visitor.get("/act/cases/new?origin=F-2026-001").status_code == 200


def test_what_an_examiner_raised_of_an_incident_keeps_its_examination(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        name = INCIDENTS.name_of(entered())
    sent = form(visitor.as_("privacy_manager").get(f"/act/cases/new?origin={name}"), "/act/cases/")
    told = {"source": "examination", "rule": "委託先の監督", "examined_on": TODAY.isoformat()}
    begun = visitor.post("/act/cases/", **{**sent, **told, "examiner": "信州審査会"})
    assert begun.status_code == 302
    assert "信州審査会" in words(visitor.get(begun.location))
