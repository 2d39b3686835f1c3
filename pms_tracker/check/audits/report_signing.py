"""Whose signature a report waits for: from rules and today's roles, deputies included."""

from collections.abc import Collection, Sequence

from pms_tracker.check.rules import audit_report_rules
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm


class Signing:
    """Who may take the next step of a report on the firm's day, and in whose place.

    `team` are the auditors, their lead first; `writers` all who wrote in the report.
    """

    def __init__(
        self, state: AuditState, firm: Firm, team: Sequence[int], writers: Collection[int]
    ) -> None:
        self.state = state
        self.firm = firm
        self.team = team
        self.writers = frozenset(writers)

    @property
    def takers(self) -> Eligible:
        if self.state is AuditState.UNDER_WAY:
            return self.signer
        if self.state is AuditState.REPORTED:
            return audit_report_rules.approvers(self.firm.candidates, self.writers)
        if self.state is AuditState.APPROVED:
            return audit_report_rules.receivers(self.firm.candidates, self.team)
        return Eligible(())

    @property
    def signer(self) -> Eligible:
        """The lead, whatever the state; a team signs for itself, so nobody stands in."""
        here = {person_id for person_id, _name in self.firm.here()}
        return audit_report_rules.signer(self.team, here)

    @property
    def managers(self) -> list[int]:
        """The audit managers of the day; where none may approve, the representative does."""
        return self.firm.holders(Role.AUDIT_MANAGER)

    @property
    def goes_straight(self) -> bool:
        """Whether the representative is the only one left to decide (see the rule)."""
        lead = self.signer.person_ids
        return audit_report_rules.goes_straight(
            self.firm.candidates, lead[0] if lead else 0, self.writers
        )

    @property
    def asked(self) -> tuple[int, ...]:
        """Those who can sign in among the takers and their deputies; all where nobody can."""
        found = self.takers.person_ids
        if self.state is not AuditState.UNDER_WAY:
            found = self.firm.with_deputies(self.takers)
        return self.firm.who_sign_in(found) or found

    def principal(self, person_id: int) -> int | None:
        """For whom somebody would decide as a deputy; None in their own right or not at all."""
        if self.state is AuditState.UNDER_WAY:
            return None
        return self.firm.principal(person_id, self.takers)

    def may(self, person_id: int) -> bool:
        """Whether the next step is somebody's, in their own right or as a deputy."""
        return person_id in self.takers.person_ids or self.principal(person_id) is not None
