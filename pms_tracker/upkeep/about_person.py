"""All that is held about a person: whatever names them, by walking the tables' foreign keys.

No table is listed here that only refers to people, so that a new one is never forgotten; a test
asks that each has words in `web.person_words` (docs/decisions/0048).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, FromClause, Integer, Row, Table, or_, select

from pms_tracker.act.act_registers import BY_KIND, REGISTERS
from pms_tracker.database import Table as Base, session
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.trail.trail_tables import TrailEntry

PERSON, ACCOUNT = "person", "account"
# Numbers of people that bind nothing: what carries them outlives whom it names.
UNBOUND = frozenset({"person_id", "by_id", "actor_id"})
# What is the person's own, and what is given of it; of all else only that it names them. No secret
# stands here: no password, no key, no digest of a link, and no text that only its writer may see.
OWN: Mapping[str, tuple[str, ...]] = {
    PERSON: ("name", "reading", "mail", "language", "era_dates", "affiliation", "left_on"),
    "former_name": ("name", "until_on"),
    "membership": ("unit_id", "is_head", "since_on", "until_on"),
    "role_grant": ("role", "since_on", "until_on"),
    "deputy": ("principal_id", "deputy_id", "since_on", "until_on", "reason", "cancelled_at"),
    "proposal": ("kind", "role", "unit_id", "is_head", "mail", "proposed_at", "decided_at"),
    **{
        row.table.__tablename__: tuple(each for each in row.kept_in if each != row.whose)
        for row in REGISTERS
        if row.whose
    },
    "acknowledgement": ("acknowledged_on",),
    "departure": ("returned_on", "note"),
    ACCOUNT: ("email", "active", "invited_at", "credentials_at", "tf_primary_method"),
    "account_link": ("issuer", "subject", "linked_at"),
    "passkey": ("name", "lastuse_datetime"),
    "sign_in_session": ("begun_at", "seen_at", "agent"),
    "mail_choice": ("digest_hour", "weekday"),
    "calendar_feed": ("made_at", "ended_at"),
    "saved_view": ("name", "page", "query", "shared", "saved_at"),
    "draft": ("place", "saved_at"),
    "sent_form": ("led_to", "sent_at"),
    "outbox_letter": ("subject", "address", "state", "created_at", "sent_at"),
    "security_event": ("at", "kind", "about", "rows", "source"),
}
# Lists of numbers that are no people's.
NO_PEOPLE = ("unit_ids", "entry_ids")
# Whose it is; other columns there tell who recorded, proposed or did it.
WHOSE = frozenset({"id", "person_id", "account_id", "principal_id", "deputy_id"})
RECORDS = {
    "policy": Kind.POLICY,
    "policy_review": Kind.POLICY_REVIEW,
    "annual_plan": Kind.ANNUAL_PLAN,
    "programme": Kind.PROGRAMME,
    "audit": Kind.AUDIT,
    "finding": Kind.FINDING,
    "corrective_case": Kind.CASE,
    "management_review": Kind.MANAGEMENT_REVIEW,
    "incoming_report": Kind.REPORT,
    "ledger_review": Kind.LEDGER_REVIEW,
    "complaint_report": Kind.COMPLAINT_REPORT,
    "training_assignment": Kind.TRAINING_ASSIGNMENT,
    "check_report": Kind.CHECK_REPORT,
    "questionnaire": Kind.QUESTIONNAIRE,
    **{register.table.__tablename__: kind for kind, register in BY_KIND.items()},
}
TRAIL = TrailEntry.__tablename__
# What a report by name is about, and who made it, is known to few.
KEPT_CLOSE = Kind.REPORT
REPORT = re.compile(rf"\b{KEPT_CLOSE}-\d")


@dataclass(frozen=True)
class Line:
    """One thing that is held: in which table, of which record, under which column.

    `value` of what is not the person's own is the day or instant at which they had that part, if
    it was kept. `reference` is empty where there is none.
    """

    table: str
    reference: str
    column: str
    value: object


def naming() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column that names a person: by foreign key, by bare number, or in a list of them.

    What belongs to an account is found by the account.
    """
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if _names_a_person(column):
                yield table, column


def _names_a_person(column: Column[Any]) -> bool:
    targets = {key.column.table.name for key in column.foreign_keys}
    if targets & {PERSON, ACCOUNT}:
        return True
    if isinstance(column.type, JSON):
        return column.name.endswith("_ids") and not column.name.endswith(NO_PEOPLE)
    return not targets and isinstance(column.type, Integer) and column.name in UNBOUND


def lines(person_id: int, *, reports: bool) -> list[Line]:
    """All that is held of a person, their own first; entries of the trail are read elsewhere.

    With `reports` false whatever refers to a report (報告) is left out: that they made one, or deal
    with one, is not for everybody who may ask for the rest.
    """
    by_table: dict[str, list[Column[Any]]] = {name: [] for name in OWN}
    by_table[PERSON] = [Base.metadata.tables[PERSON].c.id]
    for table, column in naming():
        if table.name != TRAIL:
            by_table.setdefault(table.name, []).append(column)
    found = chain.from_iterable(
        _of_table(Base.metadata.tables[name], columns, person_id)
        for name, columns in by_table.items()
    )
    return [each for each in found if reports or not _tells_of_report(each)]


def _tells_of_report(line: Line) -> bool:
    """Where a form led, or a draft is kept, may name one as well."""
    value = line.value if isinstance(line.value, str) else ""
    return is_about_report(line.reference) or REPORT.search(value) is not None


def entries(person_id: int, *, reports: bool) -> list[TrailEntry]:
    """What the trail says of a person and of what they did, oldest first."""
    found = session.scalars(
        select(TrailEntry)
        .where(or_(TrailEntry.actor_id == person_id, TrailEntry.reference.in_(called(person_id))))
        .order_by(TrailEntry.number)
    )
    return [each for each in found if reports or not is_about_report(each.reference)]


def called(person_id: int) -> tuple[str, ...]:
    """What the trail calls a person, and their trainings."""
    return f"person-{person_id}", f"auditor-{person_id}"


def is_about_report(reference: str) -> bool:
    """Whether a record, or a part of one, is a report."""
    found = parse_reference(reference.partition("/")[0])
    return found is not None and found.kind is KEPT_CLOSE


def _of_table(table: Table, columns: list[Column[Any]], person_id: int) -> Iterator[Line]:
    path, place = _way_to_record(table)
    wanted = [*table.columns, *(each.label(f"record_{key}") for key, each in place.items())]
    rows = select(*wanted).select_from(path).order_by(*table.primary_key.columns)
    conditions = [_is(each, person_id) for each in columns if not isinstance(each.type, JSON)]
    if len(conditions) == len(columns):
        # Lists of people are looked through here: the databases do so each in its own way.
        rows = rows.where(or_(*conditions))
    for row in session.execute(rows):
        held = [each for each in columns if _holds(each, row, person_id)]
        if not held:
            continue
        reference = _reference(table, row)
        own = OWN.get(table.name, ()) if any(each.name in WHOSE for each in held) else ()
        for name in own:
            yield Line(table.name, reference, name, row._mapping[table.c[name]])
        for each in () if own else held:
            yield Line(table.name, reference, each.name, _when(table, each, row))


def _is(column: Column[Any], person_id: int) -> ColumnElement[bool]:
    """Whether a column names the person, or their account."""
    if any(key.column.table.name == ACCOUNT for key in column.foreign_keys):
        account = Base.metadata.tables[ACCOUNT]
        return column.in_(select(account.c.id).where(account.c.person_id == person_id))
    return column == person_id


def _holds(column: Column[Any], row: Row[Any], person_id: int) -> bool:
    value = row._mapping[column]
    if isinstance(column.type, JSON):
        return person_id in (value or ())
    if any(key.column.table.name == ACCOUNT for key in column.foreign_keys):
        return True  # the only column of its table, and asked for already
    return bool(value == person_id)


def _way_to_record(table: Table) -> tuple[FromClause, dict[str, ColumnElement[Any]]]:
    """The table joined with those up to the record it is part of, and that record's number."""
    path: FromClause = table
    last = table
    while last.name not in RECORDS:
        key = _part_of(last)
        if key is None:
            return table, {}
        path = path.join(key.table, last.c[key.name] == key.column)
        last = key.table
    place: dict[str, ColumnElement[Any]] = {
        key: last.c[key] for key in ("fiscal_year", "number") if key in last.c
    }
    return path, place


@dataclass(frozen=True)
class _Key:
    name: str
    column: Column[Any]

    @property
    def table(self) -> Table:
        return self.column.table


def _part_of(table: Table) -> _Key | None:
    """The first key that every row has and that leads, by however many steps, to a record."""
    for column in table.columns:
        for key in column.foreign_keys:
            target = key.column
            if column.nullable or target.table is table:
                continue
            if target.table.name in RECORDS or _part_of(target.table) is not None:
                return _Key(column.name, target)
    return None


def _record_of(table: Table) -> str | None:
    while table.name not in RECORDS:
        key = _part_of(table)
        if key is None:
            return None
        table = key.table
    return table.name


def _reference(table: Table, row: Row[Any]) -> str:
    if "reference" in table.c:
        return str(row._mapping[table.c.reference])
    record = _record_of(table)
    if record is None:
        return ""
    kind = RECORDS[record]
    year = row._mapping.get("record_fiscal_year")
    number = row._mapping.get("record_number", 1)
    return str(Reference(kind, year if kind.is_yearly else None, number))


def _when(table: Table, column: Column[Any], row: Row[Any]) -> date | datetime | None:
    """When they had that part: `answered_on` beside `answered_by_id`, or when it was recorded."""
    stem = column.name.removesuffix("_id").removesuffix("_by").removesuffix("_for")
    names = (f"{stem}_at", f"{stem}_on", "recorded_at", "saved_at", "at")
    kept = (row._mapping[table.c[each]] for each in names if each in table.c)
    return next((each for each in kept if each is not None), None)
