"""Pledges that are missing: each the duty of whoever heads the unit, once the firm keeps them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from sqlalchemy import exists, func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.pledge_rules import Given, Missing, Worker, collect_by, missing
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
    for each, due_on in _missing():
        member = asking.firm.members.get(each.person_id)
        for taker in _asked(each, asking.firm):
            if member is not None and due_on <= asking.until:
                together[taker, due_on].append(member.name)
    for (taker, due_on), names in together.items():
        yield Duty(COLLECT, "", taker, due_on, title=reading.BETWEEN.join(names))


def _missing() -> Iterator[tuple[Missing, date]]:
    used_since = session.scalar(select(func.min(Pledge.asked_on)).where(_STANDS)) or date.max
    since = (
        select(Membership.person_id, func.min(Membership.since_on), Person.left_on)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.since_on <= clock.today())
    )
    workers = session.execute(since.group_by(Membership.person_id, Person.left_on))
    given = session.execute(select(Pledge.person_id, Pledge.kind, Pledge.signed_on).where(_STANDS))
    for each in missing([Worker(*row) for row in workers], [Given(*row) for row in given]):
        yield each, collect_by(each, used_since)


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
    every=lambda: session.scalars(select(Company.id)),
    changes={
        Company: own("id"),
        Pledge: Watched(lambda _pledge: session.scalars(select(Company.id)), ("struck",)),
    },
    sees=seen_at_the_top,
)
