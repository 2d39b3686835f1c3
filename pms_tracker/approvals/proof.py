"""Whether the rows still say what was approved or signed: told by digest, from trail to rows.

Each phase says how what a step approved is read from the rows of today (`Redigest`), and what else
was frozen there (`Frozen`). The trail, which nobody can change unseen, holds every digest as it was
given; where contents were erased since, it holds the digest of what was left as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import session
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.trail import trail
from pms_tracker.trail.names import LEFT, RENEWED
from pms_tracker.trail.trail_tables import TrailEntry, TrailValue

# How the rows of a record are digested as they are now, for a step and the number of its
# submission; None where there is nothing of the kind.
Redigest = Callable[[Reference, str, int], str | None]
# Under these names the trail holds digests of what was decided or signed, and of texts.
DECIDED = ("digest", "report_digest")
# Under these names it holds who stamped, or filled in, a paper that another typed in.
STAMPED = ("decided_by", "carried_out_by")
GIVEN = (*DECIDED, "text_digest")


@dataclass(frozen=True)
class Frozen:
    """Something frozen: of which record, at which step, the digest it was given, and the one of
    what its rows say now (None where they are gone)."""

    reference: str
    step: str
    given: str
    now: str | None


@dataclass(frozen=True)
class Mismatch:
    """What does not match any more; `key` says how."""

    reference: str
    step: str
    key: str


# What is frozen without a decision on it, of one record or of all.
Signed = Callable[[Reference | None], Iterable[Frozen]]


@dataclass(frozen=True)
class Registry:
    """How each kind of record is digested anew, and what else is frozen."""

    redigest: Mapping[Kind, Redigest]
    signed: tuple[Signed, ...]

    def of(self, name: str | None = None) -> Iterator[Frozen]:
        """Everything that is frozen; with a name, that of one record."""
        standing = select(Approval).where(
            Approval.decision == Decision.APPROVED, Approval.voided_at.is_(None)
        )
        if name is not None:
            standing = standing.where(Approval.reference == name)
        for each in session.scalars(standing.order_by(Approval.id)).all():
            now = self._now(each)
            yield Frozen(each.reference, each.step, each.digest, now)
        reference = parse_reference(name) if name is not None else None
        if name is None or reference is not None:
            for signed in self.signed:
                yield from signed(reference)

    def _now(self, decided: Approval) -> str | None:
        reference = parse_reference(decided.reference)
        redigest = self.redigest.get(reference.kind) if reference else None
        if reference is None or redigest is None:
            return None
        return redigest(reference, decided.step, decided.submission)


def verify(registry: Registry) -> Iterator[Mismatch]:
    """Everything frozen that does not say what it said, and every decision the trail does not
    know, alone knows, or knows from somebody else."""
    given, left, decided = _noted()
    # Of what is decided about a review of a policy, the policy's history tells as well.
    kept = set[str]()
    for row in session.execute(select(Approval.reference, Approval.step, Approval.digest)):
        kept.add(row.digest)
        if row.digest not in given[row.reference]:
            yield Mismatch(row.reference, row.step, "decision_changed")
    yield from _by_another()
    for each in registry.of():
        kept.add(each.given)
        if each.given not in given[each.reference]:
            yield Mismatch(each.reference, each.step, "digest_unknown")
        elif each.now is None:
            yield Mismatch(each.reference, each.step, "content_missing")
        elif each.now != _followed(each.given, left[each.reference]):
            yield Mismatch(each.reference, each.step, "content_changed")
    for name, digests in decided.items():
        for _gone in sorted(digests - kept):
            yield Mismatch(name, "", "decision_missing")


def _by_another() -> Iterator[Mismatch]:
    """Decisions whose row names another person than the trail does: whoever decided, or whoever
    typed it in and the name of whoever stamped it."""
    noted, names = _deciders(), _names()
    columns = (Approval.on_paper, Approval.entered_by_id, Approval.decided_by_id)
    rows = select(Approval.reference, Approval.step, Approval.digest, *columns)
    for name, step, digest, on_paper, entered_by_id, decided_by_id in session.execute(
        rows.order_by(Approval.id)
    ):
        known = noted.get((name, digest), [])
        wanted = entered_by_id if on_paper else decided_by_id
        called = names[decided_by_id] if on_paper else {None}
        same = next((each for each in known if each[0] == wanted and each[1] in called), None)
        if same is not None:
            # Two who decided about one content are two entries.
            known.remove(same)
        elif (name, digest) in noted:
            yield Mismatch(name, step, "decider_changed")


_STAMPED_BY = aliased(TrailValue)


def _deciders() -> dict[tuple[str, str], list[tuple[int | None, str | None]]]:
    """By record and digest: who acted, and the name on the paper they typed in."""
    found: dict[tuple[str, str], list[tuple[int | None, str | None]]] = defaultdict(list)
    rows = (
        select(TrailEntry.reference, TrailValue.after, TrailEntry.actor_id, _STAMPED_BY.after)
        .join(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .outerjoin(
            _STAMPED_BY,
            and_(_STAMPED_BY.entry_number == TrailEntry.number, _STAMPED_BY.field.in_(STAMPED)),
        )
        .where(TrailValue.field.in_(DECIDED), TrailValue.after.is_not(None))
        .where(TrailEntry.move != "submit")
        .order_by(TrailEntry.number)
    )
    for name, digest, actor_id, stamped_by in session.execute(rows):
        found[name, str(digest)].append((actor_id, stamped_by))
    return found


def _names() -> dict[int, set[str | None]]:
    """All that each person was ever called, as the trail calls whoever stamped a paper."""
    people = session.execute(select(Person.id, Person.name, Person.erased_at))
    # Of whoever was erased the trail says no name.
    names: dict[int, set[str | None]] = {
        person_id: {name} if erased_at is None else {name, None}
        for person_id, name, erased_at in people
    }
    earlier = (
        select(TrailEntry.reference, TrailValue.before)
        .join(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .where(TrailEntry.reference.startswith("person-"), TrailValue.field == "name")
        .where(TrailValue.before.is_not(None))
    )
    for reference, name in session.execute(earlier):
        names.setdefault(int(reference.removeprefix("person-")), set()).add(name)
    return names


def _noted() -> tuple[dict[str, set[str]], dict[str, dict[str, str]], dict[str, set[str]]]:
    """By record: all digests given, what each became by erasing, and those of decisions."""
    given: dict[str, set[str]] = defaultdict(set)
    left: dict[str, dict[str, str]] = defaultdict(dict)
    decided: dict[str, set[str]] = defaultdict(set)
    rows = session.execute(
        select(TrailEntry.reference, TrailEntry.move, TrailValue.field)
        .add_columns(TrailValue.before, TrailValue.after)
        .join(TrailValue, TrailValue.entry_number == TrailEntry.number)
        .where(TrailValue.field.in_((*GIVEN, LEFT)), TrailValue.after.is_not(None))
        .order_by(TrailEntry.number)
    )
    for name, move, field, before, after in rows:
        if field == LEFT:
            left[name][before] = after
            continue
        given[name].add(after)
        # Texts of drafts are noted too, and what was handed in and not decided on.
        if field in DECIDED and move != "submit":
            decided[name].add(after)
    return given, left, decided


def _followed(digest: str, left: Mapping[str, str]) -> str:
    seen = set[str]()
    while digest in left and digest not in seen:
        seen.add(digest)
        digest = left[digest]
    return digest


def digests(registry: Registry, names: Iterable[str] | None = None) -> dict[tuple[str, str], str]:
    """What frozen contents say now, of these records or of all, by record and step: asked before
    erasing."""
    each_of: Iterable[str | None] = [None] if names is None else dict.fromkeys(names)
    every = (each for name in each_of for each in registry.of(name))
    return {(each.reference, each.step): each.now for each in every if each.now is not None}


def note_erased(
    registry: Registry,
    before: Mapping[tuple[str, str], str],
    *,
    by: trail.Actor,
    everything: bool = False,
) -> None:
    """Note what frozen contents say once something of them was erased, so that the rest of them
    is still proven. `everything` asks all of them at once."""
    now = digests(registry, None if everything else (name for name, _step in before))
    changed = {
        (name, digest, now[name, step])
        for (name, step), digest in before.items()
        if now.get((name, step), digest) != digest
    }
    for name, digest, left in sorted(changed):
        trail.note(name, RENEWED, by=by, changes={LEFT: (digest, left)})
