"""Rules of where cases come from: who opens one, what it states, when an examiner is answered."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import source_rules
from pms_tracker.act.rules.source_rules import OPENED, Source
from pms_tracker.check.rules.audit_rules import NONCONFORMITIES, Grade
from pms_tracker.kernel.calendar import BusinessCalendar
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Candidate, Role

CALENDAR = BusinessCalendar(lambda _day: False)
TODAY = date(2027, 6, 1)


@pytest.mark.parametrize("role", Role)
def test_the_two_managers_open_cases_and_nobody_else(role: Role) -> None:
    if role in {Role.PRIVACY_MANAGER, Role.AUDIT_MANAGER}:
        source_rules.check_opener([role])
    else:
        with pytest.raises(NotAllowed, match="managers_open_cases"):
            source_rules.check_opener([role])


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("grade", Grade)
def test_only_a_nonconformity_that_no_audit_found_is_opened_by_hand(
    source: Source, grade: Grade
) -> None:
    if source is not Source.INTERNAL_AUDIT and grade in NONCONFORMITIES:
        source_rules.check_opened(source, grade)
    else:
        with pytest.raises(BadInput):
            source_rules.check_opened(source, grade)
    assert Source.INTERNAL_AUDIT not in OPENED


def test_r5_a_nonconformity_names_the_requirement_known_here_or_in_words() -> None:
    source_rules.check_stated(1, "")
    source_rules.check_stated(None, "規程 第12条")
    with pytest.raises(BadInput, match="rule_needed"):
        source_rules.check_stated(None, " 　")


@pytest.mark.parametrize(
    ("examined_on", "due_on"),
    [
        (date(2026, 11, 24), date(2027, 2, 24)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        # A closed day moves nothing: 2027-01-31 is a Sunday.
        (date(2026, 10, 31), date(2027, 1, 31)),
    ],
)
def test_an_examiner_is_answered_within_three_months(examined_on: date, due_on: date) -> None:
    assert source_rules.answer_due_on(examined_on, None, TODAY, CALENDAR) == due_on


def test_the_day_an_examiner_named_goes_before_but_never_before_the_examination() -> None:
    day, named = date(2027, 5, 1), date(2027, 5, 20)
    assert source_rules.answer_due_on(day, named, TODAY, CALENDAR) == named
    assert source_rules.answer_due_on(day, day, TODAY, CALENDAR) == day
    with pytest.raises(RuleBroken, match="answer_before_examination"):
        source_rules.answer_due_on(named, day, TODAY, CALENDAR)
    with pytest.raises(RuleBroken, match="day_in_future"):
        source_rules.answer_due_on(date(2027, 6, 2), None, TODAY, CALENDAR)


def test_an_answer_lies_between_examination_and_today() -> None:
    source_rules.check_answered(TODAY, TODAY, TODAY)
    with pytest.raises(RuleBroken, match="day_in_future"):
        source_rules.check_answered(TODAY, date(2027, 6, 2), TODAY)
    with pytest.raises(RuleBroken, match="answer_before_examination"):
        source_rules.check_answered(TODAY, date(2027, 5, 31), TODAY)


def test_what_an_examiner_raised_names_the_day_of_the_examination() -> None:
    source_rules.check_dated(Source.INCIDENT, None)
    source_rules.check_dated(Source.EXAMINATION, TODAY)
    with pytest.raises(BadInput, match="examination_needs_day"):
        source_rules.check_dated(Source.EXAMINATION, None)


def test_the_privacy_manager_withdraws_unless_they_are_of_the_unit() -> None:
    manager = Candidate(1, frozenset({Role.PRIVACY_MANAGER}), frozenset({7}))
    audits = Candidate(2, frozenset({Role.AUDIT_MANAGER}), frozenset({8}))
    leads = Candidate(3, frozenset({Role.REPRESENTATIVE}), frozenset({7}))
    firm = [manager, audits, leads]
    assert source_rules.eligible_droppers(firm, 9).person_ids == (1,)
    assert source_rules.eligible_droppers(firm, 7).person_ids == (2,)
    assert source_rules.eligible_droppers([manager, leads], 7).person_ids == ()
    with pytest.raises(RuleBroken, match="reason_needed"):
        source_rules.check_dropping(1, source_rules.eligible_droppers(firm, 9), " ")


ROLES = st.frozensets(st.sampled_from(list(Role)))
FIRMS = st.lists(
    st.builds(Candidate, st.integers(1, 9), ROLES, st.frozensets(st.integers(1, 3))),
    max_size=6,
    unique_by=lambda each: each.person_id,
)


@given(FIRMS, st.integers(1, 3))
def test_no_auditee_ever_withdraws_a_case_about_the_own_unit(
    firm: list[Candidate], unit_id: int
) -> None:
    found = source_rules.eligible_droppers(firm, unit_id)
    units = {each.person_id: each.unit_ids for each in firm}
    assert all(unit_id not in units[each] for each in found.person_ids)
    for person_id in set(units) - set(found.person_ids):
        with pytest.raises(NotAllowed):
            source_rules.check_dropping(person_id, found, "重複")


@given(FIRMS)
def test_matters_from_outside_are_the_privacy_managers_or_else_the_representatives(
    firm: list[Candidate],
) -> None:
    found = source_rules.to_ask(firm).person_ids
    roles = {each.person_id: each.roles for each in firm}
    managers = any(Role.PRIVACY_MANAGER in each for each in roles.values())
    wanted = Role.PRIVACY_MANAGER if managers else Role.REPRESENTATIVE
    assert set(found) == {each for each, held in roles.items() if wanted in held}
