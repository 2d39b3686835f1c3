"""Forms of entries, made of the fields that a register declares."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, partial
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, Field as FormField, RadioField, SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional, StopValidation

from pms_tracker import clock, locale_in_use
from pms_tracker.evidence import evidence
from pms_tracker.kernel.days import TimeNotRead, read_time
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.lasting.span_words import SpanNotRead, read_span
from pms_tracker.kernel.lasting.spans import LONGEST_WORDS
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm, FirmAtNeed
from pms_tracker.registers import entry_editions, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.entries import facts_now
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick, Text, Value
from pms_tracker.registers.file_fields import File, Files
from pms_tracker.registers.office_fields import Enclosed, Names, Period, Several, Sized, Time, Year
from pms_tracker.registers.register import Register, offered
from pms_tracker.sheets.sheet_lines import one_line
from pms_tracker.web.door.access import me
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.form_numbers import id_of
from pms_tracker.web.lists import choices
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words.days_in_words import fiscal_year_text
from pms_tracker.web.words.register_words import said, unseen

# A choice of more than so many is a list to choose from.
TILES = 5


def _nothing_there() -> None:
    """Of a new entry nothing is there."""


class EntryForm(shared.Form):
    """A form of an entry of `register` with `fields`; of one that is there, with its version."""

    register: Register
    fields: tuple[Field, ...]

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        # Forms are made before the company is known; it meets those fields that its pack has.
        self.fields = tuple(each for each in self.fields if locale_in_use.has(each.custom))
        for each in type(self).fields:
            if not locale_in_use.has(each.custom):
                del self[each.name]

    @property
    def values(self) -> dict[str, Value]:
        """What was typed, by field, once the form was found right."""
        return {
            each.name: _value(each, self[each.name].data)
            for each in self.fields
            if not isinstance(each, File | Files)
        }

    @property
    def unfolded(self) -> tuple[Field, ...]:
        """What anybody is asked for."""
        return tuple(each for each in self.fields if not each.folded())

    @property
    def parts(self) -> tuple[list[tuple[Field, FormField]], list[tuple[Field, FormField]]]:
        """The fields that are shown, and those that stand in the fold today."""
        pairs = [(each, self[each.name]) for each in self.fields]
        folded = [pair for pair in pairs if pair[0].folded()]
        return [pair for pair in pairs if pair not in folded], folded

    def offer(self, row: Any = None) -> None:
        """Set what may be picked: who is here and what is open, and what the entry has already."""
        firm = FirmAtNeed(clock.today())
        for each in self.fields:
            if isinstance(each, Pick) and each.one_of is Of.PERSON:
                now = each.of(row) if row is not None else None
                self[each.name].offer(_persons(each, firm, now))
            elif isinstance(each, Pick):
                self[each.name].offer([(unit.id, unit.name) for unit in people.units()])
            elif isinstance(each, Year):
                self._offer_years(each)
            elif isinstance(each, Entries):
                self[each.name].choices = self._named(each, row)
            elif isinstance(each, Enclosed) and row is not None:
                self[each.name].choices = self._there(row)

    def take(self, find: Callable[[], Any] = _nothing_there) -> None:
        """Set of what may be picked only what was: the rest is read where the form is shown again.
        `find` gives the entry that is changed, where it has to be asked what it says already."""
        firm = FirmAtNeed(clock.today())
        for each in self.fields:
            if isinstance(each, Pick) and each.one_of is Of.PERSON and self[each.name].data:
                here = _persons(each, firm, None)
                if self[each.name].data not in dict(here):
                    row = find()
                    here = _persons(each, firm, each.of(row)) if row is not None else here
                self[each.name].offer(here)
            elif isinstance(each, Entries):
                named = self[each.name].data or ()
                self[each.name].choices = self._known(each, named, find) if named else []
            elif isinstance(each, Enclosed):
                self[each.name].choices = self._there(find()) if self[each.name].data else []
            elif isinstance(each, Year):
                self._offer_years(each)

    def _there(self, row: Any) -> list[tuple[str, str]]:
        """The files of an entry, each of which may belong to what is drafted."""
        files = evidence.files(self.register.name_of(row))
        return [(each.sha256, each.name) for each in files if not each.step and not each.erased_at]

    def _known(
        self, field: Entries, named: Sequence[str], find: Callable[[], Any]
    ) -> list[tuple[str, str]]:
        found = entry_fields.rows(field.among, named, me())
        open_ones = {
            each for each, row in found.items() if getattr(row, "state", None) is not Standing.ENDED
        }
        row = find() if set(named) - open_ones else None
        have = entry_editions.drafted(self.register, row)[field.name] if row is not None else ()
        return [(each, each) for each in named if each in open_ones or each in have]

    def _offer_years(self, field: Year) -> None:
        this = people.fiscal_year_of(clock.today())
        years = range(this, this - field.offered, -1)
        self[field.name].offer([(year, fiscal_year_text(year)) for year in years])

    def _named(self, field: Entries, row: Any) -> list[tuple[str, str]]:
        """What may be named, and what was; of what the reader may not know of, no more than that
        it is there."""
        have = entry_editions.drafted(self.register, row)[field.name] if row is not None else ()
        found = entry_fields.offered(field.among, me(), have)
        return [(reference, name or unseen()) for reference, name in found]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What the fields are wrong in together is said beside the one that the row names."""
        valid = bool(super().validate(*args, **kwargs))
        if not valid:
            return valid
        facts = facts_now()
        try:
            self.register.rule(self.register.tidied(self.values), facts)
        except (RuleBroken, BadInput) as refusal:
            name = self.register.said_beside(refusal)
            if name:
                self[name].errors = [sentence(refusal)]
            return not name
        return True


def _persons(field: Pick, firm: Firm, now: int | None) -> list[tuple[int, str]]:
    here = choices.people_of(firm)
    if field.left:
        gone = [each for each in firm.members.values() if not each.here]
        here += [(each.person_id, gettext("%(name)s（退職）", name=each.name)) for each in gone]
    if now is None or now in dict(here):
        return here
    return [*here, (now, people.names([now]).get(now, ""))]


def _value(field: Field, typed: Any) -> Value:
    if isinstance(field, Choice):
        return next((each for each in field.members if each == typed), None)
    if isinstance(field, Names):
        return field.read(one_line(typed or ""), facts_now())
    if isinstance(field, Period):
        return field.read(typed, facts_now()) if (typed or "").strip() else None
    if isinstance(field, Several):
        return field.tidy([each for each in field.members if each.value in (typed or ())])
    return field.tidy(typed)


@cache
def new(register: Register, ids: str = "", given: str = "") -> type[EntryForm]:
    """The form of a new entry; with `ids`, what the ids of its fields begin with, without the field
    that is `given` by its address."""
    asked = (each for each in _asked(register) if not isinstance(each, Enclosed))
    return some(register, tuple(each.name for each in asked if each.name != given), ids)


def _asked(register: Register) -> list[Field]:
    return [each for each in register.declared if not each.has_pages]


@cache
def some(register: Register, names: tuple[str, ...], ids: str = "") -> type[EntryForm]:
    """The form of some fields of an entry, in the order of their names."""
    fields = tuple(register.field(name) for name in names)
    made = {each.name: _field(each, ids) for each in fields}
    return type("NewEntryForm", (EntryForm,), {"register": register, "fields": fields, **made})


@cache
def changed(register: Register) -> type[EntryForm]:
    """The form of an entry that is there, which may have files already."""
    form = some(register, tuple(each.name for each in _asked(register)))
    return type("ChangedEntryForm", (form,), {"version": shared.VersionField()})


def filled(register: Register, row: Any, place: str) -> EntryForm:
    """The form of an entry with what it says."""
    return fill(changed(register), row, place)


def fill(form: type[EntryForm], row: Any, place: str) -> EntryForm:
    """A form of fields of an entry with what these say."""
    now = entry_editions.drafted(form.register, row)
    told = {
        each.name: _filled(each, now[each.name])
        for each in form.fields
        if each.name in now and not isinstance(each, File | Files)
    }
    return form(place=place, data={**told, "version": row.version})


def proposed(register: Register) -> dict[str, Any]:
    """What is filled in beforehand of a new entry: a day is today, a unit the reader's only one."""
    units = me().unit_ids
    fields = [register.field(name) for name in register.proposes]
    days: dict[str, Any] = {each.name: clock.today() for each in fields if isinstance(each, Day)}
    if len(units) != 1:
        return days
    return days | {each.name: min(units) for each in fields if isinstance(each, Pick)}


def given(register: Register, args: Mapping[str, str]) -> dict[str, Any]:
    """The choices that an address makes for a new entry, whom, which unit, day or year it picks,
    what it is called, and the records that it names."""
    offered = {
        each.name: {member.value for member in each.members}
        for each in register.fields
        if isinstance(each, Choice)
    }
    named = {each.name for each in entry_fields.of(register)}
    chosen = {name: told for name, told in args.items() if told in offered.get(name, ())}
    picks = {each.name for each in register.fields if isinstance(each, Pick | Year)}
    picked = {name: id_of(told) for name, told in args.items() if name in picks}
    days = {each.name for each in register.fields if isinstance(each, Day)}
    dated = {name: day for name in args if name in days and (day := _typed_day(args[name]))}
    texts = {each.name for each in register.fields if isinstance(each, Text)}
    about = {name: told for name, told in args.items() if name in texts and parse_reference(told)}
    entered = {name: [told] for name, told in args.items() if name in named}
    # What an entry is called may be known before, as by the page of names without one.
    called = {name: told for name, told in args.items() if name in texts & {*register.title}}
    return chosen | picked | dated | called | about | entered


def _typed_day(told: str) -> date | None:
    try:
        return parse_day(told)
    except DayNotRead:
        return None


def _filled(field: Field, value: Value) -> Any:
    if isinstance(field, Names):
        return field.written(value)
    if isinstance(field, Period):
        return said(field, value)
    if isinstance(field, Enclosed):
        return list(value)
    return [each.value for each in value] if isinstance(field, Several) else value


def _field(field: Field, ids: str) -> Any:
    label = _l(field.label)
    missing = _l(field.asks) if field.needed else None
    more: dict[str, Any] = {"id": f"{ids}-{field.name}"} if ids else {}
    make = MADE[type(field)]
    return make(field, label, missing, more)


def _text(field: Text, label: object, missing: object, more: dict[str, Any]) -> Any:
    if field.lines:
        return shared.LongField(label, missing, field.longest, render_kw={"rows": 3}, **more)
    return shared.LineField(label, missing, field.longest, **more)


def _choice(field: Choice, label: object, missing: object, more: dict[str, Any]) -> Any:
    if missing and len(field.members) <= TILES:
        offered = partial(_offered, field)
        return RadioField(label, choices=offered, validators=[shared.Filled(missing)], **more)
    blank = SelectChoice("", _l("選んでください"))
    checks = [shared.Filled(missing)] if missing else [Optional()]
    return SelectField(label, choices=lambda: [blank, *_offered(field)], validators=checks, **more)


def _offered(field: Choice | Several) -> list[SelectChoice]:
    return [SelectChoice(each.value, _l(words)) for each, words in offered(field).items()]


def _number(field: Number, label: object, missing: object, more: dict[str, Any]) -> Any:
    told = _l(
        "%(least)sから%(most)sまでの数で入力してください。", least=field.least, most=field.most
    )
    checks = [
        shared.Filled(missing) if missing else Optional(),
        NumberRange(field.least, field.most, told),
    ]
    return shared.NumberField(label, validators=checks, **more)


def _day(field: Day, label: object, missing: object, more: dict[str, Any]) -> Any:
    return shared.DayField(label, missing, past=field.past, **more)


def _pick(_field: Field, label: object, missing: object, more: dict[str, Any]) -> Any:
    return shared.PickField(label, missing, **more)


def _names(field: Names, label: object, missing: object, more: dict[str, Any]) -> Any:
    return shared.LineField(label, missing, field.longest, **more)


def _several(field: Several, label: object, missing: object, more: dict[str, Any]) -> Any:
    checks = [shared.Filled(missing)] if missing else [Optional()]
    return shared.TicksField(label, choices=partial(_offered, field), validators=checks, **more)


def _entries(_field: Entries, label: object, missing: object, more: dict[str, Any]) -> Any:
    return shared.TicksField(
        label, validators=[shared.Filled(missing)] if missing else [Optional()], **more
    )


def _period(_field: Period, label: object, missing: object, more: dict[str, Any]) -> Any:
    told = _l("例：契約終了後5年、退職後3年、永年、都度、利用目的達成まで")
    return shared.LineField(
        label,
        missing,
        more=[Readable(read_span, SpanNotRead, "entry_period")],
        description=told,
        longest=2 * LONGEST_WORDS,
        **more,
    )


def _time(field: Time, label: object, missing: object, more: dict[str, Any]) -> Any:
    readable = Readable(read_time, TimeNotRead, "entry_time")
    return shared.LineField(label, missing, field.longest, more=[readable], **more)


class Readable:
    """Words that are read as what they are to be."""

    def __init__(self, read: Callable[[str], object], unread: type[Exception], key: str) -> None:
        self._read, self._unread, self._key = read, unread, key

    def __call__(self, _form: object, field: FormField) -> None:
        try:
            self._read(field.data or "")
        except self._unread as unread:
            raise StopValidation(sentence(BadInput(self._key))) from unread


def _plain(
    make: Callable[..., Any], _field: Field, label: object, _missing: object, more: dict[str, Any]
) -> Any:
    return make(label, **more)


MADE: dict[type[Field], Callable[[Any, object, object, dict[str, Any]], Any]] = {
    Text: _text,
    Choice: _choice,
    Number: _number,
    Day: _day,
    Pick: _pick,
    Year: _pick,
    Names: _names,
    Sized: _choice,
    Several: _several,
    Entries: _entries,
    Enclosed: _entries,
    Period: _period,
    Time: _time,
    Flag: partial(_plain, BooleanField),
    File: partial(_plain, FileField),
    Files: partial(_plain, MultipleFileField),
}
