"""Forms of a yearly look: what was found of each row, none ticked together or beforehand."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form as Part, FormField, HiddenField, RadioField, SelectChoice
from wtforms.validators import Optional

from pms_tracker.kernel.words import Words
from pms_tracker.web.forms.many_rows import row_id
from pms_tracker.web.forms.shared_forms import Form, VersionField

Row = TypeVar("Row")
Looking = TypeVar("Looking", bound="ResultsForm")


def rows_of(results: Mapping[StrEnum, Words]) -> FieldList:
    """Rows as they were read, each with one of these results or none."""

    class RowPart(Part):
        row = HiddenField()
        version = VersionField()
        result = RadioField(
            _l("確認の結果"),
            choices=[SelectChoice(each.value, _l(words)) for each, words in results.items()],
            validators=[Optional()],
        )

    return FieldList(FormField(RowPart))


class ResultsForm(Form):
    """What was found of several rows; `rows` are those of `rows_of`."""

    rows: FieldList

    @classmethod
    def of(cls: type[Looking], rows: Iterable[Any]) -> Looking:
        """Before anything was found of entries."""
        told = [{"row": each.id, "version": each.version} for each in rows]
        return cls(formdata=None, data={"rows": told})

    @property
    def chosen(self) -> list[tuple[int, int, str]]:
        """Of each row that was looked at its id, the version that was read, and the result."""
        parts = [entry.form for entry in self.rows.entries if entry.form.result.data]
        return [
            (number, part.version.number, part.result.data)
            for part in parts
            if (number := row_id(part.row)) is not None
        ]

    def beside(self, rows: Mapping[int, Row]) -> list[tuple[Any, Row]]:
        """The parts of the form with what they are about, by id; without what is there no more."""
        parts = [entry.form for entry in self.rows.entries]
        return [
            (part, row) for part in parts if (row := rows.get(row_id(part.row) or 0)) is not None
        ]
