"""Rules of requests by a person about what is held of them (開示等の請求; Law art. 32 to 39, J.10),
pure: what may be asked for, why it may be refused, by when it is answered, and how far it is.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.words import N_, Faults


class Asked(StrEnum):
    """What is asked for; one request may ask for several, and each has its own outcome."""

    # 利用目的の通知 (32-2).
    PURPOSE = "purpose"
    # 開示 (33-1).
    DISCLOSURE = "disclosure"
    # 第三者提供記録の開示 (33-5).
    RECORDS = "records"
    # 訂正・追加・削除 (34-1).
    CORRECTION = "correction"
    # 利用停止・消去 (35-1, 35-5).
    STOP = "stop"
    # 第三者提供の停止 (35-3, 35-5).
    PROVISION = "provision"


class Outcome(StrEnum):
    """How one of them is answered: 応諾, 一部, 拒否, 不存在, 代替措置."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"
    NONE = "none"
    SUBSTITUTE = "substitute"


class Ground(StrEnum):
    """Why it is refused or granted in part, as the law has it for what is asked for."""

    # Of a notice of purposes: 32-2 item 1; 21-4 items 1 to 3.
    CLEAR = "clear"
    HARM = "harm"
    INTERESTS = "interests"
    STATE = "state"
    # Of a disclosure: 33-2 items 1 to 3; of records besides, what the order (art. 11) leaves out.
    RIGHTS = "rights"
    HINDRANCE = "hindrance"
    OTHER_LAW = "other_law"
    EXCLUDED = "excluded"
    # Of a correction: 34-1, 34-2.
    CORRECT = "correct"
    BEYOND = "beyond"
    PROCEDURE = "procedure"
    # Of a stop: 35-2, 35-4, 35-6.
    UNFOUNDED = "unfounded"
    HARD = "hard"


_DISCLOSURE = (Ground.RIGHTS, Ground.HINDRANCE, Ground.OTHER_LAW)
GROUNDS: Mapping[Asked, tuple[Ground, ...]] = {
    Asked.PURPOSE: (Ground.CLEAR, Ground.HARM, Ground.INTERESTS, Ground.STATE),
    Asked.DISCLOSURE: _DISCLOSURE,
    Asked.RECORDS: (*_DISCLOSURE, Ground.EXCLUDED),
    Asked.CORRECTION: (Ground.CORRECT, Ground.BEYOND, Ground.PROCEDURE),
    Asked.STOP: (Ground.UNFOUNDED, Ground.HARD),
    Asked.PROVISION: (Ground.UNFOUNDED, Ground.HARD),
}
_USUAL = (Outcome.GRANTED, Outcome.PARTLY, Outcome.REFUSED, Outcome.NONE)
OUTCOMES: Mapping[Asked, tuple[Outcome, ...]] = {
    # Purposes are told or not.
    Asked.PURPOSE: (Outcome.GRANTED, Outcome.REFUSED, Outcome.NONE),
    Asked.DISCLOSURE: _USUAL,
    Asked.RECORDS: _USUAL,
    Asked.CORRECTION: _USUAL,
    Asked.STOP: (*_USUAL, Outcome.SUBSTITUTE),
    Asked.PROVISION: (*_USUAL, Outcome.SUBSTITUTE),
}
# For what else a fee may be asked: nothing (Law art. 38).
WITH_FEE = frozenset({Asked.PURPOSE, Asked.DISCLOSURE, Asked.RECORDS})
# What has its ground and its reason.
REASONED = frozenset({Outcome.PARTLY, Outcome.REFUSED, Outcome.SUBSTITUTE})


@dataclass(frozen=True)
class RequestRules:
    """The figures in force from a day on. The law names no day to answer by, but how long a person
    waits before they may go to court: two weeks from the day of arrival (art. 39, guideline 3-8-9).

    `suit_days`, `limit_days`, `target_days`, `search_days` are counted from the day of arrival, of
    which the last three are this product's own: inner days, which no closed day moves.
    """

    key: str
    in_force_on: date
    source: str
    suit_days: int = 15
    limit_days: int = 14
    target_days: int = 10
    search_days: int = 5


RULES = (
    RequestRules("2017-05", date(2017, 5, 30), "個人情報保護法27条〜34条（2017年5月30日施行）"),
    RequestRules("2022-04", date(2022, 4, 1), "個人情報保護法32条〜39条（2022年4月1日施行）"),
)


def rules_on(day: date) -> RequestRules | None:
    """The rules in force on a day; None before a person could go to court at all."""
    found = [each for each in RULES if each.in_force_on <= day]
    return max(found, key=lambda each: each.in_force_on, default=None)


@dataclass(frozen=True)
class Days:
    """The days of one request, and the rules that they follow from."""

    rules: str
    search_by: date
    target: date
    limit: date
    suit_from: date


def days_of(arrived_on: date, refused_on: date | None = None) -> Days | None:
    """By when what arrived on a day is sought and answered, and from when the person may go to
    court: at once where it was refused before. Waiting for the person stops no clock. None where no
    rules were in force."""
    law = rules_on(arrived_on)
    if law is None:
        return None
    search, target, limit, suit = (
        arrived_on + timedelta(days=each)
        for each in (law.search_days, law.target_days, law.limit_days, law.suit_days)
    )
    if refused_on is not None:
        suit = min(suit, refused_on)
    return Days(law.key, search, target, limit, suit)


class Answering(StrEnum):
    """How what arrived was answered."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT = "not"


def answering(arrived_on: date, sent_on: date | None) -> Answering:
    """How what arrived on a day was answered: within the firm's own limit, later, or not."""
    if sent_on is None:
        return Answering.NOT
    return Answering.IN_TIME if is_in_time(arrived_on, sent_on) else Answering.LATE


def is_in_time(arrived_on: date, sent_on: date | None) -> bool:
    """Whether what arrived on a day was answered, and within the firm's own limit."""
    days = days_of(arrived_on)
    return sent_on is not None and days is not None and sent_on <= days.limit


def answer_by(arrived_on: date, longer_until: date | None, *, is_over: bool) -> date | None:
    """By when an answer is to be sent: within the firm's own limit, or by the longer day that was
    told; None once it is over, and where no rules were in force."""
    days = days_of(arrived_on)
    if is_over:
        return None
    return longer_until or (days.limit if days is not None else None)


class RequestMatter(StrEnum):
    """What two decide of a request."""

    # Facts that stop its clock or give it a later day.
    EASED = "eased"
    STRUCK = "struck"


# The facts that a clock is reckoned from; that an answer was sent is proven by the answer.
CLOCK_FACTS = ("arrived_on", "longer_until", "longer_reason", "ending", "closed_on")


def eases(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether other facts stop the clock of a request that is still to be answered, or give it a
    later day: to answer it by, or from which the person may go to court. One that was answered is
    over by its answer."""
    was, now = _running(before), _running(after)
    if was is None or after["sent_on"] is not None:
        return False
    return now is None or any(later > day for later, day in zip(now, was, strict=True))


def _running(said: Mapping[str, Any]) -> tuple[date, date] | None:
    """The days of a request that is to be answered; None where no clock runs."""
    is_over = said["sent_on"] is not None or said["closed_on"] is not None
    due_on = answer_by(said["arrived_on"], said["longer_until"], is_over=is_over)
    days = days_of(said["arrived_on"])
    return (due_on, days.suit_from) if due_on is not None and days is not None else None


@dataclass(frozen=True)
class Item:
    """One thing that is asked for, with its answer."""

    asked: Asked
    outcome: Outcome | None = None
    ground: Ground | None = None
    reason: str = ""


def item_faults(item: Item) -> Faults:
    """What is wrong with an answer, by which part of it (outcome, ground, reason)."""
    outcome = item.outcome
    if outcome is not None and outcome not in OUTCOMES[item.asked]:
        yield "outcome", N_("この請求には選べない結果です。")
        return
    if item.ground is not None and item.ground not in GROUNDS[item.asked]:
        yield "ground", N_("この請求を拒める理由ではありません。")
    elif outcome in REASONED and item.ground is None:
        yield "ground", N_("拒否や一部応諾、代替措置には、法律上の理由を選んでください。")
    elif outcome is Outcome.REFUSED and item.ground is Ground.HARD:
        yield "outcome", N_("停止が困難なときは、代わりの措置をとって代替措置を選んでください。")
    elif outcome is Outcome.SUBSTITUTE and item.ground is not Ground.HARD:
        yield "ground", N_("代替措置は、利用停止などが困難なときだけ選べます。")
    if outcome in REASONED and not item.reason.strip():
        yield "reason", N_("本人に伝える理由を入力してください。")


def asks_fee(kinds: Collection[Asked]) -> bool:
    """Whether a fee may be asked for any of these."""
    return bool(WITH_FEE & set(kinds))


class Requester(StrEnum):
    """Who asks: the person, or somebody for them (order art. 13)."""

    SELF = "self"
    GUARDIAN = "guardian"
    AGENT = "agent"


class Paper(StrEnum):
    """What shows that somebody may act for the person."""

    MANDATE = "mandate"
    SEAL = "seal"
    FAMILY = "family"
    RESIDENCE = "residence"
    INSURANCE = "insurance"
    COURT = "court"


# Which papers prove what: that a person gave the mandate, or whose parent or guardian somebody is.
PROVES: Mapping[Requester, frozenset[Paper]] = {
    Requester.SELF: frozenset(),
    Requester.AGENT: frozenset({Paper.MANDATE}),
    Requester.GUARDIAN: frozenset({Paper.FAMILY, Paper.RESIDENCE, Paper.INSURANCE, Paper.COURT}),
}


def lacks_papers(requester: Requester, papers: Collection[Paper]) -> bool:
    """Whether nothing shows that the requester may act for the person."""
    proving = PROVES[requester]
    return bool(proving) and not proving & set(papers)


class Identity(StrEnum):
    """What came of checking who asks."""

    CONFIRMED = "confirmed"
    LACKING = "lacking"
    FAILED = "failed"


class Ending(StrEnum):
    """How a request ended: 回答済, 取下げ, 確認不能."""

    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    UNIDENTIFIED = "unidentified"


class Progress(StrEnum):
    """How far a request is; always derived from what is recorded."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    CORRECTING = "correcting"
    FEE = "fee"
    SEARCHING = "searching"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENT = "sent"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    UNIDENTIFIED = "unidentified"


OVER = frozenset({Progress.CLOSED, Progress.WITHDRAWN, Progress.UNIDENTIFIED})
# Whoever asked is waited for; the clock goes on.
THEIRS = frozenset({Progress.IDENTIFYING, Progress.CORRECTING, Progress.FEE})


@dataclass(frozen=True)
class Told:
    """What is recorded of a request. `fee`: what is to be paid, None where that is not said."""

    items: tuple[Item, ...]
    method: bool = False
    identity: Identity | None = None
    supplement_on: date | None = None
    supplemented_on: date | None = None
    fee: int | None = None
    paid_on: date | None = None
    approved: bool = False
    sent_on: date | None = None
    ending: Ending | None = None
    closed_on: date | None = None

    @property
    def is_decided(self) -> bool:
        return bool(self.items) and all(each.outcome is not None for each in self.items)


def progress(told: Told) -> Progress:
    """How far a request is."""
    if told.closed_on is not None:
        return ENDED.get(told.ending, Progress.CLOSED)
    if told.approved:
        return Progress.SENT if told.sent_on is not None else Progress.APPROVED
    if told.supplement_on is not None and told.supplemented_on is None:
        return Progress.CORRECTING
    if told.identity is not Identity.CONFIRMED:
        begun = told.method or told.identity is not None
        return Progress.IDENTIFYING if begun else Progress.RECEIVED
    kinds = [each.asked for each in told.items]
    if told.fee and asks_fee(kinds) and told.paid_on is None:
        return Progress.FEE
    return Progress.DRAFTED if told.is_decided else Progress.SEARCHING


ENDED: Mapping[Ending | None, Progress] = {
    Ending.WITHDRAWN: Progress.WITHDRAWN,
    Ending.UNIDENTIFIED: Progress.UNIDENTIFIED,
}


class Stand(StrEnum):
    """How far a request is, as whoever asked by the public form is told; nothing of its words."""

    RECEIVED = "received"
    IDENTIFYING = "identifying"
    PREPARING = "preparing"
    ANSWERED = "answered"
    OVER = "over"


_OUTSIDE: Mapping[Progress, Stand] = {
    Progress.RECEIVED: Stand.RECEIVED,
    **dict.fromkeys(THEIRS, Stand.IDENTIFYING),
    **dict.fromkeys((Progress.SENT, Progress.CLOSED), Stand.ANSWERED),
    **dict.fromkeys((Progress.WITHDRAWN, Progress.UNIDENTIFIED), Stand.OVER),
}


def stand(progress: Progress, *, struck: bool) -> Stand:
    """What is told of a request to whoever holds its code; one that was struck is over."""
    return Stand.OVER if struck else _OUTSIDE.get(progress, Stand.PREPARING)


class Lack(StrEnum):
    """What keeps an answer from being handed in."""

    IDENTITY = "identity"
    PAPERS = "papers"
    FEE = "fee"
    OUTCOMES = "outcomes"


def lacking(told: Told, requester: Requester, papers: Collection[Paper]) -> list[Lack]:
    """What an answer lacks to be handed in: whoever asks is confirmed and may ask, what is to be
    paid is paid, and all that is asked for is answered."""
    kinds = [each.asked for each in told.items]
    found = {
        Lack.IDENTITY: told.identity is not Identity.CONFIRMED,
        Lack.PAPERS: lacks_papers(requester, papers),
        Lack.FEE: bool(told.fee) and asks_fee(kinds) and told.paid_on is None,
        Lack.OUTCOMES: not told.is_decided,
    }
    return [each for each, lacks in found.items() if lacks]


def refused_any(items: Collection[Item]) -> bool:
    """Whether anything is refused, so that the person may go to court once they know."""
    return any(each.outcome in {Outcome.REFUSED, Outcome.PARTLY} for each in items)
