"""The page of one audit: its plan, its team with what was proven of it, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker import clock
from pms_tracker.act.cases import follow_up, instructions
from pms_tracker.act.teams import assignments, rechecks
from pms_tracker.check.audits import audit_plans, auditors, surroundings, teams
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.findings import findings
from pms_tracker.check.programmes import programmes
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY, AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import Rows
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.check.audits import offers
from pms_tracker.web.check.audits.audit_plan_forms import MoveForm
from pms_tracker.web.check.reports import report_steps
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, ReasonForm
from pms_tracker.web.record import links, mails, record_history
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import labels

FORMS: dict[str, type[Form]] = {"cancel": ReasonForm, "move": MoveForm}
PLACES = {"cancel": "audits.cancel", "move": "audit_plans.move"}


@dataclass(frozen=True)
class OnTeam:
    """One of the team as the page shows them."""

    person_id: int
    name: str
    units: str
    roles: str
    training: str
    member: AuditTeamMember


def show(audit: Audit, refused: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, with the version of now."""
    if form is not None:
        form["version"].data = audit.version
    firm = Firm(clock.today())
    around = surroundings.of(audit)
    rows = checklists.answers(audit.id)
    followed = follow_up.of_audit(audit.id, me())
    names = firm.names([audit.planned_by_id, *audit.auditee_ids, *audit.told_ids])
    unreached = [names[each] for each in audit.told_ids if firm.recipient(each) is None]
    left = sum(row.result is Result.NOT_YET for row in rows)
    page = render_template(
        "check/audits/record.html",
        audit=audit,
        programme=programmes.of(audit),
        unit=around.unit,
        team=_team(audit, firm),
        on_team=me().person_id in around.team_ids,
        names=names,
        without_mail=labels.in_words(unreached) if unreached else "",
        rows=rows,
        left=left,
        schedule=audit_plans.schedule_of(audit),
        warnings=_warnings(audit, firm),
        before_the_day=audit.state in BEFORE_THE_DAY,
        to_notify=audit.state is AuditState.PLANNED and me().may(Permission.PLAN_AUDITS),
        found=_found(audit, followed),
        followed=followed,
        doors=links.doors(),
        instructed=audit.state is AuditState.CLOSED and instructions.given(audit.reference),
        has_report=around.report is not None,
        turn=report_steps.turn(audit, around.signing(firm), me(), left, _unfiled(audit)),
        mails=mails.about(audit.reference, firm),
        history=record_history.of(audit.reference),
        **{f"{name}_form": _form(audit, name, refused, form) for name in FORMS},
    )
    return page, form.status if form else 200


def _found(audit: Audit, followed: Rows) -> list[tuple[object, object]]:
    """The audit's findings, each with the first case that deals with it, if any is known of."""
    case_of = {row.finding_id: row for row in reversed(followed)}
    return [(row, case_of.get(row.id)) for row in findings.of_audit(audit.id)]


def _unfiled(audit: Audit) -> int:
    """How many rows do not conform and lack their finding, while the report is still to come."""
    under_way = audit.state is AuditState.UNDER_WAY
    return len(checklist_rows.unfiled(audit).needed) if under_way else 0


def _form(audit: Audit, name: str, refused: str, form: Form | None) -> Form:
    if refused == name and form is not None:
        return form
    place = url_for(PLACES[name], reference=audit.reference)
    return FORMS[name](formdata=None, place=place, version=audit.version)


def _team(audit: Audit, firm: Firm) -> list[OnTeam]:
    on = audit.held_on or audit.planned_on
    return [
        OnTeam(
            member.person_id,
            firm.names([member.person_id])[member.person_id],
            member.units_then,
            str(labels.in_words([labels.label(role) for role in teams.told_roles(member)])),
            offers.validity(training, on),
            member,
        )
        for member, training in auditors.on_team(audit.id)
    ]


def _warnings(audit: Audit, firm: Firm) -> Sequence[str]:
    """Why somebody of the team may no longer carry this audit out, as sentences."""
    lost = rechecks.lost([audit.id]) if audit.state in BEFORE_THE_DAY else {}
    if not lost or not (me().sees_all or me().may(Permission.PLAN_AUDITS)):
        return []
    found = assignments.standing(audit, firm)
    return [sentence(found.refusal(*each)) for each in lost[audit.id].items()]
