"""Questionnaires inside: sent, sent again with a new link, revoked, read, and taken over."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotAllowed, RuleBroken, check_version
from pms_tracker.kernel.references import Kind
from pms_tracker.mail import kept, outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.questionnaires import questionnaire_letters, questionnaire_rules as rules
from pms_tracker.questionnaires.questionnaire_rules import Answer, Purpose, Question, Standing
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.trail import record_numbers, trail

# Of one record, or in a list.
MOST = 50
BYTES = 32


@dataclass(frozen=True)
class To:
    """Whom a questionnaire goes to, by when it is due, and in which language it is written."""

    name: str
    mail: str
    due_on: date
    language: str = rules.JA


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Questionnaires that somebody may know of: those they sent or took over; all for whoever sees
    all. Who stands in for somebody knows of theirs until their answers were taken."""
    who, absent = viewer.person_id, viewer.stands_in_for
    own = or_(Questionnaire.sent_by_id == who, Questionnaire.heir_id == who)
    if viewer.sees_all:
        return true()
    if not absent:
        return own
    theirs = or_(Questionnaire.sent_by_id.in_(absent), Questionnaire.heir_id.in_(absent))
    return or_(own, and_(Questionnaire.taken_on.is_(None), theirs))


def send(
    about: str, purpose: Purpose, questions: Sequence[Question], to: To, *, by: Viewer
) -> Questionnaire:
    """Freeze the questions and post the invitation, the one letter that holds the link.

    Raises BadInput for whom or when, RuleBroken without questions, or while another about the same
    waits for its answer.
    """
    # Whoever sends one at the same time waits here, and then finds the first.
    made = Questionnaire(about=about, purpose=purpose, draft={}, sent_by_id=by.person_id)
    _number(made)
    _check_none_waits(about, purpose)
    rules.check_questions(questions)
    made.questions = [each.packed() for each in questions]
    return _sent(made, to, "questionnaire_sent", by)


def out(about: str, purpose: Purpose, but: Questionnaire | None = None) -> Questionnaire | None:
    """The one about a record that was sent and still takes answers, if there is one."""
    today = clock.today()
    others = (each for each in of_record(about, seen_by=None) if each.purpose is purpose)
    waits = (each for each in others if rules.takes_answers(each.days, today))
    return next((each for each in waits if each is not but), None)


def _check_none_waits(about: str, purpose: Purpose, but: Questionnaire | None = None) -> None:
    if out(about, purpose, but) is not None:
        raise RuleBroken("questionnaire_waits")


def _number(made: Questionnaire) -> None:
    made.fiscal_year = people.fiscal_year_of(clock.today())
    made.number = record_numbers.next_number(Kind.QUESTIONNAIRE, made.fiscal_year)


def _sent(made: Questionnaire, to: To, move: str, by: Viewer) -> Questionnaire:
    today, token = clock.today(), secrets.token_urlsafe(BYTES)
    rules.check_due(to.due_on, today)
    rules.check_recipient(to.name, to.mail)
    made.recipient_name, made.recipient_mail = to.name.strip(), to.mail.strip()
    made.language, made.due_on, made.digest = to.language, to.due_on, digest_of(token)
    made.sent_on, made.recorded_at = today, clock.now()
    made.reminded = rules.reminder(to.due_on, today)
    session.add(made)
    session.flush()
    # Neither name nor address: the trail is never erased.
    changes: dict[str, trail.Change] = {
        "questionnaire_about": (None, made.about),
        "due_on": (None, made.due_on),
    }
    trail.note(made.reference, move, by=by.actor, changes=changes)
    letter = questionnaire_letters.invitation(made.reference, made.purpose, made.due_on, token)
    outbox.post(letter, questionnaire_letters.to_outsider(made))
    return made


def send_again(made: Questionnaire, to: To, *, version: int, by: Viewer) -> Questionnaire:
    """Send the same questions by a new link, with what was answered so far; the old link is dead.

    Raises Stale, BadInput for whom or when, RuleBroken once it was answered or sent again, or while
    another about the same waits for its answer.
    """
    check_version(made, version)
    if made.submitted_at is not None:
        raise RuleBroken("questionnaire_answered")
    if session.scalar(select(Questionnaire.id).where(Questionnaire.replaces_id == made.id)):
        raise RuleBroken("questionnaire_sent_again")
    again = Questionnaire(
        **{"about": made.about, "purpose": made.purpose, "questions": made.questions},
        draft=made.draft,
        sent_by_id=by.person_id,
        replaces_id=made.id,
    )
    _number(again)
    _check_none_waits(made.about, made.purpose, but=made)
    if made.revoked_on is None:
        _revoke(made, by)
    _sent(again, to, "questionnaire_sent_again", by)
    for each in evidence.files(made.reference):
        if each.erased_at is None:
            evidence.carry(each, again.reference, by=by)
    return again


def revoke(made: Questionnaire, *, version: int, by: Viewer) -> None:
    """Have the link open nothing from now on. Raises Stale, RuleBroken where it does so already,
    or once answers came."""
    check_version(made, version)
    if made.submitted_at is not None:
        raise RuleBroken("questionnaire_answered")
    if made.revoked_on is not None:
        raise RuleBroken("questionnaire_revoked")
    _revoke(made, by)


def _revoke(made: Questionnaire, by: Viewer) -> None:
    made.revoked_on, made.revoked_by_id = clock.today(), by.person_id
    made.version += 1
    session.flush()
    # An invitation or a reminder that still waits would lead to a dead link.
    # Locks them, so that none of them begins to be sent.
    outbox.withdraw(made.reference, since=made.recorded_at)
    if _is_being_sent(made):
        raise RuleBroken("questionnaire_letter_sending")
    trail.note(made.reference, "questionnaire_revoked", by=by.actor)


def take(made: Questionnaire, taken_as: str, *, version: int, by: Viewer) -> None:
    """Say as what answers were taken over. Raises Stale, RuleBroken before they came or twice."""
    _taken(made, taken_as, version, by)
    changes: dict[str, trail.Change] = {"questionnaire_taken_as": (None, taken_as)}
    trail.note(made.reference, "questionnaire_taken", by=by.actor, changes=changes)


def close(made: Questionnaire, *, version: int, by: Viewer) -> None:
    """Be done with answers that are taken over as nothing. Raises as `take` does."""
    _taken(made, "", version, by)
    trail.note(made.reference, "questionnaire_closed", by=by.actor)


def _taken(made: Questionnaire, taken_as: str, version: int, by: Viewer) -> None:
    check_version(made, version)
    if made.submitted_at is None or made.taken_on is not None:
        raise RuleBroken("questionnaire_not_taken")
    made.taken_on, made.taken_by_id, made.taken_as = clock.today(), by.person_id, taken_as
    made.version += 1
    session.flush()


def forget(made: Questionnaire, *, version: int, by: Viewer) -> None:
    """Erase whom it went to, here and in the letters, once nothing more is asked of them; answers,
    days and outcome stay. Raises Stale, RuleBroken while its link takes answers, or a letter is
    being sent: it would be written down afterwards whom it went to."""
    check_version(made, version)
    if not by.sees_all:
        raise NotAllowed("questionnaire_forgotten_by")
    if rules.takes_answers(made.days, clock.today()) or not made.recipient_mail:
        raise RuleBroken("questionnaire_not_forgotten")
    made.recipient_name = made.recipient_mail = ""
    made.version += 1
    session.flush()
    _forget_letters(made, by)
    trail.note(made.reference, "questionnaire_forgotten", by=by.actor)


def _is_being_sent(made: Questionnaire) -> bool:
    its = OutboxLetter.reference == made.reference, OutboxLetter.person_id.is_(None)
    sending = select(OutboxLetter.id).where(*its, OutboxLetter.state == LetterState.SENDING)
    return session.scalar(sending.limit(1)) is not None


def _forget_letters(made: Questionnaire, by: Viewer) -> None:
    """Take back what still waits, and leave nothing in any letter of whom it was for."""
    before = kept.digests()
    # Locks them, so that none of them begins to be sent.
    outbox.withdraw(made.reference, since=made.recorded_at)
    if _is_being_sent(made):
        raise RuleBroken("questionnaire_letter_sending")
    letters = select(OutboxLetter).where(
        OutboxLetter.reference == made.reference, OutboxLetter.person_id.is_(None)
    )
    for letter in session.scalars(letters):
        letter.name = letter.address = ""
        letter.body = letter.html = None
        trail.erase_values(kept.name_of(letter.id), "recipient")
    session.flush()
    kept.note_renewed(before, by=by.actor)


by_reference = Numbered(Questionnaire, Kind.QUESTIONNAIRE, visible_to).by_reference


def newest(viewer: Viewer) -> Sequence[Questionnaire]:
    """Those that somebody may know of, the newest first."""
    return session.scalars(_newest().where(visible_to(viewer)).limit(MOST)).all()


def of_record(about: str, *, seen_by: Viewer | None) -> Sequence[Questionnaire]:
    """Those about a record, the newest first; with nobody named all of them."""
    its = _newest().where(Questionnaire.about == about)
    its = its.where(visible_to(seen_by)) if seen_by is not None else its
    return session.scalars(its.limit(MOST)).all()


def alive(abouts: Collection[str]) -> frozenset[str]:
    """The records among these about which a link is out that still takes answers."""
    open_ones = Questionnaire.submitted_at.is_(None), Questionnaire.revoked_on.is_(None)
    its = select(Questionnaire).where(Questionnaire.about.in_(abouts), *open_ones)
    today = clock.today()
    found = session.scalars(its).all() if abouts else ()
    return frozenset(each.about for each in found if rules.takes_answers(each.days, today))


def _newest() -> Select[Questionnaire]:
    return select(Questionnaire).order_by(Questionnaire.id.desc())


def standing(made: Questionnaire) -> Standing:
    """Where one stands today."""
    return rules.standing(made.days, clock.today())


def questions(made: Questionnaire) -> tuple[Question, ...]:
    """What is asked, as it was frozen."""
    return rules.unpacked(made.questions)


def before(made: Questionnaire) -> Mapping[str, Answer]:
    """What was answered about the same record the time before."""
    found = session.scalar(
        select(Questionnaire.answers)
        .where(
            Questionnaire.about == made.about,
            Questionnaire.purpose == made.purpose,
            Questionnaire.id < made.id,
            Questionnaire.submitted_at.is_not(None),
        )
        .order_by(Questionnaire.id.desc())
        .limit(1)
    )
    return rules.unpacked_answers(found)


def invitation_of(made: Questionnaire) -> OutboxLetter | None:
    """The letter that brought the link, for how it fared; its text is nobody's to read."""
    return session.scalar(
        select(OutboxLetter)
        .where(
            OutboxLetter.reference == made.reference,
            OutboxLetter.key == questionnaire_letters.INVITATION.key,
        )
        .order_by(OutboxLetter.id.desc())
        .limit(1)
    )
