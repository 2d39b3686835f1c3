"""Planned changes beside their register: begun from what offices often do, and on one page."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.changes import change_starters as starters
from pms_tracker.plan.changes.change_starters import STARTERS
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.registers import entries
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import DayField, Filled, Form, LineField
from pms_tracker.web.pictures import papers, section_papers
from pms_tracker.web.pictures.section_papers import Paper, Part
from pms_tracker.web.plan.laws.impact_words import impact_lines, impact_results
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.registers.register_pages import PAGES
from pms_tracker.web.words.register_words import facts, say

blueprint = Blueprint("change_starts", __name__, url_prefix="/plan/changes")
CHOOSE = _l("どの変更かを選んでください。")
(PAGE,) = (each for each in PAGES if each.register is CHANGES)


class BeginForm(Form):
    """Which change, what it is called, and when it starts."""

    kind = RadioField(
        _l("変更の種類"),
        choices=[SelectChoice(each.key, _l(each.name)) for each in STARTERS],
        validators=[Filled(CHOOSE)],
    )
    title = LineField(_l("変更の内容"), _l("変更の内容を入力してください。"))
    start_on = DayField(_l("変更の開始日"), _l("変更の開始日を入力してください。"))


@blueprint.get("/begin")
@requires(CHANGES.keeper)
def form() -> ResponseReturnValue:
    return _page(BeginForm(formdata=None, place=url_for(".begin")))


def _page(form: BeginForm) -> ResponseReturnValue:
    page = render_template("plan/change_starts/form.html", form=form, register=CHANGES)
    return page, form.status


@blueprint.post("/begin")
@requires(CHANGES.keeper)
@step(BeginForm, _page, once=True)
def begin(form: BeginForm) -> Done:
    title, start_on = form.title.data or "", form.start_on.chosen
    row = starters.draft(form.kind.data, title, start_on, say, by=me())
    told = gettext("影響する事項を入れた下書きを作りました。残りの事項の要否を判断してください。")
    return Done(told, url_for("changes.edit_form", which=number_of(CHANGES, row)))


@blueprint.get(f"/<ref({Kind.PLANNED_CHANGE}):which>/plan.pdf")
@requires(CHANGES.reader)
def paper(which: Reference) -> ResponseReturnValue:
    row = entries.find(CHANGES, which, seen_by=me())
    return papers.handed(_paper(row), papers.named(f"{which}-plan.pdf"))


def _paper(row: Any) -> bytes:
    """A change on one page, for the interview with the representative."""
    told = [
        [say(field.label), words]
        for field, words in facts(CHANGES, row)
        if words and field.inside != "impacts" and field.name != "title"
    ]
    lines = impact_lines(CHANGES, row)
    impacts = Part(
        gettext("影響"),
        [list(map(_or_dash, each)) for each in lines],
        (4, 0, 3, 9, 0, 0),
        [
            *(gettext("影響する事項"), gettext("要否"), gettext("担当部門")),
            *(gettext("内容または不要の理由"), gettext("期日"), gettext("対応した日")),
        ],
    )
    came = zip(lines, impact_results(CHANGES, PAGE.naming(row)), strict=True)
    results = Part(
        gettext("登録・改定した記録"),
        [[area, each.words] for (area, *_said), found in came for each in found],
        (0, 1),
    )
    made = Paper(
        row.title,
        [Part(gettext("計画"), told, (0, 1)), impacts, *([results] if results.rows else [])],
        gettext("変更の計画"),
        reference=CHANGES.name_of(row),
        boxes=[(say(each), gettext("承認")) for each in CHANGES.boxes],
    )
    return section_papers.made(made)


def _or_dash(words: str) -> str:
    return words or "－"
