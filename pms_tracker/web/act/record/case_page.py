"""The page of one case: everything it shows, and the form of the step whose turn it is."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from flask import g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act import case_duties
from pms_tracker.act.cases import case_signing, cases, grounds, sources
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, done_checks, judgements
from pms_tracker.act.plans import analysis, cause_hints, editions, plans, repeats
from pms_tracker.act.rules import case_rules, route_rules
from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.approvals.approvals import Subject
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.duties import reading
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm import company_profile
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.web.act.forms import case_forms
from pms_tracker.web.act.forms.action_forms import DueForm, InstructionForm, PlanForm, ProgressForm
from pms_tracker.web.act.forms.source_forms import AnsweredForm
from pms_tracker.web.act.pictures import sketches
from pms_tracker.web.act.record import (
    action_page,
    case_around,
    case_related,
    case_steps,
    elsewhere_page,
)
from pms_tracker.web.act.record.case_around import Around
from pms_tracker.web.act.record.elsewhere_page import Told
from pms_tracker.web.door import freshness
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, ReasonForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.proofs.decision_forms import DecisionForm, NextStep, typed_in_for
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done
from pms_tracker.web.words import duty_words

# What is signed in which state: the form, and where it is sent to.
SIGNED: dict[CaseState, tuple[type[DecisionForm], str]] = {
    CaseState.SUBMITTED: (case_forms.PlanDecisionForm, "cases.decide"),
    CaseState.ENDORSED: (case_forms.PlanDecisionForm, "cases.decide"),
    CaseState.CONFIRMING: (case_forms.DoneCheckForm, "signatures.confirm_done"),
    CaseState.CLOSING: (case_forms.ClosingForm, "signatures.close"),
}
# Forms that stand in boxes of their own, beside the step.
_ABOUT_ACTIONS = ProgressForm | DueForm | InstructionForm
# Where a cause is written or decided on, what is worth another look is asked.
HINTED = frozenset({"plan", "amend", "decision"})
# A plan waits for a decision.
WAITING = frozenset({CaseState.SUBMITTED, CaseState.ENDORSED})


def show(case: Case, refused: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, with the version of now."""
    read = case_around.read(case)
    dossier, received = read.dossier(case), read.received
    names, g.owner_names = _names(dossier), dict(dossier.firm.here())
    turn = case_steps.turn(dossier, me(), names)
    shown = action_page.shown(dossier, form)
    step = "" if isinstance(form, _ABOUT_ACTIONS) else refused
    wanted = step or turn.form or ("paper" if _may_enter_paper(dossier) else "")
    changes = changes_shown(dossier, form)
    if form is not None:
        _offer_again(form, dossier)
    main = _main_form(form) or _form(wanted, dossier, shown)
    around = _around(dossier, read, elsewhere_page.told(dossier, main), form)
    instructed = action_page.instructed(dossier, received, form)
    page = render_template(
        "act/cases/record.html",
        case=case,
        rounds=dossier.rounds,
        this_round=dossier.current,
        path=case_steps.path(dossier, _extra(case, around["grounds"]), names),
        turn=turn,
        beside=_beside(dossier, around, instructed) if turn.kind != "yours" else None,
        form_name=wanted,
        form=main,
        shown=shown,
        **_of_cause(dossier, main, wanted, around["grounds"][0].fact),
        names=names,
        decisions=dossier.decisions,
        interim=dossier.interim,
        **instructed,
        changes=changes,
        signs_afresh=freshness.wanted(),
        may_amend=plans.may_amend(case) and _plans(dossier),
        **_withdrawing(dossier, form if refused == "withdraw" else None),
        **around,
    )
    return page, form.status if form else 200


def _beside(
    dossier: Dossier, around: dict[str, Any], instructed: dict[str, object]
) -> NextStep | None:
    """What home wants of the viewer about the case beside its step: an answer to an examiner, or
    of their own unit. Looked for only where somebody asked."""
    reference = parse_reference(dossier.case.reference)
    asks = around["examination"], instructed["instruction_form"]
    if not any(asks) and not any(each.elsewhere_unit_ids for each in dossier.rounds):
        return None
    found = reading.due(date.max, me().person_id, reference, dossier.firm, kinds=case_duties.BESIDE)
    duty = min(found, key=lambda each: each.due_on, default=None)
    if duty is None:
        return None
    label, sentence, button = duty_words.said(duty.kind)
    if duty.kind == case_duties.EXAMINER:
        return NextStep("yours", sentence, "#examination", gettext("回答した日を記録する"), label)
    if duty.kind == case_duties.INSTRUCTION:
        return NextStep("yours", sentence, "#instruction", gettext("改善指示に回答する"), label)
    url = url_for("elsewhere.mine", reference=reference)
    return NextStep("yours", sentence, url, button, label)


def _of_cause(dossier: Dossier, form: Form | None, name: str, fault: str) -> dict[str, Any]:
    """What stands beside a cause: the same one before, its picture, and what is asked about it."""
    return {
        "before": _before(dossier, name),
        "parts": company_profile.parts(),
        "tree": sketches.whys,
        "bones": sketches.bones_of(dossier.case),
        "hints": _hints(dossier, form, fault) if name in HINTED else (),
    }


def _main_form(form: Form | None) -> Form | None:
    """A refused form of the step itself; those about one action stand in boxes of their own."""
    return None if isinstance(form, _ABOUT_ACTIONS) else form


def _before(dossier: Dossier, form_name: str) -> repeats.Before | None:
    """Earlier cases, where a plan is written or where its cause was there before."""
    if form_name not in {"plan", "amend"} and not dossier.current.repeats:
        return None
    found = repeats.before(dossier.case, me())
    return found if found.shown or found.hidden else None


def _hints(dossier: Dossier, form: Form | None, fault: str) -> tuple[cause_hints.Hint, ...]:
    """What the gentle reviewer asks: about what is being written, else about what was."""
    if isinstance(form, PlanForm):
        return cause_hints.hints(form.cause.data or "", fault, form.texts(), form.chains())
    written = dossier.current
    chains = analysis.ways(written.whys, written.fishbone)
    planned = [each.action for each in written.planned]
    return cause_hints.hints(written.cause, fault, planned, chains)


def locked(reference: Reference) -> Case:
    return cases.by_reference(reference, seen_by=me(), for_update=True)


def again(step: str) -> Callable[[Form, Reference], ResponseReturnValue]:
    """The page with the form of a step as it was typed."""
    return lambda form, reference: show(cases.by_reference(reference, seen_by=me()), step, form)


def done(reference: Reference, words: str) -> Done:
    """Back to the record, with what came of it."""
    # A deputy knows of a case while its turn is theirs; it may have passed on with this step.
    if me().stands_in_for and not cases.knows(reference, me()):
        return Done(words, url_for("overview.home"), turn=True)
    return Done(words, url_for("cases.record", reference=reference), turn=True)


def _extra(case: Case, about: Collection[grounds.Ground]) -> Collection[str]:
    """The steps of the full profile on the path: those of its plan, or of one handed in now."""
    if case.submissions:
        return case.extra_steps
    return route_rules.extra_steps(
        company_profile.parts(), major=any(each.grade is Grade.MAJOR for each in about)
    )


def changes_shown(dossier: Dossier, form: Form | None) -> list[editions.Changed]:
    """What a decider is shown to have changed: since what they saw, or since it was last decided.

    Nothing where the plan is as it was then.
    """
    case = dossier.case
    if case.submissions < 2 or case.state not in WAITING:
        return []
    every = editions.of_case(case)
    seen = form.seen_digest.data if isinstance(form, DecisionForm) else None
    decided = {row.digest for row in dossier.decisions}
    known = {seen} if seen else decided
    before = [each for each in every[:-1] if each.digest in known]
    return editions.changes(before[-1], every[-1], case_steps.said) if before else []


def _offer_again(form: Form, dossier: Dossier) -> None:
    """Give a refused form what it offers, and the version that the reader now sees."""
    if "version" in form:
        form["version"].data = dossier.case.version
    if isinstance(form, PlanForm):
        form.offer(dossier.firm)
    if isinstance(form, DecisionForm):
        form.seen_digest.data = signed(dossier).digest
        form.offer(dossier.step, dossier.firm, case_signing.hands_in(dossier, dossier.step))


def signed(dossier: Dossier) -> Subject:
    """What a signature of the step that waits would be bound to."""
    if dossier.case.state is CaseState.CONFIRMING:
        return done_checks.subject(dossier)
    if dossier.case.state is CaseState.CLOSING:
        return closing.subject(dossier)
    return plans.subject(dossier.case, dossier.current)


def _plans(dossier: Dossier) -> bool:
    mine = me().person_id
    return mine in dossier.planners or dossier.firm.principal(mine, dossier.planning) is not None


def _may_enter_paper(dossier: Dossier) -> bool:
    if dossier.case.state not in SIGNED:
        return False
    hands = case_signing.hands_in(dossier, dossier.step)
    return bool(typed_in_for(dossier.step, dossier.firm, hands))


def _withdrawing(dossier: Dossier, refused: Form | None) -> dict[str, Any]:
    """Whether the viewer may withdraw the case, and the form for it where they may or it was
    refused."""
    may = CASE.allows(dossier.case.state, CaseMove.WITHDRAW) and _withdraws(dossier)
    form = refused or (_reason(dossier.case) if may else None)
    return {"may_withdraw": may, "withdraw_form": form}


def _withdraws(dossier: Dossier) -> bool:
    if dossier.case.finding_id is not None:
        return me().may(Permission.WITHDRAW)
    return me().person_id in sources.droppers(dossier).person_ids


def _around(dossier: Dossier, read: Around, told: Told, form: Form | None) -> dict[str, Any]:
    """The records around a case: what it is about, and what the viewer may do with it besides."""
    case, about = dossier.case, read.about
    digest = plans.subject(case, dossier.current).digest
    may_share = merging.shareable(case) and me().may(Permission.OPEN_CASES)
    examination = sources.examination_of(case)
    known = [each.finding for each in about if each.sees_finding]
    return {
        "grounds": about,
        "unit": about[0].unit,
        "days_open": (clock.today() - case.opened_on).days,
        "elsewhere": told,
        "related": case_related.related(case, read, told, digest, may_share=may_share),
        "minutes_to_unjudge": judgements.minutes_left(dossier, me().person_id),
        "examination": examination,
        "answered_form": _answered(case, examination, form),
        "attached": read.files,
        "lesson": read.laid if case.closed_on else None,
        "lessons": read.lessons if case.closed_on else [],
        "history": record_history.of_noted(case.reference, known, read.entries),
        "file_limit": evidence_views.limit_words(),
    }


def _place(case: Case, name: str) -> str:
    return url_for(f"cases.{name}", reference=case.reference)


def _reason(case: Case) -> ReasonForm:
    place = _place(case, "withdraw")
    if case.finding_id is None:
        place = url_for("sources.drop", reference=case.reference)
    return ReasonForm(formdata=None, place=place, version=case.version)


def _answered(
    case: Case, examination: Examination | None, form: Form | None
) -> AnsweredForm | None:
    """What was answered to the examiner, for whoever may say so."""
    if isinstance(form, AnsweredForm):
        return form
    if examination is None or not me().may(Permission.OPEN_CASES):
        return None
    place = url_for("sources.answer", reference=case.reference)
    return AnsweredForm(formdata=None, place=place, version=case.version)


def _names(dossier: Dossier) -> dict[int, str]:
    ids = {dossier.case.turn_of_id, *dossier.firm.deputies}
    for look in dossier.interim:
        ids |= {look.reviewed_by_id, look.reviewed_for_id}
    for each in dossier.rounds:
        ids |= {each.written_by_id, each.written_for_id, each.corrected_by_id}
        ids |= {each.reviewed_by_id, each.reviewed_for_id}
        for action in each.actions:
            ids |= {action.owner_id, action.heir_id, action.done_by_id}
            ids |= {action.done_entered_by_id, action.done_for_id}
            ids |= {change.agreed_by_id for change in action.due_changes}
    for row in dossier.decisions:
        ids |= {row.decided_by_id, row.entered_by_id, row.for_id}
    return dossier.firm.names(ids)


def _form(name: str, dossier: Dossier, shown: action_page.Shown) -> Form | None:
    case, this_round = dossier.case, dossier.current
    if name in {"plan", "amend"}:
        place = _place(case, "amend" if name == "amend" else "submit")
        return action_page.plan_form(dossier, place)
    if name in {"decision", "paper", "check", "closing"}:
        return _decision_form(dossier)
    if name == "done" and shown.chosen is not None:
        return action_page.done_form(dossier, shown.chosen, _place(case, "report_done"))
    if name == "verdict":
        lesson = case_rules.lesson_of(this_round.cause, this_round.action)
        place = _place(case, "judge")
        to = [Inbox.POLICY.value]
        return case_forms.VerdictForm(
            formdata=None, place=place, version=case.version, lesson=lesson, lesson_for=to
        )
    return None


def _decision_form(dossier: Dossier) -> DecisionForm:
    made, place = SIGNED[dossier.case.state]
    form: DecisionForm = made(
        formdata=None,
        place=url_for(place, reference=dossier.case.reference),
        version=dossier.case.version,
        seen_digest=signed(dossier).digest,
    )
    form.offer(dossier.step, dossier.firm, case_signing.hands_in(dossier, dossier.step))
    return form
