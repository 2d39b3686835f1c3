"""What a file of people would do: who is new, who is there, what changes, and what is doubtful."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role, clashing_roles
from pms_tracker.people.firm import people
from pms_tracker.people.imports.import_rows import PeopleFile, Row, plain_name
from pms_tracker.people.imports.people_columns import Column, plain_word
from pms_tracker.people.imports.people_sheets import PeopleSheet
from pms_tracker.people.tables.people_tables import (
    Account,
    FormerName,
    Membership,
    Person,
    Proposal,
    ProposalKind,
    RoleGrant,
    Unit,
)
from pms_tracker.sheets.import_plans import FilePlan, in_order
from pms_tracker.sheets.sheet_lines import Problem, Trouble


class Change(StrEnum):
    """What the file says of somebody who is there already and was not so before."""

    READING = "reading"
    LANGUAGE = "language"
    MAIL = "mail"
    MEMBERSHIP = "membership"
    HEAD = "head"
    ROLE = "role"


class Doubt(StrEnum):
    """What is taken as it is written, but should be looked at before."""

    SAME_NAME = "same_name"
    SAME_NAME_IN_FILE = "same_name_in_file"
    UNIT_RENAMED = "unit_renamed"
    NO_ADDRESS = "no_address"


@dataclass(frozen=True)
class Planned:
    """What becomes of one row; without a person or unit they are new."""

    row: Row
    person_id: int | None
    unit_id: int | None
    changes: tuple[Change, ...]
    doubts: tuple[tuple[Doubt, str], ...] = ()

    @property
    def is_new(self) -> bool:
        return self.person_id is None

    @property
    def is_guessed(self) -> bool:
        return bool(self.row.guesses)


class Plan(FilePlan[Planned, PeopleSheet]):
    """What a whole file would do to the people and units that are there."""

    @property
    def new_units(self) -> tuple[str, ...]:
        """The units that are not there yet, as they are first written."""
        found: dict[str, str] = {}
        for each in self.lines:
            if each.unit_id is None:
                found.setdefault(plain_word(each.row.unit), each.row.unit)
        return tuple(found.values())

    @property
    def doubtful(self) -> list[Planned]:
        return [each for each in self.lines if each.doubts]


def plan(file: PeopleFile, by: people.Viewer) -> Plan:
    """Hold a file against who is there already; changes nothing."""
    planner = _Planner(by)
    lines = [planner.planned(row) for row in file.rows]
    troubles = in_order([*file.troubles, *planner.troubles], file.sheet.pages)
    return Plan(tuple(each for each in lines if each), troubles, file.sheet)


@dataclass
class _Standing:
    """Where somebody is and what they hold, from today on; what waits counts as given."""

    units: dict[int, list[tuple[bool, date]]] = field(default_factory=lambda: defaultdict(list))
    roles: set[Role] = field(default_factory=set)


class _Planner:
    """Judges row after row; knows everybody from one statement per table."""

    def __init__(self, by: people.Viewer) -> None:
        self.troubles: list[Trouble] = []
        self._by, self._today = by, clock.today()
        self._units = {plain_word(unit.name): unit for unit in people.units()}
        self._former = self._units_by_former_name()
        self._standing: dict[int, _Standing] = defaultdict(_Standing)
        self._read_standing()
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_mail: dict[str, Person] = {}
        everybody = {who.id: who for who in people.persons()}
        for who in everybody.values():
            if not people.has_left(who):
                self._by_name[plain_name(who.name)].append(who)
                if who.mail:
                    self._by_mail[who.mail.lower()] = who
        for person_id, email in session.execute(select(Account.person_id, Account.email)):
            self._by_mail[email] = everybody[person_id]
        self._told: dict[str, Row] = {}

    def _units_by_former_name(self) -> dict[str, Unit]:
        rows = session.execute(
            select(FormerName.name, Unit)
            .join(Unit, Unit.id == FormerName.unit_id)
            .order_by(FormerName.until_on)
        )
        return {plain_word(row.name): row.Unit for row in rows}

    def _read_standing(self) -> None:
        open_until = Membership.until_on.is_(None) | (Membership.until_on >= self._today)
        for row in session.scalars(select(Membership).where(open_until)):
            self._standing[row.person_id].units[row.unit_id].append((row.is_head, row.since_on))
        still = RoleGrant.until_on.is_(None) | (RoleGrant.until_on >= self._today)
        for grant in session.scalars(select(RoleGrant).where(still)):
            self._standing[grant.person_id].roles.add(grant.role)
        for each in session.scalars(select(Proposal).where(Proposal.decided_at.is_(None))):
            theirs = self._standing[each.person_id]
            if each.role is not None:
                theirs.roles.add(each.role)
            if each.kind is ProposalKind.MEMBERSHIP and each.unit_id and each.since_on:
                theirs.units[each.unit_id].append((each.is_head, each.since_on))

    def planned(self, row: Row) -> Planned | None:
        """What becomes of a row; None where something is wrong with it."""
        before = len(self.troubles)
        unit, doubts = self._unit(row)
        who = self._person(row, unit)
        changes = self._changes(row, who, unit) if who else ()
        if len(self.troubles) > before:
            return None
        if who is None:
            doubts += self._doubts(row)
        self._told.setdefault(plain_name(row.name), row)
        return Planned(
            row, who.id if who else None, unit.id if unit else None, changes, tuple(doubts)
        )

    def _wrong(self, row: Row, column: Column, problem: Problem, words: str = "") -> None:
        told = Trouble(row.line, problem, words, column=column.value, where=row.where)
        self.troubles.append(told)

    def _unit(self, row: Row) -> tuple[Unit | None, list[tuple[Doubt, str]]]:
        key = plain_word(row.unit)
        found = self._units.get(key)
        doubts = []
        if found is None and key in self._former:
            found = self._former[key]
            doubts.append((Doubt.UNIT_RENAMED, found.name))
        since = row.since_on or self._today
        if found is not None and found.closed_on is not None and found.closed_on < since:
            self._wrong(row, Column.UNIT, Problem.PERSON_UNIT_CLOSED, row.unit)
        return found, doubts

    def _person(self, row: Row, unit: Unit | None) -> Person | None:
        """Who a row is about: the one with its address, or of its name in its unit."""
        found = self._by_mail.get(row.mail.lower()) if row.mail else None
        if found is not None:
            if people.has_left(found) or plain_name(found.name) != plain_name(row.name):
                self._wrong(row, Column.MAIL, Problem.PERSON_MAIL_OF_ANOTHER, row.mail)
            return found
        same = self._by_name[plain_name(row.name)]
        here = [each for each in same if unit and unit.id in self._standing[each.id].units]
        if len(here) > 1:
            self._wrong(row, Column.NAME, Problem.PERSON_SEVERAL, row.name)
        if not here:
            return None
        if row.mail and here[0].mail:
            self._wrong(row, Column.MAIL, Problem.PERSON_MAIL_KNOWN, row.mail)
        return here[0]

    def _doubts(self, row: Row) -> list[tuple[Doubt, str]]:
        name = plain_name(row.name)
        found = [(Doubt.SAME_NAME, each.name) for each in self._by_name[name][:1]]
        if name in self._told:
            first = self._told[name]
            found.append((Doubt.SAME_NAME_IN_FILE, first.where or str(first.line)))
        if row.role is not None and not row.mail:
            found.append((Doubt.NO_ADDRESS, row.name))
        return found

    def _changes(self, row: Row, who: Person, unit: Unit | None) -> tuple[Change, ...]:
        theirs = self._standing[who.id]
        if who.affiliation or (who.left_on is not None and not people.has_left(who)):
            self._wrong(row, Column.NAME, Problem.PERSON_OUTSIDE, who.name)
        there = theirs.units.get(unit.id, []) if unit else []
        head = row.is_head and not any(is_head for is_head, _since in there)
        role = row.role is not None and row.role not in theirs.roles
        if there and head and any(since > (row.since_on or self._today) for _head, since in there):
            self._wrong(row, Column.HEAD, Problem.PERSON_LATER, who.name)
        if row.role is not None and role and clashing_roles(theirs.roles | {row.role}):
            self._wrong(row, Column.ROLE, Problem.PERSON_ROLES_CLASH, who.name)
        if who.id == self._by.person_id and (head or role):
            column = Column.HEAD if head else Column.ROLE
            self._wrong(row, column, Problem.PERSON_ONESELF, who.name)
        told: Iterable[tuple[Change, bool]] = (
            (Change.READING, bool(row.reading) and row.reading != who.reading),
            (Change.LANGUAGE, row.language not in {None, who.language}),
            (Change.MAIL, bool(row.mail) and not who.mail),
            (Change.MEMBERSHIP, not there),
            (Change.HEAD, bool(there) and head),
            (Change.ROLE, role),
        )
        return tuple(change for change, is_so in told if is_so)
