"""Rules of use beyond the purpose: grounds, counts, days, and how far a use is."""

from datetime import date, timedelta

import pytest

from pms_tracker.do.rules import use_rules
from pms_tracker.do.rules.use_rules import Persons, Term, UseGround, UseState
from pms_tracker.kernel.errors import RuleBroken

DAY = timedelta(days=1)
FIRST, LAST = date(2027, 12, 31), date(2028, 2, 29)
TERM = Term(FIRST, LAST)
CONSENT = UseGround.CONSENT


@pytest.mark.parametrize(
    ("persons", "left"),
    [
        (Persons(10), 10),
        (Persons(10, 3, 4), 6),
        (Persons(10, None, 10), 0),
        (Persons(None, 3, 4), None),
    ],
)
def test_who_refused_is_subtracted(persons: Persons, left: int | None) -> None:
    assert persons.left == left


@pytest.mark.parametrize(
    ("persons", "fits"),
    [
        (Persons(10, 6, 4), True),
        (Persons(10, 7, 4), False),
        (Persons(10, 11), False),
        (Persons(10, None, 11), False),
        (Persons(None, 7, 4), True),
    ],
)
def test_with_consent_nobody_is_counted_twice(persons: Persons, fits: bool) -> None:
    if fits:
        use_rules.check_persons(CONSENT, persons)
        return
    with pytest.raises(RuleBroken, match="use_counted_twice"):
        use_rules.check_persons(CONSENT, persons)


def test_without_consent_nobody_is_asked() -> None:
    use_rules.check_persons(UseGround.LAW, Persons(1, 3, 4))


@pytest.mark.parametrize(
    ("term", "why"),
    [
        (Term(FIRST, FIRST), None),
        (Term(FIRST, FIRST - DAY), "use_ends_before"),
        (Term(FIRST, LAST, FIRST), None),
        (Term(FIRST, LAST, FIRST - DAY), "use_ended_before"),
        (Term(None, LAST, FIRST), None),
        (Term(FIRST, None), None),
    ],
)
def test_a_use_ends_after_it_began(term: Term, why: str | None) -> None:
    if why is None:
        use_rules.check_term(term)
        return
    with pytest.raises(RuleBroken, match=why):
        use_rules.check_term(term)


@pytest.mark.parametrize(
    ("first_on", "fits"),
    [*((FIRST, True), (FIRST + DAY, True), (FIRST - DAY, False), (None, True))],
)
def test_nothing_is_used_before_that_was_approved(first_on: date | None, fits: bool) -> None:
    if fits:
        use_rules.check_approved(first_on, FIRST)
        return
    with pytest.raises(RuleBroken, match="use_before_approval"):
        use_rules.check_approved(first_on, FIRST)


@pytest.mark.parametrize("ground", UseGround)
def test_numbers_are_used_beyond_their_purpose_by_law_alone(ground: UseGround) -> None:
    use_rules.check_my_number(ground, has_my_number=False)
    if ground in {UseGround.LAW, UseGround.LIFE}:
        use_rules.check_my_number(ground, has_my_number=True)
        return
    with pytest.raises(RuleBroken, match="use_of_my_number"):
        use_rules.check_my_number(ground, has_my_number=True)


def test_consent_asks_for_what_is_told_and_an_exception_for_its_reason() -> None:
    told = ("notice", "ways", "consenters")
    assert use_rules.asked_of(CONSENT, has_minors=False) == told
    assert use_rules.asked_of(CONSENT, has_minors=True) == (*told, "guardians")
    others = {use_rules.asked_of(each, has_minors=True) for each in UseGround if each != CONSENT}
    assert others == {("reason",)}


@pytest.mark.parametrize(
    ("ground", "persons", "term", "today", "state"),
    [
        (CONSENT, Persons(10, 5, 4), TERM, FIRST, UseState.CONSENTING),
        (CONSENT, Persons(10), TERM, FIRST - DAY, UseState.CONSENTING),
        (CONSENT, Persons(10, 6, 4), TERM, FIRST - DAY, UseState.READY),
        (CONSENT, Persons(10, 6, 4), TERM, FIRST, UseState.USABLE),
        (CONSENT, Persons(10, 6, 4), TERM, LAST, UseState.USABLE),
        (CONSENT, Persons(10, 6, 4), TERM, LAST + DAY, UseState.OVER),
        (CONSENT, Persons(10, 5, 4), TERM, LAST + DAY, UseState.OVER),
        (UseGround.LAW, Persons(10), TERM, FIRST, UseState.USABLE),
        (UseGround.LAW, Persons(10), TERM, FIRST - DAY, UseState.READY),
        (UseGround.LAW, Persons(10), Term(FIRST, LAST, FIRST), FIRST, UseState.OVER),
    ],
)
def test_how_far_an_approved_use_is(
    ground: UseGround, persons: Persons, term: Term, today: date, state: UseState
) -> None:
    assert use_rules.state_of(ground, persons, term, today, is_approved=True) is state


@pytest.mark.parametrize(
    ("today", "state"), [(FIRST, UseState.APPLIED), (LAST + DAY, UseState.OVER)]
)
def test_what_nobody_approved_is_applied_for_until_its_term_is_over(
    today: date, state: UseState
) -> None:
    found = use_rules.state_of(UseGround.LAW, Persons(1), TERM, today, is_approved=False)
    assert found is state
