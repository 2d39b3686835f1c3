"""Pledges of several people at once: who still has one to give, asked and collected together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.entry_faults import refuse

# How many are offered, and entered, at once.
MOST = 200


@dataclass(frozen=True)
class Unsigned:
    """A pledge that somebody has not given; `asked` is the entry by which they were asked."""

    who: Member
    kind: PledgeKind
    asked: Pledge | None = None

    @property
    def name(self) -> str:
        """What a form calls it: whose it is, and of which kind."""
        return f"{self.who.person_id}-{self.kind}"


def unsigned(viewer: Viewer) -> list[Unsigned]:
    """What somebody may collect, by the reading of names, those first who were not asked yet; one
    more than are offered at once."""
    firm, asked = Firm(clock.today()), _asked()
    found = []
    for each in pledge_duties.unsigned():
        who = firm.members.get(each.person_id)
        if who is not None and _may_collect(viewer, who):
            by = asked.get((who.person_id, each.kind is PledgeKind.LEAVING))
            found.append(Unsigned(who, by.kind if by else each.kind, by))
    order = {person_id: place for place, person_id in enumerate(firm.members)}
    found.sort(key=lambda each: (each.asked is not None, order[each.who.person_id], each.kind))
    return found[: MOST + 1]


def _may_collect(viewer: Viewer, who: Member) -> bool:
    return viewer.sees_all or not who.unit_ids.isdisjoint(viewer.headed_unit_ids)


def collect(
    chosen: Collection[Unsigned], asked_on: date, signed_on: date | None, *, by: Viewer
) -> int:
    """Ask for what was not asked for yet, and, with its day, note that all of it was signed; of how
    many that tells something new.

    Raises BadInput for none, and for a day before somebody was asked.
    """
    new = [each for each in chosen if each.asked is None or signed_on is not None]
    if not new:
        refuse("signed_on", N_("選んだ人には、すでに依頼しています。提出日を入力してください。"))
    for each in new:
        if each.asked is None:
            told = {"person_id": each.who.person_id, "kind": each.kind}
            days = {"asked_on": asked_on, "signed_on": signed_on}
            entries.enter(PLEDGES, {**told, **days}, by=by)
        else:
            given = {"signed_on": signed_on}
            entries.change(PLEDGES, each.asked, given, seen=each.asked.version, by=by)
    return len(new)


def _asked() -> dict[tuple[int, bool], Pledge]:
    """The last entries by which people were asked for what they have not signed, by whether it is
    one of leaving: any other binds as well as that of joining."""
    waits = select(Pledge).where(Pledge.signed_on.is_(None), Pledge.struck == "")
    rows = session.scalars(waits.order_by(Pledge.id))
    return {(each.person_id, each.kind is PledgeKind.LEAVING): each for each in rows}
