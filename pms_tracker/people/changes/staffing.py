"""Changes to who is who: each noted in the trail, each refused where roles would clash."""

from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex

from sqlalchemy import func, select

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role, clashing_roles
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart
from pms_tracker.kernel.locales.locale_packs import JAPANESE, LocalePack, YearlyClosing
from pms_tracker.kernel.search_text import katakana
from pms_tracker.people.accounts import security_log, sessions
from pms_tracker.people.firm import people
from pms_tracker.people.rules.people_rules import check_administrator_remains, check_end
from pms_tracker.people.rules.permissions import TOP_ROLES, Permission
from pms_tracker.people.tables.people_tables import (
    Account,
    Company,
    CompanyHoliday,
    Language,
    Membership,
    PeopleImport,
    Person,
    RoleGrant,
    Unit,
    UnitKind,
)
from pms_tracker.people.tables.security_tables import Event
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Customs:
    """What a company says of its country: a locale pack, and where that leaves it open, the time
    zone (IANA), the country whose holidays it keeps (ISO 3166-1 alpha-2) and how it calls its
    fiscal years; nothing takes what its pack proposes."""

    pack: LocalePack = JAPANESE
    time_zone: str | None = None
    holidays_of: str | None = None
    fiscal_naming: FiscalNaming | None = None


JAPAN = Customs()


def found_company(
    name: str,
    *,
    fiscal_start: FiscalStart,
    by: trail.Actor,
    started_on: date,
    is_demo: bool = False,
    customs: Customs = JAPAN,
) -> Company:
    """Enter the one company, closed when offices close by its pack; raises RuleBroken where there
    is one already."""
    if session.get(Company, 1) is not None:
        raise RuleBroken("company_exists")
    made = Company(id=1, name=name, started_on=started_on, is_demo=is_demo)
    made.fiscal_start = fiscal_start
    made.fiscal_naming = customs.fiscal_naming or customs.pack.fiscal_namings[0]
    made.locale_pack, made.time_zone = customs.pack.key, customs.time_zone
    made.holidays_of = None if customs.pack.holidays_of else customs.holidays_of
    session.add(made)
    session.add_all(_closed(each) for each in customs.pack.closings)
    session.flush()
    people.read_again()
    people.the_company()
    trail.note("company", "founded", by=by, changes={"name": (None, name)})
    return made


def _closed(closing: YearlyClosing) -> CompanyHoliday:
    (month, day), (until_month, until_day) = closing.first, closing.last
    return CompanyHoliday(
        name=closing.name, month=month, day=day, until_month=until_month, until_day=until_day
    )


def add_unit(name: str, kind: UnitKind, *, by: trail.Actor, opened_on: date | None = None) -> Unit:
    """Enter a unit; one with a first day owes no audit before it.

    Raises BadInput where a unit of that name exists, RuleBroken for a day still to come.
    """
    if opened_on is not None:
        refuse_future(opened_on, clock.today())
    if session.scalar(select(Unit.id).where(Unit.name == name)):
        raise BadInput("unit_name_taken", name=name)
    last = session.scalar(select(func.max(Unit.position))) or 0
    made = Unit(id=_number_for(Unit), name=name, kind=kind, position=last + 1, opened_on=opened_on)
    session.add(made)
    session.flush()
    trail.note(f"unit-{made.id}", "added", by=by, changes={"name": (None, name)})
    return made


def add_person(
    name: str,
    *,
    by: trail.Actor,
    reading: str = "",
    mail: str | None = None,
    language: Language | None = None,
    affiliation: str = "",
) -> Person:
    """Enter a person; an address is not needed. With an affiliation: an auditor from outside.

    Their reading is kept in katakana, however it was written; without a language they read the
    first of the company's pack.
    """
    made = Person(
        id=_number_for(Person),
        name=name,
        reading=katakana(reading),
        mail=mail or None,
        language=language or Language(locale_in_use.pack().languages[0]),
        affiliation=affiliation,
    )
    session.add(made)
    session.flush()
    trail.note(f"person-{made.id}", "added", by=by, changes={"name": (None, name)})
    return made


def _number_for(table: type[Person] | type[Unit]) -> int | None:
    """A number beyond those of imports that were undone, where the database would not see to it.

    The trail names them; SQLite alone gives the highest one again once its row is gone.
    """
    if session.get_bind().dialect.name != "sqlite":
        return None
    last = PeopleImport.last_person_id if table is Person else PeopleImport.last_unit_id
    gone = session.scalar(select(func.max(last)).where(PeopleImport.undone_at.is_not(None)))
    if gone is None:
        return None
    return max(gone, session.scalar(select(func.max(table.id))) or 0) + 1


def enrol(
    who: Person, unit: Unit, *, since_on: date, by: trail.Actor, is_head: bool = False
) -> Membership:
    """Make somebody a member (or the head) of a unit from a day on; they stay in their others.

    Where they are a member and become its head, or the reverse, one membership follows the other,
    and their sessions end as with a role. Raises as `check_enrolment` does.
    """
    before = check_enrolment(who, unit, since_on=since_on, by=by, is_head=is_head)
    headed = before is not None and before.is_head
    if before is not None and before.since_on < since_on:
        before.until_on, before = since_on - timedelta(days=1), None
    made = before or Membership(person_id=who.id, unit_id=unit.id, since_on=since_on)
    made.is_head = is_head
    session.add(made)
    session.flush()
    if is_head or headed:
        role_changed(who.id, Role.DEPARTMENT_HEAD, begins=is_head, by=by)
    changes = {"unit": (None, unit.name), "since_on": (None, since_on), "head": (None, is_head)}
    trail.note(f"person-{who.id}", "enrolled", by=by, changes=changes)
    return made


def check_enrolment(
    who: Person, unit: Unit, *, since_on: date, by: trail.Actor, is_head: bool
) -> Membership | None:
    """The membership that this one would follow, where they are in the unit otherwise already.

    Raises NotAllowed for making oneself a head: a head reads and answers for the unit's records,
    and RuleBroken for an auditor from outside, a unit that is closed, and whoever is in the unit
    in the same way already, or comes to be later.
    """
    if is_head and by.id == who.id:
        raise NotAllowed("no_grant_to_oneself")
    _check_ours(who)
    if unit.closed_on is not None and unit.closed_on < since_on:
        raise RuleBroken("unit_closed", name=unit.name)
    theirs = select(Membership).where(
        Membership.person_id == who.id,
        Membership.unit_id == unit.id,
        Membership.until_on.is_(None) | (Membership.until_on >= since_on),
    )
    found = list(session.scalars(theirs))
    if any(row.is_head == is_head or row.since_on > since_on for row in found):
        raise RuleBroken("member_already", name=who.name, unit=unit.name)
    return found[0] if found else None


def lock(who: Person) -> None:
    """Have others who change this person wait until this transaction ends; read them anew."""
    session.flush()
    session.refresh(who, with_for_update=True)


def _check_here(who: Person) -> None:
    # Whoever is being recorded as leaving right now is waited for.
    lock(who)
    if who.left_on is not None:
        raise RuleBroken("has_left", name=who.name)


def _check_ours(who: Person) -> None:
    # Who belongs to a unit or holds a role would see more than the audits they are on.
    if who.affiliation:
        raise RuleBroken("external_stays_outside", name=who.name)
    _check_here(who)


def end_membership(
    who: Person, membership_id: int, *, until_on: date, by: trail.Actor, reason: str = ""
) -> Membership:
    """Let a membership end with a day; what was audited before is judged by it for ever. A head's
    sessions end with it, as with a role.

    Raises NotFound where it is not theirs, and BadInput as `rules.check_end` says: a day that is
    over needs a reason, which the trail keeps.
    """
    row = session.get(Membership, membership_id)
    if row is None or row.person_id != who.id:
        raise NotFound("no_such_membership", number=membership_id)
    _check_end(row, until_on, reason)
    changes = {"until_on": (row.until_on, until_on), "reason": (None, reason or None)}
    row.until_on = until_on
    session.flush()
    if row.is_head:
        role_changed(row.person_id, Role.DEPARTMENT_HEAD, begins=False, by=by)
    trail.note(f"person-{row.person_id}", "membership_ended", by=by, changes=changes)
    return row


def grant(who: Person, role: Role, *, since_on: date, by: trail.Actor) -> RoleGrant:
    """Give a role from a day on. Its holder's sessions end with it, as with its end.

    Raises RuleBroken where it clashes with one held (J.2.3.2) or is held already, and for an
    auditor from outside.
    """
    _check_ours(who)
    held = frozenset(
        session.scalars(
            select(RoleGrant.role).where(
                RoleGrant.person_id == who.id,
                RoleGrant.until_on.is_(None) | (RoleGrant.until_on >= since_on),
            )
        )
    )
    if role in held:
        raise RuleBroken("role_held_already")
    if clashing_roles(held | {role}):
        raise RuleBroken("roles_clash", name=who.name)
    made = RoleGrant(person_id=who.id, role=role, since_on=since_on)
    session.add(made)
    session.flush()
    role_changed(who.id, role, begins=True, by=by)
    trail.note(f"person-{who.id}", "role_granted", by=by, changes={"role": (None, role)})
    return made


def end_role(
    who: Person, grant_id: int, *, until_on: date, by: people.Viewer, reason: str = ""
) -> RoleGrant:
    """Let a role end with a day. Its holder's sessions end with it (see `end_sessions`).

    Raises NotFound where it is not theirs, NotAllowed for a top role unless another holder of
    one ends it, RuleBroken for the last administrator, and BadInput as `rules.check_end` says.
    """
    row = session.get(RoleGrant, grant_id)
    if row is None or row.person_id != who.id:
        raise NotFound("no_such_grant", number=grant_id)
    if row.role in TOP_ROLES:
        check_ends_top_role(who, by)
    elif not by.may(Permission.KEEP_PEOPLE):
        raise NotAllowed("administrator_only")
    check_administrator_remains([row.role], others=people.other_administrators(who.id))
    _check_end(row, until_on, reason)
    changes = {
        "role": (row.role, None),
        "until_on": (row.until_on, until_on),
        "reason": (None, reason or None),
    }
    row.until_on = until_on
    session.flush()
    role_changed(row.person_id, row.role, begins=False, by=by.actor)
    trail.note(f"person-{row.person_id}", "role_ended", by=by.actor, changes=changes)
    return row


def role_changed(person_id: int, role: Role, *, begins: bool, by: trail.Actor) -> None:
    """A role was given or has ended, or somebody begins or ceases to head a unit: note it among
    what concerns the doors, and end their sessions (see `end_sessions`)."""
    # Whoever may do more shows once more who they are; who may do less keeps no page open.
    end_sessions(person_id)
    kind = Event.ROLE_GRANTED if begins else Event.ROLE_ENDED
    security_log.note(kind, person_id=person_id, by_id=by.id, about=role)


def open_account(who: Person, *, password_hash: str | None, by: trail.Actor) -> Account:
    """Let a person sign in with their address.

    Raises BadInput where they have none, or somebody else signs in with it.
    """
    _check_here(who)
    if not who.mail:
        raise BadInput("account_needs_mail", name=who.name)
    email = who.mail.lower()
    if session.scalar(select(Account.id).where(Account.email == email)):
        raise BadInput("mail_taken")
    made = Account(
        person_id=who.id, email=email, password=password_hash, fs_uniquifier=token_hex(32)
    )
    session.add(made)
    session.flush()
    security_log.note(Event.ACCOUNT_OPENED, person_id=who.id, by_id=by.id)
    trail.note(f"person-{who.id}", "account_opened", by=by)
    return made


def end_sessions(person_id: int) -> None:
    """Sign a person out everywhere: their sessions are bound to the value that changes here."""
    account = session.scalar(select(Account).where(Account.person_id == person_id))
    if account is not None:
        account.fs_uniquifier = token_hex(32)
        sessions.end_all(account.id)


def credentials_changed(account: Account) -> None:
    """What an account signs in with was changed: whatever was handed out before ends with it."""
    account.credentials_at = clock.now()
    end_sessions(account.person_id)


def sign_out(who: Person, *, by: trail.Actor) -> None:
    """Sign somebody out everywhere, as an administrator does for a lost device."""
    end_sessions(who.id)
    security_log.note(Event.SESSIONS_ENDED, person_id=who.id, by_id=by.id)
    trail.note(f"person-{who.id}", "sessions_ended", by=by)


def _check_end(row: Membership | RoleGrant, until_on: date, reason: str) -> None:
    check_end(
        until_on, began_on=row.since_on, ended_on=row.until_on, today=clock.today(), reason=reason
    )


def check_ends_top_role(who: Person, by: people.Viewer) -> None:
    """Raises NotAllowed unless another holder of a top role ends one."""
    if who.id == by.person_id or not by.roles & TOP_ROLES:
        raise NotAllowed("top_role_ended_by_another")
