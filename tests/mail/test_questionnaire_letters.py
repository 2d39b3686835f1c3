"""Invitations and reminders to outsiders, handed to a real SMTP server; what is kept of them."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.mail import delivery, rendering
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.questionnaires import answering, questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Answer, Purpose, Question, Said
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.reminders.scan import reminders
from tests.cast import TODAY, viewer
from tests.mail.smtp_server import Postbox

FIRM = "みなと学習舎株式会社"
# What a mail of each purpose never calls it.
OTHERS = {
    (Purpose.CONTRACTOR, "ja"): "理解度テスト",
    (Purpose.CONTRACTOR, "en"): "omprehension",
    (Purpose.COMPREHENSION, "ja"): "確認票",
    (Purpose.COMPREHENSION, "en"): "uestionnaire",
}
MAIL = "yoshino@insatsu.example.jp"
QUESTIONS = (Question("locked", Said("施錠していますか。")),)
LINK = re.compile(r"https?://[^\s\"<]+/answer/([A-Za-z0-9_-]{43})")


@pytest.mark.parametrize(
    ("purpose", "language", "subject", "reminded"),
    [
        (
            Purpose.CONTRACTOR,
            *("ja", f"{FIRM}からの確認票のご案内", "確認票の期限が近づいています"),
        ),
        (Purpose.CONTRACTOR, *("en", f"Questionnaire from {FIRM}", "the due date is near")),
        (
            Purpose.COMPREHENSION,
            *("ja", f"{FIRM}からの理解度テストのご案内", "理解度テストの期限が近づいています"),
        ),
        (
            Purpose.COMPREHENSION,
            *("en", f"Comprehension test from {FIRM}", "Comprehension test from"),
        ),
    ],
)
def test_an_outsider_gets_one_link_and_reminders_without(
    app: Flask,
    settings: Settings,
    postbox: Postbox,
    purpose: Purpose,
    language: str,
    subject: str,
    reminded: str,
) -> None:
    other_word = OTHERS[purpose, language]
    due_on = TODAY + timedelta(days=10)
    with transaction():
        to = To("𠮷野 桃子", MAIL, due_on, language)
        by = viewer("head")
        made = questionnaires.send("CO-2026-001", purpose, QUESTIONS, to, by=by)
        number = made.id
    assert delivery.deliver(settings) == 1
    (invitation,) = postbox.taken
    assert invitation["Subject"] == subject
    assert invitation["To"].addresses[0].addr_spec == MAIL
    for part in ("plain", "html"):
        body = invitation.get_body((part,))
        assert body is not None
        said = body.get_content()
        (token,) = LINK.findall(said)
        assert rendering.written_day(due_on, language) in re.sub(r"<[^>]+>", "", said)
        for hidden in ("CO-2026-001", "QN-2026", "施錠", "髙山", other_word):
            assert hidden not in said
    session.rollback()
    # Once it was sent, its text is gone and with it the link.
    letter = session.query(OutboxLetter).filter_by(key="questionnaire_invitation").one()
    assert (letter.body, letter.html, letter.secret) == (None, None, True)
    assert answering.by_digest(questionnaires.digest_of(token)).id == number
    session.rollback()
    reminded_of(reminded, settings, postbox)
    assert not any(other_word in str(each.get_body(("plain",))) for each in postbox.taken)


def reminded_of(reminded: str, settings: Settings, postbox: Postbox) -> None:
    """Three reminders follow by the days, none of which holds a link."""
    for days in (3, 7, 9):
        with clock.set_to(clock.at(TODAY + timedelta(days=days), 9)):
            reminders.scan()
            delivery.deliver(settings)
    mine = [each for each in postbox.taken[1:] if MAIL in str(each["To"])]
    assert len(mine) == 3
    for each in mine:
        assert reminded in str(each["Subject"])
        body = each.get_body(("plain",))
        assert body is not None
        assert "/answer/" not in body.get_content()
        assert "QN-2026" not in body.get_content()


def test_an_answer_is_told_to_whoever_sent_it(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    with transaction():
        to = To("𠮷野 桃子", MAIL, TODAY + timedelta(days=10))
        by = viewer("head")
        made = questionnaires.send("CO-2026-001", Purpose.CONTRACTOR, QUESTIONS, to, by=by)
        answering.submit(made, {"locked": Answer("no", "鍵がない")})
    delivery.deliver(settings)
    told = {str(each["To"]): each for each in postbox.taken if MAIL not in str(each["To"])}
    assert len(told) == 2
    for each in told.values():
        body = each.get_body(("plain",))
        assert body is not None
        assert "「いいえ」" in str(each["Subject"])
        assert "/r/QN-2026-001" in body.get_content()
        assert "鍵がない" not in body.get_content()
