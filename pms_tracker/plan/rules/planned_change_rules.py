"""Rules of planned changes (変更の計画策定; J.3.4): how far one is, and who is told of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pms_tracker.kernel.words import N_, Faults


class Trigger(StrEnum):
    """What asks for a change."""

    SITE = "site"
    BUSINESS = "business"
    SYSTEM = "system"
    ORGANISATION = "organisation"
    PEOPLE = "people"
    LAW = "law"
    REVIEW = "review"
    OTHER = "other"


class Fact(StrEnum):
    """What of the company changes that a certification body knows it by."""

    NAME = "name"
    HEAD_OFFICE = "head_office"
    REPRESENTATIVE = "representative"
    CONTACT = "contact"
    PRIVACY_MANAGER = "privacy_manager"
    AUDIT_MANAGER = "audit_manager"


# Bodies ask for a report of each of these; of a new audit manager none does (do-facts, 13).
REPORTED = frozenset(Fact) - {Fact.AUDIT_MANAGER}


class Ending(StrEnum):
    """How a change ended."""

    DONE = "done"
    CANCELLED = "cancelled"


class ChangeState(StrEnum):
    """計画済み → 実施中 → 完了 | 中止; what is not approved yet is a draft."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Course:
    """From when to when a change is carried out, and how it ended."""

    start_on: date | None = None
    end_on: date | None = None
    closed_on: date | None = None
    ending: Ending | None = None


def state(course: Course, today: date) -> ChangeState:
    """How far a change is today."""
    if course.ending is Ending.CANCELLED:
        return ChangeState.CANCELLED
    if course.ending is Ending.DONE:
        return ChangeState.DONE
    has_begun = course.start_on is not None and course.start_on <= today
    return ChangeState.UNDER_WAY if has_begun else ChangeState.PLANNED


def is_reported(facts: Collection[Fact]) -> bool:
    """Whether the body is told of a change of these."""
    return bool(REPORTED & set(facts))


def faults(course: Course, *, has_open: bool) -> Faults:
    """What is wrong, each with the field beside which it is said; `has_open`: something that the
    change touches is still to be done."""
    if course.start_on and course.end_on and course.end_on < course.start_on:
        yield "end_on", N_("開始日以降の日を入力してください。")
    if (course.closed_on is None) != (course.ending is None):
        beside = "closed_on" if course.closed_on is None else "ending"
        yield beside, N_("終了した日と、完了か中止かを、両方入力してください。")
    if course.ending is Ending.DONE and has_open:
        yield "ending", N_("対応していない影響があります。対応した日を入力してから完了にします。")
