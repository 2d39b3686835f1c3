"""A firm in Dublin, with people in the places of the cast's: set up by the international pack."""

from datetime import date
from typing import Any

from pms_tracker import clock
from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done, Judged
from pms_tracker.act.plans import plans
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session, transaction
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger.ledger_rules import Subject
from pms_tracker.kernel.lasting.spans import Span, Start
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.plan.requirements import requirement_sets, set_files
from pms_tracker.registers import entries
from pms_tracker.trail.trail import SYSTEM
from tests import builders, cast
from tests.signed_in import kept_for

COMPANY = "Liffey Analytics Ltd"
ZONE, COUNTRY = "Europe/Dublin", "IE"
NAMES = {
    "representative": "Aoife Brennan",
    "privacy_manager": "Ciara Doyle",
    "audit_manager": "Sean Gallagher",
    "auditor": "Niamh Kelly",
    "second_auditor": "Conor Walsh",
    "head": "Roisin Nolan",
    "owner": "Eoin Byrne",
    "other_head": "Orla Quinn",
    "administrator": "Declan Moore",
    "employee": "Maeve Ryan",
    "without_account": "Tadhg Burke",
    "nobody": "Fiona Lynch",
}
# In the places of the cast's, by which tests and builders know them.
UNITS = {"本部": "Head Office", "教務部": "Research", "書店": "Cork Office", "松本教室": "Support"}
POLICY = """Privacy Policy
Liffey Analytics Ltd handles the personal data of its customers by this policy.
1. Principles
(1) We comply with the laws that apply to us.
(2) We use personal data only for the purposes we have stated.
(3) We keep personal data secure, and correct what audits find.
2. Your requests
(1) We answer requests and complaints. Contact: privacy@example.ie
Established: 1 March 2024
Last revised: 2 June 2025
Aoife Brennan, Managing Director
"""
# Its own words beside the numbers of the standard: the text of ISO/IEC 27701:2025 is not ours.
ITEMS = """number,title
4.1,Context of the organization
5.1,Leadership and commitment
6.1,Actions on risks and opportunities
9.2,Internal audit
9.3,Management review
10.2,Nonconformity and corrective action
"""
FACT = "41 forms past their retention period lay unlocked on the front desk shelf."
PLAN = {
    "correction": "Moved to a locked shelf.",
    "repeat_answer": "",
    "action": "Enter the forms into the register; name an owner and a time to destroy them.",
    "cause": "No procedure enters forms into the register or names who destroys them.",
}


def found(on: date = cast.BEGAN, start: FiscalStart = INTERNATIONAL.fiscal_start) -> None:
    """Enter company, units, persons and the policy in force; commits."""
    customs = staffing.Customs(INTERNATIONAL, ZONE, COUNTRY)
    with clock.set_to(clock.at(on)), transaction():
        staffing.found_company(
            COMPANY, fiscal_start=start, by=SYSTEM, started_on=on, customs=customs
        )
        units = {
            name: staffing.add_unit(UNITS[name], kind, by=SYSTEM)
            for name, kind in cast.UNITS.items()
        }
        for key, (_name, unit, roles, is_head) in cast.PERSONS.items():
            mail = None if key == "without_account" else f"{key}@example.ie"
            who = staffing.add_person(NAMES[key], mail=mail, language=Language.EN, by=SYSTEM)
            if unit:
                staffing.enrol(who, units[unit], since_on=on, is_head=is_head, by=SYSTEM)
            for role in roles:
                staffing.grant(who, role, since_on=on, by=SYSTEM)
            if mail:
                session.add(kept_for(staffing.open_account(who, password_hash=None, by=SYSTEM).id))
        cast.adopted(POLICY)
        session.add(cast.programme("To check that every department works as agreed.", on))


def items() -> None:
    """Adopt the firm's own list of requirement items; commits."""
    read = set_files.read("iso27701.csv", ITEMS.encode())
    wanted = requirement_sets.NewEdition(
        "iso27701", "ISO/IEC 27701:2025", "ISO", clock.today(), read.items
    )
    with transaction():
        requirement_sets.adopt(wanted, by=SYSTEM)


def registered() -> Any:
    """What Support holds, in the plain register, approved; commits."""
    says = {
        "name": "Survey answers",
        "unit_id": cast.UNIT_IDS["松本教室"],
        "business": "Market research",
        "subjects": (Subject.CUSTOMER,),
        "items": ("Name", "Email address", "Answers"),
        "purposes": "To answer the questions of clients about their markets",
        "place": "Survey server",
        "protection": "Encrypted, backed up each night",
        "access": "Support team",
        "keep_until": Span(start=Start.LAST_DEAL, length=2),
        "provided_to": ("Clients, without names",),
    }
    with transaction():
        row = entries.enter(LEDGER, says, by=cast.viewer("head"))
        entry_decisions.hand_in(LEDGER, row, version=row.version, by=cast.viewer("head"))
        firm = Firm(clock.today())
        (offer,) = entry_decisions.offered(LEDGER, [row])
        digest = entry_decisions.waiting(LEDGER, offer, firm).about.digest
        decided, by = Decided(Decision.APPROVED, digest), cast.viewer("privacy_manager")
        entry_decisions.decide(LEDGER, row, decided, firm, version=row.version, by=by)
        entries.enter(LEDGER, {**says, "name": "Panel members"}, by=cast.viewer("head"))
    return row


def lived_in() -> Case:
    """An audit with a nonconformity, its case approved, done and effective; commits."""
    with transaction():
        within = builders.audit(theme="Handling of forms", extra_reason="After the shelves moved")
        made = builders.filed(within, fact=FACT, evidence="Two photographs")
        session.flush()
        case = session.get_one(Case, 1)
        assert made.id
        wanted = builders.plan(**PLAN)
        plans.submit(case, wanted, version=case.version, by=cast.viewer("head"))
        builders.approve(case)
        done = Done("Entered into the register, and an owner named.", clock.today())
        effectiveness.report_done(case, done, version=case.version, by=cast.viewer("owner"))
        judged = Judged(
            Verdict.EFFECTIVE,
            "No form was past its period.",
            how_seen="Shelf and register looked at.",
            data_seen="40 forms of November",
            lesson_for=(),
        )
        effectiveness.judge(case, judged, version=case.version, by=cast.viewer("audit_manager"))
    return case
