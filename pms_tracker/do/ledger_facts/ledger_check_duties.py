"""Entries that are looked at between two reviews (要確認): their unit is closed, they are drafts,
or may be acquired and their handling was not handed in. Of whoever heads the unit, else runs the
PMS; a draft of whoever wrote it, where they keep what the unit holds (`entry_drafts`)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.do.registers import ledger
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts
from pms_tracker.do.rules.ledger import ledger_check_rules as rules
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Unit
from pms_tracker.plan.deciding import entry_decisions, entry_drafts
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.edition_tables import Edition

MOVE, HANDLE, FINISH = "move_ledger", "hand_in_handling", "confirm_ledger_drafts"


def of_entries(ids: Collection[int]) -> Iterator[Wanted]:
    """Another unit for what a closed one holds."""
    for row in duties.loaded(PersonalInformation, ids):
        closed_on = people.unit(row.unit_id).closed_on if row.state in IN_FORCE else None
        if closed_on is not None:
            yield _wanted(row, MOVE, *rules.moved_by(closed_on))


def of_cleared(ids: Collection[int]) -> Iterator[Wanted]:
    """The handling of what may be acquired; what was sent back is asked for by that."""
    rows = [row for row in duties.loaded(PersonalInformation, ids) if row.state is Standing.DRAFT]
    sent_back = {row.id for row, _on in entry_decisions.sent_back(LEDGER, rows)}
    for row in rows:
        if row.cleared_on is not None and not row.struck and row.id not in sent_back:
            yield _wanted(row, HANDLE, *rules.handled_by(row.cleared_on))


def _wanted(row: PersonalInformation, kind: str, first_on: date, due_on: date) -> Wanted:
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


def _cleared() -> Iterable[int]:
    its = PersonalInformation.state == Standing.DRAFT, PersonalInformation.cleared_on.is_not(None)
    return session.scalars(sa.select(PersonalInformation.id).where(*its))


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
TO_HANDLE = duties.Source(
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
    ),
    of_cleared,
    every=_cleared,
    changes={
        PersonalInformation: duties.Watched(
            lambda row: (row.id,),
            ("state", "unit_id", "struck", "cleared_on"),
            lambda row: row.state is Standing.DRAFT,
            itself=True,
        )
    },
    sees=duties.seen_by(PersonalInformation, LEDGER.seen),
)
TO_FINISH = entry_drafts.to_finish(
    LEDGER,
    *(FINISH, N_("台帳の下書きの提出")),
    N_(
        "提出していない下書きがあります。推測した項目があれば確かめて提出するか、"
        "不要な下書きを取り消してください。"
    ),
    otherwise=ledger_parts.takers,
    unless="cleared_on",
)
