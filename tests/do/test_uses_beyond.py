"""Use beyond the purpose: approved before it begins, with the consent of those it is about."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.use_rules import Consenter, ConsentWay, UseGround
from pms_tracker.do.uses.use_duties import END
from pms_tracker.do.uses.use_fields import LEFT, STATE
from pms_tracker.do.uses.uses_beyond import USES_BEYOND
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do import test_risks
from tests.do.test_ledger import STUDENTS, entered

DAY = timedelta(days=1)
BY_LAW: dict[str, Any] = {
    "rows": ("PI-2026-001",),
    "unit_id": UNIT_IDS["松本教室"],
    "purpose": "照会への回答",
    "scope": "在籍期間を書面で回答する",
    "ground": UseGround.LAW,
    "reason": "刑事訴訟法197条2項",
    "headcount": 10,
    "first_on": TODAY,
    "last_on": TODAY + 30 * DAY,
}
BY_CONSENT: dict[str, Any] = {
    **BY_LAW,
    "ground": UseGround.CONSENT,
    "reason": "",
    "notice": "調査に使います。断っても不利益はありません。",
    "ways": (ConsentWay.MAIL, ConsentWay.BOX),
    "consenters": (Consenter.SELF,),
}


def a_use(by: str = "head", row: dict[str, Any] | None = None, **more: Any) -> Any:
    """An application for the use of an entry of the register, which is there then."""
    if not entry_fields.rows(LEDGER, BY_LAW["rows"]):
        entered(**(STUDENTS | (row or {})))
    return entries.enter(USES_BEYOND, {**BY_CONSENT, **more}, by=viewer(by))


def hand_in(row: Any, by: str = "head") -> None:
    test_risks.hand_in(row, by, USES_BEYOND)


def approve(row: Any, by: str = "privacy_manager") -> None:
    test_risks.approve(row, by, USES_BEYOND)


def change(row: Any, by: str = "head", **values: Any) -> None:
    entries.change(USES_BEYOND, row, values, seen=row.version, by=viewer(by))


def approved(**more: Any) -> Any:
    row = a_use(**more)
    hand_in(row)
    approve(row)
    return row


def told(row: Any) -> tuple[Any, Any]:
    return LEFT.of(row), STATE.of(row)


def lacks(row: Any) -> tuple[str, ...]:
    with pytest.raises(RuleBroken, match="entry_lacks") as refused:
        hand_in(row)
    found: tuple[str, ...] = refused.value.values["choices"]  # type: ignore[assignment]
    return found


def test_it_is_applied_for_approved_consented_to_used_and_ended(app: Flask) -> None:
    row = a_use()
    assert told(row) == (10, "申請中")
    hand_in(row)
    with pytest.raises(NotAllowed):
        approve(row, "head")
    approve(row)
    assert told(row) == (10, "同意取得中")
    change(row, consents=7, refusals=3, refused="S-1、S-2、S-3")
    # What is drafted counts once it is approved.
    assert told(row) == (10, "同意取得中")
    hand_in(row)
    approve(row)
    assert told(row) == (7, "利用可")
    change(row, ended_on=TODAY)
    hand_in(row)
    approve(row)
    assert told(row) == (7, "利用終了")


def test_what_is_in_force_no_more_is_over(app: Flask) -> None:
    row = approved()
    by = viewer("head")
    entry_decisions.propose_end(USES_BEYOND, row, "使わないことにした", version=row.version, by=by)
    assert STATE.of(row) == "同意取得中"
    approve(row)
    assert (STATE.of(row), due()) == ("利用終了", [])


def test_consent_asks_for_notice_way_and_who_and_an_exception_for_a_reason(app: Flask) -> None:
    bare = a_use(notice="", ways=(), consenters=(), scope="", first_on=None)
    assert lacks(bare) == (
        *("利用の方法と範囲", "利用を始める日"),
        *("本人への通知文", "同意の取得方法", "同意する人"),
    )
    assert lacks(a_use(ground=UseGround.HEALTH)) == ("同意が不要な理由",)


def test_where_minors_are_among_them_who_consents_for_them_is_asked(app: Flask) -> None:
    row = a_use(row={"minors": True})
    assert lacks(row) == ("未成年者の同意",)
    change(row, guardians="保護者が署名する")
    hand_in(row)
    assert row.state is Standing.WAITING
    hand_in(a_use(ground=UseGround.LAW, reason="照会"))


@pytest.mark.parametrize("ground", [UseGround.CONSENT, UseGround.HEALTH, UseGround.RESEARCHER])
def test_numbers_are_not_used_beyond_their_purpose(app: Flask, ground: UseGround) -> None:
    with pytest.raises(RuleBroken, match="use_of_my_number"):
        a_use(row={"my_number": True}, ground=ground)
    a_use(ground=UseGround.LAW)


def test_what_came_to_hold_numbers_meanwhile_is_not_approved(app: Flask) -> None:
    row = a_use()
    hand_in(row)
    (named,) = entry_fields.rows(LEDGER, row.rows).values()
    entries.change(LEDGER, named, {"my_number": True}, seen=named.version, by=viewer("head"))
    with pytest.raises(RuleBroken, match="use_of_my_number"):
        approve(row)


def test_nothing_is_handed_in_or_approved_that_began_before(app: Flask) -> None:
    early = a_use(first_on=TODAY - DAY)
    with pytest.raises(RuleBroken, match="use_before_approval"):
        hand_in(early)
    late = a_use()
    hand_in(late)
    tomorrow = time_machine.travel(f"{TODAY + DAY}T01:00:00+00:00")
    with tomorrow, pytest.raises(RuleBroken, match="use_before_approval"):
        approve(late)
    assert late.state is Standing.WAITING


def test_a_later_change_is_held_against_the_day_of_the_first_approval(app: Flask) -> None:
    row = approved()
    with time_machine.travel(f"{TODAY + 5 * DAY}T01:00:00+00:00"):
        change(row, consents=4)
        hand_in(row)
        approve(row)
        assert row.consents == 4
        change(row, first_on=TODAY - DAY)
        with pytest.raises(RuleBroken, match="use_before_approval"):
            hand_in(row)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"consents": 8, "refusals": 3}, "use_counted_twice"),
        ({"last_on": TODAY - DAY}, "use_ends_before"),
        ({"ended_on": TODAY - DAY}, "use_ended_before"),
    ],
)
def test_what_does_not_fit_together_is_refused(app: Flask, more: dict[str, Any], why: str) -> None:
    with pytest.raises(RuleBroken, match=why):
        a_use(**more)


@pytest.mark.parametrize(
    ("who", "sees"), [("head", True), ("auditor", True), ("other_head", False)]
)
def test_a_unit_sees_what_it_uses(app: Flask, who: str, sees: bool) -> None:
    row = a_use()
    if sees:
        assert entries.find(USES_BEYOND, row.id, seen_by=viewer(who)) is row
        return
    with pytest.raises(NotFound):
        entries.find(USES_BEYOND, row.id, seen_by=viewer(who))


def due(name: str | None = None) -> list[tuple[str, date]]:
    found = reading.due(date.max, IDS[name] if name else None, kinds=[END])
    return [(each.reference, each.due_on) for each in found]


def test_the_head_is_asked_to_end_it_from_its_last_day_until_that_is_written(app: Flask) -> None:
    row = a_use(last_on=TODAY)
    hand_in(row)
    assert due() == []
    approve(row)
    name = USES_BEYOND.name_of(row)
    assert due() == due("head") == [(name, TODAY)]
    later = TODAY + 60 * DAY
    change(row, last_on=later)
    assert due("head") == [(name, TODAY)]
    hand_in(row)
    approve(row)
    assert due() == []
    with time_machine.travel(f"{later + DAY}T01:00:00+00:00"):
        assert due("head") == [(name, later)]
        change(row, ended_on=later)
        assert due("head") == [(name, later)]
        hand_in(row)
        assert due() == []
        approve(row)
        assert due() == []
    assert list(kept_duties.compare()) == []
