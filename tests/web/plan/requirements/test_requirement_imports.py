"""Pages that bring in a requirement set: a preview that stores nothing, then an edition."""

import re
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from pms_tracker.database import session
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.tables.policy_tables import RequirementSet
from tests.databases import Served
from tests.plan.requirements.wrong_tables import NAMES, WRONG
from tests.visitor import Visitor
from tests.web.browsing import form, reading, words

LIST = "/plan/requirements/"
IMPORT = f"{LIST}import"
FILE = '番号,題名,内容,対応\nＡ.１,点検,"毎月、\n責任者が",POL-001 1(1)\nA.2,教育 𠮷,,\n'
TYPED = {"key": "own", "title": "自社の一覧", "source": "総務部", "valid_from": "R8.4.1"}


def send(
    visitor: Visitor, text: str | bytes = FILE, name: str = "a.csv", **typed: str
) -> TestResponse:
    content = text if isinstance(text, bytes) else text.encode()
    file = FileStorage(BytesIO(content), name)
    fields = {**TYPED, **typed, "csrf_token": visitor.token(), "file": file}
    # Encoded here, since the test client would leave the temporary file of a large one open.
    boundary, body = encode_multipart(fields)
    kind = f"multipart/form-data; boundary={boundary}"
    return visitor.client.post(IMPORT, data=body, content_type=kind)


def stored(served: Served) -> list[tuple[str, int, str]]:
    with reading(served):
        found = session.scalars(select(RequirementSet).order_by(RequirementSet.id))
        return [(each.key, each.edition, each.title) for each in found]


def test_a_file_is_previewed_then_adopted_once(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = send(visitor)
    assert page.status_code == 200
    shown = ("まだ保存していません", "A.1", "毎月、\n責任者が", "POL-001 1(1)", "第1版", "教育 𠮷")
    for expected in (*shown, "2026年4月1日(水)"):
        assert expected in words(page)
    assert stored(served) == []
    sent = form(page, LIST, with_slip=True)
    for location in (f"{LIST}own?edition=1", f"{LIST}own"):
        done = visitor.post(LIST, **{**sent, "rows": sent["rows"].replace("\n", "\r\n")})
        assert (done.status_code, done.location) == (302, location)
    assert stored(served) == [("own", 1, "自社の一覧")]
    record = words(visitor.get(f"{LIST}own"))
    assert "毎月、\n責任者が" in record
    assert ">POL-001 1(1)</a>" in record
    with reading(served):
        shown = requirement_sets.by_key("own")[0]
        assert [each.path for each in requirement_sets.items(shown.id)] == ["A.1", "A.2"]


def test_the_next_edition_shows_what_it_changes(served: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    visitor.post(LIST, **form(send(visitor), LIST))
    prefilled = form(visitor.get(f"{IMPORT}?key=own"), IMPORT)
    assert (prefilled["key"], prefilled["title"]) == ("own", "自社の一覧")
    again = send(visitor, valid_from="R8.5.1")
    assert again.status_code == 409
    assert "第1版と同じ内容です" in words(again)
    early = send(visitor, "番号,題名\nA.1,x\n", valid_from="R8.4.1")
    assert early.status_code == 409
    assert "前の版は2026年4月1日(水)からです" in words(early)
    assert form(early, IMPORT)["valid_from"] == "R8.4.1"
    page = send(visitor, "番号,題名\nA.1,点検と記録\nA.3,新しい\n", valid_from="2026/5/1")
    told = words(page)
    assert '第1版からの変更 <span class="note">3件' in told
    assert "<del>点検</del> → <ins>点検と記録</ins>" in told
    assert "<del>教育 𠮷</del>" in told
    assert "新設" in told
    sent = form(page, LIST)
    assert visitor.post(LIST, **sent).status_code == 302
    late = visitor.post(LIST, **sent)
    assert late.status_code == 409
    assert "それより後の日を入力してください" in words(late)
    assert form(late, LIST)["rows"] == sent["rows"]
    assert [each[1] for each in stored(served)] == [1, 2]
    assert "key" in form(visitor.get(f"{IMPORT}?key=none"), IMPORT)


def test_every_bad_row_is_shown_with_its_line_and_nothing_is_stored(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    text = "番号,題名,対応\n,題だけ,\n1,=1+1,\n2,<b>,POL-009 1\n3,a,own 1\n4,b,\n4,c,\n"
    page = send(visitor, text)
    assert page.status_code == 400
    told = words(page)
    assert "直す行" in told
    for line, said in (
        ("2行目", "番号がありません"),
        ("3行目", "計算式のように読めます"),
        ("4行目", "この対応先は見つかりません"),
        ("5行目", "同じ一覧の中の項目は、対応先にできません"),
        ("7行目", "この番号は6行目にもあります"),
    ):
        assert f'{line}</td><td class="statement">{said}' in told
    assert "POL-009 1" in told
    assert form(page, IMPORT)["title"] == "自社の一覧"
    assert stored(served) == []


def test_a_yaml_file_may_say_all_about_the_set_itself(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    text = (
        "key: house\ntitle: 社内規程\nvalid_from: 令和8年4月1日\nitems:\n- {number: 1, title: a}\n"
    )
    empty = dict.fromkeys(TYPED, "")
    page = send(visitor, text, "a.yaml", **empty)
    assert page.status_code == 200
    assert visitor.post(LIST, **form(page, LIST)).status_code == 302
    assert stored(served) == [("house", 1, "社内規程")]


@pytest.mark.parametrize(
    ("text", "name", "typed", "told"),
    [
        ("", "a.csv", {}, "読み取れる項目がありません"),
        (b"PK\x03\x04 broken", "a.xlsx", {}, "ファイルを読み取れません"),
        (b"\xd0\xcf\x11\xe0", "a.xls", {}, ".xlsx で保存し直してください"),
        (FILE, "", {}, "ファイルを選んでください"),
        (FILE, "a.csv", {"key": ""}, "英小文字・数字・ハイフン"),
        (FILE, "a.csv", {"key": "import"}, "英小文字・数字・ハイフン"),
        (FILE, "a.csv", {"key": "大"}, "英小文字・数字・ハイフン"),
        (FILE, "a.csv", {"title": " "}, "題名を200文字までで"),
        (FILE, "a.csv", {"title": "a" * 201}, "200文字までで入力してください"),
        (FILE, "a.csv", {"source": "a" * 301}, "300文字までで入力してください"),
        (FILE, "a.csv", {"valid_from": ""}, "この版を使い始める日を入力してください"),
        (FILE, "a.csv", {"valid_from": "令和8年11月31日"}, "11月は30日まで"),
        ("valid_from: x\nitems:\n- {number: 1, title: a}\n", "a.yaml", {"valid_from": ""},
         "この版を使い始める日を入力してください"),
        (f"title: {'a' * 201}\nitems:\n- {{number: 1, title: a}}\n", "a.yaml", {"title": ""},
         "題名を200文字までで"),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_cannot_be_imported_is_refused_with_what_was_typed(
    served: Served, visitor: Visitor, text: str | bytes, name: str, typed: dict[str, str], told: str
) -> None:
    page = send(visitor.as_("privacy_manager"), text, name, **typed)
    assert page.status_code == 400
    assert told in words(page)
    assert form(page, IMPORT)["source"].strip() == {**TYPED, **typed}["source"].strip()
    assert stored(served) == []


@pytest.mark.parametrize(("name", "content", "told"), WRONG, ids=NAMES)
def test_a_wrong_file_is_refused_in_one_sentence_and_nothing_is_half_stored(
    served: Served, visitor: Visitor, name: str, content: bytes, told: str
) -> None:
    page = send(visitor.as_("privacy_manager"), content, name)
    assert page.status_code == 400
    assert told in words(page)
    assert stored(served) == []
    assert not served.settings.evidence_folder.exists()


def test_five_gigabytes_are_refused_by_what_was_announced(served: Served, visitor: Visitor) -> None:
    announced = {"CONTENT_LENGTH": str(5 * 1024**3)}
    far = visitor.as_("privacy_manager").client.post(
        IMPORT,
        data=b"--x",
        content_type="multipart/form-data; boundary=x",
        environ_overrides=announced,
    )
    assert far.status_code == 413
    assert "1回に送れる大きさを超えています" in words(far)
    assert stored(served) == []


def test_a_path_in_a_files_name_leads_nowhere(served: Served, visitor: Visitor) -> None:
    page = send(visitor.as_("privacy_manager"), name="../../etc/一覧.csv")
    assert page.status_code == 200
    assert "etc" not in words(page)
    assert not served.settings.evidence_folder.exists()


@pytest.mark.parametrize(
    "changed",
    [{"rows": ""}, {"rows": "番号\n1\n"}, {"valid_from": "x"}, {"key": "Bad key"}, {"title": ""},
     {"title": "a\nb"}, {"rows": "番号,題名,対応\n1,a,POL-009 1\n"}, {"source": "a" * 301}],
    ids=str,
)  # fmt: skip
def test_a_preview_that_somebody_changed_stores_nothing(
    served: Served, visitor: Visitor, changed: dict[str, str]
) -> None:
    visitor.as_("privacy_manager")
    sent = form(send(visitor), LIST)
    refused = visitor.post(LIST, **{**sent, **changed})
    assert refused.status_code == 400
    assert stored(served) == []
    assert visitor.post(LIST, token=False, **sent).status_code == 400


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_file_with_the_headings_that_the_page_lists_is_read(
    served: Served, visitor: Visitor, language: str
) -> None:
    visitor.as_("privacy_manager").post("/language", language=language)
    page = visitor.get(IMPORT).text
    listed = re.findall(r'<b class="ref" lang="(\w+)">([^<]+)</b>', page)
    assert [lang for lang, _name in listed] == [language] * 4
    names = [name for _lang, name in listed]
    for headings in (names, re.findall(r'<span class="caption d-block" lang="\w+">([^<]+)', page)):
        assert len(headings) == 4
        shown = send(visitor, f"{','.join(headings)}\nA.1,点検,毎月,POL-001 1(1)\n")
        assert shown.status_code == 200
        assert "POL-001 1(1)" in words(shown)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_exported_edition_is_brought_in_again_as_it_was(
    served: Served, visitor: Visitor, language: str, kind: str
) -> None:
    visitor.as_("privacy_manager").post("/language", language=language)
    visitor.post(LIST, **form(send(visitor), LIST, with_slip=True))
    file = visitor.get(f"{LIST}own/export.{kind}").data
    page = send(visitor, file, name=f"own.{kind}", key="copy")
    assert page.status_code == 200
    visitor.post(LIST, **form(page, LIST, with_slip=True))
    with reading(served):
        first, second = (requirement_sets.by_key(key)[0] for key in ("own", "copy"))
        told = [
            [(each.path, each.text) for each in requirement_sets.items(edition.id)]
            for edition in (first, second)
        ]
        assert told[0] == told[1]
        assert len(mappings.mapped_to(second.id)) == 1
