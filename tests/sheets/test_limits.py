"""Files that are small and ask for minutes or gigabytes: refused before anything is built."""

import time
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.imports import import_rows
from pms_tracker.plan.requirements import set_files
from pms_tracker.registers.imports import sheet_reading
from pms_tracker.sheets import limits
from tests.plan.requirements.wrong_tables import TABLE, as_excel

MEGABYTE = 1024 * 1024
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# Seconds of a slow machine that watches every allocation, and bytes of a worker.
SECONDS, MEMORY = 5, 48 * MEGABYTE


def book(sheet: str, shared: str = "") -> bytes:
    """A workbook with this inside its first sheet, and this inside its shared texts."""
    good, packed = ZipFile(BytesIO(as_excel(TABLE))), BytesIO()
    parts = {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{SHEET}">{shared}</sst>',
    }
    with ZipFile(packed, "w", ZIP_DEFLATED) as file:
        for name in {*good.namelist(), *parts}:
            file.writestr(name, parts[name] if name in parts else good.read(name))
    return packed.getvalue()


def row_of(cells: str) -> str:
    return f"<sheetData><row>{cells}</row></sheetData>"


ATTACKS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "brackets": ("a.yaml", lambda: b"[" * 30_000, "set_too_deep broken"),
    "braces": ("a.yaml", lambda: b"{" * 30_000, "set_too_deep broken"),
    "lists in lists": ("a.yaml", lambda: b"- " * 15_000, "set_too_deep"),
    "little items": ("a.yaml", lambda: b"- a: b\n" * 73_000, "set_too_full"),
    "headings": ("a.csv", lambda: b"a," * 2_400_000, "set_line_too_long"),
    "blank headings": ("a.csv", lambda: b"," * 4_800_000, "set_line_too_long"),
    "a line of headings": ("a.csv", lambda: b"a," * 99_999, "set_too_wide"),
    "nested": ("a.xlsx", lambda: book(row_of("<is>" * 700_000)), "set_too_deep"),
    "cells": ("a.xlsx", lambda: book(row_of("<c/>" * 1_700_000)), "set_too_full"),
    "texts": ("a.xlsx", lambda: book("<sheetData/>", "<si/>" * 1_400_000), "set_too_full"),
    "merged": (
        "a.xlsx",
        lambda: book("<mergeCells>" + '<mergeCell ref="A1:Z9"/>' * 200_000 + "</mergeCells>"),
        "set_too_full",
    ),
    "attributes": (
        "a.xlsx",
        lambda: book(row_of("<c " + " ".join(f'a{n}="1"' for n in range(500_000)) + "/>")),
        "set_too_full",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_small_file_that_asks_for_much_is_refused_at_once(attack: str) -> None:
    name, made, refused = ATTACKS[attack]
    content = made()
    tracemalloc.start()
    begun = time.process_time()
    try:
        said = [each.problem.value for each in set_files.read(name, content).troubles]
    except BadInput as refusal:
        said = [refusal.key]
    took = time.process_time() - begun
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert said[0] in refused.split()
    assert took < SECONDS
    assert peak < MEMORY


def test_every_import_keeps_the_same_limits() -> None:
    readers: list[Callable[[bytes], object]] = [
        lambda content: set_files.read("", content),
        question_templates.read,
        lambda content: sheet_reading.read(EARLIER_AUDITS, content),
        import_rows.read,
    ]
    for read in readers:
        for content in (book(row_of("<is>" * 99)), b"a," * 99_999):
            with pytest.raises(BadInput, match=r"set_too_(deep|wide)"):
                read(content)


def test_what_offices_make_is_within_the_limits() -> None:
    columns = ["番号", "題名", "内容", "対応"]
    many = [columns, *([f"J.{n}", f"題名{n}", f"内容{n}", None] for n in range(2_000))]
    assert len(set_files.read("a.xlsx", as_excel(many)).items) == 2_000
    # Excel keeps columns to the right that were once written in.
    wide = [columns + [""] * 200, ["J.1", "題名", "内容", "", *[""] * 200]]
    lines = "\n".join(",".join(row) for row in wide)
    assert len(set_files.read("a.csv", lines.encode()).items) == 1
    text = "".join(
        f"- {{番号: J.{n}, 題名: 題, 対応: [a, b]}}\n" for n in range(limits.MOST_TOKENS // 50)
    )
    assert len(set_files.read("a.yaml", text.encode()).items) == 2_000
