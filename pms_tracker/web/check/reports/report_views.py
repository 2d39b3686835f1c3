"""Pages of audit reports: written and signed in one, approved, received, and set on paper."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, pgettext
from sqlalchemy import select

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.audits import audits
from pms_tracker.check.day import checklist_file
from pms_tracker.check.reports import audit_reports, report_decisions
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.checklists.walk_page import methods_words
from pms_tracker.web.check.reports import report_page, report_paper
from pms_tracker.web.check.reports.report_forms import ApprovalForm, ReceiptForm, ReportForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.list_files import Column, Kind, Sheet
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.proofs.decision_forms import keep_scan, take_scan
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.record.term_papers import TermPaper
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text

blueprint = Blueprint("reports", __name__, url_prefix="/check/audits/<ref(AU):reference>/report")


@blueprint.get("/")
@requires(Permission.SEE_AUDITS)
def record(reference: Reference) -> ResponseReturnValue:
    return report_page.show(_found(reference))


def _found(reference: Reference, *, for_update: bool = False) -> Audit:
    return audits.by_reference(reference, seen_by=me(), for_update=for_update)


def _again(name: str) -> Callable[[Form, Reference], ResponseReturnValue]:
    return lambda form, reference: report_page.show(_found(reference), name, form)


def _report_form() -> ReportForm:
    form = ReportForm()
    form.signs = request.form.get("move") == "sign"
    return form


@blueprint.post("/")
@requires(Permission.CARRY_OUT_AUDITS)
@step(_report_form, _again("write"))
def write(form: ReportForm, reference: Reference) -> Done:
    """Keep the report as it was typed or, with the other button, sign it as well."""
    audit = _found(reference, for_update=True)
    if form.signs:
        _sign(audit, form)
        words = gettext("報告書に署名しました。内容は固定され、次の人に知らせます。")
        return _done(reference, words)
    audit_reports.save(audit, form.written, version=form.version.number, by=me())
    return _done(reference, gettext("報告書の下書きを保存しました。"))


def _sign(audit: Audit, form: ReportForm) -> None:
    seen, version = form.seen.data, form.version.number
    audit_reports.sign(audit, form.written, seen, version=version, by=me(), paper=form.paper)
    if form.paper:
        take_scan(audit.reference, audit_report_rules.SIGNATURE)


@blueprint.post("/approval")
@requires(Permission.SEE_AUDITS)
@step(ApprovalForm, _again("approval"))
def approval(form: ApprovalForm, reference: Reference) -> Done:
    """The audit manager approves or sends back; who may is for the rules."""
    words = gettext("報告書を承認しました。代表者に知らせます。")
    return _decided(form, reference, AuditState.REPORTED, words)


@blueprint.post("/receipt")
@requires(Permission.SEE_AUDITS)
@step(ReceiptForm, _again("receipt"))
def receipt(form: ReceiptForm, reference: Reference) -> Done:
    """The representative receives the report, which closes the audit, or sends it back."""
    words = gettext("報告書を受領し、監査を終了しました。監査員と部門に知らせます。")
    return _decided(form, reference, AuditState.APPROVED, words)


def _decided(form: ApprovalForm, reference: Reference, state: AuditState, words: str) -> Done:
    audit = _found(reference, for_update=True)
    keep_scan(report_decisions.decide(audit, state, form.decided, by=me(), paper=form.paper))
    if form.decided.decision is Decision.SENT_BACK:
        words = gettext("報告書を差し戻しました。監査員に知らせます。")
    return _done(reference, words)


def _done(reference: Reference, words: str) -> Done:
    # A deputy knows of an audit while its report waits for them; it may have gone on with this.
    if me().stands_in_for and not _knows(reference):
        return Done(words, url_for("overview.home"), turn=True)
    return Done(words, url_for(".record", reference=reference), turn=True)


def _knows(reference: Reference) -> bool:
    try:
        _found(reference)
    except NotFound:
        return False
    return True


@blueprint.get("/report.pdf")
@requires(Permission.SEE_AUDITS)
def paper(reference: Reference) -> ResponseReturnValue:
    """The report on A4: as it was signed (`number`: an earlier signature), or as a draft (案)."""
    found = report_page.desk(_found(reference), me())
    data, name = report_paper.data(found, request.args.get("number", ""))
    if data is None:
        raise NotFound("no_such_report", reference=str(reference))
    return papers.answer("audit_report", data, papers.named(name))


def _of_term(first: date, last: date, viewer: Viewer) -> Iterator[tuple[str, bytes]]:
    """The reports of audits that were closed in these days."""
    its = Audit.closed_on.between(first, last), audits.visible_to(viewer)
    for audit in session.scalars(select(Audit).where(*its).order_by(Audit.closed_on, Audit.id)):
        data, _name = report_paper.data(report_page.desk(audit, viewer))
        if data is not None:
            yield audit.reference, papers.set_paper("audit_report", data)


REPORTS = TermPaper("audits", N_("監査報告書"), _of_term)
SHEET = (
    Column("number", _l("番号"), lambda row: row.number, Kind.NUMBER, width=6),
    Column("clause", _l("条項"), lambda row: row.requirement.path),
    Column("requirement", _l("要求事項"), lambda row: row.requirement.text, width=48),
    Column("question", _l("質問"), lambda row: row.item.question, width=36),
    Column("methods", _l("確認方法"), lambda row: methods_words(row.item.methods), width=16),
    # The word alone: a cell that begins with － is taken for a formula.
    Column("result", _l("結果"), lambda row: row.item.result, said=labels.label),
    Column("note", _l("メモ"), lambda row: row.item.note, width=36),
    Column("population", _l("母数"), lambda row: row.item.population, Kind.NUMBER, width=10),
    Column(
        "sample_size", _l("確かめた数"), lambda row: row.item.sample_size, Kind.NUMBER, width=10
    ),
    Column("sample_how", _l("選び方"), lambda row: row.item.sample_how, width=24),
    Column("asked", _l("聞いた人"), lambda row: row.item.asked, width=18),
    Column("files", _l("証拠ファイル"), lambda row: row.files, Kind.NUMBER),
    Column("findings", _l("所見"), lambda row: " ".join(row.findings), width=24),
)

# What of it stands on paper, with its share of the width; 0 is as wide as what it says.
ON_PAPER = {
    **{"number": 0, "clause": 3, "requirement": 7, "question": 5, "methods": 3, "result": 3},
    **{"note": 6, "population": 0, "sample_size": 0, "sample_how": 3, "asked": 3, "findings": 3},
}
# What a row may do without: once an audit is over, it stands on paper where a row says it.
SPARED = frozenset({"question", "methods", "population", "sample_size", "sample_how", "asked"})
OVER = frozenset({AuditState.REPORTED, AuditState.APPROVED, AuditState.CLOSED})


@blueprint.get("/checklist.csv", defaults={"kind": "csv"})
@blueprint.get("/checklist.xlsx", defaults={"kind": "xlsx"})
@requires(Permission.SEE_AUDITS)
def checklist(reference: Reference, kind: str) -> ResponseReturnValue:
    """The checklist as a file: the rows that the audit's page shows, in the same order."""
    return list_files.answer(_checklist(_found(reference), SHEET), kind)


@blueprint.get("/checklist.pdf")
@requires(Permission.SEE_AUDITS)
def checklist_paper(reference: Reference) -> ResponseReturnValue:
    """The same on A4 landscape, with room for the seals of who checked and who read it."""
    audit = _found(reference)
    sheet = _checklist(audit, _columns_on_paper(audit))
    paper = section_papers.listed(
        sheet,
        [ON_PAPER[each.key] for each in sheet.columns],
        form=gettext("監査チェックリスト"),
        reference=audit.reference,
        notes=[*_about(audit)],
        boxes=[
            (labels.label(Role.AUDIT_MANAGER), pgettext("decided", "確認")),
            (labels.label(Role.AUDITOR), pgettext("decided", "作成")),
        ],
        letters=7.5,
    )
    return papers.handed(paper, list_files.disposition(sheet, "pdf"))


def _columns_on_paper(audit: Audit) -> list[Column]:
    its = [each for each in SHEET if each.key in ON_PAPER]
    if audit.state not in OVER:
        return its
    rows = checklist_file.rows(audit)
    return [
        each
        for each in its
        if each.key not in SPARED or any(each.value(row) not in ("", None) for row in rows)
    ]


def _about(audit: Audit) -> Iterator[str]:
    unit = people.unit(audit.unit_id).name if audit.unit_id else ""
    held = audit.held_on or audit.planned_on
    yield " / ".join(each for each in (labels.label(audit.kind), unit, day_text(held)) if each)
    yield audit.theme
    team = audits.team_ids(audit.id)
    names = people.names({*team, *audit.auditee_ids})
    for who, ids in ((gettext("監査員"), team), (gettext("被監査者"), audit.auditee_ids)):
        if ids:
            said = labels.between(names[each] for each in ids)
            yield gettext("%(label)s：%(words)s", label=who, words=said)


def _checklist(audit: Audit, columns: Sequence[Column]) -> Sheet:
    rows = checklist_file.rows(audit)

    def more(last: checklist_file.FileRow | None) -> Sequence[checklist_file.FileRow]:
        begun = last.number if last else 0
        return rows[begun : begun + list_files.CHUNK]

    title = gettext("%(reference)s チェックリスト", reference=audit.reference)
    return Sheet(title, f"{audit.reference}-checklist", columns, more)


@blueprint.get("/evidence/<int:number>")
@requires(Permission.SEE_AUDITS)
def file(reference: Reference, number: int) -> ResponseReturnValue:
    """A scan of a stamped report."""
    return evidence_views.give(_found(reference).reference, number)
