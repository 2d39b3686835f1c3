"""Reads a published policy: what it says of itself, and its clauses, without losing a character."""

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pms_tracker.kernel.era_dates import FoundDay, find_days, wareki
from pms_tracker.plan.text import policy_facts
from pms_tracker.plan.text.policy_labels import Marker, markers
from pms_tracker.plan.text.policy_numbering import Outline, Place

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANKS = "\ufeff \t\r\n\v\f\u3000"
# What Python's cp932 makes of single bytes that stand for nothing in it.
_NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
_POLICY_WORD = re.compile(
    r"個人情報|個人データ|プライバシ|方針|ポリシー|規[程則定]|保護|セキュリティ|privacy|policy",
    re.I,
)
# For the JSON of `pms policy inspect`; pages say the same from the key, in both languages.
_MESSAGES = {
    "era_ended": "{era}は{last_day}までです。「{quote}」は{reading}と読みました。",
    "no_such_day": "「{quote}」は暦にない日です({month}月は{last_day}日まで)。使いません。",
    "era_not_begun": "{era}は{first_day}からです。「{quote}」は使いません。",
    "not_a_date": "「{quote}」は日付として読めません。",
}


class NotAPolicy(ValueError):
    """The text is no policy; `key` is "empty", "binary", "encoding_unknown" or "no_policy"."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True)
class Clause:
    """One clause: `raw` are its lines as written; `text` is `raw` without the label, trimmed."""

    path: str
    label: str
    depth: int
    text: str
    raw: str


@dataclass(frozen=True)
class Problem:
    """A date to look at: refused without `iso`, else read as that day. Lines count from 1."""

    line: int
    quote: str
    key: str
    message: str
    iso: date | None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class PolicyText:
    """A policy as read: `preamble`, every clause's `raw` and `closing` joined are its `text`."""

    title: str
    issuer: str | None
    representative: str | None
    enacted_on: date | None
    revised_on: tuple[date, ...]
    contact: policy_facts.Contact
    preamble: str
    clauses: tuple[Clause, ...]
    closing: str
    problems: tuple[Problem, ...]

    @property
    def text(self) -> str:
        return self.preamble + "".join(clause.raw for clause in self.clauses) + self.closing


@dataclass(frozen=True)
class _Line:
    """A line with its end (`raw`), what it says without label and blanks, its clause's place."""

    raw: str
    body: str
    place: Place | None
    days: tuple[FoundDay, ...]


def read_bytes(data: bytes) -> str:
    """Decode UTF-8 (a BOM is taken off and is no part of the text) or cp932; keep every newline.

    Raises NotAPolicy("encoding_unknown").
    """
    for encoding in ("utf-8-sig", "cp932"):
        with suppress(UnicodeDecodeError):
            text = data.decode(encoding)
            if not _NO_CP932.search(text):
                return text
    raise NotAPolicy("encoding_unknown")


def digest(text: str) -> str:
    """SHA-256 (hex) of the text in UTF-8, to the character: nothing is normalised first."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def read(text: str) -> PolicyText:
    """Read a policy.

    The preamble, title included, ends at the first clause. The closing starts, after the last
    clause's label, at a line of the history (制定, 改定 with a date), 以上, the representative's or
    the company's name above it, or at an 附則 without numbering of its own; an 附則 that has
    numbered provisions is a clause. Raises NotAPolicy ("empty", "binary" or "no_policy").
    """
    if not text.strip(_BLANKS):
        raise NotAPolicy("empty")
    if any(unicodedata.category(one) == "Cc" and one not in "\t\n\r\v\f\x85" for one in text):
        raise NotAPolicy("binary")
    lines = _lines(text)
    first = next((i for i, line in enumerate(lines) if line.place), None)
    end = _closing_start(lines)
    preamble = lines[: end if first is None else first]
    title = policy_facts.title([line.body for line in preamble])
    _refuse_other_texts(text, lines, title)
    above, below = ([line.body for line in part] for part in (preamble, lines[end:]))
    dated = ((line.body, not len(preamble) <= i < end) for i, line in enumerate(lines))
    enacted_on, revised_on = policy_facts.history(dated)
    return PolicyText(
        title=title,
        issuer=policy_facts.issuer(below + above + [line.body for line in lines]),
        representative=policy_facts.representative(above + below),
        enacted_on=enacted_on,
        revised_on=revised_on,
        contact=policy_facts.contact([line.body for line in lines]),
        preamble="".join(line.raw for line in preamble),
        clauses=tuple(_clauses(lines[len(preamble) : end])),
        closing="".join(line.raw for line in lines[end:]),
        problems=tuple(_problems(lines)),
    )


def as_json(policy: PolicyText) -> dict[str, Any]:
    """The shape that `pms policy inspect --json` prints: days as ISO text, None where not found."""
    return {
        "title": policy.title,
        "issuer": policy.issuer,
        "representative": policy.representative,
        "enacted_on": policy.enacted_on.isoformat() if policy.enacted_on else None,
        "revised_on": [day.isoformat() for day in policy.revised_on],
        "contact": dict(vars(policy.contact)),
        "preamble": policy.preamble,
        "closing": policy.closing,
        "problems": [
            {
                "line": problem.line,
                "quote": problem.quote,
                "message": problem.message,
                "iso": problem.iso.isoformat() if problem.iso else None,
            }
            for problem in policy.problems
        ],
        "clauses": [dict(vars(clause)) for clause in policy.clauses],
    }


def _lines(text: str) -> list[_Line]:
    outline = Outline()
    written = _LINE.findall(text)
    readings = [_readings(raw) for raw in written]
    labelled = [i for i, found in enumerate(readings) if found]
    lines = []
    for i, raw in enumerate(written):
        after = bisect_right(labelled, i)
        ahead = readings[labelled[after]] if after < len(labelled) else []
        place = outline.place(readings[i], ahead)
        body = raw[place.marker.end :] if place else raw
        lines.append(_Line(raw, body.strip(_BLANKS), place, tuple(find_days(raw))))
    return _without_empty_supplement(lines)


def _readings(raw: str) -> list[Marker]:
    readings = markers(raw)
    # "・2024年1月4日 制定" is an entry of the history, not a clause.
    if readings and readings[0].style[0] == "・":
        entry = raw.strip(_BLANKS + "・•●○◆◇■□*-")
        if policy_facts.is_history(entry, find_days(entry)):
            return []
    return readings


def _without_empty_supplement(lines: list[_Line]) -> list[_Line]:
    """An 附則 that no numbered provision follows is no clause."""
    for i in reversed(range(len(lines))):
        line = lines[i]
        if line.place and line.place.marker.style != "附則":
            break
        if line.place:
            lines[i] = _Line(line.raw, line.raw.strip(), None, line.days)
    return lines


def _closing_start(lines: Sequence[_Line]) -> int:
    """The first line of the closing; len(lines) if there is none."""
    last_label = max((i for i, line in enumerate(lines) if line.place), default=0)
    bodies = [line.body for line in lines]
    for i in range(last_label + 1, len(lines)):
        if policy_facts.begins_closing(bodies[i], bodies[i + 1 : i + 9]):
            return i
    return len(lines)


def _refuse_other_texts(text: str, lines: Sequence[_Line], title: str) -> None:
    """Numbering with a word of the field, or articles, or a title alone make a policy."""
    places = [line.place for line in lines if line.place]
    if any(place.marker.rank >= 0 for place in places):
        return
    if not (_POLICY_WORD.search(text) if places else policy_facts.names_a_policy(title)):
        raise NotAPolicy("no_policy")


def _clauses(lines: Sequence[_Line]) -> Iterator[Clause]:
    starts = [(i, line.place) for i, line in enumerate(lines) if line.place]
    stops = [*(i for i, _ in starts[1:]), len(lines)]
    for (start, place), stop in zip(starts, stops, strict=False):
        raw = "".join(line.raw for line in lines[start:stop])
        begin, end = place.marker.begin, place.marker.end
        text = re.sub(r"\r\n?", "\n", raw[end:]).strip()
        yield Clause(place.path, raw[begin:end], place.depth, text, raw)


def _problems(lines: Sequence[_Line]) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        for hit in line.days:
            if hit.problem:
                values = _values(hit)
                message = _MESSAGES[hit.problem].format(**values)
                yield Problem(number, hit.quote, hit.problem, message, hit.day, values)


def _values(hit: FoundDay) -> dict[str, object]:
    values = {
        name: wareki(value) if isinstance(value, date) else value
        for name, value in hit.values.items()
    }
    return {**values, "quote": hit.quote, "reading": wareki(hit.day) if hit.day else ""}
