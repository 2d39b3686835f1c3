"""Entries of registers that are approved: handed in, decided by a second person, taken back.

Whose approval counts the register's row says (`approvers`); nobody approves what they wrote (R9).
What is approved is what was seen: a decision is bound to the digest of all fields.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Reference
from pms_tracker.kernel.words import Words
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import decisions, entry_letters
from pms_tracker.plan.rules import policy_rules
from pms_tracker.registers import beforehand, entry_editions, entry_fields
from pms_tracker.registers.edition_rules import DRAFTED, ENTRY, WAITS, EntryMove, Standing
from pms_tracker.registers.edition_tables import Edition
from pms_tracker.registers.entry_editions import Now
from pms_tracker.registers.fields import Values
from pms_tracker.registers.register import Beforehand, Register
from pms_tracker.trail import record_numbers, trail

# Entries that are handed in or approved together.
MOST = 50
# What the sign-off of an edition is called, before its number.
EDITION = "edition-"


def hand_in(register: Register, row: Any, *, version: int, by: Viewer) -> None:
    """Ask for the approval of what is drafted.

    Raises Stale, RuleBroken where nothing is drafted or something that is asked for is missing, and
    as the register's `comes_in` does.
    """
    said, first = entry_editions.drafted(register, row), beforehand.wanted(register, row)
    lacks = lacking(register, said, first)
    if lacks:
        raise RuleBroken("entry_lacks", name=register.name_of(row), choices=lacks)
    if first is None:
        register.comes_in(row, said)
    row.submissions += 1
    _move(register, row, EntryMove.HAND_IN, by, version=version, submitted_on=clock.today())


def hand_in_several(register: Register, chosen: Sequence[tuple[Any, int]], *, by: Viewer) -> None:
    """Hand in several entries, each with the version of it that was read; all of them or none.

    Raises as `hand_in` does for each, and RuleBroken with the names of all that lack something.
    """
    unready = [register.name_of(row) for row, _version in chosen if _lacks(register, row)]
    if len(unready) > 1:
        raise RuleBroken("entries_lack", choices=unready)
    for row, version in chosen:
        hand_in(register, row, version=version, by=by)


def _lacks(register: Register, row: Any) -> tuple[Words, ...]:
    said, first = entry_editions.drafted(register, row), beforehand.wanted(register, row)
    return lacking(register, said, first)


def lacking(register: Register, said: Values, first: Beforehand | None = None) -> tuple[Words, ...]:
    """What an entry lacks to be handed in, by the labels of the fields; to be approved beforehand,
    what that asks for."""
    more = register.asks(said)
    asked = [each for each in register.fields if each.asked or each.name in more]
    if first is not None:
        asked = [each for each in asked if each.name in first.fields]
        asked += [register.field(name) for name in first.asks]
    return tuple(each.label for each in asked if not said[each.name])


def take_back(register: Register, row: Any, *, version: int, by: Viewer) -> None:
    """Go on drafting what waits. Raises Stale, RuleBroken where nothing waits."""
    _move(register, row, EntryMove.TAKE_BACK, by, version=version)


def drop(register: Register, row: Any, *, version: int, by: Viewer) -> None:
    """Throw away what is drafted; what is in force stays. Raises as `take_back` does."""
    entry_editions.drop(register, row)
    _move(register, row, EntryMove.DROP, by, version=version)


def propose_end(register: Register, row: Any, reason: str, *, version: int, by: Viewer) -> None:
    """Draft that an entry is in force no more, and hand that in.

    Raises Stale, RuleBroken without a reason or where a change is drafted already, and as the
    register's `goes_out` does.
    """
    if not reason.strip():
        raise RuleBroken("reason_needed")
    if row.state is not Standing.IN_FORCE:
        raise RuleBroken("entry_is_revised")
    register.goes_out(row)
    entry_editions.propose_end(register, row, by)
    row.submissions += 1
    why: dict[str, trail.Change] = {"reason": (None, reason.strip())}
    move = EntryMove.HAND_IN
    _move(register, row, move, by, why, version=version, submitted_on=clock.today())


@dataclass(frozen=True)
class Offered:
    """What an entry is decided on: what is in force, what is drafted, and whether that ends it;
    `first` where part of it is decided on beforehand."""

    row: Any
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    ends: bool
    now: Now = entry_editions.NOTHING
    first: Beforehand | None = None

    @property
    def changed(self) -> list[str]:
        """The fields in which they differ."""
        return [name for name, value in self.after.items() if self.before.get(name) != value]


def offered(register: Register, rows: Sequence[Any]) -> list[Offered]:
    """What is drafted for entries, or waits; of one in force alone nothing is changed."""
    editions = entry_editions.now_of(register, rows)
    found = []
    for row in rows:
        stands, now = register.values_of(row), editions.get(row.id, entry_editions.NOTHING)
        after = entry_editions.told(register, row, now.draft)
        ends = now.draft is not None and now.draft.ends
        first = beforehand.wanted(register, row)
        found.append(Offered(row, stands if row.edition else {}, after, ends, now, first))
    return found


def waiting(register: Register, offer: Offered, firm: Firm) -> Waiting:
    """What waits for whose decision."""
    row, called = offer.row, register.name_of(offer.row)
    if offer.first is not None:
        digest = _digest(beforehand.said(register, offer.first, offer.after), ends=False)
        step = offer.first.step
    else:
        digest = _digest(entry_editions.packed(register, offer.after), ends=offer.ends)
        # An approval of each edition stands.
        step = f"{EDITION}{row.edition + 1}"
    subject = approvals.Subject(called, step, row.submissions, digest)
    roles = register.decided_by(offer.after)
    return Waiting(subject, row.submitted_on, approvers(roles, firm, row.writer_ids))


def made_of(register: Register, called: str) -> list[Approval]:
    """What was decided of what an entry says; not of what two decide of it beside that."""
    first = register.beforehand
    made = approvals.decisions(called)
    return [e for e in made if e.step.startswith(EDITION) or (first and e.step == first.step)]


def sent_back(register: Register, rows: Sequence[Any]) -> Iterator[tuple[Any, date]]:
    """The entries that were sent back and not handed in again since, with the day of that."""
    drafted = {
        (register.name_of(row), row.submissions): row
        for row in rows
        if row.state in DRAFTED
        and row.submissions
        and not (register.retired and getattr(row, register.retired))
    }
    if not drafted:
        return
    first = register.beforehand
    for each in approvals.sent_back(called for called, _submission in drafted):
        row = drafted.get((each.reference, each.submission))
        of_it = each.step.startswith(EDITION) or (first is not None and each.step == first.step)
        if row is not None and of_it:
            yield row, each.decided_on


def _digest(said: Mapping[str, Any], *, ends: bool) -> str:
    return approvals.digest({"said": said, "ends": ends})


def digest_of(register: Register, reference: Reference, step: str, _submission: int) -> str | None:
    """The digest of what an edition says now; None where it is gone."""
    assert register.kind is not None
    columns = (register.column("fiscal_year"), register.column("number"))
    its = record_numbers.named(reference, register.kind, *columns)
    first = register.beforehand
    if first is not None and step == first.step:
        return _digest_beforehand(register, first, its)
    number = int(step.rpartition("-")[2])
    found = session.scalar(
        select(Edition)
        .join(register.table, register.column("id") == Edition.entry_id)
        .where(its, Edition.register == register.key, Edition.number == number)
    )
    return _digest(found.said, ends=found.ends) if found is not None else None


def _digest_beforehand(register: Register, first: Beforehand, its: ColumnElement[bool]) -> str:
    """Of what was approved beforehand: what is drafted, else what came into force first."""
    row = session.scalars(select(register.table).where(its)).one()
    in_force = entry_editions.of(register, row)
    values = entry_editions.said(register, in_force[-1]) if in_force else register.values_of(row)
    return _digest(beforehand.said(register, first, values), ends=False)


def approvers(roles: Sequence[Role], firm: Firm, writers: Sequence[int]) -> Eligible:
    """Who of these roles may approve an entry that these people wrote."""
    return policy_rules.approvers(firm.candidates, writers, roles)


def decide(
    register: Register, row: Any, decided: Decided, firm: Firm, *, version: int, by: Viewer
) -> Approval:
    """Put what waits in force, or end the entry with it, or send it back.

    Raises Stale where it is not what was seen, RuleBroken where nothing waits, and as
    `sign_offs.sign` and, of what is approved, the register's `comes_in` do.
    """
    (offer,) = offered(register, [row])
    move = EntryMove.SEND_BACK
    if decided.approves:
        move = EntryMove.CONCLUDE if offer.ends else EntryMove.APPROVE
        move = EntryMove.CLEAR if offer.first is not None else move
    ENTRY.after(row.state, move)
    if move is EntryMove.APPROVE:
        register.comes_in(row, offer.after)
    signed = sign_offs.sign(waiting(register, offer, firm), decided, firm, by=by)
    writers, stood = row.writer_ids, register.values_of(row)
    if decided.approves and offer.first is not None:
        setattr(row, offer.first.column, signed.decided_on)
    elif decided.approves:
        entry_editions.bring_in(register, row, offer.now, signed.decided_on)
    _move(register, row, move, by, sign_offs.told(signed, firm), version=version)
    if decided.approves:
        entry_fields.keep(register, row, stood)
    else:
        decisions.post(entry_letters.sent_back(register.name_of(row)), writers, firm)
    return signed


@dataclass(frozen=True)
class Seen:
    """Which version of an entry its reader saw, and the digest of what it says."""

    version: int
    digest: str


def approve_several(register: Register, chosen: Sequence[tuple[Any, Seen]], *, by: Viewer) -> None:
    """Approve several entries, all of them or none. Raises as `decide` does for each."""
    firm = Firm(clock.today())
    for row, seen in chosen:
        decided = Decided(Decision.APPROVED, seen.digest)
        decide(register, row, decided, firm, version=seen.version, by=by)


def drafted_by(register: Register, viewer: Viewer) -> list[Offered]:
    """What is drafted of what somebody keeps and is not over, the oldest first; no more than go in
    at once."""
    return offered(register, list(islice(_open_drafts(register, viewer), MOST)))


def _open_drafts(register: Register, viewer: Viewer) -> Iterator[Any]:
    drafted, number, last = _stand(register, viewer, DRAFTED).limit(MOST), register.column("id"), 0
    while rows := session.scalars(drafted.where(number > last)).all():
        yield from (each for each in rows if not register.over(each))
        last = rows[-1].id
        if len(rows) < MOST:
            return


def waiting_for(register: Register, viewer: Viewer, firm: Firm) -> list[tuple[Offered, Waiting]]:
    """What waits for the decision of somebody, the oldest first; no more than is read at once."""
    found = offered(register, session.scalars(_stand(register, viewer, WAITS).limit(MOST)).all())
    waits = [(each, waiting(register, each, firm)) for each in found]
    may = decisions.may_decide
    return [pair for pair in waits if may(viewer.person_id, pair[1].step, firm)]


def _stand(register: Register, viewer: Viewer, standings: Sequence[Standing]) -> Select[Any]:
    stands = register.column("state").in_(standings)
    found = select(register.table).where(stands, register.seen(viewer))
    if register.retired:
        found = found.where(register.column(register.retired) == "")
    return found.order_by(register.column("id"))


def _move(
    register: Register,
    row: Any,
    move: EntryMove,
    by: Viewer,
    told: Mapping[str, trail.Change] | None = None,
    *,
    version: int,
    submitted_on: date | None = None,
) -> None:
    if row.version != version:
        raise Stale("record_changed", reference=register.name_of(row))
    after = ENTRY.after(row.state, move)
    changes: dict[str, trail.Change] = {"state": (row.state, after), **(told or {})}
    row.state, row.submitted_on = after, submitted_on
    row.version += 1
    session.flush()
    trail.note(register.name_of(row), move, by=by.actor, changes=changes)
