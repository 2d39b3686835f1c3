"""A file of a register read in: previewed, then taken at once; nothing is written before that."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import ngettext

from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.imports.sheet_plans import Plan
from pms_tracker.registers.imports.sheet_reading import MOST, NUMBER, REFERENCE
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office_books import Choices
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.import_pages import ImportPages
from pms_tracker.web.registers.import_words import Preview
from pms_tracker.web.registers.register_list_pages import columns_of
from pms_tracker.web.words.register_words import say, spelled


class RegisterImports(ImportPages[Plan]):
    """A register's entries."""

    form_template, preview_template = "registers/import.html", "registers/import_preview.html"

    def __init__(self, register: Register) -> None:
        super().__init__(register.key, f"{register.key}.index", MOST)
        self.register = register

    @property
    def of(self) -> str:
        return say(self.register.name)

    def heading(self, column: str) -> str:
        if column == REFERENCE:
            return say(NUMBER)
        return say(self.register.field(column).label) if column else ""

    @property
    def sheet(self) -> list_files.Sheet:
        name, columns = self.register.key, columns_of(self.register)
        return list_files.Sheet(say(self.register.name), name, columns, lambda _last: ())

    def plan(self, content: bytes, choices: Choices | None) -> Plan:
        return register_sheets.plan(
            self.register, content, by=me(), spelled=spelled, choices=choices
        )

    def told_of(self, wanted: Plan | None) -> Mapping[str, Any]:
        told = Preview(self.register, wanted) if wanted else None
        return {"register": self.register, "told": told}

    def taken(
        self, content: bytes, choices: Choices, seal: str, *, guessed: bool
    ) -> tuple[str, str, int]:
        led_to = url_for(self.listed_at)
        with taken_once(led_to):
            done = register_sheets.take(
                self.register,
                content,
                seal=seal,
                by=me(),
                spelled=spelled,
                choices=choices,
                guessed=guessed,
            )
        return led_to, _taken(len(done.new), len(done.changed)), len(done.left_out)


def _taken(new: int, changed: int) -> str:
    told = ngettext("%(num)d件を登録しました。", "%(num)d件を登録しました。", new) if new else ""
    if changed:
        told += ngettext("%(num)d件を変更しました。", "%(num)d件を変更しました。", changed)
    return told
