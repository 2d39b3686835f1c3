"""Notices of audits (監査実施通知): who is told, and told again when the plan changes."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.check.audits import audit_letters, audit_plans
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember
from pms_tracker.database import session
from pms_tracker.mail import outbox
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import TOP_ROLES


def tell(audit: Audit) -> None:
    """Tell whoever takes part, those who knew of the change, and those left out that it is off."""
    firm = Firm(max(audit.planned_on, clock.today()))
    before, team = audit.told_ids, _team(audit)
    wanted = [*audit.auditee_ids, *firm.heads_of(audit.unit_id), *team]
    gone = [each for each in before if each not in wanted]
    audit.notices += 1
    round_ = _Round(audit, firm, team)
    for person_id in dict.fromkeys(wanted):
        round_.post(
            audit_letters.changed if person_id in before else audit_letters.notified, person_id
        )
    for person_id in gone:
        round_.post(audit_letters.called_off, person_id)
    audit.told_ids = list(dict.fromkeys(wanted))
    session.flush()


def call_off(audit: Audit) -> None:
    """Tell those who knew of it that the audit is off."""
    if not audit.told_ids:
        return
    audit.notices += 1
    round_ = _Round(audit, Firm(clock.today()), _team(audit))
    for person_id in audit.told_ids:
        round_.post(audit_letters.called_off, person_id)
    session.flush()


def _team(audit: Audit) -> list[int]:
    team = select(AuditTeamMember.person_id).where(AuditTeamMember.audit_id == audit.id)
    return list(session.scalars(team.order_by(AuditTeamMember.position)))


class _Round:
    """One round of letters about an audit, all of which say the same."""

    def __init__(self, audit: Audit, firm: Firm, team: Sequence[int]) -> None:
        self._firm = firm
        schedule = audit_plans.schedule_of(audit)
        self._what = audit_letters.Appointment(audit, people.unit(audit.unit_id).name, schedule)
        self._openers = {*team, *firm.heads_of(audit.unit_id)}

    def post(self, say: Callable[..., outbox.Letter], person_id: int) -> None:
        """A letter to one person; it leads to the page where they may see it."""
        member = self._firm.members.get(person_id)
        opens = person_id in self._openers or bool(member and member.roles & TOP_ROLES)
        outbox.post(say(self._what, opens=opens), self._firm.recipient(person_id))
