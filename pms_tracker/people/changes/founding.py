"""The first set-up of an installation: company, first unit, top roles and first administrator."""

from dataclasses import dataclass

from pms_tracker import clock
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.changes import invitations, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Account, Language, Person, Unit, UnitKind
from pms_tracker.trail.trail import SYSTEM


@dataclass(frozen=True)
class Founder:
    """One person of the set-up; people without an address cannot sign in yet."""

    role: Role
    name: str
    mail: str = ""


@dataclass(frozen=True)
class Founding:
    """All that the set-up asks for. The administrator signs in with the password given."""

    company: str
    fiscal_start: FiscalStart
    unit: str
    founders: tuple[Founder, ...]
    password_hash: str
    # Whether the representative answers for the first unit as its head.
    representative_heads: bool = False
    # The language of whoever sets up: the administrator's; the others choose theirs.
    language: Language | None = None
    customs: staffing.Customs = staffing.JAPAN

    @property
    def administrator(self) -> Founder:
        return next(each for each in self.founders if each.role is Role.ADMINISTRATOR)


def found(wanted: Founding) -> Account:
    """Set up an empty installation; whoever has an address is invited to sign in.

    Gives the administrator's account. Persons of the same name and address are one person; raises
    RuleBroken where their roles clash (J.2.3.2) or a company exists already.
    """
    if people.company() is not None:
        raise RuleBroken("company_exists")
    # The day may be another one where the company is.
    clock.use_company_zone(wanted.customs.time_zone)
    today, usual = clock.today(), Language(wanted.customs.pack.languages[0])
    staffing.found_company(
        wanted.company,
        fiscal_start=wanted.fiscal_start,
        by=SYSTEM,
        started_on=today,
        customs=wanted.customs,
    )
    unit = staffing.add_unit(wanted.unit, UnitKind.DEPARTMENT, by=SYSTEM)
    known: dict[tuple[str, str], Person] = {}
    setting_up = {_key(each) for each in wanted.founders if each.role is Role.ADMINISTRATOR}
    for founder in wanted.founders:
        key = _key(founder)
        if key not in known:
            heads = wanted.representative_heads and founder.role is Role.REPRESENTATIVE
            own = key in setting_up
            language = wanted.language or usual if own else usual
            known[key] = _enter(founder, unit, is_head=heads, language=language)
        staffing.grant(known[key], founder.role, since_on=today, by=SYSTEM)
    administrator = known[_key(wanted.administrator)]
    account = staffing.open_account(administrator, password_hash=wanted.password_hash, by=SYSTEM)
    for who in known.values():
        if who.mail and who is not administrator:
            invitations.invite(who, by=SYSTEM, inviter=administrator.name)
    return account


def _key(founder: Founder) -> tuple[str, str]:
    return founder.name, founder.mail.lower()


def _enter(founder: Founder, unit: Unit, *, is_head: bool, language: Language) -> Person:
    mail = founder.mail or None
    who = staffing.add_person(founder.name, mail=mail, language=language, by=SYSTEM)
    staffing.enrol(who, unit, since_on=clock.today(), by=SYSTEM, is_head=is_head)
    return who
