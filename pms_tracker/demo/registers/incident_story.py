"""What a second person decided of the demo company's incidents: no report to the commission, and
that one of them is over; one question still waits. A near miss is over without."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import select

from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.incidents import incident_decisions
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.kernel.independence import Role

# On which day a near miss was over.
CLOSED = -34
MISSENT, NEARLY, HANDED = "講習の案内メール", "注文書を別", "面談の資料"
# On which day what is asked of which incident; and on which it is approved.
ASKED: tuple[tuple[int, int | None, str, Matter, Exempt | None, str], ...] = (
    (
        *(-94, -90, MISSENT, Matter.UNREPORTED, Exempt.NO_CLASS),
        "12人のメールアドレスで、報告の対象となる類型に当たらない。",
    ),
    (-88, -84, MISSENT, Matter.CLOSING, None, ""),
    (
        *(-6, None, HANDED, Matter.UNREPORTED, Exempt.RECOVERED),
        "封を切る前に回収した。相手の保護者にも、中を見ていないことを確かめた。",
    ),
)


class IncidentActs:
    """What was asked by whoever runs the PMS, and decided by the representative."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(CLOSED), Hour.CLOSE, self._close)
        for asked, approved, about, matter, ground, reason in ASKED:
            # However many closed days there are, an end is asked for after all else is decided.
            ends = matter is Matter.CLOSING
            told = partial(self._ask, about, matter, ground, reason)
            yield Act(days.open(asked), Hour.DONE if ends else Hour.SUBMIT, told)
            if approved is not None:
                said = partial(self._approve, about, matter)
                yield Act(days.open(approved), Hour.CLOSE if ends else Hour.DECIDE, said)

    def _ask(self, about: str, matter: Matter, ground: Exempt | None, reason: str) -> None:
        row, by = self._row(about), self._desk.cast.holder(Role.PRIVACY_MANAGER)
        incident_decisions.ask(row, matter, ground, reason, version=row.version, by=by)

    def _approve(self, about: str, matter: Matter) -> None:
        row, by = self._row(about), self._desk.cast.holder(Role.REPRESENTATIVE)
        waits = incident_decisions.standing(row, matter)
        assert waits is not None
        seen = Decided(Decision.APPROVED, incident_decisions.subject(row, waits).digest)
        incident_decisions.decide(row, waits, seen, version=row.version, by=by)

    def _close(self) -> None:
        incident_decisions.close(self._row(NEARLY), by=self._desk.cast.holder(Role.PRIVACY_MANAGER))

    @staticmethod
    def _row(about: str) -> Incident:
        return session.scalars(select(Incident).where(Incident.title.startswith(about))).one()
