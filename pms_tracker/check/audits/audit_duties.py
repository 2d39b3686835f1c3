"""What audits want somebody to do: to be carried out and reported by their team, and reports to be
approved and received."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import select

from pms_tracker.check.audits import audits
from pms_tracker.check.audits.report_signing import Signing
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, DAYS_TO_FINISH, AuditState
from pms_tracker.check.tables.audit_report_tables import AuditReport
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm

CARRY_OUT, FINISH = "carry_out_audit", "finish_audit"
APPROVE, RECEIVE = "approve_report", "receive_report"
STATE_OF_KIND = {APPROVE: AuditState.REPORTED, RECEIVE: AuditState.APPROVED}
KIND_OF_STATE = {
    **dict.fromkeys(BEFORE_THE_DAY, CARRY_OUT),
    AuditState.UNDER_WAY: FINISH,
    **{state: kind for kind, state in STATE_OF_KIND.items()},
}
TEAM, WRITERS = "team", "writers"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """An audit before its day or under way is each auditor's of its team, its lead first; a report
    that waits is of whoever decides on it."""
    teams: dict[int, list[int]] = defaultdict(list)
    members = select(AuditTeamMember.audit_id, AuditTeamMember.person_id)
    for audit_id, person_id in session.execute(
        members.where(AuditTeamMember.audit_id.in_(ids)).order_by(AuditTeamMember.position)
    ):
        teams[audit_id].append(person_id)
    for audit in duty_sources.loaded(Audit, ids):
        if audit.state in KIND_OF_STATE:
            yield from _wants(audit, teams[audit.id])


def _wants(audit: Audit, team: list[int]) -> Iterator[Wanted]:
    kind, due_on = KIND_OF_STATE[audit.state], _due_on(audit)
    if due_on is None:
        return
    named = audit.id, audit.reference, kind, due_on
    if kind in STATE_OF_KIND:
        report = session.get(AuditReport, audit.id)
        yield Wanted(
            *named,
            Holder.RULE,
            parties={TEAM: team, WRITERS: report.writer_ids if report else []},
            title=audit.theme,
            unit_id=audit.unit_id,
        )
        return
    for place, person_id in enumerate(team):
        yield Wanted(
            *named, person_id=person_id, title=audit.theme, unit_id=audit.unit_id, place=place
        )


def _due_on(audit: Audit) -> date | None:
    if audit.state in BEFORE_THE_DAY:
        return audit.planned_on
    if audit.state is AuditState.UNDER_WAY and audit.held_on is not None:
        return audit.signature_due_on or audit.held_on + DAYS_TO_FINISH
    return audit.signature_due_on


def deciders(row: duty_sources.KeptRow, firm: Firm) -> list[duty_sources.Taker]:
    """Who is asked first to decide on a report; a deputy has it for the absent person."""
    state = STATE_OF_KIND[row.kind]
    turn = Signing(state, firm, row.parties[TEAM], row.parties[WRITERS])
    return [(each, turn.principal(each)) for each in turn.asked[:1]]


def _open() -> Iterable[int]:
    return session.scalars(select(Audit.id).where(Audit.state.in_(KIND_OF_STATE)))


AUDITS = duty_sources.Source(
    Kind.AUDIT,
    (
        duty_sources.DutyKind(
            CARRY_OUT,
            N_("監査の実施"),
            N_("監査を行い、チェックリストに記入してください。"),
            N_("チェックリストを開く"),
            page="checklists.walk",
            audit=True,
        ),
        duty_sources.DutyKind(
            FINISH,
            N_("監査の報告"),
            N_("チェックリストを仕上げ、報告書に署名してください。"),
            N_("チェックリストを開く"),
            page="checklists.walk",
            audit=True,
        ),
        # Whoever decides is no matter of the unit that was audited.
        duty_sources.DutyKind(
            APPROVE,
            N_("監査報告書の承認"),
            N_("監査報告書を承認するか、理由を添えて差し戻してください。"),
            N_("内容を見て決める"),
            page="reports.record",
            takers=deciders,
            audit=True,
            heads_hear=False,
            decides=True,
        ),
        duty_sources.DutyKind(
            RECEIVE,
            N_("監査報告書の受領"),
            N_("監査報告書を受領してください。改善の指示を書けます。"),
            N_("内容を見て決める"),
            page="reports.record",
            takers=deciders,
            audit=True,
            heads_hear=False,
            decides=True,
        ),
    ),
    wants,
    every=_open,
    changes={
        Audit: duty_sources.own(
            "state", "planned_on", "held_on", "signature_due_on", "theme", "unit_id"
        ),
        AuditTeamMember: duty_sources.of("audit_id", "position"),
        AuditReport: duty_sources.of("audit_id", "writer_ids"),
    },
    sees=duty_sources.seen_by(Audit, audits.visible_to),
)
