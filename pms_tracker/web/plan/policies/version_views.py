"""Pages of a policy's versions: the draft editor, the locked text, and the decision about it."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.approvals import approvals
from pms_tracker.do.registers import purpose_coverage
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import policies, text_check, versions
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyVersion
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, ReasonForm, as_written
from pms_tracker.web.plan.policies import policy_preview
from pms_tracker.web.plan.policies.policy_forms import VersionForm
from pms_tracker.web.plan.policies.policy_views import whose_turn
from pms_tracker.web.proofs import decision_forms, evidence_views
from pms_tracker.web.record import links
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint(
    "versions", __name__, url_prefix="/plan/policies/<ref(POL):reference>/versions"
)


@blueprint.get("/new")
@requires(Permission.KEEP_POLICIES)
def draft_form(reference: Reference) -> ResponseReturnValue:
    policy = policies.by_reference(reference)
    text = policies.in_force(policy.id).text
    return _new_page(policy, VersionForm(place=url_for(".start", reference=reference), text=text))


def _new_page(policy: Policy, form: VersionForm) -> ResponseReturnValue:
    return render_template("plan/versions/new.html", policy=policy, form=form), form.status


@blueprint.post("/")
@requires(Permission.KEEP_POLICIES)
@step(
    VersionForm,
    lambda form, reference: _new_page(policies.by_reference(reference), form),
    once=True,
)
def start(form: VersionForm, reference: Reference) -> Done:
    """Begin a version outside a review."""
    written = _written(form)
    policy = policies.by_reference(reference, for_update=True)
    draft = versions.start_draft(policy, written, by=me())
    _tell_what_was_taken_off(form)
    return Done(
        gettext("改定案の下書きを始めました。"),
        url_for(".record", reference=reference, number=draft.edition),
    )


def _tell_what_was_taken_off(form: VersionForm) -> None:
    for words in policy_preview.taken_off(policy_preview.pasted(form.text.data or "").unquoted):
        flash(words, "info")


def _written(form: VersionForm) -> versions.Written:
    read = policy_preview.read_text(as_written(form.text.data))
    return versions.Written(read, form.reason.data or "", form.effective_on.data)


@blueprint.get("/<int:number>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference, number: int) -> ResponseReturnValue:
    return _page(*_found(reference, number))


def _found(
    reference: Reference, number: int, *, for_update: bool = False
) -> tuple[Policy, PolicyVersion]:
    return versions.by_edition(reference, number, for_whom=me(), for_update=for_update)


def _page(policy: Policy, version: PolicyVersion, form: Form | None = None) -> ResponseReturnValue:
    """The version with the form of its next step; a refused one comes back as it was typed."""
    every = versions.of_policy(policy.id)
    firm = Firm(clock.today())
    step = versions.step(version)
    made = [each for each in approvals.decisions(policy.reference) if each.step == step]
    read = policies.read_of(version)
    page = render_template(
        "plan/versions/record.html",
        policy=policy,
        version=version,
        stage=versions.stages_of(every).get(version.edition),
        before=next((e for e in every if _precedes(e, version)), None),
        read=read,
        remarked=text_check.of_draft(read) if version.state in versions.OPEN else [],
        lost=_lost(policy, version) if version.state in versions.OPEN else [],
        turn=whose_turn([version], firm),
        decisions=made,
        scans=decision_forms.scans(made, lambda number: _file_place(policy, version, number)),
        names=firm.names(firm.members),
        box=_box(policy, version, firm, form),
        **_forms(policy, version, form),
    )
    return page, form.status if form else 200


def _lost(policy: Policy, version: PolicyVersion) -> list[tuple[str, str, int]]:
    """The registered purposes that the text would publish no more."""
    return purpose_coverage.lost(policy, version.text, me())


def _precedes(one: PolicyVersion, version: PolicyVersion) -> bool:
    return one.edition < version.edition and one.state is VersionState.APPROVED


def _box(
    policy: Policy, version: PolicyVersion, firm: Firm, refused: Form | None
) -> decision_forms.Box | None:
    """The decision that a submitted version waits for."""
    form = refused if isinstance(refused, decision_forms.DecisionForm) else None
    asked = version.state is VersionState.SUBMITTED
    waits = versions.waiting(policy, version, firm) if asked else None
    place = _place("decide", policy, version)
    return decision_forms.box(waits, firm, place=place, version=version.version, refused=form)


def _forms(policy: Policy, version: PolicyVersion, refused: Form | None) -> dict[str, Form | None]:
    """The editor and the way to give up for a draft."""
    made: dict[str, Form | None] = {"editor": None, "ending": None}
    if version.state is VersionState.DRAFT and me().may(Permission.KEEP_POLICIES):
        made["editor"] = VersionForm(
            formdata=None,
            place=_place("write", policy, version),
            version=version.version,
            text=version.text,
            reason=version.reason,
            effective_on=version.effective_on,
        )
        place = _place("discard", policy, version)
        made["ending"] = ReasonForm(formdata=None, place=place, version=version.version)
    if isinstance(refused, VersionForm | ReasonForm):
        refused["version"].data = version.version
        made["editor" if isinstance(refused, VersionForm) else "ending"] = refused
    return made


def _place(endpoint: str, policy: Policy, version: PolicyVersion) -> str:
    return url_for(f".{endpoint}", reference=policy.reference, number=version.edition)


def _file_place(policy: Policy, version: PolicyVersion, file_number: int) -> str:
    reference, number = policy.reference, version.edition
    return url_for(".file", reference=reference, number=number, file_number=file_number)


@blueprint.get("/<int:number>/evidence/<int:file_number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int, file_number: int) -> ResponseReturnValue:
    """The scan of a decision about this version that was stamped on paper."""
    policy, version = _found(reference, number)
    return evidence_views.give(policy.reference, file_number, versions.step(version))


def _again(form: Form, reference: Reference, number: int) -> ResponseReturnValue:
    return _page(*_found(reference, number), form)


@blueprint.post("/<int:number>")
@requires(Permission.KEEP_POLICIES)
@step(VersionForm, _again)
def write(form: VersionForm, reference: Reference, number: int) -> Done:
    """Keep the draft as it was typed or, with the other button, ask for approval as well."""
    asks, written = request.form.get("move") == "submit", _written(form)
    policy, draft = _found(reference, number, for_update=True)
    use_case = versions.submit if asks else versions.save_draft
    use_case(policy, draft, written, version=form.number, by=me())
    _tell_what_was_taken_off(form)
    if asks:
        return _done(reference, number, gettext("改定案を提出しました。承認を依頼します。"))
    return _done(reference, number, gettext("改定案を保存しました。"))


@blueprint.post("/<int:number>/discard")
@requires(Permission.KEEP_POLICIES)
@step(ReasonForm, _again)
def discard(form: ReasonForm, reference: Reference, number: int) -> Done:
    policy, draft = _found(reference, number, for_update=True)
    seen = form.version.number
    versions.discard(policy, draft, form.reason.data, version=seen, by=me())
    return _done(reference, number, gettext("改定案を取り下げました。"))


@blueprint.post("/<int:number>/decision")
@requires(Permission.SEE_RECORDS)
@step(decision_forms.DecisionForm, _again)
def decide(form: decision_forms.DecisionForm, reference: Reference, number: int) -> Done:
    """Approve or send back; who may is for the rules."""
    policy, draft = _found(reference, number, for_update=True)
    seen = form.version.number
    decision_forms.keep_scan(versions.decide(policy, draft, form.decided, version=seen, by=me()))
    if form.decided.approves:
        return _done(reference, number, gettext("承認を記録しました。起案者に知らせます。"))
    return _sent_back(reference, number)


def _sent_back(reference: Reference, number: int) -> Done:
    """What was sent back is a draft again, which a deputy does not see."""
    words = gettext("差戻しを記録しました。起案者に知らせます。")
    if me().sees_all:
        return _done(reference, number, words)
    return Done(words, links.url_of(reference), turn=True)


def _done(reference: Reference, number: int, words: str) -> Done:
    return Done(words, url_for(".record", reference=reference, number=number), turn=True)
