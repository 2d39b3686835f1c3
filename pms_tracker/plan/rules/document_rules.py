"""Rules of documents and kinds of records (文書・様式・記録; J.4.5.1–J.4.5.5), pure.

A rule says what is done, a form is blank, a record is a form that was filled in. The standard has
no number for how long records are kept; they must outlive the next renewal (domain.md 5.5), and a
term is two years.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Unit
from pms_tracker.kernel.words import N_, Faults

# A record of a term's first day is still asked for when its renewal is decided.
LEAST_YEARS = 3
_A_YEAR = {Unit.YEAR: 1, Unit.MONTH: 12, Unit.DAY: 365}


class DocumentKind(StrEnum):
    """What a document is: 方針, 規程, 手順, 様式, 外部文書."""

    POLICY = "policy"
    RULE = "rule"
    PROCEDURE = "procedure"
    FORM = "form"
    EXTERNAL = "external"


class LookResult(StrEnum):
    """What the yearly look at a rule found: 変更なし, 改定が必要, 廃止が必要."""

    UNCHANGED = "unchanged"
    TO_REVISE = "to_revise"
    TO_END = "to_end"


# What is looked at every year, each with the forms that it sets; a policy has reviews of its own.
LOOKED_AT = (DocumentKind.RULE, DocumentKind.PROCEDURE)
LOOK_EVERY = 12
# What it found wanting is revised or ended within so many months.
MEND_WITHIN = 3
# Those that say what is done.
RULES = frozenset({DocumentKind.POLICY, DocumentKind.RULE, DocumentKind.PROCEDURE})


def look_by(looked_on: date | None, listed_on: date) -> date:
    """By when a rule is looked at next: a year after it was, or was listed."""
    return add_months(looked_on or listed_on, LOOK_EVERY)


def mend_by(looked_on: date, in_force_from: date) -> date | None:
    """By when what a look found wanting is revised or ended; None where what is in force came
    after it."""
    return add_months(looked_on, MEND_WITHIN) if in_force_from <= looked_on else None


def look_faults(looked_on: date | None, result: LookResult | None) -> Faults:
    """What is wrong with a look, with the field beside which it is said."""
    if (looked_on is None) != (result is None):
        beside = "looked_on" if looked_on is None else "look_result"
        yield beside, N_("確認した日と確認の結果を、両方入力してください。")


def is_long_enough(span: Span | None) -> bool:
    """Whether records that are kept so long are there until the next renewal is over."""
    if span is None or span.kind in {SpanKind.FOREVER, SpanKind.UNREAD}:
        return True
    if span.kind is not SpanKind.AFTER:
        return False
    return span.length >= LEAST_YEARS * _A_YEAR[span.unit]


@dataclass(frozen=True)
class Cover:
    """An item of the guide with what covers it, each by its words and where it is."""

    number: str
    title: str
    rules: Sequence[str] = ()
    forms: Sequence[str] = ()
    records: Sequence[str] = ()
    registers: Sequence[str] = ()

    @property
    def is_covered(self) -> bool:
        return bool(self.rules)


def covers(of: Collection[str], number: str) -> bool:
    """Whether what is said to be of some items is of this one: itself or one that it belongs to."""
    return any(number == each or number.startswith(f"{each}.") for each in of)


def table(
    items: Iterable[tuple[str, str]], said: Mapping[str, Sequence[tuple[str, Collection[str]]]]
) -> list[Cover]:
    """Each item with what covers it; `said` are the names of rules, forms, records and registers
    with the items that each is of."""
    return [
        Cover(
            number,
            title,
            **{
                part: tuple(name for name, of in named if covers(of, number))
                for part, named in said.items()
            },
        )
        for number, title in items
    ]
