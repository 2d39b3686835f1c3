"""A workbook that names a file of the server as one of its texts gets nothing of it."""

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.requirements import set_files
from tests.plan.requirements.wrong_tables import TABLE, as_excel

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(text: str, declared: str) -> bytes:
    """A workbook whose second row is this text, with this declared before its sheet."""
    cells = "".join(
        f'<c r="{column}2" t="inlineStr"><is><t>{text}</t></is></c>' for column in ("A", "B")
    )
    good, packed = ZipFile(BytesIO(as_excel(TABLE[:1]))), BytesIO()
    with ZipFile(packed, "w") as file:
        for part in good.namelist():
            content = good.read(part).decode()
            if part == "xl/worksheets/sheet1.xml":
                end = content.index("</sheetData>")
                content = f'{content[:end]}<row r="2">{cells}</row>{content[end:]}'
                # The first row alone is what the sheet says it has.
                content = re.sub("<dimension[^>]*/>", "", content)
                head = content.index("<worksheet")
                content = f"{content[:head]}{declared}{content[head:]}"
            file.writestr(part, content)
    return packed.getvalue()


def test_a_workbook_reads_nothing_from_outside_itself(tmp_path: Path) -> None:
    assert "plain" in repr(set_files.read("a.xlsx", book("plain", "")))
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the server")
    for declared in (
        f'<!DOCTYPE worksheet [<!ENTITY outer SYSTEM "{secret.as_uri()}">]>',
        f'<!DOCTYPE worksheet SYSTEM "{secret.as_uri()}">',
    ):
        try:
            read = repr(set_files.read("a.xlsx", book("&outer;", declared)))
        except BadInput as refusal:
            read = refusal.key
        assert "secret of the server" not in read


def test_an_entity_of_its_own_is_not_unfolded_without_end() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 20}">' for n in range(1, 9))
    with pytest.raises(BadInput):
        set_files.read("a.xlsx", book("&l8;", f'<!DOCTYPE a [<!ENTITY l0 "lol">{laughs}]>'))
