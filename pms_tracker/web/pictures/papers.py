"""Papers for the files: A4 as PDF, set by Typst from a template and plain data."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pylopdf_fonts_jp
import typst
from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.config import PACKAGE

FOLDER = PACKAGE / "web" / "typst"
FONTS = Path(pylopdf_fonts_jp.sans_path()).parent


# A seal holds a family name: what comes before the blank, or the first letters.
SEAL = 4


def seal(word: str, day: date, name: str) -> dict[str, str]:
    """A round seal (印) as the templates draw it: word, day and family name."""
    written = f"{day.year % 100}.{day.month}.{day.day}"
    return {"word": word, "day": written, "name": name.split()[0][:SEAL]}


def box(office: str, word: str) -> dict[str, object]:
    """A box for whoever signs, still without a seal."""
    return {"office": office, "word": word, "seal": None, "waived": ""}


def bound_to(digest: str) -> str:
    """What a seal is bound to, as it stands beneath it."""
    return f"{gettext('内容のハッシュ値')} {digest[:4]} {digest[4:8]}"


def answer(name: str, data: Mapping[str, object], disposition: str) -> ResponseReturnValue:
    """A paper as a download, which no browser and no proxy keeps."""
    return handed(set_paper(name, data), disposition)


def handed(content: bytes, disposition: str, kind: str = "application/pdf") -> Response:
    """Bytes as a download, which no browser and no proxy keeps."""
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store"}
    return Response(content, mimetype=kind, headers=headers)


def named(file_name: str) -> str:
    """What `answer` is told of a file whose name is plain."""
    return f'attachment; filename="{file_name}"'


def set_paper(name: str, data: Mapping[str, object]) -> bytes:
    """The PDF of a template in `web/typst`; its words come in as data, so none is markup."""
    pdf = typst.compile(
        FOLDER / f"{name}.typ",
        root=FOLDER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return bytes(pdf or b"")
