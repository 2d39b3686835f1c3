"""The headers a mail program groups and sorts by, read from what the SMTP server received."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from flask import Flask

from pms_tracker.act.cases import case_letters
from pms_tracker.act.elsewhere import elsewhere_letters
from pms_tracker.act.incoming import incoming_letters
from pms_tracker.act.management import review_letters
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.programmes import programme_letters
from pms_tracker.config import Settings
from pms_tracker.database import transaction
from pms_tracker.mail import delivery, outbox, rendering
from pms_tracker.mail.outbox import Letter, Recipient
from pms_tracker.mail.wording import Wording
from pms_tracker.people.changes import people_letters
from pms_tracker.people.firm import people
from pms_tracker.plan.years import year_letters
from tests.cast import IDS, TODAY
from tests.mail.smtp_server import Postbox

pytestmark = pytest.mark.parametrize("served", ["sqlite"], indirect=True)

USUAL_ADDRESS = "http://127.0.0.1:8000"
CASE, OTHER = "CA-2026-003", "CA-2026-004"
LINE = {"kind": "plan_case", "reference": CASE, "due_on": TODAY, "days": 0, "title": ""}
DIGEST = Letter("digest", {"lines": [LINE], "others": [], "today": TODAY})
RESET = people_letters.password_reset("https://pms.example.jp/reset/x")


def about(row: Wording, reference: str) -> Letter:
    return Letter(row, {"due_on": TODAY}, reference)


def deliver(settings: Settings, *letters: Letter) -> None:
    who = Recipient(IDS["head"], "髙山 由紀", "head@example.jp")
    with transaction():
        for letter in letters:
            outbox.post(letter, who)
    assert delivery.deliver(settings) == len(letters)


def test_letters_about_one_record_are_one_thread(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(
        settings, about(case_letters.PLAN_ASKED, CASE), about(case_letters.APPROVAL_ASKED, CASE)
    )
    deliver(settings, about(case_letters.PLAN_ASKED, OTHER))
    threads = [(got["References"], got["In-Reply-To"]) for got in postbox.taken]
    own, same, another = (references for references, _ in threads)
    assert own == same == "<ca-2026-003@127.0.0.1>"
    assert another == "<ca-2026-004@127.0.0.1>"
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
    deliver(
        settings,
        DIGEST,
        about(case_letters.PLAN_ASKED, CASE),
        RESET,
        Letter(people_letters.PASSWORD_CHANGED),
    )
    assert [got["List-Unsubscribe"] for got in postbox.taken] == [
        *("<https://pms.example.jp/me/>", None, None, None)
    ]


@pytest.fixture
def site() -> Iterator[None]:
    """Links and ids name a host of the company's own."""
    rendering.use_site("https://pms.example.jp")
    yield
    rendering.use_site(USUAL_ADDRESS)


def test_ids_name_the_configured_host(
    app: Flask, settings: Settings, postbox: Postbox, site: None
) -> None:
    deliver(settings, about(case_letters.PLAN_ASKED, CASE))
    (got,) = postbox.taken
    assert got["Message-ID"].endswith("@pms.example.jp>")
    assert got["References"] == "<ca-2026-003@pms.example.jp>"


def test_answers_go_to_the_companys_contact_and_no_machine_answers(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(settings, about(case_letters.PLAN_ASKED, CASE))
    with transaction():
        people.the_company().mail_contact = "desk@example.jp"
    deliver(settings, about(case_letters.PLAN_ASKED, CASE))
    without, got = postbox.taken
    assert without["Reply-To"] is None
    assert got["Reply-To"] == "desk@example.jp"
    assert got["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    body = got.get_body(("plain",)).get_content()
    assert people.the_company().name in body
    assert "返信は、社内の窓口（desk@example.jp）に届きます。" in body


def test_text_is_never_base64(app: Flask, settings: Settings, postbox: Postbox) -> None:
    deliver(settings, DIGEST)
    (got,) = postbox.taken
    parts = [each for each in got.walk() if each.get_content_maintype() == "text"]
    assert [each["Content-Transfer-Encoding"] for each in parts] == ["quoted-printable"] * 2


def test_a_letter_says_what_its_record_is_called_only_where_the_company_wants_that(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    case = Letter(case_letters.PLAN_ASKED, {"due_on": TODAY}, CASE, title="名簿の置き忘れ")
    deliver(settings, case)
    with transaction():
        people.the_company().titles_in_mail = True
    deliver(settings, case)
    quiet, open_one = (
        [each.get_content() for each in got.walk() if each.get_content_maintype() == "text"]
        for got in postbox.taken
    )
    assert not any("名簿の置き忘れ" in each for each in quiet)
    assert all("名簿の置き忘れ" in each for each in open_one)


@pytest.mark.parametrize(
    ("row", "values", "reference", "ja", "en"),
    [
        (programme_letters.PROGRAMME_APPROVED, {}, "AP-2026", "監査プログラム", "Audit programme"),
        (year_letters.YEAR_APPROVED, {}, "YP-2026", "年度計画", "Annual plan"),
        (
            review_letters.MINUTES_ASKED,
            {"due_on": TODAY},
            "MR-2026-01",
            "マネジメントレビュー",
            "Management review",
        ),
        (incoming_letters.REPORT_RECEIVED, {"due_on": TODAY}, "RP-2026-001", "報告", "Report"),
    ],
)
def test_a_record_without_a_title_is_called_by_its_kind_where_titles_are_wanted(
    app: Flask, row: Wording, values: dict[str, object], reference: str, ja: str, en: str
) -> None:
    people.the_company().titles_in_mail = True
    letter = Letter(row, values, reference)
    for language, label, title in (("ja", "題名", ja), ("en", "Title", en)):
        sent = outbox.post(letter, Recipient(None, "宮下 恒一", "to@example.jp", language))
        assert sent is not None
        assert re.search(rf"^{label}(：|: ){title}$", sent.body or "", re.MULTILINE)
        assert f"<dt>{label}</dt><dd>{title}</dd>" in str(sent.html)
    people.the_company().titles_in_mail = False
    sent = outbox.post(letter, Recipient(None, "宮下 恒一", "to@example.jp"))
    assert sent is not None
    assert "題名" not in f"{sent.body}{sent.html}"


@pytest.mark.parametrize(
    "say", [partial(elsewhere_letters.asked, due_on=TODAY), elsewhere_letters.found]
)
def test_what_is_asked_of_other_departments_carries_the_title_of_its_case(
    app: Flask, say: Callable[[Case], Letter]
) -> None:
    people.the_company().titles_in_mail = True
    asks = Case(fiscal_year=2026, number=3, title="名簿の置き忘れ")
    row = outbox.post(say(asks), Recipient(None, "宮下 恒一", "to@example.jp"))
    assert row is not None
    assert "題名：名簿の置き忘れ" in str(row.body)
    assert "<dd>名簿の置き忘れ</dd>" in str(row.html)


def test_letters_are_made_for_dark_screens_too(
    app: Flask, settings: Settings, postbox: Postbox
) -> None:
    deliver(settings, DIGEST)
    page = postbox.taken[0].get_body(("html",)).get_content()
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "prefers-color-scheme: dark" in page
