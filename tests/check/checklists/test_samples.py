"""Samples of registers and of checks as they were made, drawn for a question: the same for
everybody, of what counts, of the days that are asked for."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, strategies as st

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.check.checklists import samples
from pms_tracker.check.checklists.populations import CHECKS_MADE, of_register
from pms_tracker.check.checklists.samples import Wanted
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.operation.check_rules import Way
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.changes import units
from pms_tracker.people.firm import people
from pms_tracker.registers import entries
from pms_tracker.registers.register import Register
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do import test_complaints, test_ledger
from tests.do.test_checks import checked, fill, on

DAY = timedelta(days=1)
EVER = Days()


@given(st.sets(st.integers(1, 10**9)), st.integers(1, 25), st.text())
def test_more_drawn_are_the_same_and_others_beside_them(ids: set[int], size: int, key: str) -> None:
    few, more = checklist_rules.drawn(ids, size, key), checklist_rules.drawn(ids, size + 3, key)
    assert len(few) == min(size, len(ids))
    assert set(few) <= set(more) <= ids
    assert few == sorted(few)


def test_every_entry_is_drawn_by_some_question() -> None:
    ids = range(1, 21)
    by_key = [checklist_rules.drawn(ids, 5, f"AU-2026-001/{each}") for each in range(60)]
    assert {each for drawn in by_key for each in drawn} == set(ids)
    assert len({tuple(drawn) for drawn in by_key}) > 50


def drawn_ids(
    audit: Audit,
    register: Register,
    size: int = 25,
    days: Days = EVER,
    *,
    own: bool = False,
    position: int = 1,
    by: str = "audit_manager",
) -> list[Any]:
    wanted = Wanted(of_register(register), size, days, own=own)
    return [each.entry.id for each in samples.draw(audit, position, wanted, by=viewer(by)).these]


def test_whoever_draws_again_draws_the_same(app: Flask) -> None:
    audit = builders.audit()
    rows = [test_complaints.entered(title=f"苦情{each}") for each in range(12)]
    wanted = Wanted(of_register(COMPLAINTS), 4, EVER, own=False)
    drawn = samples.draw(audit, 1, wanted, by=viewer("audit_manager"))
    assert drawn.population == len(rows)
    assert len(drawn.these) == 4
    assert samples.draw(audit, 1, wanted, by=viewer("privacy_manager")) == drawn
    others = {tuple(drawn_ids(audit, COMPLAINTS, 4, position=each)) for each in range(2, 8)}
    assert len(others) > 1


def test_what_was_struck_and_what_lies_outside_the_days_is_no_part_of_it(app: Flask) -> None:
    audit = builders.audit()
    kept, before, struck = (
        test_complaints.entered(),
        test_complaints.entered(received_on=TODAY - 40 * DAY),
        test_complaints.entered(),
    )
    entries.retire(COMPLAINTS, struck, reason="二重に登録した", by=viewer("privacy_manager"))
    assert drawn_ids(audit, COMPLAINTS) == [kept.id, before.id]
    assert drawn_ids(audit, COMPLAINTS, days=Days(TODAY - 7 * DAY, TODAY)) == [kept.id]
    assert drawn_ids(audit, COMPLAINTS, days=Days(last=TODAY - DAY)) == [before.id]


def test_of_what_is_approved_only_that_in_force_is_drawn(app: Flask) -> None:
    audit = builders.audit()
    in_force, _draft = test_ledger.approved(), test_ledger.entered(name="下書き")
    assert drawn_ids(audit, LEDGER) == [in_force.id]
    assert drawn_ids(audit, LEDGER, days=Days(TODAY, TODAY)) == [in_force.id]
    with pytest.raises(BadInput, match="nothing_to_draw"):
        drawn_ids(audit, LEDGER, days=Days(last=TODAY - DAY))


def test_a_sheet_is_drawn_that_was_in_use_whenever_it_was_entered(app: Flask) -> None:
    audit = builders.audit()
    now, over = checked(starts_on=TODAY - 40 * DAY), checked(title="前の点検表")
    over.starts_on, over.ends_on = TODAY - 90 * DAY, TODAY - 60 * DAY
    session.flush()
    for days, drawn in (
        (EVER, [now.id, over.id]),
        (Days(TODAY - 20 * DAY, TODAY - 10 * DAY), [now.id]),
        (Days(TODAY - 70 * DAY, TODAY - 60 * DAY), [over.id]),
        (Days(TODAY - 60 * DAY), [now.id, over.id]),
        (Days(last=TODAY - 41 * DAY), [over.id]),
    ):
        assert drawn_ids(audit, CHECKS, days=days) == drawn
    # A unit takes its sheets with it.
    units.close(people.unit(now.unit_id), until_on=TODAY, by=SYSTEM)
    with clock.set_to(clock.at(TODAY + 9 * DAY)):
        assert drawn_ids(audit, CHECKS, days=Days(TODAY, TODAY)) == [now.id]
        with pytest.raises(BadInput, match="nothing_to_draw"):
            drawn_ids(audit, CHECKS, days=Days(TODAY + DAY, TODAY + 9 * DAY))


def test_checks_are_drawn_as_they_were_made_and_stand(app: Flask) -> None:
    audit = builders.audit(unit_id=UNIT_IDS["松本教室"])
    sheet, other = checked(), checked(title="本部の点検", unit_id=UNIT_IDS["本部"])
    struck = checked(title="二重の点検表")
    for each in (TODAY - 4 * DAY, TODAY - DAY):
        with on(each):
            fill(sheet, each)
    with on(TODAY - DAY):
        fill(sheet, TODAY - DAY)  # Once more.
        fill(other, TODAY - DAY, by="privacy_manager")
        fill(struck, TODAY - DAY)
    entries.retire(CHECKS, struck, reason="二重に登録した", by=viewer("privacy_manager"))

    def drawn(days: Days = EVER, *, own: bool = True) -> list[str]:
        wanted = Wanted(CHECKS_MADE, 25, days, own=own)
        found = samples.draw(audit, 1, wanted, by=viewer("auditor"))
        assert found.population == len(found.these)
        return [each.name for each in found.these]

    first, last = (f"{sheet.reference}/{TODAY - each * DAY}" for each in (4, 1))
    assert drawn() == [first, last]
    assert drawn(Days(TODAY - 2 * DAY, TODAY)) == [last]
    assert drawn(own=False) == [first, last, f"{other.reference}/{TODAY - DAY}"]


def test_what_is_entered_later_is_of_its_day_and_leaves_what_was_drawn(app: Flask) -> None:
    audit = builders.audit(unit_id=UNIT_IDS["松本教室"])
    sheet, days = checked(), Days(TODAY - 14 * DAY, TODAY - 5 * DAY)
    for back in (8, 7, 6):
        with on(TODAY - back * DAY):
            fill(sheet, TODAY - back * DAY)

    def drawn(size: int) -> list[str]:
        wanted = Wanted(CHECKS_MADE, size, days, own=False)
        found = samples.draw(audit, 1, wanted, by=viewer("auditor"))
        return [each.name for each in found.these]

    before = drawn(2)
    fill(sheet, TODAY - 7 * DAY)
    assert drawn(2) == before
    fill(sheet, TODAY - 14 * DAY, way=Way.PAPER, name="原 大地")
    assert f"{sheet.reference}/{TODAY - 14 * DAY}" in drawn(25)


def test_the_audited_units_alone(app: Flask) -> None:
    audit = builders.audit(unit_id=UNIT_IDS["松本教室"])
    own = test_complaints.entered()
    other = test_complaints.entered(unit_id=UNIT_IDS["本部"])
    assert drawn_ids(audit, COMPLAINTS) == [own.id, other.id]
    assert drawn_ids(audit, COMPLAINTS, own=True) == [own.id]


@pytest.mark.parametrize("size", [0, -1, 26])
def test_as_many_as_nobody_reads_are_not_drawn(app: Flask, size: int) -> None:
    with pytest.raises(BadInput, match="drawn_number"):
        drawn_ids(builders.audit(), LEDGER, size)


def test_of_a_register_that_somebody_sees_in_part_nobody_says_how_many_there_are(
    app: Flask,
) -> None:
    assert of_register(COMPLAINTS).is_whole(viewer("audit_manager"))
    assert not of_register(COMPLAINTS).is_whole(viewer("auditor"))
    assert CHECKS_MADE.is_whole(viewer("auditor"))
    whole = {each.key for each in REGISTERS if of_register(each).is_whole(viewer("auditor"))}
    assert whole >= {"checks", "check_faults", "assets", "carry_outs", "visits", "risks"}
    test_complaints.entered()
    with pytest.raises(BadInput, match="nothing_to_draw"):
        drawn_ids(builders.audit(), COMPLAINTS, by="auditor")
