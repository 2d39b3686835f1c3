"""The register of personal information: approved by a second person, readable as of any day."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from openpyxl.comments import Comment
from sqlalchemy import insert, inspect, select

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Size, Way
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_editions, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.imports import register_sheets
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.registers.layouts import book_of, packed

DAY = timedelta(days=1)
STUDENTS = {
    "name": "生徒名簿",
    "unit_id": UNIT_IDS["松本教室"],
    "items": ("氏名", "学年"),
    "purposes": "授業の連絡",
    "place": "書庫",
    "protection": "施錠",
    "access": "教室の職員",
    "use_until": Span(start=Start.WITHDRAWAL),
    "keep_until": Span(start=Start.WITHDRAWAL, length=5),
    "acquired": (Way.WRITTEN,),
    "counted_on": TODAY,
    "count": Size.TO_100,
}


def entered(by: str = "head", **more: Any) -> Any:
    return entries.enter(LEDGER, {**STUDENTS, **more}, by=viewer(by))


def hand_in(row: Any, by: str = "head") -> None:
    entry_decisions.hand_in(LEDGER, row, version=row.version, by=viewer(by))


def decide(row: Any, by: str, decision: Decision = Decision.APPROVED, reason: str = "") -> None:
    firm = Firm(clock.today())
    (offer,) = entry_decisions.offered(LEDGER, [row])
    digest = entry_decisions.waiting(LEDGER, offer, firm).about.digest
    decided = Decided(decision, digest, reason)
    entry_decisions.decide(LEDGER, row, decided, firm, version=row.version, by=viewer(by))


def approved(by: str = "head") -> Any:
    row = entered(by)
    hand_in(row, by)
    decide(row, "privacy_manager" if by != "privacy_manager" else "representative")
    return row


def change(row: Any, by: str = "head", **values: Any) -> None:
    entries.change(LEDGER, row, values, seen=row.version, by=viewer(by))


def in_force_on(day: date, by: str = "privacy_manager") -> list[str]:
    found = session.execute(entry_editions.in_force_on(LEDGER, day, viewer(by)))
    return [entry_editions.said(LEDGER, each)["purposes"] for _row, each in found]


def test_an_entry_is_in_force_once_a_second_person_approved_it(app: Flask) -> None:
    row = entered()
    assert (row.state, row.edition) == (Standing.DRAFT, 0)
    hand_in(row)
    assert (row.state, row.submitted_on) == (Standing.WAITING, TODAY)
    decide(row, "privacy_manager")
    assert (row.state, row.edition, row.submitted_on) == (Standing.IN_FORCE, 1, None)
    assert entry_editions.said(LEDGER, *entry_editions.of(LEDGER, row)) == LEDGER.values_of(row)
    assert LEDGER.values_of(row)["counted_on"] == TODAY


def test_what_is_asked_for_is_there_before_it_is_handed_in(app: Flask) -> None:
    row = entries.enter(LEDGER, {"name": "名刺", "unit_id": 1}, by=viewer("privacy_manager"))
    with pytest.raises(RuleBroken, match="entry_lacks") as refused:
        hand_in(row, "privacy_manager")
    lacks = "項目", "利用目的", "保管場所", "保管方法", "アクセス権者", "利用期限", "保管期限"
    assert refused.value.values["choices"] == lacks


@pytest.mark.parametrize("field", ["name", "note", "items"])
def test_a_my_number_is_kept_nowhere(app: Flask, field: str) -> None:
    number = "1234 5678 9018"
    with pytest.raises(BadInput, match="entry_my_number"):
        entered(**{field: (number,) if field == "items" else f"控え {number}"})


def test_words_that_are_no_period_hold_none_either(app: Flask) -> None:
    words = Span(SpanKind.UNREAD, words="番号 123456789018 の人まで")
    for field in ("use_until", "keep_until"):
        with pytest.raises(BadInput, match="entry_my_number"):
            entered(**{field: words})
    with pytest.raises(BadInput, match="entry_my_number"):
        entered(
            keep_until=Span(start=Start.CONTRACT_END, length=5, ground="１２３４５６７８９０１８")
        )


def test_a_sheet_with_a_my_number_names_its_cell(app: Flask) -> None:
    sheet = "個人情報の名称,管理部門,備考\n給与の書類,本部,123456789018\n".encode()
    (trouble,) = register_sheets.plan(LEDGER, sheet, by=viewer("privacy_manager")).troubles
    assert (trouble.key, trouble.column) == ("entry_my_number", "note")


def test_a_my_number_that_is_not_read_is_refused_with_its_place_too(app: Flask) -> None:
    number = "123456789018"
    rows = [
        ["個人情報の名称", "管理部門", "謎の列"],
        ["給与の書類", "本部", number],
        [f"※{number}"],
    ]
    book = book_of({"台帳": rows, number: [["別"]]})
    book["台帳"].column_dimensions["C"].hidden = True
    book["台帳"]["A2"].comment = Comment(f"本人 {number}", "総務")
    found = register_sheets.plan(LEDGER, packed(book), by=viewer("privacy_manager")).troubles
    assert {each.where: each.key for each in found} == dict.fromkeys(
        ["台帳!C2", "台帳!A3", "台帳!A2", "************"], "my_number"
    )
    assert not any(number in repr(each) for each in found)


def test_nobody_approves_what_they_wrote(app: Flask) -> None:
    row = entered("privacy_manager")
    hand_in(row, "privacy_manager")
    with pytest.raises(NotAllowed):
        decide(row, "privacy_manager")
    decide(row, "representative")
    assert row.state is Standing.IN_FORCE


def test_the_privacy_manager_is_asked_before_the_representative(app: Flask) -> None:
    row = entered()
    hand_in(row)
    with pytest.raises(NotAllowed):
        decide(row, "representative")


def test_what_waits_is_not_written_until_it_is_taken_back(app: Flask) -> None:
    row = entered()
    hand_in(row)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        change(row, purposes="別の目的")
    entry_decisions.take_back(LEDGER, row, version=row.version, by=viewer("head"))
    change(row, purposes="別の目的")
    assert (row.state, row.purposes) == (Standing.DRAFT, "別の目的")


def test_a_revision_leaves_what_is_in_force_until_it_is_approved(app: Flask) -> None:
    row = approved()
    change(row, purposes="授業と進路の連絡")
    assert (row.state, row.purposes) == (Standing.REVISED, "授業の連絡")
    assert entry_editions.drafted(LEDGER, row)["purposes"] == "授業と進路の連絡"
    (offer,) = entry_decisions.offered(LEDGER, [row])
    assert offer.changed == ["purposes"]
    hand_in(row)
    decide(row, "privacy_manager")
    assert (row.purposes, row.edition) == ("授業と進路の連絡", 2)


def test_what_was_seen_is_what_is_approved(app: Flask) -> None:
    row = entered()
    hand_in(row)
    firm = Firm(TODAY)
    decided = Decided(Decision.APPROVED, "0" * 64)
    with pytest.raises(Stale):
        entry_decisions.decide(
            LEDGER, row, decided, firm, version=row.version, by=viewer("privacy_manager")
        )
    session.rollback()


def test_a_dropped_revision_leaves_no_trace_in_the_register(app: Flask) -> None:
    row = approved()
    change(row, purposes="別の目的")
    entry_decisions.drop(LEDGER, row, version=row.version, by=viewer("head"))
    assert (row.state, row.purposes) == (Standing.IN_FORCE, "授業の連絡")
    assert session.scalars(select(Edition)).all() == entry_editions.of(LEDGER, row)


def test_what_is_sent_back_says_why_and_tells_who_wrote_it(app: Flask) -> None:
    row = entered()
    hand_in(row)
    decide(row, "privacy_manager", Decision.SENT_BACK, "保管場所が足りない")
    assert row.state is Standing.DRAFT
    (letter,) = session.scalars(select(OutboxLetter).where(OutboxLetter.key == "entry_sent_back"))
    assert letter.reference == LEDGER.name_of(row)
    hand_in(row)
    decide(row, "privacy_manager")
    assert row.state is Standing.IN_FORCE


def last_decision(row: Any) -> Approval:
    return approvals.decisions(LEDGER.name_of(row))[-1]


@pytest.mark.parametrize("revised", [False, True])
def test_an_approval_that_is_taken_back_waits_again(app: Flask, revised: bool) -> None:
    row = approved() if revised else entered()
    change(row, purposes="授業と進路の連絡")
    before = LEDGER.values_of(row)
    hand_in(row)
    decide(row, "privacy_manager")
    act_undecided.take_back(last_decision(row).id, by=viewer("privacy_manager"))
    waits = Standing.REVISION_WAITING if revised else Standing.WAITING
    assert (row.state, row.edition, LEDGER.values_of(row)) == (waits, int(revised), before)
    decide(row, "privacy_manager")
    assert (row.state, row.edition) == (Standing.IN_FORCE, 1 + revised)
    assert row.purposes == "授業と進路の連絡"


def test_an_end_that_is_taken_back_waits_again(app: Flask) -> None:
    row = approved()
    entry_decisions.propose_end(LEDGER, row, "廃棄した", version=row.version, by=viewer("head"))
    decide(row, "privacy_manager")
    act_undecided.take_back(last_decision(row).id, by=viewer("privacy_manager"))
    assert (row.state, in_force_on(TODAY)) == (Standing.REVISION_WAITING, ["授業の連絡"])


def test_what_was_sent_back_and_written_since_is_not_taken_back(app: Flask) -> None:
    row = entered()
    hand_in(row)
    decide(row, "privacy_manager", Decision.SENT_BACK, "保管場所が足りない")
    change(row, place="書庫と事務室")
    with pytest.raises(RuleBroken):
        act_undecided.take_back(last_decision(row).id, by=viewer("privacy_manager"))


def test_its_paper_says_what_its_requirement_asks_for_on_a4_too() -> None:
    asked = "項目、利用目的、保管場所、保管方法、アクセス権者、利用期限、保管期限"
    assert LEDGER.paper is not None
    small = [name for name in LEDGER.paper.columns if name not in LEDGER.paper.wide]
    assert {*asked.split("、")} <= {str(LEDGER.field(name).label) for name in small}
    assert asked in str(LEDGER.requirement)


def test_the_register_is_read_as_of_any_day(app: Flask) -> None:
    row, by = approved(), viewer("head")
    change(row, purposes="授業と進路の連絡")
    with time_machine.travel(clock.at(TODAY + 10 * DAY, 10)):
        hand_in(row)
        decide(row, "privacy_manager")
    with time_machine.travel(clock.at(TODAY + 20 * DAY, 10)):
        why = "退塾した生徒の名簿を廃棄した"
        entry_decisions.propose_end(LEDGER, row, why, version=row.version, by=by)
        decide(row, "privacy_manager")
    assert row.state is Standing.ENDED
    told = {TODAY - DAY: [], TODAY: ["授業の連絡"], TODAY + 9 * DAY: ["授業の連絡"]}
    told |= {TODAY + 10 * DAY: ["授業と進路の連絡"], TODAY + 19 * DAY: ["授業と進路の連絡"]}
    told |= {TODAY + 20 * DAY: []}
    assert {day: in_force_on(day) for day in told} == told
    with pytest.raises(RuleBroken, match="move_not_possible"):
        change(row, purposes="もう一度")


def test_an_end_has_a_reason_and_no_other_change_beside_it(app: Flask) -> None:
    row, by = approved(), viewer("head")
    with pytest.raises(RuleBroken, match="reason_needed"):
        entry_decisions.propose_end(LEDGER, row, " ", version=row.version, by=by)
    change(row, purposes="別の目的")
    with pytest.raises(RuleBroken, match="entry_is_revised"):
        entry_decisions.propose_end(LEDGER, row, "廃棄した", version=row.version, by=by)


def test_what_was_approved_cannot_be_struck(app: Flask) -> None:
    row = approved()
    with pytest.raises(RuleBroken, match="entry_was_approved"):
        entries.retire(LEDGER, row, reason="誤り", by=viewer("head"))


def test_what_was_sent_back_is_a_duty_of_who_wrote_it_until_it_is_handed_in(app: Flask) -> None:
    row = entered("head")
    until = TODAY + 60 * DAY
    hand_in(row)
    assert reading.due(until, kinds=["mend_ledger"]) == []
    decide(row, "privacy_manager", Decision.SENT_BACK, "保管場所が足りない")
    (duty,) = reading.due(until, kinds=["mend_ledger"])
    assert (duty.reference, duty.person_id) == (LEDGER.name_of(row), IDS["head"])
    assert list(kept_duties.compare()) == []
    assert duty.title == STUDENTS["name"]
    change(row, name="塾生名簿")
    (duty,) = reading.due(until, kinds=["mend_ledger"])
    assert (duty.person_id, duty.title) == (IDS["head"], "塾生名簿")
    assert list(kept_duties.compare()) == []
    hand_in(row)
    assert reading.due(until, kinds=["mend_ledger"]) == []
    decide(row, "privacy_manager")
    change(row, place="金庫")
    hand_in(row)
    entry_decisions.take_back(LEDGER, row, version=row.version, by=viewer("head"))
    assert reading.due(until, kinds=["mend_ledger"]) == []


def test_what_was_sent_back_and_is_struck_is_nobodys_duty(app: Flask) -> None:
    row = entered("head")
    hand_in(row)
    decide(row, "privacy_manager", Decision.SENT_BACK, "二重に登録されている")
    entries.retire(LEDGER, row, reason="二重に登録した", by=viewer("head"))
    assert reading.due(TODAY + 60 * DAY, kinds=["mend_ledger"]) == []


def test_several_that_wait_are_one_duty_of_whoever_approves(app: Flask) -> None:
    first, second = entered(), entered(name="保護者名簿")
    hand_in(first)
    hand_in(second)
    until = TODAY + 60 * DAY
    (duty,) = reading.due(until, IDS["privacy_manager"], kinds=["approve_ledger"])
    assert duty.title == "PI-2026-001 / PI-2026-002"
    assert reading.due(until, IDS["representative"], kinds=["approve_ledger"]) == []
    decide(first, "privacy_manager")
    (duty,) = reading.due(until, kinds=["approve_ledger"])
    assert duty.title == "PI-2026-002 保護者名簿"
    decide(second, "privacy_manager")
    assert reading.due(until, kinds=["approve_ledger"]) == []


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", True), ("privacy_manager", True), ("audit_manager", True),
        ("head", True), ("owner", True), ("auditor", True), ("other_head", False),
        ("employee", False), ("nobody", False), ("administrator", False),
    ],
)  # fmt: skip
def test_a_unit_sees_what_it_holds_and_auditors_all(app: Flask, who: str, sees: bool) -> None:
    row = entered()
    if sees:
        assert entries.find(LEDGER, row.id, seen_by=viewer(who)) is row
        return
    with pytest.raises(NotFound):
        entries.find(LEDGER, row.id, seen_by=viewer(who))


def test_of_more_entries_than_are_offered_the_newest_are(app: Flask) -> None:
    first, most = entered(**STUDENTS), entry_fields.MOST_OFFERED
    said = {each.name: getattr(first, each.name) for each in inspect(LEDGER.table).columns}
    said.pop("id")
    session.execute(
        insert(LEDGER.table), [{**said, "number": number} for number in range(2, most + 2)]
    )
    offered = [each for each, _name in entry_fields.offered(LEDGER, viewer("head"), ())]
    assert (offered[0], offered[-1], len(offered)) == ("PI-2026-002", f"PI-2026-{most + 1}", most)
