"""Whether the company is a small business (中小規模事業者): by its people and its register now."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import small_business_rules
from pms_tracker.do.rules.ledger.ledger_rules import whose
from pms_tracker.do.rules.ledger.small_business_rules import Count, Held, Judged
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entry_editions, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import Edition


@dataclass(frozen=True)
class Found:
    """What is judged, and the entries that it rests on, by reference: what they are called, and
    their newest count."""

    judged: Judged
    names: dict[str, str]
    counts: dict[str, Count]


def judged(viewer: Viewer) -> Found:
    """What follows from the entries that somebody may see: of the company for whoever sees all."""
    today = clock.today()
    found = [*_held(viewer)]
    names = {held.reference: entry_fields.named(LEDGER, row) for held, row in found}
    workers = len(Firm(today).here())
    counts = {held.reference: held.counts[0] for held, _row in found}
    its = small_business_rules.judge(workers, [held for held, _row in found], today)
    return Found(its, names, counts)


def _held(viewer: Viewer) -> Iterator[tuple[Held, Any]]:
    """What was in force at any time of the last six months, by entry, in one statement."""
    today = clock.today()
    first = small_business_rules.since(today)
    its = sa.and_(
        Edition.register == LEDGER.key,
        Edition.entry_id == PersonalInformation.id,
        Edition.from_on <= today,
        sa.or_(Edition.until_on.is_(None), Edition.until_on >= first),
        sa.not_(Edition.ends),
    )
    rows = session.execute(
        sa.select(PersonalInformation, Edition)
        .join(Edition, its)
        .where(LEDGER.seen(viewer))
        .order_by(PersonalInformation.id, Edition.number.desc())
    )
    for row, both in groupby(rows, key=lambda each: each[0]):
        told = [entry_editions.said(LEDGER, edition) for _row, edition in both]
        yield (
            Held(
                LEDGER.name_of(row),
                tuple(Count(each["count"], each["counted_on"]) for each in told),
                whose(told[0]["owner"], told[0]["acquired"]),
                told[0]["my_number"],
                row.state is Standing.ENDED,
            ),
            row,
        )
