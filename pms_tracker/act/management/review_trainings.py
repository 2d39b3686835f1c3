"""What trainings tell of the time of a management review: reported on, or under way."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, or_, select

from pms_tracker.database import session
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings import trainings_held
from pms_tracker.do.trainings.training_plans import TRAININGS

_FIGURES = ("planned", "attended", "passed", "absent")


def told(since: date, until: date) -> list[dict[str, Any]]:
    """Each training that was reported on, as its report has it, then each that began and was not
    yet, as it stands: minutes may be written before the year's training is over (J.6.3)."""
    under_way = and_(TrainingRun.reported_on.is_(None), TrainingRun.started_on <= until)
    its = (
        select(Training, TrainingRun)
        .join(TrainingRun, TrainingRun.training_id == Training.id)
        .where(or_(TrainingRun.reported_on.between(since, until), under_way), Training.struck == "")
        .order_by(TrainingRun.reported_on, Training.fiscal_year, Training.number)
    )
    rows = [(row, run) for row, run in session.execute(its)]
    running = [(row, run) for row, run in rows if run.reported_on is None]
    figures = trainings_held.counted_each(running)
    reported = [_told(row, run, run.result or {}) for row, run in rows if run.reported_on]
    return [*reported, *(_told(row, run, figures[row.id]) for row, run in running)]


def _told(row: Training, run: TrainingRun, figures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "reference": TRAININGS.name_of(row),
        "reported_on": run.reported_on.isoformat() if run.reported_on else "",
        **{name: figures[name] for name in _FIGURES},
    }
