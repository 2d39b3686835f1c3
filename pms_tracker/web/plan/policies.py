"""Pages of policies: read in, shown clause by clause, reviewed in their cycle."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.check import findings
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import (
    acknowledgements,
    inputs,
    policies,
    policy_text,
    requirements,
    text_check,
)
from pms_tracker.plan.models import Policy
from pms_tracker.plan.policies import Conclusion
from pms_tracker.plan.policy_text import NotAPolicy, PolicyText
from pms_tracker.plan.rules import ReviewOutcome
from pms_tracker.web import drafts, filters, history, links, mails, remarks
from pms_tracker.web.access import me, requires
from pms_tracker.web.forms import as_written, refused_into
from pms_tracker.web.plan.forms import POLICY_LENGTH, AdoptForm, ImportForm, ReviewForm
from pms_tracker.web.sending import taken_once

blueprint = Blueprint("policies", __name__, url_prefix="/plan/policies")

LONGEST_ANSWER = 2_000
LONGEST_ID = 9


def read_text(text: str) -> PolicyText:
    """Read a policy; raises BadInput with what is wrong with it."""
    try:
        return policy_text.read(text.replace("\r\n", "\n"))
    except NotAPolicy as trouble:
        raise BadInput(trouble.key) from trouble


def _given_text(form: ImportForm) -> str:
    handed_in = form.file.data
    if handed_in and handed_in.filename:
        try:
            text = policy_text.read_bytes(handed_in.read(4 * POLICY_LENGTH + 1))
        except NotAPolicy as trouble:
            raise BadInput(trouble.key) from trouble
        if len(text) > POLICY_LENGTH:
            raise BadInput("policy_too_long", longest=POLICY_LENGTH)
        return text
    return form.text.data or ""


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    found = policies.listed(asked.due(gettext("次回見直し"), offered=False))
    return render_template(
        "plan/policies/list.html", asked=asked, policies=found, inbox=inputs.waiting_counts()
    )


@blueprint.get("/import")
@requires(Permission.KEEP_POLICIES)
def import_form() -> ResponseReturnValue:
    return render_template("plan/policies/import.html", form=ImportForm(place=url_for(".preview")))


@blueprint.post("/import")
@requires(Permission.KEEP_POLICIES)
def preview() -> ResponseReturnValue:
    """Show the clauses as they would be stored; nothing is stored yet."""
    form = ImportForm()
    if form.validate_on_submit():
        with refused_into(form):
            text = _given_text(form)
            read = read_text(text)
            return _preview_page(read, AdoptForm(formdata=None, text=read.text))
    return render_template("plan/policies/import.html", form=form), form.status


@blueprint.post("/")
@requires(Permission.KEEP_POLICIES)
def adopt() -> ResponseReturnValue:
    form = AdoptForm()
    if form.validate_on_submit():
        with refused_into(form):
            read = read_text(form.text.data)
            with taken_once() as taken:
                policy = policies.adopt(read, by=me().actor, months=form.months.data)
                reference = policy.reference
                taken.led_to = links.url_of(reference)
            flash(gettext("%(reference)s を登録しました。", reference=reference), "done")
            return redirect(links.url_of(reference))
    if form.text.errors:
        return render_template("plan/policies/import.html", form=ImportForm(formdata=None)), 400
    read = read_text(form.text.data or "")
    return _preview_page(read, form)


def _preview_page(read: PolicyText, form: AdoptForm) -> ResponseReturnValue:
    may_review = me().may(Permission.REVIEW_POLICIES)
    remarked = text_check.not_stored(read) if may_review else []
    page = render_template("plan/policies/preview.html", read=read, form=form, remarked=remarked)
    return page, form.status


@blueprint.get("/<ref:reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    editions = policies.editions(policy.id)
    edition = editions[0]
    inbox, answered = inputs.of_policy(policy.id)
    known = acknowledgements.announced(policy.id, me().person_id)
    return render_template(
        "plan/policies/record.html",
        policy=policy,
        edition=edition,
        clauses=requirements.of_edition(edition.id),
        revisions=policies.revisions(policy.id),
        reviews=policies.reviews(policy.id),
        inbox=inbox,
        answered=answered,
        # A lesson tells of a case, so it is shown to those who see all cases.
        sees_inbox=me().sees_all,
        found=findings.against_policy([each.id for each in editions], me()),
        mails=mails.about(policy.reference),
        known=known,
        started_on=people.the_company().started_on,
        history=history.of(policy.reference),
    )


@blueprint.get("/<ref:reference>/review")
@requires(Permission.REVIEW_POLICIES)
def review_form(reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    place = url_for(".conclude", reference=reference)
    text = policies.in_force(policy.id).text
    form = ReviewForm(place=place, version=policy.version, text=text)
    return _review_page(policy, form)


def _review_page(policy: Policy, form: ReviewForm) -> ResponseReturnValue:
    editions = policies.editions(policy.id)
    place = url_for(".conclude", reference=policy.reference)
    waits, answered = inputs.of_policy(policy.id)
    page = render_template(
        "plan/policies/review.html",
        policy=policy,
        form=form,
        inbox=waits,
        remarked=text_check.remarks(policy, editions[0], [*waits, *answered]),
        found=findings.against_policy([each.id for each in editions], me()),
        answers=drafts.typed_at(place) or request.form,
    )
    return page, form.status


@blueprint.post("/<ref:reference>/remarks")
@requires(Permission.REVIEW_POLICIES)
def lay(reference: Reference) -> ResponseReturnValue:
    """Make a remark of the text check an input of the next review."""
    name = request.form.get("remark", "")
    with transaction():
        policy = policies.by_reference(reference, for_update=True)
        waits, answered = inputs.of_policy(policy.id)
        edition = policies.in_force(policy.id)
        found = text_check.remarks(policy, edition, [*waits, *answered])
        chosen = next((each for each in found if each.name == name), None)
        if chosen is None:
            raise NotFound("no_such_remark")
        text_check.lay(policy, chosen, remarks.as_input(chosen.remark), by=me().actor)
    flash(gettext("見直しのインプットに入れました。"), "done")
    return redirect(url_for(".review_form", reference=reference, _anchor="text-check"))


@blueprint.post("/<ref:reference>/review")
@requires(Permission.REVIEW_POLICIES)
def conclude(reference: Reference) -> ResponseReturnValue:
    form = ReviewForm()
    if form.validate_on_submit():
        with refused_into(form):
            outcome = ReviewOutcome(form.outcome.data)
            revised = outcome is ReviewOutcome.REVISED
            text = read_text(form.text.data) if revised and form.text.data else None
            end = Conclusion(
                outcome, form.reason.data or "", clock.today(), form.postponed_to.data, text
            )
            answers = _answers()
            with transaction():
                policy = policies.by_reference(reference, for_update=True)
                policies.conclude_review(policy, end, answers, version=form.version.number, by=me())
            flash(gettext("見直しを記録しました。次回の期日が決まりました。"), "done")
            return redirect(url_for(".record", reference=reference))
    policy = policies.by_reference(reference)
    form.version.data = policy.version
    return _review_page(policy, form)


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
