"""What the trail tells of, by name: each subject in words, and its address where one may open it.

Beside records the trail names people, units, letters and whatever else has a history; all of a page
are read in one statement.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import ColumnElement, String, cast, func, literal, select, true, union_all as united

from pms_tracker import locale_in_use
from pms_tracker.check.audits.auditor_trainings import OF_AUDITOR
from pms_tracker.check.preparing import question_templates
from pms_tracker.check.reports import earlier_audits
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import Columns, read
from pms_tracker.kernel.references import (
    BY_PREFIX,
    Kind,
    Reference,
    format_reference,
    parse_reference,
)
from pms_tracker.mail import kept
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm.listings import for_all_alike, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.imports import imports
from pms_tracker.people.tables.people_tables import Person, Unit
from pms_tracker.plan.policies.mappings import OF_SET
from pms_tracker.plan.tables.policy_tables import RequirementSet
from pms_tracker.web.door.access import me, opens
from pms_tracker.web.record import links
from pms_tracker.web.record.record_kinds import KINDS
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import unseen

# References as they stand within a text.
NAMED = re.compile(rf"\b(?:{'|'.join(BY_PREFIX)})-\d{{2,4}}(?:-\d{{2,}})?\b")


@dataclass(frozen=True)
class Subject:
    """Something the trail tells of; without address where the reader may not open it."""

    words: str
    url: str | None = None


def hidden(texts: Iterable[str | None], known: Collection[str] = ()) -> frozenset[str]:
    """The records that these texts name and the reader may not know of. Of those `known` the page
    has found out already that they may."""
    named = {found for text in texts if text for found in NAMED.findall(text)} - {*known}
    references = ((name, parse_reference(name)) for name in named)
    asked = {name for name, found in references if not (found and _known_all(found.kind))}
    return frozenset(asked - _read([], asked)[0])


def without(hidden: Collection[str]) -> Callable[[str], str]:
    """How a text is shown: none of the hidden records is named in it."""
    if not hidden:
        return str
    unsaid = unseen()
    return lambda text: NAMED.sub(
        lambda found: unsaid if found.group() in hidden else found.group(), text
    )


def of(names: Collection[str]) -> dict[str, Subject]:
    """Each of these subjects, as the trail calls them."""
    records = {name.partition("/")[0] for name in names if parse_reference(name.partition("/")[0])}
    others = {name for name in names if name.partition("/")[0] not in records}
    ids = {prefix: _ids(prefix, others) for prefix in _NAMES}
    sets = {name.removeprefix(OF_SET) for name in others if name.startswith(OF_SET)}
    rows = [_names_of(prefix, found) for prefix, found in ids.items() if found]
    known, titles = _read([*rows, *([_titles_of(sets)] if sets else [])], records)
    return {
        name: _record(name, known) if name not in others else _other(name, titles) for name in names
    }


def _known_all(kind: Kind) -> bool:
    """Whether the reader may know of every record of a kind: then none needs to be looked for."""
    return opens(KINDS[kind].page) and _seen(kind)(me()) is true()


def _read(statements: list[Columns], names: Collection[str]) -> tuple[set[str], dict[str, str]]:
    """Which of these records the reader may know of, and what the other statements name."""
    wanted: dict[Kind, list[Reference]] = defaultdict(list)
    for name in names:
        found = parse_reference(name)
        if found is not None and opens(KINDS[found.kind].page):
            wanted[found.kind].append(found)
    statements = [*statements, *(_named(kind, found) for kind, found in wanted.items())]
    if not statements:
        return set(), {}
    known, titles = set[str](), dict[str, str]()
    for prefix, year, number, title in read(united(*statements), parameters(me())):
        if prefix in BY_PREFIX:
            known.add(format_reference(BY_PREFIX[prefix], year or None, number))
        else:
            titles[prefix] = title
    return known, titles


def _named(kind: Kind, wanted: Iterable[Reference]) -> Columns:
    row = KINDS[kind]
    return (
        select(_text(kind.value), row.year, row.number, _text(""))
        .select_from(row.table)
        .where(row.among(wanted), _seen(kind)(me()))
    )


@cache
def _seen(kind: Kind) -> Callable[[Viewer], ColumnElement[bool]]:
    return for_all_alike(KINDS[kind].seen)


# What has an id in the trail, and what it is called.
_NAMES: dict[str, tuple[Any, Any]] = {
    "person-": (Person.id, Person.name),
    OF_AUDITOR: (Person.id, Person.name),
    "unit-": (Unit.id, Unit.name),
    kept.OF_LETTER: (OutboxLetter.id, OutboxLetter.subject),
    earlier_audits.OF_PAST: (PastAudit.id, cast(PastAudit.fiscal_year, String)),
}


def _ids(prefix: str, names: Iterable[str]) -> set[int]:
    ends = (name.removeprefix(prefix) for name in names if name.startswith(prefix))
    return {int(end) for end in ends if end.isdecimal()}


def _names_of(prefix: str, ids: Collection[int]) -> Columns:
    number, name = _NAMES[prefix]
    called = _text(prefix) + cast(number, String)
    return select(called, literal(0), literal(0), name).where(number.in_(ids))


def _titles_of(keys: Collection[str]) -> Columns:
    called = _text(OF_SET) + RequirementSet.key
    return (
        select(called, literal(0), literal(0), func.max(RequirementSet.title))
        .where(RequirementSet.key.in_(keys))
        .group_by(RequirementSet.key)
    )


def _text(value: str) -> ColumnElement[str]:
    return literal(value, String)


def _record(name: str, known: Collection[str]) -> Subject:
    """A record by its reference; of an audit a row (3) or a paper (P1) as well."""
    whole, _, part = name.partition("/")
    words = name
    if part.isdecimal():
        words = gettext("%(audit)s 確認項目%(number)s", audit=whole, number=part)
    elif part:
        words = gettext("%(audit)s 紙%(number)s", audit=whole, number=part[1:])
    return Subject(words, links.url_of(name) if whole in known else None)


def _other(name: str, titles: dict[str, str]) -> Subject:
    prefix = next((each for each in _SHOWN if name.startswith(each)), "")
    if not prefix:
        return Subject(gettext("会社"), _url("company.settings"))
    return _SHOWN[prefix](titles.get(name, ""), name.removeprefix(prefix))


def _person(name: str, number: str) -> Subject:
    if not name:
        # Whoever came by an import that was undone.
        return Subject(gettext("人"))
    return Subject(name, _url("people.record", person_id=int(number)))


def _training(name: str, number: str) -> Subject:
    words = gettext("%(person)sの研修（監査員）", person=name)
    return Subject(words, _url("people.record", person_id=int(number)))


def _unit(name: str, _number: str) -> Subject:
    return Subject(name or gettext("部門"), _url("people.index"))


def _import(_name: str, number: str) -> Subject:
    words = gettext("人の取込み（%(number)s回目）", number=number)
    return Subject(words, _url("people_imports.record", import_id=int(number)))


def _letter(subject: str, number: str) -> Subject:
    """One that is kept no more is not found at its address either."""
    if not subject:
        return Subject(gettext("メール"))
    words = gettext("メール「%(subject)s」", subject=subject)
    return Subject(words, _url("letters.record", letter_id=int(number)))


def _past(year: str, number: str) -> Subject:
    # Of one that an undone import took back no year is known.
    called = locale_in_use.year_name(int(year)) if year else ""
    words = gettext("過去の監査（%(year)s年度）", year=called)
    return Subject(words, _url("history.record", which=int(number)))


def _template(_title: str, kind: str) -> Subject:
    words = gettext("質問のひな形（%(kind)s）", kind=labels.label(AuditKind(kind)))
    return Subject(words, _url("question_templates.record", kind=kind))


def _set(title: str, key: str) -> Subject:
    return Subject(title or gettext("要求事項"), _url("requirements.record", key=key))


_SHOWN: dict[str, Callable[[str, str], Subject]] = {
    "person-": _person,
    OF_AUDITOR: _training,
    "unit-": _unit,
    imports.OF_IMPORT: _import,
    kept.OF_LETTER: _letter,
    earlier_audits.OF_PAST: _past,
    question_templates.OF_TEMPLATE: _template,
    OF_SET: _set,
}


def _url(endpoint: str, **values: int | str) -> str | None:
    if not opens(endpoint):
        return None
    return url_for(endpoint, **values)  # type: ignore[arg-type]
