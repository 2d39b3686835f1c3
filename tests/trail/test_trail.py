"""The trail on both databases: a chain that tells what happened and shows what was changed."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pms_tracker.database import Order, session, transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM, Actor, Fault
from tests.cast import IDS, TODAY

HEAD = Actor(IDS["head"], "髙山 由紀")
FIRST, MIDDLE, LAST = "F-2026-901", "F-2026-902", "F-2026-903"


def note(reference: str, **changes: trail.Change) -> int:
    """One entry, written as a commit would write it; its number."""
    trail.note(reference, "filed", by=HEAD, changes=changes)
    trail.write_pending()
    return trail.head()[0]


@pytest.fixture
def three(app: Flask) -> list[int]:
    """Numbers of three entries at the end of the chain, each with a value."""
    return [note(name, fact=(None, f"事実 {name}")) for name in (FIRST, MIDDLE, LAST)]


def tamper(*statements: str, **values: object) -> None:
    """What somebody with the database's own tools does: the triggers first, then the rows."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (name,) in connection.execute(text(found)).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in ("trail_entry", "trail_value"):
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    for statement in statements:
        connection.execute(text(statement), values)


def faults(expected_head: str | None = None) -> list[Fault]:
    session.expire_all()
    return list(trail.verify(expected_head))


def test_an_entry_tells_who_did_what_when_and_the_value_before_and_after(app: Flask) -> None:
    number = note(FIRST, state=("open", "settled"), on=(None, TODAY), same=(1, 1))
    (entry,) = trail.history(FIRST)
    assert (entry.number, entry.actor_id, entry.actor_name) == (number, HEAD.id, HEAD.name)
    assert (entry.move, entry.at.tzinfo) == ("filed", UTC)
    assert [(v.field, v.before, v.after) for v in entry.values] == [
        ("state", "open", "settled"),
        ("on", None, "2026-11-24"),
    ]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (None, None),
        (Role.AUDITOR, "auditor"),
        (date(2026, 2, 3), "2026-02-03"),
        (datetime(2026, 2, 3, 4, 5, tzinfo=UTC), "2026-02-03T04:05:00+00:00"),
        (True, "True"),
        (7, "7"),
        ("𠮷田\n", "𠮷田\n"),
    ],
)
def test_a_value_is_kept_as_text(value: object, kept: str | None) -> None:
    assert trail.as_text(value) == kept


def test_an_untouched_chain_verifies_to_its_head(app: Flask, three: list[int]) -> None:
    number, digest = trail.head()
    assert (number, len(digest)) == (three[-1], 64)
    assert faults() == faults(digest) == []
    assert faults(trail.history(FIRST)[0].digest) == []


def test_notes_of_an_undone_transaction_are_never_written(app: Flask) -> None:
    before = trail.head()

    def fail() -> None:
        with transaction():
            trail.note(FIRST, "filed", by=SYSTEM)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    note(LAST)
    assert trail.history(FIRST) == []
    assert trail.head()[0] == before[0] + 1
    assert faults() == []


def test_a_transaction_without_notes_leaves_the_chain_alone(app: Flask) -> None:
    before = trail.head()
    with transaction():
        pass
    assert trail.head() == before


def test_history_and_pages_come_newest_first(app: Flask, three: list[int]) -> None:
    note(FIRST, fact=("事実", "別の事実"))
    assert [each.number for each in trail.history(FIRST)] == [three[-1] + 1, three[0]]
    assert len(trail.history(FIRST, limit=1)) == 1
    page = [each.number for each in trail.entries(Order(after=(three[-1],)), limit=2)]
    assert page == [three[1], three[0]]
    assert trail.entries(limit=1)[0].number == three[-1] + 1


@pytest.mark.parametrize(
    ("statements", "found"),
    [
        (["UPDATE trail_entry SET actor_name = '別人' WHERE number = :mid"], ["entry_changed"]),
        (["UPDATE trail_entry SET actor_id = NULL WHERE number = :mid"], ["entry_changed"]),
        (["UPDATE trail_entry SET move = 'withdraw' WHERE number = :mid"], ["entry_changed"]),
        (["UPDATE trail_entry SET reference = '' WHERE number = :mid"], ["entry_changed"]),
        (["UPDATE trail_entry SET at = :then WHERE number = :mid"], ["entry_changed"]),
        (["UPDATE trail_value SET after = '別' WHERE entry_number = :mid"], ["value_changed"]),
        (["UPDATE trail_value SET before = '' WHERE entry_number = :mid"], ["value_changed"]),
        (["UPDATE trail_value SET field = 'cause' WHERE entry_number = :mid"], ["value_changed"]),
        (["UPDATE trail_value SET salt = NULL WHERE entry_number = :mid"], ["value_changed"]),
        (["DELETE FROM trail_value WHERE entry_number = :mid"], ["entry_changed"]),
    ],
)
def test_what_was_changed_is_found_where_it_was_changed(
    app: Flask, three: list[int], statements: list[str], found: list[str]
) -> None:
    then = datetime(2026, 11, 1, tzinfo=UTC)
    # As text: Python 3.12 no longer hands instants to SQLite by itself.
    tamper(*statements, mid=three[1], **({"then": str(then)} if ":then" in statements[0] else {}))
    assert [(each.number, each.key) for each in faults()] == [(three[1], key) for key in found]


def test_a_missing_entry_is_found(app: Flask, three: list[int]) -> None:
    tamper(
        "DELETE FROM trail_value WHERE entry_number = :mid",
        "DELETE FROM trail_entry WHERE number = :mid",
        mid=three[1],
    )
    assert faults() == [Fault(three[2], "entry_missing"), Fault(three[2], "chain_broken")]


def test_a_cut_end_is_found(app: Flask, three: list[int]) -> None:
    tamper(
        "DELETE FROM trail_value WHERE entry_number = :last",
        "DELETE FROM trail_entry WHERE number = :last",
        last=three[2],
    )
    assert faults() == [Fault(three[1], "end_missing")]


def test_a_cut_end_with_a_forged_head_is_found_by_a_head_that_was_printed(
    app: Flask, three: list[int]
) -> None:
    printed, before = trail.head()[1], trail.history(MIDDLE)[0].digest
    tamper(
        "DELETE FROM trail_value WHERE entry_number = :last",
        "DELETE FROM trail_entry WHERE number = :last",
        last=three[2],
    )
    forged = "UPDATE trail_head SET number = :number, digest = :digest"
    session.execute(text(forged), {"number": three[1], "digest": before})
    assert faults() == []
    assert faults(printed) == [Fault(three[1], "head_not_found")]


def test_an_entry_rewritten_with_a_fitting_digest_breaks_the_chain_behind_it(
    app: Flask, three: list[int]
) -> None:
    entry = trail.history(MIDDLE)[0]
    named = trail.name_digest(entry.actor_salt or "", "別人")
    row = {**vars(entry), "actor_digest": named}
    digest = trail.entry_digest(row, [value.digest for value in entry.values])
    change = (
        "UPDATE trail_entry SET actor_name = '別人', actor_digest = :named, digest = :digest"
        " WHERE number = :mid"
    )
    tamper(change, mid=three[1], named=named, digest=digest)
    assert faults() == [Fault(three[2], "chain_broken")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET actor_name = '別人'",
        "DELETE FROM trail_entry WHERE number = 1",
        "DELETE FROM trail_value",
        "UPDATE trail_value SET after = '別の事実'",
        "UPDATE trail_value SET after = NULL, before = NULL, salt = NULL",
        "UPDATE trail_value SET erased_at = '2026-11-24 00:00:00'",
        "UPDATE trail_value SET erased_at = '2026-11-24 00:00:00', after = NULL, before = NULL, "
        "salt = NULL, digest = ''",
    ],
)
def test_the_database_itself_refuses_to_change_the_trail(app: Flask, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


@pytest.mark.postgres
@pytest.mark.parametrize("served", ["postgresql"], indirect=True)
@pytest.mark.parametrize("table", ["trail_entry, trail_value", "trail_value"])
def test_postgresql_refuses_to_truncate_the_trail(app: Flask, table: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(f"TRUNCATE {table}"))


def test_erased_values_are_gone_and_the_chain_still_verifies(app: Flask, three: list[int]) -> None:
    note(MIDDLE, fact=(f"事実 {MIDDLE}", "伏せる"), evidence=(None, "写真"))
    assert trail.erase_values(MIDDLE, "fact") == 2
    assert trail.erase_values(MIDDLE, "fact") == 0
    assert faults() == []
    values = [value for entry in trail.history(MIDDLE) for value in entry.values]
    gone = [v for v in values if v.field == "fact"]
    assert {(v.before, v.after, v.salt) for v in gone} == {(None, None, None)}
    assert all(v.erased_at and v.digest for v in gone)
    assert [v.after for v in values if v.field == "evidence"] == ["写真"]
    assert trail.history(FIRST)[0].values[0].after == f"事実 {FIRST}"


def test_one_value_among_several_of_a_field_can_be_erased_alone(app: Flask) -> None:
    note(FIRST, file=(None, "a.pdf"))
    note(FIRST, file=(None, "b.pdf"))
    assert trail.erase_values(FIRST, "file", only="a.pdf") == 1
    session.expire_all()
    kept = [value.after for entry in trail.history(FIRST) for value in entry.values]
    assert kept == ["b.pdf", None]
    assert faults() == []


def test_what_was_erased_cannot_be_filled_in_again(app: Flask) -> None:
    note(FIRST, fact=(None, "事実"))
    trail.erase_values(FIRST, "fact")
    again = "UPDATE trail_value SET after = '偽' WHERE erased_at IS NOT NULL"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(again))


def test_the_same_value_has_another_digest_each_time_so_nobody_can_guess_it(app: Flask) -> None:
    note(FIRST, fact=(None, "同じ"))
    note(FIRST, fact=(None, "同じ"))
    first, second = (entry.values[0] for entry in trail.history(FIRST))
    assert first.digest != second.digest


def test_an_entry_without_an_instant_has_no_digest() -> None:
    with pytest.raises(TypeError, match="instant"):
        trail.entry_digest({"at": "2026-11-24"}, [])
