"""Policies: brought over from their published text, found again, and which text is in force."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from pms_tracker import clock
from pms_tracker.database import Columns, session, within
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.search_text import holds
from pms_tracker.people.firm.standing import Day
from pms_tracker.plan.rules import policy_rules
from pms_tracker.plan.rules.policy_rules import ReviewOutcome, RevisionKind, VersionState
from pms_tracker.plan.tables.policy_tables import (
    Policy,
    PolicyReview,
    PolicyRevision,
    PolicyVersion,
    Requirement,
)
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.policy_text import PolicyText
from pms_tracker.plan.text.policy_written import unquoted
from pms_tracker.plan.text.tree.policy_outline import Outline
from pms_tracker.trail import trail
from pms_tracker.trail.record_numbers import next_number

TITLE_LENGTH = 200
# SQLite unites at most 500 rows in one statement.
DAYS_AT_A_TIME = 400
_LATER = aliased(PolicyVersion)


def adopt(
    read: PolicyText, *, by: trail.Actor, months: int = 12, earlier: Sequence[PolicyText] = ()
) -> Policy:
    """Store a published policy with its history; its next review follows from its last revision.

    It waits for its approval, for which `brought_over.bring_over` asks, and serves to prepare until
    then. `earlier` are the editions it had before, the oldest first. Raises BadInput where a text
    names no day of enactment or revision, and RuleBroken where a policy of that title exists (it
    is revised by a new version).
    """
    texts = [*earlier, read]
    days = [_last_day(each) for each in texts]
    title = read.title[:TITLE_LENGTH]
    if session.scalar(sa.select(Policy.id).where(Policy.title == title)):
        raise RuleBroken("policy_exists", title=title)
    policy = Policy(
        number=next_number(Kind.POLICY, 0),
        title=title,
        review_months=months,
        next_review_on=policy_rules.next_review_on(max(days), months),
    )
    session.add(policy)
    session.flush()
    for edition, (text, day) in enumerate(zip(texts, days, strict=True), start=1):
        _keep(policy, text, edition, day, by, waits=edition == len(texts))
    changes = {"title": (None, title), "next_review_on": (None, policy.next_review_on)}
    trail.note(policy.reference, "adopted", by=by, changes=changes)
    return policy


def _last_day(read: PolicyText) -> date:
    enacted = [read.enacted_on] if read.enacted_on else []
    days = [day for day in (*enacted, *read.revised_on) if day <= clock.today()]
    if not days:
        raise BadInput("policy_without_day")
    return max(days)


def _keep(
    policy: Policy, read: PolicyText, edition: int, on: date, by: trail.Actor, *, waits: bool
) -> None:
    """Enter an edition that was published before it came here: locked, and the last one waits."""
    published = PolicyVersion(
        policy_id=policy.id,
        edition=edition,
        effective_on=on,
        recorded_at=clock.now(),
        recorded_by_id=by.id,
        state=VersionState.SUBMITTED if waits else VersionState.APPROVED,
        imported=True,
        writer_ids=[by.id] if waits and by.id is not None else [],
        submissions=int(waits),
        submitted_on=clock.today() if waits else None,
        **text_of(read),
    )
    session.add(published)
    session.flush()
    told = {"edition": (None, edition), "text_digest": (None, published.digest)}
    trail.note(policy.reference, "text_entered", by=by, changes=told)
    enact(published, read)


def read_of(version: PolicyVersion) -> PolicyText:
    """The version's text with its tree as it was kept."""
    return _read(version.text, _outline(version))


def shown_of(version: PolicyVersion) -> PolicyText:
    """The same for whoever reads it, without what a mail set around a text that was kept with it;
    what was signed stays as it is."""
    told = _unquoted(version.text)
    if not told.marked:
        return read_of(version)
    kept = _outline(version)
    above = len(told.above)
    return _read(told.text, kept and tuple((line - above, depth) for line, depth in kept))


def _outline(version: PolicyVersion) -> Outline | None:
    outline = version.outline
    return None if outline is None else tuple((line, depth) for line, depth in outline)


# Every page that shows clauses asks for the same few texts, and reading one is a third of it.
_read = lru_cache(maxsize=8)(policy_text.read)
_unquoted = lru_cache(maxsize=8)(unquoted)


def text_of(read: PolicyText) -> dict[str, Any]:
    """A text as a version keeps it: the words, their digest, and what they say of the issuer."""
    desk = read.contact
    contact = " ".join(filter(None, (desk.role, desk.phone, desk.mail, desk.hours)))
    return {
        "text": read.text,
        "digest": policy_text.digest(read.text),
        "issuer": (read.issuer or "")[:200],
        "representative": (read.representative or "")[:200],
        "contact": contact[:500],
        "outline": [list(row) for row in read.outline],
    }


def enact(approved: PolicyVersion, read: PolicyText) -> None:
    """Store what an approved version brings with it: its clauses and its days in the history."""
    clauses = [
        {
            "policy_version_id": approved.id,
            "position": position,
            "depth": clause.depth,
            "path": clause.path,
            "label": clause.label,
            "text": clause.text,
        }
        for position, clause in enumerate(read.clauses)
    ]
    if clauses:
        session.execute(sa.insert(Requirement), clauses)
    _add_history(approved, read)
    session.flush()


def _add_history(approved: PolicyVersion, read: PolicyText) -> None:
    told = dict.fromkeys(read.revised_on, RevisionKind.REVISED)
    told.update(dict.fromkeys(read.enacted_before, RevisionKind.ENACTED))
    if read.enacted_on:
        told[read.enacted_on] = RevisionKind.ENACTED
    policy_id, own_day = approved.policy_id, approved.effective_on
    rows = [_unless_known(policy_id, day, kind) for day, kind in sorted(told.items())]
    if own_day is not None and own_day not in told:
        # A text that does not name its own day is revised on the day it comes into force.
        known = sa.select(sa.func.count()).where(
            PolicyRevision.policy_id == policy_id, PolicyRevision.revised_on.in_(told)
        )
        own = _unless_known(policy_id, own_day, RevisionKind.REVISED)
        # It goes first, so that it is asked before any of the others is there.
        rows.insert(0, own.where(known.scalar_subquery() == len(told)))
    columns = ["policy_id", "revised_on", "kind"]
    for first in range(0, len(rows), DAYS_AT_A_TIME):
        some = sa.union_all(*rows[first : first + DAYS_AT_A_TIME])
        session.execute(sa.insert(PolicyRevision).from_select(columns, some))


def _unless_known(policy_id: int, day: date, kind: RevisionKind) -> Columns:
    known = sa.exists().where(
        PolicyRevision.policy_id == policy_id, PolicyRevision.revised_on == day
    )
    of_kind = sa.literal(kind, PolicyRevision.kind.type)
    return sa.select(sa.literal(policy_id), sa.literal(day), of_kind).where(~known)


def by_reference(reference: Reference, *, for_update: bool = False) -> Policy:
    """Raises NotFound for an unknown number. Policies are published, so everybody sees them."""
    statement = sa.select(Policy).where(Policy.number == reference.number)
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement)
    if found is None or reference.kind is not Kind.POLICY:
        raise NotFound("no_such_record", reference=str(reference))
    return found


def listed(due: Days | None = None, text: str = "") -> list[Policy]:
    """Policies by number, those due for review within `due` and whose title holds `text`."""
    statement = sa.select(Policy).where(*within((Policy.next_review_on, due)))
    found = session.scalars(statement.order_by(Policy.number))
    return [policy for policy in found if holds(policy.title, text)]


def counts(version: type[PolicyVersion]) -> sa.ColumnElement[bool]:
    """Whether a version counts from its day: it was approved, or brought over and waits for that.

    What is prepared (audits, requirements) goes by it; nothing is made known of it or reviewed.
    """
    waits = sa.and_(version.imported, version.state == VersionState.SUBMITTED)
    return sa.or_(version.state == VersionState.APPROVED, waits)


def in_force(policy_id: int) -> PolicyVersion:
    """The version that counts whose day came last. Raises NotFound where none has come yet."""
    found = session.scalar(
        sa.select(PolicyVersion)
        .where(
            PolicyVersion.policy_id == policy_id,
            counts(PolicyVersion),
            PolicyVersion.effective_on <= clock.today(),
        )
        .order_by(PolicyVersion.effective_on.desc(), PolicyVersion.edition.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("nothing_in_force")
    return found


def published(policy_id: int) -> PolicyVersion:
    """The version in force that somebody approved. Raises NotFound while it waits for that."""
    found = in_force(policy_id)
    if found.state is not VersionState.APPROVED:
        raise NotFound("nothing_in_force")
    return found


def ever_approved() -> sa.Select[int]:
    """The policies of which somebody approved a text here: a review is of such a text."""
    its = PolicyVersion.policy_id, PolicyVersion.approved_on.is_not(None)
    return sa.select(its[0]).where(its[1]).distinct()


def approved_ids() -> set[int]:
    """All of these, by their ids."""
    return set(session.scalars(ever_approved()))


def superseded_on(on: Day) -> sa.ColumnElement[date | None]:
    """Since when another text is in force than that of the statement around it; None while none
    is on the day. A later edition never comes into force before an earlier one."""
    return (
        sa.select(sa.func.min(_LATER.effective_on))
        .where(
            _LATER.policy_id == PolicyVersion.policy_id,
            _LATER.edition > PolicyVersion.edition,
            counts(_LATER),
            _LATER.effective_on <= on,
        )
        .correlate(PolicyVersion)
        .scalar_subquery()
    )


def editions(policy_id: int) -> list[PolicyVersion]:
    """Every approved version, those to come included, newest first."""
    return list(
        session.scalars(
            sa.select(PolicyVersion)
            .where(
                PolicyVersion.policy_id == policy_id, PolicyVersion.state == VersionState.APPROVED
            )
            .order_by(PolicyVersion.edition.desc())
        )
    )


def revisions(policy_id: int) -> list[PolicyRevision]:
    """The history that the approved texts tell up to today, oldest first."""
    return list(
        session.scalars(
            sa.select(PolicyRevision)
            .where(
                PolicyRevision.policy_id == policy_id, PolicyRevision.revised_on <= clock.today()
            )
            .order_by(PolicyRevision.revised_on)
        )
    )


def move_review(policy: Policy, day: date, changes: dict[str, trail.Change]) -> None:
    """Set the day the next review is due, and tell it among what changed."""
    changes["next_review_on"] = (policy.next_review_on, day)
    policy.next_review_on = day
    policy.version += 1
    session.flush()


def last_reviewed_on(policy_id: int) -> date | None:
    """The day of the last review that was concluded and not only postponed."""
    return session.scalar(
        sa.select(sa.func.max(PolicyReview.held_on)).where(
            PolicyReview.policy_id == policy_id, PolicyReview.outcome != ReviewOutcome.POSTPONED
        )
    )
