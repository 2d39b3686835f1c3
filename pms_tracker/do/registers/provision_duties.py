"""Partners abroad that are looked at every year (art. 28-3, rule 18-1): of whoever runs the PMS."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.provisions import PROVISIONS, is_to_be_checked, visible_to
from pms_tracker.do.rules.provision_rules import Abroad, check_abroad_by
from pms_tracker.do.tables.provision_tables import Provision
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

CHECK = "check_abroad"


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
