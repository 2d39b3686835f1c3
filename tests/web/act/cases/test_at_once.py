"""Withdrawn or merged while somebody decides on the case: one after the other, and whole."""

import re
import threading
import time

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from pms_tracker.act.cases import case_figures
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.incoming.reports_in import Told
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.check.rules.audit_rules import FindingState
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.do.rules.contact import receipt_codes
from pms_tracker.kernel.profile import Part
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from tests import builders
from tests.cast import viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

# Long enough for the other request to reach the row that is held.
HELD = 1.0


class Sent:
    """What somebody sends from a browser of their own, while others hold the record."""

    def __init__(
        self, served: Served, place: str, who: str = "audit_manager", **typed: str
    ) -> None:
        self._visitor = Visitor(served).as_(who)
        self._place, self._typed = place, {"version": "1", "reason": "重複", **typed}
        self.status, self.said = 0, ""
        self._thread = threading.Thread(target=self._send)

    def _send(self) -> None:
        answer = self._visitor.post(self._place, **self._typed)
        self.status, self.said = answer.status_code, words(answer)

    def begin(self) -> None:
        self._thread.start()
        time.sleep(HELD)

    def end(self) -> int:
        self._thread.join(30)
        return self.status


def check_whole(served: Served) -> None:
    with reading(served):
        assert tallies.compare(case_figures.all_counted()) == []
        assert list(trail.verify()) == []


def test_withdrawn_while_its_plan_is_approved(served: Served) -> None:
    with committing(served):
        builders.submit(builders.case())
    sent = Sent(served, "/check/findings/F-2026-001/withdraw")
    with committing(served):
        case = session.get_one(Case, 1, with_for_update=True)
        sent.begin()
        builders.approve(case)
    assert sent.end() == 302
    check_whole(served)
    with reading(served):
        case = session.get_one(Case, 1)
        assert case.state is CaseState.WITHDRAWN
        (withdrawn,) = [each for each in trail.history(case.reference) if each.move == "withdraw"]
        assert ("state", "doing", "withdrawn") in [
            (each.field, each.before, each.after) for each in withdrawn.values
        ]


def test_withdrawn_while_its_effect_is_judged(served: Served) -> None:
    with committing(served):
        builders.case_in(CaseState.REVIEWING)
    sent = Sent(served, "/check/findings/F-2026-001/withdraw")
    with committing(served):
        case = session.get_one(Case, 1, with_for_update=True)
        sent.begin()
        builders.judge(case)
    assert sent.end() == 409
    check_whole(served)
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.CLOSED
        assert session.get_one(Finding, 1).state is FindingState.SETTLED


def test_withdrawn_while_its_case_becomes_part_of_another(served: Served) -> None:
    with committing(served):
        within = builders.audit()
        builders.case(within), builders.case(within, 2)
    sent = Sent(served, "/check/findings/F-2026-002/withdraw")
    with committing(served):
        old = session.get_one(Case, 1, with_for_update=True)
        new = session.get_one(Case, 2, with_for_update=True)
        sent.begin()
        by = viewer("audit_manager")
        merging.merge(old, new, reason="同じ原因", version=old.version, by=by)
    assert sent.end() == 302
    check_whole(served)
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.PLANNING
        assert session.get_one(Case, 2).withdrawal == "同じ原因"
        left = [each.move for each in trail.history("CA-2026-001")]
        assert "finding_left" in left


def test_merged_while_its_plan_is_handed_in(served: Served) -> None:
    with committing(served):
        within = builders.audit()
        other = builders.case(within, 2) and builders.case(within)
        other_id = str(other.id)
    sent = Sent(served, "/act/cases/CA-2026-001/findings/merge", other_id=other_id)
    with committing(served):
        case = session.get_one(Case, 1, with_for_update=True)
        sent.begin()
        builders.submit(case)
    assert sent.end() == 409
    check_whole(served)
    with reading(served):
        states = [session.get_one(Case, number).state for number in (1, 2)]
        assert states == [CaseState.SUBMITTED, CaseState.PLANNING]


def test_a_double_click_on_the_public_form_is_one_report_and_both_see_its_code(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.profile(Part.PUBLIC_REPORTS)
    found = re.search(r'name="seed"[^>]*value="([^"]+)"', words(visitor.get("/report/")))
    assert found
    seed = found[1]
    code = receipt(served, seed)
    sent = Sent(served, "/report/", source="incident", text="棚の鍵", seed=seed)
    with committing(served):
        reports_in.report_without_name(Told(Source.INCIDENT, "棚の鍵"), code)
        sent.begin()
    assert sent.end() == 200
    assert code in sent.said
    with reading(served):
        assert len(session.scalars(select(IncomingReport)).all()) == 1


def receipt(served: Served, seed: str) -> str:
    """The code of a form that was handed out."""
    key = str(served.app.secret_key)
    inside = URLSafeTimedSerializer(key, salt="pms-report").loads(seed)
    return receipt_codes.code_of(inside, key)
