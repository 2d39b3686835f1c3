"""A sample in a browser: drawn from the address, recorded with its row, never what nobody saw."""

import pytest
from sqlalchemy import select

from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import ChecklistItem
from pms_tracker.database import session
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.registers.ledger import LEDGER
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.do import test_checks, test_complaints
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

ROW = "/check/audits/AU-2026-001/checklist/1"
SAMPLE = f"{ROW}/sample"
ASKED = f"{SAMPLE}?register={COMPLAINTS.key}&size=5"
ALL = f"{SAMPLE}?register={COMPLAINTS.key}&size=25"


@pytest.fixture
def received(served: Served) -> Served:
    """An audit by the audit manager and another, and seven complaints."""
    with committing(served):
        builders.audit(
            team_ids=[IDS["audit_manager"], IDS["auditor"]], unit_id=UNIT_IDS["松本教室"]
        )
        for each in range(7):
            test_complaints.entered(title=f"苦情 {each}")
    return served


def test_what_is_drawn_is_shown_and_recorded_with_its_question(
    received: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    page = visitor.get(ASKED)
    shown = words(page)
    assert "7件から5件" in shown
    sent = form(page, SAMPLE)
    _population, *names = sent["shown"].split()
    assert len(names) == 5
    assert visitor.post(SAMPLE, **sent).location == ROW
    row = form(visitor.get(ROW), ROW)
    assert (row["population"], row["sample_size"]) == ("7", "5")
    assert row["sample_how"] == "苦情・相談（2026年11月24日(火)まで）から無作為抽出"
    assert row["note"].splitlines() == [f"{name}：" for name in names]
    # Drawn again, no line comes twice, and what was written behind one stays.
    told = {**form(visitor.get(ROW), ROW), "note": f"{names[0]}：回答済み\n{row['note'][14:]}"}
    visitor.post(ROW, **{**told, "result": Result.CONFORMS.value})
    visitor.post(SAMPLE, **form(visitor.get(f"{ASKED}&first=2026-11-01"), SAMPLE))
    again = form(visitor.get(ROW), ROW)
    assert again["note"].count(names[1]) == 1
    assert f"{names[0]}：回答済み" in again["note"]
    assert again["result"] == Result.CONFORMS.value
    assert again["sample_how"] == (
        "苦情・相談（2026年11月1日(日)〜2026年11月24日(火)）から無作為抽出"
    )


def test_checks_are_drawn_as_they_were_made_and_lead_to_their_month(
    received: Served, visitor: Visitor
) -> None:
    with committing(received):
        sheet = test_checks.checked()
        of_sheet = sheet.reference
        with test_checks.on(TODAY):
            test_checks.fill(sheet, TODAY)
    visitor.as_("audit_manager")
    page = visitor.get(f"{SAMPLE}?register=checks-made&size=5&own=y")
    made = f"{of_sheet}/{TODAY}"
    assert f'href="/do/checks/{of_sheet}/{TODAY:%Y-%m}">{made}</a>' in page.text
    assert "1件から1件" in words(page)
    assert visitor.post(SAMPLE, **form(page, SAMPLE)).location == ROW
    row = form(visitor.get(ROW), ROW)
    assert row["note"] == f"{made}："
    assert row["sample_how"].startswith("実施した点検（松本教室、")


def test_another_sample_than_its_reader_saw_is_not_recorded(
    received: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    sent = form(visitor.get(f"{ALL}&own=y"), SAMPLE)
    with committing(received):
        test_complaints.entered(title="後から来た苦情")
    refused = visitor.post(SAMPLE, **sent)
    assert refused.status_code == 409
    assert "抽出し直した結果" in words(refused)
    assert "8件から8件" in words(refused)
    assert visitor.post(SAMPLE, **form(refused, SAMPLE)).location == ROW
    row = form(visitor.get(ROW), ROW)
    assert row["sample_how"] == "苦情・相談（松本教室、2026年11月24日(火)まで）から無作為抽出"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("register=complaints&size=26", "1から25までの数を入力してください。"),
        ("register=complaints&size=", "確かめる数を入力してください。"),
        ("register=nothing&size=5", "選択肢"),
        ("register=&size=5", "台帳・記録を選んでください。"),
        ("register=ledger&size=5&first=2026-11-02&last=2026-11-01", "開始日以降の日"),
        ("register=ledger&size=5&last=2027-01-01", "今日までの日"),
        ("register=complaints&size=5&first=2026-13-01", "日"),
        ("register=complaints&size=5&last=2020-01-01", "この条件に合う記録がありません。"),
        ("register=complaints&size=" + "9" * 4000, "1から25まで"),
    ],
)
def test_what_cannot_be_drawn_is_said(
    received: Served, visitor: Visitor, asked: str, said: str
) -> None:
    refused = visitor.as_("audit_manager").get(f"{SAMPLE}?{asked}")
    assert refused.status_code == 400
    assert said in words(refused)


def test_a_population_that_grew_is_not_recorded_unseen(received: Served, visitor: Visitor) -> None:
    sent = form(
        visitor.as_("audit_manager").get(f"{SAMPLE}?register={COMPLAINTS.key}&size=1"), SAMPLE
    )
    with committing(received):
        test_complaints.entered(title="後から来た苦情")
    assert visitor.post(SAMPLE, **sent).status_code == 409


def test_a_sample_is_recorded_once_and_says_nothing_of_who_answered(
    received: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    sent = form(visitor.get(ASKED), SAMPLE, with_slip=True)
    assert [visitor.post(SAMPLE, **sent).location for _ in range(2)] == [ROW, ROW]
    assert form(visitor.get(ROW), ROW)["result"] == Result.NOT_YET.value
    with reading(received):
        row = session.scalars(select(ChecklistItem).where(ChecklistItem.position == 1)).one()
        assert (row.answered_by_id, row.answered_at, row.version) == (None, None, 2)


def test_what_was_typed_of_the_row_goes_on_with_the_sample_in_it(
    received: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    page = visitor.get(ROW)
    typed = {**form(page, ROW, with_slip=True), "note": "書きかけ", "asked": "伊藤"}
    assert visitor.post("/drafts", **typed).status_code == 200
    sent = form(visitor.get(ASKED), SAMPLE)
    visitor.post(SAMPLE, **sent)
    row = form(visitor.get(ROW), ROW)
    assert (row["asked"], row["population"], row["sample_size"]) == ("伊藤", "7", "5")
    assert row["note"].splitlines()[0] == "書きかけ"
    assert len(row["note"].splitlines()) == 6


def test_a_note_with_no_room_for_it_is_left_as_it_is(received: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    full = {**form(visitor.get(ROW), ROW), "result": "conforms", "note": "あ" * 1990}
    visitor.post(ROW, **full)
    refused = visitor.post(SAMPLE, **form(visitor.get(ASKED), SAMPLE))
    assert refused.status_code == 400
    assert "メモが2000文字を超えます。" in words(refused)
    assert form(visitor.get(ROW), ROW)["population"] == ""


def test_nobody_outside_the_team_records_one(received: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("audit_manager").get(ALL), SAMPLE)
    other = visitor.as_("privacy_manager").get(ASKED)
    assert other.status_code == 403
    with committing(received):
        builders.audit(team_ids=[IDS["auditor"]], unit_id=UNIT_IDS["本部"])
    elsewhere = SAMPLE.replace("001", "002")
    theirs = visitor.as_("audit_manager").get(ALL.replace("001", "002"))
    assert "7件から7件" in words(theirs)
    assert 'name="shown"' not in theirs.text
    refused = visitor.post(elsewhere, **sent)
    assert refused.status_code == 403
    assert form(visitor.get(ROW), ROW)["population"] == ""


def test_an_auditor_is_offered_what_they_see_all_of(received: Served, visitor: Visitor) -> None:
    page = visitor.as_("auditor").get(SAMPLE).text
    assert f'value="{LEDGER.key}"' in page
    assert f'value="{COMPLAINTS.key}"' not in page
    assert visitor.get(ASKED).status_code == 400


def test_a_question_that_is_not_there_has_no_sample(received: Served, visitor: Visitor) -> None:
    place = SAMPLE.replace("/1/", "/99/")
    assert visitor.as_("audit_manager").get(place).status_code == 404
