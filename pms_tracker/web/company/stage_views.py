"""The company's page of stages: how long before and after its due day each duty is reminded of."""

import re
from unicodedata import normalize

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import ValidationError
from wtforms.validators import NumberRange

from pms_tracker.kernel.habits import DEFAULT, Ladder
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running.every_source import SOURCES
from pms_tracker.reminders.scan import stages
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.door.reached import reaches
from pms_tracker.web.forms.shared_forms import Filled, Form, LineField, NumberField
from pms_tracker.web.record.record_kinds import KINDS
from pms_tracker.web.record.steps import Done, pressed, step
from pms_tracker.web.words import duty_words

blueprint = Blueprint("stages", __name__, url_prefix="/company/reminders")

DAYS = _l("0から365までの日数を、読点かコンマで区切って入力してください。例：30、14、7、1、0")
EVERY = _l("1から90までの日数を入力してください。")
BETWEEN = re.compile(r"[,、\s]+")


def days_in(text: str) -> tuple[int, ...]:
    """The days of `30、14, 7`; ValueError where something else stands between the separators."""
    typed = [each for each in BETWEEN.split(normalize("NFKC", text)) if each]
    if not all(re.fullmatch(r"[0-9]{1,4}", each) for each in typed):
        raise ValueError(text)
    return tuple(int(each) for each in typed)


class StagesForm(Form):
    """The stages of one kind of duty."""

    before = LineField(_l("期限の何日前"), DAYS, longest=100)
    every = NumberField(
        _l("期限の後は何日ごと"), validators=[Filled(EVERY), NumberRange(1, stages.SLOWEST, EVERY)]
    )

    def validate_before(self, field: LineField) -> None:
        try:
            days_in(str(field.data))
        except ValueError as trouble:
            raise ValidationError(str(DAYS)) from trouble

    def of_kind(self, kind: str) -> "StagesForm":
        """With ids of its own, since the forms of all kinds stand on one page."""
        for field in (self.before, self.every):
            field.id = field.label.field_id = f"{field.name}-{kind}"
        return self


@blueprint.get("/")
@requires(Permission.SEE_REMINDERS)
def index() -> ResponseReturnValue:
    return _page()


def _page(refused: str = "", form: StagesForm | None = None) -> ResponseReturnValue:
    own, never = stages.set_by_company(), _never_met()
    rows = [
        {
            "kind": kind,
            "name": words[0],
            "ladder": own.get(kind, DEFAULT),
            "own": kind in own,
            "form": form if form and kind == refused else _form(kind, own.get(kind, DEFAULT)),
        }
        for kind, words in duty_words.DUTIES.items()
        if kind not in never
    ]
    page = render_template("stages/list.html", rows=rows, refused=refused)
    return page, form.status if form else 200


def _never_met() -> set[str]:
    """Duties of what the company does not have by its locale pack."""
    return {
        told.key
        for source in SOURCES
        for kind in source.kinds
        for told in kind.told
        if not reaches(told.page or KINDS[source.record_kind].page)
    }


def _form(kind: str, ladder: Ladder) -> StagesForm:
    days = "、".join(str(each) for each in ladder.before)
    return StagesForm(formdata=None, before=days, every=ladder.every).of_kind(kind)


def _of_kind(form: StagesForm, kind: str) -> None:
    if kind not in duty_words.DUTIES:
        abort(404)
    form.of_kind(kind)


@blueprint.post("/<kind>")
@requires(Permission.KEEP_COMPANY)
@step(StagesForm, lambda form, kind: _page(kind, form), offer=_of_kind)
def save(form: StagesForm, kind: str) -> Done:
    wanted = Ladder(days_in(str(form.before.data)), form.every.data)
    stages.change(kind, wanted, by=me().actor)
    return Done(gettext("お知らせの時期を保存しました。"), url_for(".index", _anchor=kind))


@blueprint.post("/<kind>/reset")
@requires(Permission.KEEP_COMPANY)
@pressed()
def reset(kind: str) -> Done:
    if kind not in duty_words.DUTIES:
        abort(404)
    stages.change(kind, DEFAULT, by=me().actor)
    return Done(gettext("お知らせの時期を標準に戻しました。"), url_for(".index", _anchor=kind))
