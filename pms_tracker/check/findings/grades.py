"""Grades of findings as this company has them: which it offers, and what it calls them."""

from collections.abc import Mapping

from pms_tracker.check.rules import grade_rules
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor, Change

# By grade and language; a name left out is ours.
Names = Mapping[Grade, Mapping[Language, str]]


def offered() -> tuple[Grade, ...]:
    """What a finding may be graded now."""
    return grade_rules.offered(company_profile.parts())


def names() -> Names:
    """What the company calls its grades, where it has a name of its own."""
    found = people.company()
    own = found.grade_names if found else {}
    return {
        grade: {language: own.get(grade, {}).get(language, "") for language in Language}
        for grade in Grade
    }


def rename(wanted: Names, *, by: Actor) -> None:
    """Call grades by other names, on old records too; blank gives ours back.

    Whether a grade asks for corrective action stays as it is. Raises BadInput for a long name, or
    one that two grades would bear.
    """
    before = names()
    after = {
        grade: {each: wanted.get(grade, {}).get(each, "").strip() for each in Language}
        for grade in Grade
    }
    for language in Language:
        grade_rules.check_names([said[language] for said in after.values()])
    changes: dict[str, Change] = {
        f"name_{grade}": (_said(before[grade]), _said(after[grade]))
        for grade in Grade
        if before[grade] != after[grade]
    }
    if not changes:
        return
    people.the_company().grade_names = {
        grade.value: {each.value: name for each, name in said.items() if name}
        for grade, said in after.items()
        if any(said.values())
    }
    session.flush()
    trail.note("company", "grades_renamed", by=by, changes=changes)


def _said(names: Mapping[Language, str]) -> str | None:
    return " / ".join(name for name in names.values() if name) or None
