"""Registers in the reader's words: what rows declare, entries say, and the trail tells of them."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flask import has_request_context
from flask_babel import force_locale, gettext, ngettext

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.evidence import evidence
from pms_tracker.kernel.lasting.span_words import read_or_guess
from pms_tracker.kernel.lasting.spans import ENDLESS, STARTS, Span, SpanKind, Unit
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm import people
from pms_tracker.registers import entry_fields, fields, file_fields, office_fields
from pms_tracker.registers.entries import PRIVATE
from pms_tracker.registers.register import Register, tells
from pms_tracker.registers.register_lists import name_column
from pms_tracker.web.door.access import me
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text, fiscal_year_text

# What the trail calls a field, by that name.
FIELDS: Mapping[str, fields.Field] = {
    register.trail_name(each): each for register in REGISTERS for each in register.fields
}


def say(words: Words | None) -> str:
    """Words that a row declares, in the reader's language."""
    return gettext(words) if words else ""


def spelled(words: Words) -> tuple[str, ...]:
    """Words of the program in both languages, as a sheet may have them."""
    with force_locale("en"):
        return (words, gettext(words))


def said(field: fields.Field, value: fields.Value, named: str = "") -> str:
    """A value as it is read; `named` is what it picks."""
    if value is None or value == field.nothing:
        return _nothing(field)
    if not is_told(field):
        return withheld()
    ways: dict[type[fields.Field], Callable[[], str]] = {
        fields.Choice: lambda: _member(field, value),
        office_fields.Sized: lambda: _member(field, value),
        office_fields.Several: lambda: _members(field, value),
        office_fields.Period: lambda: span_text(value),
        fields.Pick: lambda: named,
        fields.Day: lambda: day_text(value),
        office_fields.Year: lambda: fiscal_year_text(value),
        fields.Flag: lambda: say(fields.Flag.YES),
        office_fields.Names: lambda: labels.between(value),
        entry_fields.Entries: lambda: named or labels.between(value),
        office_fields.Enclosed: lambda: named,
        office_fields.Total: lambda: ngettext("%(num)d件", "%(num)d件", value),
        office_fields.Reckoned: lambda: _reckoned(value),
    }
    way = ways.get(type(field))
    return way() if way is not None else str(value)


def is_told(field: fields.Field) -> bool:
    """Whether the reader is told a field."""
    return not field.private or (has_request_context() and tells(field, me()))


def withheld() -> str:
    """What stands for what is told to those alone who answer for it."""
    return gettext("（担当者だけに表示）")


def _reckoned(value: fields.Value) -> str:
    if isinstance(value, date):
        return day_text(value)
    return say(value) if isinstance(value, Words) else str(value)


def _nothing(field: fields.Field) -> str:
    if isinstance(field, fields.Flag):
        return say(fields.Flag.NO)
    return say(field.nobody) if isinstance(field, fields.Pick) else ""


def _member(field: fields.Field, value: fields.Value) -> str:
    assert isinstance(field, fields.Choice)
    return say(field.members[value])


def _members(field: fields.Field, value: fields.Value) -> str:
    assert isinstance(field, office_fields.Several)
    return labels.between(say(field.members[each]) for each in value)


def span_text(span: Span) -> str:
    """A span in the reader's words, which are read back alike."""
    told = span.words
    if span.kind in ENDLESS:
        told = say(ENDLESS[span.kind])
    elif span.kind is SpanKind.AFTER and not span.length:
        told = gettext("%(event)sまで", event=say(STARTS[span.start]))
    elif span.kind is SpanKind.AFTER:
        told = _counted(span.unit, span.length, say(STARTS[span.start]))
    if not span.ground:
        return told
    return gettext("%(told)s（%(ground)s）", told=told, ground=span.ground)


def _counted(unit: Unit, length: int, event: str) -> str:
    if unit is Unit.DAY:
        return ngettext("%(event)sから%(num)d日", "%(event)sから%(num)d日", length, event=event)
    if unit is Unit.MONTH:
        return ngettext("%(event)sから%(num)dか月", "%(event)sから%(num)dか月", length, event=event)
    return ngettext("%(event)sから%(num)d年", "%(event)sから%(num)d年", length, event=event)


def said_in(register: Register, row: Any) -> Iterator[tuple[str, str]]:
    """The heading of each column of the list, with what a row of it says."""
    for each in register.shown:
        yield say(each.label), said_of(each, row)


def said_of(field: fields.Field, row: Any, names: Mapping[str, str] | None = None) -> str:
    """What a row of a list says in a field; `names` are those of entries, by reference."""
    named = getattr(row, name_column(field)) if isinstance(field, fields.Pick) else ""
    if isinstance(field, entry_fields.Entries) and names is not None:
        named = "\n".join(names.get(each, unseen()) for each in field.of(row))
    return said(field, field.of(row), named or "")


def facts(register: Register, row: Any, *, whole: bool = False) -> list[tuple[fields.Field, str]]:
    """All that an entry says, field by field, files aside; of what its form folds away, what there
    is, or the `whole`."""
    apart = register.apart(row)
    told = [
        each
        for each in register.told
        if not isinstance(each, file_fields.File | file_fields.Files)
        and not each.has_pages
        and each.name not in apart
        and (whole or each.of(row) != each.nothing or not each.folded())
    ]
    called = register.name_of(row)
    return [(each, said_by(each, each.of(row), called)) for each in told]


def said_by(field: fields.Field, value: fields.Value, called: str = "") -> str:
    """A value as it is read, with the name of what it picks; files are those of the entry that is
    `called` so, and of no other record that has the same bytes."""
    return said(field, value, _picked(field, value, called))


def title_of(register: Register, row: Any) -> str:
    """What an entry is about, in a few words."""
    named = map(register.field, register.title) if register.title else register.shown[:2]
    told = (said_by(each, each.of(row)) for each in named)
    return " ".join(filter(None, told)) or say(register.name)


def _picked(field: fields.Field, value: fields.Value, called: str) -> str:
    if isinstance(field, entry_fields.Entries):
        return _entries_text(field, value)
    if isinstance(field, office_fields.Enclosed):
        named = evidence.names(called, value) if value else {}
        return labels.between(named.get(each, each[:12]) for each in value)
    if not isinstance(field, fields.Pick) or value is None:
        return ""
    if field.one_of is fields.Of.UNIT:
        return people.unit(value).name
    return people.names([value]).get(value, "")


def _entries_text(field: entry_fields.Entries, value: fields.Value) -> str:
    """What is named, a line each; of what the reader may not know of, that there is something."""
    there = entry_fields.rows(field.among, value, me() if has_request_context() else None)
    called = {each: entry_fields.named(field.among, row) for each, row in there.items()}
    return "\n".join(called.get(each, unseen()) for each in value)


def unseen() -> str:
    """What stands for an entry that the reader may not know of."""
    return gettext("（閲覧できない記録）")


def told_in_trail(name: str, text: str) -> str | None:
    """What the trail tells of a field, as it is read; None for what is no register's own."""
    field = FIELDS.get(name)
    if field is None or "." not in name:
        return None
    if isinstance(field, fields.Choice):
        return next((say(words) for key, words in field.members.items() if key == text), text)
    if isinstance(field, office_fields.Several):
        return _members(field, [each for each in field.members if each.value in text.split("、")])
    if isinstance(field, office_fields.Period):
        return span_text(read_or_guess(text)[0])
    if isinstance(field, office_fields.Names):
        text = labels.between(text.split("、"))
    if isinstance(field, office_fields.Year | fields.Day):
        is_year = isinstance(field, office_fields.Year)
        return fiscal_year_text(int(text)) if is_year else day_text(date.fromisoformat(text))
    words = PRIVATE if text == PRIVATE else fields.Flag.YES
    return say(words) if field.private or isinstance(field, fields.Flag) else text
