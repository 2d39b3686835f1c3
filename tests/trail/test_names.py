"""Names in the trail on both databases: erased by two people, and by nobody else unseen."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pms_tracker.database import session
from pms_tracker.trail import names, trail
from pms_tracker.trail.trail import Actor, Fault
from tests.trail.test_trail import faults, tamper

GONE = Actor(901, "退職 花子")
FIRST, SECOND = Actor(902, "申請 一郎"), Actor(903, "同意 二郎")


def noted(reference: str, move: str, by: Actor) -> int:
    trail.note(reference, move, by=by)
    trail.write_pending()
    return trail.head()[0]


def erased(asked_by: Actor = FIRST, agreed_by: Actor = SECOND) -> int:
    """An entry of somebody whose name two people erased; its number."""
    number = noted("F-2026-901", "filed", GONE)
    noted("person-901", "erasure_asked", asked_by)
    names.erase_name(901)
    noted("person-901", "erased", agreed_by)
    return number


def test_a_number_stands_in_place_of_an_erased_name_and_the_chain_verifies(app: Flask) -> None:
    number = erased()
    assert faults() == []
    (entry,) = trail.history("F-2026-901")
    assert (entry.number, entry.actor_id, entry.actor_name) == (number, 901, "退職者-0901")
    held = session.execute(text("SELECT * FROM trail_entry")).all()
    assert not [row for row in held if GONE.name in row]


@pytest.mark.parametrize(
    "change",
    ["move = 'withdraw'", "reference = 'F-2026-902'", "actor_id = 902", "at = '2020-01-01 00:00'"],
)
def test_what_stands_beside_an_erased_name_cannot_be_changed_unseen(
    app: Flask, change: str
) -> None:
    number = erased()
    tamper(f"UPDATE trail_entry SET {change} WHERE number = :number", number=number)
    assert Fault(number, "entry_changed") in faults()


def test_another_name_in_the_place_of_the_number_is_found(app: Flask) -> None:
    number = erased()
    tamper("UPDATE trail_entry SET actor_name = '別人' WHERE number = :number", number=number)
    assert faults() == [Fault(number, "name_missing")]


def test_a_name_that_nobody_asked_to_erase_is_missed(app: Flask) -> None:
    number = noted("F-2026-901", "filed", GONE)
    names.erase_name(901)
    assert faults() == [Fault(number, "name_missing")]


@pytest.mark.parametrize(("asked", "agreed"), [(FIRST, FIRST), (GONE, SECOND), (FIRST, GONE)])
def test_one_person_alone_or_oneself_erases_no_name_unseen(
    app: Flask, asked: Actor, agreed: Actor
) -> None:
    number = erased(asked, agreed)
    assert Fault(number, "name_missing") in faults()


def test_what_somebody_did_after_they_were_erased_keeps_its_name(app: Flask) -> None:
    erased()
    number = noted("F-2026-903", "filed", GONE)
    assert faults() == []
    names.erase_name(901)
    assert faults() == [Fault(number, "name_missing")]


@pytest.mark.parametrize(
    "change",
    [
        "actor_salt = NULL, move = 'withdraw'",
        "actor_salt = NULL, digest = ''",
        "actor_salt = NULL, actor_digest = ''",
        "actor_salt = NULL, actor_id = NULL",
        "actor_salt = ''",
        # What is compared with nothing is neither equal nor not.
        "actor_salt = NULL, actor_digest = NULL",
    ],
)
def test_the_database_lets_nothing_but_a_name_be_erased(app: Flask, change: str) -> None:
    number = noted("F-2026-901", "filed", GONE)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(f"UPDATE trail_entry SET {change} WHERE number = {number}"))


def test_a_name_is_erased_once_and_never_put_back(app: Flask) -> None:
    number = erased()
    back = f"UPDATE trail_entry SET actor_name = '退職 花子' WHERE number = {number}"
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(back))


def test_the_system_has_no_name_to_erase(app: Flask) -> None:
    number = noted("F-2026-901", "filed", trail.SYSTEM)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(f"UPDATE trail_entry SET actor_salt = NULL WHERE number = {number}"))


def test_who_is_meant_is_read_from_what_the_trail_calls_them() -> None:
    assert names.person_in(names.reference_of(7)) == 7
    assert [names.person_in(each) for each in ("F-2026-001", "person-", "person-x")] == [None] * 3
    assert (names.number_of(7), names.number_of(12345)) == ("退職者-0007", "退職者-12345")
