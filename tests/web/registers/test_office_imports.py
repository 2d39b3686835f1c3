"""A workbook of an office in the browser: guesses are agreed to, sheets and columns are chosen."""

import re
from collections.abc import Sequence
from io import BytesIO

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.people.tables.people_tables import Unit
from tests.cast import IDS, PERSONS
from tests.databases import Served
from tests.registers.layouts import book_of, packed
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

PLACE = "/do/pledges/import"
AGAIN, TAKE = f"{PLACE}/again", f"{PLACE}/take"
HEAD = ["氏名", "誓約の種類", "依頼日"]
OWNER, HEAD_OF_UNIT = PERSONS["owner"][0], PERSONS["head"][0]
SURE = [OWNER, "入社時", "R8.4.1"]
GUESSED = [HEAD_OF_UNIT, "入社時（再提出）", "2026/4/2"]


def pledged(served: Served) -> list[int]:
    with reading(served):
        return [each.person_id for each in session.scalars(select(Pledge).order_by(Pledge.id))]


def sheet(*rows: Sequence[object], title: str = "本社") -> bytes:
    return packed(book_of({title: rows}))


def test_what_was_guessed_is_taken_only_by_who_agrees(served: Served, visitor: Visitor) -> None:
    content = sheet(["誓約書の一覧"], HEAD, SURE, GUESSED, ["※原本は金庫"])
    visitor.as_("privacy_manager")
    preview = visitor.post(PLACE, file=content)
    assert preview.status_code == 200
    told = words(preview)
    for said in ("本社!B4", "入社時（再提出）", "近い言葉から選びました。", "注記", "※原本は金庫"):
        assert said in told
    assert "1行は取り込みません" in told
    assert visitor.post(TAKE, **form(preview, TAKE)).status_code == 302
    assert pledged(served) == [IDS["owner"]]
    assert "推測で読み取った1行は、取り込んでいません。" in words(visitor.get("/do/pledges/"))
    again = visitor.post(PLACE, file=sheet(HEAD, GUESSED))
    assert visitor.post(TAKE, **{**form(again, TAKE), "doubtful": "y"}).status_code == 302
    assert pledged(served) == [IDS["owner"], IDS["head"]]


def test_a_column_is_what_somebody_chooses(served: Served, visitor: Visitor) -> None:
    content = sheet([*HEAD, "なぞの日", "なぞの欄"], [*SURE, "R8.4.5", "郵送"])
    visitor.as_("privacy_manager")
    preview = visitor.post(PLACE, file=content)
    kept = "（項目がないので、見出しとともに残します）"
    assert words(preview).count(kept) == 2
    sent = form(preview, TAKE)
    columns = sorted(name for name in sent if name.startswith("column-"))
    assert [sent[name] for name in columns[3:]] == ["note", "note"]
    assert "どの項目か分からない列" in words(visitor.post(AGAIN, **{**sent, columns[3]: ""}))
    anew = visitor.post(AGAIN, **{**sent, columns[3]: "signed_on"})
    assert anew.status_code == 200
    assert words(anew).count(kept) == 1
    # What was previewed before was something else.
    assert visitor.post(TAKE, **{**sent, columns[3]: "signed_on"}).status_code == 409
    assert visitor.post(TAKE, **form(anew, TAKE)).status_code == 302
    with reading(served):
        (row,) = session.scalars(select(Pledge))
        assert (f"{row.signed_on}", row.note) == ("2026-04-05", "なぞの欄：郵送")


def test_what_has_no_field_is_kept_with_the_notes(served: Served, visitor: Visitor) -> None:
    """What is previewed and not changed is what is taken, by the columns that the page sends."""
    head = ["管理番号", *LEDGER_HEAD, "委託元", "同意の有無", "備考"]
    rows = [["E-01", *PLAIN, "学校", "－", "毎年更新"], ["E-02", "願書", *PLAIN[1:], "", "有", ""]]
    visitor.as_("privacy_manager")
    taken(visitor, sheet(head, *rows, title="書店"))
    with reading(served):
        its = PersonalInformation
        found = select(its.name, its.note).where(its.name.in_(["名刺", "願書"]))
        assert dict(session.execute(found).all()) == {
            "名刺": "毎年更新\n管理番号：E-01\n委託元：学校",
            "願書": "管理番号：E-02\n同意の有無：有",
        }


def test_sheets_are_read_as_they_are_chosen(served: Served, visitor: Visitor) -> None:
    wrong = [HEAD_OF_UNIT, "なぞの種類", "いつか"]
    content = packed(book_of({"本社": [HEAD, SURE], "支社": [HEAD, wrong]}))
    visitor.as_("privacy_manager")
    preview = visitor.post(PLACE, file=content)
    assert preview.status_code == 400
    assert "支社!B2" in words(preview)
    assert "この内容で取り込む" not in words(preview)
    sent = {**form(preview, TAKE), "sheet": "本社"}
    anew = visitor.post(AGAIN, **sent)
    assert anew.status_code == 200
    assert "選んでいないシート" in words(anew)
    assert visitor.post(TAKE, **form(anew, TAKE)).status_code == 302
    assert pledged(served) == [IDS["owner"]]


def test_what_many_rows_say_is_told_once_with_all_of_them(visitor: Visitor) -> None:
    unknown = [["鈴木 一郎", "入社時", "R8.4.1"] for _row in range(6)]
    visitor.as_("privacy_manager")
    preview = visitor.post(PLACE, file=sheet(HEAD, SURE, *unknown, ["佐藤", *SURE[1:]]))
    assert preview.status_code == 400
    told = re.sub(r"<[^>]+>", "", words(preview))
    assert told.count("この人は登録されていません。") == 2
    assert told.count("鈴木 一郎") == 1
    for said in ("直す行 7件", "本社!A3、A4、A5", "ほか3行", "本社!A6:A8", "本社!A9"):
        assert said in told


def test_what_was_guessed_alike_is_told_once(visitor: Visitor) -> None:
    again = [[OWNER, "入社時（再提出）", f"2026/4/{day}"] for day in range(1, 7)]
    visitor.as_("privacy_manager")
    told = re.sub(r"<[^>]+>", "", words(visitor.post(PLACE, file=sheet(HEAD, *again))))
    assert told.count("近い言葉から選びました。") == 1
    for said in ("推測で読み取ったところ 6件", "本社!B2、B3、B4", "ほか3行", "本社!B5:B7"):
        assert said in told


def test_what_is_no_preview_is_refused(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    for packed_file in ("", "!", "AAAA"):
        for place in (AGAIN, TAKE):
            assert visitor.post(place, packed=packed_file, seal="x").status_code == 400


@pytest.mark.parametrize("place", [PLACE, "/people/import"])
def test_a_file_that_is_named_by_a_my_number_is_refused(visitor: Visitor, place: str) -> None:
    visitor.as_("administrator" if place != PLACE else "privacy_manager")
    named = (BytesIO(sheet(HEAD, SURE)), "給与 1234-5678-9018.xlsx")
    sent = {"file": named, "csrf_token": visitor.token()}
    refused = visitor.client.post(place, data=sent, content_type="multipart/form-data")
    assert refused.status_code == 400
    assert "ファイル名にマイナンバーに見える12桁の番号があります。" in words(refused)
    assert "5678" not in refused.text


LEDGER = "/do/ledger/import"
LEDGER_HEAD = ["個人情報の名称", "管理部門", "利用目的", "取得方法", "保管期限"]
PLAIN = ["名刺", "書店", "営業連絡", "本人から書面", "契約終了後5年"]
DOUBTED = ["申込書", "書店", "契約の履行", "申込書（書面）", "採用は3年、不採用は6か月"]
ONLY_GUESSES = "推測で読み取った行しかありません。"


def held(served: Served) -> list[str]:
    """What the register of personal information holds, by name."""
    with reading(served):
        name = PersonalInformation.name
        return sorted(session.scalars(select(name).where(PersonalInformation.struck == "")))


def taken(visitor: Visitor, content: bytes, **agreed: str) -> str:
    """The words of the page that a sheet of the register leads to once it is taken."""
    preview = visitor.post(LEDGER, file=content)
    assert preview.status_code == 200, words(preview)
    take = f"{LEDGER}/take"
    assert visitor.post(take, **{**form(preview, take), **agreed}).status_code == 302
    return words(visitor.get("/do/ledger/"))


def test_a_sheet_that_comes_again_brings_what_is_missing_alone(
    served: Served, visitor: Visitor
) -> None:
    content = sheet(LEDGER_HEAD, PLAIN, DOUBTED, title="書店")
    visitor.as_("privacy_manager")
    before = held(served)
    taken(visitor, content)
    assert held(served) == sorted([*before, "名刺"])
    taken(visitor, content, doubtful="y")
    assert held(served) == sorted([*before, "名刺", "申込書"])
    assert "すべて登録済みです" in words(visitor.post(LEDGER, file=content))


def test_a_row_of_a_name_that_is_registered_is_doubtful(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    taken(visitor, sheet(LEDGER_HEAD, PLAIN, title="書店"))
    before = held(served)
    changed = [*PLAIN[:2], "年賀状の送付", *PLAIN[3:]]
    preview = visitor.post(LEDGER, file=sheet(LEDGER_HEAD, changed, title="書店"))
    assert "同じ名称の記録が、すでに登録されています。" in words(preview)
    refused = visitor.post(f"{LEDGER}/take", **form(preview, f"{LEDGER}/take"))
    assert (refused.status_code, ONLY_GUESSES in words(refused)) == (409, True)
    assert held(served) == before
    other = [PLAIN[0], "本部", *PLAIN[2:]]
    assert "すでに登録されています。" not in words(
        visitor.post(LEDGER, file=sheet(LEDGER_HEAD, other))
    )


def test_what_stays_as_it_was_is_no_guess(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    told = taken(visitor, sheet(LEDGER_HEAD, DOUBTED, title="書店"), doubtful="y")
    reference = max(re.findall(r"PI-\d{4}-\d{3}", told))
    corrected = [reference, *DOUBTED[:3], "本人から書面", DOUBTED[4]]
    again = sheet(["番号", *LEDGER_HEAD], corrected)
    assert "推測で読み取ったところ" not in words(visitor.post(LEDGER, file=again))


def units_held(served: Served) -> dict[str, str]:
    """The unit of each personal information, by name."""
    with reading(served):
        its = PersonalInformation
        named = select(its.name, Unit.name).join(Unit, Unit.id == its.unit_id)
        rows = session.execute(named.where(its.struck == "")).all()
        return dict(rows)


def test_what_no_row_says_is_chosen_once(served: Served, visitor: Visitor) -> None:
    """A ledger of one office has no column for the unit, and its sheet is called 一覧."""
    head, rows = LEDGER_HEAD.copy(), [PLAIN.copy(), ["願書", *PLAIN[1:]]]
    for row in (head, *rows):
        del row[1]
    visitor.as_("privacy_manager")
    preview = visitor.post(LEDGER, file=sheet(head, *rows, title="一覧"))
    assert preview.status_code == 400
    assert re.search(r"部門が書かれていない行 <[^>]*>2行<", preview.text)
    again, take = f"{LEDGER}/again", f"{LEDGER}/take"
    sent = {**form(preview, take), "instead-unit_id": "書店"}
    # What was not previewed is not taken.
    assert visitor.post(take, **sent).status_code == 409
    anew = visitor.post(again, **sent)
    assert anew.status_code == 200, words(anew)
    assert form(anew, take)["instead-unit_id"] == "書店"
    assert visitor.post(take, **form(anew, take)).status_code == 302
    held_in = units_held(served)
    assert (held_in["名刺"], held_in["願書"]) == ("書店", "書店")


def test_what_a_row_says_goes_before_what_was_chosen(served: Served, visitor: Visitor) -> None:
    blank = ["願書", "", *PLAIN[2:]]
    visitor.as_("privacy_manager")
    preview = visitor.post(LEDGER, file=sheet(LEDGER_HEAD, blank, PLAIN, title="一覧"))
    assert re.search(r"部門が書かれていない行 <[^>]*>1行<", preview.text)
    take = f"{LEDGER}/take"
    sent = {**form(preview, take), "instead-unit_id": "本部"}
    anew = visitor.post(f"{LEDGER}/again", **sent)
    assert visitor.post(take, **form(anew, take)).status_code == 302
    held_in = units_held(served)
    assert (held_in["名刺"], held_in["願書"]) == ("書店", "本部")


def test_a_name_that_is_not_registered_is_chosen_once(served: Served, visitor: Visitor) -> None:
    """Units as an office writes them: of what it says 40 times, nobody corrects 40 cells."""
    of = [[f"願書{at}", name, *PLAIN[2:]] for at, name in enumerate(["販売", "販売", " 経理 "])]
    visitor.as_("privacy_manager")
    preview = visitor.post(LEDGER, file=sheet(LEDGER_HEAD, *of, PLAIN, title="一覧"))
    assert preview.status_code == 400
    assert re.search(r"部門が「販売」の行 <[^>]*>2行<", preview.text)
    assert "ファイルを直さずに「取り込む」の欄でまとめて選べます" in preview.text
    again, take = f"{LEDGER}/again", f"{LEDGER}/take"
    sent = {**form(preview, take), "instead-unit_id-販売": "書店"}
    half = visitor.post(again, **sent)
    assert half.status_code == 400, words(half)
    sent = form(half, take)
    assert (sent["instead-unit_id-販売"], sent["instead-unit_id-経理"]) == ("書店", "")
    unknown = visitor.post(again, **{**sent, "instead-unit_id-経理": "なぞの部門"})
    assert unknown.status_code == 400
    anew = visitor.post(again, **{**sent, "instead-unit_id-経理": "本部"})
    assert anew.status_code == 200, words(anew)
    assert visitor.post(take, **form(anew, take)).status_code == 302
    held_in = units_held(served)
    assert [held_in[each] for each in ("願書0", "願書1", "願書2")] == ["書店", "書店", "本部"]
    assert held_in["名刺"] == "書店"


def test_what_no_row_says_is_not_told_as_if_it_did(visitor: Visitor) -> None:
    """Flags that the sheet has no column for are no answers of the office."""
    visitor.as_("privacy_manager")
    page = words(visitor.post(LEDGER, file=sheet(LEDGER_HEAD, PLAIN, title="一覧")))
    assert "いいえ" not in page
    head = [*LEDGER_HEAD, "要配慮個人情報"]
    page = words(visitor.post(LEDGER, file=sheet(head, [*PLAIN, "いいえ"], title="一覧")))
    assert page.count("いいえ") == 1


def test_a_column_of_something_else_offers_no_thousand_choices(visitor: Visitor) -> None:
    of = [[f"願書{at}", f"部門{at}", *PLAIN[2:]] for at in range(40)]
    of += [["願書", "長" * 101, *PLAIN[2:]]]
    visitor.as_("privacy_manager")
    preview = visitor.post(LEDGER, file=sheet(LEDGER_HEAD, *of, title="一覧"))
    assert preview.status_code == 400
    offered = [each for each in form(preview, f"{LEDGER}/take") if each.startswith("instead-")]
    assert len(offered) == 30


def test_a_choice_that_no_column_is_of_is_chosen_once(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    preview = visitor.post(PLACE, file=sheet(["氏名", "依頼日"], [OWNER, "R8.4.1"]))
    assert preview.status_code == 400
    sent = form(preview, TAKE)
    assert sent["instead-kind"] == ""
    for nothing in ({"instead-kind": "なぞの種類"}, {"instead-requested_on": "2026-04-01"}):
        assert visitor.post(AGAIN, **{**sent, **nothing}).status_code == 400
    anew = visitor.post(AGAIN, **{**sent, "instead-kind": "入社時"})
    assert anew.status_code == 200, words(anew)
    assert visitor.post(TAKE, **form(anew, TAKE)).status_code == 302
    assert pledged(served) == [IDS["owner"]]
