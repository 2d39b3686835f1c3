"""Grades of findings as this company has them: which it offers, and what it calls them."""

from pms_tracker.check.rules import grade_rules
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.people.firm import company_profile
from pms_tracker.people.firm.own_names import OwnNames

# Whether a grade asks for corrective action stays as it is, whatever it is called.
NAMES = OwnNames(Grade, "grade_names", "grades_renamed", "name", grade_rules.check_names)


def offered() -> tuple[Grade, ...]:
    """What a finding may be graded now."""
    return grade_rules.offered(company_profile.parts())
