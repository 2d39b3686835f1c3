"""What a second person decides of an incident: that nothing is reported to the commission, that the
persons are not told, that it is over, that a clock stops or gets a later day, and that it was
entered by mistake. Until then every clock runs on.

Whoever runs the PMS asks, with a reason and its ground; the other of the two at the top decides.
What was approved stands until the facts that it rests on are others (`incident_lapses`).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.database import session
from pms_tracker.do.incidents import incident_easings, incident_lapses, incident_letters
from pms_tracker.do.incidents.incidents import INCIDENTS, LACKS, reported
from pms_tracker.do.rules.incidents import incident_decision_rules as rules, incident_rules
from pms_tracker.do.rules.incidents.incident_decision_rules import (
    INCIDENT_DECISION,
    DecisionMove,
    DecisionState,
    Exempt,
    Matter,
)
from pms_tracker.do.rules.incidents.incident_rules import Nature
from pms_tracker.do.tables.incident_tables import Incident, IncidentDecision
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_undecided
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules import policy_rules
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.fields import Values
from pms_tracker.trail import record_numbers, trail

# Whose decision counts, the first of them who did not ask.
DECIDERS = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)


def of(row: Incident) -> Sequence[IncidentDecision]:
    """All that was asked of an incident, the newest first."""
    its = select(IncidentDecision).where(IncidentDecision.incident_id == row.id)
    return session.scalars(its.order_by(IncidentDecision.id.desc())).all()


def standing(row: Incident, matter: Matter) -> IncidentDecision | None:
    """What was decided of a matter, or waits to be."""
    its = (each for each in incident_lapses.standing(row) if each.matter is matter)
    return next(its, None)


def may_ask(row: Incident, matter: Matter) -> bool:
    """Whether there is anything to ask of an entry."""
    told = matter is Matter.UNREPORTED and rules.is_reported(reported(row))
    return _is_open(row, matter) and row.nature is Nature.INCIDENT and not told


def _is_open(row: Incident, matter: Matter) -> bool:
    """Whether an entry is not over; one by mistake may be even then."""
    return not row.struck and (row.closed_on is None or matter is Matter.STRUCK)


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

    Raises Stale, BadInput without ground or reason and, of an end, for what is lacking to it, and
    for facts that are wrong or change nothing, RuleBroken where it is asked already, or not asked
    of such an entry.
    """
    check_version(row, version)
    rules.check_asked(matter, ground, reason)
    _check_of(row, matter)
    proposed = incident_easings.proposed(row, facts or {}) if matter is Matter.EASED else {}
    made = _new(row, matter, ground, reason, by)
    made.facts = proposed
    session.add(made)
    session.flush()
    changes: dict[str, trail.Change] = {"matter": (None, matter)}
    trail.note(row.reference, "incident_decision_asked", by=by.actor, changes=changes)
    firm = Firm(clock.today())
    decisions.ask(incident_letters.decision_asked(row.reference), step_of(made, firm), firm)
    return made


def _new(
    row: Incident, matter: Matter, ground: Exempt | None, reason: str, by: Viewer
) -> IncidentDecision:
    return IncidentDecision(
        incident_id=row.id,
        number=_next(row),
        matter=matter,
        ground=ground if rules.GROUNDS[matter] else None,
        reason=reason.strip(),
        classes=rules.classes(reported(row)),
        said_digest=_said(row),
        asked_on=clock.today(),
        asked_by_id=by.person_id,
        recorded_at=clock.now(),
    )


def _check_of(row: Incident, matter: Matter) -> None:
    """Raises RuleBroken where a matter is not asked of an entry, BadInput for an end that lacks
    something."""
    stands = [each.matter for each in incident_lapses.standing(row)]
    open_now, is_incident = _is_open(row, matter), row.nature is Nature.INCIDENT
    rules.check_open(matter, is_open=open_now, is_incident=is_incident, stands=stands)
    if matter is Matter.UNREPORTED and rules.is_reported(reported(row)):
        raise RuleBroken("incident_is_reported")
    if matter is Matter.CLOSING:
        check_closes(row)


def _next(row: Incident) -> int:
    last = select(func.max(IncidentDecision.number)).where(IncidentDecision.incident_id == row.id)
    return (session.scalar(last) or 0) + 1


def _said(row: Incident) -> str:
    return approvals.digest(entry_editions.packed(INCIDENTS, INCIDENTS.values_of(row)))


def check_closes(row: Incident) -> None:
    """Raises BadInput for what an entry lacks to be over."""
    said = INCIDENTS.values_of(row)
    for each in incident_rules.lacking(row.nature, reported(row), said):
        words, beside = LACKS[each]
        raise BadInput("entry_refused", words=words, beside=beside)


def close(row: Incident, *, by: Viewer) -> None:
    """End a near miss or a drill, of which nobody else decides.

    Raises RuleBroken for an incident, and for what is over or struck, BadInput for what it lacks.
    """
    if row.nature is Nature.INCIDENT or row.closed_on is not None or row.struck:
        raise RuleBroken("incident_decision_late")
    check_closes(row)
    row.closed_on = max(clock.today(), row.known_on)
    # A form that was opened before would open it again.
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"incidents.closed_on": (None, row.closed_on)}
    trail.note(row.reference, "incident_closed", by=by.actor, changes=changes)


def step_of(decision: IncidentDecision, firm: Firm) -> Eligible:
    """Who may decide: nobody who asked (R9)."""
    return policy_rules.approvers(firm.candidates, [decision.asked_by_id], DECIDERS)


def subject(row: Incident, decision: IncidentDecision) -> Subject:
    """What a decision is bound to."""
    content = {
        "matter": decision.matter,
        "ground": decision.ground,
        "reason": decision.reason,
        "classes": decision.classes,
        "said": decision.said_digest,
        **({"facts": decision.facts} if decision.facts else {}),
    }
    reference = row.reference
    return Subject(reference, decision.step, 1, approvals.digest(content))


def waiting(row: Incident, decision: IncidentDecision, firm: Firm) -> Waiting:
    """What waits for whose decision."""
    return Waiting(subject(row, decision), decision.asked_on, step_of(decision, firm))


def take_back(row: Incident, decision: IncidentDecision, *, by: Viewer) -> None:
    """Ask no more. Raises NotAllowed for anybody but whoever asked, RuleBroken once it is
    decided."""
    if decision.asked_by_id != by.person_id:
        raise NotAllowed("incident_decision_asker")
    _move(row, decision, DecisionMove.TAKE_BACK, by, {})


def decide(
    row: Incident, decision: IncidentDecision, decided: Decided, *, version: int, by: Viewer
) -> Approval:
    """Approve what was asked, which then counts at once, or send it back.

    Raises Stale, RuleBroken where nothing waits or the incident is over, BadInput for an end to
    which something is lacking, and as `sign_offs.sign` does.
    """
    check_version(row, version)
    move = DecisionMove.APPROVE if decided.approves else DecisionMove.SEND_BACK
    INCIDENT_DECISION.after(decision.state, move)
    if decided.approves and not _is_open(row, decision.matter):
        raise RuleBroken("incident_decision_late")
    if decided.approves and decision.matter is Matter.CLOSING:
        check_closes(row)
    firm = Firm(clock.today())
    signed = sign_offs.sign(waiting(row, decision, firm), decided, firm, by=by)
    if decided.approves:
        _apply(row, decision, signed, by)
    _move(row, decision, move, by, sign_offs.told(signed, firm))
    if not decided.approves:
        letter = incident_letters.decision_sent_back(row.reference)
        decisions.post(letter, [decision.asked_by_id], firm)
    return signed


def _apply(row: Incident, decision: IncidentDecision, signed: Approval, by: Viewer) -> None:
    """Have an entry say what was decided of it."""
    if decision.matter is Matter.EASED:
        incident_easings.apply(row, decision, by=by)
    elif decision.matter is Matter.STRUCK:
        entries.retire(INCIDENTS, row, reason=decision.reason, by=by, agreed=True)
    elif decision.matter is Matter.CLOSING:
        row.closed_on = max(signed.decided_on, row.known_on)
    elif decision.matter is Matter.UNREPORTED:
        row.unreported_on = signed.decided_on
        INCIDENTS.field("unreported").put(row, decision.reason)
    elif decision.ground is not None:
        INCIDENTS.field("notice").put(row, rules.notice_of(decision.ground))
        INCIDENTS.field("notice_reason").put(row, decision.reason)


def _move(
    row: Incident,
    decision: IncidentDecision,
    move: DecisionMove,
    by: Viewer,
    told: dict[str, trail.Change],
) -> None:
    decision.state = INCIDENT_DECISION.after(decision.state, move)
    decision.version += 1
    session.flush()
    if move is DecisionMove.APPROVE and decision.matter is Matter.STRUCK:
        incident_lapses.lapse_waiting(row, by=by)
    # A form of the entry that was opened before is of what it said before.
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"matter": (None, decision.matter), **told}
    trail.note(row.reference, move, by=by.actor, changes=changes)


def _named(reference: Reference, step: str, *, for_update: bool = False) -> tuple[Any, Any]:
    its = record_numbers.named(reference, Kind.INCIDENT, Incident.fiscal_year, Incident.number)
    found = select(Incident, IncidentDecision).join(
        IncidentDecision, IncidentDecision.incident_id == Incident.id
    )
    found = found.where(its, IncidentDecision.number == int(step.rpartition("-")[2]))
    if for_update:
        found = found.with_for_update(of=Incident)
    pair = session.execute(found).one_or_none()
    if pair is None:
        raise NotFound("no_such_record", reference=str(reference))
    return pair[0], pair[1]


def digest_of(reference: Reference, step: str, _submission: int) -> str | None:
    """The digest of what was decided, as it is now."""
    return subject(*_named(reference, step)).digest


def waits_again(reference: Reference, signed: Approval, by: Viewer) -> bool:
    """Whether what was decided waits again, its decision being void; not once it lapsed."""
    row, decision = _named(reference, signed.step, for_update=True)
    if not INCIDENT_DECISION.allows(decision.state, DecisionMove.UNDECIDE):
        return False
    stands = standing(row, decision.matter)
    if stands is not None and stands is not decision:
        return False
    if decision.state is DecisionState.APPROVED:
        incident_lapses.undo(row, decision.matter)
        incident_easings.undo(row, decision, by=by)
    decision.state = INCIDENT_DECISION.after(decision.state, DecisionMove.UNDECIDE)
    decision.version += 1
    row.version += 1
    session.flush()
    plan_undecided.note(str(reference), {"matter": (None, decision.matter)}, by)
    firm = Firm(clock.today())
    asked = incident_letters.decision_asked(str(reference))
    decisions.ask(asked, step_of(decision, firm), firm)
    return True
