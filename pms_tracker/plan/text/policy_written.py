"""A policy's lines as they are written, with what a format says of them."""

import re
from dataclasses import dataclass

# A soft return ends a line, as Word writes it and as Unicode has it.
_ENDS = r"\r\n\v\f\x85\u2028\u2029"
LINE = re.compile(rf"[^{_ENDS}]*(?:\r\n|[{_ENDS}])|[^{_ENDS}]+")
# What nobody sees, too.
BLANKS = "\ufeff \t\r\n\v\f\x85\u2028\u2029\u3000\u00a0\u200b\u200e\u200f\u2060"
# The rank of a line that a list labelled: how deep it stands is for the whole text to tell.
SURE = -1
# The rank of a table's row, which begins no clause whatever its first cell is.
ROW = -2


@dataclass(frozen=True)
class Written:
    """A line with its end. `skip` characters at its beginning are a format's marks, no words; one
    that `is_text` by its format, or `is_aside` of the clauses, begins none."""

    raw: str
    skip: int = 0
    rank: int | None = None
    is_text: bool = False
    is_marked: bool = False
    is_aside: bool = False

    @property
    def words(self) -> str:
        return self.raw[self.skip :].strip(BLANKS)

    @property
    def begins_none(self) -> bool:
        return self.is_text or self.is_aside
