"""Trainings of fiscal years in numbers (教育実施サマリー): as reported, or as they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings import trainings_held
from pms_tracker.registers.edition_rules import IN_FORCE, Standing


@dataclass(frozen=True)
class Held:
    """A training with how it goes, if it began, and its numbers then."""

    row: Training
    run: TrainingRun | None
    figures: dict[str, Any]


def of_years(years: Collection[int]) -> Sequence[Held]:
    """The trainings of years that were approved, the newest year first, by their first days."""
    its = (
        select(Training, TrainingRun)
        .outerjoin(TrainingRun, TrainingRun.training_id == Training.id)
        .where(Training.fiscal_year.in_(years), Training.struck == "")
        .where(Training.state.in_((*IN_FORCE, Standing.ENDED)))
        .order_by(Training.fiscal_year.desc(), Training.starts_on, Training.id)
    )
    return [Held(row, run, figures_of(row, run)) for row, run in session.execute(its)]


def figures_of(row: Training, run: TrainingRun | None) -> dict[str, Any]:
    """As it was reported, else as it stands; nothing before it began."""
    if run is None:
        return {}
    if run.result is not None:
        return run.result
    return {**trainings_held.counted(row), "missed": trainings_held.missed(row, run)}
