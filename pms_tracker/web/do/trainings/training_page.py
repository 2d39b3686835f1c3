"""What the record of a training shows of how it goes: its next step, numbers, and who takes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext, pgettext

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.training.training_rules import OPEN, Learning
from pms_tracker.do.tables.training_tables import Training, TrainingAssignment, TrainingRun
from pms_tracker.do.trainings import enrolments, training_years, trainings_held
from pms_tracker.do.trainings.training_plans import run_of
from pms_tracker.kernel.independence import MANAGEMENT, Role
from pms_tracker.people.firm import people
from pms_tracker.plan.tables.year_tables import AnnualDuty
from pms_tracker.questionnaires import questionnaires
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import StepForm
from pms_tracker.web.lists import choices
from pms_tracker.web.words.days_in_words import day_text


@dataclass(frozen=True)
class Person:
    """One line of those who take a training, with how they are counted."""

    row: TrainingAssignment
    name: str
    state: Learning
    # Whether a link for the test is out that still takes answers.
    linked: bool


@dataclass(frozen=True)
class Shown:
    """How a training goes: what its reader may do now, its numbers, and who takes it."""

    run: TrainingRun | None
    may_start: bool
    may_report: bool
    may_confirm: bool
    may_record: bool
    may_send: bool
    figures: Sequence[tuple[str, str]]
    missed: Sequence[Mapping[str, Any]]
    concludes: str
    persons: Sequence[Person]
    names: Mapping[int, str]
    left: int
    step_form: StepForm


def figures(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Numbers in words, in the order in which an office reports them."""
    words = {
        "planned": gettext("対象の人数（開始時に固定）"),
        "late": gettext("後から対象になった人"),
        "exempt": pgettext("training", "対象外"),
        "attended": gettext("受講した人"),
        "passed": gettext("合格した人"),
        "failed": gettext("不合格の人"),
        "absent": gettext("受講していない人"),
    }
    # Nobody passes what has no test.
    left_out = () if "mean" in told else ("passed", "failed")
    found = [
        (label, _persons(told[name]))
        for name, label in words.items()
        if name in told and name not in left_out
    ]
    if "mean" in told:
        found.append((gettext("平均点"), gettext("%(num)d点", num=told["mean"])))
    return found


def row_words(duty: AnnualDuty) -> str:
    """A row of the year's plan, with its day."""
    return gettext("%(title)s（%(day)s）", title=duty.title, day=day_text(duty.planned_on))


def concluded(row: Training) -> str:
    """Which row of the year's plan its report says that it concludes; nothing where it leaves that
    to the name."""
    chosen = trainings_held.chosen_row(row)
    if chosen is None:
        return ""
    duty = session.get(AnnualDuty, chosen) if chosen else None
    return row_words(duty) if duty else gettext("対応する項目はない")


def _persons(amount: int) -> str:
    return ngettext("%(num)d人", "%(num)d人", amount)


def shown(row: Training) -> Shown:
    """For the record of a training."""
    who, run = me(), run_of(row)
    manages = bool(who.roles & MANAGEMENT)
    found = enrolments.of_training(row, who) if run is not None else ()
    names = choices.told_apart([each.person_id for each in found])
    reported = run is not None and run.reported_on is not None
    is_open = run is not None and not reported
    asked = [each for each in found if is_open or enrolments.is_under_way(each)]
    may_record = any(enrolments.may_record(each, who) for each in asked)
    linked = _linked(run, asked) if may_record else frozenset()
    told, states = training_years.figures_of(row, run), _states(row, run)
    left = trainings_held.left(row) if is_open else 0
    may_report = manages and is_open
    after = [each for each in found if run is not None and enrolments.came_after(each, row, run)]
    return Shown(
        run=run,
        may_start=manages and run is None and row.state in IN_FORCE and not row.struck,
        may_report=may_report,
        may_confirm=_may_confirm(run),
        may_record=may_record,
        may_send=manages and bool(run and run.questions and _waits(asked)),
        figures=[*figures(told), *_after(after)] if who.sees_all else [],
        missed=told.get("missed", ()) if who.sees_all else (),
        concludes=concluded(row),
        persons=[
            Person(each, names.get(each.person_id, ""), states[each.id], each.reference in linked)
            for each in found
        ],
        names=people.names([run.reported_by_id, run.confirmed_by_id]) if run else {},
        left=left,
        step_form=_step_form(run),
    )


def _linked(run: TrainingRun | None, asked: Sequence[TrainingAssignment]) -> frozenset[str]:
    """Of which assignments a link is out, where there is a test."""
    if run is None or not run.questions:
        return frozenset()
    return questionnaires.alive([each.reference for each in asked if each.state in OPEN])


def _waits(asked: Sequence[TrainingAssignment]) -> bool:
    """Whether something is still asked of anybody."""
    return any(each.state in OPEN for each in asked)


def _after(rows: Sequence[TrainingAssignment]) -> list[tuple[str, str]]:
    """Who came once it was over, apart from those whom its report counts."""
    done = sum(each.state is Learning.PASSED for each in rows)
    words = gettext("%(all)s（うち修了 %(done)s）", all=_persons(len(rows)), done=_persons(done))
    return [(gettext("終了後に入社・復職して割り当てた人"), words)] if rows else []


def _states(row: Training, run: TrainingRun | None) -> dict[int, Learning]:
    """As what each counts: today, and once it was reported, as on that day."""
    if run is None:
        return {}
    day = run.reported_on or clock.today()
    return {each.id: state for each, state in trainings_held.assigned(row, day)}


def _may_confirm(run: TrainingRun | None) -> bool:
    if run is None or run.reported_on is None or run.confirmed_on is not None:
        return False
    return Role.REPRESENTATIVE in me().roles and run.reported_by_id != me().person_id


def _step_form(run: TrainingRun | None) -> StepForm:
    return StepForm(formdata=None, data={"version": run.version if run is not None else 1})
