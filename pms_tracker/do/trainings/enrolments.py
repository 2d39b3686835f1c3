"""That somebody takes a training (受講): found, attended, tested on screen, by a link or on paper,
put off, left out, or given another try. Every try stays."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training import quiz_rules, training_rules as rules
from pms_tracker.do.rules.training.quiz_rules import QuizQuestion
from pms_tracker.do.rules.training.training_rules import By, Learning
from pms_tracker.do.tables.training_tables import (
    Training,
    TrainingAssignment,
    TrainingRun,
    TrainingTry,
)
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, check_version
from pms_tracker.kernel.independence import MANAGEMENT
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts
from pms_tracker.people.tables.people_tables import Membership
from pms_tracker.questionnaires import questionnaires
from pms_tracker.questionnaires.questionnaire_rules import takes_answers
from pms_tracker.trail import trail


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Their own, those of the units they head, and all for whoever sees all."""
    if viewer.sees_all:
        return true()
    own = TrainingAssignment.person_id == viewer.person_id
    members = select(Membership.person_id).where(
        Membership.unit_id.in_(viewer.headed_unit_ids), lasts(Membership, clock.today())
    )
    return or_(own, TrainingAssignment.person_id.in_(members))


by_reference = Numbered(TrainingAssignment, Kind.TRAINING_ASSIGNMENT, visible_to).by_reference


def locked(number: int) -> TrainingAssignment:
    """An assignment by its id, to be changed; raises NotFound."""
    found = session.get(TrainingAssignment, number, with_for_update=True)
    if found is None:
        raise NotFound("no_such_record", reference=str(number))
    return found


def of_training(row: Training, viewer: Viewer) -> Sequence[TrainingAssignment]:
    """Who takes a training, as far as somebody may know of them."""
    its = select(TrainingAssignment).where(TrainingAssignment.training_id == row.id)
    return session.scalars(its.where(visible_to(viewer)).order_by(TrainingAssignment.id)).all()


def of_person(person_id: int, viewer: Viewer) -> Sequence[TrainingAssignment]:
    """What somebody takes and took, the newest first."""
    its = select(TrainingAssignment).where(TrainingAssignment.person_id == person_id)
    newest = its.order_by(TrainingAssignment.id.desc())
    return session.scalars(newest.where(visible_to(viewer))).all()


def tries_of(row: TrainingAssignment) -> Sequence[TrainingTry]:
    """Every try, the first first."""
    its = select(TrainingTry).where(TrainingTry.assignment_id == row.id)
    return session.scalars(its.order_by(TrainingTry.number)).all()


def of(row: TrainingAssignment) -> tuple[Training, TrainingRun]:
    """The training of an assignment, and how it goes."""
    return session.get_one(Training, row.training_id), session.get_one(TrainingRun, row.training_id)


def questions(run: TrainingRun) -> tuple[QuizQuestion, ...]:
    """What is asked, as it was frozen when the training began."""
    return quiz_rules.unpacked(run.questions)


def material(run: TrainingRun) -> list[EvidenceFile]:
    """The files of the course as they were when the training began."""
    if not run.material:
        return []
    there = (each for each in evidence.files(run.course_reference) if each.erased_at is None)
    return evidence.among(there, run.material)


def may_record(row: TrainingAssignment, who: Viewer) -> bool:
    """Whoever runs the PMS and heads of their units record for others, nobody for themselves."""
    if row.person_id == who.person_id:
        return False
    if who.roles & MANAGEMENT:
        return True
    its = select(Membership.id).where(
        Membership.person_id == row.person_id,
        Membership.unit_id.in_(who.headed_unit_ids),
        lasts(Membership, clock.today()),
    )
    return session.scalar(its.limit(1)) is not None


def _check_recorder(row: TrainingAssignment, by: Viewer) -> None:
    if not may_record(row, by):
        raise NotAllowed("training_recorded_by_head")


def came_after(row: TrainingAssignment, training: Training, run: TrainingRun) -> bool:
    """Whether somebody came once the training was over, and takes it apart from those counted."""
    return rules.came_after(
        *(row.assigned_on,), late=row.late, ends_on=training.ends_on, reported_on=run.reported_on
    )


def is_under_way(row: TrainingAssignment) -> bool:
    """Whether it may still be taken: what was reported stays as it was counted."""
    training, run = of(row)
    return run.reported_on is None or came_after(row, training, run)


def _check_under_way(row: TrainingAssignment) -> None:
    if not is_under_way(row):
        raise RuleBroken("training_reported")


def read(row: TrainingAssignment, *, version: int, by: Viewer) -> None:
    """Say that one has read what is taught, where no test follows. Raises Stale, NotAllowed for
    another's, RuleBroken with a test or once it is done."""
    check_version(row, version)
    _check_own(row, by)
    _training, run = of(row)
    if run.questions:
        raise RuleBroken("training_has_test")
    _attended(row, run, clock.today())
    trail.note(row.reference, "training_read", by=by.actor)


def _check_own(row: TrainingAssignment, by: Viewer) -> None:
    if row.person_id != by.person_id:
        raise NotAllowed("training_of_another")


def answer(
    row: TrainingAssignment, answers: Mapping[str, str], *, version: int, by: Viewer
) -> TrainingTry:
    """Hand in a test on the screen. Raises Stale for a second press, NotAllowed for another's,
    BadInput while a question is open, RuleBroken once nothing more is asked."""
    check_version(row, version)
    _check_own(row, by)
    made = tested(row, answers, By.SCREEN)
    revoke_link(row, by)
    trail.note(row.reference, "training_tested", by=by.actor, changes=_told(made))
    return made


def tested(row: TrainingAssignment, answers: Mapping[str, str], way: By) -> TrainingTry:
    """Keep a try of answers, whichever way they came."""
    _training, run = of(row)
    asked = questions(run)
    if not asked:
        raise RuleBroken("training_without_test")
    kept = {each.key: answers.get(each.key, "") for each in asked}
    for each in asked:
        picked = quiz_rules.chosen(kept[each.key])
        if not picked or picked - set(each.keys):
            raise BadInput("questionnaire_unanswered")
    wrong = quiz_rules.wrong(asked, kept)
    return _try(row, way, quiz_rules.percent(asked, kept), kept, wrong)


def _try(
    row: TrainingAssignment,
    way: By,
    percent: int,
    answers: Mapping[str, str],
    missed: Sequence[str],
    *,
    taken_on: date | None = None,
    entered_by_id: int | None = None,
) -> TrainingTry:
    training, _run = of(row)
    rules.check_open(row.state)
    _check_under_way(row)
    taken_on = taken_on or clock.today()
    passed = percent >= training.pass_mark
    made = TrainingTry(
        assignment_id=row.id,
        number=row.tries + 1,
        way=way,
        taken_on=taken_on,
        recorded_at=clock.now(),
        answers=dict(answers),
        missed=list(missed),
        percent=percent,
        passed=passed,
        entered_by_id=entered_by_id,
    )
    session.add(made)
    row.tries += 1
    row.percent = max(percent, row.percent or 0)
    row.attended_on = row.attended_on or taken_on
    row.state = rules.after_try(
        passed=passed, taken=row.tries, tries=training.tries + row.more_tries
    )
    row.done_on = taken_on if row.state is Learning.PASSED else None
    row.version += 1
    session.flush()
    return made


def _told(made: TrainingTry) -> dict[str, trail.Change]:
    return {
        "test_try": (None, made.number),
        "test_way": (None, made.way),
        "test_percent": (None, made.percent),
        "test_passed": (None, made.passed),
    }


def attend(row: TrainingAssignment, on: date, *, by: Viewer) -> None:
    """Record that somebody took part on a day. Raises NotAllowed, RuleBroken for a day to come or
    once it is done."""
    _check_recorder(row, by)
    _training, run = of(row)
    if on > clock.today() or on < run.started_on:
        raise BadInput("training_day", first=run.started_on)
    _attended(row, run, on)
    changes: dict[str, trail.Change] = {"attended_on": (None, on)}
    trail.note(row.reference, "training_attended", by=by.actor, changes=changes)


def _attended(row: TrainingAssignment, run: TrainingRun, on: date) -> None:
    rules.check_open(row.state)
    _check_under_way(row)
    row.attended_on = row.attended_on or on
    if not run.questions:
        row.state, row.done_on = Learning.PASSED, on
    elif row.state is Learning.ASKED:
        row.state = Learning.TO_TEST
    row.version += 1
    session.flush()


def enter_score(row: TrainingAssignment, percent: int, on: date, *, by: Viewer) -> TrainingTry:
    """Enter the score of a sheet of paper. Raises as `attend`, and BadInput for no score."""
    _check_recorder(row, by)
    rules.check_score(percent)
    _training, run = of(row)
    if on > clock.today() or on < run.started_on:
        raise BadInput("training_day", first=run.started_on)
    made = _try(row, By.PAPER, percent, {}, (), taken_on=on, entered_by_id=by.person_id)
    revoke_link(row, by)
    trail.note(row.reference, "training_score_entered", by=by.actor, changes=_told(made))
    return made


def put_off(row: TrainingAssignment, until: date, why: str, *, version: int, by: Viewer) -> None:
    """Put it off until a day, as during a leave. Raises Stale, NotAllowed, BadInput for a day that
    has passed, RuleBroken without a reason or once it is done."""
    check_version(row, version)
    _check_recorder(row, by)
    rules.check_open(row.state)
    _check_under_way(row)
    _check_why(why)
    if until <= clock.today():
        raise BadInput("training_until")
    before, row.due_on, row.why = row.due_on, until, why.strip()
    _changed(row, "training_put_off", by, {"due_on": (before, until), "reason": (None, row.why)})


def leave_out(row: TrainingAssignment, why: str, *, version: int, by: Viewer) -> None:
    """Have somebody not take it, for a reason. Raises Stale, NotAllowed, RuleBroken without a
    reason or once it is done."""
    check_version(row, version)
    _check_recorder(row, by)
    rules.check_open(row.state)
    _check_under_way(row)
    _check_why(why)
    row.state, row.why, row.done_on = Learning.EXEMPT, why.strip(), clock.today()
    revoke_link(row, by)
    _changed(row, "training_left_out", by, {"reason": (None, row.why)})


def try_again(row: TrainingAssignment, why: str, *, version: int, by: Viewer) -> None:
    """Give somebody who used up their tries, or was left out, another. Raises Stale, NotAllowed,
    RuleBroken without a reason or where they need none."""
    check_version(row, version)
    _check_recorder(row, by)
    _check_under_way(row)
    if row.state not in (Learning.FAILED, Learning.EXEMPT):
        raise RuleBroken("training_not_over")
    _check_why(why)
    if row.state is Learning.FAILED:
        row.more_tries += 1
        row.state = Learning.RETRY
    else:
        row.state = Learning.ASKED
    row.why, row.done_on = why.strip(), None
    _changed(row, "training_try_again", by, {"reason": (None, row.why)})


def _check_why(why: str) -> None:
    if not why.strip():
        raise RuleBroken("reason_needed")


def _changed(
    row: TrainingAssignment, move: str, by: Viewer, changes: dict[str, trail.Change]
) -> None:
    row.version += 1
    session.flush()
    trail.note(row.reference, move, by=by.actor, changes=changes)


def revoke_link(row: TrainingAssignment, by: Viewer) -> None:
    """Have a link that was sent for the test open nothing more."""
    for each in questionnaires.of_record(row.reference, seen_by=None):
        if takes_answers(each.days, clock.today()):
            questionnaires.revoke(each, version=each.version, by=by)
