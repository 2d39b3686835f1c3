"""Undoing an import at once: what nothing was built on goes, what something was ends by a day."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, select, union_all, update

from pms_tracker import clock
from pms_tracker.database import Table, session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import account_links, leaving, naming, staffing, units
from pms_tracker.people.changes.naming import PersonFacts
from pms_tracker.people.firm import people
from pms_tracker.people.imports import imports
from pms_tracker.people.tables import people_tables as tables
from pms_tracker.trail import trail
from pms_tracker.trail.trail_tables import TrailEntry

# What an import itself makes of a person; it is looked at by itself.
OWN = frozenset({"membership", "role_grant", "account", "proposal"})


class Why(StrEnum):
    """Why a row cannot be undone."""

    NAMED = "named"
    SIGNED_IN = "signed_in"
    CHANGED = "changed"


@dataclass(frozen=True)
class Built:
    """A row that something was built on: it ends by a day instead of being undone."""

    line: int
    person_id: int
    name: str
    why: Why
    where: str = ""


def built_on(taken: tables.PeopleImport) -> list[Built]:
    """The rows with new people that cannot be undone, each with the reason."""
    new = {each.person: each for each in imports.rows_of(taken) if each.new}
    if not new or taken.undone_at is not None:
        return []
    named = _naming("person", new, beside=OWN) | _actors(new)
    signed_in = set(
        session.scalars(
            select(tables.Account.person_id).where(
                tables.Account.person_id.between(min(new), max(new)), account_links.opens()
            )
        )
    )
    changed = _changed(list(new.values()))
    names = people.names(new)
    found = []
    for person_id, row in new.items():
        why = (
            Why.SIGNED_IN
            if person_id in signed_in
            else Why.NAMED
            if person_id in named
            else Why.CHANGED
            if person_id in changed
            else None
        )
        if why is not None:
            found.append(Built(row.line, person_id, names[person_id], why, row.where))
    return found


def _naming(table: str, ids: Collection[int], beside: Collection[str] = ()) -> set[int]:
    """Of these persons or units those that some table names, whichever phase it belongs to."""
    target = Table.metadata.tables[table].c.id
    columns = [
        key.parent
        for each in Table.metadata.tables.values()
        if each.name not in beside
        for key in each.foreign_keys
        if key.column is target
    ]
    asked = [select(each).where(each.between(min(ids), max(ids))) for each in columns]
    return set(session.scalars(union_all(*asked))) & set(ids)


def _actors(ids: Collection[int]) -> set[int]:
    acted = select(TrailEntry.actor_id).where(TrailEntry.actor_id.between(min(ids), max(ids)))
    return {each for each in session.scalars(acted.distinct()) if each is not None}


def _changed(rows: Collection[imports.Made]) -> set[int]:
    """Who got a unit or role beside those of the import, or by a proposal that was agreed to."""
    ids = [each.person for each in rows]
    own = {row.person: (row.membership, row.grant, row.proposals) for row in rows}
    found: set[int] = set()
    for table, mine in ((tables.Membership, 0), (tables.RoleGrant, 1)):
        theirs = select(table.person_id, table.id)
        for person_id, row_id in session.execute(
            theirs.where(table.person_id.between(min(ids), max(ids)))
        ):
            if person_id in own and row_id != own[person_id][mine]:
                found.add(person_id)
    asked = select(tables.Proposal).where(tables.Proposal.person_id.between(min(ids), max(ids)))
    for each in session.scalars(asked):
        if each.person_id in own and (each.agreed or each.id not in own[each.person_id][2]):
            found.add(each.person_id)
    return found


def undo(taken: tables.PeopleImport, *, by: people.Viewer) -> list[str]:
    """Take back all that an import made; gives the rows of those who stay, since a rule asks it.

    Raises RuleBroken where it was undone already.
    """
    session.refresh(taken, with_for_update=True)
    if taken.undone_at is not None:
        raise RuleBroken("import_undone_already")
    ending = {each.person_id for each in built_on(taken)}
    rows = imports.rows_of(taken)
    stays = []
    for row in rows:
        if not row.new:
            undone = _restore(row, taken, by)
        elif row.person in ending:
            undone = _leaves(row, by)
        else:
            undone = True
        if not undone:
            stays.append(row.place)
    _remove([row.person for row in rows if row.new and row.person not in ending], by)
    _end_units(taken.kept["units"], by)
    taken.undone_at = clock.now()
    session.flush()
    trail.note(f"{imports.OF_IMPORT}{taken.id}", "import_undone", by=by.actor)
    return stays


def _leaves(row: imports.Made, by: people.Viewer) -> bool:
    who = people.person(row.person)
    if who.left_on is not None:
        return True
    try:
        leaving.leave_by(by, who, on=clock.today())
    except (RuleBroken, NotAllowed, BadInput):
        return False
    _withdraw(row.proposals)
    return True


def _remove(ids: Collection[int], by: people.Viewer) -> None:
    """New people whom nothing names, with all that the import made of them."""
    if not ids:
        return
    for person_id in ids:
        who = people.person(person_id)
        changes: dict[str, trail.Change] = {"name": (who.name, None)}
        trail.note(f"person-{person_id}", "import_undone", by=by.actor, changes=changes)
    wanted = list(ids)
    session.execute(
        update(OutboxLetter)
        .where(OutboxLetter.person_id.in_(wanted), OutboxLetter.state == LetterState.WAITING)
        .values(state=LetterState.WITHDRAWN)
    )
    for table in (tables.Membership, tables.RoleGrant, tables.Account, tables.Proposal):
        session.execute(delete(table).where(table.person_id.in_(wanted)))
    session.execute(delete(tables.Person).where(tables.Person.id.in_(wanted)))


def _withdraw(proposal_ids: Collection[int]) -> None:
    for each in session.scalars(
        select(tables.Proposal).where(
            tables.Proposal.id.in_(proposal_ids), tables.Proposal.decided_at.is_(None)
        )
    ):
        each.decided_at, each.agreed = clock.now(), False


def _restore(row: imports.Made, taken: tables.PeopleImport, by: people.Viewer) -> bool:
    """Somebody who was there before gets back what was registered, where it still is as it came.

    On the same day what the import gave goes; later it ends by the day, since it was judged by.
    """
    who = people.person(row.person)
    _withdraw(row.proposals)
    now = {"reading": who.reading, "language": who.language.value}
    if row.after and now == row.after:
        wanted = PersonFacts(
            who.name, row.before["reading"], tables.Language(row.before["language"])
        )
        naming.change_person(who, wanted, seen=who.version, since_on=None, by=by.actor)
    undone = True
    if row.mail and who.mail == row.mail:
        if people.account_of(who.id) is None:
            who.mail = None
            changes: dict[str, trail.Change] = {"mail": (row.mail, None)}
            trail.note(f"person-{who.id}", "import_undone", by=by.actor, changes=changes)
        else:
            undone = False
    same_day = clock.local(taken.at).date() == clock.today() and who.id not in _actors([who.id])
    undone = _end_membership(row, who, same_day, by) and undone
    return _end_grant(row, who, same_day, by) and undone


def _end_membership(
    row: imports.Made, who: tables.Person, same_day: bool, by: people.Viewer
) -> bool:
    given = session.get(tables.Membership, row.membership) if row.membership else None
    if given is None or given.until_on is not None:
        return given is None
    headed, heads = given.is_head, bool(row.was_head)
    if row.was_head is not None:
        given.is_head = row.was_head
    elif same_day:
        session.delete(given)
        before = session.get(tables.Membership, row.follows) if row.follows else None
        if before is not None:
            before.until_on, heads = None, before.is_head
    else:
        staffing.end_membership(who, given.id, until_on=clock.today(), by=by.actor)
        return True
    if heads != headed:
        staffing.role_changed(who.id, Role.DEPARTMENT_HEAD, begins=heads, by=by.actor)
    changes: dict[str, trail.Change] = {"unit": (people.unit(given.unit_id).name, None)}
    trail.note(f"person-{who.id}", "import_undone", by=by.actor, changes=changes)
    return True


def _end_grant(row: imports.Made, who: tables.Person, same_day: bool, by: people.Viewer) -> bool:
    given = session.get(tables.RoleGrant, row.grant) if row.grant else None
    if given is None or given.until_on is not None:
        return given is None
    try:
        if same_day:
            trail.note(
                f"person-{who.id}",
                "import_undone",
                by=by.actor,
                changes={"role": (given.role, None)},
            )
            session.delete(given)
            staffing.role_changed(who.id, given.role, begins=False, by=by.actor)
        else:
            staffing.end_role(who, given.id, until_on=clock.today(), by=by)
    except (RuleBroken, NotAllowed, BadInput):
        return False
    return True


def _end_units(ids: Collection[int], by: people.Viewer) -> None:
    """Units that nothing names go; one whose people have all left is closed; the others stay."""
    session.flush()
    if not ids:
        return
    named = _naming("unit", ids)
    for unit_id in ids:
        unit = people.unit(unit_id)
        if unit_id not in named:
            changes: dict[str, trail.Change] = {"name": (unit.name, None)}
            trail.note(f"unit-{unit_id}", "import_undone", by=by.actor, changes=changes)
            session.execute(delete(tables.Unit).where(tables.Unit.id == unit_id))
        elif unit.closed_on is None and not _lived_in(unit_id):
            try:
                units.close(unit, until_on=clock.today(), by=by.actor)
            except (RuleBroken, BadInput):
                continue


def _lived_in(unit_id: int) -> bool:
    beyond = tables.Membership.until_on.is_(None) | (tables.Membership.until_on > clock.today())
    mine = select(tables.Membership.id).where(tables.Membership.unit_id == unit_id, beyond)
    return session.scalar(mine.limit(1)) is not None
