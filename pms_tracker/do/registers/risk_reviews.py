"""Risks to be assessed again: what was accepted runs out, what they concern was changed, a lesson
was learnt about them, or an incident named them."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import Columns, session
from pms_tracker.do.registers.ledger import LEDGER, has_day
from pms_tracker.do.registers.risks import RISKS, visible_to
from pms_tracker.do.rules import risk_rules
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.do.tables.risk_tables import Risk, RiskLesson
from pms_tracker.duties import duty_sources as duties
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.edition_tables import Edition, EntryLink

REVIEW = "review_risks"
# The register of incidents; it names risks, so that its row is not known here.
INCIDENTS = "incidents"
# In force, and its new assessment not handed in yet.
STANDS = (Standing.IN_FORCE, Standing.REVISED)
# Risks that are shown of those to be assessed again.
MOST_SHOWN = 100


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    rows = [row for row in duties.loaded(Risk, ids) if row.state in STANDS]
    found = session.execute(_changed([row.id for row in rows])) if rows else ()
    changed: dict[int, date] = {each.entry_id: each.changed_on for each in found}
    for row in rows:
        due_on = risk_rules.review_by(row.review_on, changed.get(row.id))
        if due_on is not None:
            title = entry_fields.titled(RISKS, row)
            named = row.id, RISKS.name_of(row), REVIEW
            yield Wanted(*named, due_on, Holder.MANAGER, title=title)


def _changed(ids: Collection[int] | None = None) -> Columns:
    """The risks, of these or of all, that something happened to after they were accepted, with the
    first day on which it did: an entry they concern came into force anew, or ended; a lesson was
    learnt about them; an incident named them."""
    its: sa.ColumnElement[bool] = sa.true() if ids is None else Risk.id.in_(ids)
    happened = sa.union_all(
        *(each.where(its) for each in (_rows_changed(), _lessons(), _incidents()))
    ).subquery()
    risk_id, on = happened.c.risk_id, sa.func.min(happened.c.on).label("changed_on")
    return sa.select(risk_id.label("entry_id"), on).group_by(risk_id)


def _since(column: Any, *joined: Any) -> Columns:
    """The risks with a day of what is `joined` to them, where that is after they were accepted."""
    accepted = aliased(Edition)
    of_risk = sa.and_(
        accepted.register == RISKS.key,
        accepted.entry_id == Risk.id,
        accepted.number == Risk.edition,
    )
    its = sa.select(Risk.id.label("risk_id"), column.label("on")).join(accepted, of_risk)
    for table, condition in joined:
        its = its.join(table, condition)
    return its.where(column > accepted.from_on)


def _rows_changed() -> Columns:
    later = aliased(Edition)
    names = sa.and_(
        EntryLink.register == RISKS.key,
        EntryLink.entry_id == Risk.id,
        EntryLink.of_register == LEDGER.key,
    )
    of_row = sa.and_(
        later.register == LEDGER.key, later.entry_id == EntryLink.of_id, later.number > 1
    )
    return _since(later.from_on, (EntryLink, names), (later, of_row))


def _lessons() -> Columns:
    return _since(RiskLesson.landed_on, (RiskLesson, RiskLesson.risk_id == Risk.id))


def _incidents() -> Columns:
    names = sa.and_(
        EntryLink.register == INCIDENTS,
        EntryLink.of_register == RISKS.key,
        EntryLink.of_id == Risk.id,
    )
    stands = sa.and_(Incident.id == EntryLink.entry_id, Incident.struck == "")
    return _since(Incident.known_on, (EntryLink, names), (Incident, stands))


def _concerned(edition: Edition) -> Iterable[int]:
    """The risks that an edition is one of, or that name the entry that it revises or ends."""
    if edition.register == RISKS.key:
        return (edition.entry_id,)
    if edition.register != LEDGER.key or edition.number == 1:
        return ()
    names = EntryLink.of_register == LEDGER.key, EntryLink.of_id == edition.entry_id
    its = sa.select(EntryLink.entry_id).where(EntryLink.register == RISKS.key, *names)
    return session.scalars(its)


def _of_incident(incident: Incident) -> Iterable[int]:
    names = EntryLink.register == INCIDENTS, EntryLink.entry_id == incident.id
    return session.scalars(
        sa.select(EntryLink.of_id).where(*names, EntryLink.of_register == RISKS.key)
    )


def _every() -> Iterable[int]:
    return session.scalars(sa.select(Risk.id).where(Risk.state.in_(STANDS)))


def _owner(row: duties.KeptRow, _firm: Firm) -> list[duties.Taker]:
    return [] if row.person_id is None else [(row.person_id, None)]


TO_REVIEW = duties.Source(
    Kind.RISK,
    (
        duties.DutyKind(
            REVIEW,
            N_("リスクの見直し"),
            N_(
                "見直し日が来たリスクか、台帳の変更・教訓・事故があったリスクを、もう一度評価してください。"
            ),
            N_("リスクを見直す"),
            page="risk_map.shown",
            read=entry_duties.together(REVIEW, _owner),
        ),
    ),
    wants,
    every=_every,
    changes={
        Risk: duties.own("state", "edition", "review_on", *RISKS.title),
        Edition: duties.Watched(_concerned, ("from_on",), has_day),
        RiskLesson: duties.of("risk_id"),
        EntryLink: duties.Watched(
            lambda link: (link.of_id,) if link.of_register == RISKS.key else ()
        ),
        Incident: duties.Watched(_of_incident, ("known_on", "struck")),
    },
    sees=duties.seen_by(Risk, visible_to),
)


@dataclass(frozen=True)
class Stale:
    """A risk to be assessed again; `changed_on` where something happened to it since."""

    row: Risk
    changed_on: date | None


def stale(viewer: Viewer) -> list[Stale]:
    """The risks that somebody may see whose day has come or that concern what was changed, the
    oldest first."""
    changed = _changed().subquery()
    due = sa.or_(Risk.review_on <= clock.today(), changed.c.changed_on.is_not(None))
    found = (
        sa.select(Risk, changed.c.changed_on)
        .outerjoin(changed, changed.c.entry_id == Risk.id)
        .where(Risk.state.in_(STANDS), due, visible_to(viewer))
        .order_by(Risk.id)
        .limit(MOST_SHOWN)
    )
    return [Stale(*each) for each in session.execute(found)]
