"""Duties as they are asked for: by person, record or reader; whose they are is found here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    String,
    and_,
    bindparam,
    or_,
    select,
    union_all,
)

from pms_tracker import clock
from pms_tracker.database import READERS, Columns, Rows, read, session
from pms_tracker.duties.duty_sources import Asking, DutyKind, KeptRow, Source
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.duties.kept_duties import sources, write_pending
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty, Holder
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.firm import Firm, FirmAtNeed
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.standing import lasts, manages
from pms_tracker.people.tables.people_tables import Person, RoleGrant, Unit

# Stand for what statements that are built once are asked.
_TODAY, _UNTIL = bindparam("today", type_=Date), bindparam("until", type_=Date)
_MOST = bindparam("most", type_=Integer)
# Between the titles of what one person has to do on one day, and between its units.
BETWEEN, UNITS_BETWEEN = " / ", "、"
_TOLD = (
    *(KeptDuty.id, KeptDuty.record_id, KeptDuty.reference, KeptDuty.kind, KeptDuty.due_on),
    *(KeptDuty.parties, KeptDuty.title, KeptDuty.unit_id),
    Unit.name.label("unit"),
)


def due(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
    *,
    kinds: Collection[str] | None = None,
    but_sole: bool = False,
) -> list[Duty]:
    """What is to be done until a day, soonest first: by one person, about one record, of some
    kinds, as asked; without `sole` ones where whoever asks has those.

    One statement, and the firm where rules say whose it is: `firm` spares reading it.
    """
    write_pending()
    asking = Asking(until, firm or FirmAtNeed(clock.today()), person_id, reference)
    statement = _asked(
        of_person=person_id is not None,
        of_record=reference is not None,
        of_kinds=kinds is not None,
        but_sole=but_sole,
    )
    rows = read(statement, _said(asking, kinds))
    return [
        duty
        for duty in _duties(rows, asking)
        if duty.due_on <= until
        and person_id in {None, duty.person_id}
        and (reference is None or duty.reference == str(reference))
    ]


def _said(asking: Asking, kinds: Collection[str] | None) -> dict[str, Any]:
    """What is asked of a statement that was built once."""
    return {
        "today": clock.today(),
        "until": asking.until,
        "person_id": asking.person_id,
        "record_kind": asking.reference and asking.reference.kind,
        # What is read on may come to be about the record.
        "names": [str(asking.reference), ""],
        "kinds": sorted(kinds or ()),
    }


@cache
def _asked(
    *, of_person: bool, of_record: bool, of_kinds: bool, but_sole: bool
) -> CompoundSelect[Any]:
    """Built once for each way of asking: every home, record and scan asks it."""
    conditions = [KeptDuty.due_on <= _UNTIL, *_showing()]
    if of_record:
        conditions.append(KeptDuty.record_kind == bindparam("record_kind", type_=String))
        conditions.append(KeptDuty.reference.in_(bindparam("names", expanding=True)))
    if of_kinds:
        conditions.append(KeptDuty.kind.in_(bindparam("kinds", expanding=True)))
    if but_sole:
        conditions.append(KeptDuty.sole.is_(False))
    of_persons = _of_persons().where(*conditions)
    open_ones = _of_offices_and_rules().where(*conditions)
    if of_person:
        person_id = bindparam("person_id", type_=Integer)
        of_persons = of_persons.where(KeptDuty.person_id == person_id)
        mine = or_(KeptDuty.holder == Holder.RULE, RoleGrant.person_id == person_id)
        open_ones = open_ones.where(mine)
    return union_all(of_persons, open_ones)


def seen(
    viewer: Viewer,
    days: Days,
    limit: int,
    firm: Firm | None = None,
    *,
    of: Collection[Source] | None = None,
    but_sole: bool = False,
) -> list[Duty]:
    """What is due within a run of days on records that a person may see, soonest first: each once,
    whoever shares it. Of what they may see their own of only, their own."""
    write_pending()
    today, until = clock.today(), days.last or date.max
    asking = Asking(until, firm or FirmAtNeed(today), viewer.person_id, everybodys=True)
    chosen = tuple(sources() if of is None else of)
    ends = days.first is not None
    statement, own_only = _seen(viewer, chosen, today, within=ends, but_sole=but_sole)
    asked = {"today": today, "until": until, "since": days.first, "most": limit}
    found = (
        each
        for each in _duties(read(statement, asked), asking)
        if each.kind not in own_only or each.person_id == viewer.person_id
    )
    return [each for each in _each_once(found) if each.due_on in days][:limit]


@lru_cache(maxsize=READERS)
def _seen(
    viewer: Viewer, chosen: tuple[Source, ...], _today: date, *, within: bool, but_sole: bool
) -> tuple[CompoundSelect[Any], frozenset[str]]:
    """Built once for each reader and day, and the kinds of which they see their own only."""
    sees = {source: source.sees(viewer) for source in chosen}
    conditions = [KeptDuty.due_on <= _UNTIL, *_showing(), KeptDuty.place == 0]
    if within:
        # What is read on has days of its own.
        further = [kind.key for source in chosen for kind in source.kinds if kind.read]
        since = KeptDuty.due_on >= bindparam("since", type_=Date)
        conditions.append(or_(since, KeptDuty.kind.in_(further)))
    conditions.append(or_(*(_seen_of(source, its) for source, its in sees.items())))
    if but_sole:
        conditions.append(KeptDuty.sole.is_(False))
    parts = (
        each.where(*conditions).order_by(KeptDuty.due_on, KeptDuty.id).limit(_MOST).subquery()
        for each in (_of_persons(), _of_offices_and_rules())
    )
    own_only = {key for source, its in sees.items() if its is None for key in source.keys}
    return union_all(*(select(part) for part in parts)), frozenset(own_only)


def _seen_of(source: Source, sees: ColumnElement[bool] | None) -> ColumnElement[bool]:
    its = and_(KeptDuty.record_kind == source.record_kind, KeptDuty.kind.in_(sorted(source.keys)))
    return its if sees is None else and_(its, sees)


def _each_once(duties: Iterable[Duty]) -> Iterator[Duty]:
    known = set()
    for duty in duties:
        # Where two share an office a review is due from both; a year has many, each its own.
        key = duty.kind, duty.reference, duty.due_on, duty.title
        if key not in known:
            known.add(key)
            yield duty


def others_owe(
    viewer: Viewer, source: Source, until: date, limit: int
) -> tuple[list[Duty], dict[int, str]]:
    """What others are to do until a day on records of a source that a person may see, and their
    names by id."""
    write_pending()
    today = clock.today()
    statement = _owed(viewer, source, today)
    if statement is None:
        return [], {}
    asked = {"today": today, "until": until, "most": limit}
    rows = read(statement, asked)
    names = {row.person_id: row.holder_name for row in rows}
    return _duties(rows, Asking(until, FirmAtNeed(today))), names


@lru_cache(maxsize=READERS)
def _owed(viewer: Viewer, source: Source, _today: date) -> Columns | None:
    """Built once for each reader and day."""
    sees = source.sees(viewer)
    if sees is None:
        return None
    return (
        _of_persons()
        .add_columns(Person.name.label("holder_name"))
        .join(Person, Person.id == KeptDuty.person_id)
        .where(
            KeptDuty.record_kind == source.record_kind,
            KeptDuty.person_id != viewer.person_id,
            KeptDuty.due_on <= _UNTIL,
            *_showing(),
            sees,
        )
        .order_by(KeptDuty.due_on, KeptDuty.id)
        .limit(_MOST)
    )


def sole_days(until: date) -> Rows:
    """Each kind with each day until a day on which something is one person's turn alone."""
    write_pending()
    days = select(KeptDuty.kind, KeptDuty.due_on).where(KeptDuty.sole, KeptDuty.due_on <= until)
    return session.execute(days.distinct()).all()


def sole(condition: ColumnElement[bool]) -> list[Duty]:
    """What is one person's turn alone, as far as a condition on `KeptDuty` holds; in no order."""
    rows = session.execute(_of_persons().where(KeptDuty.sole, condition)).all()
    return list(_duties(rows, Asking(date.max, FirmAtNeed(clock.today()))))


def _showing() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        or_(KeptDuty.first_on.is_(None), KeptDuty.first_on <= _TODAY),
        or_(KeptDuty.last_on.is_(None), KeptDuty.last_on >= _TODAY),
    )


def _of_persons() -> Columns:
    return (
        select(*_TOLD, KeptDuty.person_id)
        .outerjoin(Unit, Unit.id == KeptDuty.unit_id)
        .where(KeptDuty.person_id.is_not(None))
    )


def _of_offices_and_rules() -> Columns:
    """A row for each who holds the office today; of a rule's, one without a person."""
    in_office = or_(
        and_(KeptDuty.holder == Holder.MANAGER, manages(_TODAY)),
        and_(
            KeptDuty.holder == Holder.AUDIT_MANAGER,
            RoleGrant.role == Role.AUDIT_MANAGER,
            lasts(RoleGrant, _TODAY),
        ),
    )
    return (
        select(*_TOLD, RoleGrant.person_id)
        .outerjoin(Unit, Unit.id == KeptDuty.unit_id)
        .outerjoin(RoleGrant, in_office)
        .where(
            KeptDuty.person_id.is_(None),
            or_(KeptDuty.holder == Holder.RULE, RoleGrant.person_id.is_not(None)),
        )
    )


def _duties(rows: Iterable[KeptRow], asking: Asking) -> list[Duty]:
    """Rows as duties, soonest first; what one person has to do of a record on one day is one: the
    ledger of reminders knows it by record, person and day."""
    kinds = _kinds(tuple(sources()))
    together: dict[tuple[object, ...], Duty] = {}
    further: dict[DutyKind, list[KeptRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.due_on, row.reference, row.id)):
        kind = kinds[row.kind]
        if kind.read is not None:
            further[kind].append(row)
            continue
        takers = [(row.person_id, None)] if row.person_id else kind.takers(row, asking.firm)
        for person_id, for_id in takers:
            duty = _duty(kind, row, person_id, for_id)
            key = duty.kind, duty.reference, duty.person_id, duty.for_id, duty.due_on
            known = together.get(key)
            together[key] = duty if known is None else _joined(known, duty)
    found = [*together.values()]
    for kind, its in further.items():
        if kind.read is not None:
            found += kind.read(its, asking)
    return sorted(found, key=lambda duty: (duty.due_on, duty.reference))


@cache
def _kinds(every: tuple[Source, ...]) -> dict[str, DutyKind]:
    return {kind.key: kind for source in every for kind in source.kinds}


def _duty(kind: DutyKind, row: KeptRow, person_id: int, for_id: int | None) -> Duty:
    return Duty(
        row.kind,
        row.reference,
        person_id,
        row.due_on,
        title=row.title,
        unit=row.unit or "",
        unit_id=row.unit_id if kind.heads_hear else None,
        for_id=for_id,
        audit=kind.audit,
        lapses=kind.lapses,
    )


def _joined(known: Duty, more: Duty) -> Duty:
    return replace(
        known,
        title=_listed(BETWEEN, known.title, more.title),
        unit=_listed(UNITS_BETWEEN, known.unit, more.unit),
    )


def _listed(between: str, *words: str) -> str:
    every = dict.fromkeys(part for word in words for part in word.split(between) if part)
    return between.join(every)
