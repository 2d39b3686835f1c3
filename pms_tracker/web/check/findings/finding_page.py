"""The page of one finding: what it states, how the auditee was heard, and the next step."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases import cases
from pms_tracker.check.audits import audits
from pms_tracker.check.findings import findings
from pms_tracker.check.findings.hearings import Hearing
from pms_tracker.check.rules import dispute_rules
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding, FindingAnswer
from pms_tracker.do.registers import ledger
from pms_tracker.evidence import evidence as files
from pms_tracker.evidence.evidence import Attached
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.questions import Question, together
from pms_tracker.trail import trail
from pms_tracker.web.check.findings.dispute_forms import ConfirmForm, DisputeForm, RulingForm
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, ReasonForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record import mails, record_history
from pms_tracker.web.record.paths import Turn, blocked, in_place_of

# Which form sends where.
FORMS: dict[str, tuple[type[Form], str]] = {
    "withdraw_form": (ReasonForm, "findings.withdraw"),
    "evidence_form": (evidence_views.EvidenceForm, "findings.add_evidence"),
    "confirm_form": (ConfirmForm, "disputes.confirm"),
    "dispute_form": (DisputeForm, "disputes.dispute"),
    "ruling_form": (RulingForm, "disputes.decide"),
}


# What is read where nobody was asked.
NOTHING: Question[None] = Question((), {}, lambda: None)


@dataclass(frozen=True)
class HearingTurn(Turn):
    """Whose step a hearing is: `by_exception` wants a reason of its own; `too_late` to dispute."""

    by_exception: bool = False
    too_late: bool = False


def show(finding: Finding, refused: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, with the version of now."""
    row = findings.around(finding, me())
    answer: FindingAnswer | None = row.FindingAnswer
    hearing = Hearing(finding, answer) if answer and answer.turn_due_on else None
    case, sees_case = cases.beside_finding(finding.id, me())
    attached, entries, names, mailed = together(
        files.attached(finding.reference),
        trail.noting(finding.reference),
        _names(finding, answer, hearing, case.turn_of_id if case else None),
        mails.question(finding.reference, hearing.firm if hearing else None) if answer else NOTHING,
    ).answer()
    page = render_template(
        "check/findings/record.html",
        finding=finding,
        audit=row.Audit,
        unit=row.Unit,
        requirement=row.Requirement,
        names=names,
        case=case,
        sees_audit=row.sees_audit,
        risk=row.risk,
        sees_risk=ledger.sees_whole(me()) or finding.unit_id in me().unit_ids,
        sees_case=sees_case,
        files=attached,
        file_limit=evidence_views.limit_words(),
        history=record_history.of_noted(finding.reference, (), entries),
        answer=answer,
        turn=_turn(hearing, names) if hearing else None,
        mails=mailed,
        may_add=_may_add(finding, hearing),
        **_forms(finding, attached, refused),
    )
    return page, refused.status if refused else 200


def _names(
    finding: Finding, answer: FindingAnswer | None, hearing: Hearing | None, turn_of: int | None
) -> Question[dict[int, str]]:
    ids: set[int | None] = {finding.recorded_by_id, turn_of}
    if answer is not None:
        ids |= {answer.answered_by_id, answer.answered_for_id, answer.turn_of_id}
        ids |= {answer.ruled_by_id, answer.ruled_for_id}
    if hearing is None:
        return people.named(ids)
    known = hearing.firm.names({*ids, *hearing.firm.deputies})
    return NOTHING.then(lambda _nothing: known)


def _forms(finding: Finding, attached: Sequence[Attached], refused: Form | None) -> dict[str, Form]:
    found: dict[str, Form] = {}
    for name, (kind, endpoint) in FORMS.items():
        place = url_for(endpoint, reference=finding.reference)
        fresh = kind(formdata=None, place=place)
        form = refused if isinstance(refused, kind) else fresh
        if "version" in form:
            form["version"].data = finding.version
        if isinstance(form, evidence_views.EvidenceForm):
            form.offer(attached)
        found[name] = form
    return found


def _may_add(finding: Finding, hearing: Hearing | None) -> bool:
    """Whether the reader audited it: then they add to what they saw until it is taken back."""
    if finding.state is FindingState.WITHDRAWN or not me().may(Permission.CARRY_OUT_AUDITS):
        return False
    team = hearing.team if hearing else audits.team_ids(finding.audit_id)
    return me().person_id in team


def _turn(hearing: Hearing, names: dict[int, str]) -> HearingTurn:
    told = hearing.finding.state is FindingState.TOLD
    if not hearing.may_act(me().person_id):
        asked = hearing.answer.turn_of_id
        name = names.get(asked or 0, "")
        words = blocked(asked, hearing.firm) or (
            gettext("%(name)sさんの確認を待っています。", name=name)
            if told
            else gettext("%(name)sさんが、異議について決めるのを待っています。", name=name)
        )
        return HearingTurn("theirs", None, words)
    for_id = hearing.principal(me().person_id)
    label = in_place_of(names[for_id]) if for_id is not None else None
    if told:
        late = dispute_rules.is_silent(hearing.answer.due_on, clock.today())
        words = gettext("所見を読み、確認するか、理由を添えて異議を申し立ててください。")
        return HearingTurn("yours", label, words, "answer", too_late=late)
    words = gettext("所見と異議を読み、所見を維持するか取り下げるかを決めてください。")
    return HearingTurn("yours", label, words, "ruling", by_exception=hearing.step.by_exception)
