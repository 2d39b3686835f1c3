"""Rules of trainings (J.4.2, J.4.3): whom one is for, why somebody takes it, by when, what counts.

The percentages, tries and days are the firm's own; no law counts them (J.4.2 asks for a training
of all who work here at least once a year, and that its effect is shown).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.independence import Role

# Days after its end until a training is reported on.
REPORT_WITHIN = timedelta(days=14)
CONFIRM_WITHIN = timedelta(days=14)
LONGEST_WORDS = 4_000


class Audience(StrEnum):
    """Whom a training is for, as a rule that is asked on a day."""

    ALL = "all"
    UNIT = "unit"
    ROLE = "role"
    JOINED = "joined"
    MY_NUMBER = "my_number"


class Occasion(StrEnum):
    """Whether a training is that of everybody once a year (J.4.2), or another beside it: after an
    incident, of joiners, of auditors."""

    YEARLY = "yearly"
    OTHER = "other"


class Way(StrEnum):
    """How a training is held."""

    READING = "reading"
    SESSION = "session"
    OUTSIDE = "outside"


class Reason(StrEnum):
    """Why somebody takes a training."""

    PLANNED = "planned"
    JOINED = "joined"
    RETURNED = "returned"
    MOVED = "moved"
    ROLE = "role"


class Learning(StrEnum):
    """How far somebody is with a training."""

    ASKED = "asked"
    TO_TEST = "to_test"
    RETRY = "retry"
    PASSED = "passed"
    FAILED = "failed"
    EXEMPT = "exempt"


# Nothing more is asked of these.
OVER = (Learning.PASSED, Learning.FAILED, Learning.EXEMPT)
OPEN = tuple(each for each in Learning if each not in OVER)


class By(StrEnum):
    """How a test was taken."""

    SCREEN = "screen"
    LINK = "link"
    PAPER = "paper"


@dataclass(frozen=True)
class Here:
    """Somebody who works here on a day: since when, where and as what; whether their unit handles
    individual numbers. `stays` are their memberships, first and last day, the earliest first."""

    person_id: int
    unit_ids: frozenset[int]
    roles: frozenset[Role]
    my_number: bool
    stays: tuple[tuple[date, date | None], ...]

    @property
    def first_on(self) -> date | None:
        return self.stays[0][0] if self.stays else None


@dataclass(frozen=True)
class Rule:
    """Whom a training is for; `within` are the days since somebody joined."""

    audience: Audience
    unit_id: int | None = None
    role: Role | None = None
    within: int | None = None


def is_for(rule: Rule, who: Here, today: date) -> bool:
    """Whether somebody is asked today."""
    first_on = who.first_on
    joined = first_on is not None and today - first_on <= timedelta(days=rule.within or 0)
    return {
        Audience.ALL: True,
        Audience.UNIT: rule.unit_id in who.unit_ids,
        Audience.ROLE: rule.role in who.roles,
        Audience.JOINED: joined,
        Audience.MY_NUMBER: who.my_number,
    }[rule.audience]


def check_audience(rule: Rule) -> str:
    """The field that says whom it is for and is missing; empty where nothing is."""
    needed = {
        Audience.UNIT: ("unit_id", rule.unit_id),
        Audience.ROLE: ("role", rule.role),
        Audience.JOINED: ("within", rule.within),
    }
    name, value = needed.get(rule.audience, ("", True))
    return "" if value else name


def usual_occasion(audience: Audience) -> Occasion:
    """What a training is, unless it is said otherwise."""
    return Occasion.YEARLY if audience is Audience.ALL else Occasion.OTHER


def may_be_yearly(audience: Audience) -> bool:
    """Whether the yearly training may be one of these: of all at once, or unit by unit."""
    return audience in (Audience.ALL, Audience.UNIT)


def teaches_joiners(audience: Audience, occasion: Occasion) -> bool:
    """Whether whoever joins between two trainings is taught by such a one."""
    return audience is Audience.JOINED or occasion is Occasion.YEARLY


def concludes(*, unreported: int, still_open: int) -> bool:
    """Whether a yearly training that is done concludes one of the rows of the year's plan that are
    still open: not while there are as many yearly trainings to come, as with one for each unit."""
    return unreported < still_open


def reason_later(rule: Rule, who: Here, started_on: date) -> Reason:
    """Why somebody is asked who was not when the training began: they joined, came back after a
    time away, moved, or came to do what it is for. Whoever came on its first day was not there yet
    when it began."""
    if rule.audience is Audience.ROLE or not who.stays:
        return Reason.ROLE
    late = [at for at, (since_on, _until) in enumerate(who.stays) if since_on >= started_on]
    if not late and rule.audience is Audience.MY_NUMBER:
        return Reason.ROLE
    if not late and rule.audience is Audience.UNIT:
        return Reason.MOVED
    # Of those that it is for whatever they do, whoever was not there was entered afterwards.
    at = late[0] if late else len(who.stays) - 1
    if at == 0:
        return Reason.JOINED
    ended = [until for _since, until in who.stays[:at]]
    away = all(
        until is not None and until < who.stays[at][0] - timedelta(days=1) for until in ended
    )
    return Reason.RETURNED if away else Reason.MOVED


def due_later(reason: Reason, who: Here, days: int, today: date) -> date:
    """By when somebody who comes later is done: so many days after their last first day here, for
    what they came to do from today on, and no day that has passed."""
    if reason is Reason.ROLE:
        return today + timedelta(days=days)
    begun = max((since for since, _until in who.stays if since <= today), default=today)
    return max(begun + timedelta(days=days), today + timedelta(days=7))


def came_after(assigned_on: date, *, late: bool, ends_on: date, reported_on: date | None) -> bool:
    """Whether somebody was assigned a training once it was over: they joined or came back since.
    They take it all the same, and are of none of those that its report counts."""
    return late and assigned_on > over_on(ends_on, reported_on)


def over_on(ends_on: date, reported_on: date | None) -> date:
    """The last day of a training: its end, or the day it was reported on before that."""
    return ends_on if reported_on is None else min(ends_on, reported_on)


def arrived_on(who: Here) -> date | None:
    """The day on which somebody joined, or came back after a time away; no day of a move."""
    came: date | None = None
    last: date | None = None
    for since_on, until_on in who.stays:
        if came is None or (last is not None and since_on > last + timedelta(days=1)):
            came, last = since_on, until_on
        elif last is not None:
            last = None if until_on is None else max(last, until_on)
    return came


def is_untaught(who: Here, started_on: date, taught_on: date | None) -> bool:
    """Whether somebody came since the last training began, and was assigned none since then."""
    came_on = arrived_on(who)
    if came_on is None or came_on < started_on:
        return False
    return taught_on is None or taught_on < came_on


def check_start(*, approved: bool, started: bool, ends_on: date, today: date, asked: int) -> None:
    """A training starts once it was approved, once, before it ends, and with somebody to ask.
    Raises RuleBroken."""
    if not approved:
        raise RuleBroken("training_not_approved")
    if started:
        raise RuleBroken("training_started")
    if today > ends_on:
        raise RuleBroken("training_over")
    if not asked:
        raise RuleBroken("training_for_nobody")


def after_try(*, passed: bool, taken: int, tries: int) -> Learning:
    """How far somebody is after one more try of so many."""
    if passed:
        return Learning.PASSED
    return Learning.RETRY if taken < tries else Learning.FAILED


def check_open(state: Learning) -> None:
    """Raises RuleBroken where nothing more is asked of somebody."""
    if state in OVER:
        raise RuleBroken("training_done")


def check_score(percent: int | None) -> None:
    """Raises BadInput for what is no score of a test on paper."""
    if percent is not None and not 0 <= percent <= 100:
        raise BadInput("training_score")


@dataclass(frozen=True)
class Counted:
    """What of an assignment is counted; `late` came after the training began, and is not of those
    who were planned. `percent` is the best score, if any."""

    state: Learning
    late: bool
    attended: bool
    percent: int | None


FIGURES = ("planned", "late", "exempt", "attended", "passed", "failed", "absent")


def figures(assignments: Collection[Counted]) -> dict[str, int]:
    """Planned (frozen when it began), who came later, exempt, attended, passed, failed, absent, and
    the mean of the best scores of those who were asked, where there is any (J.4.2)."""
    asked = [each for each in assignments if each.state is not Learning.EXEMPT]
    scores = [each.percent for each in asked if each.percent is not None]
    found = {
        "planned": sum(not each.late for each in assignments),
        "late": sum(each.late for each in assignments),
        "exempt": len(assignments) - len(asked),
        "attended": sum(each.attended for each in asked),
        "passed": sum(each.state is Learning.PASSED for each in asked),
        "failed": sum(each.state is Learning.FAILED for each in asked),
        "absent": sum(not each.attended for each in asked),
    }
    return {**found, "mean": round(sum(scores) / len(scores))} if scores else found


def counts_as(state: Learning, left_on: date | None, today: date) -> Learning:
    """How somebody is counted: of whoever left before they were done, nothing more is asked, and
    nobody follows them up as absent."""
    has_left = left_on is not None and left_on < today
    return Learning.EXEMPT if has_left and state in OPEN else state


def check_report(*, started: bool, reported: bool, ends_on: date, today: date, left: int) -> None:
    """A training is reported on once, after its end or once nobody is left. Raises RuleBroken."""
    if not started:
        raise RuleBroken("training_not_started")
    if reported:
        raise RuleBroken("training_reported")
    if today <= ends_on and left:
        raise RuleBroken("training_still_open")


def check_words(text: str) -> None:
    """Raises BadInput for a text that is too long."""
    if len(text) > LONGEST_WORDS:
        raise BadInput("text_too_long", longest=LONGEST_WORDS)


def most_missed(
    asked: Sequence[str], wrong: Iterable[Collection[str]]
) -> list[tuple[str, int, int]]:
    """Questions by how often they were missed in first tries, with how often and of how many; none
    that everybody knew."""
    tries = list(wrong)
    counted: Mapping[str, int] = {key: sum(key in each for each in tries) for key in asked}
    missed = [(key, count, len(tries)) for key, count in counted.items() if count]
    return sorted(missed, key=lambda each: -each[1])
