"""Pages of a case's actions while they are done: how far one is, and another due day for it."""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act import late_answers
from pms_tracker.act.cases import cases
from pms_tracker.act.plans import actions
from pms_tracker.database import transaction
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.action_forms import DueForm, InstructionForm, ProgressForm, number_of
from pms_tracker.web.act.record import case_page
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.proofs import evidence_views

blueprint = Blueprint("actions", __name__, url_prefix="/act/cases")


@blueprint.post("/<ref(CA):reference>/progress")
@requires(Permission.HANDLE_CASES)
def progress(reference: Reference) -> ResponseReturnValue:
    form = ProgressForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                case = cases.by_reference(reference, seen_by=me(), for_update=True)
                actions.note_progress(
                    case,
                    form.progress.data,
                    position=number_of(form),
                    version=form.version.number,
                    by=me(),
                )
                evidence_views.take(case.reference, "files", by=me())
            return case_page.done(reference, gettext("途中経過を記録しました。"))
    case = cases.by_reference(reference, seen_by=me())
    return case_page.show(case, "progress", form)


@blueprint.post("/<ref(CA):reference>/due")
@requires(Permission.HANDLE_CASES)
def move_due(reference: Reference) -> ResponseReturnValue:
    form = DueForm()
    if form.validate_on_submit():
        with refused_into(form):
            with transaction():
                case = cases.by_reference(reference, seen_by=me(), for_update=True)
                actions.move_due(
                    case,
                    form.moved_to.chosen,
                    position=number_of(form),
                    reason=form.reason.data,
                    version=form.version.number,
                    by=me(),
                )
            return case_page.done(reference, gettext("処置の期限を変えました。"))
    return case_page.show(cases.by_reference(reference, seen_by=me()), "due", form)


@blueprint.post("/<ref(CA):reference>/instruction")
@requires(Permission.HANDLE_CASES)
def answer_instruction(reference: Reference) -> ResponseReturnValue:
    """What was done of an instruction that came after the last report."""
    form = InstructionForm()
    if form.validate_on_submit():
        with refused_into(form, instruction_to_answer=form.answer):
            with transaction():
                case = cases.by_reference(reference, seen_by=me(), for_update=True)
                version = form.version.number
                late_answers.answer(case, form.answer.data, version=version, by=me())
            return case_page.done(reference, gettext("改善指示への回答を記録しました。"))
    return case_page.show(cases.by_reference(reference, seen_by=me()), "instruction", form)
