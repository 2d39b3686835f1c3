"""Rules of checklists: what may be entered and by whom, and under which heading a row stands."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import LIGHT_RESULTS, AuditState, Result
from pms_tracker.check.rules.checklist_rules import METHODS, Method, Origin, Placed, Sample
from pms_tracker.kernel.errors import BadInput, NotAllowed, Refusal, RuleBroken
from pms_tracker.kernel.independence import Role


@given(st.sets(st.sampled_from(Method)))
def test_methods_are_stored_in_one_of_eight_texts_and_read_back(chosen: set[Method]) -> None:
    text = checklist_rules.joined(chosen)
    assert text in METHODS
    assert set(checklist_rules.methods_of(text)) == chosen
    assert len(set(METHODS)) == len(METHODS) == 8


def test_an_opportunity_is_offered_in_the_full_profile_or_where_it_stands() -> None:
    assert checklist_rules.offered(full=False) == LIGHT_RESULTS
    assert checklist_rules.offered(full=False, chosen=Result.CONFORMS) == LIGHT_RESULTS
    assert Result.OPPORTUNITY not in LIGHT_RESULTS
    assert Result.OPPORTUNITY in checklist_rules.offered(full=True)
    assert Result.OPPORTUNITY in checklist_rules.offered(full=False, chosen=Result.OPPORTUNITY)


@pytest.mark.parametrize(
    ("population", "size", "key"),
    [
        (None, None, None),
        (120, None, None),
        (None, 30, None),
        (120, 30, None),
        (30, 30, None),
        (0, 0, None),
        (1_000_000, 1_000_000, None),
        (30, 31, "sample_larger"),
        (0, 1, "sample_larger"),
        (1_000_001, 1, "sample_number"),
        (-1, None, "sample_number"),
        (None, -1, "sample_number"),
    ],
)
def test_nobody_looks_at_more_than_there_is(
    population: int | None, size: int | None, key: str | None
) -> None:
    sample = Sample(population, size)
    if key is None:
        checklist_rules.check_sample(sample)
        return
    with pytest.raises(BadInput, match=key):
        checklist_rules.check_sample(sample)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("0B7E1C52-3A4F-4D1B-9C1E-7F2A6B8C9D10", "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d10"),
        ("0b7e1c523a4f4d1b9c1e7f2a6b8c9d10", "0b7e1c52-3a4f-4d1b-9c1e-7f2a6b8c9d10"),
        ("", None),
        ("1", None),
        ("'; DROP TABLE", None),
    ],
)
def test_a_change_has_a_uuid_in_one_spelling(typed: str, read: str | None) -> None:
    if read is None:
        with pytest.raises(BadInput, match="change_without_uuid"):
            checklist_rules.read_uuid(typed)
    else:
        assert checklist_rules.read_uuid(typed) == read


@pytest.mark.parametrize(
    ("roles", "on_team", "may"),
    [
        (set(), True, True),
        ({Role.AUDIT_MANAGER}, False, True),
        ({Role.AUDITOR}, False, False),
        ({Role.REPRESENTATIVE, Role.ADMINISTRATOR}, False, False),
    ],
)
def test_the_team_and_the_audit_manager_prepare_a_checklist(
    roles: set[Role], on_team: bool, may: bool
) -> None:
    team = [1] if on_team else [2]
    assert checklist_rules.may_prepare(1, roles, team) is may
    if may:
        checklist_rules.check_preparer(1, roles, team)
        return
    with pytest.raises(NotAllowed, match="audit_team_only"):
        checklist_rules.check_preparer(1, roles, team)


def test_only_the_audit_manager_keeps_templates() -> None:
    checklist_rules.check_template_keeper({Role.AUDIT_MANAGER})
    for roles in (set(), {Role.AUDITOR}, set(Role) - {Role.AUDIT_MANAGER}):
        with pytest.raises(NotAllowed, match="audit_manager_only"):
            checklist_rules.check_template_keeper(roles)


@pytest.mark.parametrize("state", AuditState)
def test_rows_come_and_go_until_the_audit_is_reported(state: AuditState) -> None:
    if state in {AuditState.PLANNED, AuditState.NOTIFIED, AuditState.UNDER_WAY}:
        checklist_rules.check_preparing(state)
        return
    with pytest.raises(RuleBroken, match="audit_is_over"):
        checklist_rules.check_preparing(state)


@pytest.mark.parametrize(
    ("rows", "more", "refused"),
    [
        (0, 0, BadInput),
        (9, 0, BadInput),
        (0, 1, None),
        (999, 1, None),
        (0, 1000, None),
        (1000, 1, RuleBroken),
        (999, 2, RuleBroken),
    ],
)
def test_a_checklist_has_room_for_a_thousand_rows(
    rows: int, more: int, refused: type[Refusal] | None
) -> None:
    if refused is None:
        checklist_rules.check_room(rows, more)
        return
    with pytest.raises(refused):
        checklist_rules.check_room(rows, more)


@pytest.mark.parametrize(
    ("answered", "findings", "files"), [(True, 0, 0), (False, 1, 0), (False, 0, 1)]
)
def test_only_a_row_that_never_said_anything_may_go(
    answered: bool, findings: int, files: int
) -> None:
    checklist_rules.check_removal(answered=False, findings=0, files=0)
    with pytest.raises(RuleBroken, match="row_is_answered"):
        checklist_rules.check_removal(answered=answered, findings=findings, files=files)


def test_an_own_question_asks_something_of_one_of_the_criteria() -> None:
    checklist_rules.check_own_question("鍵は。", 3, {3, 4})
    with pytest.raises(BadInput, match="question_needed"):
        checklist_rules.check_own_question(" \n", 3, {3, 4})
    with pytest.raises(BadInput, match="not_of_the_criteria"):
        checklist_rules.check_own_question("鍵は。", 5, {3, 4})


def test_paper_names_somebody_of_the_team_whoever_types() -> None:
    checklist_rules.check_sheet(1, [1, 2])
    with pytest.raises(NotAllowed, match="audit_team_only"):
        checklist_rules.check_sheet(9, [1, 2])


def test_only_who_began_a_paper_or_carried_it_out_types_in_its_rows_while_it_stands() -> None:
    checklist_rules.check_typing(1, {1, 9}, stands=True)
    checklist_rules.check_typing(9, {1, 9}, stands=True)
    with pytest.raises(NotAllowed, match="sheet_of_another"):
        checklist_rules.check_typing(2, {1, 9}, stands=True)
    with pytest.raises(RuleBroken, match="sheet_void"):
        checklist_rules.check_typing(9, {1, 9}, stands=False)


@pytest.mark.parametrize(
    ("day", "since"),
    [
        (date(2026, 11, 24), date(2024, 11, 24)),
        (date(2028, 2, 29), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2024, 1, 31)),
    ],
)
def test_earlier_findings_are_those_of_two_years(day: date, since: date) -> None:
    assert checklist_rules.two_years_before(day) == since


@pytest.mark.parametrize(
    ("path", "chapter"),
    [
        ("J.9.2", "J.9"),
        ("J.10", "J.10"),
        ("J.2.3.1", "J.2"),
        ("1(6)・3", "1"),
        ("2・1", "2"),
        ("3", "3"),
        ("4.5.1", "4"),
        ("第2章第5条", "第2章"),
        ("第12条", "第12条"),
        ("・1", "・1"),
    ],
)
def test_a_requirement_stands_in_the_chapter_that_its_number_names(path: str, chapter: str) -> None:
    assert checklist_rules.chapter_of(path) == chapter


def placed(
    requirement_id: int,
    path: str,
    *,
    answered: bool = False,
    origin: Origin = Origin.CRITERIA,
    family: int = 1,
) -> Placed:
    return Placed(origin, requirement_id, family, path, answered)


def test_rows_of_one_question_each_stand_under_chapters() -> None:
    rows = [placed(1, "1(1)", answered=True), placed(2, "1(2)"), placed(3, "2(1)")]
    found = checklist_rules.groups(rows)
    assert [(each.first, each.chapter, each.rows, each.done) for each in found] == [
        (0, "1", 2, 1),
        (2, "2", 1, 0),
    ]
    assert found[0].requirements == [1, 2]


def test_the_same_number_in_two_sets_is_two_chapters() -> None:
    rows = [placed(1, "1(1)"), placed(2, "1(2)", family=2)]
    assert [each.rows for each in checklist_rules.groups(rows)] == [1, 1]


def test_rows_with_several_questions_each_stand_under_their_requirement() -> None:
    rows = [placed(1, "J.9.2"), placed(1, "J.9.2", answered=True), placed(2, "J.9.3")]
    rows.append(placed(2, "J.9.3"))
    found = checklist_rules.groups(rows)
    assert [(each.chapter, each.requirements, each.rows, each.done) for each in found] == [
        ("", [1], 2, 1),
        ("", [2], 2, 0),
    ]


def test_rows_about_earlier_findings_have_a_heading_of_their_own() -> None:
    rows = [
        placed(9, "J.2.1", origin=Origin.FINDING),
        placed(8, "J.3.1", origin=Origin.FINDING, answered=True),
        placed(9, "J.2.1"),
        placed(9, "J.2.1", origin=Origin.OWN),
    ]
    found = checklist_rules.groups(rows)
    assert [(each.first, each.rows, each.done, each.requirements) for each in found] == [
        (0, 2, 1, []),
        (2, 2, 0, [9]),
    ]
    assert checklist_rules.groups([]) == []


def test_a_heading_comes_again_where_rows_were_moved_apart() -> None:
    rows = [placed(1, "1(1)"), placed(2, "2(1)"), placed(3, "1(2)")]
    assert [each.chapter for each in checklist_rules.groups(rows)] == ["1", "2", "1"]


@pytest.mark.parametrize(
    ("asked", "partners", "criteria", "found"),
    [
        (7, [], [7, 8], 7),
        (7, [8], [7, 8], 7),
        (7, [9, 8], [8, 9], 8),
        (7, [9], [8], None),
        (7, [], [], None),
    ],
)
def test_a_question_belongs_to_its_own_criterion_or_the_first_mapped_to_it(
    asked: int, partners: list[int], criteria: list[int], found: int | None
) -> None:
    assert checklist_rules.mapped_criterion(asked, partners, criteria) == found
