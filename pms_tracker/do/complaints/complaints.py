"""The register of complaints and consultations (苦情・相談, J.11; Law art. 40).

Anybody takes one in. Its answer counts once a second person approved it; what became of it
afterwards (answered, founded, cause, prevention, closed) is recorded at once (ADR 69).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, true

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.complaints import complaint_letters
from pms_tracker.do.complaints.complaint_fields import AFTERWARDS, FIELDS
from pms_tracker.do.rules.contact import complaint_rules as rules
from pms_tracker.do.rules.contact.complaint_rules import (
    ComplaintKind,
    ComplaintLack,
    Gate,
    Stage,
    Why,
)
from pms_tracker.do.tables.complaint_tables import Complaint
from pms_tracker.kernel.days import read_time
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import contact_desk
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.registers import entry_editions
from pms_tracker.registers.edition_rules import IN_FORCE, Standing
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register

# A complaint that came in longer ago is no news.
NEW = timedelta(days=31)
STAGES: dict[Stage, Words] = {
    Stage.RECEIVED: N_("回答前"),
    Stage.APPROVED: N_("回答案の承認済み"),
    Stage.ANSWERED: N_("回答済み"),
    Stage.CLOSED: N_("完了済み"),
}
LACKS: dict[ComplaintLack, tuple[Words, str]] = {
    ComplaintLack.ANSWER: (N_("回答した日を入力してから完了してください。"), "answered_on"),
    ComplaintLack.INCIDENT: (
        N_("緊急事態に当たる申出です。事故を報告し、その番号を入力してください。"),
        "incident_reference",
    ),
    ComplaintLack.FOUNDED: (N_("苦情です。調べた結果を選んでから完了してください。"), "founded"),
    ComplaintLack.CAUSE: (N_("当社に問題があった苦情です。原因を入力してください。"), "cause"),
    ComplaintLack.PREVENTION: (
        N_("当社に問題があった苦情です。再発防止策を入力してください。"),
        "prevention",
    ),
}


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """All for the top roles and whoever belongs to the desk; else what somebody took in, and what
    is of the units they head; and what is open for who stands in for the management."""
    if viewer.sees_all or contact_desk.is_at_desk(viewer):
        return true()
    theirs = Complaint.recorded_by_id == viewer.person_id
    headed = Complaint.unit_id.in_(viewer.headed_unit_ids)
    if not viewer.manages_for_another:
        return or_(theirs, headed)
    return or_(theirs, headed, and_(Complaint.closed_on.is_(None), Complaint.struck == ""))


def hours() -> rules.Hours:
    """When the desk answers."""
    desk = contact_desk.desk()
    return rules.Hours(read_time(desk.opens), read_time(desk.closes))


def is_in_hours(row: Any) -> bool:
    """Whether the desk was there when it came in."""
    at = read_time(row.received_time) if row.received_time else None
    return rules.in_hours(row.received_on, at, hours(), business_calendar())


def answer_by(row: Any) -> date:
    """By when it is to be answered first, by the desk's hours and the company's working days."""
    at = read_time(row.received_time) if row.received_time else None
    calendar = business_calendar()
    taken_up_on = rules.answering_day(row.received_on, at, hours(), calendar)
    return rules.answer_by(taken_up_on, contact_desk.desk().answer_days, calendar)


def stage_of(row: Any) -> Stage:
    """How far it is."""
    approved = row.state in IN_FORCE
    return rules.stage(approved=approved, answered_on=row.answered_on, closed_on=row.closed_on)


def proposed(row: Any) -> Why | None:
    """Why a corrective action is proposed for it, if one is and nobody decided on that."""
    return proposals([row]).get(row.id)


def proposals(rows: Iterable[Any]) -> dict[int, Why]:
    """For which of some complaints a corrective action is proposed that nobody decided on, and why:
    read at once."""
    undecided = [
        row
        for row in rows
        if row.kind is ComplaintKind.COMPLAINT and not any(each.of(row) for each in _DECIDED)
    ]
    same = _of_same_subjects([row for row in undecided if row.subject is not None])
    found = {}
    for row in undecided:
        # Of those of one day the one that was registered later is the later.
        its = row.received_on, row.id
        days = [day for number, day in same.get(row.subject, ()) if (day, number) < its]
        why = rules.proposes(row.kind, row.founded, row.received_on, days)
        if why is not None:
            found[row.id] = why
    return found


def _of_same_subjects(rows: Sequence[Any]) -> Mapping[Any, Sequence[tuple[int, date]]]:
    """The complaints about what these are about, each with its day, by subject."""
    if not rows:
        return {}
    days = [row.received_on for row in rows]
    its = (
        Complaint.kind == ComplaintKind.COMPLAINT,
        Complaint.subject.in_({row.subject for row in rows}),
        Complaint.struck == "",
        Complaint.received_on.between(rules.year_before(min(days)), max(days)),
    )
    found: dict[Any, list[tuple[int, date]]] = defaultdict(list)
    wanted = select(Complaint.subject, Complaint.id, Complaint.received_on).where(*its)
    for subject, number, day in session.execute(wanted):
        found[subject].append((number, day))
    return found


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Sheets of an office do not ask the two questions."""
    return {
        **values,
        "emergency": values["emergency"] or Gate.NO,
        "rights": values["rights"] or Gate.NO,
    }


def _rule(values: Values, _facts: Facts) -> None:
    answered_on, closed_on = values["answered_on"], values["closed_on"]
    if answered_on and answered_on < values["received_on"]:
        refuse("answered_on", N_("受付日以降の日を入力してください。"))
    if closed_on:
        for each in rules.lacking(values):
            words, beside = LACKS[each]
            refuse(beside, words)
    if closed_on and closed_on < answered_on:
        refuse("closed_on", N_("回答した日以降の日を入力してください。"))


def deciders(values: Values) -> tuple[Role, ...]:
    """Whose approval of the answer counts: of a grave one the representative's."""
    return (Role.REPRESENTATIVE, Role.PRIVACY_MANAGER) if values["grave"] else APPROVERS


def _announce(row: Any, by: Viewer | None) -> None:
    """Of a grave one."""
    if row.grave:
        _tell(row, by)


def _tell(row: Any, by: Viewer | None) -> None:
    """Of what is new; what a file brings in of years ago wakes nobody."""
    if row.closed_on is None and clock.today() - row.received_on <= NEW:
        reference = format_reference(Kind.COMPLAINT, row.fiscal_year, row.number)
        complaint_letters.tell(reference, row.received_on, by=by)


def _goes_out(row: Any) -> None:
    """One that is open is closed first: what ended asks for nothing any more."""
    if row.closed_on is None:
        words = N_("完了した苦情・相談だけ廃止できます。先に完了を記録してください。")
        raise RuleBroken("entry_refused", words=words)


def _became(row: Any, before: Values, by: Viewer | None) -> None:
    """Of one that turned out to be grave; that it was answered is said once that was approved."""
    is_draft = by is not None and row.state is Standing.DRAFT
    if is_draft and row.answered_on and not before["answered_on"]:
        refuse("answered_on", N_("回答した日は、回答案の承認を受けてから入力してください。"))
    # What is in force says it only once that was approved.
    if not before["grave"] and entry_editions.drafted(COMPLAINTS, row)["grave"]:
        _tell(row, by)


APPROVERS = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
# What says that a corrective action was begun, or why none is.
_DECIDED = tuple(each for each in FIELDS if each.name in ("case_reference", "no_case"))
IN_TIME, OUT_OF_TIME = N_("受付時間内"), N_("受付時間外")
HOURS = Reckoned(
    "in_hours",
    N_("受付時間"),
    reckon=lambda row: IN_TIME if is_in_hours(row) else OUT_OF_TIME,
    after="received_time",
    reads=("received_on", "received_time"),
)
ANSWER_BY = Reckoned(
    "answer_by",
    N_("最初の回答の期限"),
    reckon=answer_by,
    after="received_time",
    reads=("received_on", "received_time"),
)
STAGE = Reckoned(
    "stage",
    N_("進み具合"),
    reckon=lambda row: STAGES[stage_of(row)],
    reads=("state", "answered_on", "closed_on"),
    of_now=True,
)
REPORTED = Reckoned(
    "reported_on",
    N_("代表者に報告した日"),
    reckon=lambda row: row.reported_on,
    after="closed_on",
    of_now=True,
)
COMPLAINTS = Register(
    *("complaints", "do/complaints", Complaint, N_("苦情・相談")),
    kind=Kind.COMPLAINT,
    new=N_("苦情・相談を受け付ける"),
    why=N_(
        "個人情報についての苦情、相談、問合せ、要望を受け付け、承認を受けて回答し、"
        "原因と再発防止策までを記録します。"
    ),
    requirement=N_(
        "個人情報保護法40条と、Pマークの構築・運用指針 J.11は、苦情・相談を受け付け、適切かつ迅速に"
        "対応することを求めています。"
    ),
    fields=FIELDS,
    columns=("title", "kind", "received_on", "unit_id", ANSWER_BY, STAGE),
    filters=("kind", "unit_id", "subject", "closed_on", "received_on"),
    sorts=("received_on",),
    sorted_by="-received_on",
    waits_by="received_on",
    title=("title",),
    dated="received_on",
    proposes=("received_on",),
    fold=N_("回答の後に記録すること"),
    rule=_rule,
    fill=_filled,
    filled=("emergency", "rights"),
    opens=("closed_on",),
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    enters=Permission.REPORT,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    approvers=APPROVERS,
    deciders=deciders,
    afterwards=tuple(each.name for each in AFTERWARDS),
    reckoned=(HOURS, ANSWER_BY, STAGE, REPORTED),
    goes_out=_goes_out,
    announce=_announce,
    became=_became,
)
TO_APPROVE = entry_duties.source(
    COMPLAINTS,
    *("approve_complaint_answer", N_("苦情・相談の回答案の承認")),
    N_("回答案を読み、承認するか、理由を添えて差し戻してください。"),
)
