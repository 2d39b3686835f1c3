"""Reads a published policy: what it says of itself, and its clauses, without losing a character."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pms_tracker.kernel.era_dates import FoundDay, find_days, find_months, puts_month_first, wareki
from pms_tracker.plan.text import (
    policy_desk,
    policy_facts,
    policy_lines,
    policy_names,
    policy_titles,
)
from pms_tracker.plan.text.policy_written import BLANKS as _BLANKS
from pms_tracker.plan.text.tree import policy_outline
from pms_tracker.plan.text.tree.policy_numbering import Place
from pms_tracker.plan.text.tree.policy_outline import Outline

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
# What Python's cp932 makes of single bytes that stand for nothing in it.
_NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
_POLICY_WORD = re.compile(
    r"個人情報|個人データ|個人番号|マイナンバー|プライバシ|方針|ポリシー|規[程則定約]|名簿|保護|セキュリティ"
    r"|(?:[客皆](?:様|さま)|顧客|利用者|会員|組合員|患者(?:様|さん|さま)?|生徒|園児)(?:の)?情報|privacy|policy"
    r"|personal (?:data|information)|data protection",
    re.I,
)
# For the JSON of `pms policy inspect`; pages say the same from the key, in both languages.
_MESSAGES = {
    "era_ended": "{era}は{last_day}までです。「{quote}」は{reading}と読みました。",
    "no_such_day": "「{quote}」は暦にない日です({month}月は{last_day}日まで)。使いません。",
    "era_not_begun": "{era}は{first_day}からです。「{quote}」は使いません。",
    "enacted_again": "制定日が2つあります。後の{later}を制定日とし、「{quote}」も沿革に残します。",
    "not_a_date": "「{quote}」は日付として読めません。",
    "no_day": "「{quote}」には日がありません。日付を確かめて入れてください。",
    "day_or_month": "「{quote}」は{reading}と読みました。月が先なら{other}です。確かめてください。",
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
    contact: policy_desk.Contact
    preamble: str
    clauses: tuple[Clause, ...]
    closing: str
    problems: tuple[Problem, ...]
    # 制定 of an earlier text that this one took the place of.
    enacted_before: tuple[date, ...] = ()
    outline: Outline = ()

    @property
    def text(self) -> str:
        return self.preamble + "".join(clause.raw for clause in self.clauses) + self.closing


@dataclass(frozen=True)
class _Line:
    """A line with its end (`raw`), what of it is its own where a mail quotes it, what it says
    without label and blanks, its clause's place."""

    raw: str
    own: str
    body: str
    place: Place | None
    days: tuple[FoundDay, ...]

    @property
    def dated(self) -> str:
        """What may tell a day of the text's own; of an 附則 its label says which."""
        of_supplement = self.place is not None and self.place.marker.style == "附則"
        return self.own.strip(_BLANKS) if of_supplement else self.body


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


def read(
    text: str, outline: Outline | None = None, *, ranks: Mapping[int, int] | None = None
) -> PolicyText:
    """Read a policy as a whole: of all trees its labels allow, the one that fits best.

    `outline` is a tree set by hand, which is kept as it is; `ranks` are depths that a format gave
    to some lines. The preamble, title included, ends at the first clause. The closing starts,
    after the last clause's label, at a line of the history (制定, 改定 with a date), 以上, the
    representative's or the company's name above it, or at an 附則 without numbering of its own; an
    附則 that has numbered provisions is a clause. Raises NotAPolicy ("empty", "binary" or
    "no_policy").
    """
    _refuse_what_is_no_text(text)
    tree = policy_outline.of_text(text, outline, ranks)
    month_first = puts_month_first(text)
    lines = _placed(tree, month_first)
    end = tree.end
    preamble = lines[: tree.starts[0] if tree.starts else end]
    title = policy_titles.title([line.body for line in preamble])
    _refuse_other_texts(text, lines, title)
    above, below = ([line.body for line in part] for part in (preamble, lines[end:]))
    bodies = [line.body for line in lines]
    dated = ((line.dated, not len(preamble) <= i < end) for i, line in enumerate(lines))
    told = policy_facts.history(dated, month_first=month_first)
    return PolicyText(
        title=title,
        issuer=_issuer(title, above, below, bodies),
        representative=_representative(above, below, lines),
        enacted_on=told.enacted_on,
        revised_on=told.revised_on,
        contact=policy_desk.contact(bodies),
        preamble="".join(line.raw for line in preamble),
        clauses=tuple(_clauses(tree, lines)),
        closing="".join(line.raw for line in lines[end:]),
        problems=tuple(_problems(lines, told)),
        enacted_before=told.enacted_before,
        outline=tree.outline,
    )


def _representative(
    above: Sequence[str], below: Sequence[str], lines: Sequence[_Line]
) -> str | None:
    if policy_names.is_between_two(above, below):
        return None
    # Two texts on one page: the first is signed in the middle.
    return policy_names.representative([*above, *below]) or policy_names.representative(
        [line.body for line in lines if line.place is None]
    )


def _issuer(
    title: str, above: Sequence[str], below: Sequence[str], bodies: Sequence[str]
) -> str | None:
    if policy_names.is_between_two(above, below):
        return None
    named = policy_names.issuer([*below, *above], bodies)
    return named or policy_names.named_at_title(title, above)


def _refuse_what_is_no_text(text: str) -> None:
    if not text.strip(_BLANKS):
        raise NotAPolicy("empty")
    if _CONTROL.search(text):
        raise NotAPolicy("binary")


def as_json(policy: PolicyText) -> dict[str, Any]:
    """The shape that `pms policy inspect --json` prints: days as ISO text, None where not found."""
    return {
        "title": policy.title,
        "issuer": policy.issuer,
        "representative": policy.representative,
        "enacted_on": policy.enacted_on.isoformat() if policy.enacted_on else None,
        "revised_on": [day.isoformat() for day in policy.revised_on],
        "contact": {key: vars(policy.contact)[key] for key in ("role", "phone", "mail", "hours")},
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


def _placed(tree: policy_outline.Tree, month_first: bool | None) -> list[_Line]:
    places = {place.line: place for place in tree.places}
    lines = []
    for i, written in enumerate(tree.lines):
        place = places.get(i)
        body = written.raw[max(place.marker.end, written.skip) :] if place else written.words
        days = find_days(written.own, month_first=month_first)
        # In a sentence a month is enough; of when the text was made it is not.
        days += find_months(written.own) if policy_facts.is_history(body.strip(_BLANKS)) else []
        lines.append(_Line(written.raw, written.own, body.strip(_BLANKS), place, tuple(days)))
    return lines


def _refuse_other_texts(text: str, lines: Sequence[_Line], title: str) -> None:
    """Numbering with a word of the field, or articles, or a title alone make a policy."""
    places = [line.place for line in lines if line.place]
    if any(place.marker.rank >= 0 for place in places):
        return
    names = policy_titles.may_be_title(title)
    if not (names or (places and _POLICY_WORD.search(text))):
        raise NotAPolicy("no_policy")


def _clauses(tree: policy_outline.Tree, lines: Sequence[_Line]) -> Iterator[Clause]:
    stops = [*tree.starts[1:], tree.end][: len(tree.starts)]
    for start, stop, place in zip(tree.starts, stops, tree.places, strict=True):
        caption = "".join(line.own for line in lines[start : place.line])
        raw = lines[place.line].raw
        begin, end = place.marker.begin, place.marker.end
        below = raw[end:] + "".join(line.own for line in lines[place.line + 1 : stop])
        said = "\n".join(filter(None, (caption.strip(), below.strip())))
        text = re.sub(r"\r\n?", "\n", said)
        text = policy_lines.clean(text).strip() if tree.is_marked else text
        whole = "".join(line.raw for line in lines[start:stop])
        label = policy_lines.clean(raw[begin:end]) if tree.is_marked else raw[begin:end]
        yield Clause(place.path, label, place.depth, text, whole)


def _problems(lines: Sequence[_Line], told: policy_facts.History) -> Iterator[Problem]:
    for number, line in enumerate(lines, start=1):
        for hit in line.days:
            if hit.problem:
                values = _values(hit)
                message = _MESSAGES[hit.problem].format(**values)
                yield Problem(number, hit.quote, hit.problem, message, hit.day, values)
            elif hit.day in told.enacted_before and told.enacted_on is not None:
                values = {"quote": hit.quote, "later": wareki(told.enacted_on)}
                message = _MESSAGES["enacted_again"].format(**values)
                yield Problem(number, hit.quote, "enacted_again", message, hit.day, values)


def _values(hit: FoundDay) -> dict[str, object]:
    # Where day and month are in doubt, an era says neither of them better.
    said = date.isoformat if hit.problem == "day_or_month" else wareki
    values = {
        name: said(value) if isinstance(value, date) else value
        for name, value in hit.values.items()
    }
    return {**values, "quote": hit.quote, "reading": said(hit.day) if hit.day else ""}
