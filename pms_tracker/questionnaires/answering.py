"""Questionnaires outside: whoever holds the link opens it, drafts, attaches files, hands in."""

from pathlib import Path

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.mail import outbox
from pms_tracker.questionnaires import questionnaire_letters, questionnaire_rules as rules
from pms_tracker.questionnaires.questionnaire_rules import NOTHING, Answers
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.trail import trail


def by_digest(digest: str, *, for_update: bool = False) -> Questionnaire:
    """The questionnaire of a link, open or not; raises NotFound. One look-up, found or not."""
    statement = select(Questionnaire).where(Questionnaire.digest == digest)
    found = session.scalar(statement.with_for_update() if for_update else statement)
    if found is None:
        raise NotFound("no_such_questionnaire")
    return found


def opens(made: Questionnaire) -> bool:
    """Whether the link still opens anything today."""
    return rules.opens(made.days, clock.today())


def open_first(made: Questionnaire) -> None:
    """Remember when it was first looked at."""
    if made.opened_at is None:
        made.opened_at = clock.now()
        session.flush()


def keep(made: Questionnaire, answers: Answers) -> None:
    """Keep what was answered so far. Raises RuleBroken once it was handed in, BadInput for what
    even a draft cannot hold."""
    _check_open(made)
    questions = rules.unpacked(made.questions)
    kept = {each.key: answers.get(each.key, NOTHING) for each in questions}
    for each in questions:
        rules.check_kept(each, kept[each.key])
    made.draft = rules.packed_answers(kept)
    made.begun_at = made.begun_at or clock.now()
    session.flush()


def submit(made: Questionnaire, answers: Answers) -> None:
    """Hand in answers: they are not changed any more, and whoever sent it is told at once.

    Raises RuleBroken the second time, BadInput while an answer is missing.
    """
    keep(made, answers)
    questions, answers = rules.unpacked(made.questions), rules.unpacked_answers(made.draft)
    attached = files_of(made)
    for each in questions:
        rules.check_whole(each, answers.get(each.key, NOTHING), len(attached.get(each.key, ())))
    made.answers, made.draft = rules.packed_answers(answers), {}
    made.submitted_at, made.submitted_on = clock.now(), clock.today()
    made.version += 1
    session.flush()
    noes = rules.said_no(questions, answers)
    changes: dict[str, trail.Change] = {"questionnaire_noes": (None, len(noes))}
    trail.note(made.reference, "questionnaire_submitted", by=trail.SYSTEM, changes=changes)
    # Whoever has answered is not reminded any more.
    outbox.withdraw(made.reference, since=made.recorded_at)
    if made.purpose not in rules.BY_ITSELF:
        questionnaire_letters.tell_submitted(made, said_no=bool(noes))


def settle(made: Questionnaire) -> None:
    """Say that answers were taken by themselves, as they were handed in."""
    made.taken_on, made.taken_by_id, made.taken_as = clock.today(), made.sent_by_id, made.about
    session.flush()


def begin_again(made: Questionnaire) -> None:
    """Have whoever answered answer once more; what they answered is kept where it was taken.
    Raises RuleBroken where it was not taken by itself, or its link is over."""
    if made.purpose not in rules.BY_ITSELF or made.submitted_at is None:
        raise RuleBroken("questionnaire_answered")
    if not opens(made):
        raise RuleBroken("questionnaire_over")
    made.submitted_at = made.submitted_on = made.answers = None
    made.taken_on = made.taken_by_id = None
    made.taken_as = ""
    made.version += 1
    session.flush()
    trail.note(made.reference, "questionnaire_again", by=trail.SYSTEM)


def _check_open(made: Questionnaire) -> None:
    if made.submitted_at is not None:
        raise RuleBroken("questionnaire_answered")
    if not opens(made):
        raise RuleBroken("questionnaire_over")


def attach(
    made: Questionnaire, key: str, uploads: list[Upload], folder: Path, limit_bytes: int
) -> None:
    """Attach files to a question. Raises BadInput for what is no file of ours or too many."""
    _check_open(made)
    if not uploads:
        return
    if any(holds_my_number(each.name) for each in uploads):
        raise BadInput("file_my_number")
    counted = select(func.count(EvidenceFile.id)).where(EvidenceFile.reference == made.reference)
    there = session.scalar(counted.where(EvidenceFile.erased_at.is_(None))) or 0
    tried = session.scalar(counted) or 0
    if there + len(uploads) > rules.MOST_FILES or tried + len(uploads) > rules.MOST_TRIED:
        raise BadInput("questionnaire_files", most=rules.MOST_FILES)
    evidence.attach(made.reference, uploads, folder, limit_bytes=limit_bytes, by=None, step=key)
    made.begun_at = made.begun_at or clock.now()
    session.flush()


def remove(made: Questionnaire, number: int, folder: Path) -> None:
    """Remove a file again before it was handed in. Raises NotFound, RuleBroken."""
    _check_open(made)
    evidence.erase(made.reference, number, folder)
    trail.note(made.reference, "questionnaire_file_removed", by=trail.SYSTEM)


def files_of(made: Questionnaire) -> dict[str, list[EvidenceFile]]:
    """The files that are there, by question."""
    found: dict[str, list[EvidenceFile]] = {}
    # Those of the one in whose place it was sent came by another link.
    for each in evidence.files(made.reference):
        if each.erased_at is None:
            found.setdefault(each.step, []).append(each)
    return found
