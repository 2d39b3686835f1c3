"""Duties as they are asked for: by person, record or reader; whose they are is found here."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Any, TypeAlias

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import READERS, Rows, session
from pms_tracker.duties.duty_rows import of_offices_and_rules, of_persons, showing
from pms_tracker.duties.duty_sources import Asking, DutyKind, KeptRow, Source, kept_row
from pms_tracker.duties.duty_tables import KeptDuty
from pms_tracker.duties.kept_duties import sources, write_pending
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.duty import Duty, Holder
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import firm as firms
from pms_tracker.people.firm.firm import Firm, FirmAtNeed
from pms_tracker.people.firm.listings import ASKER, Asker, asker, parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Person, RoleGrant
from pms_tracker.questions import Question, Text, as_text, cells_of, together

# Stand for what statements that are built once are asked.
_UNTIL = sa.bindparam("until", type_=sa.Date)
_MOST = sa.bindparam("most", type_=sa.Integer)
# Between the titles of what one person has to do on one day, and between its units.
BETWEEN, UNITS_BETWEEN = " / ", "、"


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

    Two statements at most, and the firm where rules say whose it is: `firm` spares reading it.
    """
    question = asked(until, person_id, reference, firm, kinds=kinds, but_sole=but_sole)
    return question.answer()


def asked(
    until: date,
    person_id: int | None = None,
    reference: Reference | None = None,
    firm: Firm | None = None,
    *,
    kinds: Collection[str] | None = None,
    but_sole: bool = False,
) -> Question[list[Duty]]:
    """The same, to be read with what else is asked."""
    write_pending()
    asking = Asking(until, firm or FirmAtNeed(clock.today()), person_id, reference)
    statement = _asked(
        of_person=person_id is not None,
        of_record=reference is not None,
        of_kinds=kinds is not None,
        but_sole=but_sole,
    )
    return Question((statement,), _said(asking, kinds), lambda rows: _answer(rows, asking))


def mine(person_id: int, until: date) -> Question[list[Duty]]:
    """What one person has to do until a day, soonest first, to be read with what else is asked; the
    firm, which all sorts of rules look at, comes along."""
    write_pending()
    firm, today = firms.question(clock.today()), clock.today()
    statement = _asked(of_person=True, of_record=False, of_kinds=False, but_sole=False)

    def made(rows: str, *said: str) -> list[Duty]:
        return _answer(rows, Asking(until, firm.make(*said).shared, person_id))

    asked = {"today": today, "until": until, "person_id": person_id}
    return Question((statement, *firm.texts), {**asked, **firm.asked}, made)


def _answer(rows: str, asking: Asking) -> list[Duty]:
    """The duties of rows, without those of others that may come with what is read on."""
    return [
        duty
        for duty in _duties_in(rows, asking)
        if duty.due_on <= asking.until
        and asking.person_id in {None, duty.person_id}
        and (asking.reference is None or duty.reference == str(asking.reference))
    ]


def _said(asking: Asking, kinds: Collection[str] | None) -> dict[str, Any]:
    """What is asked of a statement that was built once."""
    about = asking.reference
    of_record = (
        {"record_kinds": _telling_of(about.kind), "names": [str(about), ""]} if about else {}
    )
    return {
        "today": clock.today(),
        "until": asking.until,
        "person_id": asking.person_id,
        # What is read on may come to be about the record.
        **of_record,
        **({} if kinds is None else {"kinds": sorted(kinds)}),
    }


def _telling_of(kind: Kind) -> list[str]:
    """Of which kinds the records are whose duties may name one of a kind."""
    return sorted({each.record_kind for each in sources() if each.named_kind is kind} | {kind})


@cache
def _asked(*, of_person: bool, of_record: bool, of_kinds: bool, but_sole: bool) -> Text:
    """Built once for each way of asking: every home, record and scan asks it."""
    conditions = [KeptDuty.due_on <= _UNTIL, *showing()]
    if of_record:
        kinds = sa.bindparam("record_kinds", type_=sa.String, expanding=True)
        conditions.append(KeptDuty.record_kind.in_(kinds))
        conditions.append(KeptDuty.reference.in_(sa.bindparam("names", expanding=True)))
    if of_kinds:
        conditions.append(KeptDuty.kind.in_(sa.bindparam("kinds", expanding=True)))
    if but_sole:
        conditions.append(KeptDuty.sole.is_(False))
    of_somebody = of_persons().where(*conditions)
    open_ones = of_offices_and_rules().where(*conditions)
    if of_person:
        person_id = sa.bindparam("person_id", type_=sa.Integer)
        of_somebody = of_somebody.where(KeptDuty.person_id == person_id)
        mine = sa.or_(KeptDuty.holder == Holder.RULE, RoleGrant.person_id == person_id)
        open_ones = open_ones.where(mine)
    return as_text(sa.union_all(of_somebody, open_ones))


def seen(
    viewer: Viewer, days: Days, limit: int, *, of: Collection[Source] | None = None
) -> list[Duty]:
    """What is due within a run of days on records that a person may see, soonest first: each once,
    whoever shares it. Of what they may see their own of only, their own."""
    return seeing(viewer, days, limit, of=of).answer()


def seeing(
    viewer: Viewer,
    days: Days,
    limit: int,
    *,
    of: Collection[Source] | None = None,
    but_sole: bool = False,
) -> Question[list[Duty]]:
    """The same, to be read with what else is asked."""
    write_pending()
    today, until = clock.today(), days.last or date.max
    chosen = tuple(sources() if of is None else of)
    ends = days.first is not None
    statement, own_only = _seen(asker(viewer), chosen, today, within=ends, but_sole=but_sole)
    firm = firms.question(today)

    def made(rows: str, *said: str) -> list[Duty]:
        asking = Asking(until, firm.make(*said).shared, viewer.person_id, everybodys=True)
        found = (
            each
            for each in _duties_in(rows, asking)
            if each.kind not in own_only or each.person_id == viewer.person_id
        )
        return [each for each in _each_once(found) if each.due_on in days][:limit]

    asked = {"today": today, "until": until, "since": days.first, "most": limit}
    asked |= parameters(viewer)
    return Question((statement, *firm.texts), {**asked, **firm.asked}, made)


@lru_cache(maxsize=READERS)
def _seen(
    who: Asker, chosen: tuple[Source, ...], _today: date, *, within: bool, but_sole: bool
) -> tuple[Text, frozenset[str]]:
    """Built once for all who stand alike on the day, and the kinds of which they see their own
    only."""
    sees = {source: source.sees(who.viewer()) for source in chosen}
    conditions = [KeptDuty.due_on <= _UNTIL, *showing(), KeptDuty.place == 0]
    if within:
        # What is read on has days of its own.
        further = [kind.key for source in chosen for kind in source.kinds if kind.is_read_on]
        since = KeptDuty.due_on >= sa.bindparam("since", type_=sa.Date)
        conditions.append(sa.or_(since, KeptDuty.kind.in_(further)))
    conditions.append(sa.or_(*(_seen_of(source, its) for source, its in sees.items())))
    if but_sole:
        conditions.append(KeptDuty.sole.is_(False))
    parts = (
        each.where(*conditions).order_by(KeptDuty.due_on, KeptDuty.id).limit(_MOST).subquery()
        for each in (of_persons(), of_offices_and_rules())
    )
    own_only = {key for source, its in sees.items() if its is None for key in source.keys}
    return as_text(sa.union_all(*(sa.select(part) for part in parts))), frozenset(own_only)


def _seen_of(source: Source, sees: sa.ColumnElement[bool] | None) -> sa.ColumnElement[bool]:
    its = sa.and_(
        KeptDuty.record_kind == source.record_kind, KeptDuty.kind.in_(sorted(source.keys))
    )
    return its if sees is None else sa.and_(its, sees)


def _each_once(duties: Iterable[Duty]) -> Iterator[Duty]:
    known = set()
    for duty in duties:
        # Where two share an office a review is due from both; a year has many, each its own.
        key = duty.kind, duty.reference, duty.due_on, duty.title
        if key not in known:
            known.add(key)
            yield duty


# What is owed, and the names of those who owe it by id.
Owed: TypeAlias = tuple[list[Duty], dict[int, str]]


def owed(viewer: Viewer, source: Source, until: date, limit: int) -> Question[Owed]:
    """What others are to do until a day on records of a source that a person may see."""
    write_pending()
    today = clock.today()
    statement = _owed(asker(viewer), source, today)
    asked = {"today": today, "owed_until": until, "most_owed": limit, **parameters(viewer)}
    texts = () if statement is None else (statement,)
    return Question(texts, asked, lambda *said: _owing(until, *said))


def _owing(until: date, text: str = "") -> Owed:
    cells = cells_of(text)
    rows = [kept_row(each[:-1]) for each in cells]
    duties, _further = _made_of(rows, Asking(until, FirmAtNeed(clock.today())))
    names = {
        row.person_id: each[-1] for row, each in zip(rows, cells, strict=True) if row.person_id
    }
    return duties, names


@lru_cache(maxsize=READERS)
def _owed(who: Asker, source: Source, _today: date) -> Text | None:
    """Built once for all who stand alike on the day."""
    sees = source.sees(who.viewer())
    if sees is None:
        return None
    return as_text(
        of_persons()
        .add_columns(Person.name.label("holder_name"))
        .join(Person, Person.id == KeptDuty.person_id)
        .where(
            # In words for which no index serves: the soonest are found by their day, and no more.
            sa.func.coalesce(KeptDuty.record_kind, "") == source.record_kind,
            KeptDuty.person_id != ASKER,
            KeptDuty.due_on <= sa.bindparam("owed_until", type_=sa.Date),
            *showing(),
            sees,
        )
        .order_by(KeptDuty.due_on, KeptDuty.id)
        .limit(sa.bindparam("most_owed", type_=sa.Integer))
    )


def sole_days(until: date) -> Rows:
    """Each kind with each day until a day on which something is one person's turn alone."""
    write_pending()
    days = sa.select(KeptDuty.kind, KeptDuty.due_on).where(KeptDuty.sole, KeptDuty.due_on <= until)
    return session.execute(days.distinct()).all()


def sole(condition: sa.ColumnElement[bool]) -> list[Duty]:
    """What is one person's turn alone, as far as a condition on `KeptDuty` holds; in no order."""
    rows = session.execute(of_persons().where(KeptDuty.sole, condition))
    asking = Asking(date.max, FirmAtNeed(clock.today()))
    return _made_of([KeptRow(*row) for row in rows], asking)[0]


# Duties, and rows that are read on.
Made: TypeAlias = tuple[list[Duty], dict[DutyKind, list[KeptRow]]]


def _duties_in(text: str, asking: Asking) -> list[Duty]:
    """Rows as duties, soonest first, with what is read on, all of it in one statement."""
    # A firm that is read at need may not have been asked yet.
    is_kept = vars(asking.firm).get("shared") is asking.firm
    made, further = (_kept if is_kept else _kept.__wrapped__)(text, asking)
    asked = [kind.asks(rows, asking) for kind, rows in further.items() if kind.asks is not None]
    found = [*made]
    if questions := [each for each in asked if each is not None]:
        for its in together(*questions).answer():
            found += its
    return sorted(found, key=lambda duty: (duty.due_on, duty.reference))


@lru_cache(maxsize=READERS)
def _kept(text: str, asking: Asking) -> Made:
    """Kept for as long as rows, firm and day stay the same: nobody changes what it gives."""
    return _made_of([kept_row(cells) for cells in cells_of(text)], asking)


def _made_of(rows: Iterable[KeptRow], asking: Asking) -> Made:
    """What one person has to do of a record on one day is one duty: the ledger of reminders knows
    it by record, person and day."""
    kinds = _kinds(tuple(sources()))
    by_day: dict[tuple[object, ...], Duty] = {}
    further: dict[DutyKind, list[KeptRow]] = defaultdict(list)
    for row in sorted(rows, key=_place):
        kind = kinds[row.kind]
        if kind.is_read_on:
            further[kind].append(row)
            continue
        takers = [(row.person_id, None)] if row.person_id else kind.takers(row, asking.firm)
        for person_id, for_id in takers:
            duty = _duty(kind, row, person_id, for_id)
            key = duty.kind, duty.reference, duty.person_id, duty.for_id, duty.due_on
            known = by_day.get(key)
            by_day[key] = duty if known is None else _joined(known, duty)
    found = [*by_day.values()]
    for kind, its in further.items():
        if kind.read is not None:
            found += kind.read(its, asking)
    return found, further


def _place(row: KeptRow) -> tuple[date, str, int, int, int]:
    """Rows rewritten stand anywhere: several duties of one record follow each other by unit."""
    return row.due_on, row.reference, row.record_id, row.unit_id or 0, row.id


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
        legal=kind.legal,
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
