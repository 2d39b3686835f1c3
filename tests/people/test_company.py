"""The company's settings: changed as a whole, noted with before and after, numbers left alone."""

from flask import Flask

from pms_tracker.people import company, people
from pms_tracker.people.company import Settings
from pms_tracker.trail import trail
from tests import builders
from tests.cast import TODAY, viewer


def test_a_change_is_noted_with_before_and_after(app: Flask) -> None:
    by = viewer("administrator").actor
    company.change(Settings("みなと書房株式会社", 10, era_dates=True), by=by)
    found = people.the_company()
    assert (found.name, found.fiscal_start_month, found.era_dates) == (
        "みなと書房株式会社",
        10,
        True,
    )
    trail.write_pending()
    entry = trail.history("company")[0]
    assert (entry.move, entry.actor_name) == ("company_changed", "赤羽 学")
    assert {each.field: (each.before, each.after) for each in entry.values} == {
        "name": ("みなと学習舎株式会社", "みなと書房株式会社"),
        "fiscal_start_month": ("4", "10"),
        "era_dates": ("False", "True"),
    }


def test_saving_what_is_there_notes_nothing(app: Flask) -> None:
    company.change(
        Settings("みなと学習舎株式会社", 4, era_dates=False), by=viewer("administrator").actor
    )
    trail.write_pending()
    assert [entry.move for entry in trail.history("company")] == ["founded"]


def test_a_new_start_month_counts_from_the_next_record_on(app: Flask) -> None:
    assert not company.has_numbered_records()
    first = builders.audit()
    assert (first.reference, company.has_numbered_records()) == ("AU-2026-001", True)
    company.change(
        Settings("みなと学習舎株式会社", 12, era_dates=False), by=viewer("administrator").actor
    )
    assert people.fiscal_year_of(TODAY) == 2025
    assert (first.reference, builders.audit().reference) == ("AU-2026-001", "AU-2025-001")
