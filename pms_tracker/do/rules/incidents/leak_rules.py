"""Rules of leaks and other emergencies (漏えい等), pure: what is to be reported, to whom, by when.

Each of up to four clocks runs from one set of facts, which may change: that of the Personal
Information Protection Commission (Law art. 26, enforcement rules art. 7 and 8), that of the same
commission where My Number is concerned (Number Act art. 29-4 and its rules art. 2), that of the
body which examines the firm for the P-mark, and that of the client for whom the firm works.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.kernel.due_dates import leak_final_report_due


class Office(StrEnum):
    """To whom is reported."""

    COMMISSION = "commission"
    COMMISSION_MY_NUMBER = "commission_my_number"
    BODY = "body"
    CLIENT = "client"


class Role(StrEnum):
    """For whom the information was held, and by whom."""

    OWN = "own"
    # Held by a contractor of ours.
    AT_CONTRACTOR = "at_contractor"
    # Held by us for a client.
    AS_CONTRACTOR = "as_contractor"


class Class(StrEnum):
    """Why a report is asked for: items 1 to 4 of art. 7, and of art. 2 for My Number; the rest is
    what the body asks of every event."""

    SENSITIVE = "sensitive"
    PROPERTY = "property"
    MALICE = "malice"
    MANY = "many"
    SYSTEMS = "systems"
    OPEN = "open"
    GRAVE = "grave"
    EVERY = "every"


@dataclass(frozen=True)
class LeakRules:
    """The figures of the rules in force from a day on; days count the day of knowing as the first.

    `first_days`: by which days the first report (速報) is made, as guideline 3-5-3-3 reads
    "promptly"; `more_than`: persons.
    """

    key: str
    in_force_on: date
    source: str
    first_days: tuple[int, int] = (3, 5)
    final_days: int = 30
    final_days_malice: int = 60
    more_than: int = 1_000
    my_number_more_than: int = 100


RULES = (
    LeakRules(
        "2022-04",
        date(2022, 4, 1),
        "個人情報保護法26条、同施行規則7条・8条、番号法29条の4（2022年4月1日施行）",
    ),
)


class NoLeakRules(ValueError):
    """No duty to report was in force on that day: before April 2022 it was an effort."""


def rules_on(day: date) -> LeakRules:
    """The rules in force on a day. Raises NoLeakRules."""
    found = [each for each in RULES if each.in_force_on <= day]
    if not found:
        raise NoLeakRules(day)
    return max(found, key=lambda each: each.in_force_on)


@dataclass(frozen=True)
class Facts:
    """What is known of an event; suspicion suffices for each.

    `known_on`: the day on which any unit knew. `persons` now and `persons_most`, at the most.
    `many_on`: when it was known that they are many, if later. `encrypted`: so strongly that nobody
    can use what got out (guideline 3-5-3-1). `told_client_on`: frees a contractor of reporting what
    it holds for its client, and not what it holds for itself, if that is concerned `own_too`.
    """

    known_on: date
    persons: int = 0
    persons_most: int = 0
    sensitive: bool = False
    property: bool = False
    malice: bool = False
    grave: bool = False
    encrypted: bool = False
    my_number: bool = False
    my_number_systems: bool = False
    my_number_open: bool = False
    many_on: date | None = None
    role: Role = Role.OWN
    told_client_on: date | None = None
    # Days from knowing within which the contract wants the client told; None: as the law reads.
    client_days: int | None = None
    own_too: bool = False


@dataclass(frozen=True)
class Clock:
    """What one office is to be told by when; nothing where `classes` is empty.

    `first` are the days by which the first report is due, early and late, None where none is
    asked for; `final` is the last day of the final report (確報), None where there is none: the
    last of its `days` from `final_from`, which may be before `known_on`, or the next open day.
    """

    office: Office
    classes: tuple[Class, ...]
    known_on: date
    rules: str
    first: tuple[date, date] | None = None
    final: date | None = None
    days: int | None = None
    final_from: date | None = None

    @property
    def moved_from(self) -> date | None:
        """The last of the days of the final report where it is closed, so that another is due."""
        if self.final_from is None or self.days is None:
            return None
        counted_on = nth_day(self.final_from, self.days)
        return counted_on if counted_on != self.final else None

    @property
    def is_needed(self) -> bool:
        return bool(self.classes)


def is_left_to_client(facts: Facts) -> bool:
    """Whether its client, who was told, reports it and tells the persons: what a contractor holds
    for that client alone (Law art. 26-1 and 26-2, provisos)."""
    is_clients = facts.role is Role.AS_CONTRACTOR and not facts.own_too
    return is_clients and facts.told_client_on is not None


def first_at_the_latest(known_on: date) -> date:
    """The last day of a first report, were one needed. Raises NoLeakRules."""
    return nth_day(known_on, rules_on(known_on).first_days[1])


def clocks(facts: Facts, is_holiday: Callable[[date], bool]) -> tuple[Clock, ...]:
    """Every clock of an event, needed or not. Raises NoLeakRules."""
    law = rules_on(facts.known_on)
    own = _Clocks(facts, law, is_holiday)
    return (*own.of_commission(), own.of_body(), *own.of_client())


def nth_day(known_on: date, day: int) -> date:
    """The so manieth day, that of knowing being the first; closed days count and move nothing."""
    return known_on + timedelta(days=day - 1)


def day_of(known_on: date, today: date) -> int:
    """Which day today is, the day of knowing being the first (3日目)."""
    return (today - known_on).days + 1


@dataclass(frozen=True)
class _Clocks:
    facts: Facts
    law: LeakRules
    is_holiday: Callable[[date], bool]

    def of_commission(self) -> Iterable[Clock]:
        freed = self.facts.encrypted or is_left_to_client(self.facts)
        yield self._clock(Office.COMMISSION, () if freed else self._classes())
        if self.facts.my_number:
            classes = () if freed else self._classes_my_number()
            yield self._clock(Office.COMMISSION_MY_NUMBER, classes)

    def of_body(self) -> Clock:
        """Every event is reported, even of an encrypted device; the first report is of grave ones
        (JIPDEC, reports of accidents)."""
        graver = list(self._classes())
        if self.facts.my_number:
            graver += [each for each in self._classes_my_number() if each not in graver]
        if self.facts.grave:
            graver.append(Class.GRAVE)
        return self._clock(Office.BODY, graver or (Class.EVERY,))

    def of_client(self) -> Iterable[Clock]:
        """A contractor tells its client, by the contract or else as soon as the law reads."""
        if self.facts.role is not Role.AS_CONTRACTOR:
            return
        known_on, days = self.facts.known_on, self.facts.client_days
        early, late = (days, days) if days is not None else self.law.first_days
        first = nth_day(known_on, early), nth_day(known_on, late)
        yield Clock(Office.CLIENT, (Class.EVERY,), known_on, self.law.key, first)

    def _clock(self, office: Office, classes: Iterable[Class]) -> Clock:
        found = tuple(classes)
        known_on = self._counted_from(office, found)
        if not found:
            return Clock(office, found, known_on, self.law.key)
        days = self.law.final_days_malice if Class.MALICE in found else self.law.final_days
        early, late = self.law.first_days
        first = (
            (nth_day(known_on, early), nth_day(known_on, late)) if found != (Class.EVERY,) else None
        )
        # The body has a final report of every event, however many it comes to concern.
        final_from = self.facts.known_on if office is Office.BODY else known_on
        final = leak_final_report_due(final_from, days, self.is_holiday)
        return Clock(office, found, known_on, self.law.key, first, final, days, final_from)

    def _counted_from(self, office: Office, classes: tuple[Class, ...]) -> date:
        """What was only later known to be many counts from then; malice, where it meets others,
        gives the longer time, from the first day of all. Of My Number fewer persons are many: that
        they are was known before."""
        many_on = self.facts.many_on if classes == (Class.MANY,) else None
        if many_on is None or office is Office.COMMISSION_MY_NUMBER:
            return self.facts.known_on
        of_my_number = self.facts.my_number and office is Office.BODY
        return self.facts.known_on if of_my_number else many_on

    @property
    def _persons(self) -> int:
        return max(self.facts.persons, self.facts.persons_most)

    def _classes(self) -> tuple[Class, ...]:
        facts = self.facts
        return _holding(
            {
                Class.SENSITIVE: facts.sensitive,
                Class.PROPERTY: facts.property,
                Class.MALICE: facts.malice,
                Class.MANY: self._persons > self.law.more_than,
            }
        )

    def _classes_my_number(self) -> tuple[Class, ...]:
        facts = self.facts
        return _holding(
            {
                Class.SYSTEMS: facts.my_number_systems,
                Class.MALICE: facts.malice,
                Class.OPEN: facts.my_number_open,
                Class.MANY: self._persons > self.law.my_number_more_than,
            }
        )


def _holding(of: Mapping[Class, bool]) -> tuple[Class, ...]:
    return tuple(each for each, holds in of.items() if holds)
