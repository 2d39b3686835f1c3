"""Every number carries the fiscal year that its record belongs to, whenever that was entered."""

from dataclasses import replace
from datetime import date

from flask import Flask

from pms_tracker import clock
from pms_tracker.act.cases import cases
from pms_tracker.act.several import merging
from tests import builders, reviewing
from tests.act.cases.from_outside import stated_case
from tests.cast import viewer
from tests.check.programmes import a_programme

MARCH, APRIL = date(2027, 3, 30), date(2027, 4, 1)


def test_an_audit_bears_the_year_of_its_programme_whenever_that_was_approved(app: Flask) -> None:
    a_programme.none_yet()
    with clock.set_to(clock.at(MARCH)):
        extra = builders.audit(planned_on=MARCH)
        rows = (replace(row, planned_on=date(2027, 6, 10)) for row in a_programme.BOTH)
        following = a_programme.approved(tuple(rows), year=2027)
    planned = [each.reference for each in a_programme.audits_of(following)]
    assert (extra.reference, planned) == ("AU-2026-001", ["AU-2027-001", "AU-2027-002"])


def test_an_extra_audit_bears_the_year_of_its_planned_day(app: Flask) -> None:
    planned = [builders.audit(planned_on=day).reference for day in (MARCH, APRIL, MARCH)]
    assert planned == ["AU-2026-001", "AU-2027-001", "AU-2026-002"]


def test_a_finding_and_its_case_bear_the_year_of_the_audit(app: Flask) -> None:
    audit = builders.audit()
    with clock.set_to(clock.at(MARCH)):
        first = builders.finding(audit)
    with clock.set_to(clock.at(APRIL)):
        late = builders.finding(audit, 2)
        of_april = builders.finding(builders.audit(planned_on=APRIL))
    found = [first, late, of_april]
    assert [each.reference for each in found] == ["F-2026-001", "F-2026-002", "F-2027-001"]
    opened = [cases.of_finding(each.id) for each in found]
    names = [each.reference for each in opened if each]
    assert names == ["CA-2026-001", "CA-2026-002", "CA-2027-001"]


def test_a_case_that_no_audit_found_bears_the_year_of_the_day_it_was_found(app: Flask) -> None:
    with clock.set_to(clock.at(APRIL)):
        found = [stated_case(found_on=day).reference for day in (MARCH, APRIL)]
    assert found == ["CA-2026-001", "CA-2027-001"]


def test_what_is_split_from_a_case_stays_in_its_year(app: Flask) -> None:
    within = builders.audit()
    one, other = builders.case(within), builders.case(within, 2)
    by, ids = viewer("audit_manager"), [other.finding_id or 0]
    merging.merge(one, other, reason="同じ原因", version=one.version, by=by)
    with clock.set_to(clock.at(APRIL)):
        made = merging.split(one, ids, reason="別の原因", version=one.version, by=by)
    assert made.reference == "CA-2026-003"


def test_a_management_review_bears_the_year_of_its_plan_or_of_its_planned_day(app: Flask) -> None:
    duty = reviewing.planned()
    with clock.set_to(clock.at(MARCH)):
        late = reviewing.convened(annual_duty_id=duty.id, planned_on=date(2027, 4, 9))
        extra = [reviewing.convened(planned_on=day).reference for day in (MARCH, APRIL)]
    assert late.reference == "MR-2026-01"
    assert extra == ["MR-2026-02", "MR-2027-01"]
