"""Audit programmes as tests need them, made by the use cases that make them in life."""

from dataclasses import replace
from datetime import date

from sqlalchemy import delete

from pms_tracker.act.teams import programme_teams
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.programmes import programmes
from pms_tracker.check.programmes.programme_writing import Words, Written
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import Row
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session
from pms_tracker.trail import trail
from tests import mailed
from tests.cast import IDS, UNIT_IDS, viewer

YEAR = 2026
THEMES = {AuditKind.OPERATION: "運用", AuditKind.CONFORMITY: "規程"}
SCOPE, METHOD = "個人情報を取り扱う業務のすべて。", "記録を見て、話を聞く。"
WORDS = Words(
    *(THEMES, "すべての部門を見る。", lambda found: f"不適合 {found}" if found else ""),
    *(SCOPE, METHOD),
)
SOON, LATER = date(2026, 12, 10), date(2027, 2, 3)
BOTH = (
    Row(
        AuditKind.CONFORMITY, UNIT_IDS["本部"], SOON, (IDS["audit_manager"], IDS["auditor"]), "規程"
    ),
    Row(AuditKind.OPERATION, UNIT_IDS["松本教室"], LATER, (IDS["auditor"],), "申込書"),
)


def none_yet() -> None:
    """Take away the cast's own programme, so that the running year has none."""
    session.execute(delete(Programme))
    session.flush()


def drafted(year: int = YEAR, by: str = "audit_manager") -> Programme:
    """A programme as it is proposed."""
    return programme_teams.draft(year, WORDS, by=viewer(by))


def written(rows: tuple[Row, ...] = BOTH, **changes: str) -> Written:
    told = Written(
        *("すべての部門を見る。", "受付が増えた。", rows),
        gap_reason="ほかは前年度に見た。",
        scope=SCOPE,
        method=METHOD,
    )
    return replace(told, **changes)  # type: ignore[arg-type]


def submitted(
    rows: tuple[Row, ...] = BOTH, year: int = YEAR, by: str = "audit_manager"
) -> Programme:
    """A programme with two audits that waits for its approval."""
    made = drafted(year, by)
    programme_teams.submit(made, written(rows), version=made.version, by=viewer(by))
    return made


def decision(programme: Programme, made: Decision = Decision.APPROVED, **changes: str) -> Decided:
    digest = programmes.subject(programme, programmes.rows_of(programme)).digest
    return replace(Decided(made, digest), **changes)  # type: ignore[arg-type]


def approved(rows: tuple[Row, ...] = BOTH, year: int = YEAR) -> Programme:
    """A programme that the representative approved; its audits are planned."""
    made = submitted(rows, year)
    by = viewer("representative")
    programme_teams.decide(made, decision(made), version=made.version, by=by)
    return made


def audits_of(programme: Programme) -> list[Audit]:
    """In order of their planned day."""
    return [session.get_one(Audit, row.audit_id) for row in programmes.rows_of(programme)]


def rows_of(programme: Programme) -> list[Row]:
    return [programmes.row_of(row) for row in programmes.rows_of(programme)]


def letters() -> list[tuple[str, int | None]]:
    """Keys and recipients, the oldest first."""
    return [(each.key, each.person_id) for each in reversed(mailed.about("AP-2026"))]


def history() -> list[str]:
    """Moves, the newest first."""
    trail.write_pending()
    return [entry.move for entry in trail.history("AP-2026")]
