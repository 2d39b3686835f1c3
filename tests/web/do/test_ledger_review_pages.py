"""The yearly review of the register in a browser: opened, answered, confirmed, closed."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.ledger_facts import ledger_merging
from pms_tracker.do.rules.ledger.ledger_review_rules import Outcome, PartState, ReviewState
from pms_tracker.do.tables.ledger_review_tables import (
    LedgerReview,
    LedgerReviewRow,
    LedgerReviewUnit,
)
from pms_tracker.plan.deciding import decisions
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do.test_ledger import approved
from tests.do.test_ledger_merging import an_entry
from tests.do.test_ledger_reviews import DUE, decide, hand_in, opened, part_of, reviewed
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/ledger/reviews"
RECORD = f"{PLACE}/LR-2026-01"
PART = f"{RECORD}/{UNIT_IDS['松本教室']}"


def under_way(served: Served, entries: int = 2) -> None:
    with committing(served):
        for _ in range(entries):
            approved()
        opened()


def outcomes(served: Served) -> list[Outcome | None]:
    with reading(served):
        return list(session.scalars(select(LedgerReviewRow.outcome).order_by(LedgerReviewRow.id)))


def state(served: Served) -> PartState:
    with reading(served):
        return session.scalars(select(LedgerReviewUnit.state)).one()


def test_the_privacy_manager_opens_a_review_from_their_duty(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        approved()
    page = visitor.as_("privacy_manager").get(f"{PLACE}/new")
    sent = visitor.post(f"{PLACE}/new", **{**form(page, f"{PLACE}/new"), "due_on": str(DUE)})
    assert sent.location == RECORD
    assert "松本教室" in words(visitor.get(RECORD))
    again = visitor.get(f"{PLACE}/new")
    assert "進行中の見直しがあります" in words(again)
    refused = visitor.post(f"{PLACE}/new", **{**form(again, f"{PLACE}/new"), "due_on": str(DUE)})
    assert refused.status_code == 409
    assert visitor.as_("head").get(f"{PLACE}/new").status_code == 403


def test_a_day_that_has_passed_is_refused_at_its_field(served: Served, visitor: Visitor) -> None:
    with committing(served):
        approved()
    page = visitor.as_("privacy_manager").get(f"{PLACE}/new")
    sent = {**form(page, f"{PLACE}/new"), "due_on": str(TODAY - timedelta(days=1))}
    refused = visitor.post(f"{PLACE}/new", **sent)
    assert refused.status_code == 409
    assert 'href="#due_on"' in refused.text


def test_nothing_is_chosen_beforehand_and_nothing_ticks_all(
    served: Served, visitor: Visitor
) -> None:
    under_way(served)
    page = visitor.as_("head").get(f"{RECORD}/mine")
    assert page.location == PART
    page = visitor.get(PART)
    assert page.text.count('type="radio"') == 2 * len(Outcome) + 2
    assert not re.search(r'type="radio"[^>]*checked', page.text)
    assert 'type="checkbox"' not in page.text


@pytest.mark.both_databases
def test_the_head_saves_half_done_and_goes_on_later(served: Served, visitor: Visitor) -> None:
    under_way(served)
    fields = form(visitor.as_("head").get(PART), PART)
    half = {**fields, "rows-0-outcome": "unchanged", "do": "save"}
    assert visitor.post(PART, **half).location == PART
    assert outcomes(served) == [Outcome.UNCHANGED, None]
    later = form(visitor.get(PART), PART)
    assert (later["rows-0-outcome"], later.get("rows-1-outcome")) == ("unchanged", None)
    rest = {"rows-1-outcome": "changed", "rows-1-note": "棚を移した", "missing": "nothing"}
    assert visitor.post(PART, **{**later, **rest}).status_code == 302
    assert state(served) is PartState.ANSWERED


def test_what_is_not_answered_is_said_beside_its_row_and_nothing_typed_is_lost(
    served: Served, visitor: Visitor
) -> None:
    under_way(served)
    fields = form(visitor.as_("head").get(PART), PART)
    told = {"rows-0-outcome": "changed", "missing": "something"}
    refused = visitor.post(PART, **{**fields, **told})
    assert refused.status_code == 400
    said = words(refused)
    assert "3か所を直してください" in said
    assert "変わったところを入力してください。" in said
    assert "変更なし・変更・廃止のどれかを選んでください。" in said
    assert "載っていない個人情報を入力してください。" in said
    assert form(refused, PART)["rows-0-outcome"] == "changed"
    assert outcomes(served) == [None, None]


@pytest.mark.parametrize("do", ["save", "submit"])
@pytest.mark.parametrize("told", [{"rows-0-outcome": "yes"}, {"missing": "perhaps"}])
def test_an_answer_that_is_none_is_refused(
    served: Served, visitor: Visitor, told: dict[str, str], do: str
) -> None:
    under_way(served)
    fields = form(visitor.as_("head").get(PART), PART)
    assert visitor.post(PART, **{**fields, **told, "do": do}).status_code == 400


@pytest.mark.both_databases
def test_rows_of_other_units_are_not_written(served: Served, visitor: Visitor) -> None:
    under_way(served, 1)
    fields = form(visitor.as_("head").get(PART), PART)
    sent = {**fields, "rows-0-row": "999", "rows-0-outcome": "ended", "do": "save"}
    assert visitor.post(PART, **sent).status_code == 302
    assert outcomes(served) == [None]


def test_a_change_leads_on_to_the_register(served: Served, visitor: Visitor) -> None:
    under_way(served)
    fields = form(visitor.as_("head").get(PART), PART)
    told = {"rows-0-outcome": "changed", "rows-0-note": "棚", "rows-1-outcome": "ended"}
    words_told = {"missing": "something", "words": "面談の録音\n名刺"}
    visitor.post(PART, **{**fields, **told, **words_told})
    page = visitor.get(PART)
    assert "台帳で変更する" in words(page)
    assert "台帳で廃止する" in words(page)
    assert "/do/ledger/PI-2026-001" in page.text
    assert "面談の録音" in words(page)


@pytest.mark.both_databases
def test_another_confirms_and_the_privacy_manager_closes(served: Served, visitor: Visitor) -> None:
    under_way(served)
    with committing(served):
        (review,) = session.scalars(select(LedgerReview))
        hand_in(part_of(review))
    assert "決定を記録する" not in words(visitor.as_("head").get(PART))
    assert visitor.as_("privacy_manager").get(f"{RECORD}/mine").location == PART
    page = visitor.get(PART)
    fields = form(page, f"{PART}/decision")
    assert visitor.post(f"{PART}/decision", **fields, decision="approved").location == PART
    assert state(served) is PartState.CONFIRMED
    record = visitor.get(RECORD)
    closed = visitor.post(f"{RECORD}/close", **form(record, f"{RECORD}/close"))
    assert closed.location == RECORD
    with reading(served):
        assert session.scalars(select(LedgerReview.state)).one() is ReviewState.CLOSED
    assert "2件を確認（変更 0件、追加 0件、廃止 0件）" in words(visitor.get("/do/ledger/"))


def test_whoever_answered_is_refused_the_decision(served: Served, visitor: Visitor) -> None:
    under_way(served)
    with committing(served):
        (review,) = session.scalars(select(LedgerReview))
        hand_in(part_of(review))
    fields = form(visitor.as_("privacy_manager").get(PART), f"{PART}/decision")
    sent = {**fields, "decision": "approved"}
    assert visitor.as_("head").post(f"{PART}/decision", **sent).status_code == 403
    assert state(served) is PartState.ANSWERED


def test_what_is_sent_back_says_why_and_is_answered_anew(served: Served, visitor: Visitor) -> None:
    under_way(served)
    with committing(served):
        (review,) = session.scalars(select(LedgerReview))
        hand_in(part_of(review))
    fields = form(visitor.as_("privacy_manager").get(PART), f"{PART}/decision")
    told = {"decision": "sent_back", "reason": "棚を見直してください"}
    assert visitor.post(f"{PART}/decision", **{**fields, **told}).status_code == 302
    page = visitor.as_("head").get(PART)
    assert "棚を見直してください" in words(page)
    assert form(page, PART)["rows-0-outcome"] == "unchanged"


def test_a_unit_that_is_not_asked_has_no_page(served: Served, visitor: Visitor) -> None:
    under_way(served)
    visitor.as_("other_head")
    for address in (RECORD, PART, f"{RECORD}/mine", f"{RECORD}/paper.pdf", f"{PART}/files/1"):
        assert visitor.get(address).status_code == 404, address
    told = {"version": "1", "rows-0-row": "1", "rows-0-outcome": "ended", "do": "save"}
    assert visitor.post(PART, **told).status_code == 404
    assert "LR-2026-01" not in words(visitor.get(f"{PLACE}/"))
    empty = f"{RECORD}/{UNIT_IDS['書店']}"
    assert visitor.as_("privacy_manager").get(empty).status_code == 404


def test_the_paper_says_what_came_of_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        reviewed()
    paper = visitor.as_("auditor").get(f"{RECORD}/paper.pdf")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.data.startswith(b"%PDF")


@pytest.mark.both_databases
def test_pages_cost_the_same_however_many_rows_there_are(served: Served, visitor: Visitor) -> None:
    under_way(served, 3)
    with committing(served):
        (review,) = session.scalars(select(LedgerReview))
        hand_in(part_of(review))
        decide(part_of(review), "privacy_manager")
    visitor.as_("privacy_manager").get(RECORD)
    for address, most in ((RECORD, 10), (PART, 10), (f"{PLACE}/", 5), ("/do/ledger/", 5)):
        with visitor.counting() as statements:
            assert visitor.get(address).status_code == 200
        assert len(statements) <= most, (address, len(statements))


def test_a_day_that_is_over_is_refused(served: Served, visitor: Visitor) -> None:
    with committing(served):
        approved()
    page = visitor.as_("privacy_manager").get(f"{PLACE}/new")
    sent = {**form(page, f"{PLACE}/new"), "due_on": str(TODAY.replace(day=1))}
    assert visitor.post(f"{PLACE}/new", **sent).status_code == 409


def test_what_may_be_merged_is_shown_where_it_is_confirmed(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        for unit in ("教務部", "松本教室", "書店"):
            an_entry(unit, **({"name": "書店の名簿"} if unit == "書店" else {}))
        review = opened()
        hand_in(part_of(review))
    proposal = 'href="/do/ledger/alike/PI-2026-001"'
    for page in (RECORD, PART):
        assert proposal in words(visitor.as_("privacy_manager").get(page)), page
        # Auditors read what was said, and decide nothing about it.
        assert proposal not in words(visitor.as_("auditor").get(page)), page
    assert proposal not in words(visitor.as_("head").get(PART))
    shop = words(visitor.as_("privacy_manager").get(f"{RECORD}/{UNIT_IDS['書店']}"))
    assert proposal not in shop
    with committing(served):
        its, by = ledger_merging.proposed(viewer("privacy_manager")), viewer("privacy_manager")
        ledger_merging.keep_apart(its[0], "廃棄が教室で違う。", seal=its[0].seal, by=by)
    for page in (RECORD, PART):
        told = words(visitor.get(page))
        assert proposal not in told
        assert "廃棄が教室で違う。" in told


def test_whoever_confirms_an_answer_reads_by_when_they_are_to(
    served: Served, visitor: Visitor
) -> None:
    """As their home says: the day of the answers is the units' own."""
    under_way(served)

    def panel(reader: str, page: str) -> str:
        shown = words(visitor.as_(reader).get(page)).partition('class="next-step')[2]
        return shown.partition("</section>")[0]

    for page in (RECORD, PART):
        assert "あと14日" in panel("head", page)
    with committing(served):
        (review,) = session.scalars(select(LedgerReview))
        hand_in(part_of(review))
        due_on = decisions.due_on(TODAY)
    assert due_on < DUE
    for page in (RECORD, PART):
        assert f"{due_on.month}月{due_on.day}日" in panel("privacy_manager", page)
