"""Partners abroad (art. 28-3, rule 18-1) and opt-outs (art. 27-2) that are looked at every year, of
whoever runs the PMS."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import ColumnElement, Select, func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.provisions import PROVISIONS, is_to_be_checked, visible_to
from pms_tracker.do.rules.joint_use_rules import look_by
from pms_tracker.do.rules.provision_rules import Abroad, Direction, Ground, check_abroad_by
from pms_tracker.do.tables.provision_tables import Provision
from pms_tracker.duties.duty_sources import DutyKind, Source, Watched, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

CHECK, LOOK = "check_abroad", "look_at_opt_out"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That what a partner does, and the system of its country, is looked at again."""
    for row in loaded(Provision, ids):
        if not is_to_be_checked(row):
            continue
        began_on = row.provided_on or clock.local(row.recorded_at).date()
        yield Wanted(
            *(row.id, PROVISIONS.name_of(row), CHECK),
            check_abroad_by(began_on, row.done_checked_on, row.regime_checked_on),
            Holder.MANAGER,
            title=row.counterpart,
            unit_id=row.unit_id,
        )


def wants_a_look(ids: Collection[int]) -> Iterator[Wanted]:
    """That what was notified and published of an opt-out is looked at again: told of the newest
    record of each counterpart, as long as it goes on."""
    rows = [row for row in loaded(Provision, ids) if _goes_out(row)]
    newest = {*session.scalars(_newest())} if rows else set()
    for row in rows:
        notified_on = PROVISIONS.field("notified_on").of(row)
        if row.id in newest and row.ended_on is None and notified_on is not None:
            yield Wanted(
                *(row.id, PROVISIONS.name_of(row), LOOK),
                look_by(notified_on, PROVISIONS.field("looked_on").of(row)),
                Holder.MANAGER,
                title=row.counterpart,
                unit_id=row.unit_id,
            )


def _goes_out(row: Provision) -> bool:
    by_opt_out = row.ground is Ground.OPT_OUT and row.direction is Direction.PROVIDED
    return by_opt_out and not row.struck


def _by_opt_out() -> tuple[ColumnElement[bool], ...]:
    goes_out = Provision.ground == Ground.OPT_OUT, Provision.direction == Direction.PROVIDED
    return (*goes_out, Provision.struck == "")


def _newest() -> Select[int]:
    return select(func.max(Provision.id)).where(*_by_opt_out()).group_by(Provision.counterpart)


def _every_opt_out() -> Iterable[int]:
    return session.scalars(select(Provision.id).where(*_by_opt_out()))


def _with_others(row: Provision) -> Iterable[int]:
    """A record, and those that it may be newer than."""
    return {row.id, *_every_opt_out()}


def _every() -> Iterable[int]:
    on_a_system = Provision.abroad == Abroad.SYSTEM
    return session.scalars(select(Provision.id).where(on_a_system, Provision.struck == ""))


PARTNERS_ABROAD = Source(
    Kind.PROVISION,
    (
        DutyKind(
            CHECK,
            N_("外国の提供先の年1回の確認"),
            N_("提供先の措置と、その国の制度を確かめ、それぞれの確認日を記録してください。"),
            N_("確認日を記録する"),
            field="done_checked_on",
        ),
    ),
    wants,
    every=_every,
    changes={
        Provision: own(
            *("abroad", "direction", "provided_on", "done_checked_on", "regime_checked_on"),
            *("ended_on", "struck", "counterpart", "unit_id"),
        )
    },
    sees=seen_by(Provision, visible_to),
)
OPT_OUTS = Source(
    Kind.PROVISION,
    (
        DutyKind(
            LOOK,
            N_("オプトアウトの年1回の確認"),
            N_(
                "届け出た事項と公表した事項がいまの提供と合っているかを確かめ、確かめた日を記録してください。"
            ),
            N_("確かめた日を記録する"),
            field="looked_on",
        ),
    ),
    wants_a_look,
    every=_every_opt_out,
    changes={
        Provision: Watched(
            _with_others,
            (*("ground", "direction", "struck", "ended_on", "facts"), *("counterpart", "unit_id")),
            _goes_out,
        )
    },
    sees=seen_by(Provision, visible_to),
)
