"""A mother reads how to ask on her phone, takes a form along, and asks by the form outside; the
desk finds the request and goes on with it, and her code tells how far it is."""

from pathlib import Path

import pytest
from sqlalchemy import select

from pms_tracker.database import session, transaction
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.profile import Part
from tests import builders, cast
from tests.do.test_request_procedure import open_desk, say
from tests.papers import flat, told
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser
RECORD = "/do/requests/RQ-2026-001"
NAME, CHILD, WANTED = "𠮷村 文", "𠮷村 花", "成績の写し🍎"


def reads(visitor: Walker, folder: Path) -> None:
    """From the policy to the page, and a form on paper from it."""
    visitor.open("/policy").follow("請求の手続へ").fits().picture("page")
    with visitor.page.expect_download() as started:
        visitor.page.locator("main a[href*='disclosure.pdf']").click()
    paper = folder / "form.pdf"
    started.value.save_as(paper)
    said = flat(told(paper.read_bytes(), folder))
    assert flat(visitor.words("保有個人データの開示の請求書")) in said
    untraced(visitor)


def asks(visitor: Walker) -> str:
    """What is wrong is said in place, nothing is lost; the code is all that is taken along."""
    visitor.open("/requests/").follow("フォームで請求する").fits().picture("form")
    visitor.fill(kinds="disclosure", requester="guardian", requester_name=NAME, wanted=WANTED)
    visitor.fill(contact="123456789018").press("請求を送る").fits().picture("refused")
    visitor.reads("代理人が請求するときは、本人の氏名を入力してください。")
    assert visitor.page.input_value("[name=wanted]") == WANTED
    visitor.fill(about_name=CHILD, contact="0263-00-0009", clue="S-1042").press("請求を送る")
    code = visitor.reads("請求を受け付けました").page.locator(".receipt-code").inner_text()
    untraced(visitor.fits().picture("receipt"))
    return code.strip()


def hears(visitor: Walker, code: str, stand: str) -> None:
    visitor.open("/requests/").follow("受付番号で進み具合を見る")
    visitor.fill(code=code.lower().replace("-", " ")).press("進み具合を見る").reads(stand)
    assert code not in visitor.page.url.upper()
    page = visitor.page.content()
    assert not any(each in page for each in (NAME, CHILD, WANTED, "RQ-2026-001"))
    untraced(visitor.fits().picture("stand"))


def untraced(visitor: Walker) -> None:
    assert visitor.context.cookies() == []
    assert not visitor.page.evaluate("localStorage.length + sessionStorage.length")


def goes_on(manager: Walker) -> None:
    """The desk is led from its mail to the request, and confirms who asks."""
    manager.open("/r/RQ-2026-001").sees(NAME).sees(WANTED).reads("公開フォーム").picture("arrived")
    manager.open(f"{RECORD}/edit")
    fold = manager.page.locator("main details", has_text=manager.words("本人確認")).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    manager.fill(methods="registered", papers="family", identity="lacking")
    manager.fill(identified_on="2026/11/24", supplement_on="2026/11/24")
    manager.press("変更する", within="main").reads("補正待ち").picture("identifying")


@in_both_languages_with_and_without_script
def test_a_mother_asks_from_outside(
    live: Live, postbox: Postbox, walk: Walk, tmp_path: Path, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        builders.profile(Part.REQUEST_PAGE, Part.REQUEST_FORM)
        open_desk()
        say()
    with walk(language, phone=True, scripts=scripts) as visitor:
        reads(visitor, tmp_path)
        code = asks(visitor)
        hears(visitor, code, "受付済み")
    with walk(language, scripts=scripts) as manager:
        goes_on(manager.come_in("privacy_manager"))
    with walk(language, phone=True, scripts=scripts) as visitor:
        hears(visitor, code, "本人確認などの手続中")
    postbox.keeps_quiet_about((NAME, CHILD, WANTED, code))
    with live.app.app_context():
        row = session.scalars(select(PersonRequest)).one()
        assert (row.requester_name, row.about_name) == (NAME, CHILD)
        session.rollback()
