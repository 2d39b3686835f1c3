"""When what is held is to be disposed of (廃棄), pure: by years of the event that a period starts
at, and what a record of it says.

What is no longer needed is erased without delay (Law art. 22); an office does it year by year, once
the last of a fiscal year has outlived its period (J.3.1.1: 保管期限). A period of years or months
ends on the day before the one that corresponds to its first, which is that after the year
(Civil Code art. 140, 143).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import takewhile
from unicodedata import normalize

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.lasting.spans import Span, SpanKind, Start, Unit
from pms_tracker.kernel.locales.fiscal_years import FiscalStart, fiscal_year, fiscal_year_bounds
from pms_tracker.kernel.words import N_, Faults

# Days within which what has outlived its period is disposed of, and a certificate is asked for.
TIME_TO_DISPOSE, TIME_TO_PROVE = timedelta(days=30), timedelta(days=30)
# How far ahead the list of what is due looks.
AHEAD = timedelta(days=365)
# Years that a list tells of an entry one by one; those before come with the first of them.
MOST_YEARS = 3
_ONE = timedelta(days=1)
_MONTHS = 12


class Decision(StrEnum):
    """What becomes of a batch: it is disposed of, or nothing is held of it (該当なし)."""

    DISPOSE = "dispose"
    NOTHING = "nothing"


class Progress(StrEnum):
    """How far a disposal is: 廃棄前, 保留中, 証明書待ち, 完了, 該当なし."""

    PLANNED = "planned"
    HELD = "held"
    PROOF = "proof"
    DONE = "done"
    NOTHING = "nothing"


class Apart(StrEnum):
    """Why no day follows from a period."""

    NO_PERIOD = "no_period"
    FOREVER = "forever"
    AS_NEEDED = "as_needed"
    PURPOSE = "purpose"
    UNREAD = "unread"
    IN_DAYS = "in_days"


_APART = {
    SpanKind.FOREVER: Apart.FOREVER,
    SpanKind.AS_NEEDED: Apart.AS_NEEDED,
    SpanKind.PURPOSE: Apart.PURPOSE,
    SpanKind.UNREAD: Apart.UNREAD,
}


@dataclass(frozen=True)
class Batch:
    """What of an entry had its event in a fiscal year, with all before if `earlier`; `ends_on` is
    the last day on which the last of it may be kept."""

    year: int
    ends_on: date
    earlier: bool = False


@dataclass(frozen=True)
class Recorded:
    """That a batch is dealt with: of a fiscal year, with all before if `earlier`."""

    year: int
    earlier: bool = False

    def covers(self, batch: Batch) -> bool:
        return batch.year == self.year or (self.earlier and batch.year < self.year)


def apart(span: Span | None) -> Apart | None:
    """Why a period gives no day; None where it does. What is kept for days is disposed of day by
    day, not year by year."""
    if span is None:
        return Apart.NO_PERIOD
    if span.kind in _APART:
        return _APART[span.kind]
    if not span.length and span.start is Start.ACQUIRED:
        return Apart.NO_PERIOD
    return Apart.IN_DAYS if span.length and span.unit is Unit.DAY else None


def ends_on(year: int, span: Span, start: FiscalStart) -> date:
    """The last day on which what had its event in a fiscal year may be kept."""
    return add_months(start.in_year(year + 1), _months(span)) - _ONE


def _months(span: Span) -> int:
    return span.length * _MONTHS if span.unit is Unit.YEAR else span.length


def is_over_sooner(span: Span) -> bool:
    """Whether what had its event early in a fiscal year is kept too long if it waits for the rest
    of its batch: of a period under a year that may be more than twice as long."""
    return 0 < _months(span) < _MONTHS


def batches(span: Span, since: date, start: FiscalStart) -> Iterator[Batch]:
    """The batches of an entry, without end: the first that ends in the fiscal year since which the
    entry is known, or later, with all before it."""
    known_from, _last = fiscal_year_bounds(fiscal_year(since, start), start)
    year = known_from.year - _months(span) // _MONTHS - 3
    while ends_on(year, span, start) < known_from:
        year += 1
    earlier = True
    while True:
        yield Batch(year, ends_on(year, span, start), earlier)
        year, earlier = year + 1, False


def first_open(
    span: Span, since: date, recorded: Collection[Recorded], start: FiscalStart
) -> Batch:
    """The first batch that is not dealt with."""
    every = batches(span, since, start)
    return next(each for each in every if not any(one.covers(each) for one in recorded))


def open_batches(
    span: Span, since: date, recorded: Collection[Recorded], start: FiscalStart, today: date
) -> list[Batch]:
    """The batches that are not dealt with and end within a year; of those that have ended the last
    few, the first of them with all before."""
    near = takewhile(lambda each: each.ends_on <= today + AHEAD, batches(span, since, start))
    found = [each for each in near if not any(one.covers(each) for one in recorded)]
    ended = [each for each in found if each.ends_on < today]
    return [*_last_few(ended), *found[len(ended) :]]


def _last_few(ended: Sequence[Batch]) -> list[Batch]:
    if len(ended) <= MOST_YEARS:
        return list(ended)
    first, *rest = ended[-MOST_YEARS:]
    return [replace(first, earlier=True), *rest]


def dispose_by(ends: date, known_on: date) -> date:
    """By when a batch is dealt with: without delay, counted from the day it is known if later."""
    return max(ends, known_on) + TIME_TO_DISPOSE


def is_held(hold_until: date | None, today: date) -> bool:
    """Whether disposal is held back (保留): until a day, on which it may be done."""
    return hold_until is not None and hold_until > today


def progress(
    decision: Decision,
    hold_until: date | None,
    done_on: date | None,
    proof: tuple[bool, date | None],
    today: date,
) -> Progress:
    """How far a disposal is; `proof`: whether a certificate is waited for, and when it came."""
    if decision is Decision.NOTHING:
        return Progress.NOTHING
    if done_on is None:
        return Progress.HELD if is_held(hold_until, today) else Progress.PLANNED
    waits, came_on = proof
    return Progress.PROOF if waits and came_on is None else Progress.DONE


def do_by(due_on: date | None, hold_until: date | None) -> date | None:
    """By when something is to be done: by its day, or when the hold ends if that is later."""
    return max(due_on or date.min, hold_until) if hold_until is not None else due_on


def prove_by(done_on: date) -> date:
    """By when the certificate is there of what was disposed of by a contractor."""
    return done_on + TIME_TO_PROVE


@dataclass(frozen=True)
class Told:
    """What the rule looks at of a record."""

    decision: Decision
    reason: str
    held: str
    hold_until: date | None
    amount: str
    contractor: str
    by_contractor: bool
    done_on: date | None
    done_by: str
    witness: str
    certificate_on: date | None


def faults(told: Told) -> Faults:
    """What is wrong with a record, each with the field beside which it is said."""
    if told.decision is Decision.NOTHING:
        yield from _of_nothing(told)
    if told.held and told.hold_until is None:
        yield (
            "hold_until",
            N_("保留の期限を入力してください。決まらなければ、次に確かめる日を入れます。"),
        )
    if told.hold_until is not None and not told.held:
        yield "hold_reason", N_("保留の理由を入力してください。")
    if told.by_contractor and not told.contractor:
        yield "contractor", N_("廃棄を委託する相手を入力してください。")
    if told.done_on is not None:
        yield from _of_done(told)
    if told.certificate_on is not None:
        yield from _of_proof(told)
    if told.witness and _plain(told.witness) == _plain(told.done_by):
        yield "witness", N_("立会者には、廃棄した人とは別の人を入力してください。")


def _of_nothing(told: Told) -> Faults:
    if not told.reason:
        yield "reason", N_("該当なしと判断した理由を入力してください。")
    if told.done_on is not None:
        yield "done_on", N_("該当なしのときは、空欄にしてください。")


def _of_done(told: Told) -> Faults:
    assert told.done_on is not None
    if is_held(told.hold_until, told.done_on):
        yield (
            "done_on",
            N_("保留の期限まで廃棄できません。保留を終えるときは、期限を直してください。"),
        )
    if not told.amount:
        yield "amount", N_("廃棄した数量を入力してください。")
    if not told.done_by:
        yield "done_by", N_("廃棄した人を入力してください。")


def _of_proof(told: Told) -> Faults:
    assert told.certificate_on is not None
    if not told.contractor:
        yield "contractor", N_("廃棄証明書を出した委託先を入力してください。")
    if told.done_on is None:
        yield "done_on", N_("廃棄した日を入力してください。")
    elif told.certificate_on < told.done_on:
        yield "certificate_on", N_("廃棄した日以降の日を入力してください。")


def _plain(name: str) -> str:
    """A name however it is spaced."""
    return "".join(normalize("NFKC", name).split())
