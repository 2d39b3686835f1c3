"""Whom a questionnaire went to, erased after its letters were really sent: nothing of it is left,
and nothing looks tampered with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.config import Settings
from pms_tracker.database import session, transaction
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.references import parse_reference
from pms_tracker.mail import delivery, kept
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.questionnaires import answering, questionnaire_reminders, questionnaires
from pms_tracker.questionnaires.questionnaire_rules import Answer, Purpose, Question, Said
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import To
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailValue
from tests.cast import TODAY, viewer
from tests.databases import Served

NAME, MAIL = "𠮷野 桃子", "yoshino@insatsu.example.jp"
DUE = TODAY + timedelta(days=10)
QUESTIONS = (Question("locked", Said("施錠していますか。")),)
YES = {"locked": Answer("yes")}


@pytest.fixture
def later() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(clock.at(TODAY, 10), tick=True) as there:
        yield there


@pytest.fixture
def settings(served: Served) -> Settings:
    served.dirty = True
    return replace(served.settings, smtp_url="")


def made() -> Questionnaire:
    reference = parse_reference("QN-2026-001")
    assert reference is not None
    return questionnaires.by_reference(reference, seen_by=viewer("privacy_manager"))


def sent() -> None:
    with transaction():
        to = To(NAME, MAIL, DUE)
        by = viewer("head")
        questionnaires.send("CO-2026-001", Purpose.CONTRACTOR, QUESTIONS, to, by=by)


def remind(later: time_machine.Traveller, days: int) -> None:
    later.move_to(clock.at(DUE - timedelta(days=days), 9))
    with transaction():
        assert questionnaire_reminders.remind(clock.today()) == 1


def forget() -> None:
    with transaction():
        found = made()
        questionnaires.forget(found, version=found.version, by=viewer("privacy_manager"))


def outside() -> list[OutboxLetter]:
    letters = select(OutboxLetter).where(OutboxLetter.person_id.is_(None))
    return list(session.scalars(letters.order_by(OutboxLetter.id)))


def told() -> str:
    values = session.execute(select(TrailValue.before, TrailValue.after))
    return "".join(f"{before} {after}\n" for before, after in values)


@pytest.mark.usefixtures("app")
def test_letters_that_were_sent_are_erased_and_still_proved(
    later: time_machine.Traveller, settings: Settings
) -> None:
    sent()
    remind(later, 7)
    assert delivery.deliver(settings) == 2
    assert NAME not in told()
    session.rollback()
    with transaction():
        found = made()
        questionnaires.revoke(found, version=found.version, by=viewer("head"))
    # As a letter was noted before names of outsiders were left out.
    with transaction():
        old = kept.name_of(outside()[-1].id)
        trail.note(old, kept.SENT, by=trail.SYSTEM, changes={"recipient": (None, NAME)})
    forget()
    assert [(each.name, each.address, each.body) for each in outside()] == [("", "", None)] * 2
    assert NAME not in told()
    assert list(kept.altered()) == []
    assert list(trail.verify()) == []
    assert kept.forget_files(settings.mail_folder) == 1


@pytest.mark.usefixtures("app")
def test_a_reminder_that_waits_is_neither_kept_nor_sent(
    later: time_machine.Traveller, settings: Settings
) -> None:
    sent()
    assert delivery.deliver(settings) == 1
    remind(later, 7)
    # Its days ran out while no letter could be sent.
    later.move_to(clock.at(DUE + timedelta(days=8), 9))
    forget()
    assert [each.state for each in outside()] == [LetterState.SENT, LetterState.WITHDRAWN]
    assert [(each.name, each.address, each.body) for each in outside()] == [("", "", None)] * 2
    session.rollback()
    assert delivery.deliver(settings) == 0


@pytest.mark.usefixtures("app")
def test_who_has_answered_is_not_reminded_by_a_letter_that_waits(
    later: time_machine.Traveller,
) -> None:
    sent()
    remind(later, 7)
    with transaction():
        answering.submit(made(), YES)
    assert {each.state for each in outside()} == {LetterState.WITHDRAWN}
    inside = session.scalars(select(OutboxLetter).where(OutboxLetter.person_id.is_not(None)))
    assert [each.state for each in inside] == [LetterState.WAITING]


@pytest.mark.usefixtures("app")
def test_nobody_is_forgotten_while_a_letter_to_them_is_being_sent(
    later: time_machine.Traveller, settings: Settings
) -> None:
    sent()
    with transaction():
        found = made()
        questionnaires.revoke(found, version=found.version, by=viewer("head"))
        outside()[0].state = LetterState.SENDING
    with pytest.raises(RuleBroken, match="questionnaire_letter_sending"):
        forget()
    session.rollback()
    assert made().recipient_mail == MAIL
    with transaction():
        outside()[0].state = LetterState.WAITING
    forget()
    assert [(each.name, each.address, each.body) for each in outside()] == [("", "", None)]
