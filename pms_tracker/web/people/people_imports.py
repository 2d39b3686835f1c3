"""Pages that bring in people and units from a file: previewed, taken at once, undone at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from flask_babel.speaklater import LazyString
from wtforms import BooleanField

from pms_tracker.database import transaction
from pms_tracker.people.firm import people
from pms_tracker.people.imports import import_plan, import_rows, import_undo, imports
from pms_tracker.people.imports.import_plan import Change, Doubt, Plan
from pms_tracker.people.imports.import_rows import PeopleFile
from pms_tracker.people.imports.people_columns import LISTED, Column
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import PeopleImport
from pms_tracker.sheets.office_books import Choices
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.import_pages import ImportPages
from pms_tracker.web.people.people_import_words import PeoplePreview, heading
from pms_tracker.web.refusals.row_words import own_language
from pms_tracker.web.words import troubles

blueprint = Blueprint("people_imports", __name__, url_prefix="/people/import")

CHANGES: dict[Change, LazyString] = {
    Change.READING: _l("フリガナ"),
    Change.LANGUAGE: _l("表示言語"),
    Change.MAIL: _l("メールアドレス"),
    Change.MEMBERSHIP: _l("所属の追加"),
    Change.HEAD: _l("部門の責任者"),
    Change.ROLE: _l("役割"),
}
DOUBTS: dict[Doubt, LazyString] = {
    Doubt.SAME_NAME: _l(
        "同じ名前の人が登録されています。同じ人なら、登録済みの部門かメールアドレスを書いてください。"
    ),
    Doubt.SAME_NAME_IN_FILE: _l("同じ名前が%(words)s行目にもあります。別の人として登録します。"),
    Doubt.UNIT_RENAMED: _l("部門の名前は%(words)sに変わっています。その部門に登録します。"),
    Doubt.NO_ADDRESS: _l("役割がありますが、メールアドレスがないため、サインインできません。"),
}
WHYS: dict[import_undo.Why, LazyString] = {
    import_undo.Why.NAMED: _l("記録に名前があります"),
    import_undo.Why.SIGNED_IN: _l("パスワードを決めて、サインインできます"),
    import_undo.Why.CHANGED: _l("取り込んだ後に、所属や役割が変わりました"),
}


class UndoImportForm(Form):
    """That somebody saw who cannot be taken back, where there is anybody."""

    needs_seen = False
    seen = BooleanField(_l("上の人の退職が今日の日付で記録されることを確かめました"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate(*args, **kwargs))
        if self.needs_seen and not self.seen.data:
            self.seen.errors = [gettext("取り消せない人を確かめて、印を付けてください。")]
            return False
        return valid


class PeopleImports(ImportPages[Plan]):
    """People, with the units that they are in."""

    form_template, preview_template = "people/import.html", "people/import_preview.html"

    @property
    def of(self) -> str:
        return gettext("人と部門")

    def heading(self, column: str) -> str:
        return heading(column)

    @property
    def sheet(self) -> list_files.Sheet:
        columns = [
            list_files.Column(each.value, heading(each), lambda _row: "", width=22)
            for each in Column
        ]
        return list_files.Sheet(self.of, "people", columns, lambda _last: ())

    def plan(self, content: bytes, choices: Choices | None) -> Plan:
        return import_plan.plan(_read(content, choices), me())

    def told_of(self, wanted: Plan | None) -> Mapping[str, Any]:
        if wanted is None:
            listed = {each.value: names for each, names in LISTED.items()}
            return {"listed": listed, "own": own_language(), "latest": imports.latest()}
        return {
            "told": PeoplePreview(wanted),
            "changes": CHANGES,
            "doubts": DOUBTS,
            "unit_names": {unit.id: unit.name for unit in people.units()},
        }

    def taken(
        self, content: bytes, choices: Choices, seal: str, *, guessed: bool
    ) -> tuple[str, str, int]:
        file = _read(content, choices)
        with taken_once() as taken:
            made = imports.take(file, seal=seal, by=me(), guessed=guessed)
            led_to = url_for(".record", import_id=made.id)
            without, taken.led_to = len(made.kept["left_out"]), led_to
        return led_to, gettext("取り込みました。"), without


def _read(content: bytes, choices: Choices | None) -> PeopleFile:
    return import_rows.read(content, choices, [unit.name for unit in people.units()])


PeopleImports("people_imports", "people.index", import_rows.MOST).at(
    blueprint, Permission.KEEP_PEOPLE, ""
)


@blueprint.get("/<int:import_id>")
@requires(Permission.KEEP_PEOPLE)
def record(import_id: int) -> ResponseReturnValue:
    return _record_page(imports.batch(import_id), UndoImportForm(formdata=None))


def _record_page(taken: PeopleImport, form: UndoImportForm) -> ResponseReturnValue:
    rows = imports.rows_of(taken)
    page = render_template(
        "people/imported.html",
        taken=taken,
        rows=rows,
        names=people.names([taken.by_id, *(row.person for row in rows)]),
        built=import_undo.built_on(taken),
        whys=WHYS,
        to_invite=imports.to_invite(taken),
        form=form,
    )
    return page, form.status


@blueprint.post("/<int:import_id>/invite")
@requires(Permission.KEEP_PEOPLE)
def invite(import_id: int) -> ResponseReturnValue:
    with transaction():
        sent = imports.invite(imports.batch(import_id), by=me())
    told = ngettext(
        "%(num)d人に案内のメールを送りました。", "%(num)d人に案内のメールを送りました。", sent
    )
    if troubles.sends():
        flash(told, "done")
    else:
        flash(str(troubles.NOT_INVITED), "warning")
    return redirect(url_for(".record", import_id=import_id))


@blueprint.post("/<int:import_id>/undo")
@requires(Permission.KEEP_PEOPLE)
def undo(import_id: int) -> ResponseReturnValue:
    """Take back the whole import; whoever cannot be taken back leaves today, once that was seen."""
    form = UndoImportForm()
    taken = imports.batch(import_id)
    form.needs_seen = bool(import_undo.built_on(taken))
    if form.validate_on_submit():
        with transaction():
            stays = import_undo.undo(imports.batch(import_id), by=me())
        flash(_undone(stays), "done")
        return redirect(url_for(".record", import_id=import_id))
    return _record_page(imports.batch(import_id), form)


def _undone(stays: Sequence[str]) -> str:
    said = gettext("取込みを取り消しました。")
    if not stays:
        return said
    lines = gettext("、").join(stays)
    return said + gettext(
        "取り消せなかった行：%(lines)s。その人のページで、役割や所属を終了してください。",
        lines=lines,
    )
