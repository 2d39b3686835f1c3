"""Pledges that are missing: each the duty of whoever heads the unit, once the firm keeps them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Date, and_, bindparam, exists, func, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.rules.pledge_rules import (
    Given,
    Missing,
    PledgeKind,
    Worker,
    collect_by,
    missing,
)
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.duties import duty_sources as duties, reading
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Company, Membership, Person
from pms_tracker.questions import Question, Text, as_text, cells_of, day_in

COLLECT = "collect_pledges"
_STANDS = Pledge.struck == ""


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That somebody's pledge may be missing, in a firm that keeps pledges: people come and leave
    without a record of it."""
    for company in duties.loaded(Company, ids) if are_kept() else ():
        yield Wanted(company.id, "", COLLECT, date.min, Holder.RULE)


def are_kept() -> bool:
    """Whether the firm keeps pledges at all."""
    return bool(session.scalar(select(exists().where(_STANDS))))


def asks(_rows: Collection[duties.KeptRow], asking: duties.Asking) -> Question[Iterable[Duty]]:
    """The pledges that each head is to collect, those that are due on one day as one duty."""
    return question().then(lambda found: _to_collect(found, asking))


def _to_collect(found: Iterable[tuple[Missing, date]], asking: duties.Asking) -> Iterator[Duty]:
    together: dict[tuple[int, date], list[str]] = defaultdict(list)
    for each, due_on in found:
        member = asking.firm.members.get(each.person_id)
        for taker in _asked(each, asking.firm):
            if member is not None and due_on <= asking.until:
                together[taker, due_on].append(member.name)
    for (taker, due_on), names in together.items():
        yield Duty(COLLECT, "", taker, due_on, title=reading.BETWEEN.join(names))


def outstanding() -> Sequence[tuple[Missing, date]]:
    """What anybody has not signed, with the day by which it is to be collected; nothing in a firm
    that keeps no pledges."""
    return question().answer()


def question() -> Question[Sequence[tuple[Missing, date]]]:
    """The same, to be read with what else is asked."""
    return Question((_workers(),), {"today": clock.today()}, _outstanding)


def unsigned() -> Sequence[Missing]:
    """What anybody has not signed, whether or not the firm keeps pledges yet."""
    today = {"today": clock.today()}
    return Question((_workers(),), today, lambda said: _missing(cells_of(said))).answer()


@lru_cache(maxsize=8)
def _outstanding(said: str) -> Sequence[tuple[Missing, date]]:
    rows = cells_of(said)
    used_since = next((day_in(since) for *_row, since in rows), None)
    if used_since is None:
        return ()
    return tuple((each, collect_by(each, used_since)) for each in _missing(rows))


def _missing(rows: Iterable[Sequence[Any]]) -> Sequence[Missing]:
    workers: dict[int, Worker] = {}
    given = []
    for person_id, since_on, left_on, kind, signed_on, _since in rows:
        workers[person_id] = Worker(person_id, date.fromisoformat(since_on), day_in(left_on))
        if kind is not None:
            given.append(Given(person_id, PledgeKind(kind), day_in(signed_on)))
    return missing(workers.values(), given)


@cache
def _workers() -> Text:
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
    return as_text(
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


PLEDGES_TO_COLLECT = duties.Source(
    Kind.PLEDGE,
    (
        duties.DutyKind(
            COLLECT,
            N_("誓約書の回収"),
            N_("誓約書が未提出の人から受け取り、提出日と書面を登録してください。"),
            N_("誓約書を登録する"),
            page="pledge_rounds.form",
            asks=asks,
        ),
    ),
    wants,
    every=people.company_ids,
    changes={
        Company: duties.own("id"),
        Pledge: duties.Watched(lambda _pledge: people.company_ids(), ("struck",)),
    },
    sees=duties.seen_at_the_top,
)
