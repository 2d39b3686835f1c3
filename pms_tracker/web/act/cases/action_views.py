"""Pages of a case's actions while they are done: how far one is, and another due day for it."""

from flask import Blueprint
from flask_babel import gettext

from pms_tracker.act import late_answers
from pms_tracker.act.plans import actions
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.action_forms import DueForm, InstructionForm, ProgressForm, number_of
from pms_tracker.web.act.record import case_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("actions", __name__, url_prefix="/act/cases")


@blueprint.post("/<ref(CA):reference>/progress")
@requires(Permission.HANDLE_CASES)
@step(ProgressForm, case_page.again("progress"))
def progress(form: ProgressForm, reference: Reference) -> Done:
    case = case_page.locked(reference)
    actions.note_progress(
        case, form.progress.data, position=number_of(form), version=form.version.number, by=me()
    )
    evidence_views.take(case.reference, "files", by=me())
    return case_page.done(reference, gettext("途中経過を記録しました。"))


@blueprint.post("/<ref(CA):reference>/due")
@requires(Permission.HANDLE_CASES)
@step(DueForm, case_page.again("due"))
def move_due(form: DueForm, reference: Reference) -> Done:
    case = case_page.locked(reference)
    actions.move_due(
        case,
        form.moved_to.chosen,
        position=number_of(form),
        reason=form.reason.data,
        version=form.version.number,
        by=me(),
    )
    return case_page.done(reference, gettext("処置の期限を変更しました。"))


@blueprint.post("/<ref(CA):reference>/instruction")
@requires(Permission.HANDLE_CASES)
@step(InstructionForm, case_page.again("instruction"), beside={"instruction_to_answer": "answer"})
def answer_instruction(form: InstructionForm, reference: Reference) -> Done:
    """What was done of an instruction that came after the last report."""
    case = case_page.locked(reference)
    version = form.version.number
    late_answers.answer(case, form.answer.data, version=version, by=me())
    return case_page.done(reference, gettext("改善指示への回答を記録しました。"))
