"""Decisions of a management review: duties of their owners, and inputs of what is planned next."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, select

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_letters
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.management_rules import Resolved, ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview, ReviewDecision
from pms_tracker.database import session
from pms_tracker.evidence.evidence import check_proven
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.policies import policies, review_inputs
from pms_tracker.plan.rules.year_rules import Done
from pms_tracker.trail import trail


def of(review: ManagementReview) -> list[ReviewDecision]:
    """The decisions of a review in their order."""
    return list(
        session.scalars(
            select(ReviewDecision)
            .where(ReviewDecision.review_id == review.id)
            .order_by(ReviewDecision.position)
        )
    )


def seen(
    made: Sequence[ReviewDecision], viewer: Viewer, *, reads_minutes: bool
) -> list[ReviewDecision]:
    """Those that a person may know of: all where they read the minutes, else their own."""
    return [each for each in made if reads_minutes or each.holder_id == viewer.person_id]


def write(review: ManagementReview, wanted: Sequence[Resolved]) -> list[ReviewDecision]:
    """Have the minutes hold exactly these decisions, in this order; returns them."""
    known = of(review)
    kept = []
    for position, each in enumerate(wanted, start=1):
        if position <= len(known):
            row = known[position - 1]
        else:
            row = ReviewDecision(review_id=review.id, position=position)
            session.add(row)
        row.text, row.owner_id, row.due_on = each.text.strip(), each.owner_id, each.due_on
        kept.append(row)
    for row in known[len(wanted) :]:
        session.delete(row)
    return kept


def told(made: Sequence[ReviewDecision], firm: Firm) -> list[Mapping[str, object]]:
    """The decisions as the minutes print them."""
    return [
        {
            "position": each.position,
            "text": each.text,
            "owner": firm.members[each.owner_id].name,
            "due_on": each.due_on.isoformat(),
        }
        for each in made
    ]


def give(review: ManagementReview, firm: Firm, *, by: Viewer) -> None:
    """Hand signed decisions over: to their owners, and to the inbox of what is planned next."""
    made = of(review)
    soonest: dict[int, date] = {}
    for each in made:
        soonest[each.owner_id] = min(each.due_on, soonest.get(each.owner_id, each.due_on))
    for person_id, day in soonest.items():
        management_reviews.post(review_letters.decision_given(review, day), [person_id], firm)
    known = policies.listed() if made else []
    if known:
        text = BETWEEN.join(" ".join(each.text.split()).rstrip("。") for each in made)
        review_inputs.receive(
            known[0], text, because_of=review.reference, on=clock.today(), by=by.actor
        )


# One input per review: an inbox knows a record by its reference, and a plan names each in a line.
BETWEEN = " / "


def at(review: ManagementReview, position: int, *, seen_by: Viewer) -> ReviewDecision:
    """A decision of a signed review.

    Raises NotFound for a position there is none of, or that the person may not know of.
    """
    place = and_(ReviewDecision.review_id == review.id, ReviewDecision.position == position)
    found = session.scalar(select(ReviewDecision).where(place))
    known = review.state is ReviewState.SIGNED and found is not None
    if not known or found is None:
        raise NotFound("no_such_decision", position=position)
    if found.holder_id != seen_by.person_id:
        there = management_reviews.attendees_of(review)
        if not management_reviews.reads_minutes(review, there, seen_by):
            raise NotFound("no_such_decision", position=position)
    return found


def report_done(
    review: ManagementReview, position: int, done: Done, *, by: Viewer
) -> ReviewDecision:
    """Record what came of a decision, by whoever owns it.

    Raises NotFound, NotAllowed for anybody else, BadInput where nothing proves it and nobody says
    why, RuleBroken where it was reported before or as `check_done` does.
    """
    decision = at(review, position, seen_by=by)
    management_rules.check_reporter(by.person_id, decision.holder_id)
    if decision.done_on is not None:
        raise RuleBroken("decision_done_already")
    held_on = review.held_on or review.planned_on
    management_rules.check_done(done.result, done.done_on, held_on, clock.today())
    check_proven(done.no_proof, proven=done.proven)
    decision.done_on, decision.done_by_id = done.done_on, by.person_id
    decision.no_proof = "" if done.proven else done.no_proof.strip()
    decision.result = done.result.strip()
    session.flush()
    changes: dict[str, trail.Change] = {
        "decision": (None, decision.text),
        "done_on": (None, decision.done_on),
        "result": (None, decision.result),
        **({"no_proof": (None, decision.no_proof)} if decision.no_proof else {}),
    }
    trail.note(review.reference, "review_decision_done", by=by.actor, changes=changes)
    return decision
