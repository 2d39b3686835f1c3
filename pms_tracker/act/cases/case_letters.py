"""What act has to say at once: reference, due day and a fixed sentence, never content."""

from datetime import date

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.mail.outbox import Letter


def _about(key: str, case: Case) -> Letter:
    return Letter(key, {"due_on": case.turn_due_on}, case.reference, title=case.title)


def plan_asked(case: Case) -> Letter:
    """To the head: a nonconformity was filed against your unit; please plan."""
    return _about("plan_asked", case)


def approval_asked(case: Case) -> Letter:
    """To the approver: a plan waits for your decision."""
    return _about("approval_asked", case)


def plan_approved(case: Case) -> Letter:
    """To the owner: the plan was approved; please carry it out."""
    return _about("plan_approved", case)


def action_approved(case: Case, due_on: date | None) -> Letter:
    """To the owner of a further action: the same, with the day that theirs is due on."""
    return Letter("plan_approved", {"due_on": due_on}, case.reference, title=case.title)


def plan_sent_back(case: Case) -> Letter:
    """To the head: the plan was sent back; the reason is on the page."""
    return _about("plan_sent_back", case)


def next_round(case: Case) -> Letter:
    """To the head: the action was judged ineffective; please look for the cause again."""
    return _about("next_round", case)


def plan_rejected(case: Case) -> Letter:
    """To the head: the plan was rejected; please think it out anew."""
    return _about("plan_rejected", case)


def done_check_asked(case: Case) -> Letter:
    """To the checker: what was reported as done waits for your check."""
    return _about("done_check_asked", case)


def done_returned(case: Case) -> Letter:
    """To the owner: what you reported was given back; the reason is on the page."""
    return _about("done_returned", case)


def closing_asked(case: Case) -> Letter:
    """To the representative: an effective case waits for your approval to be closed."""
    return _about("closing_asked", case)


def closing_returned(case: Case) -> Letter:
    """To the reviewer: the effect is to be judged anew; the reason is on the page."""
    return _about("closing_returned", case)
