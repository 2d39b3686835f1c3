"""Pages of policy reviews: wanted early, held with their inputs, put off with approval, kept."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.check.findings import finding_lists
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import (
    policies,
    policy_reviews,
    postponements,
    review_inputs,
    text_check,
    versions,
)
from pms_tracker.plan.rules.policy_rules import ReviewOutcome, ReviewState, Trigger
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.forms.shared_forms import as_written
from pms_tracker.web.plan.policies.policy_forms import CallForm, ReviewForm
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.proofs.decision_forms import DecisionForm
from pms_tracker.web.record import links, mails, record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import remarks

blueprint = Blueprint("reviews", __name__, url_prefix="/plan")

LONGEST_ANSWER = 2_000
LONGEST_ID = 9


@blueprint.get("/policies/<ref(POL):reference>/review")
@requires(Permission.REVIEW_POLICIES)
def form(reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    policy_reviews.check_approved(policy)
    place = url_for(".conclude", reference=reference)
    return _form_page(policy, ReviewForm(place=place, version=policy.version))


def _form_page(policy: Policy, filled: ReviewForm) -> ResponseReturnValue:
    editions = policies.editions(policy.id)
    place = url_for(".conclude", reference=policy.reference)
    waits, answered = review_inputs.of_policy(policy.id)
    # What is told here tells of cases and findings: a deputy reads it as the absent person would.
    principal_id = me().principal(Permission.REVIEW_POLICIES)
    principal = people.viewer(principal_id) if principal_id is not None else None
    ids = [each.id for each in editions]
    found = finding_lists.against_policy(ids, principal or me())
    page = render_template(
        "plan/reviews/form.html",
        policy=policy,
        form=filled,
        inbox=waits,
        triggers=[each for each in policy_reviews.triggers_of(policy.id) if each.review_id is None],
        remarked=text_check.remarks(policy, policies.in_force(policy.id), [*waits, *answered]),
        principal=principal,
        found=found,
        opens=finding_lists.against_policy(ids, me()) if principal else found,
        answers=form_drafts.typed_at(place) or request.form,
    )
    return page, filled.status


@blueprint.post("/policies/<ref(POL):reference>/remarks")
@requires(Permission.REVIEW_POLICIES)
def lay(reference: Reference) -> ResponseReturnValue:
    """Make a remark of the text check an input of the next review."""
    name = request.form.get("remark", "")
    with transaction():
        policy = policies.by_reference(reference, for_update=True)
        waits, answered = review_inputs.of_policy(policy.id)
        edition = policies.in_force(policy.id)
        found = text_check.remarks(policy, edition, [*waits, *answered])
        chosen = next((each for each in found if each.name == name), None)
        if chosen is None:
            raise NotFound("no_such_remark")
        text_check.lay(policy, chosen, remarks.as_input(chosen.remark), by=me())
    flash(gettext("見直しのインプットに入れました。"), "done")
    return redirect(url_for(".form", reference=reference, _anchor="text-check"))


def _again(filled: ReviewForm, reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    filled.version.data = policy.version
    return _form_page(policy, filled)


@blueprint.post("/policies/<ref(POL):reference>/review")
@requires(Permission.REVIEW_POLICIES)
@step(ReviewForm, _again)
def conclude(filled: ReviewForm, reference: Reference) -> Done:
    end, answers = _conclusion(filled), _answers()
    policy = policies.by_reference(reference, for_update=True)
    seen = filled.version.number
    review = policy_reviews.conclude(policy, end, answers, version=seen, by=me())
    return Done(_said(end.outcome), _led_to(policy, review))


def _conclusion(filled: ReviewForm) -> policy_reviews.Conclusion:
    return policy_reviews.Conclusion(
        ReviewOutcome(filled.outcome.data),
        filled.reason.data or "",
        clock.today(),
        filled.postponed_to.data,
        answers=filled.answers,
    )


def _begins_draft(outcome: ReviewOutcome) -> bool:
    return outcome is ReviewOutcome.REVISED and me().may(Permission.KEEP_POLICIES)


def _said(outcome: ReviewOutcome) -> str:
    """What is said of a concluded review."""
    if outcome is ReviewOutcome.POSTPONED:
        return gettext("延期の承認を依頼しました。承認されるまで、期日は変わりません。")
    if _begins_draft(outcome):
        return gettext("見直しを記録しました。改定案を書いてください。")
    return gettext("見直しを記録しました。次回の期日が決まりました。")


def _led_to(policy: Policy, review: PolicyReview) -> str:
    """Where the next step of a concluded review lies."""
    if review.outcome is ReviewOutcome.POSTPONED:
        return links.url_of(review.reference)
    if _begins_draft(review.outcome):
        number = versions.of_policy(policy.id)[0].edition
        return url_for("versions.record", reference=policy.reference, number=number)
    return links.url_of(policy.reference)


def _answers() -> dict[int, str]:
    given = {
        name.removeprefix("answer-"): as_written(text).strip()
        for name, text in request.form.items()
        if name.startswith("answer-")
    }
    if any(len(text) > LONGEST_ANSWER for text in given.values()):
        raise BadInput("answer_too_long", longest=LONGEST_ANSWER)
    return {
        int(number): text
        for number, text in given.items()
        if number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID
    }


@blueprint.get("/policies/<ref(POL):reference>/review/early")
@requires(Permission.REVIEW_POLICIES)
def call_form(reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    policy_reviews.check_approved(policy)
    place = url_for(".call", reference=reference)
    filled = CallForm(place=place, version=policy.version, happened_on=clock.today())
    return render_template("plan/reviews/early.html", policy=policy, form=filled)


def _call_again(filled: CallForm, reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    filled.version.data = policy.version
    page = render_template("plan/reviews/early.html", policy=policy, form=filled)
    return page, filled.status


@blueprint.post("/policies/<ref(POL):reference>/review/early")
@requires(Permission.REVIEW_POLICIES)
@step(CallForm, _call_again)
def call(filled: CallForm, reference: Reference) -> Done:
    """Record why a review is wanted before its day."""
    days = filled.happened_on.chosen, filled.due_on.chosen
    told = policy_reviews.Called(Trigger(filled.kind.data), filled.reason.data, *days)
    policy = policies.by_reference(reference, for_update=True)
    policy_reviews.call(policy, told, version=filled.version.number, by=me())
    return Done(gettext("早めの見直しのきっかけを記録しました。"), links.url_of(reference))


@blueprint.get("/reviews/<ref(PR):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _page(*policy_reviews.by_reference(reference))


def _page(
    review: PolicyReview, policy: Policy, filled: DecisionForm | None = None
) -> ResponseReturnValue:
    firm = Firm(clock.today())
    made = approvals.decisions(review.reference)
    page = render_template(
        "plan/reviews/record.html",
        review=review,
        policy=policy,
        box=_box(review, policy, firm, filled),
        scans=decision_forms.scans(made, lambda number: _file_place(review, number)),
        decide_by=postponements.decide_by(review),
        answers=policy_reviews.answers_of(review),
        answered=review_inputs.of_review(review.id) if _sees_answered(review) else [],
        triggers=[e for e in policy_reviews.triggers_of(policy.id) if e.review_id == review.id],
        drafts=[
            each
            for each in versions.of_policy(policy.id)
            if each.review_id == review.id and versions.seen_by(me(), each)
        ],
        decisions=made,
        names=firm.names(firm.members),
        mails=mails.about(review.reference, firm),
        history=record_history.of(review.reference),
        sees_history=me().sees_all,
    )
    return page, filled.status if filled else 200


def _sees_answered(review: PolicyReview) -> bool:
    """Lessons tell of cases: for those who see all of them, and for the deputy who answered them
    while they stand in for the same person."""
    held = review.held_by_id == me().person_id and review.held_for_id in me().stands_in_for
    return me().sees_all or held


def _box(
    review: PolicyReview, policy: Policy, firm: Firm, refused: DecisionForm | None
) -> decision_forms.Box | None:
    """The decision that a postponement waits for."""
    asked = review.state is ReviewState.SUBMITTED
    waits = postponements.waits(review, firm) if asked else None
    place = url_for(".decide", reference=review.reference)
    return decision_forms.box(waits, firm, place=place, version=policy.version, refused=refused)


def _file_place(review: PolicyReview, number: int) -> str:
    return url_for(".file", reference=review.reference, number=number)


@blueprint.get("/reviews/<ref(PR):reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """The scan of a decision about a postponement that was stamped on paper."""
    review, _policy = policy_reviews.by_reference(reference)
    return evidence_views.give(review.reference, number)


@blueprint.post("/reviews/<ref(PR):reference>/decision")
@requires(Permission.SEE_RECORDS)
@step(
    DecisionForm, lambda filled, reference: _page(*policy_reviews.by_reference(reference), filled)
)
def decide(filled: DecisionForm, reference: Reference) -> Done:
    """Approve a postponement or send it back; who may is for the rules."""
    review, policy = policy_reviews.by_reference(reference, for_update=True)
    row = postponements.decide(policy, review, filled.decided, by=me())
    decision_forms.keep_scan(row)
    if filled.decided.approves:
        words = gettext("延期の承認を記録しました。次回の期日が変わりました。")
    else:
        words = gettext("差戻しを記録しました。期日は変わりません。")
    return Done(words, links.url_of(reference), turn=True)
