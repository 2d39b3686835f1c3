"""Renewals: windows reckoned by hand, how far one is, and what two years must show."""

from datetime import date, timedelta

import pytest

from pms_tracker.act.rules.renewal import readiness_rules, renewal_rules as rules
from pms_tracker.act.rules.renewal.readiness_rules import Proof, Standing, Subject
from pms_tracker.act.rules.renewal.renewal_rules import RenewalState, Window
from pms_tracker.kernel.due_dates import pmark_window
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.firm.working_days import is_national_holiday

ENDS = date(2026, 12, 1)
WINDOW = Window(date(2026, 4, 2), date(2026, 8, 3))


@pytest.mark.parametrize(
    ("expires", "first", "last"),
    [
        # JIPDEC's own example.
        ("2024-12-01", "2024-04-02", "2024-08-01"),
        # Saturday 14 September, and Monday 16 is a holiday.
        ("2025-01-14", "2024-05-15", "2024-09-17"),
        # The 31st: April has 30 days.
        ("2026-12-31", "2026-05-01", "2026-08-31"),
        # Expiry on 29 February.
        ("2028-02-29", "2027-06-30", "2027-10-29"),
        # The last day is 29 February, since four months before 30 June is no 30th.
        ("2028-06-30", "2027-10-31", "2028-02-29"),
        # The first day follows the last of February.
        ("2027-10-31", "2027-03-01", "2027-06-30"),
        # The year's end is no holiday by law.
        ("2027-04-30", "2026-08-31", "2026-12-30"),
        # New Year's Day, then a weekend.
        ("2027-05-01", "2026-09-02", "2027-01-04"),
        # Sunday, then three holidays in a row (3, 4, 5 May 2026, and 6 in lieu).
        ("2026-09-03", "2026-01-04", "2026-05-07"),
    ],
)
def test_the_window_follows_from_the_end_of_the_term(expires: str, first: str, last: str) -> None:
    window = pmark_window(date.fromisoformat(expires), is_national_holiday)
    assert window == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    ("expires", "starts"),
    [("2026-12-31", "2025-01-01"), ("2028-02-29", "2026-03-01"), ("2026-02-28", "2024-02-29")],
)
def test_a_term_is_two_years(expires: str, starts: str) -> None:
    assert rules.valid_from(date.fromisoformat(expires)) == date.fromisoformat(starts)


@pytest.mark.parametrize(
    ("ends", "follows"),
    [
        ("2026-12-31", "2028-12-31"),
        ("2026-02-28", "2028-02-29"),
        # From 29 February on, which 2026 does not have: the last day of that month.
        ("2024-02-28", "2026-02-28"),
        ("2026-08-30", "2028-08-30"),
    ],
)
def test_the_next_term_follows_without_a_gap(ends: str, follows: str) -> None:
    expires_on = date.fromisoformat(follows)
    assert rules.next_expires_on(date.fromisoformat(ends)) == expires_on
    assert rules.valid_from(expires_on) == date.fromisoformat(ends) + timedelta(days=1)
    # From 1 March on it is that day as well.
    assert rules.next_expires_on(date(2024, 2, 29)) == date(2026, 2, 28)


SENT, REFUSED = {"submitted_on": date(2026, 8, 3)}, date(2026, 11, 20)


@pytest.mark.parametrize(
    ("days", "stops"),
    [
        # The term ends on 1 December; nobody applied.
        ({}, date(2026, 12, 2)),
        # What is being examined may still be granted.
        (SENT, None),
        ({**SENT, "refused_on": REFUSED}, date(2026, 12, 2)),
        ({**SENT, "refused_on": date(2026, 12, 10)}, date(2026, 12, 10)),
        ({**SENT, "granted_on": REFUSED}, None),
    ],
)
def test_from_when_the_mark_is_used_no_more(
    days: dict[str, date | None], stops: date | None
) -> None:
    assert rules.stop_from(ENDS, days) == stops


@pytest.mark.parametrize(
    ("days", "earlier", "over", "needed"),
    [
        ((date(2024, 4, 1), date(2025, 3, 31)), False, False, True),
        ((date(2023, 4, 1), date(2024, 3, 31)), False, False, False),
        ((date(2027, 4, 1), date(2028, 3, 31)), False, False, False),
        # The first and the last day of the term.
        ((date(2023, 12, 3), date(2024, 12, 2)), False, False, True),
        ((date(2026, 12, 1), date(2027, 11, 30)), False, False, True),
        ((date(2026, 12, 2), date(2027, 12, 1)), False, False, False),
        ((date(2027, 4, 1), date(2028, 3, 31)), True, False, True),
        ((date(2024, 4, 1), date(2025, 3, 31)), False, True, False),
    ],
)
def test_records_of_a_term_are_needed_until_its_renewal_is_over(
    days: tuple[date, date], *, earlier: bool, over: bool, needed: bool
) -> None:
    term = date(2024, 12, 2), ENDS
    assert rules.needs(term, days, earlier=earlier, over=over) is needed


@pytest.mark.parametrize(
    ("today", "days", "state"),
    [
        (date(2026, 4, 1), {}, RenewalState.PREPARING),
        (date(2026, 4, 2), {}, RenewalState.OPEN),
        (date(2026, 8, 3), {}, RenewalState.OPEN),
        (date(2026, 8, 4), {}, RenewalState.LATE),
        (date(2026, 12, 1), {}, RenewalState.LATE),
        (date(2026, 12, 2), {}, RenewalState.EXPIRED),
        (date(2026, 12, 2), {"submitted_on": date(2026, 8, 3)}, RenewalState.SUBMITTED),
        (
            date(2026, 12, 2),
            {"submitted_on": date(2026, 8, 3), "refused_on": date(2026, 11, 1)},
            RenewalState.REFUSED,
        ),
        (date(2026, 8, 4), {"submitted_on": date(2026, 8, 3)}, RenewalState.SUBMITTED),
        (
            date(2026, 12, 1),
            {"submitted_on": date(2026, 8, 3), "remarked_on": date(2026, 11, 1)},
            RenewalState.REMARKS,
        ),
        (
            date(2026, 12, 1),
            {"submitted_on": date(2026, 8, 3), "granted_on": date(2026, 12, 1)},
            RenewalState.GRANTED,
        ),
    ],
)
def test_how_far_a_renewal_is(
    today: date, days: dict[str, date | None], state: RenewalState
) -> None:
    assert rules.state(WINDOW, ENDS, days, today) is state


def test_steps_go_one_after_the_other_and_begin_with_the_application() -> None:
    def beside(**days: date) -> list[str]:
        return [name for name, _words in rules.faults(date(2026, 12, 1), None, days)]

    assert beside() == []
    assert beside(on_site_on=date(2026, 9, 1)) == ["submitted_on"]
    assert beside(submitted_on=date(2026, 9, 2), formal_on=date(2026, 9, 1)) == ["formal_on"]
    assert beside(submitted_on=date(2026, 9, 1), granted_on=date(2026, 9, 1)) == []
    sent = {"submitted_on": date(2026, 9, 1)}
    assert beside(refused_on=date(2026, 9, 2)) == ["submitted_on"]
    assert beside(**sent, refused_on=date(2026, 8, 31)) == ["refused_on"]
    assert beside(**sent, granted_on=REFUSED, refused_on=REFUSED) == ["refused_on"]
    assert beside(**sent, refused_on=REFUSED, stopped_on=REFUSED) == []
    # What is being examined, or was granted, is used.
    assert beside(**sent, stopped_on=REFUSED) == ["stopped_on"]
    after = rules.faults(date(2026, 12, 1), date(2026, 12, 2), {})
    assert [name for name, _words in after] == ["started_on"]


def test_a_term_touches_three_fiscal_years_where_it_begins_within_one() -> None:
    years = readiness_rules.years_of(date(2024, 12, 2), date(2026, 12, 1), FiscalStart(4))
    assert [each.first.year for each in years] == [2024, 2025, 2026]
    january = readiness_rules.years_of(date(2025, 1, 1), date(2026, 12, 31), FiscalStart(1))
    assert [each.first.year for each in january] == [2025, 2026]


def test_what_is_missing_of_a_year_that_is_not_over_may_still_come() -> None:
    years = readiness_rules.years_of(date(2025, 4, 1), date(2027, 3, 31), FiscalStart(4))
    proofs = [
        Proof(Subject.EDUCATION, 2025, is_there=False),
        Proof(Subject.EDUCATION, 2026, is_there=False),
        Proof(Subject.AUDIT_UNITS, 2025, ("本部",), ("書店",)),
        Proof(Subject.LAWS, None, ("法",), ("条例",)),
        Proof(Subject.PLAN, 2026, ("YP-2026",)),
    ]
    judged = readiness_rules.judged(proofs, years, date(2026, 11, 24))
    assert [each.standing for each in judged] == [
        Standing.MISSING,
        Standing.TO_COME,
        Standing.MISSING,
        Standing.MISSING,
        Standing.THERE,
    ]
