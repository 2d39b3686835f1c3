"""The yearly review of the register: each unit row by row, confirmed by a second person."""

from datetime import date, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act import act_proofs, act_undecided
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.reviews import ledger_parts, ledger_review_duties, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Part
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import (
    Missing,
    Outcome,
    PartAnswer,
    PartState,
    ReviewState,
    RowAnswer,
)
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.duties import kept_duties, reading
from pms_tracker.kernel.duty import Duty
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.plan.rules.year_rules import AnnualKind
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.trail import trail
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.do.test_ledger import approved, change

DUE = TODAY + timedelta(days=14)
CLASSROOM, BOOKSHOP = UNIT_IDS["松本教室"], UNIT_IDS["書店"]
SAME = RowAnswer(Outcome.UNCHANGED)


def opened(due_on: date = DUE) -> LedgerReview:
    return ledger_reviews.open_review(due_on, by=viewer("privacy_manager"))


def reference_of(review: LedgerReview) -> Reference:
    found = parse_reference(review.reference)
    assert found is not None
    return found


def part_of(review: LedgerReview, unit_id: int = CLASSROOM, by: str = "privacy_manager") -> Part:
    return ledger_parts.by_unit(reference_of(review), unit_id, seen_by=viewer(by))


def whole(part: Part, *first: RowAnswer, words: str = "") -> PartAnswer:
    """An answer of every row: the first ones as told, the others unchanged."""
    rows = ledger_parts.rows_of(part.row)
    told = [*first, *[SAME] * (len(rows) - len(first))]
    missing = Missing.SOMETHING if words else Missing.NOTHING
    return PartAnswer({each.id: one for each, one in zip(rows, told, strict=True)}, missing, words)


def hand_in(part: Part, by: str = "head", answer: PartAnswer | None = None) -> None:
    told = answer or whole(part)
    ledger_reviews.hand_in(part, told, version=part.version, by=viewer(by))


def decide(part: Part, by: str, decision: Decision = Decision.APPROVED, reason: str = "") -> None:
    digest = ledger_reviews.subject(part).digest
    decided = Decided(decision, digest, reason)
    ledger_reviews.decide(part, decided, version=part.version, by=viewer(by))


def close(review: LedgerReview, by: str = "privacy_manager") -> None:
    ledger_reviews.close(review, version=review.version, by=viewer(by))


def due(kind: str, name: str | None = None) -> list[Duty]:
    found = reading.due(date.max, IDS[name] if name else None)
    return [each for each in found if each.kind == kind]


def reviewed() -> LedgerReview:
    """A review of the one unit that holds something, confirmed."""
    approved()
    review = opened()
    hand_in(part_of(review))
    decide(part_of(review), "privacy_manager")
    return review


def test_a_review_asks_each_unit_about_what_is_in_force(app: Flask) -> None:
    first = approved()
    review = opened()
    (only,) = ledger_parts.parts_of(review, viewer("privacy_manager"))
    assert (only.unit, only.rows, only.answered) == ("松本教室", 1, 0)
    (row,) = ledger_parts.rows_of(only.LedgerReviewUnit)
    assert (row.entry_id, row.edition) == (first.id, 1)
    assert review.reference == "LR-2026-01"


def test_what_it_asks_about_is_frozen_when_it_is_opened(app: Flask) -> None:
    row = approved()
    review = opened()
    approved()
    change(row, name="新しい名簿")
    (looked,) = ledger_parts.looked_at([part_of(review).row])[part_of(review).row.id]
    assert looked.said["name"] == "生徒名簿"


def test_one_review_is_open_at_a_time(app: Flask) -> None:
    approved()
    opened()
    with pytest.raises(RuleBroken, match="ledger_review_open"):
        opened()


def test_a_review_is_opened_for_a_day_to_come_and_of_something(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="ledger_nothing_in_force"):
        opened()
    approved()
    with pytest.raises(RuleBroken, match="due_in_past"):
        opened(TODAY - timedelta(days=1))


def test_only_the_units_head_answers(app: Flask) -> None:
    approved()
    part = part_of(opened())
    for other in ("owner", "other_head", "privacy_manager", "representative"):
        with pytest.raises(NotAllowed):
            hand_in(part, other)
    hand_in(part)
    assert part.row.answered_by_id == IDS["head"]


def test_a_deputy_answers_for_an_absent_head_and_is_named_beside_them(app: Flask) -> None:
    approved()
    review = opened()
    builders.absent("head", "other_head")
    part = part_of(review, by="other_head")
    (duty,) = due(ledger_review_duties.ANSWER)
    assert (duty.person_id, duty.for_id) == (IDS["other_head"], IDS["head"])
    hand_in(part, "other_head")
    assert part.row.answered_for_id == IDS["head"]
    assert part.row.writer_ids == [IDS["other_head"], IDS["head"]]


def test_where_no_head_is_at_hand_the_privacy_manager_answers_and_another_confirms(
    app: Flask,
) -> None:
    approved()
    review = opened()
    builders.absent("head", "without_account")
    part = part_of(review)
    (duty,) = due(ledger_review_duties.ANSWER)
    assert duty.person_id == IDS["privacy_manager"]
    hand_in(part, "privacy_manager")
    (duty,) = due(ledger_review_duties.CONFIRM)
    assert duty.person_id == IDS["representative"]
    with pytest.raises(NotAllowed):
        decide(part, "privacy_manager")
    decide(part, "representative")
    assert part.row.state is PartState.CONFIRMED


def test_it_is_saved_half_done_and_handed_in_only_when_every_row_is_answered(app: Flask) -> None:
    approved()
    approved()
    part = part_of(opened())
    first, second = ledger_parts.rows_of(part.row)
    half = PartAnswer({first.id: SAME})
    ledger_reviews.write(part, half, version=part.version, by=viewer("head"))
    assert (part.row.state, first.outcome, second.outcome) == (
        PartState.ASKED,
        Outcome.UNCHANGED,
        None,
    )
    with pytest.raises(BadInput, match="ledger_row_unanswered"):
        hand_in(part, answer=half)


def test_an_answer_that_was_handed_in_is_not_written_until_it_is_sent_back(app: Flask) -> None:
    approved()
    part = part_of(opened())
    hand_in(part)
    with pytest.raises(RuleBroken, match="ledger_part_handed_in"):
        ledger_reviews.write(part, whole(part), version=part.version, by=viewer("head"))
    decide(part, "privacy_manager", Decision.SENT_BACK, "保管場所が古い")
    assert part.row.state is PartState.ASKED
    (row,) = ledger_parts.rows_of(part.row)
    assert row.outcome is Outcome.UNCHANGED
    hand_in(part, answer=whole(part, RowAnswer(Outcome.CHANGED, "保管場所")))
    decide(part, "privacy_manager")
    assert part.row.submissions == 2


def test_what_another_saved_meanwhile_is_not_overwritten(app: Flask) -> None:
    approved()
    part = part_of(opened())
    with pytest.raises(Stale):
        ledger_reviews.write(part, whole(part), version=part.version - 1, by=viewer("head"))


def test_an_answer_changes_nothing_in_the_register(app: Flask) -> None:
    row = approved()
    part = part_of(opened())
    hand_in(part, answer=whole(part, RowAnswer(Outcome.ENDED)))
    decide(part, "privacy_manager")
    assert (row.state, row.edition) == (Standing.IN_FORCE, 1)


def test_a_review_is_closed_once_every_unit_is_confirmed_and_its_result_stays(app: Flask) -> None:
    approved()
    approved()
    approved()
    review = opened()
    part = part_of(review)
    rows = RowAnswer(Outcome.CHANGED, "保管場所"), RowAnswer(Outcome.ENDED)
    hand_in(part, answer=whole(part, *rows, words="面談の録音\n\n防犯カメラの映像\n"))
    with pytest.raises(RuleBroken, match="ledger_parts_left") as refused:
        close(review)
    assert refused.value.values["count"] == 1
    decide(part, "privacy_manager")
    (duty,) = due(ledger_review_duties.CLOSE)
    assert duty.person_id == IDS["privacy_manager"]
    close(review)
    assert review.state is ReviewState.CLOSED
    assert review.result == [{"unit": "松本教室", "rows": 3, "changed": 1, "new": 2, "ended": 1}]
    assert rules.total_of(review.result) == {"rows": 3, "changed": 1, "new": 2, "ended": 1}
    with pytest.raises(RuleBroken, match="move_not_possible"):
        close(review)


def test_what_the_plan_of_the_year_asks_is_done_by_the_review(app: Flask) -> None:
    (duty,) = builders.year_plan({"kind": AnnualKind.LEDGER_CHECK, "title": "台帳の見直し"})
    review = reviewed()
    close(review)
    assert (duty.done_on, duty.result) == (TODAY, review.reference)


def test_opening_the_next_review_is_a_duty_of_the_privacy_manager(app: Flask) -> None:
    assert due(ledger_review_duties.OPEN) == []
    approved()
    (duty,) = due(ledger_review_duties.OPEN)
    assert (duty.person_id, duty.due_on) == (IDS["privacy_manager"], date(2027, 11, 24))
    review = opened()
    assert due(ledger_review_duties.OPEN) == []
    hand_in(part_of(review))
    decide(part_of(review), "privacy_manager")
    with time_machine.travel(clock.at(TODAY + timedelta(days=10))):
        close(review)
        (duty,) = due(ledger_review_duties.OPEN)
        assert duty.due_on == date(2027, 11, 24)
        assert list(kept_duties.compare()) == []


def test_each_step_is_the_duty_of_whoever_is_asked(app: Flask) -> None:
    approved()
    review = opened()
    (duty,) = due(ledger_review_duties.ANSWER)
    assert (duty.person_id, duty.due_on, duty.unit_id) == (IDS["head"], DUE, CLASSROOM)
    hand_in(part_of(review))
    assert due(ledger_review_duties.ANSWER) == []
    (duty,) = due(ledger_review_duties.CONFIRM)
    assert duty.person_id == IDS["privacy_manager"]
    decide(part_of(review), "privacy_manager")
    assert due(ledger_review_duties.CONFIRM) == []
    assert list(kept_duties.compare()) == []


def test_who_is_asked_and_who_confirms_are_written_to(app: Flask) -> None:
    approved()
    review = opened()
    hand_in(part_of(review))
    decide(part_of(review), "privacy_manager", Decision.SENT_BACK, "もう一度")
    letters = select(OutboxLetter).where(OutboxLetter.reference == review.reference)
    found = [each.address for each in session.scalars(letters.order_by(OutboxLetter.id))]
    assert found == ["head@example.jp", "privacy_manager@example.jp", "head@example.jp"]


def test_a_review_is_known_to_whom_it_concerns(app: Flask) -> None:
    approved()
    review = opened()
    for name in ("head", "owner", "privacy_manager", "representative", "auditor"):
        assert ledger_reviews.newest(viewer(name)), name
        assert part_of(review, by=name).row.unit_id == CLASSROOM
    for name in ("other_head", "employee"):
        assert not ledger_reviews.newest(viewer(name)), name
        with pytest.raises(NotFound):
            part_of(review, by=name)


def test_a_confirmation_is_bound_to_what_was_seen(app: Flask) -> None:
    review = reviewed()
    part = part_of(review)
    approval = session.scalars(select(Approval).where(Approval.step == part.step)).one()
    assert approval.digest == ledger_reviews.digest_of(reference_of(review), part.step, 1)
    trail.write_pending()
    assert list(act_proofs.verify()) == []
    ledger_parts.rows_of(part.row)[0].note = "後から"
    session.flush()
    (found,) = act_proofs.verify()
    assert (found.reference, found.key) == (review.reference, "content_changed")


@pytest.mark.parametrize("decision", [Decision.APPROVED, Decision.SENT_BACK])
def test_a_confirmation_that_is_taken_back_waits_again(app: Flask, decision: Decision) -> None:
    approved()
    review = opened()
    part = part_of(review)
    with time_machine.travel(clock.at(TODAY, 9), tick=False):
        hand_in(part)
    with time_machine.travel(clock.at(TODAY, 10), tick=False):
        decide(part, "privacy_manager", decision, "理由")
        made = session.scalars(select(Approval).where(Approval.step == part.step)).one()
        act_undecided.take_back(made.id, by=viewer("privacy_manager"))
        assert part.row.state is PartState.ANSWERED
        decide(part, "privacy_manager")
    assert part.row.state is PartState.CONFIRMED


def test_nothing_is_taken_back_once_the_review_is_over(app: Flask) -> None:
    with time_machine.travel(clock.at(TODAY, 9), tick=False):
        review = reviewed()
        close(review)
        made = session.scalars(select(Approval).where(Approval.reference == review.reference)).one()
        with pytest.raises(RuleBroken, match="built_on_already"):
            act_undecided.take_back(made.id, by=viewer("privacy_manager"))
