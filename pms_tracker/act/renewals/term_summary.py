"""Education and audits of a term, as examiners' forms ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from pms_tracker.check.reports import summaries
from pms_tracker.check.reports.summaries import Line
from pms_tracker.check.rules.audit_rules import NONCONFORMITIES
from pms_tracker.database import session
from pms_tracker.do.trainings import training_years
from pms_tracker.do.trainings.training_plans import TRAININGS
from pms_tracker.do.trainings.training_years import Held
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules.year_rules import AnnualKind, Year
from pms_tracker.plan.tables.year_tables import AnnualDuty


@dataclass(frozen=True)
class Audited:
    """An audit that was held, with how many nonconformities it found."""

    line: Line
    nonconformities: int


@dataclass(frozen=True)
class Summary:
    """What was carried out in the years of a term, the earliest first: trainings whose report was
    approved, and what else of the years' plans was education."""

    trainings: Sequence[Held]
    education: Sequence[Any]
    audits: Sequence[Audited]


def of_years(years: Sequence[Year], viewer: Viewer) -> Summary:
    """What was carried out in some fiscal years, as far as somebody may know of it."""
    first, last = years[0].first, years[-1].last
    done = select(AnnualDuty).where(
        AnnualDuty.kind == AnnualKind.EDUCATION,
        AnnualDuty.done_on.between(first, last),
        AnnualDuty.dropped.is_(False),
    )
    trainings = _trainings(years)
    concluded = {TRAININGS.name_of(each.row) for each in trainings}
    planned = session.scalars(done.order_by(AnnualDuty.done_on, AnnualDuty.id)).all()
    education = [each for each in planned if each.result not in concluded]
    held = [line for year in years for line in _audits(year, viewer)]
    audits = [
        Audited(each, sum(each.counts.get(one, 0) for one in NONCONFORMITIES)) for each in held
    ]
    return Summary(trainings, education, audits)


def _trainings(years: Sequence[Year]) -> list[Held]:
    held = training_years.of_years([each.first.year for each in years])
    reported = [each for each in held if each.run is not None and each.run.confirmed_on]
    return sorted(reported, key=lambda each: (each.row.starts_on, each.row.id))


def _audits(year: Year, viewer: Viewer) -> Sequence[Line]:
    return summaries.of_two_years(viewer, year.first.year)[0].lines
