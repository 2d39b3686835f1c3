"""Grades as a company has them, on both databases: offered by profile, called by its own names."""

import pytest
from flask import Flask

from pms_tracker.check.findings import finding_lists, grades
from pms_tracker.check.findings.finding_lists import Filter
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import viewer

OWN = {Grade.OBSERVATION: {Language.JA: " 推奨事項 ", Language.EN: "Remark"}}


def test_what_is_offered_follows_the_profile(app: Flask) -> None:
    assert Grade.NONCONFORMITY in grades.offered()
    builders.profile(Part.GRADES)
    assert Grade.NONCONFORMITY not in grades.offered()


def test_a_grade_gets_a_name_and_gives_it_back(app: Flask) -> None:
    grades.NAMES.rename(OWN, by=SYSTEM)
    assert grades.NAMES.names()[Grade.OBSERVATION] == {"ja": "推奨事項", "en": "Remark"}
    assert people.the_company().grade_names == {"observation": {"ja": "推奨事項", "en": "Remark"}}
    grades.NAMES.rename(OWN, by=SYSTEM)
    grades.NAMES.rename({}, by=SYSTEM)
    assert people.the_company().grade_names == {}
    trail.write_pending()
    told = [
        (value.field, value.before, value.after)
        for entry in trail.history("company")
        if entry.move == "grades_renamed"
        for value in entry.values
    ]
    assert told == [
        ("name_observation", "推奨事項 / Remark", None),
        ("name_observation", None, "推奨事項 / Remark"),
    ]


def test_two_grades_of_one_name_are_refused_in_each_language(app: Flask) -> None:
    same = {Grade.MAJOR: {Language.EN: "Finding"}, Grade.MINOR: {Language.EN: "finding"}}
    with pytest.raises(BadInput, match="grade_name_taken"):
        grades.NAMES.rename(same, by=SYSTEM)


def test_a_finding_is_graded_as_the_company_grades_now_and_keeps_what_it_was_given(
    app: Flask,
) -> None:
    audit = builders.audit()
    plain = builders.finding(audit)
    with pytest.raises(BadInput, match="grade_not_offered"):
        builders.filed(audit, grade=Grade.MAJOR)
    builders.profile(Part.GRADES)
    with pytest.raises(BadInput, match="grade_not_offered"):
        builders.filed(audit)
    filed = [
        builders.filed(audit, grade=each)
        for each in (Grade.MAJOR, Grade.MINOR, Grade.OPPORTUNITY, Grade.OBSERVATION)
    ]
    builders.profile()
    assert [plain.grade, *(each.grade for each in filed)] == [
        Grade.NONCONFORMITY,
        Grade.MAJOR,
        Grade.MINOR,
        Grade.OPPORTUNITY,
        Grade.OBSERVATION,
    ]
    by = viewer("audit_manager")
    major, minor, opportunity, observation = filed
    for graded, expected in (
        (Graded.NONCONFORMITY, [minor, major, plain]),
        (Graded.MAJOR, [major]),
        (Graded.MINOR, [minor]),
        (Graded.UNGRADED, [plain]),
        (Graded.OPPORTUNITY, [opportunity]),
        (Graded.OBSERVATION, [observation]),
        (Graded.GOOD_PRACTICE, []),
    ):
        found = [row.id for row in finding_lists.FINDINGS.page(by, Filter(grade=graded))]
        assert found == [each.id for each in expected], graded
        assert finding_lists.FINDINGS.count(by, Filter(grade=graded)) == len(found)
