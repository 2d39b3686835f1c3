"""The pages that are measured: where they are, who asks for them, and what each is to reach."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import count

from sqlalchemy import select

from benchmarks.filling import OFFSET
from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import AuditState, Result
from pms_tracker.check.tables.audit_tables import Audit, AuditTeamMember, ChecklistItem
from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm.firm import Firm


class Who(Enum):
    """Who asks for a page; the auditor is on the team of an audit under way."""

    NOBODY = "nobody"
    MANAGER = "manager"
    AUDITOR = "auditor"


@dataclass(frozen=True)
class Page:
    """A page, how fast it is to be beside its floor, and how many statements it may take.

    `{case}` stands for a closed case that use cases made, `{row}` for a row of a checklist.
    """

    url: str
    who: Who
    least: float
    statements: int | None = None

    @property
    def is_list(self) -> bool:
        return self.statements == LIST

    @property
    def is_save(self) -> bool:
        return self.url == ROW


LIST, MILLION, POSTGRES = 5, 1_000_000, "PostgreSQL"
ROW = "{row}"
DEEP = f"/check/findings/?after={OFFSET + 200}"
PAGES = {
    "healthz": Page("/healthz", Who.NOBODY, 0.80),
    "findings": Page("/check/findings/", Who.MANAGER, 0.22, LIST),
    "findings, auditor": Page("/check/findings/", Who.AUDITOR, 0.22, LIST),
    "findings, deep page": Page(DEEP, Who.MANAGER, 0.22, LIST),
    "cases": Page("/act/cases/", Who.MANAGER, 0.22, LIST),
    "case": Page("/act/cases/{case}", Who.MANAGER, 0.22, 4),
    "home": Page("/", Who.MANAGER, 0.20, 7),
    "calendar": Page("/calendar/", Who.MANAGER, 0.15),
    "overview": Page("/cycle/", Who.MANAGER, 0.22, 6),
    "figures": Page("/act/figures/", Who.MANAGER, 0.25),
    "save": Page(ROW, Who.AUDITOR, 0.60, 9),
}


@dataclass(frozen=True)
class Place:
    """Where pages are measured: with so many findings, over SQLite or on a server."""

    size: int
    server: str = ""

    @property
    def name(self) -> str:
        return f"{self.size:,}{f' over {POSTGRES}' if self.server else ''}"

    @property
    def pages(self) -> dict[str, Page]:
        """Those of which there is a goal: all, but of a million records, and on a server, few."""

        def is_measured(name: str, page: Page) -> bool:
            if self.server:
                return page.is_list or page.is_save
            return self.size < MILLION or page.is_list or name == "home"

        return {name: page for name, page in PAGES.items() if is_measured(name, page)}


@dataclass(frozen=True)
class Ground:
    """What one installation has for the pages: who asks, and the records their addresses name."""

    persons: Mapping[Who, int | None]
    records: Mapping[str, str]
    versions: Iterator[int]

    def url(self, page: Page) -> str:
        return page.url.format(**self.records)

    def fields(self, page: Page) -> dict[str, object] | None:
        """What the next request for a page sends; None where it is none that saves."""
        if not page.is_save:
            return None
        version = next(self.versions)
        return {"version": version, "result": Result.CONFORMS.value, "note": f"確認 {version}"}


def ground() -> Ground:
    """Read it of an installation; needs the app's context."""
    audit, person_id, version = session.execute(
        select(Audit, AuditTeamMember.person_id, ChecklistItem.version)
        .join(AuditTeamMember, AuditTeamMember.audit_id == Audit.id)
        .join(ChecklistItem, ChecklistItem.audit_id == Audit.id)
        .where(Audit.state == AuditState.UNDER_WAY, ChecklistItem.position == 1)
        .limit(1)
    ).one()
    closed = select(Case).where(Case.state == CaseState.CLOSED, Case.id < OFFSET)
    case = session.scalars(closed.order_by(Case.id).limit(1)).one()
    manager_id = Firm(clock.today()).holders(Role.PRIVACY_MANAGER)[0]
    return Ground(
        {Who.NOBODY: None, Who.MANAGER: manager_id, Who.AUDITOR: person_id},
        {"case": case.reference, "row": f"/check/audits/{audit.reference}/checklist/1"},
        count(version),
    )
