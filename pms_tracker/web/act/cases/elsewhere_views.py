"""Pages of horizontal deployment (水平展開): a question to one unit, and what came of it."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.act.cases import cases, grounds
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.elsewhere.elsewhere_questions import Asked
from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.elsewhere_forms import AnswerForm, FoundForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import day_text

blueprint = Blueprint("elsewhere", __name__, url_prefix="/act/elsewhere")


@blueprint.get("/<ref(CA):reference>")
@requires(Permission.HANDLE_CASES)
def mine(reference: Reference) -> ResponseReturnValue:
    """The way to the reader's own question, what waits first; else to the case, if they know it."""
    found = elsewhere_questions.mine(reference, me())
    if found:
        return redirect(url_for(".question", reference=reference, unit_id=found[0].unit.id))
    cases.by_reference(reference, seen_by=me())
    return redirect(url_for("cases.record", reference=reference))


@blueprint.get("/<ref(CA):reference>/<int:unit_id>")
@requires(Permission.HANDLE_CASES)
def question(reference: Reference, unit_id: int) -> ResponseReturnValue:
    return _page(elsewhere_questions.by_unit(reference, unit_id, seen_by=me()))


def _page(asked: Asked, refused: Form | None = None) -> ResponseReturnValue:
    """What is asked, and no more of the case than that: its reader need not know of it."""
    row, case, firm = asked.row, asked.case, Firm(clock.today())
    about = grounds.of_case(case, me())[0]
    knows = _knows(case)
    opened = session.get(Case, row.opened_case_id) if row.opened_case_id else None
    answers = elsewhere_questions.may_answer(firm, row.unit_id, me().person_id)
    found = row.answer is Elsewhere.HERE_TOO and opened is None
    page = render_template(
        "act/elsewhere/question.html",
        asked=asked,
        about=about,
        knows=knows,
        answers=answers and asked.open,
        opened=opened,
        knows_opened=opened is not None and _knows(opened),
        names=firm.names([row.answered_by_id, row.answered_for_id]),
        answer_form=refused if isinstance(refused, AnswerForm) else _answer_form(asked),
        found_form=_found_form(asked, about, refused) if found and knows else None,
    )
    return page, refused.status if refused else 200


def _knows(case: Case) -> bool:
    reference = parse_reference(case.reference)
    return reference is not None and cases.knows(reference, me())


def _place(asked: Asked, name: str) -> str:
    return url_for(f".{name}", reference=asked.case.reference, unit_id=asked.unit.id)


def _answer_form(asked: Asked) -> AnswerForm:
    return AnswerForm(
        formdata=None,
        place=_place(asked, "answer"),
        version=asked.row.version,
        answer=asked.row.answer,
        text=asked.row.text,
    )


def _found_form(asked: Asked, about: grounds.Ground, refused: Form | None) -> FoundForm | None:
    """What came out, ready to be opened as a case of its own, for whoever may open one."""
    if not me().may(Permission.OPEN_CASES):
        return None
    if isinstance(refused, FoundForm):
        return refused
    said = gettext(
        "%(reference)s の水平展開への回答（%(unit)s、%(day)s）",
        reference=asked.case.reference,
        unit=asked.unit.name,
        day=day_text(asked.row.answered_on),
    )
    return FoundForm(
        formdata=None,
        place=_place(asked, "open_case"),
        version=asked.row.version,
        unit_id=asked.unit.id,
        found_on=asked.row.answered_on,
        requirement_id=about.requirement.id if about.requirement else None,
        rule=about.rule,
        fact=asked.row.text,
        evidence=said,
    )


def _again(form: Form, reference: Reference, unit_id: int) -> ResponseReturnValue:
    """The form as it was typed, with the version of now."""
    asked = elsewhere_questions.by_unit(reference, unit_id, seen_by=me())
    form["version"].data = asked.row.version
    return _page(asked, form)


@blueprint.post("/<ref(CA):reference>/<int:unit_id>")
@requires(Permission.HANDLE_CASES)
@step(AnswerForm, _again, once=True)
def answer(form: AnswerForm, reference: Reference, unit_id: int) -> Done:
    answered = elsewhere.Answered(Elsewhere(form.answer.data), form.text.data)
    led_to = url_for(".mine", reference=reference)
    asked = _locked(reference, unit_id)
    elsewhere.answer(asked, answered, version=form.version.number, by=me())
    return Done(gettext("回答を記録しました。"), led_to)


@blueprint.post("/<ref(CA):reference>/<int:unit_id>/case")
@requires(Permission.OPEN_CASES)
@step(FoundForm, _again, once=True)
def open_case(form: FoundForm, reference: Reference, unit_id: int) -> Done:
    asked, stated = _locked(reference, unit_id), form.stated_as(Source.SELF_REPORT)
    version = form.version.number
    case = elsewhere.open_case(asked, stated, version=version, by=me())
    led_to = url_for("cases.record", reference=case.reference)
    return Done(gettext("是正処置を始めました。部門の責任者に知らせます。"), led_to)


def _locked(reference: Reference, unit_id: int) -> Asked:
    return elsewhere_questions.by_unit(reference, unit_id, seen_by=me(), for_update=True)
