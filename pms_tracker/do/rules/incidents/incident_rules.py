"""Rules of incidents and near misses (事故・ヒヤリハット, J.4.4.2; Law art. 26), pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.do.rules.incidents.leak_rules import Clock, Office

# Hours after a first report in which nobody took it on: each time all who were told hear again. A
# rule of ours; the law counts in days (art. 26, rule 8).
AGAIN_AFTER = (2, 6, 24)
# Days in which an entry is over: from the day on which it was known, those that the law gives to a
# final report (rule 8); from the last report, for what is left then. A rule of ours.
ENDS_AFTER = timedelta(days=30)
ENDS_AFTER_REPORT = timedelta(days=14)


class Nature(StrEnum):
    """What an entry is of; only of an incident is anything reported."""

    INCIDENT = "incident"
    NEAR_MISS = "near_miss"
    DRILL = "drill"


class Happened(StrEnum):
    """What happened: an incident or a near miss, for a drill has led to nothing; and of these, that
    of which it is known what led to it."""

    REAL = "real"
    CAUSED = "caused"


class Event(StrEnum):
    """What happened: the kinds of event that the body which examines for the P-mark tells apart."""

    LEAKED = "leaked"
    LOST = "lost"
    DESTROYED = "destroyed"
    ALTERED = "altered"
    ACQUIRED = "acquired"
    BEYOND_PURPOSE = "beyond_purpose"
    MISUSED = "misused"
    REFUSED = "refused"
    FEARED = "feared"


class Cause(StrEnum):
    """What led to it at once; why that could happen is for the case that follows."""

    MISDIRECTED = "misdirected"
    MISHANDLED = "mishandled"
    LEFT = "left"
    SETTINGS = "settings"
    NOT_FOLLOWED = "not_followed"
    NO_PROCEDURE = "no_procedure"
    FAILURE = "failure"
    ATTACK = "attack"
    THEFT = "theft"
    INSIDER = "insider"
    CONTRACTOR = "contractor"
    OTHER = "other"


class Notice(StrEnum):
    """Whether the persons are told (art. 26-2)."""

    NEEDED = "needed"
    LATER = "later"
    DONE = "done"
    SUBSTITUTE = "substitute"
    UNNEEDED = "unneeded"


@dataclass(frozen=True)
class Reported:
    """A clock with the days on which its office had the first and the final report; one report may
    be both (guideline 3-5-3-4)."""

    clock: Clock
    first_on: date | None
    final_on: date | None
    # The day on which it was decided that nothing is reported: the clock stands still.
    settled_on: date | None = None

    @property
    def first_open(self) -> bool:
        """Whether the first report is still to be made."""
        none_made = self.first_on is None and self.final_on is None
        return bool(self.clock.first) and none_made and self.settled_on is None

    @property
    def final_open(self) -> bool:
        is_asked = self.clock.final is not None and self.settled_on is None
        return is_asked and self.final_on is None


def first_by(reported: Iterable[Reported]) -> date | None:
    """The first of the days by which a first report is due, at the latest; None where none is."""
    days = (each.clock.first for each in reported if each.first_open)
    return min((late for _early, late in filter(None, days)), default=None)


def chased_from(reported: Iterable[Reported]) -> date | None:
    """The day from which the representative hears every day that no first report was made: the
    third as a rule, on which one may be expected (guideline 3-5-3-3); None where none is open."""
    days = (each.clock.first for each in reported if each.first_open)
    return min((early for early, _late in filter(None, days)), default=None)


def final_by(reported: Iterable[Reported]) -> date | None:
    """The first of the days by which a final report is due; None where none is."""
    days = (each.clock.final for each in reported if each.final_open)
    return min(filter(None, days), default=None)


def ends_by(known_on: date, reported: Iterable[Reported]) -> date | None:
    """The day by which an entry is to be over; None while a report is due, whose day asks first."""
    last = known_on + ENDS_AFTER
    for each in reported:
        if each.first_open or each.final_open:
            return None
        days = each.first_on, each.final_on, each.settled_on
        last = max([last, *(day + ENDS_AFTER_REPORT for day in days if day)])
    return last


# Whom the law wants told; that they need not be is a decision with its reason.
OF_LAW = (Office.COMMISSION, Office.COMMISSION_MY_NUMBER)


class Lack(StrEnum):
    """What keeps an incident from being closed."""

    REPORTS = "reports"
    REASON_UNREPORTED = "reason_unreported"
    NOTICE = "notice"
    CAUSE = "cause"
    CAUSES = "causes"
    CASE = "case"


def lacking(nature: Nature, reported: Iterable[Reported], said: Mapping[str, object]) -> list[Lack]:
    """What an entry lacks to be closed.

    Every report is made, or that none was needed has its reason; the persons are told, or that they
    are not has its reason; the cause is known; and there is a corrective action, or a reason for
    none. A near miss and a drill want the last alone.
    """
    last = [] if said.get("case_reference") or said.get("no_case") else [Lack.CASE]
    if nature is not Nature.INCIDENT:
        return last
    told = list(reported)
    open_ones = any(each.first_open or each.final_open for each in told)
    of_law = (each for each in told if each.clock.office in OF_LAW)
    by_commission = any(each.clock.is_needed and each.settled_on is None for each in of_law)
    found = {
        Lack.REPORTS: open_ones,
        Lack.REASON_UNREPORTED: not by_commission and not said.get("unreported"),
        Lack.NOTICE: not _persons_told(said),
        Lack.CAUSE: not said.get("cause"),
    }
    return [*(each for each, lacks in found.items() if lacks), *last]


def _persons_told(said: Mapping[str, object]) -> bool:
    notice = said.get("notice")
    if notice is Notice.DONE:
        return bool(said.get("notified_on"))
    return notice in {Notice.SUBSTITUTE, Notice.UNNEEDED} and bool(said.get("notice_reason"))
