"""Pages of findings: the list an auditor works from, and the record with its case."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act import cases, filing
from pms_tracker.check import findings
from pms_tracker.check.findings import Filter
from pms_tracker.check.models import Finding
from pms_tracker.check.rules import FindingState, Grade
from pms_tracker.database import transaction
from pms_tracker.evidence import evidence as files
from pms_tracker.kernel.references import Reference
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import requirements
from pms_tracker.web import choices, evidence, filters, history
from pms_tracker.web.access import me, requires
from pms_tracker.web.forms import ReasonForm, refused_into

blueprint = Blueprint("findings", __name__, url_prefix="/check/findings")


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def index() -> ResponseReturnValue:
    asked = filters.Asked(request.args)
    narrowed = wanted(asked)
    rows = findings.listed(me(), narrowed, asked.order, filters.ROWS)
    return render_template(
        "check/findings/list.html",
        asked=asked,
        rows=asked.page(rows),
        count=findings.counted(me(), narrowed),
    )


def wanted(asked: filters.Asked) -> Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(
        findings.SORTS, number=gettext("番号"), found=gettext("発見日"), unit=gettext("部門")
    )
    return Filter(
        grade=asked.member("grade", gettext("等級"), Grade),
        state=asked.member("state", gettext("状態"), FindingState),
        unit_id=asked.number("unit", gettext("部門"), choices.units()),
        requirement_id=asked.number(
            "requirement", gettext("要求事項"), choices.requirements(asked.asks_for("requirement"))
        ),
        found=asked.days("found", gettext("発見日")),
        standing=asked.flag("standing", gettext("取り下げたものを除く")),
        text=asked.text(),
    )


@blueprint.get("/<ref:reference>")
@requires(Permission.SEE_RECORDS)
def record(reference: Reference) -> ResponseReturnValue:
    return _page(findings.by_reference(reference, seen_by=me()))


def _page(finding: Finding, form: ReasonForm | None = None) -> ResponseReturnValue:
    if form is None:
        place = url_for(".withdraw", reference=finding.reference)
        form = ReasonForm(formdata=None, place=place, version=finding.version)
    page = render_template(
        "check/findings/record.html",
        finding=finding,
        audit=findings.audit_of(finding),
        unit=people.unit(finding.unit_id),
        requirement=requirements.by_id(finding.requirement_id),
        names=people.names([finding.recorded_by_id]),
        case=cases.of_finding(finding.id),
        files=files.files(finding.reference),
        history=history.of(finding.reference),
        withdraw_form=form,
    )
    return page, form.status


@blueprint.post("/<ref:reference>/withdraw")
@requires(Permission.WITHDRAW)
def withdraw(reference: Reference) -> ResponseReturnValue:
    form = ReasonForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                finding = findings.by_reference(reference, seen_by=me(), for_update=True)
                filing.withdraw(
                    finding, reason=form.reason.data, version=form.version.number, by=me()
                )
            flash(gettext("所見を取り下げました。"), "done")
            return redirect(url_for(".record", reference=reference))
    finding = findings.by_reference(reference, seen_by=me())
    form.version.data = finding.version
    return _page(finding, form)


@blueprint.get("/<ref:reference>/evidence/<int:number>")
@requires(Permission.SEE_RECORDS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    finding = findings.by_reference(reference, seen_by=me())
    return evidence.give(finding.reference, number)
