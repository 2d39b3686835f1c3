"""Records of the PMS are due by the period of their kind, and never before renewals need them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act.renewals import records_due
from pms_tracker.act.renewals.records_due import RECORD
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.do.rules.ledger.ledger_rules import Disposal as Way
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.registers import entries
from tests.act.renewals.test_renewals import change, registered
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_risks
from tests.plan.documents.test_documents import KEPT, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

# Kept for three years after the fiscal year: those of 2023 and before until 31 March 2027.
AFTER = date(2027, 4, 1)
DUE = "/do/disposals/records/"
KIND = f"{DUE}RT-2026-001"


@contextmanager
def at(day: date) -> Iterator[None]:
    with time_machine.travel(clock.at(day, 10)):
        yield


def kind(**more: Any) -> Any:
    return entered(RECORD_TYPES, {**KEPT, "unit_id": UNIT_IDS["松本教室"], **more})


def shown() -> list[tuple[int, bool, str]]:
    lines = records_due.shown(viewer("privacy_manager"))
    return [(each.batch.year, each.is_due, each.needed_by) for each in lines]


def due(on: date) -> list[tuple[int, date]]:
    with at(on):
        found = reading.due(date.max, None, kinds=[RECORD])
        assert list(kept_duties.compare()) == []
    return [(each.person_id, each.due_on) for each in found if each.due_on <= on.replace(year=2028)]


def test_records_are_due_year_by_year_once_their_period_is_over(app: Flask) -> None:
    kind()
    assert shown() == [(2023, False, "")]
    with at(AFTER):
        assert shown() == [(2023, True, ""), (2024, False, "")]
        made = records_due.draft(one(), 2023, "点検の記録：2023年度以前の分", by=viewer("head"))
        assert made == "DS-2027-001"
        # A second click is led to the draft of the first.
        assert records_due.draft(one(), 2023, "もう一度", by=viewer("head")) == made
        with pytest.raises(Stale):
            records_due.draft(one(), 2030, "まだ先", by=viewer("head"))
        draft = entries.find(DISPOSALS, parse_reference(made), seen_by=viewer("head"))
        told = {"methods": (Way.SHREDDED,)}
        entries.change(DISPOSALS, draft, told, seen=draft.version, by=viewer("head"))
        test_risks.hand_in(draft, "head", DISPOSALS)
        assert shown() == [(2024, False, "")]


def test_nothing_is_due_while_the_first_application_is_open_whatever_the_day(app: Flask) -> None:
    kind()
    assert due(AFTER) != []
    row = registered(expires_on=None)
    # What is kept of duties was derived today, and holds on any later day.
    for on in (AFTER, date(2031, 4, 1)):
        assert due(on) == []
    with at(AFTER):
        assert records_due.needing(2023, earlier=True) == "RN-2026-001"
    change(row, submitted_on=TODAY, refused_on=TODAY)
    assert due(AFTER) != []


def one() -> Any:
    named = parse_reference("RT-2026-001")
    assert named is not None
    return entries.find(RECORD_TYPES, named, seen_by=viewer("privacy_manager"))


def test_what_a_renewal_needs_is_not_offered_before_it_is_over(app: Flask) -> None:
    kind()
    # Of a term from 2 January 2024 on, in the fiscal year 2023.
    renewal = registered(expires_on=date(2026, 1, 1), started_on=date(2024, 1, 2))
    assert shown() == [(2023, False, "RN-2026-001")]
    assert due(AFTER) == []
    with at(AFTER), pytest.raises(RuleBroken, match="records_needed_by_renewal"):
        records_due.draft(one(), 2023, "点検の記録", by=viewer("head"))
    change(renewal, submitted_on=date(2025, 8, 1), granted_on=date(2026, 1, 1))
    with at(AFTER):
        assert shown()[0] == (2023, True, "")
    assert [on for _who, on in due(AFTER)] == [date(2027, 4, 30)]


BY_HAND = {
    "kinds": ("RT-2026-001",),
    "batch": "点検の記録",
    "decision": Decision.DISPOSE,
    "due_on": AFTER,
    "methods": (Way.SHREDDED,),
}


def test_what_a_renewal_needs_is_not_disposed_of_by_hand_either(app: Flask) -> None:
    kind()
    renewal = registered(expires_on=date(2026, 1, 1), started_on=date(2024, 1, 2))
    told = {**BY_HAND, "unit_id": UNIT_IDS["松本教室"]}
    row = entries.enter(DISPOSALS, told, by=viewer("head"))
    with pytest.raises(RuleBroken, match="entry_lacks"):
        test_risks.hand_in(row, "head", DISPOSALS)
    for year, earlier in ((2025, True), (2023, False)):
        told = {"batch_year": year, "earlier": earlier}
        entries.change(DISPOSALS, row, told, seen=row.version, by=viewer("head"))
        with pytest.raises(RuleBroken, match="records_needed_by_renewal"):
            test_risks.hand_in(row, "head", DISPOSALS)
    # What is gone already is recorded as it is.
    told = {"done_on": TODAY, "done_by": "総務", "witness": "経理", "amount": "1箱"}
    gone = entries.enter(
        DISPOSALS,
        {**BY_HAND, "unit_id": UNIT_IDS["松本教室"], "batch_year": 2023, **told},
        by=viewer("head"),
    )
    test_risks.hand_in(gone, "head", DISPOSALS)
    change(renewal, submitted_on=date(2025, 8, 1), granted_on=date(2026, 1, 1))
    test_risks.hand_in(row, "head", DISPOSALS)


def test_what_a_renewal_came_to_need_is_not_approved(app: Flask) -> None:
    kind()
    told = {**BY_HAND, "unit_id": UNIT_IDS["松本教室"], "batch_year": 2023}
    row = entries.enter(DISPOSALS, told, by=viewer("head"))
    test_risks.hand_in(row, "head", DISPOSALS)
    registered(expires_on=date(2026, 1, 1), started_on=date(2024, 1, 2))
    with pytest.raises(RuleBroken, match="records_needed_by_renewal"):
        test_risks.approve(row, "privacy_manager", DISPOSALS)


def test_a_record_says_what_is_disposed_of(app: Flask) -> None:
    row = entries.enter(
        DISPOSALS,
        {
            "unit_id": UNIT_IDS["松本教室"],
            "decision": Decision.NOTHING,
            "batch": "何か",
            "reason": "ない",
        },
        by=viewer("head"),
    )
    with pytest.raises(RuleBroken, match="entry_lacks"):
        test_risks.hand_in(row, "head", DISPOSALS)


def test_the_page_drafts_with_a_click(served: Served, visitor: Visitor) -> None:
    with committing(served):
        kind()
    assert "2023年度以前の分" in words(visitor.as_("head").get(DUE))
    with at(AFTER):
        page = visitor.as_("head").get(DUE)
        fields = form(page, KIND)
        for _click in range(2):
            sent = visitor.post(KIND, **fields)
            assert (sent.status_code, sent.location) == (302, "/do/disposals/DS-2027-001")
        for wrong, status in (("2024", 409), ("", 400), ("あ", 400)):
            assert visitor.post(KIND, year=wrong).status_code == status
        with committing(served):
            registered(expires_on=date(2026, 1, 1), started_on=date(2024, 1, 2))
        assert "RN-2027-001の更新が終わるまで保存" in words(visitor.get(DUE))
        assert visitor.post(KIND, **fields).status_code == 409
        # Who keeps no register disposes of nothing.
        assert visitor.as_("employee").post(KIND, **fields).status_code == 403
