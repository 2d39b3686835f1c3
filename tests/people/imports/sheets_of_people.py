"""Files of people for the tests: rows under the headings, as CSV or as a workbook."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

HEADINGS = ("氏名", "フリガナ", "メールアドレス", "部門", "責任者", "役割", "言語", "入社日")


def as_csv(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    told = StringIO(newline="")
    csv.writer(told).writerows([headings, *rows])
    return told.getvalue().encode()


def as_excel(rows: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    book, packed = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (headings, *rows):
        sheet.append(list(row))
    book.save(packed)
    return packed.getvalue()


def row(name: str, unit: str, **more: object) -> list[object]:
    """One row; `mail`, `head` and so on where they are told."""
    told = {"reading": "", "mail": "", "head": "", "role": "", "language": "", "since": ""}
    assert not set(more) - set(told)
    given = {**told, **more, "name": name, "unit": unit}
    order = ("name", "reading", "mail", "unit", "head", "role", "language", "since")
    return [given[key] for key in order]
