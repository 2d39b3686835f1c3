"""Trainings carried out (教育の実施): begun, when what is taught and who was planned are frozen;
reported on after their end; and approved by the representative."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training import training_rules as rules
from pms_tracker.do.rules.training.training_rules import (
    OPEN,
    Audience,
    Counted,
    Learning,
    Occasion,
    Reason,
)
from pms_tracker.do.tables.training_tables import (
    Training,
    TrainingAssignment,
    TrainingRun,
    TrainingTry,
)
from pms_tracker.do.trainings import learners
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.do.trainings.enrolments import came_after, questions
from pms_tracker.do.trainings.training_plans import TRAININGS, occasion_of, run_of
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.kernel.independence import MANAGEMENT, Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.plan.years import lessons, year_conclusions
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.known_words import plain
from pms_tracker.trail import trail

# What of a course is frozen when a training of it begins.
TAUGHT = ("text", "link", "material", "questions")
# What a report says of the rows of the year's plan where it concludes none of them.
NO_ROW = 0


def start(row: Training, *, by: Viewer) -> TrainingRun:
    """Begin a training: freeze its material and questions, and assign it to whom it is for.

    Raises NotAllowed for anybody but whoever runs the PMS, RuleBroken before it was approved, the
    second time, after its end, for nobody, or while its course is not in force.
    """
    if not by.roles & MANAGEMENT:
        raise NotAllowed("training_run_by_manager")
    today = clock.today()
    asked = learners.asked(row, learners.here(Firm(today)), today)
    rules.check_start(
        approved=row.state in IN_FORCE and not row.struck,
        started=run_of(row) is not None,
        ends_on=row.ends_on,
        today=today,
        asked=len(asked),
    )
    course = next(iter(entry_fields.rows(COURSES, row.course).values()), None)
    if course is None or course.state not in IN_FORCE:
        raise RuleBroken("training_course_not_approved")
    run = TrainingRun(
        training_id=row.id,
        started_on=today,
        started_by_id=by.person_id,
        course_reference=COURSES.name_of(course),
        course_edition=course.edition,
        planned=len(asked),
        **{name: getattr(course, name) for name in TAUGHT},
    )
    session.add(run)
    session.flush()
    learners.assign(row, [(each, Reason.PLANNED, row.ends_on) for each in asked], today, late=False)
    changes: dict[str, trail.Change] = {
        "training_planned": (None, run.planned),
        "training_questions": (None, len(run.questions)),
    }
    trail.note(TRAININGS.name_of(row), "training_started", by=by.actor, changes=changes)
    return run


def counted(row: Training) -> dict[str, int]:
    """How a training stands, in numbers, without those who came once it was over."""
    return _figures(_of_report(row))


def counted_each(rows: Collection[tuple[Training, TrainingRun]]) -> dict[int, dict[str, int]]:
    """How each of several trainings that began stands, in numbers, by its id: read at once."""
    learners_of: dict[int, list[tuple[TrainingAssignment, Learning]]] = {}
    for each, state in _assigned([row.id for row, _run in rows], clock.today()) if rows else ():
        learners_of.setdefault(each.training_id, []).append((each, state))
    return {
        row.id: _figures(
            pair for pair in learners_of.get(row.id, ()) if not came_after(pair[0], row, run)
        )
        for row, run in rows
    }


def _figures(counts: Iterable[tuple[TrainingAssignment, Learning]]) -> dict[str, int]:
    return rules.figures(
        [
            Counted(state, each.late, each.attended_on is not None, each.percent)
            for each, state in counts
        ]
    )


def _of_report(row: Training) -> list[tuple[TrainingAssignment, Learning]]:
    """Whom its report counts, and as what each counts today."""
    run = run_of(row)
    return [
        (each, state)
        for each, state in assigned(row, clock.today())
        if run is None or not came_after(each, row, run)
    ]


def assigned(row: Training, day: date) -> list[tuple[TrainingAssignment, Learning]]:
    """Whom a training was assigned to, and as what each counts on a day."""
    return _assigned([row.id], day)


def _assigned(
    training_ids: Collection[int], day: date
) -> list[tuple[TrainingAssignment, Learning]]:
    found = session.execute(
        select(TrainingAssignment, Person.left_on)
        .join(Person, Person.id == TrainingAssignment.person_id)
        .where(TrainingAssignment.training_id.in_(training_ids))
    )
    return [(each, rules.counts_as(each.state, left_on, day)) for each, left_on in found]


def missed(row: Training, run: TrainingRun) -> list[dict[str, Any]]:
    """The questions by how often they were missed in first tries; on paper nobody says which."""
    over_on = rules.over_on(row.ends_on, run.reported_on)
    first = (
        select(TrainingTry.missed)
        .join(TrainingAssignment, TrainingAssignment.id == TrainingTry.assignment_id)
        .where(TrainingAssignment.training_id == row.id, TrainingTry.number == 1)
        .where(TrainingTry.entered_by_id.is_(None))
        .where(or_(~TrainingAssignment.late, TrainingAssignment.assigned_on <= over_on))
    )
    asked = {each.key: each for each in questions(run)}
    told = rules.most_missed(list(asked), session.scalars(first).all())
    return [
        {"text": asked[key].text, "about": asked[key].about, "count": count, "of": of}
        for key, count, of in told
    ]


def left(row: Training) -> int:
    """How many of those that its report counts are still to take it."""
    return sum(state in OPEN for _each, state in _of_report(row))


def report(
    row: Training,
    view: str,
    next_time: str,
    *,
    version: int,
    by: Viewer,
    concludes: int | None = None,
) -> TrainingRun:
    """Report on a training: what was counted is kept; what the next text is to say goes to the
    lessons for education, the question that was missed most with it. `concludes` is the row of the
    year's plan that is done once this is approved, NO_ROW for none, None for what its name says.

    Raises Stale, NotAllowed for anybody but whoever runs the PMS, BadInput for too long a text or
    no such row, RuleBroken while it is under way and somebody is left, and the second time.
    """
    if not by.roles & MANAGEMENT:
        raise NotAllowed("training_run_by_manager")
    run = _to_report(row)
    _check_version(run, row, version)
    rules.check_words(view)
    rules.check_words(next_time)
    run.result = {**counted(row), "missed": missed(row, run), **_chosen(row, concludes)}
    run.view, run.next_time = view.strip(), next_time.strip()
    run.reported_on, run.reported_by_id = clock.today(), by.person_id
    run.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {
        f"training_{name}": (None, run.result[name]) for name in ("planned", "attended", "passed")
    }
    trail.note(TRAININGS.name_of(row), "training_reported", by=by.actor, changes=changes)
    _teach_next(row, run, by)
    return run


def _to_report(row: Training) -> TrainingRun:
    run = run_of(row)
    rules.check_report(
        started=run is not None,
        reported=run is not None and run.reported_on is not None,
        ends_on=row.ends_on,
        today=clock.today(),
        left=left(row),
    )
    assert run is not None
    return run


def _chosen(row: Training, concludes: int | None) -> dict[str, int]:
    if concludes is None:
        return {}
    if concludes != NO_ROW and concludes not in {each.id for each in open_rows(row)}:
        raise BadInput("training_row_not_open", beside="concludes")
    return {"concludes": concludes}


def _teach_next(row: Training, run: TrainingRun, by: Viewer) -> None:
    """What the next text is to say goes to the lessons for education."""
    lesson, because_of = _lesson(run), TRAININGS.name_of(row)
    if lesson:
        on = clock.today()
        lessons.receive(Inbox.EDUCATION, lesson, because_of=because_of, on=on, by=by.actor)


def _lesson(run: TrainingRun) -> str:
    most = (run.result or {})["missed"][:1]
    return "\n".join(
        [*([run.next_time] if run.next_time else []), *(each["text"] for each in most)]
    )


def confirm(row: Training, *, version: int, by: Viewer) -> None:
    """Approve the report; what the year's plan asks for by it is done then. Raises Stale,
    NotAllowed for anybody but a representative who did not write it, RuleBroken before there is one
    and the second time."""
    run = run_of(row)
    if run is None or run.reported_on is None or run.confirmed_on is not None:
        raise RuleBroken("training_not_reported")
    _check_version(run, row, version)
    if Role.REPRESENTATIVE not in by.roles or by.person_id == run.reported_by_id:
        raise NotAllowed("training_confirmed_by_representative")
    run.confirmed_on, run.confirmed_by_id = clock.today(), by.person_id
    run.version += 1
    session.flush()
    reference = TRAININGS.name_of(row)
    trail.note(reference, "training_confirmed", by=by.actor)
    duty = _concluded(row)
    if duty is not None:
        year_conclusions.conclude(duty, clock.today(), by.person_id, reference)


def _concluded(row: Training) -> AnnualDuty | None:
    """What of the year's plan is done with a training: what its report says; else what is called
    as it is, however wide or spaced it is written; else with a yearly one the first that is open.
    """
    for each in _planned(row):
        # Whoever approves the report of another at the same time counts this one.
        session.refresh(each, with_for_update=True)
    still_open = open_rows(row)
    chosen = chosen_row(row)
    if chosen is not None:
        return next((each for each in still_open if each.id == chosen), None)
    named = [each for each in still_open if plain(each.title) == plain(row.title)]
    if named or occasion_of(row) is not Occasion.YEARLY:
        return next(iter(named), None)
    unreported = _unreported(row.fiscal_year)
    is_done = rules.concludes(unreported=unreported, still_open=len(still_open))
    return still_open[0] if is_done else None


def open_rows(row: Training) -> list[AnnualDuty]:
    """The rows of the approved plan of its year that ask for a training and are not done yet."""
    return [each for each in _planned(row) if each.done_on is None]


def chosen_row(row: Training) -> int | None:
    """Which row of the year's plan the report of a training says that it concludes, by its id:
    NO_ROW for none of them, None where it leaves that to the name."""
    run = run_of(row)
    return (run.result or {}).get("concludes") if run is not None else None


def _planned(row: Training) -> list[AnnualDuty]:
    return year_conclusions.of_kinds((AnnualKind.EDUCATION,), row.fiscal_year)


def _unreported(fiscal_year: int) -> int:
    """How many yearly trainings of a year have no approved report yet, those that are drafted
    among them."""
    its = (
        Training.fiscal_year == fiscal_year,
        Training.struck == "",
        Training.state != Standing.ENDED,
    )
    found = session.scalars(
        select(Training)
        .outerjoin(TrainingRun, TrainingRun.training_id == Training.id)
        .where(*its, TrainingRun.confirmed_on.is_(None))
        .where(Training.audience.in_((Audience.ALL, Audience.UNIT)))
    )
    return sum(occasion_of(each) is Occasion.YEARLY for each in found)


def _check_version(run: TrainingRun, row: Training, seen: int) -> None:
    if run.version != seen:
        raise Stale("record_changed", reference=TRAININGS.name_of(row))
