"""Forms of many rows: empty ones at the end, more when asked for, and no script needed."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from flask import request
from wtforms import Field, FieldList

from pms_tracker.web.forms.shared_forms import Form, VersionField

# Empty rows at the end of the form, and those that "more rows" adds.
SPARE = 2


class RowsForm(Form):
    """All rows of a record at once. A part `counts` unless it was left empty or taken out; its
    `row()` is what it says, once it was found right."""

    most: ClassVar[int]
    rows: FieldList

    version = VersionField()

    def add_rows(self, more: int = SPARE) -> None:
        """Add empty rows, as long as the record holds more."""
        for _ in range(min(more, self.most - len(self.rows.entries))):
            self.rows.append_entry()

    def parts(self) -> Iterator[Any]:
        return (entry.form for entry in self.rows.entries)

    def wanted(self) -> list[Any]:
        """The rows as they were typed."""
        return [part.row() for part in self.parts() if part.counts]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is missing in a row is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        complete = [self.is_complete(part) for part in self.parts() if part.counts]
        # The list took note of what its rows found wrong before the rules were asked.
        found = [entry.errors for entry in self.rows.entries]
        self.rows.errors = found if any(found) else []
        return all(complete) and valid

    def is_complete(self, part: Any) -> bool:
        """Whether a row that counts is right; what is wrong is said beside its fields."""
        raise NotImplementedError


def filled(needed: Iterable[tuple[Field, object, str]]) -> bool:
    """Whether all of these fields say something; each that does not gets its words."""
    known = list(needed)
    for field, value, words in known:
        if not value and not field.errors:
            field.errors = [words]
    return not any(field.errors for field, _value, _words in known)


def row_id(field: Field) -> int | None:
    """The id of a row that is kept already; None for a new one."""
    number = str(field.data or "")
    return int(number) if number.isdecimal() and len(number) < 10 else None


def asks_for_rows() -> bool:
    """Whether more rows are wanted, instead of taking what was typed."""
    return request.form.get("do") == "more"


def asks_to_submit() -> bool:
    return request.form.get("do") == "submit"
