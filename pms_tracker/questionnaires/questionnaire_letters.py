"""Letters of questionnaires: to outsiders only who asks, what for, the link and the day; inside a
reference, a day and a fixed sentence."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from pms_tracker import clock
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.mail import outbox
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.mail.wording import N_, NUMBER, Fact, Sentence, Way, Wording, counted
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.questionnaires.questionnaire_rules import PURPOSES, TO_TAKE, Purpose
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire

WHAT_FOR = (Fact(N_("内容"), "purpose"), Fact(N_("回答の期限"), "due_on"))
INVITATION = Wording(
    "questionnaire_invitation",
    N_("%(company)sからの確認票のご案内"),
    (
        (
            N_("%(company)sから、次の確認票への回答をお願いします。"),
            N_("アカウントの登録は不要です。途中で保存し、同じリンクから続けられます。"),
        ),
    ),
    facts=WHAT_FOR,
    next=(N_("次のページを開いて回答してください。このメールを転送しないでください。"),),
    way=Way(N_("確認票を開く"), "/answer/%(token)s"),
    after=(
        N_("お心当たりのない場合は、リンクを開かず、%(company)sの担当者に直接お確かめください。"),
    ),
)
REMINDER = Wording(
    "questionnaire_reminder",
    N_("%(company)sからの確認票の期限が近づいています"),
    (
        (
            N_("%(company)sからお送りした確認票の回答を、まだ受け取っていません。"),
            counted("期限まで、あと%(num)d日です。"),
        ),
    ),
    facts=WHAT_FOR,
    next=(
        N_(
            "%(sent_on)sにお送りしたご案内のメールのリンクから回答してください。"
            "安全のため、このメールにはリンクを載せていません。"
        ),
        N_("ご案内が見つからない場合は、%(company)sの担当者に再送をご依頼ください。"),
    ),
    way=None,
)
TEST_INVITATION = replace(
    INVITATION,
    subject=N_("%(company)sからの理解度テストのご案内"),
    opening=(
        (
            N_("%(company)sの教育の理解度テストを受けてください。"),
            N_("アカウントの登録は不要です。途中で保存し、同じリンクから続けられます。"),
        ),
    ),
    way=Way(N_("理解度テストを開く"), "/answer/%(token)s"),
)
TEST_REMINDER = replace(
    REMINDER,
    subject=N_("%(company)sからの理解度テストの期限が近づいています"),
    opening=(
        (
            N_("%(company)sからお送りした理解度テストの回答を、まだ受け取っていません。"),
            counted("期限まで、あと%(num)d日です。"),
        ),
    ),
)
# What is said to outsiders as the link goes out, and while their answer is awaited.
OF_PURPOSES: Mapping[Purpose, tuple[Wording, Wording]] = {
    Purpose.CONTRACTOR: (INVITATION, REMINDER),
    Purpose.COMPREHENSION: (TEST_INVITATION, TEST_REMINDER),
}
SUBMITTED = Wording(
    "questionnaire_submitted",
    N_("確認票の回答が届きました（%(reference)s）"),
    N_("リンクで送った確認票の回答が提出されました。"),
    facts=(NUMBER,),
    duty="take_questionnaire",
)
ANSWERED_NO = replace(
    SUBMITTED,
    key="questionnaire_answered_no",
    subject=N_("確認票に「いいえ」の回答があります（%(reference)s）"),
    opening=N_(
        "リンクで送った確認票に「いいえ」の回答がありました。すぐに内容を確かめてください。"
    ),
)


def to_outsider(made: Questionnaire) -> Recipient:
    """Whom a questionnaire went to; nobody of the firm."""
    return Recipient(None, made.recipient_name, made.recipient_mail, made.language)


def invitation(reference: str, purpose: Purpose, due_on: date, token: str) -> Letter:
    """The one letter that holds the link; secret, so that its text is gone once it was sent."""
    told = {"purpose": _named(purpose), "due_on": due_on, "token": token}
    wording, _reminder = OF_PURPOSES[purpose]
    return Letter(wording, told, reference, secret=True)


def reminder(made: Questionnaire, days: int) -> Letter:
    """To somebody outside whose answer is awaited; without the link, of which nothing is kept."""
    told = {"purpose": _named(made.purpose), "due_on": made.due_on, "sent_on": made.sent_on}
    _invitation, wording = OF_PURPOSES[made.purpose]
    return Letter(wording, {**told, "num": days}, made.reference)


def _named(purpose: Purpose) -> Sentence:
    return Sentence(PURPOSES[purpose])


def submitted(reference: str, due_on: date, *, said_no: bool) -> Letter:
    """To whoever sent it: answers have come, and by when to look at them."""
    return Letter(ANSWERED_NO if said_no else SUBMITTED, {"due_on": due_on}, reference)


def asked_to_look(reader_id: int, firm: Firm) -> Eligible:
    """Who looks at what was answered: whoever sent it or took it over, else whoever runs the
    PMS."""
    here = reader_id in firm.members and firm.members[reader_id].here
    readers = (reader_id,) if here else ()
    return Eligible((*readers, *(each for each in firm.managers() if each not in readers)))


def due_to_take(made: Questionnaire) -> date:
    """By when answers that have come are looked at."""
    return TO_TAKE.due_on(made.submitted_on or made.sent_on, business_calendar())


def tell_submitted(made: Questionnaire, *, said_no: bool) -> None:
    """Tell whoever sent it, or their deputy; of a no also whoever runs the PMS."""
    firm = Firm(clock.today())
    asked = firm.with_deputies(asked_to_look(made.reader_id, firm))
    signing = firm.who_sign_in(asked) or asked
    letter = submitted(made.reference, due_to_take(made), said_no=said_no)
    for person_id in signing if said_no else signing[:1]:
        outbox.post(letter, firm.recipient(person_id))
