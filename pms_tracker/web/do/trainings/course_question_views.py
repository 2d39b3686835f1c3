"""Pages of the questions of a course: all of them with a form for one more, and one changed."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.do.rules.training.quiz_rules import Differs, QuizQuestion
from pms_tracker.do.trainings import course_questions, course_starters
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.do.trainings import training_forms as forms
from pms_tracker.web.do.trainings.training_forms import QuestionForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import StepForm
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("course_questions", __name__, url_prefix="/do/courses")


@blueprint.app_template_global()
def course_questions_of(row: Any) -> list[tuple[QuizQuestion, Differs]]:
    """The questions of a course as they are drafted, each with how it differs from what is in
    force."""
    return course_questions.compared(row)


def _course(which: Reference, *, for_update: bool = False) -> Any:
    return entries.find(COURSES, which, seen_by=me(), for_update=for_update)


@blueprint.post("/starter")
@requires(Permission.KEEP_REGISTERS)
@pressed(once=True)
def draft_starter() -> Done:
    """The course that an empty register begins with."""
    course = course_starters.draft(say, by=me())
    words = gettext("教材の下書きを作りました。自社の決まりに合わせて直し、提出してください。")
    return Done(words, url_for("courses.record", which=COURSES.name_of(course)))


@blueprint.get("/<ref(TC):which>/questions")
@requires(Permission.KEEP_REGISTERS)
def shown(which: Reference) -> ResponseReturnValue:
    place = url_for(".add", which=which)
    return _page(QuestionForm(place=place, data={"version": 1}), which)


def _page(form: QuestionForm, which: Reference) -> ResponseReturnValue:
    course = _course(which)
    page = render_template(
        "do/course_questions/list.html",
        course=course,
        which=which,
        form=form,
        questions=course_questions.compared(course),
        step_form=StepForm(formdata=None),
    )
    return page, form.status


@blueprint.post("/<ref(TC):which>/questions")
@requires(Permission.KEEP_REGISTERS)
@step(QuestionForm, _page, once=True)
def add(form: QuestionForm, which: Reference) -> Done:
    course_questions.add(_course(which, for_update=True), form.asked, by=me())
    return Done(gettext("問題を追加しました。"), url_for(".shown", which=which))


@blueprint.get("/<ref(TC):which>/questions/<int:number>")
@requires(Permission.KEEP_REGISTERS)
def form(which: Reference, number: int) -> ResponseReturnValue:
    course = _course(which)
    asked = course_questions.find(course, number)
    return _form(forms.filled(asked, course.version), which, number)


def _form(form: QuestionForm, which: Reference, number: int) -> ResponseReturnValue:
    course = _course(which)
    course_questions.find(course, number)
    page = render_template(
        "do/course_questions/form.html", course=course, which=which, number=number, form=form
    )
    return page, form.status


@blueprint.post("/<ref(TC):which>/questions/<int:number>")
@requires(Permission.KEEP_REGISTERS)
@step(QuestionForm, _form)
def change(form: QuestionForm, which: Reference, number: int) -> Done:
    course = _course(which, for_update=True)
    version = form.version.number
    course_questions.change(course, number, form.asked, version=version, by=me())
    return Done(gettext("問題を変更しました。"), url_for(".shown", which=which))


def _removed(form: StepForm, which: Reference, number: int) -> ResponseReturnValue:
    course = _course(which)
    shown = forms.filled(course_questions.find(course, number), course.version)
    shown.form_errors = form.form_errors
    shown.status = form.status
    return _form(shown, which, number)


@blueprint.post("/<ref(TC):which>/questions/<int:number>/remove")
@requires(Permission.KEEP_REGISTERS)
@step(StepForm, _removed)
def remove(form: StepForm, which: Reference, number: int) -> Done:
    course = _course(which, for_update=True)
    course_questions.remove(course, number, version=form.version.number, by=me())
    return Done(gettext("問題を削除しました。"), url_for(".shown", which=which))
