"""Pages that change an audit's plan until it starts: its text, its day, its team, its notice."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audit_plans, audits
from pms_tracker.check.preparing import audit_changes
from pms_tracker.check.preparing.audit_changes import Amended, Replaced
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.audits import audit_page, offers
from pms_tracker.web.check.audits.audit_plan_forms import EditForm, MoveForm, TeamForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import asks_for_rows
from pms_tracker.web.forms.shared_forms import Form, VersionField
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.refusals.sentences import sentence

blueprint = Blueprint("audit_plans", __name__, url_prefix="/check/audits/<ref(AU):reference>")


class NotifyForm(Form):
    """Nothing but the version that was read."""

    version = VersionField()


def _changeable(reference: Reference) -> Audit:
    """An audit whose plan may still change; raises RuleBroken where it may not."""
    audit = audits.by_reference(reference, seen_by=me())
    audit_rules.check_before_the_day(audit.state)
    return audit


def _locked(reference: Reference) -> Audit:
    return audits.by_reference(reference, seen_by=me(), for_update=True)


def _done(reference: Reference, words: str) -> Done:
    return Done(words, url_for("audits.record", reference=reference))


@blueprint.get("/plan")
@requires(Permission.PLAN_AUDITS)
def edit_form(reference: Reference) -> ResponseReturnValue:
    audit = _changeable(reference)
    said = audit_plans.details_of(audit)
    asked = [row.requirement_id for row in audit_changes.criteria_rows(audit)]
    form = EditForm(
        place=url_for(".edit", reference=reference),
        version=audit.version,
        theme=audit.theme,
        requirement_ids=asked,
        rows=[vars(each) for each in said.schedule],
        auditee_ids=list(said.auditee_ids),
        **{name: getattr(said, name) for name in audit_plans.TEXTS},
    )
    return _edit_page(audit, form)


def _offer(audit: Audit, form: EditForm) -> offers.Clauses:
    offers.auditees(form, Firm(audit.planned_on), audit.unit_id)
    return offers.clauses(form)


def _edit_page(audit: Audit, form: EditForm) -> ResponseReturnValue:
    clauses = _offer(audit, form)
    form.offer_rows()
    page = render_template(
        "check/audits/edit.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        form=form,
        clauses=clauses,
    )
    return page, form.status


def _offer_edit(form: EditForm, reference: Reference) -> None:
    if not asks_for_rows():
        _offer(audits.by_reference(reference, seen_by=me()), form)
        form.offer_rows(more=0)


def _edit_again(form: EditForm, reference: Reference) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    if not asks_for_rows():
        form.version.data = audit.version
    return _edit_page(audit, form)


@blueprint.post("/plan")
@requires(Permission.PLAN_AUDITS)
@step(EditForm, _edit_again, offer=_offer_edit, rows=True)
def edit(form: EditForm, reference: Reference) -> Done:
    wanted = Amended(form.theme.data.strip(), form.requirement_ids.data, form.details())
    assignments.amend(_locked(reference), wanted, version=form.version.number, by=me())
    return _done(reference, gettext("監査計画を変更しました。"))


@blueprint.get("/team")
@requires(Permission.PLAN_AUDITS)
def team_form(reference: Reference) -> ResponseReturnValue:
    audit = _changeable(reference)
    lead, *others = audits.team_ids(audit.id)
    form = TeamForm(
        place=url_for(".replace", reference=reference),
        version=audit.version,
        lead_id=lead,
        member_ids=others,
        exception_reason=audit.exception_reason,
    )
    return _team_page(audit, form)


def _team_page(audit: Audit, form: TeamForm) -> ResponseReturnValue:
    firm = Firm(assignments.judged_on(audit))
    offers.team(form, firm, firm.on)
    found = assignments.standing(audit, firm)
    bars = found.bars(audits.team_ids(audit.id))
    page = render_template(
        "check/audits/team.html",
        audit=audit,
        unit=people.unit(audit.unit_id),
        form=form,
        warnings=[sentence(found.refusal(*each)) for each in bars.items()],
        eligible=list(found.firm.names(found.eligible).values()),
    )
    return page, form.status


def _offer_team(form: TeamForm, reference: Reference) -> None:
    audit = audits.by_reference(reference, seen_by=me())
    offers.team(form, Firm(audit.planned_on), audit.planned_on)


def _team_again(form: TeamForm, reference: Reference) -> ResponseReturnValue:
    audit = audits.by_reference(reference, seen_by=me())
    form.version.data = audit.version
    return _team_page(audit, form)


@blueprint.post("/team")
@requires(Permission.PLAN_AUDITS)
@step(TeamForm, _team_again, offer=_offer_team)
def replace(form: TeamForm, reference: Reference) -> Done:
    wanted = Replaced(form.team(), form.reason.data, form.exception_reason.data or "")
    assignments.replace_team(_locked(reference), wanted, version=form.version.number, by=me())
    return _done(reference, gettext("監査チームを変更しました。"))


@blueprint.post("/day")
@requires(Permission.PLAN_AUDITS)
@step(
    MoveForm,
    lambda form, reference: audit_page.show(
        audits.by_reference(reference, seen_by=me()), "move", form
    ),
)
def move(form: MoveForm, reference: Reference) -> Done:
    assignments.move_day(
        _locked(reference), form.day, reason=form.reason.data, version=form.version.number, by=me()
    )
    return _done(reference, gettext("監査の予定日を変更しました。"))


@blueprint.post("/notice")
@requires(Permission.PLAN_AUDITS)
@pressed()
def notify(reference: Reference) -> Done:
    audits.notify(_locked(reference), by=me(), version=NotifyForm().version.number)
    return _done(reference, gettext("監査の予定を、招待を添えてメールで知らせました。"))
