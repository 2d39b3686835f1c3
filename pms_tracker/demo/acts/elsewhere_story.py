"""Check in other departments: a demo plan that asks all other units, and some answers."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.rules.elsewhere_rules import TO_ANSWER, Asking, Elsewhere
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Days, Hour
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm

Told = Mapping[str, Any]


def asking(told: Told | None) -> Asking:
    """What the plan asks of everybody else, where its story says so."""
    if told is None:
        return Asking()
    return Asking(str(told["question"]), everywhere=True)


def asked_on(told: Told, days: Days) -> date:
    """The day on which plan and approval come, so that answers fall due when the story says."""
    return days.start_of(TO_ANSWER, int(told["due"]))


def answers(told: Told, desk: Desk, case: Callable[[], Case]) -> Iterator[Act]:
    """What heads answered until today; the others have still to."""
    for each in told["answers"]:
        run = partial(_answer, each, desk, case)
        yield Act(desk.days.open(int(each["on"])), Hour.DONE, run)


def _answer(told: Told, desk: Desk, case: Callable[[], Case]) -> None:
    unit_id = desk.cast.unit_ids[told["unit"]]
    by = people.viewer(Firm(desk.days.open(int(told["on"]))).heads_of(unit_id)[0])
    named = Reference(Kind.CASE, case().fiscal_year, case().number)
    asked = elsewhere_questions.by_unit(named, unit_id, seen_by=by)
    answered = elsewhere.Answered(Elsewhere(told["answer"]), str(told["text"]))
    elsewhere.answer(asked, answered, version=asked.version, by=by)
