"""The page of one case: everything it shows, and the form of the step whose turn it is."""

from flask import flash, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pms_tracker.act import cases, cause_hints, plans, repeats, rules, why_chain
from pms_tracker.act.cause_hints import Hint
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.models import Case
from pms_tracker.act.repeats import Before
from pms_tracker.act.rules import CASE, CaseMove, CaseState
from pms_tracker.evidence import evidence as files
from pms_tracker.kernel.references import Reference
from pms_tracker.people import profile
from pms_tracker.people.permissions import Permission
from pms_tracker.plan import inputs
from pms_tracker.web import evidence, history, mails
from pms_tracker.web.access import me
from pms_tracker.web.act import action_page, steps, why_picture
from pms_tracker.web.act.action_forms import DueForm, PlanForm, ProgressForm
from pms_tracker.web.act.action_page import Shown
from pms_tracker.web.act.forms import DoneForm, VerdictForm
from pms_tracker.web.decisions import DecisionForm
from pms_tracker.web.forms import Form, ReasonForm


def show(case: Case, refused: str = "", form: Form | None = None) -> ResponseReturnValue:
    """The record; a refused form is shown again as it was typed, with the version of now."""
    dossier = Dossier(case)
    shown = action_page.shown(dossier, form)
    names = _names(dossier)
    g.owner_names = dict(dossier.firm.here())
    turn = steps.turn(dossier, me(), names)
    step = "" if isinstance(form, ProgressForm | DueForm) else refused
    wanted = step or turn.form or ("paper" if _may_enter_paper(dossier) else "")
    if form is not None:
        _offer_again(form, dossier)
    main = _main_form(form) or _form(wanted, dossier, shown)
    page = render_template(
        "act/cases/record.html",
        case=case,
        rounds=dossier.rounds,
        this_round=dossier.current,
        path=steps.path(case, dossier.current, names),
        turn=turn,
        form_name=wanted,
        form=main,
        shown=shown,
        before=_before(dossier, wanted),
        parts=profile.parts(),
        drawn=why_picture.drawn,
        hints=lambda fault: _hints(dossier, main, fault),
        names=names,
        decisions=dossier.decisions,
        digest=plans.subject(case, dossier.current).digest,
        may_amend=plans.may_amend(case) and _plans(dossier),
        withdraw_form=form if refused == "withdraw" and form else _reason(case),
        may_withdraw=CASE.allows(case.state, CaseMove.WITHDRAW) and me().may(Permission.WITHDRAW),
        **_around(case),
    )
    return page, form.status if form else 200


def _before(dossier: Dossier, form_name: str) -> Before | None:
    """Earlier cases, where a plan is written or where its cause was there before."""
    if form_name not in {"plan", "amend"} and not dossier.current.repeats:
        return None
    found = repeats.before(dossier.case, me())
    return found if found.shown or found.hidden else None


def _hints(dossier: Dossier, form: Form | None, fault: str) -> tuple[Hint, ...]:
    """What the gentle reviewer asks: about what is being written, else about what was."""
    if isinstance(form, PlanForm):
        return cause_hints.hints(form.cause.data or "", fault, form.texts(), form.chains())
    written = dossier.current
    chains = list(why_chain.chains(why_chain.read(written.whys)))
    planned = [each.action for each in written.planned]
    return cause_hints.hints(written.cause, fault, planned, chains)


def _main_form(form: Form | None) -> Form | None:
    """A refused form of the step itself; those about one action stand in boxes of their own."""
    return None if isinstance(form, ProgressForm | DueForm) else form


def _offer_again(form: Form, dossier: Dossier) -> None:
    """Give a refused form what it offers, and the version that the reader now sees."""
    if "version" in form:
        form["version"].data = dossier.case.version
    if isinstance(form, PlanForm):
        form.offer(dossier.firm)
    if isinstance(form, DecisionForm):
        form.seen_digest.data = plans.subject(dossier.case, dossier.current).digest
        form.offer(dossier.approvers, dossier.firm)


def _plans(dossier: Dossier) -> bool:
    mine = me().person_id
    return mine in dossier.planners or dossier.firm.principal(mine, dossier.planning) is not None


def _may_enter_paper(dossier: Dossier) -> bool:
    parties = dossier.parties(dossier.rounds)
    barred = parties.writers | parties.owners
    return dossier.case.state is CaseState.SUBMITTED and me().person_id not in barred


def _around(case: Case) -> dict[str, object]:
    """The records around a case, and which of them the viewer may open (an owner none)."""
    row = cases.origin(case, me())
    shown = (("finding", row.sees_finding), ("audit", row.sees_audit))
    attached = files.files_of([case.reference, row.Finding.reference])
    return {
        "finding": row.Finding,
        "audit": row.Audit,
        "requirement": row.Requirement,
        "unit": row.Unit,
        "seen": {name for name, sees in shown if sees},
        "files": attached[case.reference],
        "finding_files": attached[row.Finding.reference],
        "mails": mails.about(case.reference),
        "lesson": inputs.from_record(case.reference) if case.closed_on else None,
        "history": history.of(case.reference),
        "file_limit": evidence.limit_words(),
    }


def done(reference: Reference, words: str) -> ResponseReturnValue:
    """Back to the record, with what came of it."""
    flash(words, "done")
    # A deputy knows of a case while its turn is theirs; it may have passed on with this step.
    if me().stands_in_for and not cases.knows(reference, me()):
        return redirect(url_for("overview.home"))
    return redirect(url_for("cases.record", reference=reference))


def _place(case: Case, name: str) -> str:
    return url_for(f"cases.{name}", reference=case.reference)


def _reason(case: Case) -> ReasonForm:
    return ReasonForm(formdata=None, place=_place(case, "withdraw"), version=case.version)


def _names(dossier: Dossier) -> dict[int, str]:
    ids = {dossier.case.turn_of_id, *dossier.firm.deputies}
    for each in dossier.rounds:
        ids |= {each.written_by_id, each.written_for_id}
        ids |= {each.reviewed_by_id, each.reviewed_for_id}
        for action in each.actions:
            ids |= {action.owner_id, action.done_by_id}
            ids |= {action.done_entered_by_id, action.done_for_id}
            ids |= {change.agreed_by_id for change in action.due_changes}
    for row in dossier.decisions:
        ids |= {row.decided_by_id, row.entered_by_id, row.for_id}
    return dossier.firm.names(ids)


def _form(name: str, dossier: Dossier, shown: Shown) -> Form | None:
    case, this_round = dossier.case, dossier.current
    if name in {"plan", "amend"}:
        place = _place(case, "amend" if name == "amend" else "submit")
        return action_page.plan_form(dossier, place)
    if name in {"decision", "paper"}:
        digest = plans.subject(case, this_round).digest
        form = DecisionForm(
            formdata=None,
            place=_place(case, "decide"),
            version=case.version,
            seen_digest=digest,
        )
        form.offer(dossier.approvers, dossier.firm)
        return form
    if name == "done" and shown.chosen is not None:
        place, position = _place(case, "report_done"), shown.chosen.position
        return DoneForm(formdata=None, place=place, version=case.version, position=position)
    if name == "verdict":
        lesson = rules.lesson_of(this_round.cause, this_round.action)
        place = _place(case, "judge")
        return VerdictForm(formdata=None, place=place, version=case.version, lesson=lesson)
    return None
