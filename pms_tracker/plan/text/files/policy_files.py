"""A policy's file, whatever its kind: its text, and the structure that its format tells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from pms_tracker.plan.text.files import docx_text, html_text, limited_process, pdf_process
from pms_tracker.plan.text.policy_text import NotAPolicy, PolicyText, read, read_bytes
from pms_tracker.plan.text.policy_written import Unquoted, unquoted
from pms_tracker.plan.text.tree.policy_outline import Outline

MOST_BYTES = 5 * 1024 * 1024
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)", re.I | re.S
)


@dataclass(frozen=True)
class Given:
    """The words of a file, or what was pasted; `ranks` say how deep a line stands, by its index
    (None: it is plain)."""

    text: str
    ranks: Mapping[int, int] | None = field(default=None)

    @cached_property
    def unquoted(self) -> Unquoted:
        """The words without what a mail set around them."""
        return unquoted(self.text)

    @property
    def read(self) -> PolicyText:
        """The text as it is kept. Raises NotAPolicy as `policy_text.read` does."""
        return self.mended(None)

    def mended(self, outline: Outline | None) -> PolicyText:
        """The text as it is kept, with its tree as set by hand."""
        ranks = self.ranks and {
            i - len(self.unquoted.above): rank for i, rank in self.ranks.items()
        }
        return read(self.unquoted.text, outline, ranks=ranks)


def given(data: bytes) -> Given:
    """Take the text out of a file, told by what it holds, not by its name.

    Raises NotAPolicy: "too_large", "encoding_unknown", "file_unreadable" for a broken or hostile
    one, "file_old_word" for a .doc, "pdf_locked", and "pdf_scan" for a PDF that holds no text.
    """
    if len(data) > MOST_BYTES:
        raise NotAPolicy("policy_file_too_large")
    if data.startswith(b"PK\x03\x04"):
        return _ranked(docx_text.lines_of(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotAPolicy("file_old_word")
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return Given(str(limited_process.told(pdf_process, data)["text"]))
    if _PAGE.match(data[:4096]):
        return _ranked(limited_process.told(html_text, data)["lines"])
    return Given(read_bytes(data))


def _ranked(lines: list[tuple[str, int | None]]) -> Given:
    ranks = {i: rank for i, (_, rank) in enumerate(lines) if rank is not None}
    return Given("".join(f"{words}\n" for words, _ in lines), ranks)
