"""A case in a browser: planned, sent back, approved by touch, amended, done, checked and judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.postbox import Postbox, links_of
from tests.stories.report_walk import approve_by_touch
from tests.stories.walker import SCAN, Walker

HAND_IN = "計画を提出する"
HANDED_IN = "計画を提出しました。承認を待ちます。"


@dataclass(frozen=True)
class Scene:
    """The served company, its mail, and the case that everybody's mails lead to."""

    live: Live
    postbox: Postbox
    walk: Walk
    language: str
    case: str
    full: bool = False
    # Who has signed in before: what that is like need not be seen with each of their mails.
    signed_in: set[str] = field(default_factory=set)

    @property
    def approvals(self) -> list[tuple[str, str]]:
        """Who approves a plan in this profile, and what is said to each of them."""
        last = "承認を記録しました。処置の責任者に知らせます。"
        if not self.full:
            return [("privacy_manager", last)]
        first = "承認を記録しました。続いて代表者に承認を求めます。"
        return [("privacy_manager", first), ("representative", last)]

    @contextmanager
    def from_mail(self, name: str, about: str = "", *, phone: bool = False) -> Iterator[Walker]:
        """Somebody opens the link to a record in their newest mail; with the first of their mails
        they sign in on the way, later they are signed in already."""
        self.live.deliver()
        reference = about or self.case
        mail = self.postbox.last_of(name)
        (link,) = {each for each in links_of(mail) if each.endswith(f"/r/{reference}")}
        with self.walk(self.language, phone=phone) as who:
            if name in self.signed_in:
                who.come_in(name).open(link)
            else:
                who.open(link).sign_in(name)
                self.signed_in.add(name)
            assert reference in who.page.url, "signing in leads on to where the mail pointed"
            yield who

    @contextmanager
    def at_desk(self, name: str, about: str = "") -> Iterator[Walker]:
        """Somebody opens a record."""
        with self.walk(self.language) as who:
            yield who.come_in(name).open(f"/r/{about or self.case}")

    @property
    def due_on(self) -> date:
        """The day by which the case's next step is to be taken."""
        number = int(self.case[-3:])
        with self.live.app.app_context():
            found = session.scalar(select(Case.turn_due_on).where(Case.number == number))
            session.rollback()
        assert found is not None
        return found


def sent_back(scene: Scene, reason: str) -> None:
    """Nothing goes back without a reason."""
    with scene.from_mail("privacy_manager") as manager:
        manager.fill(decision="sent_back").press("決定を記録する").picture("reason-wanted")
        manager.reads("差し戻す理由を入力してください。")
        manager.fill(reason=reason).press("決定を記録する").picture("sent-back")
        manager.reads("差戻しを記録しました。部門に知らせます。")


def approved_by_phone(scene: Scene, reads: str) -> None:
    """Each approver from the link in the mail: two touches after signing in."""
    for name, says in scene.approvals:
        with scene.from_mail(name, phone=True) as decider:
            decider.sees(reads).picture(f"phone-of-{name}").fits()
            approve_by_touch(decider, "決定を記録する")
            decider.reads(says).picture(f"approved-by-{name}").fits()


def reported_done(scene: Scene, result: str, filename: str) -> None:
    waits = "実施を報告しました。後日、別の人が有効性を確かめます。"
    says = "実施を報告しました。別の人が完了を確かめます。" if scene.full else waits
    with scene.from_mail("owner") as owner:
        owner.fill(result=result).attach("files", filename, SCAN)
        owner.picture("to-report").press("実施を報告する").reads(says).picture("reported")
        owner.sees(filename)


def signed(scene: Scene, name: str, button: str, says: str) -> None:
    """A signature at a desk, from the link in the mail."""
    with scene.from_mail(name) as signer:
        signer.picture(f"to-sign-by-{name}").fill(decision="approved").press(button)
        signer.reads(says).picture(f"signed-by-{name}")


def judged(scene: Scene, says: str, **typed: object) -> None:
    """The effect, by an auditor, on the morning when the mail comes."""
    scene.live.pass_the_morning()
    with scene.from_mail("auditor") as auditor:
        auditor.picture("to-judge").fill(**typed).press("判定を記録する")
        auditor.reads(says).picture("judged")


def response_table(manager: Walker, kind: str, *cases: str) -> bytes:
    """指摘・改善対応表 of the chosen cases, as the list of cases hands it over."""
    manager.open("/act/cases/")
    for reference in cases:
        manager.page.locator(f"[name=case][value='{reference}']").check()
    return manager.picture("chosen-for-the-examiner").downloaded(kind, role="button")
