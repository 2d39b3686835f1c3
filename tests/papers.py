"""Papers and files as their readers open them: a PDF's words, a workbook's rows."""

import io
import re
import shutil
import subprocess
from datetime import datetime, time
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.conftest import missing


def told(pdf: bytes, folder: Path, *options: str) -> str:
    """The words of a PDF as a reader's program finds them, cell by cell unless told otherwise."""
    if shutil.which("pdftotext") is None:
        missing("pdftotext", "install poppler-utils")
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    read = subprocess.run(
        ["pdftotext", *options, str(path), "-"], capture_output=True, check=True, text=True
    )
    return read.stdout


def flat(text: str) -> str:
    """Words however they are broken into lines and cells."""
    return re.sub(r"\s+", "", text)


def table(data: bytes) -> list[list[object]]:
    """A sheet as python-calamine reads it, after openpyxl read the same."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    page = load_workbook(io.BytesIO(data)).active
    assert page is not None
    by_openpyxl = [
        [_as_calamine(value) for value in row] for row in page.iter_rows(values_only=True)
    ]
    assert by_openpyxl == rows
    return rows


def _as_calamine(value: object) -> object:
    """A cell's value as openpyxl reads it; it knows neither empty words nor days without a time."""
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return "" if value is None else value


def by_libreoffice(data: bytes, folder: Path) -> str | None:
    """The same sheet as LibreOffice saves it as CSV; None where it is not installed."""
    made = _converted(data, folder, "csv:Text - txt - csv (StarCalc):44,34,76")
    return None if made is None else made.decode()


def printed_by_libreoffice(data: bytes, folder: Path) -> bytes | None:
    """The sheet as LibreOffice prints it, a PDF; None where it is not installed."""
    return _converted(data, folder, "pdf")


def _converted(data: bytes, folder: Path, kind: str) -> bytes | None:
    office = shutil.which("soffice")
    if office is None:
        return None
    (folder / "sheet.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", kind, "--outdir", folder, "sheet.xlsx"],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / "sheet").with_suffix(f".{kind[:3]}").read_bytes()
