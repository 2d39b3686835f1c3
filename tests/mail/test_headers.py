"""The headers a mail program groups and sorts by, read from what the SMTP server received."""

import pytest
from flask import Flask

from pms_tracker.config import Settings
from pms_tracker.database import transaction
from pms_tracker.mail import delivery, outbox
from pms_tracker.mail.outbox import Letter, Recipient
from tests.cast import TODAY
from tests.mail.smtp_server import Postbox

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

CASE, OTHER = "CA-2026-003", "CA-2026-004"
LINE = {"kind": "plan_case", "reference": CASE, "due_on": TODAY, "days": 0}
DIGEST = Letter("digest", {"lines": [LINE], "others": [], "today": TODAY})
RESET = Letter("password_reset", {"link_to": "https://pms.example.jp/reset/x"}, secret=True)


def about(key: str, reference: str) -> Letter:
    return Letter(key, {"due_on": TODAY}, reference)


def deliver(settings: Settings, *letters: Letter) -> None:
    who = Recipient(None, "髙山 由紀", "head@example.jp")
    with transaction():
        for letter in letters:
            outbox.post(letter, who)
    assert delivery.deliver(settings) == len(letters)


def test_letters_about_one_record_are_one_thread(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(settings, about("plan_asked", CASE), about("approval_asked", CASE))
    deliver(settings, about("plan_asked", OTHER))
    threads = [(got["References"], got["In-Reply-To"]) for got in postbox.taken]
    own, same, another = (references for references, _ in threads)
    assert own == same == "<ca-2026-003@pms-tracker.invalid>"
    assert another == "<ca-2026-004@pms-tracker.invalid>"
    assert all(references == reply_to for references, reply_to in threads)
    assert len({got["Message-ID"] for got in postbox.taken}) == 3


def test_a_letter_about_no_record_belongs_to_no_thread(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(settings, DIGEST, RESET)
    assert [(got["References"], got["In-Reply-To"]) for got in postbox.taken] == [(None, None)] * 2


def test_only_a_digest_names_the_page_of_a_persons_choices(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(settings, DIGEST, about("plan_asked", CASE), RESET, Letter("password_changed"))
    assert [got["List-Unsubscribe"] for got in postbox.taken] == [
        *("<https://pms.example.jp/me/>", None, None, None),
    ]
