"""The trail in words: who did what, and what it was before and after."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from flask import g
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString

from pms_tracker.act.rules.cause_rules import CauseCategory
from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.check.rules.audit_rules import AuditKind, Grade, Result
from pms_tracker.check.rules.checklist_rules import Origin
from pms_tracker.check.rules.dispute_rules import Answer
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.do.rules.contact.request_rules import RequestMatter
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_timeline_rules import Turn
from pms_tracker.do.rules.training.training_rules import By, Reason
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.plan.policies import text_check
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.rules.policy_rules import ReviewOutcome, Trigger
from pms_tracker.questions import Question
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry
from pms_tracker.web.record import subjects
from pms_tracker.web.record.record_kinds import KINDS
from pms_tracker.web.words import days_in_words, duty_words, labels, register_words
from pms_tracker.web.words.trail import trail_words

# How the trail's values of yes or no are read; nobody's choice of era is the company's.
# Fields that name a person by id.
PEOPLE = frozenset({"owner_id", "corrected_by_id"})
# Fields that name other records.
RECORDS = frozenset(
    {"because_of", "case", "finding", "merged_into", "review", "split_from", "split_into", "result"}
)
# Fields that say a month, or the first of a quarter.
MONTHS = frozenset({"check_month", "check_quarter", "complaint_month"})
DIGESTS = frozenset(
    {"sha256", "digest", "approval", "text_digest", "report_digest"}
    | {"frozen_digest", "letter", "letter_text"}
)
VALUES: dict[tuple[str, str | None], LazyString] = {
    ("head", "True"): _l("はい"),
    ("head", "False"): _l("いいえ"),
    ("era_dates", "True"): _l("和暦"),
    ("era_dates", "False"): _l("西暦"),
    ("era_dates", None): _l("会社の設定に従う"),
    ("digest_hour", None): _l("会社の設定に従う"),
    **{(f"part_{each}", "True"): _l("使う") for each in Part},
    **{(f"part_{each}", "False"): _l("使わない") for each in Part},
    ("evidence_megabytes", None): _l("サーバーの設定に従う"),
    ("correction_needed", "False"): _l("不要"),
    ("fresh_signatures", "True"): _l("求める"),
    ("titles_in_mail", "True"): _l("書く"),
    ("titles_in_mail", "False"): _l("書かない"),
    ("representative_box", "True"): _l("設ける"),
    ("representative_box", "False"): _l("設けない"),
    ("fresh_signatures", "False"): _l("求めない"),
    ("test_passed", "True"): _l("はい"),
    ("test_passed", "False"): _l("いいえ"),
    ("request_found", "True"): _l("ある"),
    ("request_found", "False"): _l("ない"),
    **{("matter", each): labels.LABELS[each] for each in (*Matter, *RequestMatter)},
    **{("turn", each): labels.LABELS[each] for each in Turn},
    ("weekday", None): labels.RHYTHMS[labels.DAILY],
    **{("weekday", value): words for value, words in labels.RHYTHMS.items()},
}


Entries: TypeAlias = Sequence[TrailEntry] | Sequence[trail.Noted]


@dataclass(frozen=True)
class Happened:
    """One line of a record's history as it is read."""

    when: str
    who: str
    what: str
    changes: list[tuple[str, str, str]]
    reason: str = ""


@dataclass(frozen=True)
class History:
    """What a record's history is drawn of: its entries, newest first, the records that its reader
    may not know of, and whom it names by id."""

    entries: tuple[trail.Noted, ...]
    hidden: frozenset[str]
    owners: tuple[tuple[int, str], ...]

    def __len__(self) -> int:
        return len(self.entries)

    def values(self) -> Mapping[str, object]:
        """What the template is given."""
        return {"entries": _told(self.entries, self.hidden, dict(self.owners))}


def of(reference: str, known: Collection[str] = ()) -> History:
    """A record's history; `known` are records of which its page has found out that the reader may
    know."""
    return question(reference, known).answer()


def question(reference: str, known: Collection[str] = ()) -> Question[History]:
    """The same, to be read with what else is asked."""
    return trail.noting(reference).then(lambda entries: of_noted(reference, known, entries))


def of_noted(reference: str, known: Collection[str], entries: tuple[trail.Noted, ...]) -> History:
    """The same of entries that were read."""
    hidden = subjects.hidden(_records(entries), (reference, *known))
    return History(entries, hidden, tuple(sorted(_owners(entries).items())))


def of_entries(entries: Sequence[TrailEntry]) -> list[Happened]:
    """Entries of the trail in words: records that the reader may not know of are not named."""
    return _told(entries, subjects.hidden(_records(entries)), _owners(entries))


def _records(entries: Entries) -> Iterator[str | None]:
    """Where entries name other records."""
    for entry in entries:
        for value in entry.values:
            if value.field in RECORDS:
                yield from (value.before, value.after)


def _owners(entries: Entries) -> dict[int, str]:
    # Only plans name a person by id, so that a later change of name does not rewrite history.
    ids = {
        int(side)
        for entry in entries
        for value in entry.values
        if value.field in PEOPLE
        for side in (value.before, value.after)
        if side
    }
    known: dict[int, str] = g.setdefault("owner_names", {})
    missing = ids - known.keys()
    if missing:
        known.update(people.names(missing))
    return {each: known[each] for each in ids if each in known}


def _told(entries: Entries, hidden: Collection[str], owners: Mapping[int, str]) -> list[Happened]:
    read = subjects.without(hidden)
    return [_happened(entry, read, owners) for entry in entries]


def _happened(
    entry: TrailEntry | trail.Noted, read: Callable[[str], str], owners: Mapping[int, str]
) -> Happened:
    """One entry; an erased value is said to be erased."""
    changes, reason = [], ""
    reference = parse_reference(entry.reference)
    kind = reference.kind if reference else None
    for value in entry.values:
        erased = gettext("(消去済み)") if value.erased_at else ""
        before, after = (
            erased or _value(value.field, side, owners, kind)
            for side in (value.before, value.after)
        )
        if value.field in RECORDS:
            before, after = read(before), read(after)
        if value.field == "reason":
            reason = after
        else:
            changes.append((trail_words.field_label(value.field), before, after))
    what = trail_words.move_label(entry.move)
    return Happened(days_in_words.instant_text(entry.at), entry.actor_name, what, changes, reason)


def _value(name: str, text: str | None, owners: Mapping[int, str], kind: Kind | None) -> str:
    if (name, text) in VALUES:
        return str(VALUES[name, text])
    if text is None:
        return ""
    if name in PEOPLE:
        return owners.get(int(text), text)
    if name.endswith("_on") or name == "check_period" or name in MONTHS:
        return _day(name, text)
    if name in DIGESTS:
        return f"{text[:4]} {text[4:8]}"
    return _erased(text) if name == "field" else _own(name, text, kind)


def _day(name: str, text: str) -> str:
    if name in MONTHS:
        return days_in_words.month_text(date.fromisoformat(f"{text}-01"))
    return days_in_words.day_text(date.fromisoformat(text))


def _own(name: str, text: str, kind: Kind | None) -> str:
    """A value of a register's own, else a member of an enum."""
    told = register_words.told_in_trail(name, text)
    return told if told is not None else _member(name, text, kind)


def _erased(text: str) -> str:
    """What was erased: a field by its name, a file by its number."""
    number = text.removeprefix("file ")
    file = gettext("ファイル%(number)s", number=number)
    return trail_words.field_label(text) if number == text else file


_ENUMS: dict[str, type[StrEnum]] = {
    "result": Result,
    "origin": Origin,
    "grade": Grade,
    "source": Source,
    "verdict": Verdict,
    "cause_category": CauseCategory,
    "elsewhere_answer": Elsewhere,
    "inbox": Inbox,
    "answer": Answer,
    "outcome": ReviewOutcome,
    "trigger": Trigger,
    "extra_because": AuditTrigger,
    "audit_kind": AuditKind,
    "test_way": By,
    "training_reason": Reason,
    "role": Role,
    "language": Language,
}


def _member(name: str, text: str, kind: Kind | None) -> str:
    if name == "because_of" and text_check.is_name(text):
        return gettext("本文の点検")
    if name == "duty_kind" and text in duty_words.DUTIES:
        return str(duty_words.DUTIES[text][0])
    # The states of two kinds of records may have one name: a case is 完了, an audit 終了.
    of_kind = KINDS[kind].states if kind is not None and name == "state" else None
    members = of_kind or _ENUMS.get(name)
    if members is not None and text in {member.value for member in members}:
        return labels.label(members(text))
    return text
