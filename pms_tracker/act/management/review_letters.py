"""What management reviews have to say at once: which one, when and where, never what was said."""

from dataclasses import replace
from datetime import date

from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import ABOUT, N_, TO_DETAILS, Fact, Wording

TAKES_PLACE = (*ABOUT, Fact(N_("開催予定日"), "day"), Fact(N_("場所"), "place"))
REVIEW_CONVENED = Wording(
    "review_convened",
    N_("マネジメントレビューのお知らせ（%(reference)s）"),
    N_("マネジメントレビューを開きます。ご出席ください。"),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
REVIEW_CHANGED = Wording(
    "review_changed",
    N_("マネジメントレビューの変更（%(reference)s）"),
    N_("マネジメントレビューの招集が変わりました。新しい開催日と場所をご確認ください。"),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
REVIEW_CALLED_OFF = Wording(
    "review_called_off",
    N_("マネジメントレビューの中止（%(reference)s）"),
    N_("お知らせしていたマネジメントレビューは中止になりました。"),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
MINUTES_ASKED = Wording(
    "minutes_asked",
    N_("議事録の署名をお願いします（%(reference)s）"),
    N_("マネジメントレビューの議事録が、あなたの署名を待っています。"),
    duty="sign_minutes",
)
MINUTES_SENT_BACK = Wording(
    "minutes_sent_back",
    N_("議事録が差し戻されました（%(reference)s）"),
    N_("マネジメントレビューの議事録が差し戻されました。理由は、ページに書かれています。"),
    duty="write_minutes",
)
MINUTES_SIGNED = Wording(
    "minutes_signed",
    N_("議事録が署名されました（%(reference)s）"),
    N_("マネジメントレビューの議事録が署名されました。次のページで読めます。"),
    facts=(*ABOUT, Fact(N_("署名日"), "signed_on")),
)
MINUTES_KEPT = replace(
    MINUTES_SIGNED,
    opening=N_(
        "欠席されたマネジメントレビューの議事録が署名されました。議事録を読めるのは、出席した人です。内容は、個人情報保護管理者にお尋ねください。"
    ),
)
DECISION_GIVEN = Wording(
    "decision_given",
    N_("決定事項の担当になりました（%(reference)s）"),
    N_("マネジメントレビューの決定事項が、あなたの担当になりました。"),
    duty="carry_out_decision",
)


def _called(row: Wording, review: ManagementReview) -> Letter:
    told = {"day": review.planned_on, "place": review.place}
    return Letter(row, told, review.reference)


def convened(review: ManagementReview) -> Letter:
    """To everybody asked to attend: when and where."""
    return _called(REVIEW_CONVENED, review)


def changed(review: ManagementReview) -> Letter:
    """To those asked to attend: it was moved, or you are asked as well."""
    return _called(REVIEW_CHANGED, review)


def called_off(review: ManagementReview) -> Letter:
    """To those asked to attend: it does not take place."""
    return _called(REVIEW_CALLED_OFF, review)


def minutes_asked(review: ManagementReview) -> Letter:
    """To the representative: the minutes wait for your signature."""
    return Letter(MINUTES_ASKED, {"due_on": review.turn_due_on}, review.reference)


def minutes_sent_back(review: ManagementReview) -> Letter:
    """To those who wrote: the minutes came back; the reason is on the page."""
    return Letter(MINUTES_SENT_BACK, {"due_on": review.turn_due_on}, review.reference)


def minutes_signed(review: ManagementReview, *, present: bool) -> Letter:
    """To those who attended: the minutes may be read; to those who could not: whom to ask."""
    row = MINUTES_SIGNED if present else MINUTES_KEPT
    return Letter(row, {"signed_on": review.signed_on}, review.reference)


def decision_given(review: ManagementReview, due_on: date) -> Letter:
    """To the owner of a decision: it is yours to carry out, by when."""
    return Letter(DECISION_GIVEN, {"due_on": due_on}, review.reference)
