"""Pledges of several people at once: who still has one to give, asked and collected together."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.pledges import pledge_duties
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import Missing, PledgeKind
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm, Member
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries


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
    """What somebody may collect, by the reading of names."""
    firm = Firm(clock.today())
    missing = pledge_duties.unsigned()
    asked = _asked({each.person_id for each in missing})
    order = {person_id: place for place, person_id in enumerate(firm.members)}
    return [
        _unsigned(each, firm.members[each.person_id], asked)
        for each in sorted(missing, key=lambda one: (order[one.person_id], one.kind))
        if viewer.sees_all
        or not firm.members[each.person_id].unit_ids.isdisjoint(viewer.headed_unit_ids)
    ]


def collect(
    chosen: Collection[Unsigned], asked_on: date, signed_on: date | None, *, by: Viewer
) -> int:
    """Ask for what was not asked for yet, and, with its day, note that all of it was signed; of how
    many that tells something new.

    Raises BadInput for none, and for a day before somebody was asked.
    """
    new = [each for each in chosen if each.asked is None or signed_on is not None]
    if not new:
        words = N_("選んだ人には、すでに依頼しています。提出日を入力してください。")
        raise BadInput("entry_refused", words=words)
    for each in new:
        if each.asked is None:
            told = {"person_id": each.who.person_id, "kind": each.kind}
            days = {"asked_on": asked_on, "signed_on": signed_on}
            entries.enter(PLEDGES, {**told, **days}, by=by)
        else:
            given = {"signed_on": signed_on}
            entries.change(PLEDGES, each.asked, given, seen=each.asked.version, by=by)
    return len(new)


def _asked(person_ids: Collection[int]) -> Sequence[Pledge]:
    waits = select(Pledge).where(Pledge.person_id.in_(person_ids), Pledge.struck == "")
    return session.scalars(waits.where(Pledge.signed_on.is_(None)).order_by(Pledge.id)).all()


def _unsigned(missing: Missing, who: Member, asked: Sequence[Pledge]) -> Unsigned:
    """What is missing, with the last entry that asks for it: any but one of leaving binds as well
    as that of joining."""
    leaves = missing.kind is PledgeKind.LEAVING
    by = [
        each
        for each in asked
        if each.person_id == who.person_id and (each.kind is PledgeKind.LEAVING) == leaves
    ]
    return Unsigned(who, by[-1].kind if by else missing.kind, by[-1] if by else None)
