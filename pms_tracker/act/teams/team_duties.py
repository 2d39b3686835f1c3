"""What audit managers are to do about audits whose team is no longer independent: change it."""

from collections.abc import Collection, Container, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.act.teams import rechecks
from pms_tracker.check.rules.audit_plan_rules import DAYS_TO_REPLACE, replace_by
from pms_tracker.check.rules.audit_rules import BEFORE_THE_DAY
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.duties import duty_sources
from pms_tracker.kernel.duty import Duty, Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.questions import Question

# Known here and not in check, since the work of people is.
REPLACE = "replace_auditor"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """That the teams of audits before their day be looked at: they may change without the audit."""
    for audit in duty_sources.loaded(Audit, ids):
        if audit.state in BEFORE_THE_DAY:
            yield Wanted(
                *(audit.id, audit.reference, REPLACE, audit.planned_on - DAYS_TO_REPLACE),
                Holder.AUDIT_MANAGER,
                title=audit.theme,
                unit_id=audit.unit_id,
            )


def asks(
    rows: Collection[duty_sources.KeptRow], asking: duty_sources.Asking
) -> Question[Iterable[Duty]]:
    """Teams to be changed until a day, for each audit manager."""
    return rechecks.question().then(lambda lost: _to_change(rows, lost, asking))


def _to_change(
    rows: Collection[duty_sources.KeptRow], lost: Container[int], asking: duty_sources.Asking
) -> Iterator[Duty]:
    for row in rows:
        due_on = replace_by(row.due_on + DAYS_TO_REPLACE, asking.firm.on)
        if row.person_id is not None and row.record_id in lost and due_on <= asking.until:
            # No `unit_id`: the head of the audited unit is not to hear of it.
            yield Duty(REPLACE, row.reference, row.person_id, due_on, row.title, row.unit or "")


TEAMS = duty_sources.Source(
    Kind.AUDIT,
    (
        duty_sources.DutyKind(
            REPLACE,
            N_("監査員の見直し"),
            N_(
                "独立性を保てなくなった監査員がいます。監査日までに、監査チームを見直してください。"
            ),
            N_("監査チームを見直す"),
            page="audit_plans.team_form",
            asks=asks,
        ),
    ),
    wants,
    every=lambda: session.scalars(select(Audit.id).where(Audit.state.in_(BEFORE_THE_DAY))),
    changes={Audit: duty_sources.own("state", "planned_on", "theme", "unit_id")},
    sees=duty_sources.seen_at_the_top,
)
