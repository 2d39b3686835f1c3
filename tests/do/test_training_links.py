"""Links for the test of a training, sent to several at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.trainings import enrolments, training_links
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import invitations
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, viewer
from tests.do.test_trainings import EVERYBODY, RIGHT, answer, of, started

UNTIL = TODAY + timedelta(days=20)
MANAGER = "privacy_manager"


def reach(by: str = MANAGER) -> training_links.Reach:
    row, _run = enrolments.of(of("employee"))
    return training_links.reach(row, Firm(clock.today()), by=viewer(by))


def send(*, everybody: bool = False, by: str = MANAGER) -> int:
    row, _run = enrolments.of(of("employee"))
    return training_links.send(row, UNTIL, everybody=everybody, by=viewer(by))


def with_mail(name: str = "without_account") -> None:
    session.get_one(Person, IDS[name]).mail = f"{name}@example.jp"
    session.flush()


def invited() -> list[str]:
    sent = select(OutboxLetter.address).where(OutboxLetter.key == "questionnaire_invitation")
    return sorted(session.scalars(sent))


def test_whoever_cannot_sign_in_gets_one_mail_each(app: Flask) -> None:
    started()
    with_mail()
    found = reach()
    assert [each.person_id for each in found.without_account] == [IDS["without_account"]]
    assert send() == 1
    assert invited() == ["without_account@example.jp"]
    (made,) = session.scalars(select(Questionnaire)).all()
    assert (made.about, made.due_on) == (of("without_account").reference, UNTIL)
    assert [each.reference for each in reach().waiting] == [made.about]


def test_whoever_was_invited_and_never_came_in_gets_one_as_well(app: Flask) -> None:
    started()
    with_mail()
    who = session.get_one(Person, IDS["without_account"])
    account = invitations.invite(who, by=SYSTEM)
    assert [each.person_id for each in reach().without_account] == [who.id]
    invitations.use_up(account)
    assert reach().without_account == ()


def test_a_second_press_sends_nothing_more(app: Flask) -> None:
    started()
    with_mail()
    send()
    with pytest.raises(RuleBroken, match="training_links_to_nobody"):
        send()
    assert len(invited()) == 1
    # A link that was taken back may be sent anew.
    (made,) = session.scalars(select(Questionnaire)).all()
    questionnaires.revoke(made, version=made.version, by=viewer(MANAGER))
    assert send() == 1


def test_everybody_is_whoever_has_not_answered(app: Flask) -> None:
    started()
    with_mail()
    answer("employee", RIGHT)
    enrolments.leave_out(of("owner"), "休職", version=of("owner").version, by=viewer("head"))
    asked = {*EVERYBODY} - {"employee", "owner", MANAGER}
    found = reach().of(everybody=True)
    assert {each.person_id for each in found} == {IDS[name] for name in asked}
    # Those who cannot sign in come first, should a press not reach all.
    assert found[0].person_id == IDS["without_account"]
    assert send(everybody=True) == len(asked) == len(set(invited()))


def test_a_press_sends_no_more_than_so_many(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    started()
    monkeypatch.setattr(training_links, "MOST", 3)
    everybody = len(reach().of(everybody=True))
    sent = []
    while reach().of(everybody=True):
        sent.append(send(everybody=True))
    assert sum(sent) == everybody
    assert max(sent) == 3


def test_who_is_to_be_done_earlier_is_told_their_own_day(app: Flask) -> None:
    started()
    sooner, over = of("owner"), of("head")
    sooner.due_on, over.due_on = UNTIL - timedelta(days=3), TODAY - timedelta(days=1)
    session.flush()
    send(everybody=True)
    told = {each.about: each.due_on for each in session.scalars(select(Questionnaire))}
    assert told.pop(sooner.reference) == sooner.due_on
    assert set(told.values()) == {UNTIL}
    assert over.reference in told


def test_whom_no_mail_reaches_is_said(app: Flask) -> None:
    started()
    session.get_one(Person, IDS["without_account"]).mail = None
    session.flush()
    found = reach()
    assert [each.person_id for each in found.without_mail] == [IDS["without_account"]]
    with pytest.raises(RuleBroken):
        send()


def test_managers_alone_send_and_by_a_day_to_come(app: Flask) -> None:
    started()
    with_mail()
    with pytest.raises(NotAllowed):
        send(by="head")
    row, _run = enrolments.of(of("employee"))
    day = TODAY - timedelta(days=1)
    with pytest.raises(BadInput, match="questionnaire_due"):
        training_links.send(row, day, everybody=True, by=viewer(MANAGER))
