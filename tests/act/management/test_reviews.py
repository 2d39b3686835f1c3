"""Management reviews on both databases: convened, moved, called off; seen by whom they concern."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker.act.management import management_reviews, review_lists
from pms_tracker.act.management.review_lists import Filter
from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.listings import parameters
from pms_tracker.questions import cells_of, texts
from pms_tracker.trail import trail
from tests import builders, reviewing
from tests.cast import ACCOUNTS, IDS, TODAY, viewer
from tests.reviewing import letters

FIRST = Reference(Kind.MANAGEMENT_REVIEW, 2026, 1)
TOP = {"representative", "privacy_manager", "audit_manager"}


def who_knows() -> set[str]:
    found = set()
    for key in ACCOUNTS:
        try:
            management_reviews.by_reference(FIRST, seen_by=viewer(key))
        except NotFound:
            continue
        found.add(key)
    return found


def who_reads(review: ManagementReview) -> set[str]:
    there = management_reviews.attendees_of(review)
    return {key for key in ACCOUNTS if management_reviews.reads_minutes(review, there, viewer(key))}


def test_a_review_is_convened_for_the_duty_of_the_plan_and_everybody_asked_is_told(
    app: Flask,
) -> None:
    duty = reviewing.planned()
    assert [row.id for row in management_reviews.offered_duties()] == [duty.id]
    review = reviewing.convened(annual_duty_id=duty.id, planned_on=TODAY + timedelta(days=20))
    assert (review.reference, review.state) == ("MR-2026-01", ReviewState.CONVENED)
    found = management_reviews.duty_of(review)
    assert found is not None
    assert (found[0].id, found[1].reference) == (duty.id, "YP-2026")
    assert letters("review_convened") == ["宮下 恒一", "藤森 奈緒", "髙山 由紀", "平林 真一"]
    trail.write_pending()
    assert [each.move for each in trail.history(review.reference)] == ["review_convened"]
    assert management_reviews.offered_duties() == []


def test_a_duty_of_the_plan_has_one_review_until_it_is_called_off(app: Flask) -> None:
    duty_id = reviewing.planned().id
    first = reviewing.convened(annual_duty_id=duty_id)
    with pytest.raises(RuleBroken, match="duty_has_review"):
        reviewing.convened(annual_duty_id=duty_id)
    management_reviews.cancel(
        first, reason="延期", version=first.version, by=viewer("privacy_manager")
    )
    assert reviewing.convened(annual_duty_id=duty_id).reference == "MR-2026-02"


@pytest.mark.parametrize(
    ("changes", "refusal", "key"),
    [
        ({"planned_on": TODAY - timedelta(days=1)}, RuleBroken, "review_day_past"),
        ({"agenda": "　 "}, BadInput, "agenda_needed"),
        ({"attendee_ids": []}, BadInput, "attendee_needed"),
        ({"attendee_ids": [9999]}, BadInput, "no_such_person"),
        ({"annual_duty_id": 9999}, RuleBroken, "duty_has_review"),
    ],
)
def test_a_review_that_lacks_something_is_not_convened(
    app: Flask, changes: dict[str, object], refusal: type[Exception], key: str
) -> None:
    with pytest.raises(refusal, match=key):
        reviewing.convened(**changes)
    assert session.scalars(select(ManagementReview)).all() == []


def test_a_moved_review_is_told_to_all_and_one_that_stays_to_the_new_ones(app: Flask) -> None:
    review = reviewing.convened(attendee_ids=[IDS["representative"], IDS["head"]])
    by = viewer("representative")
    more = [IDS["representative"], IDS["owner"]]
    management_reviews.change(
        review, reviewing.called(attendee_ids=more), version=review.version, by=by
    )
    assert letters("review_changed") == ["原 大地"]
    later = reviewing.called(attendee_ids=more, planned_on=TODAY + timedelta(days=7))
    management_reviews.change(review, later, version=review.version, by=by)
    assert letters("review_changed") == ["原 大地", "宮下 恒一", "原 大地"]
    assert [each.person_id for each in management_reviews.attendees_of(review)] == sorted(more)
    with pytest.raises(Stale):
        management_reviews.change(review, later, version=review.version - 1, by=by)


@pytest.mark.parametrize("state", [s for s in ReviewState if s is not ReviewState.CONVENED])
def test_what_was_held_or_called_off_is_neither_moved_nor_called_off(
    app: Flask, state: ReviewState
) -> None:
    review, by = reviewing.in_state(state), viewer("privacy_manager")
    with pytest.raises(RuleBroken, match="review_held_already"):
        management_reviews.change(review, reviewing.called(), version=review.version, by=by)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        management_reviews.cancel(review, reason="延期", version=review.version, by=by)


def test_a_review_is_called_off_for_a_reason_and_all_are_told(app: Flask) -> None:
    review, by = reviewing.convened(), viewer("privacy_manager")
    with pytest.raises(RuleBroken, match="reason_needed"):
        management_reviews.cancel(review, reason=" ", version=review.version, by=by)
    management_reviews.cancel(review, reason="監査が先になった。", version=review.version, by=by)
    assert review.state is ReviewState.CANCELLED
    assert len(letters("review_called_off")) == len(reviewing.ASKED)


def test_who_was_asked_knows_of_a_review_and_nobody_else_but_the_top(app: Flask) -> None:
    review = reviewing.convened()
    assert who_knows() == TOP | set(reviewing.ASKED)
    assert who_reads(review) == TOP
    reviewing.submitted(review)
    assert who_knows() == TOP | set(reviewing.ASKED)
    assert who_reads(review) == TOP, "minutes that wait are nobody's yet"


def test_signed_minutes_are_read_by_who_was_there_and_a_decision_by_its_owner(app: Flask) -> None:
    review = reviewing.signed()
    assert who_knows() == TOP | set(reviewing.PRESENT) | {"owner", "other_head"}, "absent: asked"
    assert who_reads(review) == TOP | set(reviewing.PRESENT)


def test_a_deputy_knows_of_minutes_while_they_wait_for_the_absent(app: Flask) -> None:
    review = reviewing.submitted()
    assert "employee" not in who_knows()
    builders.absent("representative", "employee")
    assert "employee" in who_knows()
    assert "employee" in who_reads(review)
    reviewing.decide(review, by="employee")
    assert "employee" not in who_knows()


def test_reviews_are_listed_with_their_decisions_as_far_as_one_sees(app: Flask) -> None:
    reviewing.signed()
    reviewing.convened(planned_on=TODAY + timedelta(days=3))
    everything = review_lists.REVIEWS.page(viewer("audit_manager"), Filter())
    assert [(row.number, row.state, row.decisions, row.done) for row in everything] == [
        (2, ReviewState.CONVENED, 0, 0),
        (1, ReviewState.SIGNED, 1, 0),
    ]
    assert [row.number for row in review_lists.REVIEWS.page(viewer("owner"), Filter())] == [1]
    assert review_lists.REVIEWS.page(viewer("employee"), Filter()) == []
    assert review_lists.REVIEWS.count(viewer("administrator"), Filter()) == 0
    (said,) = texts((review_lists.years(viewer("owner")),), parameters(viewer("owner")))
    assert cells_of(said) == [[2026]]
    some = Filter(state=ReviewState.SIGNED, fiscal_year=2026, open=True)
    assert review_lists.REVIEWS.count(viewer("representative"), some) == 1
    assert review_lists.REVIEWS.count(viewer("representative"), Filter(fiscal_year=2025)) == 0


def test_whoever_owns_one_decision_counts_but_that_one(app: Flask) -> None:
    two = [
        reviewing.Resolved("鍵", IDS["owner"], date(2026, 12, 1)),
        reviewing.Resolved("教育", IDS["employee"], date(2026, 12, 1)),
    ]
    reviewing.signed(decisions=two)
    counts = {
        key: [row.decisions for row in review_lists.REVIEWS.page(viewer(key), Filter())]
        for key in ("owner", "employee", "head", "audit_manager")
    }
    assert counts == {"owner": [1], "employee": [1], "head": [2], "audit_manager": [2]}
