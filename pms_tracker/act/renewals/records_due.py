"""Records of the PMS (記録) that are due to be disposed of: by the period of their kind, and never
before the renewals that need them are over (J.4.5.5)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from pms_tracker import clock, locale_in_use
from pms_tracker.act.renewals.renewals import RENEWALS, is_first, term_of
from pms_tracker.act.rules.renewal import renewal_rules
from pms_tracker.act.tables.renewal_tables import Renewal
from pms_tracker.database import session
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules import disposal_rules
from pms_tracker.do.rules.disposal_rules import Batch, Decision, Recorded
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.lasting.spans import Span
from pms_tracker.kernel.locales.fiscal_years import FiscalStart, fiscal_year_bounds
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.plan.tables.document_tables import RecordType
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import EntryLink

RECORD = "record_records_disposal"


@dataclass(frozen=True)
class Term:
    """A term of the mark, by its renewal."""

    reference: str
    first: date
    last: date
    is_over: bool


@dataclass(frozen=True)
class Line:
    """A batch of a kind of records; `needed_by` is the renewal that still needs it, `draft` its
    record that was not handed in yet."""

    row: RecordType
    span: Span
    batch: Batch
    due_on: date
    needed_by: str = ""
    draft: str = ""

    @property
    def is_due(self) -> bool:
        return not self.needed_by and self.batch.ends_on < clock.today()


def shown(viewer: Viewer) -> list[Line]:
    """What is due of what somebody may see or comes next, the earliest first."""
    its = *_stands(), RECORD_TYPES.seen(viewer)
    rows = session.scalars(select(RecordType).where(*its).order_by(RecordType.id)).all()
    lines = [line for row in rows for line in _lines(row, *_known(rows))]
    return sorted(lines, key=lambda each: (each.batch.ends_on, each.row.id))


def draft(row: RecordType, year: int, words: str, *, by: Viewer) -> str:
    """Draft the record of a batch that is due, called so in somebody's words, and give its name;
    where it is drafted already, that of the draft.

    Raises Stale where it is due no more, RuleBroken where a renewal needs it still.
    """
    lines = _lines(row, *_known([row])) if row.state in IN_FORCE and not row.struck else []
    line = next((each for each in lines if each.batch.year == year), None)
    if line is None:
        raise Stale("record_changed", reference=RECORD_TYPES.name_of(row))
    if line.needed_by:
        raise RuleBroken("records_needed_by_renewal", name=line.needed_by)
    if not line.is_due:
        raise Stale("record_changed", reference=RECORD_TYPES.name_of(row))
    if line.draft:
        return line.draft
    values = {
        "kinds": (RECORD_TYPES.name_of(row),),
        "unit_id": row.unit_id,
        "batch": words,
        "batch_year": line.batch.year,
        "earlier": line.batch.earlier,
        "decision": Decision.DISPOSE,
        "due_on": disposal_rules.dispose_by(line.batch.ends_on, clock.today()),
    }
    return DISPOSALS.name_of(entries.enter(DISPOSALS, values, by=by))


def needing(year: int, earlier: bool) -> str:
    """The renewal that still needs records of a fiscal year, or of any before it; "": none does."""
    return _needed_by(year, earlier, _terms())


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each kind the first batch of which no record was handed in, once nothing needs it."""
    if DISPOSALS.custom is not None and not locale_in_use.has(DISPOSALS.custom):
        return
    rows = [row for row in loaded(RecordType, ids) if row.state in IN_FORCE and not row.struck]
    terms, recorded = _known(rows)
    for row in rows:
        span, since = _span_of(row), _since(row)
        if span is None or disposal_rules.apart(span) is not None:
            continue
        dealt_with = [one for one, drafted in recorded[row.id] if not drafted]
        batch = disposal_rules.first_open(span, since, dealt_with, _fiscal_start())
        if _needed_by(batch.year, batch.earlier, terms):
            continue
        yield Wanted(
            *(row.id, RECORD_TYPES.name_of(row), RECORD),
            *(disposal_rules.dispose_by(batch.ends_on, since), Holder.RULE),
            title=row.name,
            unit_id=row.unit_id,
            first_on=batch.ends_on + timedelta(days=1),
        )


def _lines(
    row: RecordType, terms: Sequence[Term], recorded: dict[int, list[tuple[Recorded, str]]]
) -> list[Line]:
    span = _span_of(row)
    if span is None or disposal_rules.apart(span) is not None:
        return []
    dealt_with = [one for one, draft in recorded[row.id] if not draft]
    drafts = [(one, draft) for one, draft in recorded[row.id] if draft]
    since = _since(row)
    asked = span, since, dealt_with, _fiscal_start(), clock.today()
    return [
        Line(
            *(row, span, batch, disposal_rules.dispose_by(batch.ends_on, since)),
            _needed_by(batch.year, batch.earlier, terms),
            next((draft for one, draft in drafts if one.covers(batch)), ""),
        )
        for batch in disposal_rules.open_batches(*asked)
    ]


def _needed_by(year: int, earlier: bool, terms: Iterable[Term]) -> str:
    """The renewal that still needs records of a year, or of any before it; "" where none does."""
    days = fiscal_year_bounds(year, _fiscal_start())
    for term in terms:
        of_term = term.first, term.last
        if renewal_rules.needs(of_term, days, earlier=earlier, over=term.is_over):
            return term.reference
    return ""


def _known(rows: Sequence[RecordType]) -> tuple[list[Term], dict[int, list[tuple[Recorded, str]]]]:
    """The terms of the mark, and what is recorded of kinds, a draft by its name; two statements."""
    recorded: dict[int, list[tuple[Recorded, str]]] = defaultdict(list)
    its = (
        select(EntryLink.of_id, Disposal)
        .join(Disposal, Disposal.id == EntryLink.entry_id)
        .where(
            *(EntryLink.register == DISPOSALS.key, EntryLink.of_register == RECORD_TYPES.key),
            *(EntryLink.of_id.in_([row.id for row in rows]), Disposal.batch_year.is_not(None)),
            *(Disposal.struck == "", Disposal.state != Standing.ENDED),
        )
        .order_by(Disposal.id)
    )
    for kind_id, row in session.execute(its) if rows else ():
        assert row.batch_year is not None
        one = Recorded(row.batch_year, row.earlier)
        name = DISPOSALS.name_of(row) if row.state is Standing.DRAFT else ""
        recorded[kind_id].append((one, name))
    return _terms(), recorded


def _terms() -> list[Term]:
    renewals = session.scalars(select(Renewal).where(Renewal.struck == "").order_by(Renewal.id))
    return [Term(RENEWALS.name_of(row), *_needed(row), _is_over(row)) for row in renewals]


def _needed(row: Renewal) -> tuple[date, date]:
    """From when until when what was done is asked for: until the first application is decided,
    whatever there is, on any day that what is kept of duties is read."""
    return (date.min, date.max) if is_first(row) else term_of(row)


def _is_over(row: Renewal) -> bool:
    """Whether nobody asks for what was done in the term of a renewal any more."""
    ended = row.granted_on, row.refused_on, row.stopped_on
    return any(day is not None for day in ended)


def _span_of(row: RecordType) -> Span | None:
    span: Span | None = RECORD_TYPES.field("keep_until").of(row)
    return span


def _since(row: RecordType) -> date:
    return clock.local(row.recorded_at).date()


def _fiscal_start() -> FiscalStart:
    return people.the_company().fiscal_start


def _stands() -> tuple[Any, ...]:
    return RecordType.state.in_(IN_FORCE), RecordType.struck == ""


def _every() -> Iterable[int]:
    return session.scalars(select(RecordType.id).where(*_stands()))


RECORDS_DUE = Source(
    Kind.RECORD_TYPE,
    (
        DutyKind(
            RECORD,
            N_("保存期間が過ぎた記録の廃棄"),
            N_("記録の保存期間が過ぎました。廃棄の承認を受けてください。"),
            N_("記録の廃棄の予定を開く"),
            page="records_due.index",
            takers=ledger_parts.takers,
        ),
    ),
    wants,
    every=_every,
    changes={
        RecordType: own("edition", "state", "struck", "unit_id", "keep_until", "name"),
        Disposal: Watched(
            lambda _row: _every(), ("facts", "state", "struck", "batch_year", "earlier")
        ),
        Renewal: Watched(
            lambda _row: _every(),
            ("struck", "expires_on", "started_on", "granted_on", "refused_on", "stopped_on"),
        ),
        Company: Watched(lambda _row: _every(), ("fiscal_start_month", "fiscal_start_day")),
    },
    sees=seen_by(RecordType, RECORD_TYPES.seen),
)
