"""The matrix of permissions, written out once more as the table that people agreed on."""

import pytest

from pms_tracker.kernel.independence import Role
from pms_tracker.people.rules.permissions import MATRIX, TOP_ROLES, Permission, permissions_of

ORDER = (
    Role.REPRESENTATIVE,
    Role.PRIVACY_MANAGER,
    Role.AUDIT_MANAGER,
    Role.AUDITOR,
    Role.DEPARTMENT_HEAD,
    Role.EMPLOYEE,
    Role.ADMINISTRATOR,
    Role.EXTERNAL_AUDITOR,
)
TABLE = {
    Permission.SEE_RECORDS: "xxxxxx..",
    Permission.SEE_AUDITS: "xxxxxx.x",
    Permission.KEEP_POLICIES: "xx......",
    Permission.REVIEW_POLICIES: "xx......",
    Permission.KEEP_REQUIREMENTS: ".xx.....",
    Permission.KEEP_YEAR: "xx......",
    Permission.CARRY_OUT_YEAR: "xxxxxx..",
    Permission.KEEP_REVIEWS: "xx......",
    Permission.PLAN_AUDITS: "..x.....",
    Permission.DECIDE_PROGRAMMES: "xxxxxx..",
    Permission.CARRY_OUT_AUDITS: "..xx...x",
    Permission.SEE_QUESTIONS: "..xx....",
    Permission.HANDLE_CASES: "xxxxxx..",
    Permission.OPEN_CASES: ".xx.....",
    Permission.REPORT: "xxxxxx..",
    Permission.HANDLE_REPORTS: "xx......",
    Permission.READ_REPORTS: "xxx.....",
    Permission.KEEP_REGISTERS: "xx..x...",
    Permission.ANSWER_LESSONS: "xxx.....",
    Permission.MOVE_DUE_DATES: "xx......",
    Permission.WITHDRAW: "..x.....",
    Permission.READ_TRAIL: "xxx.....",
    Permission.ERASE: ".xx.....",
    Permission.KEEP_PEOPLE: "......x.",
    Permission.EXPORT_PERSONS: ".x....x.",
    Permission.GRANT_TOP_ROLES: "xxx.....",
    Permission.READ_MAIL: "......x.",
    Permission.SEE_REMINDERS: "xxx...x.",
    Permission.KEEP_COMPANY: "......x.",
    Permission.SEE_PEOPLE: "xxxxxxx.",
    Permission.OWN_SETTINGS: "xxxxxxxx",
}


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize("role", ORDER)
def test_each_role_may_what_the_table_says(role: Role, permission: Permission) -> None:
    allowed = TABLE[permission][ORDER.index(role)] == "x"
    assert (permission in permissions_of(frozenset({role}))) is allowed


def test_the_table_covers_every_role_and_permission() -> None:
    assert set(ORDER) == set(Role) == set(MATRIX)
    assert set(TABLE) == set(Permission)
    assert {len(row) for row in TABLE.values()} == {len(ORDER)}


def test_several_roles_add_up_and_none_gives_nothing() -> None:
    both = permissions_of(frozenset({Role.AUDITOR, Role.ADMINISTRATOR}))
    assert both == MATRIX[Role.AUDITOR] | MATRIX[Role.ADMINISTRATOR]
    assert permissions_of(frozenset()) == frozenset()


def test_the_administrator_reads_no_record_and_decides_nothing() -> None:
    records = {Permission.SEE_RECORDS, Permission.HANDLE_CASES, Permission.READ_TRAIL}
    assert not records & MATRIX[Role.ADMINISTRATOR]
    assert Role.ADMINISTRATOR not in TOP_ROLES
