"""Pages of a finding's hearing: the auditee confirms or disputes it, somebody else decides."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.cases import filing
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.findings import disputes, findings
from pms_tracker.check.rules.dispute_rules import Ruling
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.findings import finding_page
from pms_tracker.web.check.findings.dispute_forms import ConfirmForm, DisputeForm, RulingForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("disputes", __name__, url_prefix="/check/findings/<ref(F):reference>")


def _place(reference: Reference) -> str:
    return url_for("findings.record", reference=reference)


@blueprint.post("/confirm")
@requires(Permission.HANDLE_CASES)
@step(ConfirmForm, lambda form, reference: _again(reference, form), once=_place)
def confirm(form: ConfirmForm, reference: Reference) -> Done:
    finding = _locked(reference)
    opened = filing.confirm(finding, version=form.version.number, by=me())
    case = _name_of(opened)
    return Done(
        gettext("所見を確認し、是正処置 %(case)s を始めました。", case=case), _place(reference)
    )


@blueprint.post("/dispute")
@requires(Permission.HANDLE_CASES)
@step(DisputeForm, lambda form, reference: _again(reference, form), once=_place)
def dispute(form: DisputeForm, reference: Reference) -> Done:
    finding, reason = _locked(reference), form.dispute.data or ""
    disputes.dispute(finding, reason=reason, version=form.version.number, by=me())
    evidence_views.take(finding.reference, "files", by=me())
    return Done(gettext("異議を申し立てました。決定をお待ちください。"), _place(reference))


@blueprint.post("/decide")
@requires(Permission.HANDLE_CASES)
@step(RulingForm, lambda form, reference: _again(reference, form), once=_place)
def decide(form: RulingForm, reference: Reference) -> Done:
    decided = disputes.Decided(
        Ruling(form.ruling.data), form.grounds.data or "", form.exception_reason.data or ""
    )
    finding = _locked(reference)
    opened = filing.decide(finding, decided, version=form.version.number, by=me())
    case = _name_of(opened)
    words = gettext("所見を取り下げました。")
    if case:
        words = gettext("所見を維持し、是正処置 %(case)s を始めました。", case=case)
    return Done(words, _place(reference))


def _locked(reference: Reference) -> Finding:
    return findings.by_reference(reference, seen_by=me(), for_update=True)


def _name_of(case: Case | None) -> str:
    return case.reference if case else ""


def _again(reference: Reference, form: Form) -> ResponseReturnValue:
    return finding_page.show(findings.by_reference(reference, seen_by=me()), form)
