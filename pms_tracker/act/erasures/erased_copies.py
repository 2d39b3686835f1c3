"""Where else stands what is to be erased: editions, cases shared or merged, reports taken up."""

from sqlalchemy import select

from pms_tracker.act.effect import interim
from pms_tracker.act.elsewhere import elsewhere_questions
from pms_tracker.act.plans import editions, fishbone
from pms_tracker.act.rules.case_rules import CaseMove
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport, ReportMessage
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.trail import copies, trail

# What stands on each action of a round.
ACTION_FIELDS = (
    *("action", "resources", "measure", "progress"),
    *("result", "no_proof", "instruction_answer"),
)
ANALYSIS = ("repeat_answer", "direct_cause", "whys", "escape_cause", "fishbone")
ASKED = ("elsewhere_question", "elsewhere_reason")
# What a unit answered, on a row of its own.
ANSWERED = "elsewhere_text"
# What earlier editions of a plan say as well, and earlier looks at its effect.
IN_EDITIONS = frozenset({"correction", "spread", "cause", *ANALYSIS, "action", *ASKED})
IN_REVIEWS = frozenset({"how_seen", "data_seen", "grounds"})
# What a report says: itself, in messages, and in the answer that ended it.
REPORT_FIELDS = ("text", "message", "report_answer")
# What is noted for one reason on all sides when findings come to a case or leave it.
SHARING = ("merged", "split", "opened", "case_changed", CaseMove.WITHDRAW.value)


def erase_kept(case: Case, field: str, tombstone: str) -> None:
    """Erase what earlier editions of the plan and looks at its effect keep of a field."""
    elsewhere_questions.erase(case, field, tombstone)
    # Each area of a fishbone is told by itself.
    for name in fishbone.FIELDS if field == "fishbone" else ():
        editions.erase(case, name, tombstone)
        trail.erase_values(case.reference, name)
    if field in IN_EDITIONS:
        editions.erase(case, field, tombstone)
    if field in {*ACTION_FIELDS, "cause"}:
        # What each of several actions says of itself stands in one text of the edition.
        editions.erase(case, "actions", tombstone)
    if field in IN_REVIEWS:
        interim.erase(case, field, tombstone)


def erase_titles(finding: Finding, tombstone: str) -> None:
    """Take a finding's fact from every case that it opened, those merged into others as well."""
    for each in session.scalars(select(Case).where(Case.finding_id == finding.id)):
        each.title, each.search_text = tombstone, ""


def says_why_shared(case: Case) -> bool:
    """Whether the trail still holds the reason for which findings came to a case or left it."""
    return copies.holds(case.reference, "reason", SHARING)


def erase_why_shared(case: Case, field: str, tombstone: str) -> None:
    """Take the reason for sharing, told as this field, from the trail of all that shared.

    A case that was made part of this one was withdrawn for the same reason.
    """
    words = copies.erase(case.reference, field, SHARING)
    for each in session.scalars(select(Case).where(Case.merged_into_id == case.id)):
        each.withdrawal = tombstone if each.withdrawal in words else each.withdrawal


def holds(made: IncomingReport, field: str) -> bool:
    """Whether a report says anything in a field."""
    if field == "message":
        return bool(_messages(made))
    return bool({"text": made.text, "report_answer": made.answer}.get(field))


def erase_of_report(made: IncomingReport, field: str, tombstone: str) -> None:
    """Put other words where a report says something."""
    if field == "text":
        made.text = tombstone
    elif field == "report_answer":
        made.answer = tombstone
    else:
        for each in _messages(made):
            each.text = tombstone


def report_with(case: Case, fact: str) -> IncomingReport | None:
    """The report that was taken up as a case in the very words that the case states."""
    return session.scalar(
        select(IncomingReport).where(IncomingReport.case_id == case.id, IncomingReport.text == fact)
    )


def _messages(made: IncomingReport) -> list[ReportMessage]:
    return list(session.scalars(select(ReportMessage).where(ReportMessage.report_id == made.id)))
