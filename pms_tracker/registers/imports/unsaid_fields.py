"""What a sheet may leave unsaid of an entry: chosen for the whole file, or kept in the notes."""

from pms_tracker.registers.fields import Choice, Day, Field, Flag, Number, Of, Pick
from pms_tracker.registers.office_fields import Several
from pms_tracker.registers.register import Register


def may_be_chosen(register: Register, field: Field) -> bool:
    """Whether one thing may be chosen for all rows that do not say it: where entries need it."""
    is_unit = isinstance(field, Pick) and field.one_of is Of.UNIT
    chosen = is_unit or isinstance(field, Choice)
    return bool(field.needed) and field.name not in register.filled and chosen


def may_stay_blank(register: Register, field: Field) -> bool:
    """Whether a cell that nobody can read is left blank, and what it said is kept in the notes:
    where entries keep which of their fields are doubtful, until somebody confirms them."""
    kinds = (Choice, Day, Flag, Number, Several)
    return bool(register.doubted) and not field.needed and isinstance(field, kinds)
