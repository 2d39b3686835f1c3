"""Papers for the files: A4 as PDF, set by Typst from a template and plain data, each to be kept
for years and read aloud (PDF/A-2a, PDF/UA-1; ADR 0083)."""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

import typst
from babel.support import NullTranslations
from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock, locale_in_use
from pms_tracker.config import PACKAGE
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm import people
from pms_tracker.plan.documents import company_forms
from pms_tracker.web.pictures import paper_letters
from pms_tracker.web.words import days_in_words

FOLDER = PACKAGE / "web" / "typst"
Standard = Literal["a-2a", "ua-1"]
STANDARDS: tuple[Standard, ...] = ("a-2a", "ua-1")
# Of a last page: so little is rather set on the pages before, their rows as much closer as need be.
HARDLY, CLOSER = 0.33, (0.8, 0.6)
# The edition of our own forms, for a company that has none of its own.
EDITION = 1
# A seal holds a family name: what comes before the blank, or the first letters.
SEAL = 4

logger = logging.getLogger(__name__)


def seal(word: str, day: date, name: str) -> dict[str, Any]:
    """A round seal (印) as the templates draw it: word, day and family name; where seals are no
    custom the whole name, as a signature."""
    if not locale_in_use.has(Custom.SEALS):
        return {"word": word, "day": days_in_words.day_text(day), "name": name, "round": False}
    written = f"{day.year % 100}.{day.month}.{day.day}"
    return {"word": word, "day": written, "name": name.split()[0][:SEAL]}


def bound_to(digest: str) -> str:
    """What a seal is bound to, as it stands beneath it."""
    return f"{gettext('内容のハッシュ値')} {digest[:4]} {digest[4:8]}"


def box(
    office: str, word: str, day: date | None = None, name: str = "", notes: Sequence[str] = ()
) -> dict[str, Any]:
    """A box of those who sign, by office and word; with its seal once they have, else empty."""
    if day is None or not name:
        return {"office": office, "word": word, "seal": None, "waived": ""}
    stamped = {"seal": seal(word, day, name), "name": name, "notes": list(notes)}
    return {"office": office, "word": word, "waived": "", **stamped}


def form(name: str) -> str:
    """A form's number and edition, as they stand above each page: the company's own where its
    register of documents has a form of that name, else ours."""
    own = company_forms.of(_names(name))
    if own is not None:
        return f"{own.code} {own.issue}".strip()
    return gettext("様式 PMS-%(name)s　第%(num)d版", name=name, num=EDITION)


def _names(name: str) -> frozenset[str]:
    """A form's name as it is printed, and as it is in Japanese: a form has one number, whatever
    language its paper is in."""
    spoken = locale_in_use.catalogue(days_in_words.language())
    return frozenset({name, *_originals(spoken).get(name, ())})


@cache
def _originals(spoken: NullTranslations) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for told, said in getattr(spoken, "_catalog", {}).items():
        if isinstance(told, str) and "\x04" not in told:
            found[said].add(told)
    return found


def frame(title: str, name: str = "", **more: Any) -> dict[str, Any]:
    """What every paper says at its edges, as of now; its form is named as its title is, unless it
    has a name of its own."""
    return {
        "lang": days_in_words.language(),
        "company": people.the_company().name,
        "title": title,
        "form": form(name or title),
        "reference": "",
        "day": days_in_words.day_text(clock.today()),
        "stamp": "",
        "approvals": gettext("承認欄"),
        "boxes": [],
        "foot": [(gettext("印刷"), days_in_words.instant_text(clock.now()))],
        **more,
    }


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
    today = clock.today()
    told = {**data, "date": (today.year, today.month, today.day)}
    words = json.dumps(paper_letters.shown(told), ensure_ascii=False)
    try:
        return _compiled(name, words, STANDARDS)
    except typst.TypstError as refused:
        if "could not be displayed" not in refused.diagnostic:
            raise
        # Marks on a letter that no font draws together: better a paper that says less of itself.
        logger.warning("a paper holds letters that its fonts cannot show template=%s", name)
        return _compiled(name, words, ())


@cache
def _fonts() -> typst.Fonts:
    """The fonts of all papers, looked through once: no paper looks different elsewhere."""
    return typst.Fonts(include_system_fonts=False, font_paths=list(paper_letters.FOLDERS))


def _compiled(name: str, words: str, standards: Sequence[Standard]) -> bytes:
    """The paper, its rows set closer where that spares a last page that would hold little."""
    pdf, pages, filled = _set(name, {"data": words}, standards)
    for close in CLOSER if pages > 1 and filled < HARDLY else ():
        closer, fewer, _ = _set(name, {"data": words, "close": str(close)}, standards)
        if fewer < pages:
            return closer
    return pdf


def _set(
    name: str, inputs: dict[str, str], standards: Sequence[Standard]
) -> tuple[bytes, int, float]:
    """A template's PDF, its pages, and how much of the last one is filled."""
    compiler = typst.Compiler(
        FOLDER / f"{name}.typ", root=FOLDER, font_paths=_fonts(), sys_inputs=inputs
    )
    pdf = compiler.compile(format="pdf", pdf_standards=list(standards))
    # Asked of what is set already.
    end = json.loads(compiler.query("<end>", field="value", one=True))
    return pdf if isinstance(pdf, bytes) else b"", end["pages"], end["filled"]
