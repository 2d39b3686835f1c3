"""Pages of lessons (教訓): what closed cases taught, inbox by inbox, and the answer to each."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p

from pms_tracker.do.registers import risk_lessons
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.rules import lesson_rules
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.tables.year_tables import Lesson
from pms_tracker.plan.years import lessons
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LongField, TicksField
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import label

blueprint = Blueprint("lessons", __name__, url_prefix="/plan/lessons")


class AnswerForm(Form):
    """What comes of a lesson; one for the register of risks may name those it is about."""

    answer = LongField(_l("回答"), _l("回答を入力してください。"), longest=2000)
    risks = TicksField(_l("見直すリスク"), validate_choice=False)


@blueprint.get("/")
@requires(Permission.ANSWER_LESSONS)
def index() -> ResponseReturnValue:
    return _page()


def _page(refused_id: int = 0, refused: AnswerForm | None = None) -> ResponseReturnValue:
    waiting, done = lessons.waiting(lesson_rules.ONE_BY_ONE), lessons.answered()
    forms = {
        each.id: _named(refused, each.id) if refused and each.id == refused_id else _form(each.id)
        for each in waiting
        if lesson_rules.may_answer(me().roles, each.inbox)
    }
    of_risks = [forms[each.id] for each in waiting if each.inbox is Inbox.RISK and each.id in forms]
    known = risk_lessons.offered(me()) if of_risks else []
    for form in of_risks:
        form.risks.choices = known
    page = render_template(
        "plan/lessons/list.html",
        waiting=waiting,
        done=done,
        forms=forms,
        names=people.names([each.answered_by_id for each in done if each.answered_by_id]),
    )
    return page, refused.status if refused else 200


def _listed() -> list[tuple[Lesson, str]]:
    """Those that wait and those that were answered, each with who answered."""
    found = [*lessons.waiting(lesson_rules.ONE_BY_ONE), *lessons.answered()]
    names = people.names([each.answered_by_id for each in found if each.answered_by_id])
    return [(each, names.get(each.answered_by_id or 0, "")) for each in found]


ShortList(
    "lessons",
    _p("list", "教訓"),
    (
        Column("inbox", _l("教訓の送付先"), lambda row: row[0].inbox, width=18, said=label),
        Column("because_of", _l("もとの記録"), lambda row: row[0].because_of),
        Column("received_on", _l("受領日"), lambda row: row[0].received_on, Kind.DAY),
        Column("lesson", _l("教訓"), lambda row: row[0].text, width=48),
        Column("answer", _l("回答"), lambda row: row[0].answer, width=48),
        Column("answered_by", _l("回答した人"), lambda row: row[1], width=18),
        Column("answered_on", _l("回答日"), lambda row: row[0].answered_on, Kind.DAY),
    ),
    _listed,
).at(blueprint, Permission.ANSWER_LESSONS)


def _form(lesson_id: int) -> AnswerForm:
    form = AnswerForm(formdata=None, place=url_for(".answer", lesson_id=lesson_id), risks=[])
    return _named(form, lesson_id)


def _named(form: AnswerForm, lesson_id: int) -> AnswerForm:
    """The form with an id of its own: several stand on one page."""
    form.answer.id = f"answer-{lesson_id}"
    form.answer.label.field_id = form.answer.id
    form.risks.id, form.risks.choices = f"risks-{lesson_id}", []
    return form


@blueprint.post("/<int:lesson_id>/answer")
@requires(Permission.ANSWER_LESSONS)
@step(AnswerForm, lambda form, lesson_id: _page(lesson_id, form))
def answer(form: AnswerForm, lesson_id: int) -> Done:
    found = lessons.answer(lesson_id, form.answer.data, by=me())
    name = found.because_of
    if found.inbox is Inbox.RISK:
        for risk in form.risks.data or []:
            risk_lessons.land(risk, because_of=name, by=me())
    return Done(gettext("%(name)s の教訓に回答しました。", name=name), url_for(".index"))
