"""A sheet of a register read in: previewed, then taken at once; nothing is written before that."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.kernel.errors import BadInput, Stale
from pms_tracker.registers import register_sheets
from pms_tracker.registers.fields import Field, Pick
from pms_tracker.registers.register import Register
from pms_tracker.registers.register_sheets import NUMBER, REFERENCE, Line, Plan, SheetRows, Untaken
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import as_written, refused_into
from pms_tracker.web.forms.sheet_forms import LONGEST_ROWS, SealedForm, SheetForm
from pms_tracker.web.lists import list_files
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.registers.register_list_pages import columns_of
from pms_tracker.web.words.register_words import said, say, spelled


class ImportPages:
    """Choose a file, see what it would do, take it."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def add_to(self, add: Callable[..., None]) -> None:
        """Its pages, for whoever keeps the register."""
        keeper = self.register.keeper
        add("/import", "import_form", self.form, keeper, "GET")
        add("/import", "preview", self.preview, keeper, "POST")
        add("/import/take", "take", self.take, keeper, "POST")
        add("/import/template.<any(csv,xlsx):kind>", "template", self.template, keeper, "GET")

    def form(self) -> ResponseReturnValue:
        return self._form_page(SheetForm(formdata=None))

    def _form_page(self, form: SheetForm, troubles: Sequence[Trouble] = ()) -> ResponseReturnValue:
        page = render_template(
            "registers/import.html",
            register=self.register,
            say=say,
            form=form,
            troubles=troubles,
            heading=self._heading,
            most=SheetRows.most,
        )
        return page, 400 if troubles else form.status

    def _heading(self, name: str) -> str:
        if name == REFERENCE:
            return say(NUMBER)
        return say(self.register.field(name).label) if name else ""

    def template(self, kind: str) -> ResponseReturnValue:
        """A sheet with exactly the headings that are read, and no row yet."""
        name, columns = self.register.key, columns_of(self.register)
        sheet = list_files.Sheet(say(self.register.name), name, columns, lambda _last: ())
        return list_files.answer(sheet, kind)

    def preview(self) -> ResponseReturnValue:
        """Every bad row, or what the file would do; nothing is stored yet."""
        form = SheetForm()
        if form.validate_on_submit():
            with refused_into(form):
                wanted = self._plan(form.file.data.read(tables.MOST_BYTES + 1))
                if len(wanted.csv) > LONGEST_ROWS:
                    raise BadInput("set_too_full")
                if wanted.troubles:
                    return self._form_page(form, wanted.troubles)
                return self._preview_page(wanted, _sealed(wanted))
        return self._form_page(form)

    def _plan(self, content: bytes) -> Plan:
        return register_sheets.plan(self.register, content, by=me(), spelled=spelled)

    def _preview_page(self, wanted: Plan, form: SealedForm) -> ResponseReturnValue:
        page = render_template(
            "registers/import_preview.html",
            register=self.register,
            say=say,
            wanted=wanted,
            form=form,
            told=_Told(self.register),
        )
        return page, form.status

    def take(self) -> ResponseReturnValue:
        """All that was previewed, or nothing; what would do something else now is shown anew."""
        form = SealedForm()
        rows = as_written(form.rows.data or "").encode()
        if not form.validate_on_submit() or not rows.strip():
            raise BadInput("entries_file_empty")
        led_to = url_for(f"{self.register.key}.index")
        try:
            with taken_once(led_to):
                done = register_sheets.take(
                    self.register, rows, seal=form.seal.data or "", by=me(), spelled=spelled
                )
        except Stale as refusal:
            return self._anew(rows, sentence(refusal))
        except Untaken as refused:
            return self._form_page(SheetForm(formdata=None), refused.troubles)
        flash(_taken(len(done.new), len(done.changed)), "done")
        return redirect(led_to)

    def _anew(self, rows: bytes, told: str) -> ResponseReturnValue:
        wanted = self._plan(rows)
        if wanted.troubles:
            blank = SheetForm(formdata=None)
            blank.refuse(told, 409)
            return self._form_page(blank, wanted.troubles)
        form = _sealed(wanted)
        form.refuse(told, 409)
        return self._preview_page(wanted, form)


class _Told:
    """What rows of a preview say, in words."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._names = register_sheets.names(register)

    def says(self, line: Line) -> list[str]:
        """What a new entry says in the columns of the list."""
        return [self._said(each.name, line.values[each.name]) for each in self.columns]

    @property
    def columns(self) -> list[Field]:
        """The columns of the list that are entered."""
        return [each for each in self._register.shown if each.in_sheet]

    def changes(self, line: Line) -> list[tuple[str, str, str]]:
        """What changes in an entry: field, before, after."""
        before = line.entry.values if line.entry else {}
        return [
            (
                say(self._register.field(name).label),
                self._said(name, before.get(name)),
                self._said(name, line.values[name]),
            )
            for name in line.changed
        ]

    def _said(self, name: str, value: Any) -> str:
        field = self._register.field(name)
        named = self._names[field.one_of].get(value, "") if isinstance(field, Pick) else ""
        return said(field, value, named)


def _sealed(wanted: Plan) -> SealedForm:
    return SealedForm(formdata=None, rows=wanted.csv, seal=wanted.seal)


def _taken(new: int, changed: int) -> str:
    told = ngettext("%(num)d件を登録しました。", "%(num)d件を登録しました。", new) if new else ""
    if changed:
        told += ngettext("%(num)d件を変更しました。", "%(num)d件を変更しました。", changed)
    return told or gettext("変わったものはありません。")
