"""What plan has to say at once: reference, day and a fixed sentence, never content."""

from dataclasses import replace
from datetime import date

from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import ABOUT, N_, Fact, Wording
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion

VERSION_ASKED = Wording(
    "version_asked",
    N_("方針の承認をお願いします（%(reference)s）"),
    N_("方針の改定案が提出され、あなたの承認を待っています。"),
    duty="decide_policy",
)
TEXT_ASKED = replace(
    VERSION_ASKED,
    opening=N_("会社の方針が登録され、あなたの承認を待っています。"),
    next=(
        N_(
            "登録された本文が、いま使っている方針かを確かめ、承認してください。承認されると公開されます。"
        ),
    ),
)
VERSION_APPROVED = Wording(
    "version_approved",
    N_("方針の改定案が承認されました（%(reference)s）"),
    N_("あなたが起案した方針の改定案が承認されました。施行日から、この版が有効になります。"),
    facts=(*ABOUT, Fact(N_("施行日"), "due_on")),
)
TEXT_APPROVED = replace(
    VERSION_APPROVED,
    subject=N_("登録された方針が承認されました（%(reference)s）"),
    opening=N_("あなたが登録した方針の本文が承認されました。"),
)
VERSION_SENT_BACK = Wording(
    "version_sent_back",
    N_("方針の改定案が差し戻されました（%(reference)s）"),
    N_("方針の改定案が差し戻されました。理由は、記録のページに書かれています。"),
    duty="submit_policy",
)
TEXT_SENT_BACK = replace(
    VERSION_SENT_BACK,
    subject=N_("登録された方針が差し戻されました（%(reference)s）"),
    opening=N_("登録された方針の本文が差し戻されました。理由は、記録のページに書かれています。"),
)
POSTPONEMENT_ASKED = Wording(
    "postponement_asked",
    N_("見直しの延期の承認をお願いします（%(reference)s）"),
    N_("方針の見直しを延期する申請があり、あなたの承認を待っています。"),
    duty="decide_postponement",
)
POSTPONEMENT_APPROVED = Wording(
    "postponement_approved",
    N_("見直しの延期が承認されました（%(reference)s）"),
    N_("方針の見直しの延期が承認されました。次の期限は、次のとおりです。"),
    duty="review_policy",
)
POSTPONEMENT_SENT_BACK = Wording(
    "postponement_sent_back",
    N_("見直しの延期が差し戻されました（%(reference)s）"),
    N_(
        "方針の見直しの延期は認められず、期限は変わりません。理由は、記録のページに書かれています。"
    ),
    duty="review_policy",
)


def _about(row: Wording, policy: Policy, day: date | None) -> Letter:
    return Letter(row, {"due_on": day}, policy.reference, title=policy.title)


def version_asked(policy: Policy, version: PolicyVersion) -> Letter:
    """To the approver: a new version waits for your decision."""
    row = TEXT_ASKED if version.imported else VERSION_ASKED
    return _about(row, policy, version.due_on)


def version_approved(policy: Policy, version: PolicyVersion) -> Letter:
    """To the drafter: the version was approved and comes into force on its day."""
    row = TEXT_APPROVED if version.imported else VERSION_APPROVED
    return _about(row, policy, version.effective_on)


def version_sent_back(policy: Policy, version: PolicyVersion, *, brought: bool) -> Letter:
    """To the drafter, or to who brought it over: it was sent back; the reason is on the page."""
    return _about(TEXT_SENT_BACK if brought else VERSION_SENT_BACK, policy, version.due_on)


def postponement_asked(review: PolicyReview, due_on: date) -> Letter:
    """To the approver: a review is to be put off; please decide."""
    return Letter(POSTPONEMENT_ASKED, {"due_on": due_on}, review.reference)


def postponement_approved(policy: Policy) -> Letter:
    """To whoever asked: the review was put off to another day."""
    return _about(POSTPONEMENT_APPROVED, policy, policy.next_review_on)


def postponement_sent_back(policy: Policy) -> Letter:
    """To whoever asked: the review is not put off; its day stays as it was."""
    return _about(POSTPONEMENT_SENT_BACK, policy, policy.next_review_on)
