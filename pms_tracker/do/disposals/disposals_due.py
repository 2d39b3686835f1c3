"""What of the register of personal information is due to be disposed of: reckoned from periods, and
recorded with a click, or that nothing is held of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import Rows, session
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules import disposal_rules
from pms_tracker.do.rules.disposal_rules import Apart, Batch, Decision, Recorded
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.errors import Stale
from pms_tracker.kernel.lasting.spans import Span, Start
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition, EntryLink

# What the list tells at most of each: a firm of thirty has some forty entries.
MOST_SHOWN = 200

# What a batch is called by its event; a person may call it otherwise.
BATCHES: dict[Start, Words] = {
    Start.ACQUIRED: N_("%(year)sに取得した分"),
    Start.CONTRACT_END: N_("%(year)sに契約が終了した分"),
    Start.WITHDRAWAL: N_("%(year)sに退会・卒業した分"),
    Start.RETIREMENT: N_("%(year)sに退職した分"),
    Start.LAST_DEAL: N_("%(year)sに最後の取引をした分"),
    Start.YEAR_END: N_("%(year)sの分"),
    Start.PAID: N_("%(year)sに支払いが完了した分"),
    Start.NOT_HIRED: N_("%(year)sに不採用を決めた分"),
}


@dataclass(frozen=True)
class Line:
    """A batch that is due or comes next, by when it is to be dealt with; `draft` is its record that
    was not handed in yet."""

    row: PersonalInformation
    unit: str
    span: Span
    batch: Batch
    due_on: date
    draft: str = ""

    @property
    def reference(self) -> str:
        return LEDGER.name_of(self.row)


@dataclass(frozen=True)
class Aside:
    """An entry from whose period no day follows, and why."""

    row: PersonalInformation
    unit: str
    span: Span | None
    why: Apart

    @property
    def reference(self) -> str:
        return LEDGER.name_of(self.row)


@dataclass(frozen=True)
class Known:
    """What is known of an entry: since when, when it came into force, and what is recorded."""

    since: date
    from_on: date
    recorded: Sequence[Recorded]
    drafts: Mapping[Recorded, str]


def shown(viewer: Viewer) -> tuple[list[Line], list[Aside]]:
    """What is due of what somebody may see, the earliest first; and what no day follows from."""
    found = session.execute(
        sa.select(PersonalInformation, Unit.name)
        .join(Unit, Unit.id == PersonalInformation.unit_id)
        .where(*_stands(), LEDGER.seen(viewer))
        .order_by(PersonalInformation.id)
    ).all()
    told = known([row for row, _unit in found])
    lines: list[Line] = []
    asides: list[Aside] = []
    for row, unit in found:
        span = span_of(row)
        why = disposal_rules.apart(span)
        if why is not None or span is None:
            asides.append(Aside(row, unit, span, why or Apart.NO_PERIOD))
        else:
            lines += _lines(row, unit, span, told[row.id])
    lines.sort(key=lambda each: (each.batch.ends_on, each.row.id))
    return lines[:MOST_SHOWN], asides[:MOST_SHOWN]


def open_of(row: PersonalInformation) -> list[Line]:
    """What is due of one entry."""
    span = span_of(row)
    if span is None or disposal_rules.apart(span) or row.state not in IN_FORCE or row.struck:
        return []
    return _lines(row, "", span, known([row])[row.id])


def span_of(row: PersonalInformation) -> Span | None:
    span: Span | None = LEDGER.field("keep_until").of(row)
    return span


def _lines(row: PersonalInformation, unit: str, span: Span, its: Known) -> list[Line]:
    start, today = people.the_company().fiscal_start, clock.today()
    found = disposal_rules.open_batches(span, its.since, its.recorded, start, today)
    return [
        Line(
            *(row, unit, span, each),
            disposal_rules.dispose_by(each.ends_on, its.from_on),
            _draft_of(each, its.drafts),
        )
        for each in found
    ]


def _draft_of(batch: Batch, drafts: Mapping[Recorded, str]) -> str:
    return next((name for each, name in drafts.items() if each.covers(batch)), "")


def _stands() -> tuple[sa.ColumnElement[bool], ...]:
    return PersonalInformation.state.in_(IN_FORCE), PersonalInformation.struck == ""


def known(rows: Sequence[PersonalInformation]) -> dict[int, Known]:
    """What is known of entries in force, by their ids, in one statement: the day on which each came
    into force first, and what is recorded of it, handed in and as drafts, that was neither struck
    nor ended."""
    names = EntryLink.register == DISPOSALS.key, EntryLink.of_register == LEDGER.key
    stands = Disposal.struck == "", Disposal.state != Standing.ENDED
    its = (
        sa.select(Edition.entry_id, Edition.from_on, Disposal)
        .outerjoin(EntryLink, sa.and_(*names, EntryLink.of_id == Edition.entry_id))
        .outerjoin(
            Disposal,
            sa.and_(Disposal.id == EntryLink.entry_id, Disposal.batch_year.is_not(None), *stands),
        )
        .where(Edition.register == LEDGER.key, Edition.number == 1)
        .where(Edition.entry_id.in_([row.id for row in rows]))
        .order_by(Disposal.id)
    )
    firsts: dict[int, date] = {}
    found: dict[int, list[Disposal]] = defaultdict(list)
    told: Rows = session.execute(its).all() if rows else ()
    for entry_id, from_on, record in told:
        firsts[entry_id] = from_on
        found[entry_id] += [record] if record is not None else []
    return {row.id: _known(row, firsts[row.id], found[row.id]) for row in rows}


def _known(row: PersonalInformation, from_on: date, records: Iterable[Disposal]) -> Known:
    recorded: list[Recorded] = []
    drafts: dict[Recorded, str] = {}
    for each in records:
        assert each.batch_year is not None
        one = Recorded(each.batch_year, each.earlier)
        if each.state is Standing.DRAFT:
            drafts.setdefault(one, DISPOSALS.name_of(each))
        else:
            recorded.append(one)
    since = min(from_on, LEDGER.field("counted_on").of(row) or from_on)
    return Known(since, from_on, recorded, drafts)


def draft(row: PersonalInformation, year: int, words: str, *, by: Viewer) -> str:
    """Draft the record of a batch that is due, called so in somebody's words, and give its name;
    where it is drafted already, that of the draft.

    Raises Stale where it is due no more.
    """
    line = _of_year(row, year)
    if line.draft:
        return line.draft
    values = {
        **_values(line, words),
        "decision": Decision.DISPOSE,
        "due_on": disposal_rules.dispose_by(line.batch.ends_on, clock.today()),
        "methods": LEDGER.field("disposal").of(row),
        "medium": LEDGER.field("medium").of(row),
    }
    return DISPOSALS.name_of(entries.enter(DISPOSALS, values, by=by))


def hand_in_nothing(
    row: PersonalInformation, year: int, words: str, reason: str, *, by: Viewer
) -> str:
    """Record that nothing is held of a batch, hand that in, and give its name.

    Raises Stale where it is due no more or drafted already, BadInput without a reason.
    """
    line = _of_year(row, year)
    if line.draft:
        raise Stale("record_changed", reference=line.draft)
    values = {**_values(line, words), "decision": Decision.NOTHING, "reason": reason}
    made = entries.enter(DISPOSALS, values, by=by)
    entry_decisions.hand_in(DISPOSALS, made, version=made.version, by=by)
    return DISPOSALS.name_of(made)


def _of_year(row: PersonalInformation, year: int) -> Line:
    line = next((each for each in open_of(row) if each.batch.year == year), None)
    if line is None:
        raise Stale("record_changed", reference=LEDGER.name_of(row))
    return line


def _values(line: Line, words: str) -> dict[str, Any]:
    return {
        "rows": (line.reference,),
        "unit_id": line.row.unit_id,
        "batch": words,
        "batch_year": line.batch.year,
        "earlier": line.batch.earlier,
    }


def every() -> Iterable[int]:
    """The entries of which something may be due."""
    return session.scalars(sa.select(PersonalInformation.id).where(*_stands()))
