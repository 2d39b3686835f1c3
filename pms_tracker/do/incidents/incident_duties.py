"""What an incident asks of whoever runs the PMS: reports by their days (Law art. 26, rule 8)."""

from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.incidents.incidents import INCIDENTS, reported, visible_to
from pms_tracker.do.rules import incident_rules
from pms_tracker.do.rules.incident_rules import Nature
from pms_tracker.do.tables.incident_tables import Incident
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_

FIRST, FINAL = "report_incident_first", "report_incident_final"


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """The next first report and the next final report of each, whomever they go to."""
    for row in loaded(Incident, ids):
        if row.struck or row.closed_on is not None:
            continue
        its = reported(row)
        days = {FIRST: incident_rules.first_by(its), FINAL: incident_rules.final_by(its)}
        for kind, due_on in days.items():
            if due_on is not None:
                yield Wanted(
                    *(row.id, INCIDENTS.name_of(row), kind, due_on, Holder.MANAGER),
                    title=row.title,
                    unit_id=row.unit_id,
                )


def _every() -> Iterable[int]:
    is_open = Incident.closed_on.is_(None), Incident.nature == Nature.INCIDENT
    return session.scalars(select(Incident.id).where(*is_open, Incident.struck == ""))


REPORTS = Source(
    Kind.INCIDENT,
    (
        DutyKind(
            FIRST,
            N_("事故の速報"),
            N_("委員会や審査機関に速報を送り、送った日を記録してください。"),
            N_("報告した日を記録する"),
        ),
        DutyKind(
            FINAL,
            N_("事故の確報"),
            N_("委員会や審査機関に確報を送り、送った日を記録してください。"),
            N_("報告した日を記録する"),
        ),
    ),
    wants,
    every=_every,
    changes={
        Incident: own(
            *("nature", "known_on", "role", "affected", "affected_most", "facts", "closed_on"),
            *("struck", "title", "unit_id"),
        )
    },
    sees=seen_by(Incident, visible_to),
)
