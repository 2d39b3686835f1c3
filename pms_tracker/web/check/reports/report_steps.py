"""Where a report stands, as pages show it: the path of signatures, and whose turn it is."""

from flask_babel import gettext, ngettext

from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, AuditState
from pms_tracker.check.tables.audit_report_tables import SignedReport
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.web.record.paths import Step, Turn, blocked, first_of, in_place_of
from pms_tracker.web.words.days_in_words import day_text

FORM_OF_STATE = {AuditState.REPORTED: "approval", AuditState.APPROVED: "receipt"}
PLACES = {AuditState.UNDER_WAY: 0, AuditState.REPORTED: 1, AuditState.APPROVED: 2}


def standing(decisions: list[Approval], step: str) -> Approval | None:
    """The approval of a step that is in force."""
    found = (
        row
        for row in decisions
        if row.step == step and row.decision is Decision.APPROVED and row.voided_at is None
    )
    return next(found, None)


def path(
    audit: Audit, row: SignedReport | None, decisions: list[Approval], turn: Signing
) -> list[Step]:
    """The three signatures with where the report is."""
    said = [gettext("監査員の署名"), gettext("監査責任者の承認"), gettext("代表者の受領")]
    ended = audit.state is AuditState.CLOSED and row is not None
    here = len(said) if ended else PLACES.get(audit.state, -1)
    names = turn.firm.names(turn.asked[:1])
    found = []
    for place, label in enumerate(said):
        if place < here:
            found.append(Step(label, "done", _done(place, row, decisions)))
        elif place == here:
            back = row is not None and audit.state is AuditState.UNDER_WAY
            detail = gettext("差戻し") if back else "".join(names.values())
            found.append(Step(label, "back" if back else "now", detail))
        else:
            found.append(Step(label, "todo"))
    return found


def _done(place: int, row: SignedReport | None, decisions: list[Approval]) -> str:
    if row is None:
        return ""
    if place == 0:
        return day_text(row.signed_on, year=False)
    made = standing(decisions, (audit_report_rules.APPROVAL, audit_report_rules.RECEIPT)[place - 1])
    return day_text(made.decided_on, year=False) if made else waived()


def waived() -> str:
    """Why a box stays empty: nobody signs the same report twice."""
    return gettext("リーダーが監査責任者のため省略")


def turn(audit: Audit, signing: Signing, viewer: Viewer, left: int, unfiled: int) -> Turn:
    """Whose turn it is, seen by the viewer.

    `left` rows of the checklist have no result yet, `unfiled` do not conform and lack a finding.
    """
    if audit.state in FORM_OF_STATE:
        return _decision(audit.state, signing, viewer)
    if audit.state is AuditState.CLOSED:
        return Turn("done", gettext("終了"), _closed())
    if audit.state is AuditState.CANCELLED:
        return Turn("done", gettext("中止"), gettext("この監査は中止されました。"))
    if audit.state in BEFORE_THE_DAY or left or unfiled:
        return _checklist(audit, signing, viewer, left, unfiled)
    return _signature(signing, viewer)


def _closed() -> str:
    return gettext("この監査は終了しました。不適合は、それぞれの是正処置で扱います。")


def _named(person_id: int | None, firm: Firm) -> str:
    return "".join(firm.names([person_id]).values())


def _checklist(audit: Audit, signing: Signing, viewer: Viewer, left: int, unfiled: int) -> Turn:
    if viewer.person_id not in signing.team:
        auditor = first_of((*signing.signer.person_ids, *signing.team), signing.firm)
        words = blocked(auditor, signing.firm) or gettext(
            "%(name)sさんの対応待ちです。監査を行い、チェックリストに記入します。",
            name=_named(auditor, signing.firm),
        )
        return Turn("theirs", None, words)
    if audit.state in BEFORE_THE_DAY:
        words = gettext("監査を行い、チェックリストに記入してください。")
    elif left:
        words = ngettext(
            "残り%(num)d項目です。チェックリストに記入してください。",
            "残り%(num)d項目です。チェックリストに記入してください。",
            left,
        )
    else:
        words = ngettext(
            "不適合とした%(num)d項目に所見がありません。所見を記録してから、報告書に署名してください。",
            "不適合とした%(num)d項目に所見がありません。所見を記録してから、報告書に署名してください。",
            unfiled,
        )
    return Turn("yours", None, words, "checklist")


def _signature(signing: Signing, viewer: Viewer) -> Turn:
    if viewer.person_id in signing.signer.person_ids:
        return Turn("yours", None, gettext("所見と結論を書き、報告書に署名してください。"), "write")
    signer = first_of(signing.signer.person_ids, signing.firm)
    words = blocked(signer, signing.firm) or gettext(
        "%(name)sさんの対応待ちです。報告書に署名します。", name=_named(signer, signing.firm)
    )
    return Turn("theirs", None, words)


def _decision(state: AuditState, signing: Signing, viewer: Viewer) -> Turn:
    approving = state is AuditState.REPORTED
    if signing.may(viewer.person_id):
        for_id = signing.principal(viewer.person_id)
        names = signing.firm.names([for_id])
        label = in_place_of(names[for_id]) if for_id is not None else None
        words = (
            gettext("報告書を読み、承認するか差し戻してください。")
            if approving
            else gettext("報告書を読み、受領してください。改善の指示を書けます。")
        )
        return Turn("yours", label, words, FORM_OF_STATE[state])
    (asked,) = signing.asked[:1] or (None,)
    name = _named(asked, signing.firm)
    words = blocked(asked, signing.firm) or (
        gettext("%(name)sさんの対応待ちです。報告書の承認を待っています。", name=name)
        if approving
        else gettext("%(name)sさんの対応待ちです。報告書の受領を待っています。", name=name)
    )
    return Turn("theirs", None, words)
