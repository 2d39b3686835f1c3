"""The company's pages of stages: how long before and after its due day each duty is reminded of."""

import re
from unicodedata import normalize

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import ValidationError
from wtforms.validators import NumberRange

from pms_tracker.kernel.habits import DEFAULT, Ladder
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running.every_source import ACT, CHECK, DO, PHASE_OF, PLAN, SOURCES
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
# Duties of no phase are about what runs the app.
PHASES = {
    PLAN: _p("phase", "計画"),
    DO: _p("phase", "実施"),
    CHECK: _p("phase", "点検"),
    ACT: _p("phase", "改善"),
    None: _l("稼働状況"),
}
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


@blueprint.get("/")
@requires(Permission.SEE_REMINDERS)
def index() -> ResponseReturnValue:
    """What the company changed, then all that is as it came, folded by phase."""
    own, kinds = stages.set_by_company(), _met()
    phases = [
        {
            "name": label,
            "kinds": [each for each in kinds if each not in own and PHASE_OF.get(each) == phase],
        }
        for phase, label in PHASES.items()
    ]
    return render_template(
        "stages/list.html",
        changed=[(each, own[each]) for each in kinds if each in own],
        phases=phases,
        standard=DEFAULT,
        usual_of=stages.usual_of,
        is_legal=stages.is_legal,
        name_of=_name_of,
    )


def _name_of(kind: str) -> str:
    return duty_words.said(kind)[0]


def _met() -> list[str]:
    """Kinds of duties that the company has by its locale pack."""
    never = {
        told.key
        for source in SOURCES
        for kind in source.kinds
        for told in kind.told
        if not reaches(told.page or KINDS[source.record_kind].page)
    }
    return [each for each in duty_words.DUTIES if each not in never]


@blueprint.get("/<kind>")
@requires(Permission.KEEP_COMPANY)
def change(kind: str) -> ResponseReturnValue:
    _there(kind)
    ladder = stages.set_by_company().get(kind) or stages.usual_of(kind)
    days = "、".join(str(each) for each in ladder.before)
    return _page(StagesForm(formdata=None, before=days, every=ladder.every), kind)


def _page(form: StagesForm, kind: str) -> ResponseReturnValue:
    page = render_template(
        "stages/form.html",
        form=form,
        kind=kind,
        name=_name_of(kind),
        is_own=kind in stages.set_by_company(),
    )
    return page, form.status


def _there(kind: str) -> None:
    if kind not in duty_words.DUTIES:
        abort(404)


@blueprint.post("/<kind>")
@requires(Permission.KEEP_COMPANY)
@step(StagesForm, _page, offer=lambda _form, kind: _there(kind))
def save(form: StagesForm, kind: str) -> Done:
    wanted = Ladder(days_in(str(form.before.data)), form.every.data)
    stages.change(kind, wanted, by=me().actor)
    return Done(gettext("お知らせの時期を保存しました。"), url_for(".index", _anchor=kind))


@blueprint.post("/<kind>/reset")
@requires(Permission.KEEP_COMPANY)
@pressed()
def reset(kind: str) -> Done:
    _there(kind)
    stages.change(kind, stages.usual_of(kind), by=me().actor)
    return Done(gettext("お知らせの時期を標準に戻しました。"), url_for(".index", _anchor=kind))
