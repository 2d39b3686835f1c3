"""What is overdue to be disposed of, and what is left to be done of what was approved: of whoever
heads the unit, else of whoever runs the PMS."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

import sqlalchemy as sa

from pms_tracker import locale_in_use
from pms_tracker.database import session
from pms_tracker.do.disposals import disposals_due
from pms_tracker.do.disposals.disposals import DISPOSALS, visible_to
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules import disposal_rules
from pms_tracker.do.rules.disposal_rules import Decision
from pms_tracker.do.tables.disposal_tables import Disposal
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.lasting.spans import Span
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Company
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition

RECORD, DISPOSE = "record_disposal", "dispose"
RELEASE, PROVE = "release_disposal", "prove_disposal"


def of_entries(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each entry the first batch of which no record was handed in, once its period is over."""
    if not locale_in_use.has(DISPOSALS.custom):
        return
    rows = [
        row for row in loaded(PersonalInformation, ids) if row.state in IN_FORCE and not row.struck
    ]
    reckoned = [(row, span) for row in rows if (span := _reckoned(row)) is not None]
    told = disposals_due.known([row for row, _span in reckoned])
    for row, span in reckoned:
        its, start = told[row.id], people.the_company().fiscal_start
        batch = disposal_rules.first_open(span, its.since, its.recorded, start)
        yield Wanted(
            *(row.id, LEDGER.name_of(row), RECORD),
            *(disposal_rules.dispose_by(batch.ends_on, its.from_on), Holder.RULE),
            unit_id=row.unit_id,
            first_on=batch.ends_on + timedelta(days=1),
        )


def _reckoned(row: PersonalInformation) -> Span | None:
    """For how long an entry is kept, if a day follows from that."""
    span = disposals_due.span_of(row)
    return span if span is not None and disposal_rules.apart(span) is None else None


def of_records(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each approved record that it is done, looked at again after a hold, or proved."""
    for row in loaded(Disposal, ids):
        if row.struck or row.state is not Standing.IN_FORCE or row.decision is Decision.NOTHING:
            continue
        wanted = _next(row)
        if wanted is not None:
            kind, due_on = wanted
            yield Wanted(
                *(row.id, DISPOSALS.name_of(row), kind, due_on, Holder.RULE),
                title=row.batch,
                unit_id=row.unit_id,
            )


def _next(row: Disposal) -> tuple[str, date] | None:
    if row.done_on is None:
        due_on = disposal_rules.do_by(row.due_on, row.hold_until)
        kind = DISPOSE if row.hold_until is None else RELEASE
        return (kind, due_on) if due_on is not None else None
    waits = row.contractor and row.certificate_on is None
    return (PROVE, disposal_rules.prove_by(row.done_on)) if waits else None


def _named_ever(row: Disposal) -> Iterable[int]:
    """The entries that a record names, or named before it was revised."""
    its = Edition.register == DISPOSALS.key, Edition.entry_id == row.id
    said = session.scalars(sa.select(Edition.said).where(*its))
    named = {*row.rows, *(name for each in said for name in each.get("rows", ()))}
    return [each.id for each in entry_fields.rows(LEDGER, named).values()]


def _is_handed_in(row: Disposal) -> bool:
    return row.state is not Standing.DRAFT


def _every_record() -> Iterable[int]:
    return session.scalars(sa.select(Disposal.id).where(Disposal.state == Standing.IN_FORCE))


OVERDUE = Source(
    Kind.PERSONAL_INFORMATION,
    (
        DutyKind(
            RECORD,
            N_("保管期限が過ぎた個人情報の廃棄"),
            N_("保管期限が過ぎました。廃棄の承認を受けるか、該当なしと記録してください。"),
            N_("廃棄の予定を開く"),
            page="disposals_due.index",
            read=entry_duties.together(RECORD, ledger_parts.takers),
        ),
    ),
    of_entries,
    every=disposals_due.every,
    changes={
        Edition: ledger.COMES_OR_GOES,
        PersonalInformation: own("unit_id", "facts"),
        Disposal: Watched(
            _named_ever, ("rows", "state", "struck", "batch_year", "earlier"), _is_handed_in
        ),
        Company: Watched(
            lambda _company: disposals_due.every(), ("fiscal_start_month", "fiscal_start_day")
        ),
    },
    sees=seen_by(PersonalInformation, LEDGER.seen),
)
RECORDS = Source(
    Kind.DISPOSAL,
    (
        DutyKind(
            DISPOSE,
            N_("承認された廃棄の実施"),
            N_("承認されたとおりに廃棄し、廃棄した日、数量、廃棄した人を記録してください。"),
            N_("廃棄を記録する"),
            takers=ledger_parts.takers,
        ),
        DutyKind(
            RELEASE,
            N_("廃棄の保留の見直し"),
            N_(
                "保留の期限が来たら、廃棄して記録するか、保留を続ける理由と期限を入力してください。"
            ),
            N_("保留を見直す"),
            takers=ledger_parts.takers,
        ),
        DutyKind(
            PROVE,
            N_("廃棄証明書の受領"),
            N_("委託先から廃棄証明書を受け取り、受け取った日と書面を記録してください。"),
            N_("証明書を記録する"),
            takers=ledger_parts.takers,
        ),
    ),
    of_records,
    every=_every_record,
    changes={
        Disposal: own(
            *("state", "struck", "decision", "due_on", "hold_until", "contractor"),
            *("done_on", "certificate_on", "batch", "unit_id"),
        )
    },
    sees=seen_by(Disposal, visible_to),
)
