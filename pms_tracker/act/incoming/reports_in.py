"""Reports (報告) of what somebody noticed: by name or with a receipt code, handled by few."""

from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select, true, tuple_

from pms_tracker import clock
from pms_tracker.act.cases import sources
from pms_tracker.act.incoming import incoming_letters
from pms_tracker.act.rules import incoming_rules
from pms_tracker.act.rules.incoming_rules import REPORT, TO_HANDLE, ReportMove
from pms_tracker.act.rules.source_rules import Source, to_ask
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport, ReportMessage
from pms_tracker.database import CAP, Rows, session
from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import NotFound, check_version
from pms_tracker.kernel.references import Kind, parse_reference
from pms_tracker.mail import outbox
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.listings import Numbered
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import business_calendar
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.trail import record_numbers, trail
from pms_tracker.trail.trail import SYSTEM, Actor

# Whoever handles reports without a name is written to about them once in so long.
ONE_LETTER_IN = timedelta(hours=1)


@dataclass(frozen=True)
class Told:
    """What somebody reports; the unit where it happened, if they say."""

    source: Source
    text: str
    unit_id: int | None = None


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """Reports a person may know of: all for the top roles, else their own."""
    if viewer.sees_all:
        return true()
    return IncomingReport.reporter_id == viewer.person_id


def report(told: Told, *, by: Viewer) -> IncomingReport:
    """Report by name. Raises BadInput where nothing is told, NotFound for an unknown unit."""
    return _enter(told, IncomingReport(reporter_id=by.person_id), by.actor)


def report_without_name(told: Told, code: str) -> IncomingReport:
    """Report without a name; of the receipt code a digest is kept and nothing else.

    With the code of a report that is there already, that one is it: the form was sent twice.
    """
    digest = receipt_codes.code_digest(code)
    sent = session.scalar(select(IncomingReport).where(IncomingReport.receipt == digest))
    return sent or _enter(told, IncomingReport(receipt=digest), SYSTEM)


def _enter(told: Told, made: IncomingReport, by: Actor) -> IncomingReport:
    incoming_rules.check_report(told.source, told.text)
    if told.unit_id is not None:
        people.unit(told.unit_id)
    today = clock.today()
    made.fiscal_year = people.fiscal_year_of(today)
    made.number = record_numbers.next_number(Kind.REPORT, made.fiscal_year)
    made.source, made.text, made.unit_id = told.source, told.text.strip(), told.unit_id
    made.state, made.received_on, made.answer = REPORT.start, today, ""
    made.due_on = TO_HANDLE.due_on(today, business_calendar())
    session.add(made)
    session.flush()
    changes: dict[str, trail.Change] = {"source": (None, told.source), "text": (None, made.text)}
    trail.note(made.reference, "report_received", by=by, changes=changes)
    firm = Firm(today)
    for person_id in handlers(firm, made).person_ids[:1]:
        if made.receipt is None:
            outbox.post(incoming_letters.report_received(made), firm.recipient(person_id))
        else:
            _tell_of_nameless(made, firm.recipient(person_id))
    return made


def _tell_of_nameless(made: IncomingReport, to: outbox.Recipient | None) -> None:
    """Post a letter at most once an hour, however many come: the second waits, and counts on."""
    if to is None:
        return
    now = clock.now()
    last = session.scalars(
        select(OutboxLetter)
        .where(
            OutboxLetter.key == incoming_letters.REPORT_RECEIVED.key,
            OutboxLetter.person_id == to.person_id,
            OutboxLetter.reference.startswith(f"{Kind.REPORT}-"),
        )
        .order_by(OutboxLetter.id.desc())
        .limit(1)
        .with_for_update()
    ).first()
    told_at = None if last is None else last.sent_at or last.next_try_at
    if last is None or told_at is None or told_at <= now - ONE_LETTER_IN:
        outbox.post(incoming_letters.report_received(made), to)
    elif last.state is LetterState.WAITING and told_at > now:
        first = _first_of(last)
        outbox.rewrite(last, incoming_letters.report_received(first, _nameless(first, made)), to)
    else:
        outbox.post(incoming_letters.report_received(made), to, told_at + ONE_LETTER_IN)


def _first_of(letter: OutboxLetter) -> IncomingReport:
    about = parse_reference(letter.reference)
    assert about is not None
    its = record_numbers.named(
        about, Kind.REPORT, IncomingReport.fiscal_year, IncomingReport.number
    )
    return session.scalars(select(IncomingReport).where(*its)).one()


def _nameless(first: IncomingReport, last: IncomingReport) -> int:
    """How many reports without a name there are from one to another, both included."""
    place = tuple_(IncomingReport.fiscal_year, IncomingReport.number)
    return (
        session.scalar(
            select(func.count(IncomingReport.id)).where(
                IncomingReport.receipt.is_not(None),
                place >= (first.fiscal_year, first.number),
                place <= (last.fiscal_year, last.number),
            )
        )
        or 1
    )


def handlers(firm: Firm, of: IncomingReport) -> Eligible:
    """Who handles a report: the privacy manager, or else the representative; not who made it."""
    others = [each for each in firm.candidates if each.person_id != of.reporter_id]
    return to_ask(others)


by_reference = Numbered(IncomingReport, Kind.REPORT, visible_to).by_reference


def by_code(typed: str, *, for_update: bool = False) -> IncomingReport:
    """The report of a receipt code; raises NotFound. One look-up by digest, found or not."""
    statement = select(IncomingReport).where(
        IncomingReport.receipt == receipt_codes.code_digest(typed)
    )
    found = session.scalar(statement.with_for_update() if for_update else statement)
    if found is None:
        raise NotFound("no_such_receipt")
    return found


def take_up(made: IncomingReport, stated: sources.Stated, *, version: int, by: Viewer) -> Case:
    """Confirm a report into a case, of its source; whoever reported by name is told."""
    firm = _checked(made, version, by)
    after = REPORT.after(made.state, ReportMove.TAKE_UP)
    case = sources.open_case(replace(stated, source=made.source), by=by)
    made.case_id = case.id
    _handled(made, ReportMove.TAKE_UP, {"case": (None, case.reference)}, by)
    made.state = after
    session.flush()
    outbox.post(incoming_letters.report_handled(made), firm.recipient(made.reporter_id))
    return case


def close(made: IncomingReport, answer: str, *, version: int, by: Viewer) -> None:
    """Close a report without a case, with a reason that its reporter reads. Raises BadInput."""
    firm = _checked(made, version, by)
    after = REPORT.after(made.state, ReportMove.ANSWER)
    incoming_rules.check_text(answer)
    made.answer = answer.strip()
    _handled(made, ReportMove.ANSWER, {"report_answer": (None, made.answer)}, by)
    made.state = after
    session.flush()
    outbox.post(incoming_letters.report_handled(made), firm.recipient(made.reporter_id))


def _checked(made: IncomingReport, version: int, by: Viewer) -> Firm:
    check_version(made, version)
    firm = Firm(clock.today())
    incoming_rules.check_handler(by.person_id, handlers(firm, made), made.reporter_id)
    return firm


def _handled(
    made: IncomingReport, move: ReportMove, changes: dict[str, trail.Change], by: Viewer
) -> None:
    made.handled_on, made.handled_by_id = clock.today(), by.person_id
    made.version += 1
    trail.note(made.reference, move, by=by.actor, changes=changes)


def say(made: IncomingReport, text: str, *, by: Viewer | None) -> ReportMessage:
    """Add a message: the handler's, the reporter's by name, or (None) by the receipt code.

    Raises BadInput where nothing is said, NotAllowed for anybody else, RuleBroken where there are
    too many.
    """
    incoming_rules.check_text(text)
    firm = Firm(clock.today())
    if by is not None and by.person_id != made.reporter_id:
        incoming_rules.check_handler(by.person_id, handlers(firm, made), made.reporter_id)
    count = session.scalar(select(func.count()).where(ReportMessage.report_id == made.id)) or 0
    incoming_rules.check_room(count)
    message = ReportMessage(
        report_id=made.id,
        number=count + 1,
        text=text.strip(),
        written_on=clock.today(),
        written_by_id=by.person_id if by else None,
    )
    session.add(message)
    session.flush()
    changes: dict[str, trail.Change] = {"message": (None, message.text)}
    trail.note(made.reference, "message_written", by=by.actor if by else SYSTEM, changes=changes)
    handled = by is not None and by.person_id != made.reporter_id
    to = made.reporter_id if handled else next(iter(handlers(firm, made).person_ids), None)
    outbox.post(incoming_letters.message_written(made), firm.recipient(to))
    return message


def messages_of(made: IncomingReport) -> Rows:
    """What was said about a report, the first first, each with its writer's name, if any."""
    return session.execute(
        select(ReportMessage.text, ReportMessage.written_on, ReportMessage.written_by_id)
        .add_columns(Person.name)
        .outerjoin(Person, Person.id == ReportMessage.written_by_id)
        .where(ReportMessage.report_id == made.id)
        .order_by(ReportMessage.number)
    ).all()


def listed(viewer: Viewer, limit: int = CAP) -> Rows:
    """Reports a person may know of, those that wait first, then the newest."""
    waits = IncomingReport.handled_on.is_(None)
    return session.execute(
        select(IncomingReport, Person.name.label("reporter"))
        .outerjoin(Person, Person.id == IncomingReport.reporter_id)
        .where(visible_to(viewer))
        .order_by(waits.desc(), IncomingReport.id.desc())
        .limit(limit)
    ).all()


def case_name(made: IncomingReport) -> str:
    """The case that a report was taken up as; empty where it was not."""
    found = session.get(Case, made.case_id) if made.case_id else None
    return found.reference if found else ""
