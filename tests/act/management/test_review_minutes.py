"""Minutes on both databases: written, handed in with their figures, signed by another, frozen."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.management import management_reviews, review_decisions, review_minutes
from pms_tracker.act.rules.management_rules import Remark, Resolved, ReviewState, Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.rules.year_rules import Done
from pms_tracker.trail import trail
from tests import builders, reviewing
from tests.cast import IDS, TODAY, viewer
from tests.plan.years import a_year
from tests.reviewing import letters

SCAN = {"on_paper_by": IDS["representative"], "scanned": True}


def there(review: ManagementReview) -> dict[int, bool | None]:
    return {each.person_id: each.present for each in management_reviews.attendees_of(review)}


def test_minutes_are_kept_as_far_as_they_go(app: Flask) -> None:
    review = reviewing.convened()
    remarks = {Section.CASES: Remark("  減った。 "), Section.RISKS: Remark(" ")}
    reviewing.saved(review, held_on=None, place="", present_ids=[], remarks=remarks, decisions=())
    assert review_minutes.remarks_of(review) == {Section.CASES: Remark("減った。")}
    assert review.state is ReviewState.CONVENED
    reviewing.saved(review, remarks={}, by="representative")
    assert review_minutes.remarks_of(review) == {}
    assert review.writer_ids == sorted([IDS["representative"], IDS["privacy_manager"]])


def test_who_came_without_being_asked_is_added_and_taken_out_again(app: Flask) -> None:
    review = reviewing.convened()
    reviewing.saved(review, present_ids=[IDS["representative"], IDS["owner"]])
    assert there(review) == {
        IDS["representative"]: True,
        IDS["privacy_manager"]: False,
        IDS["head"]: False,
        IDS["owner"]: True,
        IDS["other_head"]: False,
    }
    reviewing.saved(review, present_ids=[IDS["head"]])
    assert IDS["owner"] not in there(review)
    assert there(review)[IDS["head"]] is True


def test_decisions_are_written_anew_each_time(app: Flask) -> None:
    review = reviewing.convened()
    two = [Resolved(each, IDS["owner"], reviewing.DUE_ON) for each in ("鍵", "教育")]
    reviewing.saved(review, decisions=two)
    reviewing.saved(review, decisions=two[1:])
    assert [(e.position, e.text) for e in review_decisions.of(review)] == [(1, "教育")]


def test_r20_minutes_are_not_handed_in_while_an_input_is_blank(app: Flask) -> None:
    review = reviewing.convened()
    remarks = {each: said for each, said in reviewing.REMARKS.items() if each is not Section.RISKS}
    with pytest.raises(RuleBroken, match="inputs_blank") as refusal:
        reviewing.submitted(review, remarks=remarks)
    assert refusal.value.values["sections"] == [Section.RISKS]
    with pytest.raises(BadInput, match="present_needed"):
        reviewing.submitted(review, present_ids=[])


def test_the_representative_signs_what_the_privacy_manager_wrote(app: Flask) -> None:
    review = reviewing.submitted()
    assert letters("minutes_asked") == ["宮下 恒一"]
    assert review.turn_due_on == TODAY + timedelta(days=7)
    for key in ("privacy_manager", "audit_manager", "head"):
        with pytest.raises(NotAllowed, match="approved_by_another"):
            reviewing.decide(review, by=key)
    row = reviewing.decide(review)
    assert (review.state, review.signed_on, review.turn_due_on) == (
        ReviewState.SIGNED, TODAY, None,
    )  # fmt: skip
    assert review.content is not None
    assert row.digest == approvals.digest(review.content)
    # Whoever could not come hears whom to ask.
    assert letters("minutes_signed") == ["宮下 恒一", "藤森 奈緒", "髙山 由紀", "平林 真一"]
    theirs = select(OutboxLetter).where(OutboxLetter.name == "平林 真一")
    absent = session.scalars(theirs.order_by(OutboxLetter.id)).all()[-1]
    assert "欠席されたマネジメントレビュー" in (absent.body or "")
    assert letters("decision_given") == ["原 大地"]
    trail.write_pending()
    assert [each.move for each in trail.history(review.reference)] == [
        "sign", "submit", "review_convened",
    ]  # fmt: skip
    with pytest.raises(RuleBroken, match="move_not_possible"):
        reviewing.decide(review)


def test_whoever_wrote_in_the_minutes_does_not_sign_them(app: Flask) -> None:
    review = reviewing.convened()
    reviewing.saved(review, by="representative")
    reviewing.submitted(review)
    with pytest.raises(NotAllowed):
        reviewing.decide(review)
    # Both who run the PMS wrote: anybody else, as a reasoned exception.
    with pytest.raises(RuleBroken, match="exception_needs_reason"):
        reviewing.decide(review, by="head")
    reviewing.decide(review, by="head", exception_reason="二人とも書いたため。")
    assert review.signers == {"name": "髙山 由紀", "office": "employee"}


def test_minutes_that_come_back_are_written_anew_and_their_figures_counted_again(
    app: Flask,
) -> None:
    review = reviewing.submitted()
    with pytest.raises(RuleBroken, match="reason_needed"):
        reviewing.decide(review, Decision.SENT_BACK)
    reviewing.decide(review, Decision.SENT_BACK, reason="欠席者の扱いを書くこと。")
    assert (review.state, review.content) == (ReviewState.SENT_BACK, None)
    assert letters("minutes_sent_back") == ["藤森 奈緒"]
    assert review_decisions.of(review)[0].text == reviewing.DECIDED
    builders.case()
    reviewing.signed(review)
    assert review.content is not None
    assert review.content["facts"]["cases"]["opened"] == 1
    decided = [row.decision for row in approvals.decisions(review.reference)]
    assert decided == [Decision.SENT_BACK, Decision.APPROVED]


def test_a_signature_is_bound_to_what_was_seen(app: Flask) -> None:
    review = reviewing.submitted()
    seen = review_minutes.subject(review).digest
    reviewing.decide(review, Decision.SENT_BACK, reason="直すこと。")
    reviewing.submitted(review, conclusion="言い直した。")
    with pytest.raises(Stale):
        reviewing.decide(review, seen_digest=seen)


def test_signed_minutes_stay_as_they_were_whatever_becomes_of_the_records(app: Flask) -> None:
    case = builders.case()
    review = reviewing.signed()
    before = dict(review.content or {})
    builders.submit(case)
    builders.case(position=2)
    people.person(IDS["head"]).name = "髙山 由紀子"
    session.flush()
    session.expire_all()
    assert review.content == before
    assert before["facts"]["cases"]["states"] == {"planning": 1}
    assert "髙山 由紀" in before["head"]["present"]


def test_a_deputy_signs_for_the_absent_representative_in_both_names(app: Flask) -> None:
    review = reviewing.submitted()
    builders.absent("representative", "other_head")
    row = reviewing.decide(review, by="other_head")
    assert row.for_id == IDS["representative"]
    assert review.signers == {"name": "平林 真一", "for": "宮下 恒一"}


def test_a_stamped_original_is_entered_by_another_with_its_scan(app: Flask) -> None:
    review = reviewing.submitted()
    with pytest.raises(NotAllowed):
        reviewing.decide(review, by="privacy_manager", **SCAN)
    with pytest.raises(RuleBroken, match="scan_needed"):
        reviewing.decide(review, by="audit_manager", **{**SCAN, "scanned": False})
    row = reviewing.decide(review, by="audit_manager", **SCAN)
    assert (row.on_paper, row.decided_by_id) == (True, IDS["representative"])
    assert review.signers == {"name": "宮下 恒一", "entered_by": "有賀 俊"}


def test_signed_decisions_are_an_input_of_the_next_plan(app: Flask) -> None:
    two = [Resolved(each, IDS["owner"], reviewing.DUE_ON) for each in ("鍵を\n付ける。", "教育")]
    review = reviewing.signed(decisions=two)
    laid = review_inputs.from_record(review.reference)
    assert laid is not None
    assert laid.text == "鍵を 付ける / 教育"
    plan = a_year.drafted(2027)
    titles = {row.because_of: row.title for row in a_year.rows_of(plan)}
    assert titles[review.reference] == "鍵を 付ける / 教育"


def test_a_review_without_decisions_lays_nothing(app: Flask) -> None:
    review = reviewing.signed(decisions=())
    assert review_inputs.from_record(review.reference) is None
    assert letters("decision_given") == []


def test_the_duty_of_the_plan_is_done_with_the_signature(app: Flask) -> None:
    duty = reviewing.planned()
    review = reviewing.signed(reviewing.convened(annual_duty_id=duty.id))
    assert (duty.done_on, duty.result) == (TODAY, review.reference)


def test_minutes_of_two_keepers_meet(app: Flask) -> None:
    review = reviewing.convened()
    seen = review.version
    reviewing.saved(review)
    with pytest.raises(Stale):
        review_minutes.save(review, reviewing.written(), version=seen, by=viewer("representative"))
    reviewing.submitted(review)
    with pytest.raises(RuleBroken, match="minutes_locked"):
        reviewing.saved(review)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        reviewing.submitted(review)


def test_the_owner_reports_what_came_of_a_decision_once(app: Flask) -> None:
    review = reviewing.signed()
    done = Done("棚3つに鍵を付けた。", TODAY)
    with pytest.raises(NotAllowed):
        review_decisions.report_done(review, 1, done, by=viewer("privacy_manager"))
    made = review_decisions.report_done(review, 1, done, by=viewer("owner"))
    assert (made.done_on, made.done_by_id) == (TODAY, IDS["owner"])
    with pytest.raises(RuleBroken, match="decision_done_already"):
        review_decisions.report_done(review, 1, done, by=viewer("owner"))
    trail.write_pending()
    assert trail.history(review.reference)[0].move == "review_decision_done"


def test_a_decision_of_others_is_not_there_for_whoever_did_not_attend(app: Flask) -> None:
    two = [
        Resolved("鍵", IDS["owner"], reviewing.DUE_ON),
        Resolved("教育", IDS["employee"], reviewing.DUE_ON),
    ]
    review = reviewing.signed(decisions=two)
    assert review_decisions.at(review, 2, seen_by=viewer("head")).text == "教育"
    for position in (2, 3):
        with pytest.raises(Exception, match="no_such_decision"):
            review_decisions.at(review, position, seen_by=viewer("owner"))
    with clock.set_to(clock.at(TODAY + timedelta(days=1))):
        done = Done("した。", TODAY - timedelta(days=1))
        with pytest.raises(RuleBroken, match="decision_done_too_early"):
            review_decisions.report_done(review, 1, done, by=viewer("owner"))
