"""Pages of what is due to be disposed of: drafted with a click, or recorded as nothing held."""

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start, Unit
from pms_tracker.registers.edition_rules import Standing
from tests.cast import TODAY
from tests.databases import Served
from tests.do.test_disposals import DONE, PULPED, approved, change, held
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.budgets import STEP

DUE = "/do/disposals/due/"
ENTRY = f"{DUE}PI-2026-001"
NOTHING, RECORD = f"{ENTRY}/nothing", "/do/disposals/DS-2026-001"
MOST = 8


def an_entry(served: Served, **more: object) -> None:
    with committing(served):
        held(**more)


def the_record() -> Disposal:
    return session.scalars(select(Disposal)).one()


@pytest.mark.both_databases
def test_a_click_drafts_the_record_and_a_second_one_leads_to_it(
    served: Served, visitor: Visitor
) -> None:
    an_entry(served)
    page = visitor.as_("head").get(DUE)
    assert "2023年度以前に退会・卒業した分" in words(page)
    fields = form(page, ENTRY)
    for _click in range(2):
        sent = visitor.post(ENTRY, **fields)
        assert (sent.status_code, sent.location) == (302, RECORD)
    with reading(served):
        assert the_record().batch == "生徒名簿：2023年度以前に退会・卒業した分"
    assert RECORD in visitor.get(DUE).text


@pytest.mark.parametrize(("year", "status"), [("2024", 409), ("", 400), ("あ", 400)])
def test_a_year_that_is_not_due_is_refused_on_the_page(
    served: Served, visitor: Visitor, year: str, status: int
) -> None:
    an_entry(served)
    assert visitor.as_("head").post(ENTRY, year=year).status_code == status
    assert visitor.get(DUE).text.count('name="year"') == 1


@pytest.mark.both_databases
def test_what_was_recorded_meanwhile_is_not_drafted_again(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    fields = form(visitor.as_("head").get(DUE), ENTRY)
    with committing(served):
        approved()
    assert visitor.post(ENTRY, **fields).status_code == 409
    assert "生徒名簿" not in words(visitor.get(DUE))


def test_that_nothing_is_held_needs_a_year_and_a_reason(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    page = visitor.as_("head").get(f"{NOTHING}?year=2023")
    fields = form(page, NOTHING, with_slip=True)
    assert fields["year"] == "2023"
    refused = visitor.post(NOTHING, **fields)
    assert refused.status_code == 400
    assert "該当なしと判断した理由を入力してください。" in words(refused)
    for year, status in (("2024", 409), ("", 400), ("あ", 400)):
        sent = visitor.post(NOTHING, **{**fields, "year": year, "reason": "ない"})
        assert sent.status_code == status, year
    sent = visitor.post(NOTHING, **{**fields, "reason": "2023年度までの退会者はいない"})
    assert (sent.status_code, sent.location) == (302, DUE)
    # A doubled click is taken once.
    assert visitor.post(NOTHING, **{**fields, "reason": "もう一度"}).status_code == 302
    with reading(served):
        row = the_record()
        assert (row.decision, row.state) == (Decision.NOTHING, Standing.WAITING)
    assert "生徒名簿" not in words(visitor.get(DUE))
    assert "廃棄する分はありません" in words(visitor.get(NOTHING))


@pytest.mark.both_databases
def test_another_units_entries_are_not_there(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    visitor.as_("other_head")
    assert "生徒名簿" not in words(visitor.get(DUE))
    assert visitor.get(NOTHING).status_code == 404
    assert visitor.post(ENTRY, year="2023").status_code == 404
    assert visitor.post(NOTHING, year="2023", reason="ない").status_code == 404


def test_whoever_audits_reads_and_drafts_nothing(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    page = visitor.as_("auditor").get(DUE)
    assert "生徒名簿" in words(page)
    assert "下書きを作る" not in words(page)
    assert visitor.post(ENTRY, year="2023").status_code == 403


def test_what_no_day_follows_from_is_told_apart(served: Served, visitor: Visitor) -> None:
    an_entry(served, keep_until=Span(SpanKind.FOREVER))
    page = words(visitor.as_("head").get(DUE))
    assert "期日を計算できない台帳の記録（1件）" in page
    assert "必要がなくなったら廃棄します。" in page


def test_what_is_kept_for_months_does_not_wait_for_the_end_of_its_year(
    served: Served, visitor: Visitor
) -> None:
    an_entry(served, keep_until=Span(start=Start.NOT_HIRED, length=6, unit=Unit.MONTH))
    told = "年度の途中で期間が過ぎた分は、この日を待たずに廃棄してください。"
    assert told in words(visitor.as_("head").get(DUE))


def test_what_is_kept_for_years_waits_for_the_rest_of_its_year(
    served: Served, visitor: Visitor
) -> None:
    an_entry(served)
    assert "この日を待たずに" not in words(visitor.as_("head").get(DUE))


def test_an_approved_record_leads_on_until_its_certificate_is_there(
    served: Served, visitor: Visitor
) -> None:
    an_entry(served)
    with committing(served):
        approved(**PULPED)
    page = words(visitor.as_("head").get(RECORD))
    assert "承認されたとおりに廃棄し" in page
    others = words(visitor.as_("privacy_manager").get(RECORD))
    assert "承認されたとおりに廃棄し" not in others
    # That it was approved is not all: it waits for somebody else, by a day.
    assert "髙山 由紀さんの対応待ちです：承認された廃棄の実施" in others
    assert "あと" in others
    assert "承認された内容です" not in others
    edit = f"{RECORD}/edit"
    fields = form(visitor.as_("head").get(edit), edit)
    day = f"{TODAY:%Y/%m/%d}"
    done = {"done_on": day, "amount": "段ボール3箱", "done_by": "髙山 由紀"}
    kept = {**fields, "methods": ["entrusted"], "rows": ["PI-2026-001"], **done}
    missing = visitor.post(edit, **{**kept, "amount": ""})
    assert (missing.status_code, "廃棄した数量を入力してください。" in words(missing)) == (
        400,
        True,
    )
    assert visitor.post(edit, **kept).status_code == 302
    page = words(visitor.get(RECORD))
    assert "証明書待ち" in page
    assert "委託先から廃棄証明書を受け取り" in page
    assert "対応待ちです：廃棄証明書の受領" in words(visitor.as_("privacy_manager").get(RECORD))
    visitor.as_("head")
    # Who had the form open before is told that it was changed.
    assert visitor.post(edit, **kept).status_code == 409
    with committing(served):
        change(the_record(), certificate_on=TODAY)
    page = words(visitor.get(RECORD))
    assert "完了" in page
    assert "委託先から廃棄証明書を受け取り" not in page


def test_the_record_of_the_entry_names_its_disposals(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    with committing(served):
        approved()
    page = visitor.as_("head").get("/do/ledger/PI-2026-001")
    assert RECORD in page.text


@pytest.mark.both_databases
def test_what_the_pages_cost(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for number in range(4):
            held(name=f"名簿{number}")
        row = approved()
        change(row, **DONE)
    visitor.as_("head")
    for place in (DUE, f"{DUE}PI-2026-002/nothing"):
        with visitor.counting() as statements:
            assert visitor.get(place).status_code == 200
        assert len(statements) <= MOST, (place, statements)


@pytest.mark.both_databases
def test_what_recording_it_costs(served: Served, visitor: Visitor) -> None:
    an_entry(served)
    with committing(served):
        approved()
    edit = f"{RECORD}/edit"
    fields = form(visitor.as_("head").get(edit), edit)
    done = {"done_on": f"{TODAY:%Y/%m/%d}", "amount": "1箱", "done_by": "髙山 由紀"}
    kept = {**fields, "methods": ["shredded"], "rows": ["PI-2026-001"], **done}
    with visitor.counting() as statements:
        assert visitor.post(edit, **kept).status_code == 302
    assert len(statements) <= STEP, (len(statements), statements)
