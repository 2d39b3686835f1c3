"""Minutes of a management review (議事録): written, handed in with their figures, then signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.management import (
    management_reviews,
    review_decisions,
    review_facts,
    review_letters,
)
from pms_tracker.act.rules import management_rules
from pms_tracker.act.rules.management_rules import (
    MANAGEMENT_REVIEW,
    Remark,
    Resolved,
    ReviewMove,
    Section,
)
from pms_tracker.act.tables.management_tables import (
    ManagementReview,
    ReviewAttendee,
    ReviewDecision,
    ReviewInput,
)
from pms_tracker.approvals import approvals, sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.database import session
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import RuleBroken, check_version
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.plan.deciding import decisions, yearly
from pms_tracker.plan.rules.year_rules import Done, PlanState, may_report
from pms_tracker.plan.years import year_results
from pms_tracker.trail import trail

STEP = "minutes"
# What examiners look for beside the names of those present, the highest first.
OFFICES = (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER, Role.DEPARTMENT_HEAD)


@dataclass(frozen=True)
class Written:
    """What the minutes say as they are typed; all of it may still be missing in a draft.
    `no_decisions`: expressly nothing was decided."""

    held_on: date | None = None
    place: str = ""
    present_ids: Sequence[int] = ()
    others: str = ""
    remarks: Mapping[Section, Remark] = field(default_factory=dict)
    conclusion: str = ""
    decisions: Sequence[Resolved] = ()
    no_decisions: bool = False


def remarks_of(review: ManagementReview) -> dict[Section, Remark]:
    """What was said of each input so far."""
    rows = session.scalars(select(ReviewInput).where(ReviewInput.review_id == review.id))
    given = {each.section: Remark(each.comment, each.unchanged) for each in rows}
    return {section: given[section] for section in Section if section in given}


def save(review: ManagementReview, written: Written, *, version: int, by: Viewer) -> None:
    """Keep the minutes as a draft, which only those who see all reviews read.

    Raises Stale, RuleBroken once they were handed in, BadInput for a decision without words, owner
    or day.
    """
    _write(review, written, version, Firm(clock.today()), by)


@dataclass(frozen=True)
class Kept:
    """The minutes as they are kept: who was there, what was said, what is to be decided."""

    attendees: Sequence[ReviewAttendee]
    remarks: Mapping[Section, Remark]
    decisions: Sequence[ReviewDecision]


def kept(review: ManagementReview) -> Kept:
    """The minutes as far as they go."""
    return Kept(
        management_reviews.attendees_of(review), remarks_of(review), review_decisions.of(review)
    )


def _write(
    review: ManagementReview, written: Written, version: int, firm: Firm, by: Viewer
) -> Kept:
    check_version(review, version)
    if not management_reviews.is_open(review.state):
        raise RuleBroken("minutes_locked")
    here = {person_id for person_id, _name in firm.here()}
    management_rules.check_decisions(written.decisions, here, written.held_on)
    review.held_on, review.place = written.held_on, written.place.strip()
    review.others, review.conclusion = written.others.strip(), written.conclusion.strip()
    review.no_decisions = written.no_decisions
    review.writer_ids = sorted({*review.writer_ids, by.person_id})
    review.version += 1
    there = _attend(review, [each for each in written.present_ids if each in here])
    _remark(review, written.remarks)
    made = review_decisions.write(review, written.decisions)
    session.flush()
    return Kept(there, written.remarks, made)


def _attend(review: ManagementReview, present_ids: Sequence[int]) -> list[ReviewAttendee]:
    """Enter who was there: who came without being asked is added, and taken out again."""
    known = {each.person_id: each for each in management_reviews.attendees_of(review)}
    for person_id, row in known.items():
        row.present = person_id in present_ids
        if not row.present and not row.asked:
            session.delete(row)
    added = [
        ReviewAttendee(review_id=review.id, person_id=each, asked=False, present=True)
        for each in dict.fromkeys(present_ids)
        if each not in known
    ]
    session.add_all(added)
    every = (each for each in (*known.values(), *added) if each.asked or each.present)
    return sorted(every, key=lambda each: each.person_id)


def _remark(review: ManagementReview, remarks: Mapping[Section, Remark]) -> None:
    rows = session.scalars(select(ReviewInput).where(ReviewInput.review_id == review.id))
    known = {each.section: each for each in rows}
    for section in Section:
        said, row = remarks.get(section, Remark()), known.get(section)
        if not said.says:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = ReviewInput(review_id=review.id, section=section)
            session.add(row)
        row.comment, row.unchanged = said.comment.strip(), said.unchanged


def submit(review: ManagementReview, written: Written, *, version: int, by: Viewer) -> None:
    """Hand the minutes in: what they say is frozen with the figures of now, and whoever signs is
    asked.

    Raises as `save` does, BadInput without day, place or anybody present, or without its outputs
    (`check_outputs`), and RuleBroken while an input is left blank (R20).
    """
    today, firm = clock.today(), Firm(clock.today())
    MANAGEMENT_REVIEW.after(review.state, ReviewMove.SUBMIT)
    management_rules.check_held(written.held_on, written.place, written.present_ids, today)
    management_rules.check_inputs(written.remarks)
    management_rules.check_outputs(
        decided=bool(written.decisions), none=written.no_decisions, conclusion=written.conclusion
    )
    found = _write(review, written, version, firm, by)
    review.submissions += 1
    review.submitted_on = today
    review.turn_due_on = management_rules.TO_SIGN.due_on(today, business_calendar())
    review.content = {**content(review, found, firm), "no_decisions": written.no_decisions}
    told: dict[str, trail.Change] = {"digest": (None, subject(review).digest)}
    management_reviews.move(review, ReviewMove.SUBMIT, by, told)
    decisions.ask(review_letters.minutes_asked(review), step(review, firm), firm)


def content(review: ManagementReview, found: Kept, firm: Firm) -> dict[str, Any]:
    """All that the minutes print, in plain values that no later change of a record touches."""
    remarks = found.remarks
    number, head = trail.head()
    return {
        "head": {
            "reference": review.reference,
            "company": people.the_company().name,
            "held_on": review.held_on.isoformat() if review.held_on else "",
            "planned_on": review.planned_on.isoformat(),
            "place": review.place,
            "agenda": review.agenda,
            **_attendance(found.attendees, firm),
            "others": review.others,
            "written_by": [firm.members[each].name for each in review.writer_ids],
            "addressees": sorted(firm.names(firm.holders(Role.REPRESENTATIVE)).values()),
            "trail": number,
            "trail_digest": head,
        },
        "facts": review_facts.facts(review, clock.today()),
        "remarks": {
            section.value: {"comment": said.comment.strip(), "unchanged": said.unchanged}
            for section, said in remarks.items()
            if said.says
        },
        "conclusion": review.conclusion,
        "decisions": review_decisions.told(found.decisions, firm),
    }


def _attendance(there: Sequence[ReviewAttendee], firm: Firm) -> dict[str, Any]:
    """Who was there and who was not, by name and office; of whom nothing is noted yet, a draft
    says that it was convened with them."""
    kinds = {"present": True, "absent": False, "asked": None}
    ids = {
        kind: [each.person_id for each in there if each.present is noted]
        for kind, noted in kinds.items()
    }
    if not ids["asked"]:
        del ids["asked"]
    names = firm.names(each.person_id for each in there)
    return {
        **{kind: [names[each] for each in its] for kind, its in ids.items()},
        "offices": {kind: [_office(each, firm) for each in its] for kind, its in ids.items()},
    }


def _office(person_id: int, firm: Firm) -> str:
    held = firm.members[person_id].roles
    return next((role.value for role in OFFICES if role in held), "")


def subject(review: ManagementReview) -> Subject:
    """What a signature would be bound to."""
    digest = approvals.digest(review.content or {})
    return Subject(review.reference, STEP, review.submissions, digest)


def step(review: ManagementReview, firm: Firm) -> Eligible:
    """Who may sign: the representative; whoever wrote in the minutes never (R9)."""
    return decisions.approvers(firm, review.writer_ids)


def waiting(review: ManagementReview, firm: Firm) -> sign_offs.Waiting:
    """The minutes that wait, and who may sign them."""
    return sign_offs.Waiting(subject(review), review.submitted_on, step(review, firm))


def decide(review: ManagementReview, decided: Decided, *, version: int, by: Viewer) -> Approval:
    """Sign the minutes, from when on their decisions are duties, or send them back.

    Raises Stale where they are not what was seen, NotAllowed for whoever wrote them or may not
    sign, RuleBroken where they wait no more or without the reason that a refusal needs, BadInput
    to sign what was handed in without its outputs.
    """
    check_version(review, version)
    made = ReviewMove.SIGN if decided.approves else ReviewMove.SEND_BACK
    MANAGEMENT_REVIEW.after(review.state, made)
    if decided.approves:
        _check_signed(review.content or {})
    firm = Firm(clock.today())
    row = sign_offs.sign(waiting(review, firm), decided, firm, by=by)
    told = sign_offs.told(row, firm)
    if decided.approves:
        _sign(review, row, firm, by, told)
    else:
        review.content = None
        review.turn_due_on = management_rules.TO_WRITE.due_on(clock.today(), business_calendar())
        management_reviews.move(review, made, by, told)
        management_reviews.post(review_letters.minutes_sent_back(review), review.writer_ids, firm)
    return row


def _check_signed(content: Mapping[str, Any]) -> None:
    management_rules.check_outputs(
        decided=bool(content.get("decisions")),
        none=bool(content.get("no_decisions")),
        conclusion=content.get("conclusion", ""),
    )


def _sign(
    review: ManagementReview, row: Approval, firm: Firm, by: Viewer, told: dict[str, trail.Change]
) -> None:
    review.signed_on, review.turn_due_on = row.decided_on, None
    review.signers = _names(row, firm, by)
    management_reviews.move(review, ReviewMove.SIGN, by, told)
    review_decisions.give(review, firm, by=by)
    _report(review, by)
    attendees = management_reviews.attendees_of(review)
    for present in (True, False):
        letter = review_letters.minutes_signed(review, present=present)
        management_reviews.post(
            letter, [a.person_id for a in attendees if a.present is present], firm
        )


def _report(review: ManagementReview, by: Viewer) -> None:
    """The plan's duty is done with this, where whoever signs may say so; else its owner does."""
    found = management_reviews.duty_of(review)
    if found is None or review.held_on is None:
        return
    duty, plan = found
    undone = duty.done_on is None and not duty.dropped and plan.state is PlanState.APPROVED
    in_time = review.held_on >= yearly.year_of(plan).first
    if undone and in_time and may_report(by.person_id, by.roles, duty.holder_id):
        done = Done(review.reference, review.held_on)
        year_results.report_done(plan, duty.position, done, by=by)


def _names(row: Approval, firm: Firm, by: Viewer) -> dict[str, str]:
    """The names of the signature as they are today; nobody's later name changes it.

    `office` is whose office it was signed in, where the representative could not.
    """
    names = {"name": firm.members[row.decided_by_id].name}
    if row.for_id is not None:
        names["for"] = firm.members[row.for_id].name
    if row.on_paper:
        names["entered_by"] = by.name
    holder = firm.members[row.for_id or row.decided_by_id]
    if Role.REPRESENTATIVE not in holder.roles:
        office = Role.PRIVACY_MANAGER if Role.PRIVACY_MANAGER in holder.roles else Role.EMPLOYEE
        names["office"] = office.value
    return names
