"""Pages of policies: read in, shown clause by clause, with their versions and reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker import clock
from pms_tracker.check.findings import finding_lists
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.errors import BadInput, NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.acknowledgements import acknowledgements
from pms_tracker.plan.acknowledgements.acknowledgement_duties import COLLECT, READING
from pms_tracker.plan.policies import (
    brought_over,
    policies,
    policy_reviews,
    review_inputs,
    text_check,
    versions,
)
from pms_tracker.plan.rules.policy_rules import ReviewState, Stage, VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.plan.text import mending, policy_text
from pms_tracker.plan.text.files import policy_files
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.lists import filters
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.plan.policies import policy_preview
from pms_tracker.web.plan.policies.policy_forms import POLICY_LENGTH, AdoptForm, ImportForm
from pms_tracker.web.proofs import decision_forms
from pms_tracker.web.record import links, mails, record_history
from pms_tracker.web.record.paths import blocked

blueprint = Blueprint("policies", __name__, url_prefix="/plan/policies")


def _given(form: ImportForm) -> policy_files.Given:
    """What the file holds, else what was pasted."""
    handed_in = form.file.data
    if not (handed_in and handed_in.filename):
        return policy_preview.pasted(form.text.data or "")
    try:
        given = policy_files.given(handed_in.read(policy_files.MOST_BYTES + 1))
    except policy_text.NotAPolicy as trouble:
        raise BadInput(trouble.key) from trouble
    if len(given.text) > POLICY_LENGTH:
        raise BadInput("policy_too_long", longest=POLICY_LENGTH)
    return given


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    found = policies.listed(asked.due(gettext("次回見直し"), offered=False))
    return render_template(
        "plan/policies/list.html",
        asked=asked,
        policies=found,
        approved=policies.approved_ids(),
        inbox=review_inputs.waiting_counts(),
    )


def _listed() -> list[Policy]:
    asked = filters.Asked(request.args)
    return policies.listed(asked.due(gettext("次回見直し"), offered=False))


ShortList(
    "policies",
    _l("方針"),
    (
        Column("number", _l("番号"), lambda row: row.reference),
        Column("title", _l("方針"), lambda row: row.title, width=40),
        Column(
            "review_months", _l("見直しの周期（月）"), lambda row: row.review_months, Kind.NUMBER
        ),
        Column("next_review_on", _l("次回見直し"), lambda row: row.next_review_on, Kind.DAY),
    ),
    _listed,
).at(blueprint, Permission.SEE_RECORDS)


@blueprint.get("/import")
@requires(Permission.KEEP_POLICIES)
def import_form() -> ResponseReturnValue:
    return render_template("plan/policies/import.html", form=ImportForm(place=url_for(".preview")))


@blueprint.post("/import")
@requires(Permission.KEEP_POLICIES)
def preview() -> ResponseReturnValue:
    """Show the clauses as they would be stored, or the text again to be changed; nothing is stored
    yet."""
    form = ImportForm()
    # Without a text there is nothing to change: what is missing is said as ever.
    if request.form.get("do") == "edit" and (form.text.data or "").strip():
        return render_template("plan/policies/import.html", form=form)
    if move := request.form.get("mend"):
        return _mended(AdoptForm(), move)
    if form.validate_on_submit():
        with refused_into(form):
            given = _given(form)
            read = policy_preview.read_given(given)
            return _preview_page(read, policy_preview.form_of(given, read))
    return render_template("plan/policies/import.html", form=form), form.status


def _mended(form: AdoptForm, move: str) -> ResponseReturnValue:
    """The preview again after one move in its tree; what was typed beside it stays."""
    read = policy_preview.read_text(
        form.text.data or "", mending.understood(form.outline.data or "") or None
    )
    outline = mending.mended(read.outline, move)
    read = policy_preview.read_text(form.text.data or "", outline)
    form.outline.data = mending.written(read.outline)
    return _preview_page(read, form)


@blueprint.post("/")
@requires(Permission.KEEP_POLICIES)
def adopt() -> ResponseReturnValue:
    form = AdoptForm()
    if form.validate_on_submit():
        with refused_into(form):
            read = policy_preview.read_of(form)
            with taken_once() as taken:
                by, months = me().actor, form.months.data
                policy = brought_over.bring_over(read, by=by, months=months)
                reference = policy.reference
                taken.led_to = links.url_of(reference)
            flash(_brought_over(reference), "done")
            return redirect(links.url_of(reference))
    if form.text.errors:
        # It cannot be read, so it is pasted anew: where that is done, what is wrong is said.
        pasted = ImportForm()
        for told in form.text.errors:
            pasted.refuse(told, form.status, pasted.text)
        return render_template("plan/policies/import.html", form=pasted), pasted.status
    outline = mending.understood(form.outline.data or "") or None
    return _preview_page(policy_preview.read_text(form.text.data or "", outline), form)


def _brought_over(reference: str) -> str:
    return gettext(
        "%(reference)s を登録し、承認を依頼しました。承認されるまでは、公開されません。",
        reference=reference,
    )


def _preview_page(read: policy_text.PolicyText, form: AdoptForm) -> ResponseReturnValue:
    may_review = me().may(Permission.REVIEW_POLICIES)
    remarked = text_check.not_stored(read) if may_review else []
    unquoted = policy_preview.pasted(form.text.data or "").unquoted
    page = render_template(
        "plan/policies/preview.html",
        read=read,
        form=form,
        remarked=remarked,
        unquoted=unquoted,
        taken_off=policy_preview.taken_off(unquoted),
        parts=list(policy_preview.parts(read)),
        moved=request.form.get("mend", "").partition(":")[2],
    )
    return page, form.status


@blueprint.get("/<ref(POL):reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    policy, every, triggers = policy_reviews.around(reference)
    stages = versions.stages_of(every)
    shown = [each for each in every if versions.seen_by(me(), each)]
    standing = (each for each in shown if stages.get(each.edition) is Stage.IN_FORCE)
    # Before its first day, the version that the reader may see stands for the policy.
    edition = next(chain(standing, shown), None)
    if edition is None:
        raise NotFound("nothing_in_force")
    inbox, answered = review_inputs.of_policy(policy.id)
    made_known = acknowledgements.made_known(policy.id, me().person_id)
    held = policy_reviews.of_policy(policy.id)
    firm = Firm(clock.today())
    return render_template(
        "plan/policies/record.html",
        policy=policy,
        edition=edition,
        stages=stages,
        versions=shown,
        turn=whose_turn(every, firm),
        is_my_review=not {me().person_id, *me().stands_in_for}.isdisjoint(firm.managers()),
        is_approved=any(each.approved_on for each in every),
        waiting=next((each for each in held if each.state is ReviewState.SUBMITTED), None),
        clauses=policies.read_of(edition).clauses,
        revisions=policies.revisions(policy.id),
        reviews=held,
        triggers=triggers,
        inbox=inbox,
        answered=answered,
        # A lesson tells of a case, so it is shown to those who see all cases.
        sees_inbox=me().sees_all,
        found=finding_lists.against_policy([each.id for each in every], me()),
        mails=mails.about(policy.reference, firm),
        known=acknowledgements.to_read(made_known),
        made_known=made_known,
        collects=_collects(reference) if made_known else [],
        started_on=people.the_company().started_on,
        history=record_history.of(policy.reference),
    )


def _collects(reference: Reference) -> list[Duty]:
    """That the reader gathers the signatures of those who cannot sign in: whoever heads a unit may
    have to, or who runs the PMS."""
    if not (me().headed_unit_ids or me().may(Permission.REVIEW_POLICIES)):
        return []
    found = reading.due(date.max, me().person_id, reference, kinds=READING.keys)
    return [each for each in found if each.kind == COLLECT]


@dataclass(frozen=True, kw_only=True)
class VersionTurn(decision_forms.Turn):
    """Whose turn the open version of a policy is."""

    version: PolicyVersion


def whose_turn(every: Sequence[PolicyVersion], firm: Firm) -> VersionTurn | None:
    """Whose turn the open version among these is; None where there is none the reader may see."""
    version = next((each for each in every if each.state in versions.OPEN), None)
    if version is None:
        return None
    if version.state is VersionState.DRAFT:
        drafter = versions.drafter(version, firm)
        (name,) = firm.names([drafter]).values() or ("",)
        why = blocked(drafter, firm)
        mine = me().may(Permission.KEEP_POLICIES)
        turn = VersionTurn(name=name, is_mine=mine, blocked=why, version=version)
    else:
        found = decision_forms.turn(versions.approvers(version, firm), firm)
        turn = VersionTurn(**vars(found), version=version)
    return turn if turn.is_mine or me().sees_all else None
