"""A teacher without an account takes the test of a training on a phone, by a personal link."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from pms_tracker.database import transaction
from pms_tracker.do.trainings.training_plans import MARK
from tests import cast
from tests.cast import TODAY
from tests.do import test_trainings as told
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

MAIL = "yoshida@home.example.jp"


@pytest.fixture
def company(live: Live) -> Live:
    """A company whose training is under way."""
    with live.app.test_request_context(), transaction():
        cast.adopted(cast.POLICY)
        told.started()
    return live


@in_both_languages_with_and_without_script
def test_a_teacher_takes_the_test_on_a_phone_by_link(
    language: str, scripts: bool, company: Live, postbox: Postbox, walk: Walk
) -> None:
    company.speak(language)
    with company.app.test_request_context():
        reference = told.of("without_account").reference
    with walk(language, scripts=scripts) as head:
        sent(head, reference, language)
    company.deliver()
    (invitation,) = [each for each in postbox.received if MAIL in str(each["To"])]
    (link,) = [each for each in links_of(invitation) if "/answer/" in each]
    with walk(language, phone=True, scripts=scripts) as teacher:
        missed(teacher, link)
        passed(teacher)
    with walk(language, scripts=scripts) as head:
        head.come_in("head").open(f"/do/trainings/taken/{reference}").picture("passed").fits()
        head.reads("この教育の受講は完了しています。")
    postbox.keeps_quiet_about((told.COURSE["text"], told.PLAN["title"]))


def sent(head: Walker, reference: str, language: str) -> None:
    head.come_in("head").open(f"/do/trainings/taken/{reference}").picture("waiting")
    head.follow("理解度テストのリンクを送る")
    due_on = TODAY + timedelta(days=15)
    head.fill(mail=MAIL, due_on=due_on.isoformat(), language=language)
    head.press("送る", within="main")
    head.reads("理解度テストのリンクを送信待ちに登録しました。まもなく宛先に届きます。")


def chosen(teacher: Walker, first: str) -> None:
    teacher.page.locator(f"[name=value_0][value={first}]").check()
    for each in ("1", "3"):
        teacher.page.locator(f"[name=value_1][value='{each}']").check()


def missed(teacher: Walker, link: str) -> None:
    """The link leaves the address; what is missing is said; a try that fails explains itself."""
    teacher.open(link).picture("test").fits()
    assert teacher.page.url.endswith("/answer/")
    teacher.press("回答を提出する").picture("open").fits()
    assert teacher.page.locator(".field-error").count() == 2
    chosen(teacher, "false")
    teacher.press("途中まで保存する", within=".form-buttons")
    expect(teacher.page.locator("[name=value_1][value='3']")).to_be_checked()
    teacher.press("回答を提出する").picture("missed").fits()
    teacher.reads("理解度テストの結果")


def passed(teacher: Walker) -> None:
    tries = {"mark": MARK, "left": told.PLAN["tries"] - 1}
    teacher.press("もう一度受ける").sees(teacher.words("合格点 %(mark)d点・あと%(left)d回") % tries)
    expect(teacher.page.locator("[name=value_0][value=false]")).not_to_be_checked()
    chosen(teacher, "true")
    teacher.press("回答を提出する").picture("received").fits()
    teacher.reads("受講が記録されました。この画面を閉じてください。")
    assert teacher.page.locator("form").count() == 0
