"""Rules of laws and norms (法令・規範; J.1.3): checked each year, and how far a change is."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.kernel.due_dates import add_months
from pms_tracker.kernel.words import N_, Faults

# J.1.3 gives no number; the yearly plan has a check of the list (domain.md section 6).
CHECK_EVERY = 12
# What was never looked at is looked at once it is listed.
FIRST_CHECK = timedelta(days=30)


class LawKind(StrEnum):
    """What a norm is."""

    LAW = "law"
    ORDER = "order"
    GUIDELINE = "guideline"
    ORDINANCE = "ordinance"
    INDUSTRY = "industry"
    CONTRACT = "contract"


class CheckResult(StrEnum):
    """What a check found (改正なし is recorded too)."""

    UNCHANGED = "unchanged"
    AMENDED = "amended"
    REPEALED = "repealed"


class LawState(StrEnum):
    """How far a norm is: 現行, 公布（施行待ち）, 施行（未反映）, 反映済み."""

    CURRENT = "current"
    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    REFLECTED = "reflected"


@dataclass(frozen=True)
class Amendment:
    """What changes, and when: the day in force may be unknown yet."""

    words: str = ""
    announced_on: date | None = None
    effective_on: date | None = None
    latest_on: date | None = None
    reflected_on: date | None = None


def state(change: Amendment, today: date) -> LawState:
    """How far what changes of a norm is today."""
    if not change.words:
        return LawState.CURRENT
    if change.reflected_on is not None:
        return LawState.REFLECTED
    is_in_force = change.effective_on is not None and change.effective_on <= today
    return LawState.IN_FORCE if is_in_force else LawState.ANNOUNCED


def check_by(checked_on: date | None, listed_on: date) -> date:
    """By when a norm is checked next."""
    return add_months(checked_on, CHECK_EVERY) if checked_on else listed_on + FIRST_CHECK


def faults(change: Amendment, checked_on: date | None, result: CheckResult | None) -> Faults:
    """What is wrong, each with the field beside which it is said."""
    if (checked_on is None) != (result is None):
        beside = "checked_on" if checked_on is None else "result"
        yield beside, N_("確認した日と確認の結果を、両方入力してください。")
    if change.words and change.announced_on is None:
        yield "announced_on", N_("改正が公布・公表された日を入力してください。")
    if not change.words and (change.announced_on or change.effective_on or change.reflected_on):
        yield "amendment", N_("改正の内容を入力してください。")
    for each, beside in ((change.effective_on, "effective_on"), (change.latest_on, "latest_on")):
        if each and change.announced_on and each < change.announced_on:
            yield beside, N_("公布日以降の日を入力してください。")
