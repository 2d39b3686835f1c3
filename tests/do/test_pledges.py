"""Pledges: who has not given one, who knows of which, and that nothing tells of them until used."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import Given, Missing, PledgeKind, Worker, missing
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.registers import entries
from pms_tracker.registers.imports import register_sheets
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

JOINING, LEAVING = PledgeKind.JOINING, PledgeKind.LEAVING
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 4, 1), date(2026, 11, 30)
OWNER = {"person_id": IDS["owner"], "kind": JOINING, "asked_on": TODAY - DAY}


@pytest.mark.parametrize(
    ("left_on", "pledges", "kinds"),
    [
        (None, [], [JOINING]),
        (None, [(JOINING, None)], [JOINING]),
        (None, [(JOINING, FIRST - DAY)], []),
        (None, [(PledgeKind.TEMPORARY, FIRST + DAY)], []),
        (None, [(LEAVING, FIRST)], [JOINING]),
        # Signed in an earlier employment, which ended the day before this one began.
        (None, [(JOINING, FIRST - 2 * DAY), (LEAVING, FIRST - DAY)], [JOINING]),
        (None, [(JOINING, FIRST - DAY), (LEAVING, FIRST - DAY)], [JOINING]),
        (None, [(JOINING, FIRST), (LEAVING, FIRST - DAY)], []),
        (LAST, [(JOINING, FIRST)], [LEAVING]),
        (LAST, [(JOINING, FIRST), (LEAVING, FIRST - DAY)], [LEAVING]),
        (LAST, [(JOINING, FIRST), (LEAVING, FIRST)], []),
        (LAST, [(JOINING, FIRST), (LEAVING, None)], [LEAVING]),
        (LAST, [], [JOINING, LEAVING]),
    ],
)
def test_what_somebody_has_not_signed_is_missing(
    left_on: date | None, pledges: list[tuple[PledgeKind, date | None]], kinds: list[PledgeKind]
) -> None:
    given = [Given(1, kind, day) for kind, day in pledges]
    due = {JOINING: FIRST, LEAVING: LAST}
    assert missing([Worker(1, FIRST, left_on)], given) == [
        Missing(1, kind, due[kind]) for kind in kinds
    ]


def test_what_is_missing_comes_in_the_order_in_which_it_is_due() -> None:
    found = missing(
        [Worker(2, LAST), Worker(3, FIRST), Worker(1, FIRST)], [Given(4, JOINING, LAST)]
    )
    assert [each.person_id for each in found] == [1, 3, 2]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", True), ("privacy_manager", True), ("audit_manager", True),
        ("head", True), ("owner", True), ("other_head", False), ("auditor", False),
        ("administrator", False),
    ],
)  # fmt: skip
def test_a_pledge_is_seen_by_the_top_roles_the_head_and_its_person(
    app: Flask, who: str, sees: bool
) -> None:
    row = entries.enter(PLEDGES, OWNER, by=viewer("head"))
    if sees:
        assert entries.find(PLEDGES, row.id, seen_by=viewer(who)) is row
        return
    with pytest.raises(NotFound):
        entries.find(PLEDGES, row.id, seen_by=viewer(who))


def test_a_head_enters_pledges_of_their_own_people_alone(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        entries.enter(PLEDGES, OWNER, by=viewer("other_head"))


def test_a_head_is_not_told_whether_somebody_elses_pledge_is_there(app: Flask) -> None:
    mine = entries.enter(PLEDGES, {**OWNER, "person_id": IDS["employee"]}, by=viewer("other_head"))
    entries.enter(PLEDGES, OWNER, by=viewer("head"))
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        entries.enter(PLEDGES, OWNER, by=viewer("other_head"))
    with pytest.raises(RuleBroken, match="entry_not_yours"):
        entries.change(PLEDGES, mine, OWNER, seen=1, by=viewer("other_head"))
    with pytest.raises(RuleBroken, match="entry_known"):
        entries.enter(PLEDGES, OWNER, by=viewer("head"))


def test_a_sheet_names_the_cell_of_days_that_are_out_of_order(app: Flask) -> None:
    sheet = "氏名,種別,依頼日,提出日\n原 大地,入社時,2026/11/20,2026/11/19\n".encode()
    (trouble,) = register_sheets.plan(PLEDGES, sheet, by=viewer("head")).troubles
    assert (trouble.line, trouble.column, trouble.words) == (2, "signed_on", "2026/11/19")


@pytest.mark.both_databases
def test_two_who_enter_the_same_at_once_make_one(served: Served) -> None:
    at_once = Barrier(2)

    def enter(_turn: int) -> str:
        at_once.wait(10)
        try:
            with committing(served):
                entries.enter(PLEDGES, OWNER, by=viewer("privacy_manager"))
                session.flush()
        except RuleBroken as refusal:
            return refusal.key
        return "entered"

    for _round in range(5):
        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(enter, range(2))) == ["entered", "entry_known"]
        with committing(served):
            (row,) = session.scalars(select(Pledge).where(Pledge.struck == ""))
            entries.retire(PLEDGES, row, reason="次の回", by=viewer("privacy_manager"))


def test_a_pledge_bears_the_year_in_which_it_was_asked_for_and_is_entered_once(app: Flask) -> None:
    told = {**OWNER, "asked_on": date(2025, 3, 31), "signed_on": date(2025, 3, 31)}
    row = entries.enter(PLEDGES, told, by=viewer("privacy_manager"))
    assert PLEDGES.name_of(row) == "PL-2024-001"
    with pytest.raises(RuleBroken, match="entry_known"):
        entries.enter(PLEDGES, told, by=viewer("privacy_manager"))
    with pytest.raises(BadInput, match="entry_refused"):
        entries.enter(PLEDGES, {**OWNER, "signed_on": TODAY - 2 * DAY}, by=viewer("head"))


def test_nothing_tells_of_pledges_until_there_is_one(served: Served, visitor: Visitor) -> None:
    link = 'href="/do/pledges/"'
    assert link not in words(visitor.as_("privacy_manager").get("/"))
    assert words(visitor.get("/do/")).count(link) == 1
    with committing(served):
        entries.enter(PLEDGES, OWNER, by=viewer("head"))
    assert link in words(visitor.get("/do/"))
    for way in ("/r/PL-2026-001", "/find?q=pl2026-1"):
        assert "原 大地" in words(visitor.client.get(way, follow_redirects=True))


def test_a_file_called_by_a_my_number_is_not_kept(served: Served, visitor: Visitor) -> None:
    place = "/do/pledges/"
    sent = form(visitor.as_("head").get(f"{place}new"), place)
    typed = {"person_id": str(IDS["owner"]), "kind": "joining", "asked_on": "2026/11/20"}
    file = (BytesIO(b"signed"), "控え 1234-5678-9018.txt")
    refused = visitor.post(place, **{**sent, **typed}, files=file)
    assert refused.status_code == 400
    assert "マイナンバーに見える12桁の番号" in words(refused)
    assert visitor.get(f"{place}PL-2026-001").status_code == 404
    file = (BytesIO(b"signed"), "控え 1234-5678-9019.txt")
    assert visitor.post(place, **{**sent, **typed}, files=file).status_code == 302


def test_its_paper_is_given_to_whom_it_concerns(served: Served, visitor: Visitor) -> None:
    place = "/do/pledges/"
    sent = form(visitor.as_("head").get(f"{place}new"), place)
    typed = {"person_id": str(IDS["owner"]), "kind": "joining", "asked_on": "2026/11/20"}
    done = visitor.post(place, **{**sent, **typed}, files=b"signed")
    assert done.location == f"{place}PL-2026-001", words(done)
    file = f"{done.location}/files/1"
    for name, status in (("owner", 200), ("privacy_manager", 200), ("other_head", 404)):
        with visitor.as_(name).get(file) as answer:
            assert answer.status_code == status, name
    assert visitor.as_("owner").get(f"{done.location}/files/2").status_code == 404
