"""An incident's course, its numbers by entry of the register, and the persons that are let go."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.incidents import incident_course, incident_persons, incident_scope
from pms_tracker.do.incidents.incident_duties import ERASE
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_timeline_rules import Count, Turn, at_least
from pms_tracker.do.rules.incidents.leak_rules import Office
from pms_tracker.do.tables.incident_tables import IncidentEvent
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.registers import entries
from pms_tracker.registers.register import tells
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailValue
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.do import test_ledger
from tests.do.test_incidents import KNOWN_ON, PLACE, change, clocks, decided, due, entered, settle
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words


def add(row: Any, turn: Turn = Turn.CONTAINED, said: str = "", by: str = "employee") -> Any:
    return incident_course.add(row, turn, said, on=None, at="", by=viewer(by))


def test_a_row_is_of_now_unless_a_day_is_said(app: Flask) -> None:
    row = entered()
    made = add(row)
    assert (made.happened_on, len(made.happened_at)) == (TODAY, 5)
    by = viewer("employee")
    earlier = incident_course.add(row, Turn.TOLD, "室長に電話", on=KNOWN_ON, at="18:30", by=by)
    assert [each.id for each in incident_course.of(row)] == [earlier.id, made.id]


@pytest.mark.parametrize(
    ("turn", "said", "days", "refused"),
    [
        (Turn.NOTE, "　", 0, BadInput),
        (Turn.TOLD, "𠮷" * 501, 0, BadInput),
        (Turn.TOLD, "番号は123456789018", 0, BadInput),
        (Turn.TOLD, "", 1, RuleBroken),
    ],
)
def test_what_is_no_row_is_refused(
    app: Flask, turn: Turn, said: str, days: int, refused: type[Exception]
) -> None:
    row = entered()
    on = TODAY + timedelta(days=days)
    with pytest.raises(refused):
        incident_course.add(row, turn, said, on=on, at="", by=viewer("employee"))


def test_nothing_is_added_once_it_is_over(app: Flask) -> None:
    row = entered(affected=1)
    settle(row)
    with pytest.raises(RuleBroken, match="incident_is_over"):
        add(row)


def test_a_row_by_mistake_is_emptied_by_its_writer_or_the_manager_and_stays(app: Flask) -> None:
    row, other = entered(), entered()
    made = add(row, Turn.NOTE, "丸子さんに電話した。")
    with pytest.raises(NotAllowed):
        incident_course.strike(row, made.id, by=viewer("head"))
    with pytest.raises(NotFound):
        incident_course.strike(other, made.id, by=viewer("employee"))
    incident_course.strike(row, made.id, by=viewer("privacy_manager"))
    assert (made.words, made.struck_on) == ("", TODAY)
    trail.write_pending()
    assert not any("丸子" in (each or "") for each in session.scalars(select(TrailValue.after)))


def a_ledger_entry(name: str = "生徒台帳") -> Any:
    told = {"name": name, "unit_id": UNIT_IDS["松本教室"]}
    return entries.enter(LEDGER, told, by=viewer("privacy_manager"))


@pytest.mark.parametrize(
    ("counts", "affected", "most", "found"),
    [
        ((), None, None, Count()),
        ((Count(5, 9), Count(7)), None, None, Count(7, 9)),
        ((Count(5, 9),), 20, None, Count(20, 20)),
        ((Count(5),), 3, 4, Count(5, 5)),
        ((Count(None, 2000),), 10, None, Count(10, 2000)),
    ],
)
def test_the_whole_is_no_fewer_than_its_largest_part(
    counts: tuple[Count, ...], affected: int | None, most: int | None, found: Count
) -> None:
    assert at_least(counts, affected, most) == found


def test_numbers_of_an_entry_move_the_clocks_and_undo_what_was_decided(app: Flask) -> None:
    first, second = a_ledger_entry(), a_ledger_entry("模試の申込書")
    row = entered(
        "privacy_manager", rows=(LEDGER.name_of(first), LEDGER.name_of(second)), affected=10
    )
    decided(row, Matter.UNREPORTED)
    assert clocks(row)[Office.COMMISSION] is False
    by = viewer("privacy_manager")
    counts = {first.id: Count(12, 1500), second.id: Count(3)}
    incident_scope.write(row, counts, seen=row.version, by=by)
    assert (row.affected, row.affected_most) == (12, 1500)
    assert clocks(row)[Office.COMMISSION] is True
    assert row.unreported_on is None
    assert incident_scope.on_entry(first.id, [row.id]) == {row.id: Count(12, 1500)}
    with pytest.raises(BadInput, match="incident_scope_order"):
        incident_scope.write(row, {first.id: Count(5, 4)}, seen=row.version, by=by)
    stranger = a_ledger_entry("名刺")
    with pytest.raises(RuleBroken):
        incident_scope.write(row, {stranger.id: Count(1)}, seen=row.version, by=by)


def test_persons_stand_apart_from_trail_and_audit_and_go_on_a_day_of_their_own(app: Flask) -> None:
    row = entered(affected=1)
    change(row, persons="小山 花子 090-0000-0000")
    until = KNOWN_ON + timedelta(days=365)
    assert INCIDENTS.field("persons_until").of(row) == until
    assert due(ERASE) == []
    change(row, persons_until=TODAY)
    assert due(ERASE) == [(row.reference, TODAY)]
    persons = INCIDENTS.field("persons")
    assert [tells(persons, viewer(who)) for who in ("audit_manager", "privacy_manager")] == [
        False,
        True,
    ]
    with pytest.raises(NotAllowed):
        incident_persons.erase(row, by=viewer("representative"))
    incident_persons.erase(row, by=viewer("privacy_manager"))
    assert due(ERASE) == []
    assert (persons.of(row), row.affected) == ("", 1)
    assert INCIDENTS.field("persons_erased_on").of(row) == TODAY
    with pytest.raises(RuleBroken):
        incident_persons.erase(row, by=viewer("privacy_manager"))
    trail.write_pending()
    assert not any("小山" in (each or "") for each in session.scalars(select(TrailValue.after)))
    assert list(kept_duties.compare()) == []


def test_a_press_adds_a_row_from_the_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        name = entered().reference
    place = f"{PLACE}{name}/course"
    record = visitor.as_("employee").get(f"{PLACE}{name}")
    sent = form(record, place)
    # Of two of a name the first is read: a field of its own would hide what the button says.
    assert "turn" not in sent
    assert visitor.post(place, **sent, turn="contained").status_code == 302
    page = visitor.get(place)
    assert "広がりを止めた" in words(page)
    late = {**form(page, place), "turn": "note", "words": "駅に<b>電話</b>した😀", "at": "９:０５"}
    assert visitor.post(place, **late).status_code == 302
    assert "駅に&lt;b&gt;電話&lt;/b&gt;した😀" in visitor.get(place).text
    blank = {**form(visitor.get(place), place), "turn": "called", "at": " \u3000"}
    assert visitor.post(place, **blank).status_code == 302
    empty = visitor.post(place, **{**form(visitor.get(place), place), "turn": "note"})
    assert empty.status_code == 400
    assert "何があったかを入力してください。" in words(empty)
    with reading(served):
        rows = session.scalars(select(IncidentEvent).order_by(IncidentEvent.id)).all()
        # Without a time it was just now.
        assert [(each.turn, each.happened_at[:3]) for each in rows][1:] == [
            (Turn.NOTE, "09:"),
            (Turn.CALLED, "10:"),
        ]
        assert rows[1].happened_at == "09:05"
        number = rows[0].id
    assert visitor.as_("owner").get(place).status_code == 404
    assert visitor.post(f"{place}/{number}/strike").status_code == 404
    assert visitor.as_("employee").post(f"{place}/{number}/strike").status_code == 302
    assert "取り消した行" in words(visitor.get(place))


def test_numbers_are_entered_on_a_page_and_read_on_both_records(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entry = a_ledger_entry()
        ledger = LEDGER.name_of(entry)
        name = entered("privacy_manager", rows=(ledger,)).reference
    place = f"{PLACE}{name}/scope"
    page = visitor.as_("privacy_manager").get(place)
    sent = form(page, place)
    wrong = visitor.post(place, **{**sent, "rows-0-now": "8", "rows-0-most": "3"})
    assert wrong.status_code == 400
    assert "最大の数は、いま分かる数以上にしてください。" in words(wrong)
    told = {**sent, "rows-0-now": "8", "rows-0-most": "30"}
    assert visitor.post(place, **told).status_code == 302
    assert "8人（最大30人）" in words(visitor.get(f"{PLACE}{name}"))
    assert "8人（最大30人）" in words(visitor.get(f"/do/ledger/{ledger}"))
    # A form that was opened before is of numbers that are no more.
    assert visitor.post(place, **told).status_code in {302, 409}


def test_what_the_end_rests_on_is_not_emptied(app: Flask) -> None:
    row = entered(affected=1)
    made = add(row, Turn.NOTE, "午前に本人へ電話し、謝罪した。")
    settle(row)
    with pytest.raises(RuleBroken, match="incident_is_over"):
        incident_course.strike(row, made.id, by=viewer("employee"))
    assert made.words


def two_entries() -> tuple[Any, Any, Any]:
    """An incident of ten persons, of which three are in a second entry as well; both entries."""
    one, two = test_ledger.approved(), test_ledger.entered(name="保護者名簿")
    row = entered("privacy_manager", rows=tuple(map(LEDGER.name_of, (one, two))), affected=10)
    count(row, one, two, 3)
    return row, one, two


def count(row: Any, one: Any, two: Any, of_two: int, seen: int | None = None) -> None:
    counts = {one.id: Count(10, None), two.id: Count(of_two, None)}
    seen = row.version if seen is None else seen
    incident_scope.write(row, counts, seen=seen, by=viewer("privacy_manager"))


def test_numbers_that_another_wrote_meanwhile_stay(app: Flask) -> None:
    row, one, two = two_entries()
    seen = row.version
    count(row, one, two, 5, seen)
    with pytest.raises(Stale):
        count(row, one, two, 3, seen)


def test_what_was_decided_on_other_numbers_counts_no_more(app: Flask) -> None:
    row, one, two = two_entries()
    settle(row)
    assert row.closed_on is not None
    count(row, one, two, 3)
    assert row.closed_on is not None
    count(row, one, two, 9)
    assert row.closed_on is None
