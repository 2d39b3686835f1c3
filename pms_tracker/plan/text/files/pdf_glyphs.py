"""The glyphs that a PDF's pages draw, and where (pdfminer.six); imported by the process alone that
reads a PDF."""

import io
import re
from itertools import islice
from math import hypot
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from pms_tracker.plan.text.files.pdf_lines import Glyph, Line, lines

Locked = PDFPasswordIncorrect
_BOLD = re.compile(r"bold|heavy|black", re.I)


def pages(data: bytes, most: int) -> list[list[Line]]:
    """The lines of the first `most` pages, in the order in which they are drawn.

    Raises Locked: a password is asked for. Raises whatever a broken file raises.
    """
    resources = PDFResourceManager()
    seen = _Seen(resources)
    interpreter = PDFPageInterpreter(resources, seen)
    found = []
    for page in islice(PDFPage.create_pages(PDFDocument(PDFParser(io.BytesIO(data)))), most):
        interpreter.process_page(page)
        found.append(list(lines(seen.glyphs, seen.width)))
    return found


class _Seen(PDFTextDevice):
    """Keeps each glyph of the page it is shown."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.glyphs: list[Glyph] = []
        self.width = 0.0

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        along, up = page.mediabox[2] - page.mediabox[0], page.mediabox[3] - page.mediabox[1]
        self.width = abs(up if page.rotate in {90, 270} else along)
        self.glyphs = []

    def render_char(
        self,
        matrix: Any,
        font: Any,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        *_colours: Any,
    ) -> float:
        along, up, slant, upward, left, height = matrix
        width = float(font.char_width(cid) * fontsize * scaling)
        try:
            words = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            words = ""
        # What stands across the page is a stamp on it.
        if words and abs(up) <= abs(along):
            size = max(1.0, fontsize * hypot(slant, upward))
            is_bold = bool(_BOLD.search(str(font.fontname)))
            height += rise * upward
            self.glyphs.append(Glyph(left, left + width * along, height, size, words, is_bold))
        return width
