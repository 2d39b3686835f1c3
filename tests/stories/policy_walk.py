"""A policy's review in a browser that ends with another text: concluded, written, approved."""

from datetime import date

from tests.stories.postbox import Postbox, links_of
from tests.stories.walker import Walker

POLICY, VERSION = "POL-001", "/plan/policies/POL-001/versions/2"
QUESTIONS = ("law", "business", "contact", "findings", "wording")


def approve_first(representative: Walker, postbox: Postbox) -> None:
    """The text that was brought over is decided by somebody else, from the link in their mail."""
    (link,) = links_of(postbox.last_of("representative"))
    representative.open(link).follow("登録された版を開く").picture("first-text-to-decide")
    representative.fill(decision="approved").press("決定を記録する")
    representative.reads("承認を記録しました。起案者に知らせます。").picture("first-text-approved")


def conclude_revised(manager: Walker, reason: str) -> None:
    """The end of a review whose every question is answered; a draft begins with it."""
    manager.fill(**dict.fromkeys(QUESTIONS, "確かめた。"), outcome="revised", reason=reason)
    manager.picture("review").press("見直しを記録する")
    manager.reads("見直しを記録しました。改定案を書いてください。")
    assert manager.page.url == f"{manager.live.url}{VERSION}"


def revise(manager: Walker, text: str, effective_on: date, reason: str) -> None:
    manager.fill(text=text, effective_on=f"{effective_on:%Y/%m/%d}", reason=reason)
    manager.picture("draft").press("提出して承認を求める").picture("submitted")
    assert not manager.page.locator("[name=decision]").count(), "nobody approves what they wrote"


def approve_revision(representative: Walker) -> None:
    """From the record of the policy, where the mail leads to."""
    representative.follow("改定案を開く").picture("decision-by-phone").fill(decision="approved")
    representative.press("決定を記録する").picture("approved")
    assert representative.page.url.startswith(representative.live.url)
