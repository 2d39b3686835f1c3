"""Entries that are looked at between two reviews (要確認): their unit is closed, they are drafts,
or may be acquired and their handling was not handed in. Of whoever heads the unit, else runs the
PMS; a draft of whoever wrote it, where they keep what the unit holds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules.ledger import ledger_check_rules as rules
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.habits import Ladder
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.deciding import decisions, entry_decisions, entry_duties
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition

MOVE, HANDLE, FINISH = "move_ledger", "hand_in_handling", "confirm_ledger_drafts"


def of_entries(ids: Collection[int]) -> Iterator[Wanted]:
    """Another unit for what a closed one holds."""
    for row in duties.loaded(PersonalInformation, ids):
        closed_on = people.unit(row.unit_id).closed_on if row.state in IN_FORCE else None
        if closed_on is not None:
            yield _wanted(row, MOVE, *rules.moved_by(closed_on))


def of_drafts(ids: Collection[int]) -> Iterator[Wanted]:
    """The handling of what may be acquired, and that a draft is finished and handed in; what was
    sent back is asked for by that."""
    rows = [row for row in duties.loaded(PersonalInformation, ids) if row.state is Standing.DRAFT]
    sent_back = {row.id for row, _on in entry_decisions.sent_back(LEDGER, rows)}
    for row in rows:
        if row.struck or row.id in sent_back:
            continue
        if row.cleared_on is not None:
            yield _wanted(row, HANDLE, *rules.handled_by(row.cleared_on))
        else:
            recorded_on = clock.local(row.recorded_at).date()
            due_on = rules.finished_by(recorded_on)
            parties = {decisions.WRITERS: row.writer_ids}
            yield replace(_wanted(row, FINISH, None, due_on), parties=parties)


def _finishers(row: duties.KeptRow, firm: Firm) -> list[duties.Taker]:
    """Whoever wrote a draft and keeps what its unit holds, else whoever answers for the unit."""
    keepers = {*(firm.heads_of(row.unit_id) if row.unit_id else ()), *firm.managers()}
    wrote = [each for each in row.parties.get(decisions.WRITERS, ()) if each in keepers]
    own = firm.who_sign_in(wrote)
    return [(own[0], None)] if own else ledger_parts.takers(row, firm)


def _wanted(row: PersonalInformation, kind: str, first_on: date | None, due_on: date) -> Wanted:
    return Wanted(
        *(row.id, LEDGER.name_of(row), kind, due_on, Holder.RULE),
        unit_id=row.unit_id,
        first_on=first_on,
    )


def _is_in_force(row: PersonalInformation) -> bool:
    return bool(row.edition)


def _held_by(unit: Unit) -> Iterable[int]:
    its = PersonalInformation.unit_id == unit.id, PersonalInformation.state.in_(IN_FORCE)
    return session.scalars(sa.select(PersonalInformation.id).where(*its))


def _held_by_closed() -> Iterable[int]:
    its = PersonalInformation.state.in_(IN_FORCE), Unit.closed_on.is_not(None)
    of_unit = Unit.id == PersonalInformation.unit_id
    return session.scalars(sa.select(PersonalInformation.id).join(Unit, of_unit).where(*its))


def _drafted() -> Iterable[int]:
    is_draft = PersonalInformation.state == Standing.DRAFT
    return session.scalars(sa.select(PersonalInformation.id).where(is_draft))


TO_MOVE = duties.Source(
    Kind.PERSONAL_INFORMATION,
    (
        duties.DutyKind(
            MOVE,
            N_("廃止された部門の個人情報の確認"),
            N_(
                "管理部門は廃止されています。引き継いだ部門に変更するか、"
                "この記録の廃止を提出してください。"
            ),
            N_("台帳を変更する"),
            takers=ledger_parts.takers,
        ),
    ),
    of_entries,
    every=_held_by_closed,
    changes={
        Edition: ledger.COMES_OR_GOES,
        PersonalInformation: duties.Watched(lambda row: (row.id,), ("unit_id",), _is_in_force),
        Unit: duties.Watched(_held_by, ("closed_on",)),
    },
    sees=duties.seen_by(PersonalInformation, LEDGER.seen),
)
TO_FINISH = duties.Source(
    Kind.PERSONAL_INFORMATION,
    (
        duties.DutyKind(
            HANDLE,
            N_("取扱いの承認の提出"),
            N_(
                "取得が承認されたままです。取得した後の取扱いを入力して提出するか、"
                "取得しないときは記録を取り消してください。"
            ),
            N_("続きを入力する"),
            takers=ledger_parts.takers,
        ),
        duties.DutyKind(
            FINISH,
            N_("台帳の下書きの提出"),
            N_(
                "提出していない下書きがあります。推測した項目があれば確かめて提出するか、"
                "不要な下書きを取り消してください。"
            ),
            N_("下書きを確かめる"),
            page="ledger.drafts",
            read=entry_duties.together(FINISH, _finishers, daily=False),
            usual=Ladder((14, 7, 1, 0)),
        ),
    ),
    of_drafts,
    every=_drafted,
    changes={
        PersonalInformation: duties.Watched(
            lambda row: (row.id,),
            ("state", "unit_id", "struck", "cleared_on", "writer_ids"),
            lambda row: row.state is Standing.DRAFT,
            itself=True,
        )
    },
    sees=duties.seen_by(PersonalInformation, LEDGER.seen),
)
