"""How to ask, outside: closed by default, no cookie, forms on paper; a form that is attacked."""

import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.request_choices import MOST_FEE
from pms_tracker.do.rules.contact.request_rules import Asked
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.profile import Part
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.web.do.requests import public_requests
from tests import builders
from tests.databases import Served
from tests.do.test_request_procedure import SAID, open_desk, say
from tests.papers import flat, told
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE, NEW, RECEIPT = "/requests/", "/requests/new", "/requests/receipt"
PAPERS = [f"/requests/forms/{each}.pdf" for each in Asked]
INSIDE = "/do/requests/publication/"
SEED = re.compile(r'name="seed"[^>]*value="([^"]+)"')
CODE = re.compile(r"<b>([0-9A-Z]{4}(?:-[0-9A-Z]{2,4}){6})</b>")
NAME, WANTED = "𠮷村 太一", "成績の写し🍎を、電子データで"
MY_NUMBER = "1234 5678 9018"
TYPED: dict[str, object] = {
    "kinds": ["disclosure", "records"],
    "requester": "guardian",
    "requester_name": NAME,
    "about_name": "𠮷村 花",
    "contact": "０２６３－００－０００９",
    "clue": "S-1042",
    "wanted": WANTED,
}


@pytest.fixture(autouse=True)
def fresh_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_requests, "SENT", public_requests.Gate(10, 60, 3600))
    monkeypatch.setattr(public_requests, "LOOKS", public_requests.Gate(60, 1200, 60))
    monkeypatch.setattr(public_requests, "PAPERS", public_requests.Gate(60, 600, 60))


def open_with(served: Served, parts: Iterable[Part]) -> Served:
    with committing(served):
        builders.profile(*parts)
        open_desk()
        say()
    return served


@pytest.fixture
def page_alone(served: Served) -> Served:
    return open_with(served, [Part.REQUEST_PAGE])


@pytest.fixture
def opened(served: Served) -> Served:
    return open_with(served, [Part.REQUEST_PAGE, Part.REQUEST_FORM])


def seed(visitor: Visitor) -> str:
    found = SEED.search(words(visitor.get(NEW)))
    assert found
    return found[1]


def send(visitor: Visitor, **typed: object) -> TestResponse:
    return visitor.post(NEW, token=False, **{"seed": seed(visitor), **TYPED, **typed})


def code_of(answer: TestResponse) -> str:
    found = CODE.search(words(answer))
    assert found
    return found[1]


def count(served: Served) -> int:
    with reading(served):
        return session.scalar(select(func.count()).select_from(PersonRequest)) or 0


def test_it_is_closed_until_the_company_opens_it(served: Served, visitor: Visitor) -> None:
    for address in (PLACE, NEW, RECEIPT, *PAPERS):
        assert visitor.get(address).status_code == 404
    for address in (NEW, RECEIPT):
        assert visitor.post(address, token=False, **TYPED).status_code == 404
    assert PLACE not in words(visitor.get("/policy"))
    visitor.as_("administrator")
    assert visitor.post("/company/profile/", all="full").status_code == 302
    assert visitor.get(PLACE).status_code == 404


def test_the_page_may_be_open_without_the_form(page_alone: Served, visitor: Visitor) -> None:
    assert f'href="{PLACE}' in words(visitor.get("/policy"))
    assert NEW not in words(visitor.get(PLACE))
    for address in (NEW, RECEIPT):
        assert visitor.get(address).status_code == 404
        assert visitor.post(address, token=False, **TYPED).status_code == 404
    assert count(page_alone) == 0


def test_the_form_is_closed_without_a_unit_that_answers(opened: Served, visitor: Visitor) -> None:
    with committing(opened):
        open_desk(None)
    assert visitor.get(NEW).status_code == 404
    inside = words(visitor.as_("privacy_manager").get(INSIDE))
    assert "受付フォームは、窓口の部門を決めるまで開きません。" in inside


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_says_all_that_is_to_be_published(
    page_alone: Served, visitor: Visitor, language: str
) -> None:
    page = words(visitor.get(f"{PLACE}?lang={language}"))
    for said in (SAID.address, SAID.representative, SAID.measures, "0263-00-0001"):
        assert said in page
    assert f'<html lang="{language}">' in page
    if language == "ja":
        assert page.count("1件につき500円") == 2
        assert page.count("無料") == 4
        assert "原則として請求が届いた日から14日以内に回答します。" in page
        assert "ウェブ" not in page, "a way that is not taken"
    else:
        assert page.count("500 yen per request") == 2
        assert "as a rule within 14 days" in page


def test_what_nobody_said_leaves_no_broken_sentence(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.profile(Part.REQUEST_PAGE)
    for language in ("ja", "en"):
        page = words(visitor.get(f"{PLACE}?lang={language}"))
        assert "None" not in page
        assert "%(" not in page
        assert not re.search(r"<dd>\s*</dd>|<td[^>]*>\s*</td>", page)
    assert "請求を受けたときにご案内します" in words(visitor.get(f"{PLACE}?lang=ja"))


def test_no_cookie_goes_out_and_nobody_may_keep_or_find_it(
    opened: Served, visitor: Visitor
) -> None:
    for name in (None, "employee"):
        if name:
            visitor.as_(name)
        answers = [visitor.get(each) for each in (PLACE, NEW, RECEIPT, PAPERS[0])]
        answers.append(send(visitor))
        answers.append(visitor.post(RECEIPT, token=False, code="x"))
        for answer in answers:
            assert answer.headers.getlist("Set-Cookie") == []
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "noindex" in answer.headers["X-Robots-Tag"]
            assert answer.headers["Cache-Control"] == "no-store"
        for answer in answers[:3]:
            assert "北原" not in words(answer)
    with reading(opened):
        assert {each.recorded_by_id for each in session.scalars(select(PersonRequest))} == {None}


@pytest.mark.parametrize("asked", list(Asked))
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_thing_has_its_form_on_one_sheet(
    page_alone: Served, visitor: Visitor, asked: Asked, language: str, tmp_path: Path
) -> None:
    answer = visitor.get(f"/requests/forms/{asked}.pdf?lang={language}")
    assert answer.content_type == "application/pdf"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(PdfReader(BytesIO(answer.data)).pages) == 1
    text = flat(told(answer.data, tmp_path))
    number = [*Asked].index(asked) + 1
    form_number = f"様式 PMS-開示等請求{number}"
    if language == "en":
        form_number = f"Form PMS-Individual request {number}"
    assert flat(form_number) in text
    fee = {("ja", True): "1件につき500円", ("en", True): "500 yen per request"}
    paid = asked in {Asked.DISCLOSURE, Asked.RECORDS}
    free = "無料" if language == "ja" else "Free of charge"
    assert flat(fee.get((language, paid), free)) in text
    inside = visitor.as_("employee").get(f"{INSIDE}forms/{asked}.pdf")
    assert inside.status_code == 200


def test_there_is_no_form_for_anything_else(page_alone: Served, visitor: Visitor) -> None:
    for other in ("x", "PURPOSE", "%F0%9F%8D%8E"):
        assert visitor.get(f"/requests/forms/{other}.pdf").status_code == 404
    assert visitor.as_("employee").get(f"{INSIDE}forms/x.pdf").status_code == 404


@pytest.mark.both_databases
def test_somebody_asks_and_hears_how_far_it_is_and_no_more(
    opened: Served, visitor: Visitor
) -> None:
    code = code_of(send(visitor))
    found = words(visitor.post(RECEIPT, token=False, code=code.lower().replace("-", " ")))
    assert "受付済み" in found
    for secret in (NAME, WANTED, "RQ-2026-001", "S-1042", "藤森"):
        assert secret not in found
    record = words(visitor.as_("privacy_manager").get("/do/requests/RQ-2026-001"))
    for said in (NAME, WANTED, "公開フォーム", "S-1042"):
        assert said in record
    assert code not in record
    with reading(opened):
        letters = session.scalars(
            select(OutboxLetter.body).where(OutboxLetter.key == "request_arrived")
        ).all()
    assert letters
    assert not any(NAME in each or WANTED in each for each in letters)


@pytest.mark.both_databases
def test_sent_twice_or_replayed_it_is_one_request_with_one_code(
    opened: Served, visitor: Visitor
) -> None:
    once = seed(visitor)
    first, second = send(visitor, seed=once), send(visitor, seed=once, wanted="ほかのこと")
    assert code_of(first) == code_of(second)
    assert count(opened) == 1
    # What was written since is not lost without a word.
    assert "受け付けていません" not in words(first)
    assert "いま送った内容は、受け付けていません" in words(second)
    assert "受け付けていません" not in words(send(visitor, seed=once))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"seed": ""}, "ページを開いてから時間がたちました"),
        ({"seed": "forged.by.hand"}, "ページを開いてから時間がたちました"),
        ({"kinds": []}, "請求の種類を1つ以上選んでください。"),
        ({"kinds": ["everything"]}, 'id="kinds-error"'),
        ({"requester": "nobody"}, "選択肢"),
        ({"requester": ""}, "請求する人の区分を選んでください。"),
        ({"requester_name": "　"}, "氏名を入力してください。"),
        ({"requester_name": "二\n行"}, "1行で入力してください"),
        ({"about_name": ""}, "代理人が請求するときは、本人の氏名を入力してください。"),
        ({"contact": ""}, "連絡先を入力してください。"),
        ({"wanted": "𠮷" * 10_000}, "4000文字までで入力してください（いま10000文字）"),
        ({"wanted": f"番号は{MY_NUMBER}です"}, "個人番号"),
        ({"contact": "１２３４５６７８９０１８"}, "個人番号"),
        ({"clue": "123456789018"}, "個人番号"),
    ],
)
def test_what_is_wrong_is_said_in_place_and_nothing_is_lost(
    opened: Served, visitor: Visitor, wrong: dict[str, object], said: str
) -> None:
    answer = send(visitor, **wrong)
    assert answer.status_code == 400
    page = words(answer)
    assert said in page
    for name in ("requester_name", "about_name", "clue"):
        if name not in wrong:
            assert f'value="{TYPED[name]}"' in page
    if "wanted" not in wrong:
        assert WANTED in page
    assert count(opened) == 0
    # What is shown again may be sent: its seed is a new one.
    assert SEED.search(page)


def test_all_that_is_wrong_is_said_at_once(opened: Served, visitor: Visitor) -> None:
    page = words(send(visitor, kinds=[], about_name="", contact="123456789018"))
    assert "3か所を直してください" in page


def test_words_are_words_and_far_too_much_is_not_even_read(
    opened: Served, visitor: Visitor
) -> None:
    assert send(visitor, wanted="<script>alert(1)</script>").status_code == 200
    page = visitor.as_("privacy_manager").get("/do/requests/RQ-2026-001").get_data(as_text=True)
    assert "<script>alert(1)" not in page
    assert send(visitor, wanted="x" * 200_000).status_code == 413
    assert count(opened) == 1


@pytest.mark.both_databases
def test_a_flood_is_stopped_where_it_comes_from(
    opened: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_requests, "SENT", public_requests.Gate(2, 9, 3600))
    assert [send(visitor).status_code for _ in range(3)] == [200, 200, 429]
    assert count(opened) == 2
    monkeypatch.setattr(public_requests, "LOOKS", public_requests.Gate(1, 9, 60))
    tries = [visitor.post(RECEIPT, token=False, code="x").status_code for _ in range(2)]
    assert tries == [404, 429]
    monkeypatch.setattr(public_requests, "PAPERS", public_requests.Gate(1, 9, 60))
    assert [visitor.get(PAPERS[0]).status_code for _ in range(2)] == [200, 429]
    visitor.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert send(visitor).status_code == 200


def test_a_wrong_code_asks_the_same_whether_nearly_right_or_not(
    opened: Served, visitor: Visitor
) -> None:
    code = code_of(send(visitor))
    near = code[:-1] + ("0" if code[-1] != "0" else "1")
    asked, shown = [], []
    for wrong in (near, "Z" * 26, "🍎", "x" * 199):
        with visitor.counting() as statements:
            answer = visitor.post(RECEIPT, token=False, code=wrong)
        assert answer.status_code == 404
        asked.append(list(statements))
        shown.append(words(answer).replace(wrong, ""))
    assert all(each == asked[0] for each in asked)
    assert all(each == shown[0] for each in shown)


def test_the_manager_is_told_what_is_missing_and_says_it(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get(INSIDE)
    assert "次のものが見当たりません" in words(page)
    assert "手数料の額（無料のときはその旨）" in words(page)
    sent = {
        **form(page, INSIDE),
        "address": "長野県松本市中央9-9-9",
        "purpose_fee": "0",
        "disclosure_fee": "500",
        "channels": ["post"],
        "days": "14",
    }
    for wrong, said in (
        ({"days": "0"}, "1から60までの日数を入力してください。"),
        ({"days": ""}, "回答までの日数を数字で入力してください。"),
        ({"days": "x"}, "整数"),
        ({"disclosure_fee": str(MOST_FEE + 1)}, f"0から{MOST_FEE}までの額を入力してください。"),
        ({"measures": "あ" * 10_000}, "4000文字までで入力してください"),
    ):
        refused = visitor.post(INSIDE, **{**sent, **wrong})
        assert refused.status_code == 400
        assert said in words(refused)
        assert "長野県松本市中央9-9-9" in words(refused)
    assert visitor.post(INSIDE, token=False, **sent).status_code == 400
    assert visitor.post(INSIDE, **sent).location == INSIDE
    assert visitor.post(INSIDE, **{**sent, "days": "7"}).status_code == 409
    with reading(served):
        kept = request_procedure.procedure()
    assert (kept.purpose_fee, kept.disclosure_fee, kept.days) == (0, 500, 14)
    inside = words(visitor.get(INSIDE))
    assert "入力済み・非公開" in inside
    assert visitor.as_("employee").post(INSIDE, **sent).status_code == 403
