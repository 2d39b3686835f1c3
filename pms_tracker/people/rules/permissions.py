"""What each role may ever do: one matrix, on one page. Whether this person may now is for rules."""

from enum import StrEnum
from functools import cache

from pms_tracker.kernel.independence import Role


class Permission(StrEnum):
    """What a page asks for at its door."""

    SEE_RECORDS = "see_records"
    SEE_AUDITS = "see_audits"
    KEEP_POLICIES = "keep_policies"
    REVIEW_POLICIES = "review_policies"
    KEEP_REQUIREMENTS = "keep_requirements"
    KEEP_YEAR = "keep_year"
    CARRY_OUT_YEAR = "carry_out_year"
    PLAN_AUDITS = "plan_audits"
    DECIDE_PROGRAMMES = "decide_programmes"
    CARRY_OUT_AUDITS = "carry_out_audits"
    SEE_QUESTIONS = "see_questions"
    HANDLE_CASES = "handle_cases"
    OPEN_CASES = "open_cases"
    REPORT = "report"
    KEEP_REGISTERS = "keep_registers"
    HANDLE_REPORTS = "handle_reports"
    READ_REPORTS = "read_reports"
    ANSWER_LESSONS = "answer_lessons"
    MOVE_DUE_DATES = "move_due_dates"
    KEEP_REVIEWS = "keep_reviews"
    WITHDRAW = "withdraw"
    READ_TRAIL = "read_trail"
    ERASE = "erase"
    KEEP_PEOPLE = "keep_people"
    EXPORT_PERSONS = "export_persons"
    GRANT_TOP_ROLES = "grant_top_roles"
    KEEP_COMPANY = "keep_company"
    READ_MAIL = "read_mail"
    SEE_REMINDERS = "see_reminders"
    SEE_PEOPLE = "see_people"
    OWN_SETTINGS = "own_settings"


_P = Permission
_ALL = {_P.SEE_PEOPLE, _P.OWN_SETTINGS}
_WORKS = _ALL | {
    _P.SEE_RECORDS,
    _P.SEE_AUDITS,
    _P.HANDLE_CASES,
    _P.REPORT,
    _P.CARRY_OUT_YEAR,
    _P.DECIDE_PROGRAMMES,
}

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.REPRESENTATIVE: frozenset(
        _WORKS
        | {_P.KEEP_POLICIES, _P.REVIEW_POLICIES, _P.READ_TRAIL, _P.SEE_REMINDERS}
        | {_P.KEEP_YEAR, _P.MOVE_DUE_DATES, _P.GRANT_TOP_ROLES, _P.ANSWER_LESSONS}
        | {_P.KEEP_REVIEWS, _P.HANDLE_REPORTS, _P.READ_REPORTS, _P.KEEP_REGISTERS}
    ),
    Role.PRIVACY_MANAGER: frozenset(
        _WORKS
        | {_P.KEEP_POLICIES, _P.REVIEW_POLICIES, _P.READ_TRAIL, _P.SEE_REMINDERS}
        | {_P.MOVE_DUE_DATES, _P.ERASE, _P.GRANT_TOP_ROLES}
        | {_P.KEEP_REQUIREMENTS, _P.KEEP_YEAR, _P.ANSWER_LESSONS, _P.KEEP_REVIEWS}
        | {_P.OPEN_CASES, _P.HANDLE_REPORTS, _P.READ_REPORTS}
        | {_P.EXPORT_PERSONS, _P.KEEP_REGISTERS}
    ),
    Role.AUDIT_MANAGER: frozenset(
        _WORKS
        | {_P.PLAN_AUDITS, _P.CARRY_OUT_AUDITS, _P.SEE_QUESTIONS}
        | {_P.READ_TRAIL, _P.READ_REPORTS, _P.SEE_REMINDERS, _P.ANSWER_LESSONS}
        | {_P.WITHDRAW, _P.ERASE, _P.GRANT_TOP_ROLES, _P.KEEP_REQUIREMENTS, _P.OPEN_CASES}
    ),
    Role.AUDITOR: frozenset(_WORKS | {_P.CARRY_OUT_AUDITS, _P.SEE_QUESTIONS}),
    Role.DEPARTMENT_HEAD: frozenset(_WORKS | {_P.KEEP_REGISTERS}),
    Role.EMPLOYEE: frozenset(_WORKS),
    Role.ADMINISTRATOR: frozenset(
        _ALL | {_P.KEEP_PEOPLE, _P.EXPORT_PERSONS, _P.KEEP_COMPANY, _P.READ_MAIL, _P.SEE_REMINDERS}
    ),
    # Nothing but the audits they are on: not even who works here.
    Role.EXTERNAL_AUDITOR: frozenset({_P.SEE_AUDITS, _P.CARRY_OUT_AUDITS, _P.OWN_SETTINGS}),
}

# What a deputy may do by the role of the absent person; cases ask their own rules of both.
LENT = frozenset({Permission.REVIEW_POLICIES})

TOP_ROLES = frozenset({Role.REPRESENTATIVE, Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER})


@cache
def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Everything that somebody with these roles may ever do; asked many times on every page."""
    return frozenset().union(*(MATRIX[role] for role in roles))
