"""What a second person decides of an incident: that nothing is reported to the commission, that the
persons are not told, that it is over, that a clock stops or gets a later day, and that it was
entered by mistake. Until then every clock runs on.

Whoever runs the PMS asks, with a reason and its ground; the other of the two at the top decides.
What was approved stands until the facts that it rests on are others (`incident_lapses`).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided as Answer, Subject
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows, matters
from pms_tracker.do.by_two.matters import Deciding
from pms_tracker.do.incidents import incident_lapses, incident_letters
from pms_tracker.do.incidents.incidents import INCIDENTS, LACKS, eases, is_judged, reported
from pms_tracker.do.rules.incidents import incident_decision_rules as rules, incident_rules
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_easing_rules import FACTS
from pms_tracker.do.rules.incidents.incident_rules import Lack, Nature
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Values
from pms_tracker.trail import trail


def of(row: Incident) -> Sequence[IncidentDecision]:
    """All that was asked of an incident, the newest first."""
    return matter_rows.every(IncidentDecision, row)


def standing(row: Incident, matter: Matter) -> IncidentDecision | None:
    """What was decided of a matter, or waits to be."""
    return matter_rows.standing_of(IncidentDecision, row, matter)


def may_ask(row: Incident, matter: Matter) -> bool:
    """Whether there is anything to ask of an entry."""
    told = matter is Matter.UNREPORTED and rules.is_reported(reported(row))
    return _is_open(row, matter) and not told and not _is_early(row, matter)


def _is_early(row: Incident, matter: Any) -> bool:
    """Whether a decision would rest on facts of which nobody said one yet."""
    return matter in {Matter.UNREPORTED, Matter.UNNOTIFIED} and not is_judged(row)


def _is_open(row: Incident, matter: Any) -> bool:
    """Whether an entry is an incident that is not over; one by mistake may be even then. Whoever
    runs the PMS ends a near miss and a drill alone."""
    goes_on = row.closed_on is None or matter is Matter.STRUCK
    return not row.struck and goes_on and row.nature is Nature.INCIDENT


def ask(
    row: Incident,
    matter: Matter,
    ground: Exempt | None,
    reason: str,
    *,
    version: int,
    by: Viewer,
    facts: Values | None = None,
) -> IncidentDecision:
    """Ask for a decision, and whoever makes it by a letter; of an easing with the `facts` as they
    are to be, by field.

    Raises as `matters.ask`, and BadInput without a ground and, of an end, for what it lacks.
    """
    rules.check_ground(matter, ground)
    made: IncidentDecision = matters.ask(
        *(INCIDENT_MATTERS, row, matter, reason),
        version=version,
        by=by,
        facts=facts,
        ground=ground if rules.GROUNDS[matter] else None,
    )
    return made


def _check(row: Incident, matter: Any) -> None:
    """Raises RuleBroken where the commission was told and where no fact is known, BadInput for an
    end that lacks something."""
    if _is_early(row, matter):
        raise RuleBroken("incident_is_unjudged")
    if matter is Matter.UNREPORTED and rules.is_reported(reported(row)):
        raise RuleBroken("incident_is_reported")
    if matter is Matter.CLOSING:
        check_closes(row)


def lacking(row: Incident) -> list[Lack]:
    """All that an entry lacks to be over."""
    said = INCIDENTS.values_of(row)
    found = incident_rules.lacking(row.nature, reported(row), said)
    # Asked for by whoever ends it here; what a file brings in of years ago has none.
    if row.nature is Nature.INCIDENT and not said["causes"]:
        found.append(Lack.CAUSES)
    return found


def check_closes(row: Incident) -> None:
    """Raises BadInput for what an entry lacks to be over."""
    for each in lacking(row):
        words, beside = LACKS[each]
        refuse(beside, words)


def close(row: Incident, *, by: Viewer) -> None:
    """End a near miss or a drill, of which nobody else decides.

    Raises RuleBroken for an incident, and for what is over or struck, BadInput for what it lacks.
    """
    if row.nature is Nature.INCIDENT or row.closed_on is not None or row.struck:
        raise RuleBroken("matter_late")
    check_closes(row)
    row.closed_on = max(clock.today(), row.known_on)
    # A form that was opened before would open it again.
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"incidents.closed_on": (None, row.closed_on)}
    trail.note(row.reference, "incident_closed", by=by.actor, changes=changes)


def subject(row: Incident, decision: IncidentDecision) -> Subject:
    """What a decision is bound to."""
    return matters.subject(INCIDENT_MATTERS, row, decision)


def take_back(row: Incident, decision: IncidentDecision, *, by: Viewer) -> None:
    """Ask no more. Raises as `matters.take_back`."""
    matters.take_back(INCIDENT_MATTERS, row, decision, by=by)


def decide(
    row: Incident, decision: IncidentDecision, answer: Answer, *, version: int, by: Viewer
) -> Approval:
    """Approve what was asked, or send it back. Raises as `matters.decide`."""
    return matters.decide(INCIDENT_MATTERS, row, decision, answer, version=version, by=by)


def _binds(decision: IncidentDecision) -> Mapping[str, object]:
    return {"ground": decision.ground, "classes": decision.classes}


def _apply(row: Incident, decision: IncidentDecision, signed: Approval) -> None:
    """Have an entry say what was decided of it."""
    if decision.matter is Matter.CLOSING:
        row.closed_on = max(signed.decided_on, row.known_on)
    elif decision.matter is Matter.UNREPORTED:
        row.unreported_on = signed.decided_on
        INCIDENTS.field("unreported").put(row, decision.reason)
    elif decision.ground is not None:
        INCIDENTS.field("notice").put(row, rules.notice_of(decision.ground))
        INCIDENTS.field("notice_reason").put(row, decision.reason)


def _follow(row: Incident, decision: IncidentDecision, by: Viewer) -> None:
    """What rests on other facts lapses."""
    others = [each for each in decision.facts if each in FACTS]
    incident_lapses.lapse(row, others, reported(row), by=by, but=decision)


INCIDENT_MATTERS = Deciding(
    INCIDENTS,
    IncidentDecision,
    facts=lambda _row: FACTS,
    eases=lambda row, before, after: eases(before, after, row.unreported_on),
    is_open=_is_open,
    asked=incident_letters.decision_asked,
    sent_back=incident_letters.decision_sent_back,
    check=_check,
    binds=_binds,
    applies=_apply,
    undoes=incident_lapses.undo,
    follows=_follow,
    unreasoned=(Matter.CLOSING,),
    keeps=lambda row: {"classes": rules.classes(reported(row))},
)
