"""What a sheet may leave unsaid of an entry: chosen for the whole file, or kept in the notes."""

import re
from collections.abc import Collection

from pms_tracker.kernel.references import parse_reference
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import (
    Choice,
    Day,
    Field,
    Flag,
    Number,
    Of,
    Pick,
    Text,
    Value,
    Values,
)
from pms_tracker.registers.imports.sheet_rows import SheetRow
from pms_tracker.registers.known_words import Guess
from pms_tracker.registers.office_fields import Several
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.marks import listed


def may_be_chosen(register: Register, field: Field) -> bool:
    """Whether one thing may be chosen for all rows that do not say it: where entries need it."""
    is_unit = isinstance(field, Pick) and field.one_of is Of.UNIT
    chosen = is_unit or isinstance(field, Choice)
    return bool(field.needed) and field.name not in register.filled and chosen


def may_stay_blank(register: Register, field: Field, text: str) -> bool:
    """Whether a cell that nobody can read is left blank, and what it said is kept in the notes: a
    person or another entry that is not registered, and more where entries keep which of their
    fields are doubtful, until somebody confirms them. A reference is no words of an office: one
    that is not there, or is not theirs to know, is refused."""
    if field.needed or _note_of(register) is None:
        return False
    if isinstance(field, Pick):
        return field.one_of is Of.PERSON
    if isinstance(field, Entries):
        return all(parse_reference(each) is None for each in listed(text))
    kinds = (Choice, Day, Flag, Number, Several) if register.doubted else ()
    return isinstance(field, kinds)


def may_be_noted(register: Register) -> bool:
    """Whether entries have notes, in which words may be kept that no field takes."""
    return _note_of(register) is not None


def rest_of(register: Register) -> str:
    """The field in which columns are kept that are of none; nothing where there is none, or where
    some of what a register says is for few alone: notes are read by more."""
    note = _note_of(register)
    is_open = not any(each.private for each in register.cells)
    return note.name if note is not None and note.lines and is_open else ""


# Guesses that take words for something like them, and so may lose what else they say.
LOSE_WORDS = frozenset(
    {"choice_like", "name_like", "number_about", "period_about", "mark_half", "mark_beside"}
)
_MORE_THAN_NAME = re.compile(r"[\s(（\[【/／・、,]")


def may_lose_words(register: Register, guess: Guess, text: str) -> bool:
    """Whether the words that were guessed at are kept in the notes: where entries keep which of
    their fields are doubtful, whoever confirms them is to see what was written. A short name says
    no more than the whole one."""
    if not register.doubted or guess.why not in LOSE_WORDS:
        return False
    return guess.why != "name_like" or _MORE_THAN_NAME.search(text) is not None


def words_elsewhere(field: Field, row: SheetRow) -> str:
    """The field that keeps what a cell says in words that are none of its own field's; nothing
    where there is none, or a cell of its own says that."""
    return "" if field.words_in in row.told else field.words_in


def words_kept(
    register: Register, row: SheetRow, lost: Collection[str], values: Values
) -> dict[str, Value]:
    """What is written of fields that lose it: in the field that has their words, or in the notes,
    where there are such."""
    # What is of outsiders stays with its own field: notes are read by more.
    lost = [name for name in lost if not register.field(name).private]
    elsewhere = {name: words_elsewhere(register.field(name), row) for name in lost}
    kept: dict[str, Value] = {to: row.text(name) for name, to in elsewhere.items() if to}
    noted = [_words_of(register, name, row) for name in lost if not elsewhere[name]]
    note = _note_of(register)
    if noted and note is not None:
        kept[note.name] = note.tidy("\n".join((str(values.get(note.name) or ""), *noted)))
    return kept


def _note_of(register: Register) -> Text | None:
    """Where what cannot be read is kept."""
    notes = (each for each in register.cells if isinstance(each, Text) and each.name == "note")
    return next(notes, None)


def _words_of(register: Register, name: str, row: SheetRow) -> str:
    """A field with what is written of it, as notes have it."""
    written = "／".join(row.told[name].original.splitlines())
    return f"{register.field(name).label}：{written}"
