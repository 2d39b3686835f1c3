"""What was decided of an incident counts no more once the facts that it rests on are others."""

from collections.abc import Collection, Iterable
from typing import Any

from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows
from pms_tracker.do.incidents import incident_letters
from pms_tracker.do.rules.incidents import incident_decision_rules as rules
from pms_tracker.do.rules.incidents.incident_decision_rules import Matter
from pms_tracker.do.rules.incidents.incident_rules import Nature, Reported
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM


def lapse(
    row: Incident,
    changed: Collection[str],
    reported: Iterable[Reported],
    *,
    by: Viewer | None,
    but: IncidentDecision | None = None,
) -> None:
    """Take back what rests on what an entry said before these fields changed, `but` for what they
    were changed by, and tell whoever runs the PMS of it at once."""
    stands = [each for each in matter_rows.standing(IncidentDecision, row) if each is not but]
    now = rules.classes(reported)
    gone = []
    for each in stands:
        # What was approved goes on resting on the same while nothing is to be reported at all.
        rests = each.state is DecisionState.APPROVED and row.nature is not Nature.INCIDENT
        # A report for fewer reasons is no reason more to make one.
        same = rests or (set(now) <= set(each.classes) and "nature" not in changed)
        notice = row.facts.get("notice")
        its = [each.matter], changed
        if rules.lapsing(*its, same_classes=same, notice=notice, proposed=each.facts):
            gone.append(each)
    for each in gone:
        _lapse(row, each, by)
    if gone:
        incident_letters.tell_lapsed(row.reference, row.known_on, by=by)


def _lapse(row: Incident, decision: IncidentDecision, by: Viewer | None) -> None:
    if matter_rows.lapse(row.reference, decision, by=by):
        undo(row, decision.matter)
        session.flush()


def open_again(row: Incident, *, by: Viewer | None) -> None:
    """Have what was over without an approval be so no more."""
    changes: dict[str, trail.Change] = {"incidents.closed_on": (row.closed_on, None)}
    row.closed_on = None
    session.flush()
    actor = by.actor if by else SYSTEM
    trail.note(row.reference, "incident_opened_again", by=actor, changes=changes)


def undo(row: Incident, matter: Any) -> None:
    """Have an entry say no more what was decided; what else it says stays."""
    facts = dict(row.facts)
    if matter is Matter.UNREPORTED:
        row.unreported_on = None
        facts.pop("unreported", None)
    elif matter is Matter.CLOSING:
        row.closed_on = None
    elif matter is Matter.UNNOTIFIED and facts.get("notice") in rules.DECIDED_NOTICES:
        facts.pop("notice")
        facts.pop("notice_reason", None)
    row.facts = facts
