"""Scales of a file that have more than the register's: its 3 of 5 and its C of A to E are none of
ours."""

from pms_tracker.kernel.errors import BadInput
from pms_tracker.registers.fields import Choice
from pms_tracker.registers.imports.sheet_reading import SheetRows
from pms_tracker.registers.known_words import plain
from pms_tracker.registers.register import Register


def longer_scales(register: Register, sheet: SheetRows) -> dict[str, BadInput]:
    """The choices by number or letter of which a file has more, with what is said then."""
    found = {}
    for each in register.cells:
        if not isinstance(each, Choice):
            continue
        values = (one.value for one in each.members)
        known = {plain(word) for word in (*values, *(each.spelled or {}), *(each.about or {}))}
        if not any(map(is_of_scale, known)):
            continue
        said = {plain(row.text(each.name)) for row in sheet.rows}
        if any(is_of_scale(one) for one in said - known):
            found[each.name] = BadInput("entry_choice", choices=tuple(each.members.values()))
    return found


def is_of_scale(text: str) -> bool:
    """Whether a cell says a number or a letter alone."""
    word = plain(text)
    return word.isdecimal() or (len(word) == 1 and word.isascii() and word.isalpha())
