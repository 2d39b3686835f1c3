"""Disposals: approved before, recorded at once afterwards, and what is due as the register says."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.do.disposals import disposals_due
from pms_tracker.do.disposals.disposal_duties import DISPOSE, PROVE, RECORD, RELEASE
from pms_tracker.do.disposals.disposals import DISPOSALS, progress_of
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.disposal_rules import Apart, Decision, Progress
from pms_tracker.do.rules.ledger.ledger_rules import Disposal as Way
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.imports import register_sheets
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_ledger, test_risks

DAY = timedelta(days=1)
# Its first batch ends in the year in which it comes into force: those who left in 2023 and before.
YEARS_3 = Span(start=Start.WITHDRAWAL, length=3)
ENDED, AFTER = date(2027, 3, 31), date(2027, 4, 1)
BOXES: dict[str, Any] = {
    "rows": ("PI-2026-001",),
    "unit_id": UNIT_IDS["松本教室"],
    "decision": Decision.DISPOSE,
    "batch": "2023年度に退会した生徒の分",
    "batch_year": 2023,
    "earlier": True,
    "due_on": TODAY + 30 * DAY,
    "methods": (Way.SHREDDED,),
}
DONE: dict[str, Any] = {"done_on": TODAY, "amount": "段ボール3箱", "done_by": "髙山 由紀"}
PULPED: dict[str, Any] = {"methods": (Way.ENTRUSTED,), "contractor": "みすず溶解株式会社"}


@contextmanager
def at(day: date) -> Iterator[None]:
    with time_machine.travel(clock.at(day, 10)):
        yield


def held(**more: Any) -> Any:
    """An entry of the register of personal information, in force."""
    row = test_ledger.entered(**{"keep_until": YEARS_3, "disposal": (Way.SHREDDED,), **more})
    test_ledger.hand_in(row)
    test_ledger.decide(row, "privacy_manager")
    return row


def drafted(by: str = "head", **more: Any) -> Any:
    return entries.enter(DISPOSALS, {**BOXES, **more}, by=viewer(by))


def hand_in(row: Any, by: str = "head") -> None:
    test_risks.hand_in(row, by, DISPOSALS)


def approve(row: Any, by: str = "privacy_manager") -> None:
    test_risks.approve(row, by, DISPOSALS)


def approved(**more: Any) -> Any:
    row = drafted(**more)
    hand_in(row)
    approve(row)
    return row


def change(row: Any, by: str = "head", **values: Any) -> None:
    entries.change(DISPOSALS, row, values, seen=row.version, by=viewer(by))


def due(kind: str, name: str | None = None) -> list[Duty]:
    found = reading.due(date.max, IDS[name] if name else None, kinds=[kind])
    assert list(kept_duties.compare()) == []
    return found


def shown(name: str = "head") -> list[tuple[str, int, str]]:
    lines, _asides = disposals_due.shown(viewer(name))
    return [(each.reference, each.batch.year, each.draft) for each in lines]


def test_a_disposal_is_approved_by_somebody_else_before_it_is_done(app: Flask) -> None:
    held()
    row = drafted()
    hand_in(row)
    with pytest.raises(NotAllowed):
        approve(row, "head")
    approve(row)
    assert (row.state, progress_of(row)) == (Standing.IN_FORCE, Progress.PLANNED)


def test_what_is_handed_in_says_how_and_by_when(app: Flask) -> None:
    held()
    row = drafted(due_on=None, methods=())
    with pytest.raises(RuleBroken, match="entry_lacks") as refused:
        hand_in(row)
    assert refused.value.values["choices"] == ("廃棄の期日", "廃棄方法")


def test_what_became_of_it_is_recorded_at_once(app: Flask) -> None:
    held()
    row = approved(**PULPED)
    change(row, **DONE)
    assert (row.state, row.edition) == (Standing.IN_FORCE, 1)
    assert progress_of(row) is Progress.PROOF
    change(row, certificate_on=TODAY)
    assert (row.state, progress_of(row)) == (Standing.IN_FORCE, Progress.DONE)
    # What was approved is frozen as it was.
    (edition,) = entry_editions.of(DISPOSALS, row)
    assert entry_editions.said(DISPOSALS, edition)["done_on"] is None


def test_what_was_approved_is_changed_by_another_approval_only(app: Flask) -> None:
    held()
    row = approved()
    change(row, batch="2022年度の分だけ", **DONE)
    assert (row.state, row.done_on, row.batch) == (Standing.REVISED, None, BOXES["batch"])
    hand_in(row)
    approve(row)
    assert (row.state, row.done_on, row.batch) == (Standing.IN_FORCE, TODAY, "2022年度の分だけ")


def test_an_approval_that_is_taken_back_undoes_nothing_that_was_done(app: Flask) -> None:
    held()
    row = approved()
    change(row, due_on=TODAY + 60 * DAY)
    hand_in(row)
    approve(row)
    change(row, **DONE)
    last = approvals.decisions(DISPOSALS.name_of(row))[-1]
    act_undecided.take_back(last.id, by=viewer("privacy_manager"))
    assert (row.due_on, row.done_on, row.done_by) == (BOXES["due_on"], TODAY, "髙山 由紀")


def test_what_contains_my_number_is_disposed_of_by_two(app: Flask) -> None:
    held(my_number=True)
    row = approved()
    with pytest.raises(BadInput) as refused:
        change(row, **DONE)
    assert refused.value.values["beside"] == "witness"
    with pytest.raises(BadInput) as refused:
        change(row, **DONE, witness="髙山　由紀")
    assert refused.value.values["beside"] == "witness"
    change(row, **DONE, witness="原 大地")
    assert progress_of(row) is Progress.DONE


def test_what_is_on_hold_is_not_disposed_of(app: Flask) -> None:
    held()
    row = approved()
    change(row, hold_reason="開示の請求", hold_until=TODAY + DAY)
    assert (row.state, progress_of(row)) == (Standing.IN_FORCE, Progress.HELD)
    with pytest.raises(BadInput) as refused:
        change(row, **DONE)
    assert refused.value.values["beside"] == "done_on"
    with at(TODAY + DAY):
        assert progress_of(row) is Progress.PLANNED
        change(row, **DONE | {"done_on": TODAY + DAY})
    assert progress_of(row) is Progress.DONE


def test_a_unit_disposes_of_its_own(app: Flask) -> None:
    row = held()
    assert [reference for reference, _year, _draft in shown()] == [LEDGER.name_of(row)]
    assert shown("other_head") == []
    with pytest.raises(NotFound):
        drafted("other_head", unit_id=UNIT_IDS["書店"])
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        drafted(unit_id=UNIT_IDS["書店"])


def test_a_batch_is_due_until_its_record_is_handed_in(app: Flask) -> None:
    row = held()
    name = LEDGER.name_of(row)
    assert shown() == [(name, 2023, "")]
    by = viewer("head")
    made = disposals_due.draft(row, 2023, "2023年度に退会した生徒の分", by=by)
    assert shown() == [(name, 2023, made)]
    # A second click finds the draft of the first.
    assert disposals_due.draft(row, 2023, "2023年度に退会した生徒の分", by=by) == made
    draft = entries.find(DISPOSALS, _reference(made), seen_by=by)
    assert (draft.batch_year, draft.earlier, draft.rows) == (2023, True, [name])
    assert draft.due_on == ENDED + 30 * DAY
    assert DISPOSALS.field("methods").of(draft) == (Way.SHREDDED,)
    hand_in(draft)
    assert shown() == []
    with pytest.raises(Stale):
        disposals_due.draft(row, 2023, "もう一度", by=by)
    with pytest.raises(Stale):
        disposals_due.draft(row, 2030, "まだ先", by=by)


def test_that_nothing_is_held_is_handed_in_with_its_reason(app: Flask) -> None:
    row, by = held(), viewer("head")
    with pytest.raises(BadInput):
        disposals_due.hand_in_nothing(row, 2023, "2023年度の分", " ", by=by)
    made = disposals_due.hand_in_nothing(row, 2023, "2023年度の分", "退会者がいない", by=by)
    found = entries.find(DISPOSALS, _reference(made), seen_by=by)
    assert (found.state, progress_of(found)) == (Standing.WAITING, Progress.NOTHING)
    approve(found)
    assert shown() == []
    with at(AFTER):
        assert due(DISPOSE) == []
        # The next year is another batch.
        assert [year for _name, year, _draft in shown()] == [2024]


def test_a_record_that_was_struck_or_ended_is_none(app: Flask) -> None:
    row, by = held(), viewer("head")
    made = disposals_due.draft(row, 2023, "2023年度の分", by=by)
    draft = entries.find(DISPOSALS, _reference(made), seen_by=by)
    entries.retire(DISPOSALS, draft, reason="間違い", by=by)
    assert shown() == [(LEDGER.name_of(row), 2023, "")]
    other = approved()
    assert shown() == []
    entry_decisions.propose_end(DISPOSALS, other, "やめた", version=other.version, by=by)
    approve(other)
    assert shown() == [(LEDGER.name_of(row), 2023, "")]


def test_what_no_day_follows_from_is_told_with_the_reason(app: Flask) -> None:
    held(keep_until=Span(SpanKind.FOREVER))
    test_ledger.entered()
    lines, asides = disposals_due.shown(viewer("head"))
    assert lines == []
    # What is drafted holds nothing yet.
    assert [each.why for each in asides] == [Apart.FOREVER]


def test_an_earlier_count_tells_that_it_was_held_before(app: Flask) -> None:
    held(counted_on=date(2025, 5, 1))
    assert [year for _name, year, _draft in shown()] == [2022, 2023]


def test_the_head_is_asked_once_the_period_is_over(app: Flask) -> None:
    row = held()
    with at(ENDED):
        assert due(RECORD) == []
    with at(AFTER):
        (duty,) = due(RECORD)
        assert (duty.person_id, duty.due_on) == (IDS["head"], ENDED + 30 * DAY)
        assert duty.title == LEDGER.name_of(row)
        draft = drafted()
        assert len(due(RECORD)) == 1
        hand_in(draft)
        assert due(RECORD) == []


def test_those_of_one_day_are_one_duty(app: Flask) -> None:
    first, second = held(), held(name="保護者名簿")
    with at(AFTER):
        (duty,) = due(RECORD, "head")
    assert duty.title == f"{LEDGER.name_of(first)} / {LEDGER.name_of(second)}"


def test_an_entry_that_a_revised_record_no_longer_names_is_asked_for_again(app: Flask) -> None:
    first, second = held(), held(name="保護者名簿")
    row = approved(rows=(LEDGER.name_of(first), LEDGER.name_of(second)))
    with at(AFTER):
        assert due(RECORD) == []
        change(row, rows=(LEDGER.name_of(first),))
        hand_in(row)
        approve(row)
        assert [each.title for each in due(RECORD)] == [LEDGER.name_of(second)]


def test_a_fiscal_year_that_begins_anew_moves_the_day(app: Flask) -> None:
    held()
    people.the_company().fiscal_start_month = 1
    with at(date(2027, 1, 1)):
        (duty,) = due(RECORD)
    assert duty.due_on == date(2026, 12, 31) + 30 * DAY


def test_what_was_approved_is_the_heads_duty_until_it_is_proved(app: Flask) -> None:
    held()
    row = approved(**PULPED)
    assert [(each.person_id, each.due_on) for each in due(DISPOSE)] == [
        (IDS["head"], BOXES["due_on"])
    ]
    change(row, **DONE)
    assert due(DISPOSE) == []
    assert [each.due_on for each in due(PROVE, "head")] == [TODAY + 30 * DAY]
    change(row, certificate_on=TODAY)
    assert due(PROVE) == []


def test_a_hold_is_looked_at_again_when_it_ends(app: Flask) -> None:
    held()
    row = approved()
    hold = TODAY + 60 * DAY
    change(row, hold_reason="税務調査", hold_until=hold)
    assert (due(DISPOSE), [each.due_on for each in due(RELEASE)]) == ([], [hold])


def test_a_sheet_of_an_office_lists_what_was_disposed_of(app: Flask) -> None:
    held()
    sheet = (
        "台帳番号,廃棄部署,廃棄物,廃棄日,数量,廃棄方法,担当者\n"
        "PI-2026-001,松本教室,2022年度の申込書,2026/4/10,段ボール2箱,シュレッダー,髙山 由紀\n"
    ).encode()
    plan = register_sheets.plan(DISPOSALS, sheet, by=viewer("head"))
    assert list(plan.troubles) == []


def _reference(name: str) -> Reference:
    found = parse_reference(name)
    assert found is not None
    return found
