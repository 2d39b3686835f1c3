"""The pages of a register, made of its row: list, new entry, record, change, files and paper.

    BLUEPRINTS = tuple(RegisterPages(each).blueprint() for each in REGISTERS)

Each page is general unless the register has a template of its own beside its address, such as
`check/history/record.html`, which extends the general one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from jinja2 import Template
from sqlalchemy import true

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.duties import reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.entries import Which
from pms_tracker.registers.imports.register_sheets import number_of
from pms_tracker.registers.register import Register
from pms_tracker.reminders.running.every_source import KINDS, SOURCES
from pms_tracker.web.door.access import me, opens, requires
from pms_tracker.web.forms.sent_once import lead
from pms_tracker.web.forms.shared_forms import Form, ReasonForm, StepForm
from pms_tracker.web.proofs import evidence_views
from pms_tracker.web.record import record_history
from pms_tracker.web.record.links import url_of_duty
from pms_tracker.web.record.steps import NUMBERED, Done, step
from pms_tracker.web.registers import (
    register_files,
    register_forms,
    register_list_pages,
    register_papers,
)
from pms_tracker.web.registers.day_pages import DayPages
from pms_tracker.web.registers.edition_pages import EditionPages
from pms_tracker.web.registers.register_forms import EntryForm
from pms_tracker.web.registers.register_imports import RegisterImports
from pms_tracker.web.words import duty_words, register_words
from pms_tracker.web.words.register_words import say

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Named:
    """An entry that names another, with what it is called and where it is."""

    row: Any
    words: str
    url: str


@dataclass(frozen=True)
class Naming:
    """The entries of one register that name an entry."""

    register: Register
    entries: list[Named]


def _named(register: Register, row: Any) -> Named:
    url = url_for(f"{register.key}.record", which=number_of(register, row))
    return Named(row, entry_fields.named(register, row), url)


class RegisterPages:
    """The pages of one register."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.list = register_list_pages.page_of(register)
        self._form = register_forms.new(register)
        self._editions = EditionPages(register, self._record_page)
        self._done_here = [
            kind.key
            for source in SOURCES
            for kind in source.kinds
            if source.named_kind is register.kind
            and not (kind.page and register.approvers)
            and kind.key != entry_duties.mend_key(register)
        ]
        self._named_by = [
            each
            for each in REGISTERS
            if any(field.among is register for field in entry_fields.of(each))
        ]

    def blueprint(self) -> Blueprint:
        """Its pages with their doors: readers may open it, its keeper enters and changes."""
        row = self.register
        made = Blueprint(row.key, __name__, url_prefix=f"/{row.place}")
        entry = f"/<ref({row.kind}):which>" if row.kind else "/<int:which>"

        def add(rule: str, endpoint: str, view: View, door: Permission, method: str) -> None:
            made.add_url_rule(rule, endpoint, requires(door)(view), methods=[method])

        reader, keeper = row.reader, row.keeper
        add("/", "index", self.index, reader, "GET")
        add("/export.<any(csv,xlsx):kind>", "export", self.list.file, reader, "GET")
        add("/list.pdf", "list_paper", self.list_paper, reader, "GET")
        add("/new", "form", self.form, row.door, "GET")
        once = NUMBERED if row.kind else True
        enter = step(self._form, self._form_page, offer=EntryForm.take, once=once)(self.enter)
        add("/", "enter", enter, row.door, "POST")
        add(entry, "record", self.record, reader, "GET")
        add(f"{entry}/paper.pdf", "paper", self.paper, reader, "GET")
        if row.keeps_files:
            add(f"{entry}/files/<int:file_number>", "file", self.file, reader, "GET")
        if row.changes:
            add(f"{entry}/edit", "edit_form", self.edit_form, keeper, "GET")
            again = step(register_forms.changed(row), self._edit_page, offer=self._take)
            add(f"{entry}/edit", "edit", again(self.edit), keeper, "POST")
        if row.retired:
            struck = step(ReasonForm, self._record_page)(self.retire)
            add(f"{entry}/strike", "retire", struck, keeper, "POST")
        RegisterImports(row).at(made, keeper)
        if row.approvers:
            self._editions.add_to(add, entry)
            DayPages(row, self.list).add_to(add)
        return made

    def index(self) -> ResponseReturnValue:
        asked = self.list.shown()
        return self._page(
            "list",
            **{**asked, "rows": register_list_pages.shown(self.register, asked["rows"])},
            heads=[(each.name, say(each.label)) for each in self.register.shown],
            # Of a register that is seen in part nobody says that it is empty.
            sees_all=self.register.seen(me()) is true(),
        )

    def form(self) -> ResponseReturnValue:
        given = register_forms.given(self.register, request.args)
        proposed = register_forms.proposed(self.register)
        form = self._form(place=url_for(".enter"), data={**proposed, **given})
        return self._form_page(form)

    def _form_page(self, form: EntryForm) -> ResponseReturnValue:
        form.offer()
        return self._page("form", form=form, row=None), form.status

    def enter(self, form: EntryForm) -> Done:
        row = entries.enter(self.register, self._typed(form), by=me(), numbered=self._lead)
        register_files.take_files(self.register, row, by=me())
        return Done(gettext("登録しました。"), self._url("record", row))

    def _lead(self, row: Any) -> None:
        lead(self._url("record", row))

    def _typed(self, form: EntryForm) -> dict[str, Any]:
        """What was typed, of the fields that the reader was asked for."""
        asked = form.fields if me().may(self.register.keeper) else form.unfolded
        names = {each.name for each in asked if self.register.may_set(each.name, me())}
        return {name: value for name, value in form.values.items() if name in names}

    def record(self, which: Which) -> ResponseReturnValue:
        return self._record_page(StepForm(formdata=None), which)

    def _record_page(self, form: Form, which: Which) -> ResponseReturnValue:
        row = entries.find(self.register, which, seen_by=me())
        version = str(row.version if self.register.changes else 0)
        ending = form if isinstance(form, ReasonForm) else ReasonForm(None, version=version)
        recorder = getattr(row, self.register.recorder)
        files = register_files.shown(self.register, row)
        duty, theirs = self._duty(row)
        approved = None
        if self.register.approvers:
            approved = self._editions.of(row, form, theirs)
            # What was approved beforehand, or waits again, says itself how it goes on.
            says = approved["stage"] or row.state is Standing.REVISION_WAITING
            duty = None if says else duty
        names = approved["names"] if approved else people.names([recorder])
        page = self._page(
            "record",
            row=row,
            form=ending,
            refused=form if isinstance(form, StepForm) else None,
            which=which,
            title=register_words.title_of(self.register, row),
            facts=register_words.facts(self.register, row),
            files=[(each, self._url("file", row, file_number=each.number)) for each in files],
            files_told=register_files.is_told(self.register),
            recorded_by=names.get(recorder or 0, ""),
            struck=entries.is_struck(self.register, row),
            history=record_history.of(self.register.name_of(row)) if me().sees_all else None,
            approved=approved,
            naming=self.naming(row),
            duty=duty,
        )
        return page, form.status

    def _duty(self, row: Any) -> tuple[duty_words.YourTurn | None, Duty | None]:
        """What the reader is to do on the record of an entry, or else what somebody else is to.
        What waits for approval says so itself."""
        if not self._done_here:
            return None, None
        called = parse_reference(self.register.name_of(row))
        found = reading.due(date.max, None, called, kinds=self._done_here)
        mine = [each for each in found if each.person_id == me().person_id]
        if not mine:
            return None, found[0] if found else None
        page = KINDS[mine[0].kind].page
        there = url_of_duty(mine[0]) if page and opens(page) else ""
        return duty_words.your_turn(mine[0], there), None

    def naming(self, row: Any) -> list[Naming]:
        """What names an entry, by register."""
        if not self._named_by:
            return []
        found = entry_fields.naming(self.register, row, me(), self._named_by)
        return [Naming(each, [_named(each, one) for one in its]) for each, its in found if its]

    def edit_form(self, which: Which) -> ResponseReturnValue:
        row = entries.find(self.register, which, seen_by=me())
        return self._edit_page(
            register_forms.filled(self.register, row, self._url("edit", row)), which
        )

    def _take(self, form: EntryForm, which: Which) -> None:
        form.take(lambda: entries.find(self.register, which, seen_by=me()))

    def _edit_page(self, form: EntryForm, which: Which) -> ResponseReturnValue:
        row = entries.find(self.register, which, seen_by=me())
        form.offer(row)
        return self._page("form", form=form, row=row, which=which), form.status

    def edit(self, form: EntryForm, which: Which) -> Done:
        row = entries.find(self.register, which, seen_by=me(), for_update=True)
        seen = form["version"].number
        entries.change(self.register, row, self._typed(form), seen=seen, by=me())
        register_files.take_files(self.register, row, by=me())
        return Done(gettext("変更しました。"), self._url("record", row))

    def retire(self, form: ReasonForm, which: Which) -> Done:
        row = entries.find(self.register, which, seen_by=me(), for_update=True)
        entries.retire(self.register, row, reason=form.reason.data, by=me())
        return Done(gettext("記録を取り消しました。"), self._url("record", row))

    def file(self, which: Which, file_number: int) -> Response:
        row = entries.find(self.register, which, seen_by=me())
        if file_number not in {each.number for each in register_files.of(self.register, row)}:
            raise NotFound("no_such_file", number=file_number)
        return evidence_views.give(self.register.name_of(row), file_number)

    def paper(self, which: Which) -> ResponseReturnValue:
        row = entries.find(self.register, which, seen_by=me())
        return register_papers.answer(self.register, row)

    def list_paper(self) -> ResponseReturnValue:
        asked, rows = self.list.first(register_papers.MOST + 1)
        return register_papers.answer_list(self.register, asked.words, rows)

    def _url(self, page: str, row: Any, **values: Any) -> str:
        return url_for(f".{page}", which=number_of(self.register, row), **values)

    def _page(self, page: str, **told: Any) -> str:
        places = (self.register.place, "registers")
        names: list[str | Template] = [f"{place}/{page}.html" for place in places]
        return render_template(names, register=self.register, opens=opens, **told)


PAGES = tuple(RegisterPages(each) for each in REGISTERS)
BLUEPRINTS = tuple(each.blueprint() for each in PAGES)
LISTS = tuple(each.list for each in PAGES)
