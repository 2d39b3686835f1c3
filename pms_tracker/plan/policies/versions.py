"""Versions of a policy: drafted, submitted, approved by somebody else, in force from their day."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from pms_tracker import clock
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.mail import outbox
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import decisions
from pms_tracker.plan.policies import clauses, mappings, policies, policy_letters
from pms_tracker.plan.rules import policy_rules
from pms_tracker.plan.rules.policy_rules import VERSION, Stage, VersionMove, VersionState
from pms_tracker.plan.tables.policy_tables import Policy, PolicyReview, PolicyVersion
from pms_tracker.plan.text import policy_text
from pms_tracker.trail import trail

LENDS = Permission.REVIEW_POLICIES
OPEN = (VersionState.DRAFT, VersionState.SUBMITTED)


@dataclass(frozen=True)
class Written:
    """A draft as it is handed in; the day it comes into force may still be open."""

    read: policy_text.PolicyText
    reason: str = ""
    effective_on: date | None = None


def of_policy(policy_id: int) -> list[PolicyVersion]:
    """Every version, drafts and discarded ones included, newest first."""
    return list(
        session.scalars(
            select(PolicyVersion)
            .where(PolicyVersion.policy_id == policy_id)
            .order_by(PolicyVersion.edition.desc())
        )
    )


def seen_by(viewer: Viewer, version: PolicyVersion) -> bool:
    """Approved texts are for everybody; others for the three at the top, and for who decides."""
    if version.state is VersionState.APPROVED or viewer.sees_all:
        return True
    if version.state is not VersionState.SUBMITTED:
        return False
    firm = Firm(clock.today())
    return decisions.may_decide(viewer.person_id, approvers(version, firm), firm)


def by_edition(
    reference: Reference, edition: int, *, for_whom: Viewer, for_update: bool = False
) -> tuple[Policy, PolicyVersion]:
    """A version with its policy, in one statement.

    Raises NotFound where there is no such version or the person may not know of it.
    """
    statement = (
        select(Policy, PolicyVersion)
        .join(PolicyVersion, PolicyVersion.policy_id == Policy.id)
        .where(Policy.number == reference.number, PolicyVersion.edition == edition)
    )
    if for_update:
        # Both, so that the version is read as it stands once its policy is no longer held.
        statement = statement.with_for_update()
    row = session.execute(statement).one_or_none()
    known = row is not None and reference.kind is Kind.POLICY
    if row is None or not known or not seen_by(for_whom, row.PolicyVersion):
        raise NotFound("no_such_version", reference=str(reference), edition=edition)
    return row.Policy, row.PolicyVersion


def approvers(version: PolicyVersion, firm: Firm) -> Eligible:
    """Who may decide on a version as the firm stands."""
    return decisions.approvers(firm, version.writer_ids)


def drafter(version: PolicyVersion, firm: Firm) -> int | None:
    """Who takes a draft on: whoever began it or, without them, those who keep policies."""
    return drafter_of([] if version.recorded_by_id is None else [version.recorded_by_id], firm)


def drafter_of(began: Sequence[int], firm: Firm) -> int | None:
    """The same of a draft that these people began, if anybody did."""
    keepers = [*firm.holders(Role.PRIVACY_MANAGER), *firm.holders(Role.REPRESENTATIVE)]
    able = firm.who_sign_in([*(each for each in began if each in keepers), *keepers])
    return able[0] if able else None


def stages_of(versions: Collection[PolicyVersion]) -> dict[int, Stage]:
    """The stage of each approved version by its edition."""
    approved = [
        (each.edition, each.effective_on)
        for each in versions
        if each.state is VersionState.APPROVED and each.effective_on is not None
    ]
    return policy_rules.stages(approved, clock.today())


def start_draft(
    policy: Policy, written: Written, *, by: Viewer, review: PolicyReview | None = None
) -> PolicyVersion:
    """Begin the next version. Raises RuleBroken where one is being drafted or decided already."""
    last, is_open = session.execute(
        select(
            func.max(PolicyVersion.edition),
            func.max(case((PolicyVersion.state.in_(OPEN), 1), else_=0)),
        ).where(PolicyVersion.policy_id == policy.id)
    ).one()
    if is_open:
        raise RuleBroken("version_begun_already", reference=policy.reference)
    draft = PolicyVersion(
        policy_id=policy.id,
        edition=(last or 0) + 1,
        effective_on=written.effective_on,
        recorded_at=clock.now(),
        recorded_by_id=by.person_id,
        state=VERSION.start,
        reason=written.reason.strip(),
        review_id=review.id if review else None,
        # What a deputy writes in a review is written for both: neither approves it.
        writer_ids=sorted({by.person_id, by.principal(LENDS) or by.person_id}),
        due_on=policy_rules.TO_SUBMIT.due_on(clock.today(), business_calendar()),
        **policies.text_of(written.read),
    )
    session.add(draft)
    session.flush()
    begun: dict[str, trail.Change] = {
        "text_digest": (None, draft.digest),
        "reason": (None, draft.reason),
    }
    _note(policy, draft, "version_begun", by, begun)
    return draft


def save_draft(
    policy: Policy, draft: PolicyVersion, written: Written, *, version: int, by: Viewer
) -> None:
    """Keep a draft as it is now written. Raises Stale and RuleBroken where it is none any more."""
    changes = _write(policy, draft, written, version, by)
    session.flush()
    _note(policy, draft, "version_saved", by, changes)


def submit(
    policy: Policy, draft: PolicyVersion, written: Written, *, version: int, by: Viewer
) -> None:
    """Write a draft and ask for approval.

    Raises Stale, and RuleBroken where nothing changed, a reason or the day is missing, or the day
    has passed or lies before that of the version before.
    """
    before = next((e for e in policies.editions(policy.id) if e.edition < draft.edition), None)
    changes = _write(policy, draft, written, version, by)
    changed = before is None or before.digest != draft.digest
    last_on = before.effective_on if before else None
    today = clock.today()
    policy_rules.check_submission(draft.reason, draft.effective_on, today, last_on, changed=changed)
    draft.state = VERSION.after(draft.state, VersionMove.SUBMIT)
    draft.submissions += 1
    draft.submitted_on = clock.today()
    draft.due_on = decisions.due_on(clock.today())
    session.flush()
    _note(policy, draft, "version_submitted", by, changes)
    firm = Firm(clock.today())
    decisions.ask(policy_letters.version_asked(policy, draft), approvers(draft, firm), firm)


def _write(
    policy: Policy, draft: PolicyVersion, written: Written, version: int, by: Viewer
) -> dict[str, trail.Change]:
    _check_seen(policy, draft, version)
    if draft.state is not VersionState.DRAFT:
        raise RuleBroken("version_locked", state=draft.state)
    told = policies.text_of(written.read)
    changes: dict[str, trail.Change] = {
        "text_digest": (draft.digest, told["digest"]),
        "effective_on": (draft.effective_on, written.effective_on),
        "reason": (draft.reason, written.reason.strip()),
    }
    for name, value in told.items():
        setattr(draft, name, value)
    draft.effective_on = written.effective_on
    draft.reason = written.reason.strip()
    draft.writer_ids = sorted({*draft.writer_ids, by.person_id})
    draft.version += 1
    return changes


def _check_seen(policy: Policy, version: PolicyVersion, seen: int) -> None:
    if version.version != seen:
        raise Stale("record_changed", reference=policy.reference)


def discard(policy: Policy, draft: PolicyVersion, reason: str, *, version: int, by: Viewer) -> None:
    """Give a draft up; it stays readable. Raises Stale, and RuleBroken once it was submitted."""
    _check_seen(policy, draft, version)
    draft.state = VERSION.after(draft.state, VersionMove.DISCARD)
    draft.due_on = None
    draft.version += 1
    session.flush()
    _note(policy, draft, "version_discarded", by, {"reason": (None, reason.strip())})


def step(version: PolicyVersion) -> str:
    """The name of what is approved: one edition."""
    return f"edition-{version.edition}"


def subject(policy: Policy, version: PolicyVersion) -> approvals.Subject:
    """What an approval of the version as it stands would be bound to."""
    content = {
        "policy": policy.reference,
        "edition": version.edition,
        "text": version.text,
        "reason": version.reason,
        "effective_on": version.effective_on,
    }
    digest = approvals.digest(content)
    return approvals.Subject(policy.reference, step(version), version.submissions, digest)


def waiting(policy: Policy, draft: PolicyVersion, firm: Firm) -> sign_offs.Waiting:
    """What of a submitted version waits for whose decision."""
    return sign_offs.Waiting(subject(policy, draft), draft.submitted_on, approvers(draft, firm))


def decide(
    policy: Policy, draft: PolicyVersion, decided: approvals.Decided, *, version: int, by: Viewer
) -> Approval:
    """Approve a version or send it back.

    Raises Stale where it is not the one that was seen, NotAllowed for whoever wrote it (R9),
    RuleBroken without the reason that a refusal needs, or where its day has passed.
    """
    _check_seen(policy, draft, version)
    move = VersionMove.APPROVE if decided.approves else VersionMove.SEND_BACK
    state = VERSION.after(draft.state, move)
    if decided.approves and not draft.imported:
        day = decided.decided_on or clock.today()
        policy_rules.check_approved_in_time(draft.effective_on, day)
    brought = draft.imported
    if brought and not decided.approves:
        clauses.unprepare(draft)
    firm = Firm(clock.today())
    row = sign_offs.sign(waiting(policy, draft, firm), decided, firm, by=by)
    draft.state = state
    draft.version += 1
    if decided.approves:
        _after_approval(policy, draft, row, firm, by)
    else:
        _after_sending_back(policy, draft, row, firm, brought=brought, by=by)
    return row


def _after_approval(
    policy: Policy, draft: PolicyVersion, row: Approval, firm: Firm, by: Viewer
) -> None:
    draft.due_on = None
    draft.approved_on = row.decided_on
    if not draft.imported:
        policies.enact(draft, policies.read_of(draft))
        mappings.carry_clauses(draft)
    changes = sign_offs.told(row, firm)
    changes["effective_on"] = (None, draft.effective_on)
    _note(policy, draft, "text_approved" if draft.imported else "version_approved", by, changes)
    outbox.post(
        policy_letters.version_approved(policy, draft), firm.recipient(drafter(draft, firm))
    )


def _after_sending_back(
    policy: Policy, draft: PolicyVersion, row: Approval, firm: Firm, *, brought: bool, by: Viewer
) -> None:
    draft.due_on = policy_rules.TO_SUBMIT.due_on(clock.today(), business_calendar())
    session.flush()
    move = "text_sent_back" if brought else "version_sent_back"
    _note(policy, draft, move, by, sign_offs.told(row, firm))
    letter = policy_letters.version_sent_back(policy, draft, brought=brought)
    outbox.post(letter, firm.recipient(drafter(draft, firm)))


def _note(
    policy: Policy, version: PolicyVersion, move: str, by: Viewer, more: dict[str, trail.Change]
) -> None:
    changes: dict[str, trail.Change] = {"edition": (None, version.edition), **more}
    trail.note(policy.reference, move, by=by.actor, changes=changes)
