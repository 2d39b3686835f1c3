"""Contractors: evaluated and approved before anything is entrusted, and ended with proof."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.contractors import contractors, unlisted
from pms_tracker.do.contractors.contractor_duties import CERTIFY, EVALUATE, EXCEPT, MEET, RENEW
from pms_tracker.do.contractors.contractors import CONTRACTORS, STATES
from pms_tracker.do.contractors.evaluations import EVALUATIONS, scored_of
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.contractor_rules import (
    FOR_MY_NUMBER,
    Clause,
    MyNumber,
    Proof,
    State,
    Trade,
    Wrong,
)
from pms_tracker.do.rules.evaluation_rules import SHEETS, Answer, Kind, Method, SheetId, Verdict
from pms_tracker.do.tables.contractor_tables import Contractor
from pms_tracker.duties import kept_duties, reading
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_editions, entry_fields, register_lists
from pms_tracker.registers.edition_rules import Standing
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_risks
from tests.do.test_ledger import STUDENTS, entered

DAY = timedelta(days=1)
MAILER: dict[str, Any] = {
    "name": "株式会社つばめ便",
    "trade": Trade.PRINTING,
    "unit_id": UNIT_IDS["松本教室"],
    "work": "教材の発送",
    "rows": ("PI-2026-001",),
    "my_number": MyNumber.NO,
}
SHEET = SheetId.PRINTING_2026
EVALUATED: dict[str, Any] = {
    "contractor": ("CO-2026-001",),
    "kind": Kind.FIRST,
    "evaluated_on": TODAY,
    "methods": (Method.PAPER,),
    "sheet": SHEET,
    **{each.value: Answer.YES for each in SHEETS[SHEET].questions},
    "verdict": Verdict.PASSED,
}
ENDED = {"ended_on": TODAY, "proof": Proof.CERTIFICATE, "proved_on": TODAY}


def candidate(by: str = "head", **more: Any) -> Any:
    """A contractor of an entry of the register of personal information, which is there then."""
    if not entry_fields.rows(LEDGER, MAILER["rows"]):
        entered(**STUDENTS)
    return entries.enter(CONTRACTORS, {**MAILER, **more}, by=viewer(by))


def evaluation(by: str = "head", **more: Any) -> Any:
    return entries.enter(EVALUATIONS, {**EVALUATED, **more}, by=viewer(by))


def through(register: Any, row: Any, by: str = "head", who: str = "privacy_manager") -> Any:
    """Handed in by one person and approved by another."""
    test_risks.hand_in(row, by, register)
    test_risks.approve(row, who, register)
    return row


def evaluated(**more: Any) -> Any:
    return through(EVALUATIONS, evaluation(**more))


def change(row: Any, by: str = "head", **values: Any) -> None:
    register = CONTRACTORS if isinstance(row, Contractor) else EVALUATIONS
    entries.change(register, row, values, seen=row.version, by=viewer(by))


def approved(**more: Any) -> Any:
    row = candidate(**more)
    evaluated()
    return through(CONTRACTORS, row)


def contracted(**more: Any) -> Any:
    row = approved()
    change(row, **{"signed_on": TODAY, "renews": True, **more})
    return row


def state(row: Any) -> State:
    session.flush()
    session.refresh(row)
    return contractors.state_of(row)


def due(*kinds: str) -> list[tuple[str, str, date]]:
    """What is to be done of these kinds, by when, of all that is kept."""
    asked = kinds or (EVALUATE, RENEW, CERTIFY, MEET, EXCEPT)
    # Whoever asks has what is open brought up to date first.
    shown()
    found = session.scalars(select(KeptDuty).where(KeptDuty.kind.in_(asked)))
    return sorted((each.kind, each.reference, each.due_on) for each in found)


def shown(name: str = "privacy_manager") -> list[str]:
    """The kinds of duties that somebody is shown today."""
    found = reading.due(date.max, IDS[name], kinds=(EVALUATE, RENEW, CERTIFY, MEET, EXCEPT))
    return sorted(each.kind for each in found)


def refused(row: Any, **values: Any) -> str:
    """Beside which field a change is refused."""
    with pytest.raises(BadInput) as told:
        change(row, **values)
    return str(told.value.values["beside"])


def test_from_candidate_to_proof(app: Flask) -> None:
    row = candidate()
    assert state(row) is State.CANDIDATE
    sheet = evaluation()
    assert state(row) is State.EVALUATING
    test_risks.hand_in(sheet, "head", EVALUATIONS)
    with pytest.raises(NotAllowed):
        test_risks.approve(sheet, "head", EVALUATIONS)
    test_risks.approve(sheet, "privacy_manager", EVALUATIONS)
    assert state(row) is State.EVALUATING
    through(CONTRACTORS, row)
    assert state(row) is State.APPROVED
    # The contract is recorded at once.
    change(row, signed_on=TODAY, renews=True)
    assert (state(row), row.state) == (State.CONTRACTED, Standing.IN_FORCE)
    with time_machine.travel(clock.at(TODAY + 340 * DAY, 10)):
        assert (state(row), shown()) == (State.DUE, [EVALUATE])
        conditions = {"conditions": "件数を照合する", "conditions_due": clock.today() + 60 * DAY}
        said = {"counted": Answer.NO, "verdict": Verdict.CONDITIONAL, "kind": Kind.AGAIN}
        evaluated(evaluated_on=clock.today(), **said, **conditions)
        assert state(row) is State.CONDITIONAL
        assert shown() == [MEET]
        change(row, rows=(), **{**ENDED, "ended_on": clock.today(), "proved_on": clock.today()})
        # An end counts once somebody else approved it.
        assert state(row) is State.CONDITIONAL
        through(CONTRACTORS, row)
        assert state(row) is State.ENDED
        assert due() == []
    then = entry_editions.in_force_on(CONTRACTORS, TODAY, viewer("privacy_manager"))
    assert [each.said["rows"] for _row, each in session.execute(then)] == [["PI-2026-001"]]
    assert list(kept_duties.compare()) == []


def test_nobody_leaves_without_proof_nor_while_entries_point_there(app: Flask) -> None:
    row = contracted()
    assert refused(row, ended_on=TODAY, rows=()) == "proof"
    assert refused(row, ended_on=TODAY, proof=Proof.RETURNED, rows=()) == "proved_on"
    assert refused(row, **ENDED) == "rows"
    assert refused(row, **{**ENDED, "ended_on": TODAY - DAY}, rows=()) == "ended_on"
    with pytest.raises(RuleBroken, match="contractor_unproved"):
        entry_decisions.propose_end(
            CONTRACTORS, row, "不要", version=row.version, by=viewer("head")
        )
    assert state(row) is State.CONTRACTED


def test_a_contract_is_not_emptied_on_the_way_out(app: Flask) -> None:
    row = contracted()
    # Another day may have been written by mistake; that there was none needs another approval.
    change(row, signed_on=TODAY - DAY)
    with pytest.raises(RuleBroken, match="contractor_unproved"):
        change(row, signed_on=None)


def test_a_contractor_that_was_never_bound_may_be_left_out(app: Flask) -> None:
    row = approved()
    change(row, rows=(), name="つばめ便")
    # Without an entry nothing is handed in.
    with pytest.raises(RuleBroken, match="entry_lacks"):
        test_risks.hand_in(row, "head", CONTRACTORS)


def test_a_contract_on_my_number_holds_all_eight_clauses(app: Flask) -> None:
    row = approved(my_number=MyNumber.YES)
    signed = {"signed_on": TODAY, "renews": True}
    assert refused(row, **signed) == "clauses"
    assert refused(row, **signed, clauses=FOR_MY_NUMBER[:-1]) == "clauses"
    change(row, **signed, clauses=(*FOR_MY_NUMBER, Clause.AUDIT))
    assert state(row) is State.CONTRACTED
    assert refused(row, handed_to="下請け株式会社：仕分け") == "first_client_on"
    change(row, handed_to="下請け株式会社：仕分け", first_client_on=TODAY)


def test_a_term_follows_its_signature(app: Flask) -> None:
    row = approved()
    assert refused(row, term_until=TODAY) == "signed_on"
    assert refused(row, signed_on=TODAY, term_until=TODAY - DAY) == "term_until"


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ({"contractor": ("CO-2026-001", "CO-2026-002")}, "contractor"),
        ({"counted": Answer.NO}, "verdict"),
        ({"counted": None}, "verdict"),
        ({"sheet": None}, "sheet"),
        ({"verdict": Verdict.CONDITIONAL}, "conditions"),
        ({"verdict": Verdict.EXEMPT}, "exempt_rule"),
        ({"exception_reason": "代わりがない"}, "exception_until"),
        ({"conditions_met_on": TODAY - DAY}, "conditions_met_on"),
    ],
)
def test_a_verdict_that_the_sheet_does_not_bear_is_refused(
    app: Flask, said: dict[str, Any], beside: str
) -> None:
    candidate()
    candidate(name="すずめ便")
    with pytest.raises(BadInput) as told:
        evaluation(**said)
    assert told.value.values["beside"] == beside


def test_a_sheet_is_scored_as_it_was_answered(app: Flask) -> None:
    candidate()
    row = evaluation(entry=Answer.NO, verdict=None)
    found = scored_of(row)
    assert found is not None
    assert (found.percent, found.passes) == (91, True)
    with pytest.raises(RuleBroken, match="entry_lacks"):
        test_risks.hand_in(row, "head", EVALUATIONS)


def test_who_failed_goes_on_by_an_exception_until_its_end(app: Flask) -> None:
    row = contracted()
    evaluated(verdict=Verdict.FAILED, kind=Kind.AGAIN)
    assert (state(row), contractors.wrong_with(row)) == (State.STOPPED, Wrong.STOPPED)
    until = TODAY + 90 * DAY
    reason = {"exception_reason": "代わりがない", "exception_until": until}
    sheet = evaluated(verdict=Verdict.FAILED, kind=Kind.AGAIN, **reason)
    assert state(row) is State.CONDITIONAL
    assert due(EXCEPT) == [(EXCEPT, EVALUATIONS.name_of(sheet), until)]
    with time_machine.travel(clock.at(until + DAY, 10)):
        assert state(row) is State.STOPPED
    evaluated(kind=Kind.AGAIN)
    assert (state(row), due(EXCEPT)) == (State.CONTINUED, [])
    assert list(kept_duties.compare()) == []


def test_who_met_the_conditions_goes_on_as_any_other(app: Flask) -> None:
    row = contracted()
    asked = {"conditions": "照合する", "conditions_due": TODAY + 30 * DAY}
    sheet = evaluated(kind=Kind.AGAIN, verdict=Verdict.CONDITIONAL, **asked)
    assert state(row) is State.CONDITIONAL
    change(sheet, conditions_met_on=TODAY)
    assert state(row) is State.CONTINUED


def test_an_evaluation_that_is_taken_back_counts_no_more(app: Flask) -> None:
    row = contracted()
    sheet = evaluation(verdict=Verdict.FAILED, kind=Kind.AGAIN)
    assert state(row) is State.CONTRACTED
    through(EVALUATIONS, sheet)
    assert state(row) is State.STOPPED
    entry_decisions.propose_end(
        EVALUATIONS, sheet, "誤り", version=sheet.version, by=viewer("head")
    )
    test_risks.approve(sheet, "privacy_manager", EVALUATIONS)
    assert state(row) is State.CONTRACTED


def test_what_is_due_is_asked_of_the_privacy_manager(app: Flask) -> None:
    row = contracted(renews=False, term_until=TODAY + 200 * DAY)
    change(row, certified_until=TODAY + 100 * DAY)
    called = CONTRACTORS.name_of(row)
    year = TODAY.replace(year=TODAY.year + 1)
    assert due() == [
        (EVALUATE, called, year),
        (CERTIFY, called, TODAY + 100 * DAY),
        (RENEW, called, TODAY + 200 * DAY),
    ]
    assert (shown(), shown("head")) == ([], [])
    with time_machine.travel(clock.at(TODAY + 171 * DAY, 10)):
        assert (shown(), shown("head")) == ([CERTIFY, RENEW], [])
    change(row, renews=True)
    assert [each[0] for each in due()] == [EVALUATE, CERTIFY]
    conditions = {"conditions": "件数を照合する", "conditions_due": TODAY + 30 * DAY}
    sheet = evaluated(verdict=Verdict.CONDITIONAL, kind=Kind.AGAIN, **conditions)
    assert due(MEET) == [(MEET, EVALUATIONS.name_of(sheet), TODAY + 30 * DAY)]
    change(sheet, conditions_met_on=TODAY)
    assert (due(MEET), sheet.state) == ([], Standing.IN_FORCE)
    assert list(kept_duties.compare()) == []


def test_one_in_force_that_nobody_evaluated_is_evaluated_within_thirty_days(app: Flask) -> None:
    row = through(CONTRACTORS, candidate())
    assert due() == [(EVALUATE, CONTRACTORS.name_of(row), TODAY + 30 * DAY)]
    assert contractors.wrong_with(row) is Wrong.NOT_APPROVED


def test_names_in_the_register_that_no_contractor_goes_by_are_listed(app: Flask) -> None:
    entered(**{**STUDENTS, "entrusted_to": ("つばめ便", "すずめ印刷")})
    by = viewer("privacy_manager")
    found = unlisted.unlisted(by)
    assert [(each.name, each.contractor) for each in found] == [
        ("つばめ便", ""),
        ("すずめ印刷", ""),
    ]
    row = candidate(rows=())
    assert [each.contractor for each in unlisted.unlisted(by)] == [CONTRACTORS.name_of(row), ""]
    change(row, rows=("PI-2026-001",))
    assert [each.name for each in unlisted.unlisted(by)] == ["すずめ印刷"]
    assert unlisted.unlisted(viewer("other_head")) == []


def test_the_register_and_a_contractor_that_left_both_say_so(app: Flask) -> None:
    row = contracted()
    change(row, rows=(), **ENDED)
    through(CONTRACTORS, row)
    entered(**{**STUDENTS, "name": "講習の名簿", "entrusted_to": ("つばめ便",)})
    (found,) = unlisted.unlisted(viewer("privacy_manager"))
    assert (found.is_ended, found.entries) == (True, ("PI-2026-002",))
    assert [*unlisted.still_named(row, viewer("privacy_manager"))] == ["PI-2026-002"]


def test_a_list_tells_the_state_of_each_in_one_statement(app: Flask) -> None:
    contracted()
    candidate(name="すずめ便")
    session.commit()
    session.expire_all()
    rows = register_lists.listing(CONTRACTORS).page(viewer("employee"), register_lists.Wish())
    assert [STATES[contractors.state_of(each)] for each in rows] == ["候補", "契約済み"]
    assert len(session.scalars(select(Contractor)).all()) == 2


def test_questions_of_other_sheets_are_not_printed_unless_they_were_answered(app: Flask) -> None:
    candidate()
    row = evaluation(backup=Answer.YES)
    apart = set(EVALUATIONS.apart(row))
    assert "encryption" in apart
    assert apart.isdisjoint({"backup", "counted", "rules", "verdict"})
