"""Log sheets: what is carried out comes back, leavers hand over what they have, visitors come."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.do.logs import log_duties
from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.logs.carry_outs import CARRY_OUTS
from pms_tracker.do.rules.operation import log_rules as rules
from pms_tracker.do.rules.operation.log_rules import AssetKind
from pms_tracker.duties import reading as duty_reading
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import form, words

DAY = timedelta(days=1)
ROOM = UNIT_IDS["松本教室"]
KEY = {
    "asset_number": "K-01",
    "name": "書庫の鍵",
    "kind": AssetKind.KEY,
    "unit_id": ROOM,
    "holder_id": IDS["owner"],
    "handed_on": TODAY - 30 * DAY,
}
OUT = {
    "what": "説明会の名簿",
    "carrier_id": IDS["owner"],
    "unit_id": ROOM,
    "purpose": "市民会館での説明会",
    "permitted_by_id": IDS["head"],
    "out_on": TODAY - DAY,
    "due_on": TODAY + DAY,
}


def due(kind: str) -> list[tuple[str, int, date]]:
    found = duty_reading.due(date.max, None, kinds=[kind])
    return [(each.reference, each.person_id, each.due_on) for each in found]


@pytest.mark.parametrize(
    ("carrier", "permitter", "due_after", "returned_after", "beside"),
    [
        (1, 2, 0, None, None),
        (1, 2, 1, 0, None),
        (1, 1, 1, None, "permitted_by_id"),
        (1, 2, -1, None, "due_on"),
        (1, 2, 1, -1, "returned_on"),
    ],
)
def test_a_line_of_what_was_carried_out_is_judged(
    carrier: int, permitter: int, due_after: int, returned_after: int | None, beside: str | None
) -> None:
    returned = None if returned_after is None else TODAY + returned_after * DAY
    found = rules.carrying_faults(carrier, permitter, TODAY, TODAY + due_after * DAY, returned)
    assert next((name for name, _words in found), None) == beside


@pytest.mark.parametrize(
    ("handed", "ended", "how", "beside"),
    [
        (None, None, "", None),
        (TODAY, TODAY, "返却", None),
        (None, TODAY, "　", "ended_how"),
        (None, None, "返却", "ended_on"),
        (TODAY, TODAY - DAY, "返却", "ended_on"),
    ],
)
def test_how_a_device_was_given_up_is_judged(
    handed: date | None, ended: date | None, how: str, beside: str | None
) -> None:
    found = rules.ending_faults(handed, ended, how)
    assert next((name for name, _words in found), None) == beside


@pytest.mark.parametrize(
    ("came", "left", "beside"),
    [
        ("10:00", "", None),
        ("10:00", "10:00", None),
        ("", "9:00", None),
        ("10:00", "09:59", "left_at"),
    ],
)
def test_the_times_of_a_visit_are_judged(came: str, left: str, beside: str | None) -> None:
    found = rules.visit_faults(came, left)
    assert next((name for name, _words in found), None) == beside


def test_what_is_carried_out_is_asked_back_of_whoever_carries_it(app: Flask) -> None:
    row = entries.enter(CARRY_OUTS, OUT, by=viewer("owner"))
    name = CARRY_OUTS.name_of(row)
    assert due(log_duties.RETURN) == [(name, IDS["owner"], TODAY + DAY)]
    entries.change(CARRY_OUTS, row, {"due_on": TODAY + 3 * DAY}, seen=1, by=viewer("head"))
    assert due(log_duties.RETURN) == [(name, IDS["owner"], TODAY + 3 * DAY)]
    back = {"returned_on": TODAY}
    entries.change(CARRY_OUTS, row, back, seen=row.version, by=viewer("owner"))
    assert due(log_duties.RETURN) == []


def test_nobody_permits_what_they_carry_out(app: Flask) -> None:
    with pytest.raises(BadInput, match="entry_refused"):
        entries.enter(CARRY_OUTS, {**OUT, "permitted_by_id": IDS["owner"]}, by=viewer("owner"))


def test_an_asset_has_one_number_and_is_of_a_unit_that_is_known(app: Flask) -> None:
    entries.enter(ASSETS, KEY, by=viewer("head"))
    with pytest.raises(RuleBroken, match="entry_known"):
        entries.enter(ASSETS, {**KEY, "name": "もう一つ"}, by=viewer("head"))
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        entries.enter(ASSETS, {**KEY, "asset_number": "K-02"}, by=viewer("employee"))


def test_whoever_works_there_enters_a_visitor_at_the_door(served: Served, visitor: Visitor) -> None:
    place = "/do/visits/"
    page = visitor.as_("employee").get(f"{place}new")
    told: dict[str, Any] = {"came_on": "2026-11-24", "came_at": "１０時", "name": "来訪 花子"}
    sent = {**form(page, place), **told, "unit_id": str(ROOM)}
    refused = visitor.post(place, **{**sent, "left_at": "9:30"})
    assert refused.status_code == 400
    assert "入室の時刻以降の時刻を入力してください。" in words(refused)
    assert visitor.post(place, **sent).status_code == 302
    assert "来訪 花子" in words(visitor.get(place))
