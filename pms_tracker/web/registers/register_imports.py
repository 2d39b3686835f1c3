"""A file of a register read in: previewed, then taken at once; nothing is written before that."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from pms_tracker.kernel.errors import BadInput, Stale
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.register_sheets import Untaken
from pms_tracker.registers.imports.sheet_plans import Plan
from pms_tracker.registers.imports.sheet_reading import MOST, NUMBER, REFERENCE
from pms_tracker.registers.register import Register
from pms_tracker.sheets import tables
from pms_tracker.sheets.office_books import Choices
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import refused_into
from pms_tracker.web.forms.sheet_forms import (
    PackedForm,
    SheetForm,
    has_my_number,
    packed,
    refuse_name,
)
from pms_tracker.web.forms.sheet_words import chosen, left_out
from pms_tracker.web.lists import list_files
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.registers.import_words import Preview
from pms_tracker.web.registers.register_list_pages import columns_of
from pms_tracker.web.words.register_words import say, spelled


class ImportPages:
    """Choose a file, see what it would do, say what its columns are, take it."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def add_to(self, add: Callable[..., None]) -> None:
        """Its pages, for whoever keeps the register."""
        keeper = self.register.keeper
        add("/import", "import_form", self.form, keeper, "GET")
        add("/import", "preview", self.preview, keeper, "POST")
        add("/import/again", "preview_again", self.again, keeper, "POST")
        add("/import/take", "take", self.take, keeper, "POST")
        add("/import/template.<any(csv,xlsx):kind>", "template", self.template, keeper, "GET")

    def form(self) -> ResponseReturnValue:
        return self._form_page(SheetForm(formdata=None))

    def _form_page(self, form: SheetForm, troubles: Sequence[Trouble] = ()) -> ResponseReturnValue:
        page = render_template(
            "registers/import.html",
            register=self.register,
            form=form,
            troubles=troubles,
            heading=self._heading,
            most=MOST,
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
        """What the file would do, and all that cannot be read; nothing is stored yet."""
        form = SheetForm()
        if form.validate_on_submit():
            with refused_into(form):
                refuse_name(form)
                content = form.file.data.read(tables.MOST_BYTES + 1)
                wanted = self._plan(content, None)
                return self._preview_page(wanted, _sealed(wanted, content))
        return self._form_page(form)

    def again(self) -> ResponseReturnValue:
        """The same file by other sheets, or with other columns."""
        form = PackedForm()
        content = form.content
        wanted = self._plan(content, chosen())
        return self._preview_page(wanted, _sealed(wanted, content))

    def _plan(self, content: bytes, choices: Choices | None) -> Plan:
        return register_sheets.plan(
            self.register, content, by=me(), spelled=spelled, choices=choices
        )

    def _preview_page(self, wanted: Plan, form: PackedForm) -> ResponseReturnValue:
        if has_my_number(wanted.troubles):
            # No page carries such a file.
            return self._form_page(SheetForm(formdata=None), wanted.troubles)
        page = render_template(
            "registers/import_preview.html",
            register=self.register,
            wanted=wanted,
            form=form,
            told=Preview(self.register, wanted),
            troubles=wanted.troubles,
            heading=self._heading,
        )
        return page, 400 if wanted.troubles and form.status == 200 else form.status

    def take(self) -> ResponseReturnValue:
        """All that was previewed, or nothing; what would do something else now is shown anew."""
        form = PackedForm()
        content, choices = form.content, chosen()
        if not form.validate_on_submit():
            raise BadInput("entries_file_empty")
        led_to = url_for(f"{self.register.key}.index")
        try:
            with taken_once(led_to):
                done = register_sheets.take(
                    self.register,
                    content,
                    seal=form.seal.data or "",
                    by=me(),
                    spelled=spelled,
                    choices=choices,
                    doubtful=form.doubtful.data,
                )
        except Stale as refusal:
            return self._anew(content, choices, sentence(refusal))
        except Untaken as refused:
            return self._form_page(SheetForm(formdata=None), refused.troubles)
        flash(_taken(len(done.new), len(done.changed)), "done")
        if done.left_out:
            flash(left_out(len(done.left_out)), "warning")
        return redirect(led_to)

    def _anew(self, content: bytes, choices: Choices, told: str) -> ResponseReturnValue:
        wanted = self._plan(content, choices)
        form = _sealed(wanted, content)
        form.refuse(told, 409)
        return self._preview_page(wanted, form)


def _sealed(wanted: Plan, content: bytes) -> PackedForm:
    return PackedForm(formdata=None, packed=packed(content), seal=wanted.seal)


def _taken(new: int, changed: int) -> str:
    told = ngettext("%(num)d件を登録しました。", "%(num)d件を登録しました。", new) if new else ""
    if changed:
        told += ngettext("%(num)d件を変更しました。", "%(num)d件を変更しました。", changed)
    return told or gettext("変わったものはありません。")
