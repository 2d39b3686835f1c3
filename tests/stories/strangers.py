"""The demo company with readers who may not know of all they are told: outside, elsewhere."""

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases.sources import Stated
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.act.teams import assignments
from pms_tracker.check.audits import audits
from pms_tracker.check.preparing import checklist_preparing
from pms_tracker.check.preparing.audit_changes import Replaced
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, Finding
from pms_tracker.database import session, transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import Account, Person, RoleGrant
from pms_tracker.trail.trail import SYSTEM


def let_in() -> dict[int, str]:
    """Everybody who can sign in, by name: the auditor from outside now as well; needs the context.

    They are on an audit to come that asks about earlier findings, and were on one with a case. A
    unit's answer to horizontal deployment became a case of that unit.
    """
    with transaction():
        outsider = session.scalars(select(Person).where(Person.affiliation != "")).one()
        staffing.open_account(outsider, password_hash=None, by=SYSTEM)
        _send(outsider)
        _open_elsewhere()
    rows = session.execute(select(Person.id, Person.name).join(Account).order_by(Person.id))
    return {row.id: row.name for row in rows}


def _send(outsider: Person) -> None:
    manager = _holder(Role.AUDIT_MANAGER)
    to_come = (
        select(Audit)
        .where(Audit.state.in_(BEFORE_THE_DAY), Audit.unit_id.in_(select(Finding.unit_id)))
        .order_by(Audit.id)
    )
    audit = session.scalars(to_come).first()
    assert audit is not None
    wanted = Replaced([*audits.team_ids(audit.id), outsider.id], "外部の目で見るため")
    assignments.replace_team(audit, wanted, version=audit.version, by=manager)
    earlier = checklist_preparing.from_findings(
        checklist_preparing.earlier_findings(audit, manager)
    )
    assert earlier
    checklist_preparing.add(audit, earlier, by=manager)
    of_case = select(Finding.audit_id).join(Case, Case.finding_id == Finding.id)
    past = session.scalars(of_case.where(Finding.unit_id != audit.unit_id)).first()
    assert past is not None
    session.add(AuditTeamMember(audit_id=past, person_id=outsider.id, position=9, units_then=""))


def _open_elsewhere() -> None:
    manager = _holder(Role.PRIVACY_MANAGER)
    row, case = session.execute(
        select(CaseElsewhere, Case)
        .join(Case, Case.id == CaseElsewhere.case_id)
        .where(CaseElsewhere.answer == Elsewhere.HERE_TOO)
    ).one()
    reference = parse_reference(case.reference)
    assert reference is not None
    asked = elsewhere_questions.by_unit(reference, row.unit_id, seen_by=manager)
    found = (row.unit_id, row.text, "封筒1通", clock.today())
    stated = Stated(Source.SELF_REPORT, *found, rule="個人情報取扱規程 第12条")
    elsewhere.open_case(asked, stated, version=asked.version, by=manager)


def _holder(role: Role) -> Viewer:
    held = select(RoleGrant.person_id).where(RoleGrant.role == role, RoleGrant.until_on.is_(None))
    return people.viewer(session.scalars(held).one())
