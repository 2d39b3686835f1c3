"""Use beyond the purpose, and changed purposes, in a browser's requests."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.rules.use_rules import UseGround
from pms_tracker.do.tables.use_tables import UseBeyond
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_purpose_changes
from tests.do.test_ledger import STUDENTS, entered
from tests.do.test_purposes import purpose
from tests.do.test_uses_beyond import a_use, approved, change
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PLACE = "/do/uses-beyond/"
RECORD = f"{PLACE}UB-2026-001"
TYPED: dict[str, object] = {
    "rows": ["PI-2026-001"],
    "unit_id": UNIT_IDS["松本教室"],
    "purpose": "体験記を載せる",
    "ground": "consent",
}


def standing(served: Served) -> list[Standing]:
    with reading(served):
        return list(session.scalars(select(UseBeyond.state).order_by(UseBeyond.id)))


def test_a_head_applies_and_is_told_what_is_still_needed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        entered(minors=True)
    page = visitor.as_("head").get(f"{PLACE}new")
    entered_at = visitor.post(PLACE, **{**form(page, PLACE), **TYPED})
    assert entered_at.location == RECORD
    record = words(visitor.get(RECORD))
    assert "申請中" in record
    # What lacks is named before anything is pressed, and there is nothing to press.
    assert f'action="{RECORD}/hand-in"' not in record
    told = record.partition("<main")[2].partition('<dl class="label-rows"')[0]
    for each in ("対象の人数", "利用を始める日", "本人への通知文", "未成年者の同意"):
        assert each in told
    assert "同意が不要な理由" not in told
    assert RECORD in words(visitor.get("/do/ledger/PI-2026-001"))
    assert standing(served) == [Standing.DRAFT]


def test_numbers_are_refused_beside_the_ground_and_nothing_typed_is_lost(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entered(**(STUDENTS | {"my_number": True}))
    page = visitor.as_("head").get(f"{PLACE}new")
    refused = visitor.post(PLACE, **{**form(page, PLACE), **TYPED})
    assert refused.status_code in {400, 409}
    assert "マイナンバーを含む個人情報は、本人が同意しても" in words(refused)
    assert "体験記を載せる" in words(refused)
    assert standing(served) == []


def test_what_would_begin_before_its_approval_is_not_handed_in(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_use(first_on=TODAY - timedelta(days=1))
    record = visitor.as_("head").get(RECORD)
    refused = visitor.post(f"{RECORD}/hand-in", **form(record, f"{RECORD}/hand-in"))
    assert refused.status_code == 409
    assert "承認の日より前になります" in words(refused)
    assert standing(served) == [Standing.DRAFT]


@pytest.mark.both_databases
def test_it_is_handed_in_once_and_decided_by_another(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_use()
    record = visitor.as_("head").get(RECORD)
    pressed = form(record, f"{RECORD}/hand-in")
    assert visitor.post(f"{RECORD}/hand-in", **pressed).status_code == 302
    assert visitor.post(f"{RECORD}/hand-in", **pressed).status_code == 409
    assert f'action="{RECORD}/decision"' not in visitor.get(RECORD).text
    decided = visitor.as_("privacy_manager").get(RECORD)
    fields = form(decided, f"{RECORD}/decision")
    sent_back = {**fields, "decision": "sent_back", "reason": "人数が違う"}
    assert visitor.post(f"{RECORD}/decision", **sent_back).status_code == 302
    assert standing(served) == [Standing.DRAFT]
    assert "人数が違う" in words(visitor.as_("head").get(RECORD))


@pytest.mark.both_databases
def test_what_was_changed_meanwhile_is_not_overwritten(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_use()
    page = visitor.as_("head").get(f"{RECORD}/edit")
    sent = {**form(page, f"{RECORD}/edit"), "note": "後から", "ways": ["mail"]}
    with committing(served):
        row = session.scalars(select(UseBeyond)).one()
        change(row, note="先に")
    assert visitor.post(f"{RECORD}/edit", **sent).status_code == 409
    with reading(served):
        assert session.scalars(select(UseBeyond.note)).one() == "先に"


@pytest.mark.both_databases
def test_another_units_use_does_not_exist_and_readers_change_nothing(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_use()
    for page in (RECORD, f"{RECORD}/edit", f"{RECORD}/paper.pdf"):
        assert visitor.as_("other_head").get(page).status_code == 404
    assert visitor.as_("auditor").get(RECORD).status_code == 200
    assert visitor.get(f"{RECORD}/edit").status_code == 403
    assert visitor.as_("employee").get(f"{PLACE}new").status_code == 403


def test_its_head_is_asked_on_the_record_and_writes_when_it_ended(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        approved(ground=UseGround.LAW, reason="照会", last_on=TODAY)
    record = visitor.as_("head").get(RECORD)
    assert "利用を終え、終えた日を記録してください" in words(record)
    assert "目的外利用の終了" in words(visitor.get("/"))
    page = visitor.get(f"{RECORD}/edit")
    sent = {**form(page, f"{RECORD}/edit"), "rows": ["PI-2026-001"], "ended_on": f"{TODAY}"}
    assert visitor.post(f"{RECORD}/edit", **sent).status_code == 302
    with reading(served):
        assert session.scalars(select(UseBeyond.state)).one() is Standing.REVISED
    # What is written waits to be handed in, and the record asks for that first.
    drafted = visitor.get(RECORD)
    pressed = form(drafted, f"{RECORD}/hand-in")
    assert visitor.post(f"{RECORD}/hand-in", **pressed).status_code == 302
    assert "利用を終え、終えた日を記録してください" not in words(visitor.get(RECORD))


@pytest.mark.both_databases
def test_a_list_tells_how_many_are_left_and_how_far_a_use_is(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_use(headcount=1234, refusals=34)
        approved(headcount=9)
    listed = words(visitor.as_("head").get(PLACE))
    for each in ("1200", "申請中", "同意取得中"):
        assert each in listed
    told = words(visitor.get(f"{PLACE}as-of"))
    assert "同意取得中" in told
    assert "申請中" not in told


def test_a_purpose_that_changes_says_why_and_one_beyond_leads_elsewhere(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        name = PURPOSES.name_of(purpose())
    record = f"/do/purposes/{name}"
    page = visitor.as_("privacy_manager").get(f"{record}/edit")
    sent = {**form(page, f"{record}/edit"), "text": test_purpose_changes.NEW}
    refused = visitor.post(f"{record}/edit", **{**sent, "change": "beyond"})
    assert refused.status_code in {400, 409}
    assert "目的外利用として申請してください" in words(refused)
    assert visitor.post(f"{record}/edit", **sent).status_code == 302
    shown = visitor.get(record)
    asked = visitor.post(f"{record}/hand-in", **form(shown, f"{record}/hand-in"))
    assert asked.status_code == 409
    assert "変更の区分を選んでから提出してください" in words(asked)


def test_a_changed_purpose_asks_its_keeper_to_announce_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        row = purpose()
        by, name = viewer("privacy_manager"), PURPOSES.name_of(row)
        values = {"text": test_purpose_changes.NEW, **test_purpose_changes.BECAUSE}
        entries.change(PURPOSES, row, values, seen=row.version, by=by)
        test_purpose_changes.approved(row)
    record = words(visitor.as_("privacy_manager").get(f"/do/purposes/{name}"))
    assert "知らせた方法と日を記録してください" in record
    assert "知らせた方法と日を記録してください" not in words(
        visitor.as_("head").get(f"/do/purposes/{name}")
    )
