"""A supplier answers a questionnaire on a phone, by a link; the sender takes it over."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from pms_tracker.database import transaction
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.rules.contractor_rules import Every, MyNumber, Trade
from pms_tracker.registers import entries
from tests import cast
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import SCAN, Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

MAIL = "yoshino@insatsu.example.jp"
NOTE, MORE = "新しい人は、入社時だけです。", "来年、倉庫を移します。𠮷野"
ASKED = 12


@pytest.fixture
def company(live: Live) -> Live:
    """A company with its policy and a printer that works for it."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        values = {
            "name": "信州印刷株式会社",
            "trade": Trade.PRINTING,
            "unit_id": UNIT_IDS["松本教室"],
            "my_number": MyNumber.NO,
            "every": Every.YEAR,
            "contact": f"制作課 {MAIL}",
        }
        entries.enter(CONTRACTORS, values, by=viewer("head"))
    return live


@in_both_languages_with_and_without_script
def test_a_supplier_answers_on_a_phone(
    language: str, scripts: bool, company: Live, postbox: Postbox, walk: Walk
) -> None:
    company.speak(language)
    with walk(language, scripts=scripts) as head:
        sent(head, language)
    company.deliver()
    (invitation,) = [each for each in postbox.received if MAIL in str(each["To"])]
    (link,) = [each for each in links_of(invitation) if "/answer/" in each]
    with walk(language, phone=True, scripts=scripts) as supplier:
        begun(supplier, link)
    with walk(language, phone=True, scripts=scripts) as supplier:
        handed_in(supplier, link)
    company.deliver()
    with walk(language, scripts=scripts) as head:
        taken_over(head, postbox)
    postbox.keeps_quiet_about((NOTE, MORE, "信州印刷"))


def sent(head: Walker, language: str) -> None:
    head.come_in("head").open("/do/contractors/CO-2026-001").follow("確認票を送る")
    assert head.page.input_value("[name=mail]") == MAIL
    due_on = TODAY + timedelta(days=20)
    head.fill(name="𠮷野 桃子", due_on=due_on.isoformat(), language=language)
    head.picture("to-send").press("送る", within="main").picture("sent")
    head.reads("確認票を送信待ちに登録しました。まもなく宛先に届きます。")


def begun(supplier: Walker, link: str) -> None:
    """The link leaves the address at once; what was begun is kept."""
    supplier.open(link).picture("questions").fits()
    token = link.rpartition("/")[2]
    assert supplier.page.url.endswith("/answer/")
    assert token not in supplier.page.content()
    for each in supplier.context.cookies():
        assert (each["path"], each["httpOnly"], token in each["value"]) == ("/answer", True, False)
    chosen(supplier, 0, "yes")
    supplier.page.locator("summary", has_text=supplier.words("補足を書く")).nth(2).click()
    supplier.page.fill("[name=note_2]", NOTE)
    chosen(supplier, 2, "partly")
    supplier.press("途中まで保存する", within=".form-buttons")
    supplier.reads("途中まで保存しました。同じリンクから、いつでも続けられます。").picture("saved")


def chosen(supplier: Walker, at: int, value: str) -> None:
    supplier.page.locator(f"[name=value_{at}][value={value}]").check()


def handed_in(supplier: Walker, link: str) -> None:
    """By the same link it goes on; what is missing is said, and what was handed in stays."""
    supplier.open(link)
    expect(supplier.page.locator("[name=note_2]")).to_have_value(NOTE)
    supplier.press("回答を提出する").picture("missing").fits()
    assert supplier.page.locator(".field-error").count() == ASKED - 2
    for at in range(ASKED):
        if at != 2:
            chosen(supplier, at, "no" if at == 3 else "yes")
    supplier.page.fill("[name=value_13]", MORE)
    supplier.attach("files_12", "登録証.pdf", SCAN)
    supplier.press("回答を提出する").reads("回答を受け付けました").picture("received").fits()
    assert supplier.open(link).page.locator("form").count() == 0


def taken_over(head: Walker, postbox: Postbox) -> None:
    link = next(each for each in links_of(postbox.last_of("head")) if "/r/QN-" in each)
    head.come_in("head").open(link).picture("answered").fits()
    head.sees(NOTE).sees(MORE).sees("登録証.pdf")
    head.press("回答を下書きに取り込む").sees("CE-2026-001").picture("taken-over")
    head.sees(MORE)
