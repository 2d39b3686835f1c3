"""Takes the text out of a PDF: read from standard input, said as JSON on standard output."""

import io
import json
import re
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SECONDS = 20
MOST_MEMORY = 1024 * 1024 * 1024
MOST_PAGES = 300
MOST_CHARACTERS = 2_000_000
_PAGE_NUMBER = re.compile(r"\W*[0-9]{1,3}(?:\s*/\s*[0-9]{1,3})?\W*")


@dataclass
class _Line:
    """A line of a page: where it begins, how high it stands, how large it is written."""

    left: float
    height: float
    size: float
    words: str


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    sys.stdout.write(json.dumps(_told(sys.stdin.buffer.read())))


def _told(data: bytes) -> dict[str, str]:
    # Where the limits hold already.
    from pypdf import PdfReader  # noqa: PLC0415

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"trouble": "pdf_locked"}
        pages = [_page(page) for page in reader.pages[:MOST_PAGES]]
    except Exception:
        return {"trouble": "file_unreadable"}
    text = "".join(pages)[:MOST_CHARACTERS]
    return {"text": text} if text.strip() else {"trouble": "pdf_scan"}


def _page(page: Any) -> str:
    lines: list[_Line] = []

    def seen(words: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        if words.strip():
            at = _at(outer, inner)
            _add(lines, _Line(at[0], at[1], max(1.0, abs(size * inner[3])) or 10.0, words))

    page.extract_text(visitor_text=seen)
    lines = [line for line in lines if line.words.strip()]
    for end in (-1, 0):
        if lines and _PAGE_NUMBER.fullmatch(lines[end].words.strip()):
            del lines[end]
    return "".join(_written(lines))


def _at(outer: Any, inner: Any) -> tuple[float, float]:
    across = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    up = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    return across, up


def _add(lines: list[_Line], new: _Line) -> None:
    same = lines and abs(lines[-1].height - new.height) < new.size * 0.5
    if same:
        lines[-1].words += new.words.strip("\n")
    else:
        new.words = new.words.strip("\n")
        lines.append(new)


def _written(lines: list[_Line]) -> Iterator[str]:
    """Lines with their indentation and the blank ones between; what was wrapped is one again."""
    if not lines:
        return
    left = min(line.left for line in lines)
    gaps = sorted(abs(one.height - next_.height) for one, next_ in pairwise(lines))
    usual = gaps[len(gaps) // 3] if gaps else 0.0
    longest = max(len(line.words) for line in lines)
    for line, after in pairwise([*lines, None]):
        assert line is not None
        yield _indented(line, left)
        gap = abs(line.height - after.height) if after else 0.0
        full = len(line.words) >= longest * 0.9 and longest > 20
        if after and full and not line.words.rstrip().endswith(("。", ".")) and gap < usual * 1.3:
            after.left = left
            continue
        yield "\n\n" if after and usual and gap > usual * 1.6 else "\n"


def _indented(line: _Line, left: float) -> str:
    columns = round((line.left - left) / max(line.size / 2, 1))
    return " " * min(30, max(0, columns)) + line.words.strip()


if __name__ == "__main__":
    main()
