"""What the page of a case shows of its actions, and the forms that are about one of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask import request, url_for

from pms_tracker.act import late_answers
from pms_tracker.act.cases import instructions
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import actions
from pms_tracker.act.rules import case_rules
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.approvals.approvals import Decisive
from pms_tracker.web.act.forms import action_forms, bone_fields, elsewhere_forms
from pms_tracker.web.act.forms.case_forms import DoneForm
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form


@dataclass
class Shown:
    """The action the form is about, and what else this reader may do."""

    chosen: CaseAction | None = None
    mine: list[CaseAction] = field(default_factory=list)
    progress_form: action_forms.ProgressForm | None = None
    due_form: action_forms.DueForm | None = None


def shown(dossier: Dossier, form: Form | None) -> Shown:
    """Everything about actions on the page of a case."""
    found = Shown()
    if dossier.case.state is not case_rules.CaseState.DOING:
        return _refused(found, dossier, form)
    viewer, waiting = me().person_id, dossier.open_actions
    heads = _leads(dossier, viewer)
    found.mine = [each for each in waiting if heads or dossier.acts_on(each, viewer)]
    found.chosen = _chosen(found.mine, dossier, viewer)
    if found.mine:
        found.progress_form = _progress(dossier, found, form)
    if viewer in actions.agreeing(dossier) or viewer in dossier.approvers.person_ids:
        found.due_form = _due(dossier, waiting, form)
    return found


def _refused(found: Shown, dossier: Dossier, form: Form | None) -> Shown:
    """A form that came too late: what was typed stays before the reader's eyes."""
    if isinstance(form, action_forms.ProgressForm | action_forms.DueForm):
        form.position.offer(_titles(dossier.current.planned), empty=False)
    if isinstance(form, action_forms.ProgressForm):
        found.progress_form = form
    if isinstance(form, action_forms.DueForm):
        found.due_form = form
    return found


def _leads(dossier: Dossier, viewer_id: int) -> bool:
    absent = dossier.firm.principal(viewer_id, dossier.reporting)
    return viewer_id in dossier.reporting.person_ids or absent is not None


def _chosen(mine: list[CaseAction], dossier: Dossier, viewer_id: int) -> CaseAction | None:
    asked = request.values.get("position", "")
    named = [each for each in mine if str(each.position) == asked]
    own = [each for each in mine if dossier.acts_on(each, viewer_id)]
    return next(iter(named or own or mine), None)


def _progress(dossier: Dossier, found: Shown, form: Form | None) -> action_forms.ProgressForm:
    made = form if isinstance(form, action_forms.ProgressForm) else None
    if made is None:
        place = url_for("actions.progress", reference=dossier.case.reference)
        version = dossier.case.version
        made = action_forms.ProgressForm(formdata=None, place=place, version=version)
        chosen = found.chosen
        made.position.data = chosen.position if chosen else None
        if not made.progress.data and len(found.mine) == 1 and chosen:
            made.progress.data = chosen.progress
    made.position.offer(_titles(found.mine), empty=False)
    return made


def _due(dossier: Dossier, waiting: list[CaseAction], form: Form | None) -> action_forms.DueForm:
    made = form if isinstance(form, action_forms.DueForm) else None
    if made is None:
        place = url_for("actions.move_due", reference=dossier.case.reference)
        made = action_forms.DueForm(formdata=None, place=place, version=dossier.case.version)
    made.position.offer(_titles(waiting), empty=False)
    return made


def _titles(found: list[CaseAction]) -> list[tuple[int, str]]:
    return [(each.position, action_forms.as_title(each.action, each.position)) for each in found]


def instructed(
    dossier: Dossier, received: Sequence[Decisive], form: Form | None
) -> dict[str, object]:
    """What the representative asked for, by whom, and whether the next report answers it; the form
    for an answer that no report gives any more, for whoever may give it."""
    return {
        "received": received,
        "receivers": dossier.firm.names([each.decided_by_id for each in received]),
        "to_answer": instructions.waits(dossier.rounds, received),
        "instruction_form": _instruction(dossier, received, form),
    }


def _instruction(
    dossier: Dossier, received: Sequence[Decisive], form: Form | None
) -> action_forms.InstructionForm | None:
    if isinstance(form, action_forms.InstructionForm):
        return form
    if not late_answers.may_answer(dossier, received, me()):
        return None
    place = url_for("actions.answer_instruction", reference=dossier.case.reference)
    return action_forms.InstructionForm(formdata=None, place=place, version=dossier.case.version)


def done_form(dossier: Dossier, action: CaseAction, place: str) -> DoneForm:
    """The report of an action; what was given back comes with the words it had."""
    return DoneForm(
        formdata=None,
        place=place,
        version=dossier.case.version,
        position=action.position,
        result=action.result,
        no_proof=action.no_proof,
        instruction_answer=action.instruction_answer,
    )


def plan_form(dossier: Dossier, place: str) -> action_forms.PlanForm:
    """The form of the plan as it stands: what was done of it already stays as it is."""
    this_round = dossier.current
    open_still = [each for each in this_round.actions if each.done_on is None]
    one, more = (_typed(each, this_round) for each in open_still[:1]), open_still[1:]
    form = action_forms.PlanForm(
        formdata=None,
        place=place,
        version=dossier.case.version,
        correction=this_round.correction,
        no_correction=not this_round.correction_needed,
        corrected_by_id=this_round.corrected_by_id,
        corrected_on=this_round.corrected_on,
        spread=this_round.spread,
        cause=this_round.cause,
        cause_category=this_round.cause_category,
        repeat_answer=this_round.repeat_answer,
        direct_cause=this_round.direct_cause,
        whys=this_round.whys,
        escape_cause=this_round.escape_cause,
        **elsewhere_forms.typed(this_round),
        **bone_fields.typed(this_round.fishbone),
        rows=[_typed(each, this_round) for each in more],
        **next(one, {}),
    )
    if (
        form.due_on.data is None
        and not form.due_on.raw_data
        and dossier.case.state in case_rules.PLANNED
    ):
        form.due_on.data = actions.offered_due_on(dossier.case.grade)
    form.offer(dossier.firm)
    return form


def _typed(action: CaseAction, this_round: CaseRound) -> dict[str, object]:
    names = ("action", "owner_id", "resources", "measure", "measured_on")
    cause = "" if action.cause == this_round.cause else action.cause
    due_on = action.turn_due_on or action.due_on
    return {
        **{name: getattr(action, name) for name in names},
        "cause_removed": cause,
        "due_on": due_on,
    }
