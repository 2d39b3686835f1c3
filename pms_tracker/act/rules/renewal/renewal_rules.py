"""Rules of applications for the mark (新規・更新申請): when one may be made, and how far it is.

The PrivacyMark is valid for two years; JIPDEC takes applications for the next two from eight to
four months before it ends (`kernel.due_dates.pmark_window`). Preparation usually begins ten months
before. Whoever has no mark yet has no term that ends, and applies on any day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.words import N_, Faults

YEARS = 2
PREPARED_FROM = 10


class Body(StrEnum):
    """Who examines (審査機関); the package differs by body, and is data."""

    JIPDEC = "jipdec"
    JUAS = "juas"
    OTHER = "other"


class RenewalState(StrEnum):
    """準備 → 申請可 → 申請済 → 形式審査 → 文書審査 → 現地審査 → 指摘対応 → 決定 → 付与;
    or 満了, where nobody applied, or 不付与."""

    PREPARING = "preparing"
    OPEN = "open"
    LATE = "late"
    SUBMITTED = "submitted"
    FORMAL = "formal"
    DOCUMENTS = "documents"
    ON_SITE = "on_site"
    REMARKS = "remarks"
    DECIDED = "decided"
    GRANTED = "granted"
    EXPIRED = "expired"
    REFUSED = "refused"


# The days of an application in their order, by field, and what one says when it is there.
STEPS: dict[str, RenewalState] = {
    "submitted_on": RenewalState.SUBMITTED,
    "formal_on": RenewalState.FORMAL,
    "documents_on": RenewalState.DOCUMENTS,
    "on_site_on": RenewalState.ON_SITE,
    "remarked_on": RenewalState.REMARKS,
    "decided_on": RenewalState.DECIDED,
    "granted_on": RenewalState.GRANTED,
}


# What ends an application: either is there, never both.
GRANTED_ON, REFUSED_ON = "granted_on", "refused_on"


@dataclass(frozen=True)
class Window:
    """The first and the last day on which a renewal is applied for."""

    first: date
    last: date


def valid_from(expires_on: date) -> date:
    """The first day of a term of two years that ends so."""
    return add_months(expires_on, -12 * YEARS) + ONE_DAY


def next_expires_on(expires_on: date) -> date:
    """The last day of the term of two years that follows one which ends so: the day before the one
    that corresponds to its first or, where its month has no such day, the last of that month
    (Civil Code art. 143-2)."""
    first = expires_on + ONE_DAY
    there = add_months(first, 12 * YEARS)
    return there - ONE_DAY if there.day == first.day else there


def prepared_from(expires_on: date) -> date:
    """From when on a renewal is prepared."""
    return add_months(expires_on, -PREPARED_FROM)


def state(
    window: Window | None, expires_on: date | None, days: Mapping[str, date | None], today: date
) -> RenewalState:
    """How far an application is today, by the last of its days that is there; the first of all has
    no `window`, since no term ends."""
    if days.get(REFUSED_ON) is not None:
        return RenewalState.REFUSED
    reached = [step for name, step in STEPS.items() if days.get(name) is not None]
    if reached:
        return reached[-1]
    if window is None or expires_on is None or today < window.first:
        return RenewalState.PREPARING
    if today <= window.last:
        return RenewalState.OPEN
    return RenewalState.LATE if today <= expires_on else RenewalState.EXPIRED


def stop_from(expires_on: date | None, days: Mapping[str, date | None]) -> date | None:
    """From which day on the mark is used no more: the day after the term, where nobody applied or
    what was applied for was refused; none as long as it may still be granted, or was never."""
    if expires_on is None or days.get(GRANTED_ON) is not None:
        return None
    refused_on = days.get(REFUSED_ON)
    if refused_on is not None:
        return max(expires_on + ONE_DAY, refused_on)
    return expires_on + ONE_DAY if days.get("submitted_on") is None else None


def needs(term: tuple[date, date], days: tuple[date, date], *, earlier: bool, over: bool) -> bool:
    """Whether the renewal of a term needs records of some days, or of any before them: those that
    were made in the term, or before it, as long as it is not `over`; none of after it."""
    first, last = days
    began = earlier or first <= term[1]
    return not over and began and last >= term[0]


def faults(
    expires_on: date | None, started_on: date | None, days: Mapping[str, date | None]
) -> Faults:
    """What is wrong, each with the field beside which it is said."""
    if started_on is not None and expires_on is None:
        yield "expires_on", N_("有効期間の満了日を入力してください。")
    elif started_on is not None and expires_on is not None and started_on > expires_on:
        yield "started_on", N_("有効期間の満了日より前の日を入力してください。")
    before: date | None = None
    for name in STEPS:
        day = days.get(name)
        if day is not None and before is not None and day < before:
            yield name, N_("前の手続の日以降の日を入力してください。")
        before = day or before
    if before is not None and days.get("submitted_on") is None:
        yield "submitted_on", N_("申請した日を入力してください。")
    yield from _of_the_end(expires_on, days)


def _of_the_end(expires_on: date | None, days: Mapping[str, date | None]) -> Faults:
    refused_on, submitted_on = days.get(REFUSED_ON), days.get("submitted_on")
    if refused_on is not None and days.get(GRANTED_ON) is not None:
        yield (REFUSED_ON, N_("付与を受けた申請です。付与を受けた日か、この日を消してください。"))
    elif refused_on is not None and submitted_on is None:
        yield "submitted_on", N_("申請した日を入力してください。")
    elif refused_on is not None and submitted_on is not None and refused_on < submitted_on:
        yield REFUSED_ON, N_("前の手続の日以降の日を入力してください。")
    if days.get("stopped_on") is not None and expires_on is None:
        yield "stopped_on", N_("はじめての申請です。マークの使用をやめた日は空欄にしてください。")
    elif days.get("stopped_on") is not None and stop_from(expires_on, days) is None:
        yield (
            "stopped_on",
            N_("付与された更新か、審査中の更新です。マークの使用をやめた日は空欄にしてください。"),
        )
