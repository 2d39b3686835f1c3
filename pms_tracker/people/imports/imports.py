"""People and units from a file: all of it at once, as the preview said, and as one batch."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.changes import invitations, naming, proposals, staffing
from pms_tracker.people.changes.naming import PersonFacts
from pms_tracker.people.firm import people
from pms_tracker.people.imports import import_plan
from pms_tracker.people.imports.import_plan import Change, Plan, Planned
from pms_tracker.people.imports.import_rows import PeopleFile
from pms_tracker.people.imports.people_columns import plain_word
from pms_tracker.people.tables import people_tables as tables
from pms_tracker.trail import trail

# What the trail calls an import.
OF_IMPORT = "people-import-"


@dataclass
class Made:
    """What one row made: ids, and what stood there before; kept as JSON."""

    line: int
    person: int
    new: bool
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    mail: str | None = None
    membership: int | None = None
    # The membership that it followed, or whether the one that was changed was a head's.
    follows: int | None = None
    was_head: bool | None = None
    grant: int | None = None
    proposals: list[int] = field(default_factory=list)
    # The sheet and row, where a file has several sheets.
    where: str = ""

    @property
    def place(self) -> str:
        """The row, as people find it."""
        return self.where or str(self.line)


def take(
    file: PeopleFile, *, seal: str, by: people.Viewer, guessed: bool = True
) -> tables.PeopleImport:
    """Enter everybody of a file as its preview said, without `guessed` those alone who were read
    for sure; gains wait for a second person (ADR 33).

    Raises Stale and RuleBroken as `FilePlan.agreed` does.
    """
    # Two who bring in one file at once queue up here; the second then finds everybody there.
    session.refresh(people.the_company(), with_for_update=True)
    agreed = import_plan.plan(file, by).agreed(seal, guessed=guessed)
    return _Taking(agreed, by).taken()


class _Taking:
    """Enters row after row and remembers what it made."""

    def __init__(self, wanted: Plan, by: people.Viewer) -> None:
        self._plan, self._by, self._today = wanted, by, clock.today()
        self._units: dict[str, tables.Unit] = {}
        self._proposed: list[tables.Proposal] = []

    def taken(self) -> tables.PeopleImport:
        actor = self._by.actor
        for name in self._plan.new_units:
            made = staffing.add_unit(name, tables.UnitKind.DEPARTMENT, by=actor)
            self._units[plain_word(name)] = made
        rows = [self._row(each) for each in self._plan.lines if each.is_new or each.changes]
        kept: dict[str, Any] = {
            "units": [unit.id for unit in self._units.values()],
            "rows": [vars(each) for each in rows],
            "unchanged": len(self._plan.unchanged),
            "left_out": [each.row.where or str(each.row.line) for each in self._plan.left_out],
        }
        batch = tables.PeopleImport(by_id=self._by.person_id, at=clock.now(), kept=kept)
        batch.last_person_id = max((each.person for each in rows), default=0)
        batch.last_unit_id = max(kept["units"], default=0)
        session.add(batch)
        session.flush()
        counts = {
            "people": (None, len(self._plan.new)),
            "changed": (None, len(self._plan.changed)),
            "units": (None, len(self._units)),
        }
        trail.note(f"{OF_IMPORT}{batch.id}", "people_imported", by=actor, changes=counts)
        proposals.tell_of(self._proposed, by=self._by)
        return batch

    def _row(self, each: Planned) -> Made:
        row = each.row
        if each.person_id is None:
            who = staffing.add_person(
                row.name,
                reading=row.reading,
                mail=row.mail or None,
                language=row.language or tables.Language(locale_in_use.pack().languages[0]),
                by=self._by.actor,
            )
            made = Made(row.line, who.id, new=True, where=row.where)
        else:
            who = people.person(each.person_id)
            made = Made(row.line, who.id, new=False, where=row.where)
            self._change(who, each, made)
        if each.is_new or {Change.MEMBERSHIP, Change.HEAD} & set(each.changes):
            self._enrol(who, each, made)
        if row.role is not None and (each.is_new or Change.ROLE in each.changes):
            given = proposals.grant_by(self._by, who, row.role, on=self._today, quietly=True)
            if isinstance(given, tables.Proposal):
                self._waits(given, made)
            else:
                made.grant = given.id
        return made

    def _change(self, who: tables.Person, each: Planned, made: Made) -> None:
        row, changes = each.row, set(each.changes)
        if {Change.READING, Change.LANGUAGE} & changes:
            wanted = PersonFacts(who.name, row.reading or who.reading, row.language or who.language)
            made.before = {"reading": who.reading, "language": who.language.value}
            made.after = {"reading": wanted.reading, "language": wanted.language.value}
            naming.change_person(who, wanted, seen=who.version, since_on=None, by=self._by.actor)
        if Change.MAIL in changes:
            waits = proposals.enter_mail_by(self._by, who, row.mail, quietly=True)
            if waits is None:
                made.mail = row.mail
            else:
                self._waits(waits, made)

    def _enrol(self, who: tables.Person, each: Planned, made: Made) -> None:
        unit = people.unit(each.unit_id) if each.unit_id else self._units[plain_word(each.row.unit)]
        since_on, is_head = each.row.since_on or self._today, each.row.is_head
        before = [
            (row, row.is_head)
            for row in people.memberships(who.id)
            if row.unit_id == unit.id and (row.until_on is None or row.until_on >= since_on)
        ]
        given = proposals.enrol_by(
            self._by, who, unit, since_on=since_on, is_head=is_head, quietly=True
        )
        if isinstance(given, tables.Proposal):
            self._waits(given, made)
            return
        made.membership = given.id
        for row, was_head in before:
            if row.id == given.id:
                made.was_head = was_head
            else:
                made.follows = row.id

    def _waits(self, given: tables.Proposal, made: Made) -> None:
        self._proposed.append(given)
        made.proposals.append(given.id)


def batch(import_id: int) -> tables.PeopleImport:
    """Raises NotFound for an unknown id."""
    found = session.get(tables.PeopleImport, import_id)
    if found is None:
        raise NotFound("no_such_people_import", number=import_id)
    return found


def rows_of(taken: tables.PeopleImport) -> list[Made]:
    """What each row of an import made."""
    return [Made(**each) for each in taken.kept["rows"]]


def latest(most: int = 5) -> list[tables.PeopleImport]:
    """The imports of last, newest first."""
    newest = select(tables.PeopleImport).order_by(tables.PeopleImport.id.desc()).limit(most)
    return list(session.scalars(newest))


def to_invite(taken: tables.PeopleImport) -> list[tables.Person]:
    """The new people of an import who have an address and were not invited yet."""
    new = [each.person for each in rows_of(taken) if each.new]
    if not new or taken.undone_at is not None:
        return []
    invited = select(tables.Account.person_id)
    found = select(tables.Person).where(
        tables.Person.id.between(min(new), max(new)),
        tables.Person.mail.is_not(None),
        tables.Person.left_on.is_(None),
        tables.Person.id.not_in(invited),
    )
    return [who for who in session.scalars(found.order_by(tables.Person.id)) if who.id in set(new)]


def invite(taken: tables.PeopleImport, *, by: people.Viewer) -> int:
    """Send the new people of an import their invitations; to how many. Once to each."""
    session.refresh(taken, with_for_update=True)
    wanted = to_invite(taken)
    for who in wanted:
        invitations.invite(who, by=by.actor)
    return len(wanted)
