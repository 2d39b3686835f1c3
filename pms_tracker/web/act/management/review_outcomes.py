"""Pages of a review's decisions: each to its owner, who reports what came of it."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_decisions
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.evidence import evidence as files
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.management.review_page import DECISION
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.proofs.evidence_views import OutcomeForm
from pms_tracker.web.record.paths import blocked
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint(
    "review_outcomes", __name__, url_prefix="/act/reviews/<ref(MR):reference>/decisions"
)


@blueprint.get("/<int:position>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference, position: int) -> ResponseReturnValue:
    return _page(_found(reference), position)


def _found(reference: Reference, *, for_update: bool = False) -> ManagementReview:
    return management_reviews.by_reference(reference, seen_by=me(), for_update=for_update)


def _page(
    review: ManagementReview, position: int, refused: OutcomeForm | None = None
) -> ResponseReturnValue:
    decision = review_decisions.at(review, position, seen_by=me())
    place = url_for(".report", reference=review.reference, position=position)
    form = refused
    if decision.holder_id == me().person_id and decision.done_on is None:
        form = form or OutcomeForm(formdata=None, place=place)
    waits = form is None and decision.done_on is None
    every = files.files(review.reference)
    page = render_template(
        "act/reviews/decision.html",
        review=review,
        decision=decision,
        form=form,
        names=people.names([decision.owner_id, decision.heir_id, decision.done_by_id]),
        blocked=blocked(decision.holder_id, Firm(clock.today())) if waits else "",
        file_limit=evidence_views.limit_words(),
        files=[
            (
                each,
                url_for(".file", reference=review.reference, position=position, number=each.number),
            )
            for each in every
            if each.step == _step(position)
        ],
    )
    return page, refused.status if refused else 200


def _step(position: int) -> str:
    return f"{DECISION}{position}"


@blueprint.post("/<int:position>")
@requires(Permission.SEE_RECORDS)
@step(OutcomeForm, lambda form, reference, position: _page(_found(reference), position, form))
def report(form: OutcomeForm, reference: Reference, position: int) -> Done:
    """The owner says what came of a decision, with evidence."""
    review = _found(reference, for_update=True)
    review_decisions.report_done(review, position, form.done, by=me())
    evidence_views.take(review.reference, "files", by=me(), step=_step(position))
    return Done(
        gettext("決定事項の結果を報告しました。次回のレビューで報告されます。"),
        url_for(".record", reference=reference, position=position),
    )


@blueprint.get("/<int:position>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, position: int, number: int) -> ResponseReturnValue:
    """What proves that a decision was carried out."""
    review = _found(reference)
    review_decisions.at(review, position, seen_by=me())
    return evidence_views.give(review.reference, number, _step(position))
