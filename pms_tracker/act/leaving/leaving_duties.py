"""That somebody leaves, or left, and things are still theirs: told to whoever runs the PMS."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import TypeAlias

from sqlalchemy import exists, select

from pms_tracker.act.leaving import holdings
from pms_tracker.database import session
from pms_tracker.duties import duty_sources as duties, reading
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Company, Person
from pms_tracker.questions import Question

HAND_OVER = "hand_over"
# Somebody who leaves, and how much is left of them.
Counted: TypeAlias = tuple[holdings.Leaver, int]


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That something may be left, once anybody's last day is known: what they hold changes with
    no record of theirs."""
    leaves = exists().where(Person.left_on.is_not(None), Person.erased_at.is_(None))
    for company in duties.loaded(Company, ids) if session.scalar(select(leaves)) else ():
        yield Wanted(company.id, "", HAND_OVER, date.min, Holder.MANAGER)


def asks(
    rows: Collection[duties.KeptRow], asking: duties.Asking
) -> Question[Iterable[Duty]] | None:
    """Who leaves with how many things left, those of one last day as one duty."""
    takers = {row.person_id for row in rows if row.person_id is not None}
    if not takers or asking.reference is not None:
        return None
    return holdings.question().then(lambda found: _to_hand_over(_counted(found), takers, asking))


def _to_hand_over(
    left: Iterable[Counted], takers: Collection[int], asking: duties.Asking
) -> Iterator[Duty]:
    together: dict[date, list[str]] = defaultdict(list)
    for who, count in left:
        if who.left_on <= asking.until:
            together[who.left_on].append(f"{who.name} ({count})")
    for taker in takers:
        for day, names in together.items():
            yield Duty(HAND_OVER, "", taker, day, title=reading.BETWEEN.join(names))


def left() -> list[Counted]:
    """Everybody whose last day is known and of whom something is left, with how much."""
    return _counted(holdings.of_leavers())


def _counted(found: holdings.Left) -> list[Counted]:
    leavers, held = found
    counted = ((who, sum(each.is_left for each in held.get(who.id, []))) for who in leavers)
    return [(who, count) for who, count in counted if count]


LEAVERS = duties.Source(
    Kind.PLEDGE,
    (
        duties.DutyKind(
            HAND_OVER,
            N_("退職する人の引き継ぎ"),
            N_("退職する人に残っているものを、最後の日までにほかの人へ引き継いでください。"),
            N_("引き継ぎを開く"),
            page="leavers.index",
            asks=asks,
        ),
    ),
    wants,
    every=people.company_ids,
    changes={
        Person: duties.Watched(lambda _person: people.company_ids(), ("left_on", "erased_at"))
    },
    sees=duties.seen_at_the_top,
)
