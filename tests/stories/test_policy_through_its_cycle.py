"""A published policy, imported years overdue: reminded of, reviewed, revised, approved, read."""

from datetime import date, timedelta
from email.message import EmailMessage

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.plan.text import policy_text
from tests import cast
from tests.conftest import REFERENCE_POLICY
from tests.stories import policy_walk
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.policy_walk import POLICY
from tests.stories.postbox import Postbox, links_of, text_of
from tests.stories.walker import Walker
from tests.stories.ways import told_in

pytestmark = pytest.mark.browser

# Overdue before the first day, so its ladder starts there: a week later it is said again.
LATER = cast.TODAY + timedelta(days=7)
REASON = "漏えい等の報告の条文を、いまの個人情報保護法に合わせた。"
REVISED_LINE = "令和8年12月1日改定\n"


@told_in("ja")
def test_a_policy_goes_through_its_cycle(
    language: str, live: Live, postbox: Postbox, walk: Walk
) -> None:
    text = published()
    live.speak(language)
    with walk(language) as manager:
        import_it(manager.come_in("privacy_manager"), text)
    live.deliver()
    with walk(language) as representative:
        policy_walk.approve_first(representative.come_in("representative"), postbox)
    live.pass_the_morning()
    assert links_of(postbox.last_of("privacy_manager")) == [f"{live.url}/r/{POLICY}"]
    with time_machine.travel(clock.at(LATER, 9), tick=True):
        live.pass_the_morning()
        told = [each for each in postbox.of("privacy_manager") if is_about_it(each)]
        assert len(told) == 3, "that it was approved, and twice that it is overdue"
        with walk(language) as manager:
            review(manager.come_in("privacy_manager"))
            revise(manager, text)
        live.deliver()
        with walk(language, phone=True) as representative:
            approve(representative.come_in("representative"), postbox)
        live.deliver()
        publish(language, live, postbox, walk)


def published() -> str:
    """The real policy where it lies beside the repository, else the cast's."""
    if REFERENCE_POLICY.is_file():
        return policy_text.read_bytes(REFERENCE_POLICY.read_bytes())
    return cast.POLICY


def is_about_it(letter: EmailMessage) -> bool:
    return POLICY in text_of(letter)


def import_it(manager: Walker, text: str) -> None:
    manager.open("/").turn_to("計画").follow("方針を取り込む").fill(text=text)
    manager.press("読み取りを確かめる").picture("preview")
    manager.press("この内容で登録する").sees(POLICY)
    manager.picture("imported")


def review(manager: Walker) -> None:
    manager.open(f"/r/{POLICY}").follow("見直しを始める").picture("review-begun")
    # What the text check says of the policy is laid in the inbox with one click.
    manager.press("インプットに入れる").reads("見直しのインプットに入れました。")
    policy_walk.conclude_revised(manager, REASON)


def revise(manager: Walker, text: str) -> None:
    first, rest = text.split("\n", 1)
    policy_walk.revise(manager, f"{first}\n{REVISED_LINE}{rest}", LATER, REASON)


def approve(representative: Walker, postbox: Postbox) -> None:
    (link,) = links_of(postbox.last_of("representative"))[:1]
    policy_walk.approve_revision(representative.open(link))


def publish(language: str, live: Live, postbox: Postbox, walk: Walk) -> None:
    with walk(language) as manager:
        manager.come_in("privacy_manager").open(f"/plan/policies/{POLICY}/compare")
        manager.sees("令和8年12月1日改定")
        manager.picture("comparison")
        manager.open(f"/plan/policies/{POLICY}/acknowledgements")
        manager.fill(due_on=f"{LATER + timedelta(days=14):%Y/%m/%d}", way="朝礼での説明とメール")
        manager.press("全員に周知する").picture("made-known")
    with walk(language) as stranger:
        stranger.open("/policy").sees("令和8年12月1日")
        assert stranger.context.cookies() == [], "whoever reads the policy is not followed"
    with time_machine.travel(clock.at(next_morning(LATER), 9), tick=True):
        live.pass_the_morning()
        assert f"{live.url}/r/{POLICY}" in links_of(postbox.last_of("owner"))
        with walk(language, phone=True) as owner:
            owner.come_in("owner").open(f"/r/{POLICY}").follow("読んで確認する")
            owner.press("読みました").reads("お読みいただき、ありがとうございました。")
            owner.picture("read-by-phone")
        with walk(language) as manager:
            manager.come_in("privacy_manager").open(f"/plan/policies/{POLICY}/acknowledgements")
            row = manager.page.locator("tr", has_text=cast.PERSONS["owner"][0])
            assert manager.words("確認済み", "policy") in row.inner_text()
            manager.picture("who-has-read")


def next_morning(day: date) -> date:
    return day + timedelta(days=1)
