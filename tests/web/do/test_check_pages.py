"""Pages of operation checks: filled in, entered from paper, read, put right, and at the door."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.tables.operation.operation_check_tables import CheckDoor, CheckFault, CheckRun
from pms_tracker.web.do.checks.check_door_views import token_of
from tests import papers
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.do.test_checks import ALL_FINE, KEY, MENDED, checked, fill, on
from tests.stories.walker import SCAN
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/checks/"
RECORD = f"{PLACE}CT-2026-001"
DAY, MONTH = f"{RECORD}/2026-11-24", f"{RECORD}/2026-11"
PAPER, READ, DOOR = f"{DAY}/paper", f"{MONTH}/read", f"{RECORD}/door"
FAULT = "/do/check_faults/CF-2026-001"
FINE = {"value_0": "fine", "value_1": "fine"}


@pytest.fixture
def template(served: Served) -> None:
    with committing(served):
        checked()


def text_of(answer: Any, folder: Path) -> str:
    return papers.flat(papers.told(answer.get_data(), folder))


def sent(visitor: Visitor, place: str, **more: Any) -> Any:
    return visitor.post(place, **{**form(visitor.get(place), place), **more})


@pytest.mark.usefixtures("template")
def test_a_member_fills_in_and_a_fault_is_entered(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.as_("owner")
    assert "最終退出の点検" in words(visitor.get(f"{PLACE}today"))
    assert visitor.get(f"{RECORD}/next").location == DAY
    missing = sent(visitor, DAY, value_0="fine")
    assert missing.status_code == 400
    assert "答えを選んでください。" in words(missing)
    unsaid = sent(visitor, DAY, value_0="fault", value_1="fine")
    assert "×の内容を入力してください。" in words(unsaid)
    made = sent(visitor, DAY, value_0="fault", note_0="開いていた 𠮷 😀", value_1="fine")
    assert (made.status_code, made.location) == (302, MONTH)
    # Once the check of today is made, what was left blank comes next.
    assert visitor.get(f"{RECORD}/next").location.endswith("/2026-11-2")
    page = words(visitor.get(MONTH))
    assert "鍵をかけた：開いていた 𠮷 😀" in page
    assert "空欄" in page
    assert "開いていた 𠮷 😀" in words(visitor.get(FAULT))
    again = words(visitor.get(DAY))
    assert "原 大地さんが" in again
    paper = text_of(visitor.get(f"{MONTH}.pdf"), tmp_path)
    assert "開いていた" in paper


@pytest.mark.usefixtures("template")
def test_it_is_said_where_no_month_waits_to_be_read(visitor: Visitor) -> None:
    led = visitor.as_("head").get(f"{RECORD}/unread")
    assert (led.status_code, led.location) == (302, MONTH)
    assert "確認していない月は、ありません。" in words(visitor.get(MONTH))


def test_in_the_night_before_its_first_day_no_check_is_asked_for(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        checked(starts_on=date(2026, 11, 25))
    place = door(served, visitor)
    with on(date(2026, 11, 25), 3):
        visitor.as_("owner")
        for page in (visitor.get(DAY), visitor.get(place)):
            assert "行いません。" in words(page)
        assert "この点検は、2026年11月24日(火)には行いません。2026年11月25日(水)から" in words(page)
        assert "今日の点検はありません" in words(visitor.get(f"{PLACE}today"))
    with on(date(2026, 11, 25)):
        for again in (place, f"{place}without-a-line", f"{PLACE}today"):
            page = visitor.as_("owner").get(again)
            assert (page.status_code, "行いません" in words(page)) == (200, False)


@pytest.mark.usefixtures("template")
def test_whoever_is_not_asked_to_review_a_month_reads_whose_it_is(visitor: Visitor) -> None:
    with on(date(2026, 12, 2)):
        asked = words(visitor.as_("head").get(MONTH))
        assert "空欄、遅れ、×を読み、確認してください。" in asked
        told = words(visitor.as_("privacy_manager").get(MONTH))
    assert "髙山 由紀さんの対応待ちです。代わりに確認することもできます。" in told
    assert "読んで確認した" in told
    assert "空欄、遅れ、×を読み、確認してください。" not in told


@pytest.mark.usefixtures("template")
def test_who_leaves_in_the_night_is_not_late(visitor: Visitor) -> None:
    for day, hour, late in ((25, 3, False), (25, 6, True)):
        with on(date(2026, 11, day), hour):
            assert ("期限を過ぎています" in words(visitor.as_("owner").get(DAY))) is late


@pytest.mark.both_databases
@pytest.mark.usefixtures("template")
def test_a_doubled_click_enters_one(served: Served, visitor: Visitor) -> None:
    typed = {**form(visitor.as_("owner").get(DAY), DAY), **FINE}
    for _ in range(2):
        assert visitor.post(DAY, **typed).status_code == 302
    with reading(served):
        assert len(session.scalars(select(CheckRun)).all()) == 1


@pytest.mark.both_databases
@pytest.mark.usefixtures("template")
def test_another_unit_sees_and_does_nothing(visitor: Visitor) -> None:
    for name in ("employee", "other_head"):
        visitor.as_(name)
        for place in (RECORD, DAY, MONTH, PAPER, f"{MONTH}.pdf", f"{RECORD}/next"):
            assert visitor.get(place).status_code == 404
        assert visitor.post(DAY, **FINE).status_code == 404
    refused = visitor.as_("auditor").post(DAY, **FINE)
    assert refused.status_code in (403, 409)


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize("day", ["2026-13-1", "2026-2-30", "0-1-1", "9999-12-31", "1000-1-1"])
def test_a_day_that_is_none_is_not_found(visitor: Visitor, day: str) -> None:
    assert visitor.as_("owner").get(f"{RECORD}/{day}").status_code == 404


@pytest.mark.usefixtures("template")
def test_paper_is_entered_with_its_scan(served: Served, visitor: Visitor) -> None:
    visitor.as_("head")
    made = sent(*(visitor, PAPER), value_0="fine", name="原　大地", scan=SCAN)
    assert made.status_code == 302, words(made)
    page = words(visitor.get(MONTH))
    assert "紙から入力" in page
    assert "scan.pdf" in page
    with visitor.get(f"{RECORD}/scans/1") as scan:
        assert scan.get_data() == SCAN
    assert visitor.as_("employee").get(f"{RECORD}/scans/1").status_code == 404


@pytest.mark.both_databases
@pytest.mark.usefixtures("template")
def test_a_doubled_click_keeps_the_scan_once(visitor: Visitor) -> None:
    visitor.as_("head")
    typed = {**form(visitor.get(PAPER), PAPER), "value_0": "fine", "name": "原　大地"}
    for _click in range(2):
        assert visitor.post(PAPER, **typed, scan=SCAN).status_code == 302
    assert visitor.get(f"{RECORD}/scans/2").status_code == 404


@pytest.mark.usefixtures("template")
def test_the_head_reads_a_month_that_is_over(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    sent(visitor.as_("owner"), DAY, **FINE)
    assert "読んで確認した" not in words(visitor.as_("head").get(MONTH))
    with on(date(2026, 12, 1), 10):
        assert "読んで確認した" not in words(visitor.as_("owner").get(MONTH))
        assert "読んで確認した" in words(visitor.as_("head").get(MONTH))
        typed = {**form(visitor.get(MONTH), READ), "comment": "空欄の理由を聞いた。"}
        assert visitor.post(READ, **typed).status_code == 302
        assert "髙山" in text_of(visitor.get(f"{MONTH}.pdf"), tmp_path)
        assert "空欄の理由を聞いた。" in words(visitor.get(MONTH))
        assert "確認済みのため" in words(visitor.as_("owner").get(DAY))
        assert visitor.post(DAY, **FINE).status_code == 409
        history = visitor.as_("privacy_manager").get(MONTH.rpartition("/")[0]).text
        assert "2026年11月" in history.partition(">履歴 ")[2]
        assert not re.search(">2026-11(-[0-9]{2})?<", history)


@pytest.mark.usefixtures("template")
def test_the_second_fault_leads_to_a_case(served: Served, visitor: Visitor) -> None:
    with committing(served):
        again = checked(title="机の点検", items=KEY, owner_id=IDS["head"])
        for back in (1, 0):
            fill(again, TODAY - timedelta(4 * back), {KEY: MENDED[KEY]})
    second = "/do/check_faults/CF-2026-002"
    assert "同じ項目の×が2回" not in words(visitor.as_("owner").get(second))
    page = visitor.as_("privacy_manager").get(second)
    assert "同じ項目の×が2回" in words(page)
    way = re.search(r'href="(/act/[^"]*origin=CF-2026-002)"', page.text)
    assert way is not None
    begun = words(visitor.get(way[1]))
    assert "書庫が開いていた" in begun


def test_examples_are_offered_and_taken_up(visitor: Visitor) -> None:
    place = f"{PLACE}starters/"
    page = visitor.as_("head").get(place)
    assert "checked" not in page.text
    # Namesakes are told apart.
    assert "原 大地（松本教室）" in words(page)
    none = sent(visitor, place, unit_id=UNIT_IDS["松本教室"], owner_id=IDS["owner"])
    assert none.status_code == 409
    taken = sent(
        *(visitor, place),
        unit_id=UNIT_IDS["松本教室"],
        owner_id=IDS["owner"],
        chosen=["last_leaver", "backup"],
    )
    assert taken.status_code == 302
    listed = words(visitor.get(PLACE))
    assert "最終退出の点検" in listed
    assert "バックアップの点検" in listed
    assert "机とパソコンの点検" not in listed
    assert visitor.as_("owner").get(place).status_code == 403


@pytest.mark.both_databases
@pytest.mark.usefixtures("template")
def test_a_quarter_is_reported_and_confirmed(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    reports = f"{PLACE}reports/"
    sent(visitor.as_("owner"), DAY, **FINE)
    assert "まだ終わっていない四半期です" in words(visitor.as_("privacy_manager").get(reports))
    with on(date(2027, 1, 5), 10):
        made = sent(visitor.as_("privacy_manager"), reports, words="空欄が多い。")
        record = f"{reports}CQ-2026-001"
        assert (made.status_code, made.location) == (302, record)
        assert visitor.as_("head").get(record).status_code == 404
        confirm = f"{record}/confirm"
        page = visitor.as_("representative").get(record)
        assert visitor.post(confirm, **form(page, confirm)).status_code == 302
        assert "代表者が確認した報告です。" in words(visitor.get(record))
        for place in (f"{record}/paper.pdf", f"{reports}2026-10.pdf"):
            assert "最終退出の点検" in text_of(visitor.get(place), tmp_path)


def door(served: Served, visitor: Visitor) -> str:
    """The address that the poster of the check shows."""
    made = visitor.as_("head").get(RECORD)
    assert visitor.post(DOOR, **form(made, DOOR)).location == RECORD
    with served.app.test_request_context():
        seed = session.scalars(select(CheckDoor.seed).where(CheckDoor.ended_on.is_(None))).one()
        return f"/door/{token_of(seed)}/"


@pytest.mark.usefixtures("template")
def test_whoever_leaves_last_fills_in_at_the_door(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    place = door(served, visitor)
    assert "スマートフォンのカメラで" in text_of(visitor.get(f"{DOOR}.pdf"), tmp_path)
    visitor.client = served.app.test_client()
    page = visitor.get(place)
    assert (page.status_code, page.headers["Referrer-Policy"]) == (200, "no-referrer")
    assert "Set-Cookie" not in page.headers
    told = words(page)
    assert KEY in told
    # Nobody who works there is named to whoever finds the poster.
    assert "原" not in told
    send = f"{place}?lang=ja"
    typed = {**form(page, send), "value_0": "fine", "name": "原　大地"}
    missing = visitor.post(send, token=False, **typed)
    assert (missing.status_code, "答えを選んでください。" in words(missing)) == (400, True)
    made = visitor.post(send, token=False, **typed, value_1="fine")
    assert made.status_code == 302
    assert "お疲れさまでした" in words(visitor.get(made.location))
    # Whoever comes next reads that it is, and not by whom.
    again = words(visitor.get(place))
    assert "この点検は、すでに記録されています" in again
    assert "原" not in again
    assert "すでに記録" not in words(visitor.get(f"{place}without-a-line"))
    with reading(served):
        (run,) = session.scalars(select(CheckRun))
        assert (run.done_by_id, run.recorded_by_id, run.way) == (IDS["owner"], None, "door")


@pytest.mark.both_databases
@pytest.mark.usefixtures("template")
def test_a_phone_sends_what_it_kept(served: Served, visitor: Visitor) -> None:
    place = door(served, visitor)
    visitor.client = served.app.test_client()
    typed = form(visitor.get(place), f"{place}?lang=ja")
    at = clock.at(date(2026, 11, 20), 19)
    kept = {**typed, **FINE, "value_0": "fault", "note_0": "開いていた", "name": "だれか"}
    for _ in range(2):
        answer = visitor.post(f"{place}2026-11-20", token=False, **{**kept, "at": at.isoformat()})
        assert (answer.status_code, answer.json["version"]) == (200, 0)
    with reading(served):
        (run,) = session.scalars(select(CheckRun))
        assert run.done_at == at
        assert len(session.scalars(select(CheckFault)).all()) == 1
    assert visitor.get(f"{place}pulse").json["person"] == 0
    for day, more, status in (
        ("2026-13-1", {}, 409),
        ("2026-12-24", {}, 409),
        ("9999-12-31", {}, 409),
        ("1-1-1", {}, 409),
        ("2147483647-1-1", {}, 409),
        # No device keeps it for so long, and the code is no way to fill in what was left blank.
        ("2026-11-15", {}, 409),
        ("2026-11-24", {"name": ""}, 400),
        ("2026-11-24", {"value_0": ""}, 400),
        ("2026-11-24", {"shape": "x"}, 409),
        ("2026-11-24", {"name": "あ" * 10_000}, 400),
    ):
        refused = visitor.post(f"{place}{day}", token=False, **{**kept, "uuid": "x", **more})
        assert (refused.status_code, bool(refused.json["words"])) == (status, True), (day, more)


@pytest.mark.usefixtures("template")
@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-24", "きのう"]
)
def test_a_moment_that_no_clock_knows_is_now(served: Served, visitor: Visitor, at: str) -> None:
    place = door(served, visitor)
    visitor.client = served.app.test_client()
    typed = {**form(visitor.get(place), f"{place}?lang=ja"), **FINE, "name": "だれか", "at": at}
    for told in (place, f"{place}2026-11-24"):
        assert visitor.post(told, token=False, **typed).status_code in (200, 302)
    with reading(served):
        (run,) = session.scalars(select(CheckRun))
        assert run.done_at == run.recorded_at


@pytest.mark.usefixtures("template")
def test_a_code_that_was_replaced_opens_nothing(served: Served, visitor: Visitor) -> None:
    old, new = door(served, visitor), door(served, visitor)
    visitor.client = served.app.test_client()
    for place in (old, "/door/x/", f"/door/{'x' * 43}/"):
        assert visitor.get(place).status_code == 404
        assert visitor.get(f"{place}pulse").json["person"] == -1
        assert visitor.post(f"{place}2026-11-24").status_code == 404
    assert visitor.get(new).status_code == 200
    assert "CT-2026-001" not in visitor.get(new).text


def test_a_head_of_another_unit_makes_no_code(served: Served, visitor: Visitor) -> None:
    with committing(served):
        fill(checked(), TODAY, ALL_FINE)
    assert visitor.as_("other_head").post(DOOR).status_code == 404
    assert visitor.as_("owner").post(DOOR).status_code == 403
    assert visitor.as_("other_head").get(f"{DOOR}.pdf").status_code == 404
