"""Requirements in the demo: the J-items, mapped to clauses of the policy, and what is asked."""

from collections.abc import Iterator

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.kernel.independence import Role
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets

ADOPTED = -433
# After the last checklist was prepared.
ASKED = -1
MAPPED = {
    "J.2.2": "POL-001 3(6)",
    "J.6.2": "POL-001 3(3)",
    "J.6.3": "POL-001 3(5)",
    "J.7.1": "POL-001 3(4)",
    "J.9.2": "POL-001 1(6)",
    "J.11": "POL-001 2(5)",
}


class RequirementActs:
    """The set was adopted when the app began by one manager, and mapped by the other.

    Lately the audit manager took over the questions that come with the program.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        yield Act(self._desk.days.open(ADOPTED), Hour.PLAN, self._adopt)
        yield Act(self._desk.days.open(ASKED), Hour.CLOSE, self._ask)

    def _adopt(self) -> None:
        adopter = self._desk.cast.holder(Role.PRIVACY_MANAGER).actor
        made = requirement_sets.adopt(requirement_sets.shipped(), by=adopter)
        clauses = mappings.named()
        mapper = self._desk.cast.holder(Role.AUDIT_MANAGER).actor
        for item in requirement_sets.items(made.id):
            if item.path in MAPPED:
                mappings.map_items(item.id, clauses[MAPPED[item.path]], by=mapper)

    def _ask(self) -> None:
        manager = self._desk.cast.holder(Role.AUDIT_MANAGER)
        wanted = question_templates.starter(AuditKind.OPERATION)
        question_templates.keep(AuditKind.OPERATION, wanted, version=1, by=manager)
