"""What stops a clock of an incident, or gives it a later day, takes two: the clock runs on until
then."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act import act_undecided
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.incidents import incident_decisions as deciding
from pms_tracker.do.incidents.incident_duties import DECIDE, FINAL, FIRST
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.rules.incidents.leak_rules import Role
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.registers import entries
from pms_tracker.trail import trail
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_incident_decisions import proven
from tests.do.test_incidents import KNOWN_ON, PLACE, asked, change, due, entered, refused
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

WORSE = {"sensitive": True, "affected": 3}
REPORTED = {
    **{"commission_first_on": TODAY, "commission_final_on": TODAY},
    **{"body_first_on": TODAY, "body_final_on": TODAY},
}


def proposed(row: Any, by: str = "privacy_manager", **facts: Any) -> IncidentDecision:
    return deciding.ask(
        *(row, Matter.EASED, None, "聞き間違いだった。"),
        version=row.version,
        by=viewer(by),
        facts=facts,
    )


def approve(row: Any, made: IncidentDecision, by: str = "representative") -> Any:
    approves = Decided(Decision.APPROVED, deciding.subject(row, made).digest)
    return deciding.decide(row, made, approves, version=row.version, by=viewer(by))


def days() -> tuple[list[date], list[date]]:
    return [day for _its, day in due(FIRST)], [day for _its, day in due(FINAL)]


def test_an_incident_is_not_struck_by_one_person(app: Flask) -> None:
    row = entered(**WORSE)
    running = days()
    with pytest.raises(RuleBroken, match="incident_struck_by_two"):
        entries.retire(INCIDENTS, row, reason="重複", by=viewer("privacy_manager"))
    made = asked(row, Matter.STRUCK, reason="二重に報告した。")
    # Asked for is not agreed: the clocks run on.
    assert days() == running
    with pytest.raises(NotAllowed):
        approve(row, made, by="privacy_manager")
    approve(row, made)
    assert (row.struck, days()) == ("二重に報告した。", ([], []))
    trail.write_pending()
    assert "entry_retired" in {each.move for each in trail.history(row.reference)}
    assert list(kept_duties.compare()) == []
    assert proven()


def test_nothing_waits_of_what_is_struck_and_a_void_decision_opens_it_again(app: Flask) -> None:
    row = entered(**WORSE)
    running = days()
    other = asked(row, Matter.UNREPORTED, ground=Exempt.RECOVERED)
    signed = approve(row, asked(row, Matter.STRUCK))
    assert other.state is DecisionState.LAPSED
    assert due(DECIDE) == []
    act_undecided.take_back(signed.id, by=viewer("representative"))
    assert (row.struck, days()) == ("", running)
    assert len(due(DECIDE)) == 1
    assert list(kept_duties.compare()) == []


def test_a_near_miss_runs_no_clock_and_is_struck_by_one(app: Flask) -> None:
    row = entered(nature=Nature.NEAR_MISS)
    entries.retire(INCIDENTS, row, reason="重複", by=viewer("privacy_manager"))
    assert row.struck == "重複"


@pytest.mark.parametrize(
    ("told", "beside"),
    [
        ({"known_on": TODAY}, "known_on"),
        ({"sensitive": False}, "sensitive"),
        ({"malice": True}, "malice"),
        ({"encrypted": True}, "encrypted"),
        ({"nature": Nature.NEAR_MISS}, "nature"),
        ({"nature": Nature.DRILL, "sensitive": False}, "nature"),
        ({"known_on": date(2022, 3, 31), "happened_on": None}, "known_on"),
    ],
)
def test_nobody_alone_stops_a_clock_or_gives_it_a_later_day(
    app: Flask, told: dict[str, Any], beside: str
) -> None:
    assert refused(entered(**WORSE), **told) == beside


@pytest.mark.parametrize(("name", "value"), [("known_on", TODAY), ("sensitive", False)])
def test_nor_with_word_that_it_was_not_reported_after_all(
    app: Flask, name: str, value: object
) -> None:
    told = {name: value, **dict.fromkeys(REPORTED)}
    assert refused(entered(**WORSE, **REPORTED), **told) == name


def test_that_it_was_not_reported_after_all_is_said_by_one_and_the_clocks_run_on(
    app: Flask,
) -> None:
    row = entered(**WORSE, **REPORTED)
    assert days() == ([], [])
    change(row, **dict.fromkeys(REPORTED), property=True)
    first, final = days()
    assert set(first) == {KNOWN_ON + timedelta(days=4)}
    assert set(final) == {KNOWN_ON + timedelta(days=29)}


def test_fewer_persons_a_later_contract_and_another_role_take_two_as_well(app: Flask) -> None:
    assert refused(entered(affected=1_001), affected=1_000) == "affected"
    ours = entered(affected=3, role=Role.AS_CONTRACTOR, client_days=2)
    assert refused(ours, client_days=3) == "client_days"


def test_nobody_alone_says_that_it_was_held_for_a_client(app: Flask) -> None:
    """Then the day on which the client was told, which one types, would stop the clock."""
    assert refused(entered(**WORSE), role=Role.AS_CONTRACTOR) == "role"
    both = entered(**WORSE, role=Role.AS_CONTRACTOR, own_too=True)
    assert refused(both, own_too=False) == "own_too"


@pytest.mark.parametrize(
    "told",
    [
        {"known_on": KNOWN_ON - timedelta(days=3)},
        {"property": True},
        {"affected": 5_000},
        {"items": "氏名"},
        {"body_final_on": TODAY, "commission_first_on": TODAY},
    ],
)
def test_what_shortens_or_only_adds_is_said_by_one(app: Flask, told: dict[str, Any]) -> None:
    row = entered(**WORSE)
    change(row, **told)
    name, value = next(iter(told.items()))
    assert INCIDENTS.values_of(row)[name] == value


def test_an_event_that_turns_out_graver_is_entered_at_once(app: Flask) -> None:
    row = entered(affected=3)
    change(row, malice=True)
    assert len(due(FIRST)) == 1


def test_a_later_day_counts_once_another_agreed_and_the_trail_tells_it(app: Flask) -> None:
    row = entered(**WORSE)
    first, final = days()
    made = proposed(row, known_on=TODAY, affected=4)
    assert made.facts == {"known_on": [KNOWN_ON.isoformat(), TODAY.isoformat()], "affected": [3, 4]}
    assert (row.known_on, days()) == (KNOWN_ON, (first, final))
    signed = approve(row, made)
    assert (row.known_on, row.affected) == (TODAY, 4)
    assert days()[0] == [first[0] + timedelta(days=1)]
    trail.write_pending()
    told = {value.field for each in trail.history(row.reference) for value in each.values}
    assert {"incidents.known_on", "incidents.affected"} <= told
    assert proven()
    act_undecided.take_back(signed.id, by=viewer("representative"))
    assert (row.known_on, row.affected, days()) == (KNOWN_ON, 3, (first, final))
    assert made.state is DecisionState.WAITING
    assert list(kept_duties.compare()) == []


def test_it_is_asked_again_after_it_was_approved_and_lapses_with_its_facts(app: Flask) -> None:
    row = entered(**WORSE)
    approve(row, proposed(row, sensitive=False))
    assert due(FIRST) == []
    change(row, sensitive=True)
    made = proposed(row, sensitive=False)
    change(row, items="氏名、点数")
    assert made.state is DecisionState.WAITING
    change(row, known_on=KNOWN_ON - timedelta(days=1))
    assert made.state is DecisionState.WAITING
    with pytest.raises(RuleBroken, match="matter_asked"):
        proposed(row, sensitive=False)
    again = proposed_anew(row, made)
    change(row, affected=200)
    assert again.state is DecisionState.LAPSED


def proposed_anew(row: Any, made: IncidentDecision) -> IncidentDecision:
    deciding.take_back(row, made, by=viewer("privacy_manager"))
    return proposed(row, sensitive=False, affected=1)


def test_what_eases_nothing_or_is_wrong_is_not_asked(app: Flask) -> None:
    row = entered(**WORSE)
    with pytest.raises(BadInput, match="matter_eases_nothing"):
        proposed(row, property=True)
    change(row, body_first_on=KNOWN_ON)
    with pytest.raises(BadInput, match="entry_refused"):
        proposed(row, known_on=TODAY)
    with pytest.raises(BadInput, match="matter_reason_missing"):
        deciding.ask(
            *(row, Matter.EASED, None, " "),
            version=row.version,
            by=viewer("privacy_manager"),
            facts={"sensitive": False},
        )


def test_what_another_approved_not_to_report_rests_on_fewer_reasons_as_well(app: Flask) -> None:
    row = entered(**WORSE, property=True, body_first_on=TODAY, body_final_on=TODAY)
    approve(row, asked(row, Matter.UNREPORTED, ground=Exempt.RECOVERED))
    change(row, property=False)
    assert row.unreported_on == TODAY


def test_it_is_asked_and_agreed_in_the_browser(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered(**WORSE).reference
    place = f"{PLACE}{name}/decisions/eased"
    page = words(visitor.as_("privacy_manager").get(f"{PLACE}{name}"))
    assert f'href="{place}"' in page
    assert f"{PLACE}{name}/strike" not in page
    assert f'href="{PLACE}{name}/decisions/struck"' in page
    # The form of the entry refuses it, and leads there.
    edit = visitor.get(f"{PLACE}{name}/edit")
    sent = form(edit, f"{PLACE}{name}/edit")
    refusal = visitor.post(f"{PLACE}{name}/edit", **{**sent, "known_on": TODAY.isoformat()})
    assert refusal.status_code == 400
    assert "期限を延ばす・なくす変更" in words(refusal)
    action = f"{PLACE}{name}/decisions/ease"
    sent = form(visitor.get(place), action)
    lacking = visitor.post(action, **{**sent, "known_on": TODAY.isoformat(), "reason": " "})
    assert lacking.status_code == 400
    told = {**sent, "known_on": TODAY.isoformat(), "reason": "前日の記録は別の件だった。"}
    assert visitor.post(action, **told).status_code == 302
    page = visitor.as_("representative").get(place)
    assert "承認後の期限" in words(page)
    decide = f"{place}/decide"
    answer = visitor.post(decide, **{**form(page, decide), "decision": "approved"})
    assert answer.status_code == 302
    with reading(served):
        assert session.scalars(select(Incident)).one().known_on == TODAY
