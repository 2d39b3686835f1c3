"""Pages of findings: the list an auditor works from, and the record with its case."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.act.cases import filing
from pms_tracker.check.audits import audit_lists
from pms_tracker.check.findings import finding_lists, findings
from pms_tracker.check.rules import grade_rules
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Kind as RecordKind, Reference
from pms_tracker.people.firm import company_profile
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.findings import finding_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import ReasonForm
from pms_tracker.web.lists import choices, filters
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.list_pages import ListPage, name_of
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import label, marked

blueprint = Blueprint("findings", __name__, url_prefix="/check/findings")
REQUIREMENTS = choices.requirements(finding_lists.against)
UNITS = choices.units(audit_lists.units)


def wanted(asked: filters.Asked) -> finding_lists.Filter:
    """What an address asks of the list; sets its order too."""
    asked.sort(
        finding_lists.SORTS, number=gettext("番号"), found=gettext("発見日"), unit=gettext("部門")
    )
    return finding_lists.Filter(
        grade=asked.member(
            "grade", gettext("等級"), Graded, grade_rules.filters(company_profile.parts())
        ),
        state=asked.member("state", gettext("状態"), FindingState),
        unit_id=asked.number("unit", gettext("部門"), UNITS),
        requirement_id=asked.number("requirement", gettext("要求事項"), REQUIREMENTS),
        found=asked.days("found", _l("発見日")),
        standing=asked.flag("standing", _l("取り下げたものを除く")),
        text=asked.text(),
    )


COLUMNS = (
    Column("number", _l("番号"), name_of(RecordKind.FINDING)),
    Column("title", _l("内容"), lambda row: row.title, width=48),
    Column("unit", _l("部門"), lambda row: row.unit, width=18),
    Column("clause", _l("条項"), lambda row: row.path),
    Column("requirement", _l("要求事項"), lambda row: row.requirement, width=48),
    Column("fact", _l("事実"), lambda row: row.fact, width=48),
    Column("evidence", _l("客観的証拠"), lambda row: row.evidence, width=36),
    Column("grade", _l("等級"), lambda row: row.grade, said=marked),
    Column("state", _l("状態"), lambda row: row.state, said=label),
    Column("found_on", _l("発見日"), lambda row: row.found_on, Kind.DAY),
)
LIST = ListPage(
    *("findings", "findings.index", _l("監査所見")),
    finding_lists.FINDINGS,
    wanted,
    COLUMNS,
    conditions=frozenset(
        {"grade", "state", "unit", "requirement", "found", "standing", "q", "sort"}
    ),
    views=(
        (_l("すべて"), {}),
        (_l("対応中"), {"state": "open"}),
        (_l("観察事項"), {"grade": "observation"}),
    ),
    whole=finding_lists.WHOLE_FINDINGS,
    offers=(UNITS, REQUIREMENTS),
)


@blueprint.get("/")
@requires(Permission.SEE_AUDITS)
def index() -> ResponseReturnValue:
    return render_template("check/findings/list.html", **LIST.shown())


@blueprint.get("/export.csv", defaults={"kind": "csv"})
@blueprint.get("/export.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_AUDITS)
def export(kind: str) -> ResponseReturnValue:
    return LIST.file(kind)


@blueprint.get("/<ref(F):reference>")
@requires(Permission.SEE_AUDITS)
def record(reference: Reference) -> ResponseReturnValue:
    return finding_page.show(findings.by_reference(reference, seen_by=me()))


@blueprint.post("/<ref(F):reference>/withdraw")
@requires(Permission.WITHDRAW)
@step(
    ReasonForm,
    lambda form, reference: finding_page.show(findings.by_reference(reference, seen_by=me()), form),
)
def withdraw(form: ReasonForm, reference: Reference) -> Done:
    filing.withdraw(
        filing.locked(reference, seen_by=me()),
        reason=form.reason.data,
        version=form.version.number,
        by=me(),
    )
    return Done(gettext("所見を取り下げました。"), url_for(".record", reference=reference))


@blueprint.post("/<ref(F):reference>/evidence")
@requires(Permission.CARRY_OUT_AUDITS)
@step(
    evidence_views.EvidenceForm,
    lambda form, reference: finding_page.show(findings.by_reference(reference, seen_by=me()), form),
    once=True,
)
def add_evidence(form: evidence_views.EvidenceForm, reference: Reference) -> Done:
    """Files added later by its auditors; an earlier one is superseded, never gone."""
    finding = findings.by_reference(reference, seen_by=me(), for_update=True)
    findings.check_adds(finding, me())
    replaced = form.supersedes.data
    files = evidence_views.take(str(reference), "files", by=me(), supersedes=replaced)
    if not files:
        raise BadInput("file_needed")
    return Done(gettext("証拠ファイルを追加しました。"), url_for(".record", reference=reference))


@blueprint.get("/<ref(F):reference>/evidence/<int:number>")
@requires(Permission.SEE_AUDITS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    finding = findings.by_reference(reference, seen_by=me())
    return evidence_views.give(finding.reference, number)
