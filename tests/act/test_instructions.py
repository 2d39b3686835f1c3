"""What the representative asked for (改善指示) reaches each case, on both databases."""

import pytest
from flask import Flask

from pms_tracker.act import effectiveness, follow_up, instructions
from pms_tracker.act.dossier import Dossier
from pms_tracker.act.effectiveness import Done
from pms_tracker.act.models import Case
from pms_tracker.act.rules import CaseState
from pms_tracker.check.models import Audit
from pms_tracker.check.rules import AuditState
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken
from tests import builders, reporting
from tests.cast import TODAY, viewer

ASKED = "他の部門の棚も、年度内に確かめること。"
ANSWER = "4部門の棚を確かめ、台帳に加えた。"


def instructed(reason: str = ASKED) -> Case:
    """A case that is being done, of an audit whose report was received."""
    case = builders.case_in(CaseState.DOING)
    audit = session.get_one(Audit, 1)
    reporting.audit_in(AuditState.CLOSED, audit, reason)
    return case


def report(case: Case, answer: str = "") -> None:
    done = Done("登録した。", TODAY, instruction_answer=answer)
    effectiveness.report_done(case, done, version=case.version, by=viewer("owner"))


def answered() -> list[bool]:
    return [bool(row.is_answered) for row in follow_up.of_audit(1, viewer("audit_manager"))]


def test_an_instruction_is_answered_with_the_report_of_what_was_done(app: Flask) -> None:
    case = instructed()
    (received,) = instructions.of_case(case)
    assert received.reason == ASKED
    assert answered() == [False]
    for empty in ("", " \u3000"):
        with pytest.raises(RuleBroken, match="instruction_to_answer"):
            report(case, empty)
    report(case, ANSWER)
    (action,) = Dossier(case).current.actions
    assert action.instruction_answer == ANSWER
    assert answered() == [True]
    assert not instructions.waits(Dossier(case).rounds, instructions.of_case(case))


def test_without_an_instruction_nothing_is_asked(app: Flask) -> None:
    case = instructed("")
    assert not instructions.of_case(case)
    assert not instructions.given("AU-2026-001")
    report(case)
    assert case.state is CaseState.REVIEWING
