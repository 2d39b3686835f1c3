"""Pages that bring in people from a file: previewed, taken once, invited when asked, undone."""

import re
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import staffing
from pms_tracker.people.imports.people_columns import KNOWN, Column
from pms_tracker.people.tables.people_tables import Membership, PeopleImport, Person, Unit
from pms_tracker.trail.trail import SYSTEM
from tests.databases import Served
from tests.people.imports.layouts_of_people import LISTS
from tests.people.imports.sheets_of_people import HEADINGS, as_csv, as_excel, row
from tests.registers.layouts import book_of, packed
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

IMPORT, AGAIN, TAKE = "/people/import", "/people/import/again", "/people/import/take"
TWO = (
    row("矢島 葵", "塩尻教室", mail="aoi@example.jp", head="はい"),
    row("𠮷川 🌸 崎", "塩尻教室", reading="よしかわ さき"),
)


def send(visitor: Visitor, content: bytes, name: str = "人.csv") -> TestResponse:
    file = FileStorage(BytesIO(content), name)
    boundary, body = encode_multipart({"csrf_token": visitor.token(), "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post(IMPORT, data=body, content_type=kind)


def counts(served: Served) -> list[int | None]:
    tables = (Unit, Person, Membership, PeopleImport, OutboxLetter)
    with reading(served):
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def take(visitor: Visitor) -> str:
    page = send(visitor, as_csv(TWO))
    made = visitor.post(TAKE, **form(page, TAKE, with_slip=True))
    assert made.status_code == 302
    return str(made.location)


def test_a_file_is_previewed_taken_once_invited_and_undone(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    before = counts(served)
    page = send(visitor, as_excel(TWO), "人.xlsx")
    assert page.status_code == 200
    for said in ("まだ保存していません", "塩尻教室", "矢島 葵", "𠮷川 🌸 崎", "ヨシカワ サキ"):
        assert said in words(page)
    assert counts(served) == before
    sent = form(page, TAKE, with_slip=True)
    places = {visitor.post(TAKE, **sent).location for _again in range(2)}
    assert places == {"/people/import/1"}
    there = counts(served)
    assert there[:4] == [before[0] + 1, before[1] + 2, before[2] + 2, 1]  # type: ignore[operator]
    record = words(visitor.get("/people/import/1"))
    assert "取込み済み" in record
    for _again in range(2):
        assert visitor.post("/people/import/1/invite").status_code == 302
    with reading(served):
        assert session.scalars(select(OutboxLetter.address)).all() == ["aoi@example.jp"]
    assert visitor.post("/people/import/1/undo").status_code == 302
    assert counts(served)[:3] == before[:3]
    assert "取消し済み" in words(visitor.get("/people/import/1"))
    again = visitor.post("/people/import/1/undo")
    assert (again.status_code, "すでに取り消されています" in words(again)) == (409, True)
    told = words(visitor.as_("audit_manager").get("/trail/"))
    assert "人の取込み（1回目）" in told
    assert "取込みの取消し" in told


def test_every_bad_row_is_told_with_row_column_and_what_to_enter(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    before = counts(served)
    page = send(visitor, as_csv([*TWO, row("井出 光", "書店", mail="<b>aoi", head="たぶん")]))
    assert page.status_code == 400
    for said in ("4行目", "メールアドレスの形で入力", "責任者なら「はい」", "何も保存していません"):
        assert said in words(page)
    assert "<b>aoi" not in page.text
    assert counts(served) == before


def test_files_that_cannot_be_read_are_refused_with_a_sentence(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    many = as_csv([row(f"人 {number}", "書店") for number in range(5_000)])
    for content, said in (
        (b" ", "読み取れる行がありません"),
        (as_csv([]), "読み取れる行がありません"),
        (many, "一度に取り込めるのは1000行までです"),
        (b"PK broken", "ファイルを読み取れません"),
    ):
        page = send(visitor, content)
        assert (page.status_code, said in words(page)) == (400, True), said
    assert "ファイルを選んでください。" in words(visitor.post(IMPORT))
    for place in (AGAIN, TAKE):
        assert visitor.post(place, packed="x", seal="").status_code == 400


def test_what_changed_since_the_preview_is_shown_anew(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    sent = form(send(visitor, as_csv(TWO)), TAKE, with_slip=True)
    with committing(served):
        staffing.add_person("矢島 葵", by=SYSTEM)
    before = counts(served)
    page = visitor.post(TAKE, **sent)
    assert (page.status_code, counts(served)) == (409, before)
    assert "確かめている間に" in words(page)
    assert "同じ名前の人が登録されています" in words(page)
    assert visitor.post(TAKE, **form(page, TAKE, with_slip=True)).status_code == 302


def test_whoever_cannot_be_undone_is_named_and_leaves_once_that_was_seen(
    served: Served, visitor: Visitor
) -> None:
    place = take(visitor.as_("administrator"))
    with committing(served):
        who = session.scalars(select(Person).where(Person.name == "矢島 葵")).one()
        staffing.open_account(who, password_hash="x", by=SYSTEM)
    assert "パスワードを決めて" in words(visitor.get(place))
    refused = visitor.post(f"{place}/undo")
    assert (refused.status_code, "印を付けてください" in words(refused)) == (400, True)
    assert visitor.post(f"{place}/undo", seen="y").status_code == 302
    with reading(served):
        left = session.execute(select(Person.name).where(Person.left_on.is_not(None)))
        assert left.scalars().all() == ["矢島 葵"]


def test_the_template_has_exactly_the_headings_that_are_read(visitor: Visitor) -> None:
    visitor.as_("administrator")
    written = visitor.get(f"{IMPORT}/template.csv").data
    assert written.decode("utf-8-sig").strip().split(",") == list(HEADINGS)
    book = load_workbook(BytesIO(visitor.get(f"{IMPORT}/template.xlsx", "en").data))
    found = [str(cell.value) for cell in book.worksheets[0][1]]
    assert [KNOWN.match((each,)).key for each in found] == list(Column)


def test_whoever_keeps_people_finds_the_way_there(visitor: Visitor) -> None:
    for place in ("/people/", "/people/new"):
        assert IMPORT in visitor.as_("administrator").get(place).text
    assert IMPORT not in visitor.as_("privacy_manager").get("/people/").text
    assert re.search("template.xlsx", visitor.as_("administrator").get(IMPORT).text)


def test_the_list_of_an_office_is_previewed_with_what_was_guessed_and_left_out(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    page = send(visitor, LISTS["who_left_and_who_is_to_leave"]().content, "名簿.xlsx")
    assert page.status_code == 200
    told = words(page)
    for said in ("退職日が先の日です。", "社員一覧!F8", "退職した人の行", "清水 直", "曽根 愛"):
        assert said in told
    assert "取り込まない列：備考" in told
    assert "読み取らない列に、退職と書かれています。" in told
    # What is not read is shown to nobody.
    assert "うつ病" not in page.text
    assert "2行は取り込みません" in told
    before = counts(served)
    sent = form(page, TAKE, with_slip=True)
    assert visitor.post(TAKE, **sent).status_code == 302
    assert "推測で読み取った2行は、取り込んでいません。" in words(visitor.get("/people/import/1"))
    assert counts(served)[1] == (before[1] or 0) + 2
    again = send(visitor, LISTS["who_left_and_who_is_to_leave"]().content, "名簿.xlsx")
    agreed = {**form(again, TAKE, with_slip=True), "doubtful": "y"}
    assert visitor.post(TAKE, **agreed).status_code == 302
    assert counts(served)[1] == (before[1] or 0) + 4
    # Once more, nobody is new.
    last = send(visitor, LISTS["who_left_and_who_is_to_leave"]().content, "名簿.xlsx")
    assert "すべて登録済みです" in words(last)


def test_guesses_alone_are_taken_only_by_who_agrees(served: Served, visitor: Visitor) -> None:
    visitor.as_("administrator")
    page = send(visitor, LISTS["titles_between_rows"]().content, "名簿.xlsx")
    before = counts(served)
    refused = visitor.post(TAKE, **form(page, TAKE, with_slip=True))
    assert (refused.status_code, counts(served)) == (409, before)
    assert "推測で読み取った行しかありません" in words(refused)
    agreed = {**form(refused, TAKE, with_slip=True), "doubtful": "y"}
    place = visitor.post(TAKE, **agreed).location
    assert "8行目" in words(visitor.get(str(place)))


def test_sheets_and_columns_are_what_somebody_chooses(served: Served, visitor: Visitor) -> None:
    rows = [["氏名", "チーム", "部署"], ["井出 光", "赤", "書店"], ["原 大地", "青", ""]]
    book = book_of({"名簿": rows, "予定": [["氏名", "部署"], ["矢島 葵", "？", "x"], ["", "書店"]]})
    visitor.as_("administrator")
    page = send(visitor, packed(book), "名簿.xlsx")
    assert page.status_code == 400
    assert "この内容で取り込む" not in words(page)
    sent = {**form(page, TAKE), "sheet": "名簿"}
    columns = sorted(name for name in sent if name.startswith("column-"))
    first = columns[0].rpartition("-")[0]
    chosen = {**sent, f"{first}-1": "unit", f"{first}-2": ""}
    anew = visitor.post(AGAIN, **chosen)
    assert "選んでいないシート" in words(anew)
    assert anew.status_code == 200
    assert visitor.post(TAKE, **form(anew, TAKE, with_slip=True)).status_code == 302
    with reading(served):
        assert set(session.scalars(select(Unit.name))) >= {"赤", "青"}


def test_a_file_with_a_my_number_is_refused_and_carried_on_no_page(
    served: Served, visitor: Visitor
) -> None:
    number = "123456789018"
    rows = [["氏名", "部署", "個人番号", "カナ"], ["井出 光", "書店", number, number]]
    visitor.as_("administrator")
    page = send(visitor, packed(book_of({"名簿": rows})), "名簿.xlsx")
    assert page.status_code == 400
    assert "名簿!C2" in words(page)
    assert "マイナンバー（個人番号）に見える番号" in words(page)
    assert number not in page.text
    assert 'name="packed"' not in page.text
