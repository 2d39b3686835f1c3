"""Changing a purpose in force: how the new words relate to the old, and who hears of them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules import change_rules
from pms_tracker.do.rules.change_rules import Announced, Change, Changed
from pms_tracker.do.uses.announcement_duties import ANNOUNCE
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.do.test_purposes import approve, purpose

DAY = timedelta(days=1)
NEW = "教材と参考書の発送"
BECAUSE: dict[str, Any] = {
    "change": Changed.RELATED,
    "related_why": "教材に参考書が加わっただけ",
    "judged_by": "個人情報保護管理者",
}
TOLD: dict[str, Any] = {"announced_how": Announced.PUBLISHED, "announced_on": TODAY}
OLD = Change(Changed.RELATED, "前の理由", "管理者", Announced.TOLD, TODAY - DAY)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (Change(None), None),
        (Change(Changed.RELATED), None),
        (Change(Changed.SAME), None),
        (Change(Changed.BEYOND, "理由", "管理者"), "purpose_beyond"),
        (Change(Changed.RELATED, how=Announced.TOLD), "purpose_announced_how"),
        (Change(Changed.RELATED, announced_on=TODAY), "purpose_announced_how"),
        (OLD, None),
    ],
)
def test_what_is_beyond_is_no_change(change: Change, why: str | None) -> None:
    if why is None:
        change_rules.check(change)
        return
    with pytest.raises(RuleBroken, match=why):
        change_rules.check(change)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        (Change(None), Change(None), "purpose_change_unsaid"),
        (Change(None), Change(Changed.SAME), None),
        (Change(None), Change(Changed.RELATED, "", "管理者"), "purpose_change_why"),
        (Change(None), Change(Changed.RELATED, "理由"), "purpose_change_why"),
        (Change(None), Change(Changed.RELATED, "理由", "管理者"), None),
        (OLD, Change(Changed.RELATED, "前の理由", "管理者"), "purpose_change_old"),
        (
            *(OLD, Change(Changed.RELATED, "新しい", "管理者", Announced.TOLD, TODAY - DAY)),
            "purpose_change_old",
        ),
        (OLD, Change(Changed.RELATED, "新しい", "管理者", Announced.TOLD, TODAY), None),
        (OLD, Change(Changed.SAME), None),
        (Change(Changed.RELATED, "前", "管理者"), Change(Changed.SAME), "purpose_change_open"),
    ],
)
def test_new_words_say_of_themselves_how_they_relate(
    before: Change, after: Change, why: str | None
) -> None:
    if why is None:
        change_rules.check_follows(before, after, is_changed=True)
        return
    with pytest.raises(RuleBroken, match=why):
        change_rules.check_follows(before, after, is_changed=True)


def test_what_persons_have_still_to_hear_of_is_not_lost_with_the_same_words() -> None:
    waits = Change(Changed.RELATED, "前", "管理者")
    change_rules.check_follows(waits, waits, is_changed=False)
    with pytest.raises(RuleBroken, match="purpose_change_open"):
        change_rules.check_follows(waits, Change(None), is_changed=False)
    change_rules.check_follows(OLD, Change(None), is_changed=False)


@pytest.mark.parametrize(
    ("changed_on", "by"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 1, 15)),
    ],
)
def test_persons_hear_of_it_within_a_month(changed_on: date, by: date) -> None:
    assert change_rules.announce_by(changed_on) == by


def change(row: Any, **values: Any) -> None:
    by = viewer("privacy_manager")
    entries.change(PURPOSES, row, values, seen=row.version, by=by)


def approved(row: Any) -> None:
    approve(PURPOSES, row, "privacy_manager", "representative")


def due(name: str | None = None) -> list[tuple[str, date]]:
    found = reading.due(date.max, IDS[name] if name else None, kinds=[ANNOUNCE])
    return [(each.reference, each.due_on) for each in found]


def test_nothing_is_asked_of_a_first_entry_or_of_what_does_not_change_the_words(app: Flask) -> None:
    row = purpose()
    change(row, note="担当は教務部")
    approved(row)
    assert (row.note, due()) == ("担当は教務部", [])


def test_new_words_are_handed_in_with_why_and_announced_within_a_month(app: Flask) -> None:
    row = purpose()
    change(row, text=NEW)
    with pytest.raises(RuleBroken, match="purpose_change_unsaid"):
        approved(row)
    change(row, **BECAUSE)
    assert due() == []
    approved(row)
    by = change_rules.announce_by(TODAY)
    name = PURPOSES.name_of(row)
    assert due() == due("privacy_manager") == [(name, by)]
    with time_machine.travel(f"{TODAY + 5 * DAY}T01:00:00+00:00"):
        # Another change does not put it off.
        change(row, note="担当は教務部")
        approved(row)
        assert due() == [(name, by)]
        change(row, **TOLD)
        assert due() == [(name, by)]
        approved(row)
        assert due() == []
        assert list(kept_duties.compare()) == []


def test_what_is_the_same_in_other_words_is_announced_to_nobody(app: Flask) -> None:
    row = purpose()
    change(row, text="教材を発送すること", change=Changed.SAME)
    approved(row)
    assert (row.text, due()) == ("教材を発送すること", [])


def test_a_change_beyond_is_refused_at_once(app: Flask) -> None:
    row = purpose()
    with pytest.raises(RuleBroken, match="purpose_beyond"):
        change(row, text="名簿の販売", change=Changed.BEYOND)


def test_a_second_change_starts_anew(app: Flask) -> None:
    row = purpose()
    change(row, text=NEW, **BECAUSE)
    approved(row)
    change(row, **TOLD)
    approved(row)
    change(row, text="教材と参考書と文具の発送")
    with pytest.raises(RuleBroken, match="purpose_change_old"):
        approved(row)
    change(row, related_why="文具も教材に添える", announced_how=None, announced_on=None)
    approved(row)
    assert len(due()) == 1
