"""What a course may cover (J.4.2, J.4.3; the guideline on individual numbers, annex 1)."""

from enum import StrEnum


class Covers(StrEnum):
    """What everybody is to understand, and what some are beside it."""

    POLICY = "policy"
    BENEFIT = "benefit"
    ROLE = "role"
    VIOLATION = "violation"
    MY_NUMBER = "my_number"
    RULES = "rules"
