"""Rules of grades by profile: three in the light one, five in the full one, and lists of each."""

import pytest

from pms_tracker.check.rules import audit_rules, checklist_rules, grade_rules
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part

LIGHT, FULL = frozenset[Part](), frozenset({Part.GRADES})


def test_light_offers_three_grades_and_full_five_the_graver_first() -> None:
    assert grade_rules.offered(LIGHT) == audit_rules.LIGHT_GRADES
    assert grade_rules.offered({Part.DISPUTE}) == audit_rules.LIGHT_GRADES
    assert [each.value for each in grade_rules.offered(FULL)] == [
        "major",
        "minor",
        "observation",
        "opportunity",
        "good_practice",
    ]


@pytest.mark.parametrize("parts", [LIGHT, FULL])
def test_what_is_not_offered_is_refused_and_every_result_leads_to_what_is(
    parts: frozenset[Part],
) -> None:
    for grade in Grade:
        if grade in grade_rules.offered(parts):
            grade_rules.check_offered(grade, parts)
            result, full = audit_rules.RESULT_OF_GRADE[grade], Part.GRADES in parts
            assert result in checklist_rules.offered(full=full)
        else:
            with pytest.raises(BadInput, match="grade_not_offered"):
                grade_rules.check_offered(grade, parts)


def test_only_nonconformities_need_corrective_action_whatever_the_profile() -> None:
    needing = {grade for grade in Grade if audit_rules.needs_corrective_action(grade)}
    assert needing == audit_rules.NONCONFORMITIES == Graded.NONCONFORMITY.grades
    assert needing & set(grade_rules.offered(FULL)) == {Grade.MAJOR, Grade.MINOR}


def test_a_list_is_narrowed_to_all_nonconformities_or_to_one_grade_alone() -> None:
    alone = [each.grades for each in Graded if each is not Graded.NONCONFORMITY]
    assert all(len(grades) == 1 for grades in alone)
    assert frozenset().union(*alone) == frozenset(Grade)
    assert sum(map(len, alone)) == len(Grade)
    assert Graded.UNGRADED.grades == {Grade.NONCONFORMITY}


def test_light_offers_filters_of_its_grades_and_full_of_all() -> None:
    assert [each.value for each in grade_rules.filters(LIGHT)] == [
        each.value for each in audit_rules.LIGHT_GRADES
    ]
    assert grade_rules.filters(FULL) == tuple(Graded)


@pytest.mark.parametrize(
    ("names", "refusal"),
    [
        ((), None),
        (("", "", ""), None),
        (("指摘", "推奨"), None),
        (("Major", "major"), "grade_name_taken"),
        (("指摘", "", "指摘"), "grade_name_taken"),
        (("あ" * 30,), None),
        (("あ" * 31,), "grade_name_too_long"),
        (("指摘", "あ" * 31), "grade_name_too_long"),
    ],
)
def test_names_are_short_and_tell_grades_apart(names: tuple[str, ...], refusal: str | None) -> None:
    if refusal is None:
        grade_rules.check_names(names)
        return
    with pytest.raises(BadInput, match=refusal):
        grade_rules.check_names(names)
