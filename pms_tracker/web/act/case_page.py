"""The page of one case: everything it shows, and the form of the step whose turn it is."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import plans, turns
from pms_tracker.act.models import Case, CaseRound
from pms_tracker.act.rules import CaseState
from pms_tracker.approvals import approvals
from pms_tracker.approvals.models import Approval
from pms_tracker.check import audits, findings
from pms_tracker.check.models import Audit, Finding
from pms_tracker.database import session
from pms_tracker.evidence import evidence as files
from pms_tracker.mail import outbox
from pms_tracker.people import people
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import inputs
from pms_tracker.plan.models import Requirement
from pms_tracker.reminders import reminders
from pms_tracker.reminders.models import ReminderLedger
from pms_tracker.web import evidence, pages
from pms_tracker.web.access import me
from pms_tracker.web.act import steps
from pms_tracker.web.act.forms import DecisionForm, DoneForm, PlanForm, VerdictForm
from pms_tracker.web.forms import Form, ReasonForm


def offer_owners(form: PlanForm) -> None:
    """Let an owner be picked from everybody who works here, the writer's own unit first."""
    here = people.persons(clock.today())
    form.owner_id.offer([(who.id, who.name) for who in here])


def offer_deciders(form: DecisionForm, case: Case) -> None:
    """Let a paper decision be entered for somebody who may decide."""
    found = turns.approvers(case)
    eligible, form.by_exception = found.person_ids, found.by_exception
    names = people.names(eligible)
    form.on_paper_by.offer([(each, names[each]) for each in eligible if each != me().person_id])


def show(case: Case, refused: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, with the version of now."""
    rounds = turns.rounds_of(case.id)
    decisions = approvals.decisions(case.reference)
    said = reminders.said_about(case.reference)
    names = _names(case, rounds, decisions, said)
    turn = steps.turn(case, me(), names)
    wanted = refused or turn.form or ("paper" if case.state is CaseState.SUBMITTED else "")
    shown = form or _form(wanted, case, rounds[-1])
    if form is not None and "version" in form:
        form["version"].data = case.version
    finding = session.get_one(Finding, case.finding_id)
    page = render_template(
        "act/cases/record.html",
        case=case,
        rounds=rounds,
        this_round=rounds[-1],
        path=steps.path(case, rounds[-1], names),
        turn=turn,
        form_name=wanted,
        form=shown,
        names=names,
        decisions=decisions,
        finding=finding,
        audit=session.get_one(Audit, finding.audit_id),
        requirement=session.get_one(Requirement, finding.requirement_id),
        unit=people.unit(case.unit_id),
        files=files.files(case.reference),
        finding_files=files.files(finding.reference),
        seen=_seen(finding),
        letters=outbox.about(case.reference),
        said=said,
        lesson=inputs.from_record(case.reference),
        history=pages.history(case.reference),
        digest=plans.subject(case, rounds[-1]).digest,
        may_amend=plans.may_amend(case) and me().person_id in turns.planners(case),
        withdraw_form=form if refused == "withdraw" and form else _reason(case),
        may_withdraw=case.closed_on is None and me().may(Permission.WITHDRAW),
        file_limit=evidence.limit_words(),
    )
    return page, form.status if form else 200


def _reason(case: Case) -> ReasonForm:
    return ReasonForm(formdata=None, version=case.version)


def _seen(finding: Finding) -> set[str]:
    """Which of the records behind the case the viewer may open: an owner knows the case alone."""
    shown = {
        "finding": select(Finding.id).where(Finding.id == finding.id, findings.visible_to(me())),
        "audit": select(Audit.id).where(Audit.id == finding.audit_id, audits.visible_to(me())),
    }
    return {name for name, found in shown.items() if session.scalar(found) is not None}


def _names(
    case: Case, rounds: list[CaseRound], decisions: list[Approval], said: list[ReminderLedger]
) -> dict[int, str]:
    ids = {case.turn_of_id, *(each.person_id for each in said)}
    for each in rounds:
        ids |= {each.owner_id, each.written_by_id, each.done_by_id, each.reviewed_by_id}
        ids.add(each.done_entered_by_id)
    for row in decisions:
        ids |= {row.decided_by_id, row.entered_by_id}
    return people.names(ids)


def _form(name: str, case: Case, this_round: CaseRound) -> Form | None:
    if name in {"plan", "amend"}:
        return _plan_form(case, this_round)
    if name in {"decision", "paper"}:
        digest = plans.subject(case, this_round).digest
        form = DecisionForm(formdata=None, version=case.version, seen_digest=digest)
        offer_deciders(form, case)
        return form
    if name == "done":
        return DoneForm(formdata=None, version=case.version)
    if name == "verdict":
        lesson = f"{this_round.cause}\n→ {this_round.action}"
        return VerdictForm(formdata=None, version=case.version, lesson=lesson)
    return None


def _plan_form(case: Case, this_round: CaseRound) -> PlanForm:
    form = PlanForm(
        formdata=None,
        version=case.version,
        correction=this_round.correction,
        cause=this_round.cause,
        action=this_round.action,
        owner_id=this_round.owner_id,
        due_on=this_round.due_on,
    )
    offer_owners(form)
    return form
