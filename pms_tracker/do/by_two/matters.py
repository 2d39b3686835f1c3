"""What a second person decides of an entry of a register, whichever it is: that facts become others
which stop a clock or give it a later day, that it was entered by mistake, and what else a register
says. Until then every clock runs on.

    REQUEST_MATTERS = Deciding(REQUESTS, RequestDecision, …)
    made = matters.ask(REQUEST_MATTERS, row, RequestMatter.EASED, reason, facts=…, …)
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided as Answer, Subject
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_facts, matter_rows
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.rules import matter_rules
from pms_tracker.do.rules.matter_rules import MATTER, DecisionMove, DecisionState
from pms_tracker.duties.duty_sources import KeptRow, Taker, asked_first
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.mail.outbox import Letter
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan import plan_undecided
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.rules import policy_rules
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.fields import Values
from pms_tracker.registers.register import Register
from pms_tracker.trail import record_numbers, trail

# Whose decision counts, the first of them who did not ask.
DECIDERS = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
Asked = Callable[[str], Letter]


def _nothing_more(_decided: Any) -> Mapping[str, object]:
    """A decision is bound to nothing of its own."""
    return {}


def _nothing_lacks(_row: Any, _matter: StrEnum) -> None:
    """All may be asked of an entry that is open."""


def _nothing_follows(_row: Any, _decided: Any, _by: Viewer) -> None:
    """Nothing rests on what was decided."""


def _nothing_stands(_row: Any, _matter: StrEnum) -> None:
    """No other matters are decided."""


@dataclass(frozen=True)
class Deciding:
    """What of a register's entries is decided by two, kept in which table.

    `is_open` says of what it may be asked, `check` raises for what an entry lacks to it. Facts are
    among `facts`, and they `ease`. `asked` is to whoever decides, `sent_back` to whoever asked. A
    decision `binds` to what is its own. Of matters of a register's own, `applies` has an entry say
    what was decided, and `undoes` that it was not; `follows` is done after facts became others. All
    but what is `unreasoned` has its reason. Columns of its own table `keeps` fills from an entry.
    """

    register: Register
    table: type[Decided]
    facts: Callable[[Any], tuple[str, ...]]
    eases: Callable[[Any, Values, Values], bool]
    is_open: Callable[[Any, StrEnum], bool]
    asked: Asked
    sent_back: Asked
    check: Callable[[Any, StrEnum], None] = _nothing_lacks
    binds: Callable[[Any], Mapping[str, object]] = _nothing_more
    applies: Callable[[Any, Any, Approval], None] | None = None
    undoes: Callable[[Any, StrEnum], None] = _nothing_stands
    unreasoned: Collection[StrEnum] = ()
    keeps: Callable[[Any], Mapping[str, object]] = _nothing_more
    follows: Callable[[Any, Any, Viewer], None] = _nothing_follows

    def called(self, row: Any) -> str:
        return self.register.name_of(row)


def ask(
    its: Deciding,
    row: Any,
    matter: StrEnum,
    reason: str,
    *,
    version: int,
    by: Viewer,
    facts: Values | None = None,
    **own: Any,
) -> Any:
    """Ask for a decision, and whoever makes it by a letter; of an easing with the `facts` as they
    are to be, by field. `own` are columns of the register's table.

    Raises Stale, RuleBroken where it is asked already, or not asked of such an entry, BadInput
    without a reason and for facts that are wrong or ease nothing, and as the register's `check`.
    """
    check_version(row, version)
    if matter not in its.unreasoned:
        matter_rules.check_reason(reason)
    stands = [each.matter for each in matter_rows.standing(its.table, row)]
    matter_rules.check_open(matter, is_open=its.is_open(row, matter), stands=stands)
    its.check(row, matter)
    proposed = _proposed(its, row, facts or {}) if matter is its.table.EASED else {}
    made = _new(its, row, matter, by)
    made.reason, made.facts = reason.strip(), proposed
    for name, value in own.items():
        setattr(made, name, value)
    session.add(made)
    session.flush()
    changes: dict[str, trail.Change] = {"matter": (None, matter)}
    trail.note(its.called(row), "matter_asked", by=by.actor, changes=changes)
    firm = Firm(clock.today())
    decisions.ask(its.asked(its.called(row)), step_of(made, firm), firm)
    return made


def _new(its: Deciding, row: Any, matter: StrEnum, by: Viewer) -> Decided:
    return its.table(
        entry_id=row.id,
        number=_next(its, row),
        matter=matter,
        said_digest=_said(its, row),
        asked_on=clock.today(),
        asked_by_id=by.person_id,
        recorded_at=clock.now(),
        **its.keeps(row),
    )


def _proposed(its: Deciding, row: Any, facts: Values) -> dict[str, Any]:
    eases = partial(its.eases, row)
    return matter_facts.proposed(its.register, row, facts, its.facts(row), eases)


def _next(its: Deciding, row: Any) -> int:
    last = select(func.max(its.table.number)).where(its.table.entry_id == row.id)
    return (session.scalar(last) or 0) + 1


def _said(its: Deciding, row: Any) -> str:
    return approvals.digest(entry_editions.packed(its.register, its.register.values_of(row)))


def step_of(decided: Decided, firm: Firm) -> Eligible:
    """Who may decide: nobody who asked (R9)."""
    return policy_rules.approvers(firm.candidates, [decided.asked_by_id], DECIDERS)


def deciders(row: KeptRow, firm: Firm) -> list[Taker]:
    """Whoever is asked to decide on what the writers of a duty's record asked for."""
    writers = row.parties[decisions.WRITERS]
    return asked_first(policy_rules.approvers(firm.candidates, writers, DECIDERS), firm)


def subject(its: Deciding, row: Any, decided: Decided) -> Subject:
    """What a decision is bound to."""
    content = {
        "matter": decided.matter,
        "reason": decided.reason,
        "said": decided.said_digest,
        **its.binds(decided),
        **({"facts": decided.facts} if decided.facts else {}),
    }
    return Subject(its.called(row), decided.step, 1, approvals.digest(content))


def waiting(its: Deciding, row: Any, decided: Decided, firm: Firm) -> Waiting:
    """What waits for whose decision."""
    return Waiting(subject(its, row, decided), decided.asked_on, step_of(decided, firm))


def take_back(its: Deciding, row: Any, decided: Decided, *, by: Viewer) -> None:
    """Ask no more. Raises NotAllowed for anybody but whoever asked, RuleBroken once it is
    decided."""
    if decided.asked_by_id != by.person_id:
        raise NotAllowed("matter_asker")
    _move(its, row, decided, DecisionMove.TAKE_BACK, by, {})


def decide(
    its: Deciding, row: Any, decided: Decided, answer: Answer, *, version: int, by: Viewer
) -> Approval:
    """Approve what was asked, which then counts at once, or send it back.

    Raises Stale, RuleBroken where nothing waits or the entry is over, as the register's `check`
    does of what is approved, and as `sign_offs.sign` does.
    """
    check_version(row, version)
    move = DecisionMove.APPROVE if answer.approves else DecisionMove.SEND_BACK
    MATTER.after(decided.state, move)
    if answer.approves:
        # Of an entry whose clock stopped meanwhile, or of facts that were approved by then.
        may_be = set(decided.facts) <= set(its.facts(row))
        if not (its.is_open(row, decided.matter) and may_be):
            raise RuleBroken("matter_late")
        its.check(row, decided.matter)
    firm = Firm(clock.today())
    signed = sign_offs.sign(waiting(its, row, decided, firm), answer, firm, by=by)
    if answer.approves:
        _apply(its, row, decided, signed, by)
    _move(its, row, decided, move, by, sign_offs.told(signed, firm))
    if not answer.approves:
        decisions.post(its.sent_back(its.called(row)), [decided.asked_by_id], firm)
    return signed


def _apply(its: Deciding, row: Any, decided: Decided, signed: Approval, by: Viewer) -> None:
    """Have an entry say what was decided of it."""
    if decided.matter is its.table.EASED:
        matter_facts.apply(its.register, row, decided, by=by)
        its.follows(row, decided, by)
    elif decided.matter is its.table.STRUCK:
        entries.retire(its.register, row, reason=decided.reason, by=by, agreed=True)
    elif its.applies is not None:
        its.applies(row, decided, signed)


def _move(
    its: Deciding,
    row: Any,
    decided: Decided,
    move: DecisionMove,
    by: Viewer,
    told: dict[str, trail.Change],
) -> None:
    called = its.called(row)
    decided.state = MATTER.after(decided.state, move)
    decided.version += 1
    session.flush()
    if move is DecisionMove.APPROVE and decided.matter is its.table.STRUCK:
        # Nothing waits of an entry that is struck.
        for each in matter_rows.standing(its.table, row):
            if each.state is DecisionState.WAITING:
                matter_rows.lapse(called, each, by=by)
    # A form of the entry that was opened before is of what it said before.
    row.version += 1
    session.flush()
    changes: dict[str, trail.Change] = {"matter": (None, decided.matter), **told}
    trail.note(called, move, by=by.actor, changes=changes)


def _named(its: Deciding, reference: Reference, step: str, *, lock: bool = False) -> Any:
    entry, kind = its.register.table, its.register.kind
    assert kind is not None
    columns = its.register.column("fiscal_year"), its.register.column("number")
    named = record_numbers.named(reference, kind, *columns)
    found = select(entry, its.table).join(
        its.table, its.table.entry_id == its.register.column("id")
    )
    found = found.where(named, its.table.number == int(step.rpartition("-")[2]))
    pair = session.execute(found.with_for_update(of=entry) if lock else found).one_or_none()
    if pair is None:
        raise NotFound("no_such_record", reference=str(reference))
    return pair[0], pair[1]


def digest_of(its: Deciding, reference: Reference, step: str, _submission: int) -> str | None:
    """The digest of what was decided, as it is now."""
    return subject(its, *_named(its, reference, step)).digest


def waits_again(its: Deciding, reference: Reference, signed: Approval, by: Viewer) -> bool:
    """Whether what was decided waits again, its decision being void; not once it lapsed, nor once
    its facts are part of what was handed in or approved meanwhile."""
    row, decided = _named(its, reference, signed.step, lock=True)
    if not MATTER.allows(decided.state, DecisionMove.UNDECIDE):
        return False
    stands = matter_rows.standing_of(its.table, row, decided.matter)
    if stands is not None and stands is not decided:
        return False
    if decided.state is DecisionState.APPROVED:
        if not set(decided.facts) <= set(its.facts(row)):
            return False
        _undo(its, row, decided, by)
    decided.state = MATTER.after(decided.state, DecisionMove.UNDECIDE)
    decided.version += 1
    row.version += 1
    session.flush()
    plan_undecided.note(str(reference), {"matter": (None, decided.matter)}, by)
    firm = Firm(clock.today())
    decisions.ask(its.asked(str(reference)), step_of(decided, firm), firm)
    return True


def _undo(its: Deciding, row: Any, decided: Decided, by: Viewer) -> None:
    if decided.matter is its.table.EASED:
        matter_facts.undo(its.register, row, decided, by=by)
        its.follows(row, decided, by)
    elif decided.matter is its.table.STRUCK:
        setattr(row, its.register.retired, "")
    else:
        its.undoes(row, decided.matter)


def is_matter(step: str) -> bool:
    """Whether a sign-off is of what two decide, and not of an entry's edition."""
    return step.startswith("decision-")
