"""Pledges that are missing: each the duty of whoever heads the unit, once the firm keeps them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cache

from sqlalchemy import Date, and_, bindparam, exists, func, or_, select

from pms_tracker import clock, database
from pms_tracker.database import Columns, session
from pms_tracker.do.rules.pledge_rules import (
    Given,
    Missing,
    PledgeKind,
    Worker,
    collect_by,
    missing,
)
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.duties import reading
from pms_tracker.duties.duty_sources import (
    Asking,
    DutyKind,
    KeptRow,
    Source,
    Watched,
    loaded,
    own,
    seen_at_the_top,
)
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Company, Membership, Person

COLLECT = "collect_pledges"
_STANDS = Pledge.struck == ""


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That somebody's pledge may be missing, in a firm that keeps pledges: people come and leave
    without a record of it."""
    keeps = session.scalar(select(exists().where(_STANDS)))
    for company in loaded(Company, ids) if keeps else ():
        yield Wanted(company.id, "", COLLECT, date.min, Holder.RULE)


def read(_rows: Collection[KeptRow], asking: Asking) -> Iterable[Duty]:
    """The pledges that each head is to collect, those that are due on one day as one duty."""
    together: dict[tuple[int, date], list[str]] = defaultdict(list)
    for each, due_on in outstanding():
        member = asking.firm.members.get(each.person_id)
        for taker in _asked(each, asking.firm):
            if member is not None and due_on <= asking.until:
                together[taker, due_on].append(member.name)
    for (taker, due_on), names in together.items():
        yield Duty(COLLECT, "", taker, due_on, title=reading.BETWEEN.join(names))


def outstanding() -> Iterator[tuple[Missing, date]]:
    """What anybody has not signed, with the day by which it is to be collected; nothing in a firm
    that keeps no pledges."""
    rows = database.read(_workers(), {"today": clock.today()})
    if not rows or rows[0].used_since is None:
        return
    workers = {row.person_id: Worker(row.person_id, row.since_on, row.left_on) for row in rows}
    given = [Given(row.person_id, row.kind, row.signed_on) for row in rows if row.kind is not None]
    for each in missing(workers.values(), given):
        yield each, collect_by(each, rows[0].used_since)


@cache
def _workers() -> Columns:
    """Everybody who may have a pledge to give, beside each that they were asked for, and since when
    the firm asks: built once, since every home of whoever collects them asks it."""
    signed = exists().where(Pledge.person_id == Person.id, _STANDS, Pledge.signed_on.is_not(None))
    bound = signed.where(Pledge.kind != PledgeKind.LEAVING)
    ended = signed.where(Pledge.kind == PledgeKind.LEAVING)
    since = (
        select(Membership.person_id, func.min(Membership.since_on).label("since_on"))
        .add_columns(Person.left_on)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.since_on <= bindparam("today", type_=Date),
            # Whoever is bound, and neither leaves nor left before, has nothing to give: most do.
            or_(Person.left_on.is_not(None), ~bound, ended),
        )
        .group_by(Membership.person_id, Person.left_on)
        .subquery()
    )
    used_since = select(func.min(Pledge.asked_on)).where(_STANDS).scalar_subquery()
    return (
        select(since, Pledge.kind, Pledge.signed_on, used_since.label("used_since"))
        .select_from(since)
        .outerjoin(Pledge, and_(Pledge.person_id == since.c.person_id, _STANDS))
    )


def _asked(each: Missing, firm: Firm) -> tuple[int, ...]:
    """A head of the person's units who can sign in, else who runs the PMS, else the representative,
    but nobody for themselves; of those who have left nobody is asked."""
    member = firm.members.get(each.person_id)
    if member is None or not member.here:
        return ()
    heads = [head for unit_id in sorted(member.unit_ids) for head in firm.heads_of(unit_id)]
    above = [*heads, *firm.managers(), *firm.holders(Role.REPRESENTATIVE)]
    return firm.who_sign_in([other for other in above if other != each.person_id])[:1]


PLEDGES_TO_COLLECT = Source(
    Kind.PLEDGE,
    (
        DutyKind(
            COLLECT,
            N_("誓約書の回収"),
            N_("誓約書が未提出の人から受け取り、提出日と書面を登録してください。"),
            N_("誓約書を登録する"),
            page="pledges.index",
            read=read,
        ),
    ),
    wants,
    every=people.company_ids,
    changes={
        Company: own("id"),
        Pledge: Watched(lambda _pledge: people.company_ids(), ("struck",)),
    },
    sees=seen_at_the_top,
)
