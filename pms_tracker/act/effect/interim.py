"""Looks at the effect that settled nothing: too early, or set aside, to be judged anew."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.tables.case_tables import Case, CaseRound, InterimReview, SetAside, Verdict
from pms_tracker.database import session


@dataclass(frozen=True)
class Looked:
    """What somebody found when they looked, how, and at what."""

    verdict: Verdict
    how_seen: str
    data_seen: str
    grounds: str


def of_case(case: Case) -> list[InterimReview]:
    """All of them, the earliest first."""
    of_this = select(InterimReview).where(InterimReview.case_id == case.id)
    return list(session.scalars(of_this.order_by(InterimReview.round, InterimReview.number)))


def of_round(case: Case) -> list[InterimReview]:
    """Those of the current round."""
    return [each for each in of_case(case) if each.round == case.round]


def keep(
    case: Case, looked: Looked, *, by_id: int, for_id: int | None, next_on: date | None = None
) -> None:
    """Keep a look that settled nothing; nothing ever changes it."""
    row = _row(case, looked, by_id, for_id, clock.today())
    row.next_on = next_on
    _add(row)


def set_aside(case: Case, judged: CaseRound, because: SetAside) -> None:
    """Take the judgement off the current round, to be judged anew, and keep it beside it."""
    if judged.verdict is None or judged.reviewed_by_id is None or judged.reviewed_on is None:
        raise ValueError("nothing was judged yet")
    looked = Looked(judged.verdict, judged.how_seen, judged.data_seen, judged.grounds)
    row = _row(case, looked, judged.reviewed_by_id, judged.reviewed_for_id, judged.reviewed_on)
    row.set_aside = because
    _add(row)
    for action in judged.actions:
        action.reviewed_by_id = None
    judged.verdict = judged.reviewed_on = judged.reviewed_by_id = judged.reviewed_for_id = None
    judged.how_seen = judged.data_seen = judged.grounds = judged.lesson = ""
    judged.lesson_for = []
    judged.judged_at = judged.review_due_on = None
    session.flush()


def _row(case: Case, looked: Looked, by_id: int, for_id: int | None, on: date) -> InterimReview:
    return InterimReview(
        case_id=case.id,
        round=case.round,
        number=len(of_round(case)) + 1,
        verdict=looked.verdict,
        how_seen=looked.how_seen.strip(),
        data_seen=looked.data_seen.strip(),
        grounds=looked.grounds.strip(),
        reviewed_on=on,
        reviewed_by_id=by_id,
        reviewed_for_id=for_id,
    )


def _add(row: InterimReview) -> None:
    session.add(row)
    session.flush()


def erase(case: Case, field: str, by: str) -> None:
    """Put other words where they say what was erased."""
    for each in of_case(case):
        if getattr(each, field):
            setattr(each, field, by)
    session.flush()
