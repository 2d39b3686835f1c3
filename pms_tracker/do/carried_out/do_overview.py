"""What do shows of itself on the overview: trainings and reviews of the register of personal
information that a year has planned."""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from pms_tracker.database import Columns
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings import training_plans
from pms_tracker.kernel.references import Kind
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.plan_overview import of_year
from pms_tracker.registers.edition_rules import IN_FORCE, Standing


def planned_between(viewer: Viewer, first: date, last: date) -> Iterator[Columns]:
    """Approved trainings by their last day, done once they were reported; and reviews of the
    register of personal information by their due day, done once they were closed."""
    yield (
        of_year(
            Kind.TRAINING,
            id=Training.id,
            fiscal_year=Training.fiscal_year,
            number=Training.number,
            title=Training.title,
            planned_on=Training.ends_on,
            done_on=TrainingRun.reported_on,
            state=sa.case((TrainingRun.training_id.is_not(None), "under_way"), else_=""),
        )
        .outerjoin(TrainingRun, TrainingRun.training_id == Training.id)
        .where(
            training_plans.visible_to(viewer),
            Training.struck == "",
            Training.state.in_((*IN_FORCE, Standing.ENDED)),
            Training.ends_on.between(first, last),
        )
    )
    yield of_year(
        Kind.LEDGER_REVIEW,
        id=LedgerReview.id,
        fiscal_year=LedgerReview.fiscal_year,
        number=LedgerReview.number,
        planned_on=LedgerReview.due_on,
        done_on=LedgerReview.closed_on,
        state=sa.literal("under_way"),
    ).where(ledger_parts.visible_to(viewer), LedgerReview.due_on.between(first, last))
