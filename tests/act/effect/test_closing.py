"""The end of a case: approved by the representative where asked, its lesson laid where it says."""

from datetime import date

import pytest
from flask import Flask

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.effect import closing, effectiveness
from pms_tracker.act.effect.effectiveness import Judged
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, Verdict
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.years import lessons
from pms_tracker.trail import trail
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer


def end(
    case: Case, made: Decision = Decision.APPROVED, by: str = "representative", **changes: object
) -> Case:
    decided = Decided(made, closing.subject(Dossier(case)).digest, **changes)  # type: ignore[arg-type]
    closing.decide(case, decided, version=case.version, by=viewer(by))
    return case


def test_an_effective_case_is_closed_by_the_representative_and_only_then_teaches(
    app: Flask,
) -> None:
    case = builders.case_in(CaseState.CLOSING)
    finding = session.get_one(Finding, case.finding_id)
    assert (case.turn_of_id, case.turn_due_on) == (IDS["representative"], date(2026, 12, 1))
    assert mailed.about(case.reference)[0].key == "closing_asked"
    assert (case.closed_on, finding.state) == (None, FindingState.OPEN)
    assert review_inputs.from_record(case.reference) is None
    end(case)
    assert (case.state, case.closed_on, case.turn_of_id) == (CaseState.CLOSED, TODAY, None)
    assert finding.state is FindingState.SETTLED
    assert review_inputs.from_record(case.reference) is not None


@pytest.mark.parametrize("key", ["audit_manager", "owner", "privacy_manager", "administrator"])
def test_nobody_else_closes_it(app: Flask, key: str) -> None:
    case = builders.case_in(CaseState.CLOSING)
    with pytest.raises(NotAllowed, match="not_eligible"):
        end(case, by=key)


def test_a_closing_that_is_refused_has_the_effect_judged_anew_and_loses_nothing(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSING)
    with pytest.raises(RuleBroken, match="reason_needed"):
        end(case, Decision.SENT_BACK)
    end(case, Decision.SENT_BACK, reason="1か月分では足りません。")
    now = Dossier(case)
    assert (case.state, case.turn_of_id) == (CaseState.REVIEWING, IDS["auditor"])
    assert (now.current.verdict, now.current.lesson) == (None, "")
    kept = now.interim[0]
    assert (kept.verdict, kept.reviewed_by_id, kept.next_on) == (
        Verdict.EFFECTIVE,
        IDS["audit_manager"],
        None,
    )
    assert mailed.about(case.reference)[0].key == "closing_returned"
    builders.judge(case)
    end(case)
    assert case.state is CaseState.CLOSED
    assert [row.submission for row in Dossier(case).decisions if row.step == "closing-1"] == [1, 2]


def test_the_lesson_goes_to_every_inbox_it_names_and_each_answers_once(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    to = (Inbox.PROGRAMME, Inbox.RISK)
    judged = Judged(
        Verdict.EFFECTIVE, "0枚だった。", "棚卸しを年に2度行う。", **builders.SEEN, lesson_for=to
    )
    effectiveness.judge(case, judged, version=case.version, by=viewer("auditor"))
    assert review_inputs.from_record(case.reference) is None
    risk, programme = lessons.from_record(case.reference)
    assert (risk.inbox, programme.inbox) == (Inbox.RISK, Inbox.PROGRAMME)
    assert risk.text == programme.text == "棚卸しを年に2度行う。"
    for wrong in ("audit_manager", "head", "administrator"):
        with pytest.raises(NotAllowed, match="lesson_answered_by_keeper"):
            lessons.answer(risk.id, "加えた。", by=viewer(wrong))
    lessons.answer(risk.id, " リスク表に加えた。 ", by=viewer("privacy_manager"))
    assert (risk.answer, risk.answered_on) == ("リスク表に加えた。", TODAY)
    with pytest.raises(RuleBroken, match="lesson_answered"):
        lessons.answer(risk.id, "別の答え", by=viewer("representative"))
    with pytest.raises(NotFound):
        lessons.answer(99, "加えた。", by=viewer("privacy_manager"))
    trail.write_pending()
    newest = trail.history(case.reference)[0]
    assert newest.move == "lesson_answered"
    assert [each.id for each in lessons.waiting([Inbox.PROGRAMME])] == [programme.id]
    assert [each.id for each in lessons.answered()] == [risk.id]


def test_a_second_lesson_of_one_record_replaces_what_nobody_answered(app: Flask) -> None:
    by = viewer("auditor").actor
    given = {"because_of": "CA-2026-001", "on": TODAY, "by": by}
    first = lessons.receive(Inbox.RULE, "前", **given)  # type: ignore[arg-type]
    assert lessons.receive(Inbox.RULE, "後", **given) is first  # type: ignore[arg-type]
    assert first.text == "後"
    lessons.answer(first.id, "規程に書いた。", by=viewer("privacy_manager"))
    lessons.receive(Inbox.RULE, "さらに後", **given)  # type: ignore[arg-type]
    assert first.text == "後"
