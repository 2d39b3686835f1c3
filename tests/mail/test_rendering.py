"""Letters in both languages: complete, polite, with one link each and without any content."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from jinja2 import TemplateNotFound, UndefinedError
from sqlalchemy import select

from pms_tracker import config
from pms_tracker.act.cases import case_letters
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.approvals import approval_letters
from pms_tracker.check.audits import audit_letters
from pms_tracker.check.reports import report_letters
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.mail import rendering
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.mail.rendering import Text, render, written_day
from pms_tracker.mail.wording import Sentence, Wording
from pms_tracker.people.changes import people_letters
from pms_tracker.people.tables.people_tables import ProposalKind
from pms_tracker.plan.policies import policy_letters
from pms_tracker.questionnaires.questionnaire_rules import PURPOSES, Purpose
from pms_tracker.reminders.running.every_source import KINDS as DUTIES
from tests import builders
from tests.cast import TODAY
from tests.mail.letter_rows import rows

ROWS = rows()
# Letters name duties as the app tells them, whichever test comes first.
rendering.use_duties({key: (kind.name, kind.sentence) for key, kind in DUTIES.items()})
KINDS = (
    "review_policy",
    "acknowledge_policy",
    "collect_acknowledgements",
    "carry_out_audit",
    "finish_audit",
    "plan_case",
    "replan_case",
    "decide_case",
    "do_case",
    "judge_case",
)
LINES = [
    {"kind": kind, "reference": f"CA-2026-00{n}", "due_on": TODAY, "days": n - 4, "title": ""}
    for n, kind in enumerate(KINDS, start=1)
]
VALUES = {
    "provider": "Microsoft",
    "name": "髙山 <由紀>",
    "reference": "CA-2026-003",
    "due_on": TODAY,
    "kind": audit_letters.KINDS[AuditKind.OPERATION],
    "named": "藤森 奈緒",
    "decided_by": "宮下 恒一",
    "decided_on": TODAY,
    "number": 7,
    "unit": "松本教室",
    "day": TODAY,
    "hours": "10:00–16:30",
    "place": "会議室",
    "signed_on": TODAY,
    "known_on": TODAY,
    "arrived_on": TODAY,
    "received_on": TODAY,
    "whose": "北原 美穂",
    "by": "赤羽 学",
    "what": people_letters.GAINS[ProposalKind.MEMBERSHIP],
    "num": 2,
    "principal": "藤森 奈緒",
    "deputy": "平林 真一",
    "first": TODAY,
    "last": TODAY,
    "company": "みなと学習舎株式会社",
    "inviter": "赤羽 学",
    "roles": (people_letters.ROLES[Role.PRIVACY_MANAGER], people_letters.ROLES[Role.EMPLOYEE]),
    "days": 14,
    "purpose": Sentence(PURPOSES[Purpose.CONTRACTOR]),
    "sent_on": TODAY,
    "token": "s3cr3t",
    "link_to": "http://127.0.0.1:8000/password/reset/token",
}
DIGEST = {**VALUES, "today": TODAY, "lines": LINES, "others": []}


def written(name: str, language: str, **more: object) -> Text:
    """A letter by the name of its row, or the digest."""
    if name == "digest":
        return render(name, language, {**DIGEST, **more})
    return render(ROWS[name], language, {**VALUES, **more})


# A reminder to somebody outside has no link, of which nothing is kept.
LEAD_NOWHERE = {
    "people_letters.MAIL_CHANGED",
    *("questionnaire_letters.REMINDER", "questionnaire_letters.TEST_REMINDER"),
}


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", [*ROWS, "digest"])
def test_every_letter_is_complete_in_both_languages(name: str, language: str) -> None:
    text = written(name, language)
    assert text.subject.strip() == text.subject != ""
    assert "\n" not in text.subject
    assert ("http://127.0.0.1:8000" in text.body) is not (name in LEAD_NOWHERE)
    assert text.body.endswith("\n")
    assert "%(" not in text.body + text.html + text.subject
    assert "髙山 <由紀>" in text.body
    assert "髙山 &lt;由紀&gt;" in text.html
    assert "<由紀>" not in text.html


@pytest.mark.parametrize("title", ["", "松本教室の内部監査"])
@pytest.mark.parametrize("name", [*ROWS, "digest"])
def test_paragraphs_of_a_letter_are_one_blank_line_apart(name: str, title: str) -> None:
    text = written(name, "ja", title=title)
    assert "\n\n\n" not in text.body


def test_names_and_days_do_not_break_where_a_line_ends() -> None:
    named = render(people_letters.DEPUTY_NAMED, "ja", VALUES)
    assert '<span class="whole">平林 真一</span>さんが' in named.html
    assert '<span class="whole">2026年11月24日(火)</span>から' in named.html
    assert "平林 真一さんが" in named.body


@pytest.mark.parametrize("row", [people_letters.PROPOSAL_MADE, people_letters.PROPOSAL_AGREED])
def test_how_many_more_changes_there_are_is_a_sentence_of_its_own(row: Wording) -> None:
    assert re.search(r"\.\s*<br>\s*2 more changes", render(row, "en", VALUES).html)
    assert "\n1 more change is" in render(row, "en", {**VALUES, "num": 1}).body
    none = render(row, "en", {**VALUES, "num": 0})
    assert "more change" not in none.body + none.html


def test_a_policy_that_was_brought_over_is_not_called_a_revision() -> None:
    revised = render(policy_letters.VERSION_ASKED, "ja", VALUES)
    brought = render(policy_letters.TEXT_ASKED, "ja", VALUES)
    for said in (revised.body, revised.html):
        assert "改定案が提出され" in said
        assert "会社の方針が登録され" not in said
    for text in (revised, brought):
        assert "\nhttp://127.0.0.1:8000/r/CA-2026-003\n" in text.body
    for said in (brought.body, brought.html):
        assert "改定案" not in said
        assert "会社の方針が登録され、あなたの承認を待っています。" in said
        assert "登録された本文が、いま使っている方針かを確かめ" in said


def test_whose_decision_was_entered_is_led_to_it() -> None:
    text = render(approval_letters.PAPER_ENTERED, "ja", VALUES)
    for said in (text.body, text.html):
        assert "/in-your-name/7" in said
        assert "2026年11月24日" in said


def test_letters_are_rows_and_only_the_digest_has_templates_of_its_own() -> None:
    there = {path.name for path in (config.templates_folder() / "mail").iterdir()}
    pairs = {f"{name}.{form}" for name in ("base", "letter", "digest") for form in ("txt", "html")}
    assert there == {*pairs, "kinds.txt", "record_title.txt"}


def test_the_letters_are_those_that_the_code_posts() -> None:
    assert {"digest", *(row.key for row in ROWS.values())} >= {
        *("plan_asked", "approval_asked", "plan_approved", "plan_sent_back", "next_round"),
        *("report_asked", "report_to_receive", "report_sent_back", "report_received"),
        "audit_report_received",
        *("version_asked", "version_approved", "version_sent_back"),
        *("postponement_asked", "postponement_approved", "postponement_sent_back"),
        *("digest", "invitation", "password_reset", "password_changed", "mail_changed"),
        "factor_changed",
        *("account_linked", "account_unlinked"),
        *("deputy_named", "deputy_ended"),
        *("audit_notified", "audit_changed", "audit_called_off"),
        *("review_convened", "review_changed", "review_called_off"),
        *("minutes_asked", "minutes_sent_back", "minutes_signed", "decision_given"),
        *("paper_entered", "paper_contested", "decision_taken_back"),
    }


def test_a_received_audit_report_is_told_as_one_and_no_report_of_somebodys() -> None:
    text = render(report_letters.AUDIT_REPORT_RECEIVED, "ja", VALUES)
    assert "監査報告書が受領されました" in text.subject
    assert "監査は終了しました" in text.body
    assert "気付いたこと" not in text.body + text.html


def test_a_digest_has_one_line_and_one_link_for_each_duty() -> None:
    text = render("digest", "ja", DIGEST)
    assert "10件" in text.subject
    assert "期限超過3件" in text.subject
    for line in LINES:
        assert text.body.count(f"/r/{line['reference']}\n") == 1
        assert f"/r/{line['reference']}" in text.html
    assert "今日まで" in text.body


@pytest.mark.parametrize("part", ["lines", "others"])
def test_a_duty_of_no_record_leads_to_where_it_is_done(part: str) -> None:
    line = {**LINES[0], "kind": "report_checks", "reference": "", "who": ["小口 彩香"]}
    text = render("digest", "ja", {**DIGEST, "lines": [], "others": [], part: [line]})
    for said in (text.body, text.html):
        assert said.count("http://127.0.0.1:8000/r/report_checks") == 1


@pytest.mark.parametrize(
    ("language", "subject", "said", "with_own"),
    [
        (
            "ja",
            "ほかの人の期限超過のお知らせ：1件",
            "小口 彩香さん、百瀬 拓さんの期限が過ぎています。",
            "期限のお知らせ：10件（期限超過3件）、ほかの人の期限超過1件",
        ),
        (
            "en",
            "Overdue work of others: 1",
            "Past due: 小口 彩香, 百瀬 拓.",
            "Due date reminder: 10 tasks (3 overdue), and 1 overdue for others",
        ),
    ],
)
def test_a_late_duty_of_others_names_them_and_nothing_else(
    language: str, subject: str, said: str, with_own: str
) -> None:
    late = {**LINES[1], "days": -4, "who": ["小口 彩香", "百瀬 拓"]}
    text = render("digest", language, {**DIGEST, "lines": [], "others": [late]})
    assert text.subject == subject
    for written in (text.body, text.html):
        assert said in written
        assert "/r/CA-2026-002" in written
        assert "対応が必要" not in written
    assert text.body.index("CA-2026-002") < text.body.index("/r/CA-2026-002")
    both = render("digest", language, {**DIGEST, "others": [late]})
    assert both.subject == with_own
    assert both.body.index("/r/CA-2026-008") < both.body.index(said)


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ja", 5, "従業者4さんの期限が過ぎています。"),
        ("ja", 6, "従業者4さん、ほか1人の期限が過ぎています。"),
        ("en", 6, "従業者4, and 1 other."),
        ("en", 10_000, "従業者4, and 9995 others."),
    ],
)
def test_of_many_who_are_late_five_are_named(language: str, count: int, said: str) -> None:
    late = {**LINES[1], "days": -4, "who": [f"従業者{number}" for number in range(count)]}
    text = render("digest", language, {**DIGEST, "lines": [], "others": [late]})
    for written in (" ".join(text.body.split()), text.html):
        assert said in written
        assert "従業者5" not in written


def test_an_unknown_letter_or_a_missing_value_is_an_error() -> None:
    with pytest.raises(TemplateNotFound):
        render("no_such_letter", "ja", VALUES)
    with pytest.raises(UndefinedError):
        render(case_letters.PLAN_ASKED, "ja", {"name": "髙山", "reference": "CA-2026-001"})
    with pytest.raises(KeyError):
        render(people_letters.LINKED, "ja", {"name": "髙山", "reference": ""})
    with pytest.raises(TypeError, match="due_on"):
        render(case_letters.PLAN_ASKED, "ja", {**VALUES, "due_on": None})


def test_what_is_filled_into_a_sentence_is_no_markup() -> None:
    text = render(people_letters.LINKED, "ja", {**VALUES, "provider": "<b>外部</b> 100%"})
    assert "<b>外部</b> 100%のアカウントで" in text.body
    assert "&lt;b&gt;外部&lt;/b&gt; 100%のアカウントで" in text.html
    assert "<b>" not in text.html


def test_whoever_may_not_see_an_audit_is_told_whom_to_ask() -> None:
    row = replace(audit_letters.NOTIFIED, next=(audit_letters.ASK,), way=None)
    text = render(row, "ja", VALUES)
    for said in (text.body, text.html):
        assert "部門責任者にお尋ねください" in said
        assert "/r/" not in said


def test_an_unknown_language_reads_japanese() -> None:
    assert render(people_letters.INVITATION, "fr", VALUES) == render(
        people_letters.INVITATION, "ja", VALUES
    )


@pytest.mark.parametrize(
    ("day", "ja", "en"),
    [
        (date(2026, 11, 24), "2026年11月24日(火)", "Tue 24 Nov 2026"),
        (date(2027, 1, 3), "2027年1月3日(日)", "Sun 3 Jan 2027"),
    ],
)
def test_a_day_is_written_with_its_weekday(day: date, ja: str, en: str) -> None:
    assert (written_day(day, "ja"), written_day(day, "en")) == (ja, en)


def test_links_begin_with_the_configured_address() -> None:
    try:
        rendering.use_site("https://pms.example.jp")
        assert rendering.link("CA-2026-001") == "https://pms.example.jp/r/CA-2026-001"
        assert rendering.link("") == "https://pms.example.jp"
    finally:
        rendering.use_site("http://127.0.0.1:8000")


def test_no_letter_of_a_case_carries_fact_evidence_or_cause(app: Flask) -> None:
    case = builders.case_in(CaseState.SENT_BACK)
    builders.judge(builders.report(builders.approve(builders.submit(case))), Verdict.INEFFECTIVE)
    letters = session.scalars(select(OutboxLetter)).all()
    assert {letter.key for letter in letters} >= {
        *("plan_asked", "approval_asked", "plan_sent_back", "plan_approved", "next_round")
    }
    told = "".join(f"{letter.subject}{letter.body}{letter.html}" for letter in letters)
    for word in ("申込書", "写真", "台帳", "不注意", "棚", "松本教室"):
        assert word not in told
