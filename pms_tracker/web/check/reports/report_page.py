"""The page of one report: what is signed or being written, and the form of the next signature."""

from dataclasses import dataclass, field

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker import clock
from pms_tracker.approvals import approvals, paper as approval_paper
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.check.audits import surroundings
from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.reports import audit_reports, report_content
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_report_tables import AuditReport, SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.evidence import evidence as files
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.web.check.checklists import walk_page
from pms_tracker.web.check.reports import report_forms, report_steps, report_words
from pms_tracker.web.door.access import me
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.paths import Turn
from pms_tracker.web.words import labels


@dataclass
class Desk:
    """A report as one reader finds it. `content` is None where there is nothing for them yet."""

    around: surroundings.Surroundings
    viewer: Viewer
    firm: Firm
    signed: list[SignedReport]
    facts: report_content.Content = field(default_factory=dict)

    @property
    def audit(self) -> Audit:
        return self.around.audit

    @property
    def report(self) -> AuditReport | None:
        return self.around.report

    @property
    def signing(self) -> Signing:
        return self.around.signing(self.firm)

    @property
    def is_frozen(self) -> bool:
        return self.audit.state in audit_reports.FROZEN and bool(self.signed)

    @property
    def on_team(self) -> bool:
        return self.viewer.person_id in self.around.team_ids

    @property
    def writes(self) -> bool:
        """Drafts are for those who audit, and the audit manager, who enters what is on paper."""
        return self.on_team or Role.AUDIT_MANAGER in self.viewer.roles

    @property
    def knows_earlier(self) -> bool:
        """Whether the reader may see what was signed and came back."""
        return self.writes or self.viewer.sees_all

    @property
    def known(self) -> list[SignedReport]:
        """The signatures that the reader may know of: all, or the one that stands."""
        if self.knows_earlier:
            return self.signed
        return self.signed[:1] if self.is_frozen else []

    @property
    def content(self) -> report_content.Content | None:
        if self.is_frozen:
            return self.signed[0].content
        if self.facts:
            written = report_content.words(self.report) if self.report else beginning(self)
            return {**self.facts, audit_report_rules.Part.OPINION.value: written}
        return None


def desk(audit: Audit, viewer: Viewer) -> Desk:
    """Everything about a report that a reader may see."""
    firm = Firm(clock.today())
    found = Desk(surroundings.of(audit), viewer, firm, audit_reports.signed(audit.id))
    if audit.state is AuditState.UNDER_WAY and found.writes:
        found.facts = report_content.facts(found.around, firm)
    return found


def beginning(found: Desk) -> dict[str, str]:
    """What a new report begins with: good practices, and whom the rules want to read it."""
    return {
        "opinion": "",
        "conclusion": "",
        "strong_points": report_content.strong_points(found.facts),
        "distribution": _distribution(found),
    }


def _distribution(found: Desk) -> str:
    people_of = [
        (Role.REPRESENTATIVE, found.firm.holders(Role.REPRESENTATIVE)),
        (Role.PRIVACY_MANAGER, found.firm.holders(Role.PRIVACY_MANAGER)),
        (Role.DEPARTMENT_HEAD, found.firm.heads_of(found.audit.unit_id)),
    ]
    names = found.firm.names(each for _role, ids in people_of for each in ids)
    return "\n".join(
        f"{labels.label(role)} {names[each]}" for role, ids in people_of for each in ids
    )


def show(
    audit: Audit, name: str = "", form: report_forms.PaperFields | None = None
) -> ResponseReturnValue:
    """The report; a refused form is shown again as it was typed, beside what is so now."""
    found = desk(audit, me())
    every = approvals.decisions(audit.reference)
    decisions = [each for each in every if each.step in audit_report_rules.STEPS]
    lacks = _unfiled(found)
    turn = report_steps.turn(
        audit, found.signing, me(), _left(found), len(lacks.needed) if lacks else 0
    )
    wanted = name or _wanted(found, turn)
    if form is None:
        form = _form(wanted, found)
    else:
        _seen_now(form, found)
    if form is not None:
        _offer_paper(form, found)
    row = found.signed[0] if found.signed else None
    page = render_template(
        "check/reports/record.html",
        audit=audit,
        unit=found.around.unit,
        desk=found,
        told=report_words.told(found.content) if found.content else None,
        row=row,
        path=report_steps.path(audit, row, decisions, found.signing),
        turn=turn,
        unfiled=lacks,
        words_of=walk_page.words_of,
        form_name=wanted,
        form=form,
        decisions=decisions,
        waived=report_steps.waived(),
        names=found.firm.names(_persons(found, decisions)),
        files=files.files(audit.reference),
        file_limit=evidence_views.limit_words(),
    )
    return page, form.status if form else 200


def _left(found: Desk) -> int:
    """How many rows have no result; nothing is left of what others may not see."""
    return report_content.unanswered(found.facts) if found.facts else 0


def _unfiled(found: Desk) -> checklist_rows.Unfiled | None:
    """Rows that lack their finding, for those who write the report or decide on it."""
    if found.facts or found.signing.may(found.viewer.person_id):
        return checklist_rows.unfiled(found.audit)
    return None


def _persons(found: Desk, decisions: list[Approval]) -> list[int | None]:
    saved_by = found.report.saved_by_id if found.report else None
    signed = [who for each in found.signed for who in (each.signed_by_id, each.entered_by_id)]
    made = [who for row in decisions for who in (row.decided_by_id, row.entered_by_id, row.for_id)]
    return [saved_by, *signed, *made, *found.around.team_ids]


def _wanted(found: Desk, turn: Turn) -> str:
    """Which form the reader is given: that of the next step, or one to enter a stamped paper."""
    state = found.audit.state
    if state is AuditState.UNDER_WAY:
        return "write" if found.writes else ""
    name = report_steps.FORM_OF_STATE.get(state, "")
    if turn.form or not name:
        return turn.form
    return name if _typed_in_for(found) else ""


def _typed_in_for(found: Desk) -> list[int]:
    """Those whose step it is whose stamped paper the reader may type in."""
    hands = audit_reports.hands_of(found.signing, found.audit, found.signed)
    named = found.signing.takers.person_ids
    return approval_paper.may_type_in(named, hands, firm=found.firm, by=found.viewer)


def _form(name: str, found: Desk) -> report_forms.PaperFields | None:
    audit = found.audit
    if name == "write":
        words = report_content.words(found.report) if found.report else beginning(found)
        return report_forms.ReportForm(
            formdata=None,
            place=url_for("reports.write", reference=audit.reference),
            version=found.report.version if found.report else 0,
            seen=report_content.seal(found.facts),
            **words,
        )
    if name in {"approval", "receipt"}:
        kind = report_forms.ApprovalForm if name == "approval" else report_forms.ReceiptForm
        place = url_for(f"reports.{name}", reference=audit.reference)
        return kind(formdata=None, place=place, seen_digest=found.signed[0].digest)
    return None


def _seen_now(form: report_forms.PaperFields, found: Desk) -> None:
    """A form that comes back is bound to what its page shows now."""
    if isinstance(form, report_forms.ReportForm):
        form.version.data = found.report.version if found.report else 0
        form.seen.data = report_content.seal(found.facts)
    elif isinstance(form, report_forms.ApprovalForm) and found.signed:
        form.seen_digest.data = found.signed[0].digest


def _offer_paper(form: report_forms.PaperFields, found: Desk) -> None:
    """A stamped paper is entered for those whose step it is, by somebody else."""
    able = _typed_in_for(found)
    names = found.firm.names(able)
    form.on_paper_by.offer([(each, names[each]) for each in able])
