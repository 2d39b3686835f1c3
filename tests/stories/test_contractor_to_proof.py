"""A contractor from candidate to proof of disposal: evaluated, approved, bound, evaluated again
under conditions, and ended; with and without JavaScript, in both languages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session, transaction
from pms_tracker.do.contractors import contractors
from pms_tracker.do.rules.contractor_rules import FOR_MY_NUMBER, State
from pms_tracker.do.rules.evaluation_rules import SHEETS, SheetId
from pms_tracker.do.tables.contractor_tables import Contractor
from tests.cast import UNIT_IDS
from tests.do import test_ledger
from tests.stories.conftest import Walk
from tests.stories.living import Live
from tests.stories.report_walk import approve_by_touch
from tests.stories.walker import Walker
from tests.stories.ways import in_both_languages_with_and_without_script

pytestmark = pytest.mark.browser

FIRM = "あずさ会計事務所"
CO = "/do/contractors/CO-2026-001"
SHEET = SheetId.PROFESSIONAL_2026


def ago(days: int) -> str:
    return f"{clock.today() - timedelta(days=days):%Y-%m-%d}"


def propose(head: Walker) -> None:
    """Whoever wants to entrust something names the firm and what it is to be given."""
    head.open("/do/contractors/new").reads("委託先を登録する").fits()
    head.fill(name=FIRM, trade="professional", unit_id=UNIT_IDS["松本教室"], work="年末調整")
    head.fill(my_number="yes", rows="PI-2026-001").picture("candidate")
    head.press("登録する", within="main").reads("候補")


def evaluate(manager: Walker, verdict: str, **more: object) -> None:
    """The sheet for its trade is answered question by question."""
    manager.open(CO).follow("評価を記録する", within="main").fits()
    manager.fill(methods="interview", **more)
    for each in SHEETS[SHEET].questions:
        if each.value not in more:
            manager.fill(**{each.value: "yes"})
    manager.fill(verdict=verdict).picture(f"sheet-{verdict}")
    manager.press("登録する", within="main").reads("評価表").fits().picture(f"judged-{verdict}")
    manager.press("提出する", within="main")


def approve(representative: Walker, record: str) -> None:
    representative.open(record)
    approve_by_touch(representative, "決定を記録する")


def sign(manager: Walker) -> None:
    """A contract on My Number is refused without all eight clauses, and nothing typed is lost."""
    manager.open(f"{CO}/edit").fill(signed_on=ago(330))
    manager.page.locator("main [name=renews]").check()
    manager.fill(clauses="secrecy").press("変更する", within="main")
    refusal = "マイナンバーを委託する契約には、上から8つの条項がすべて必要です。"
    manager.reads(f"{refusal}契約を直してから記録してください。").picture("clauses")
    for each in FOR_MY_NUMBER:
        manager.fill(clauses=each.value)
    manager.press("変更する", within="main").reads("再評価の時期").picture("due")


def leave(manager: Walker) -> None:
    """It ends only once nothing is entrusted to it any more, with its certificate."""
    manager.open(f"{CO}/edit").unfold("委託の終了")
    manager.fill(ended_on=ago(0), proof="certificate", proved_on=ago(0))
    manager.press("変更する", within="main")
    manager.reads("台帳の記録がまだこの委託先を指しています。すべて外してから終了してください。")
    manager.picture("still-pointing")
    manager.page.locator("main [name=rows][value='PI-2026-001']").uncheck()
    manager.press("変更する", within="main").press("提出する", within="main")


def state() -> State:
    found = contractors.state_of(session.scalars(select(Contractor)).one())
    session.rollback()
    return found


@dataclass
class Office:
    """Whose browsers speak which language."""

    live: Live
    walk: Walk
    language: str
    scripts: bool

    @contextmanager
    def whom(self, name: str, *, phone: bool = False) -> Iterator[Walker]:
        with self.walk(self.language, phone=phone, scripts=self.scripts) as walker:
            yield walker.come_in(name)

    def then(self, expected: State) -> None:
        with self.live.app.app_context():
            assert state() is expected


def until_it_is_approved(office: Office) -> None:
    with office.whom("head") as head:
        propose(head)
    office.then(State.CANDIDATE)
    with office.whom("privacy_manager") as manager:
        evaluate(manager, "passed", evaluated_on=ago(340))
    with office.whom("representative", phone=True) as representative:
        approve(representative, "/do/evaluations/CE-2025-001")
        representative.fits().picture("approved")
    with office.whom("head") as head:
        head.open(CO).reads("評価中").press("提出する", within="main")
    with office.whom("privacy_manager") as manager:
        manager.open(CO)
        manager.fill(decision="approved").press("決定を記録する").reads("承認（未契約）")
    office.then(State.APPROVED)


def until_it_is_evaluated_again(office: Office) -> None:
    with office.whom("privacy_manager") as manager:
        sign(manager)
        office.then(State.DUE)
        conditions = {"conditions": "施錠できる棚に替える", "conditions_due": ago(-30)}
        evaluate(manager, "conditional", evaluated_on=ago(0), locked="no", **conditions)
    with office.whom("representative", phone=True) as representative:
        approve(representative, "/do/evaluations/CE-2026-001")
    office.then(State.CONDITIONAL)


def until_it_left(office: Office) -> None:
    with office.whom("privacy_manager") as manager:
        manager.open("/do/ledger/PI-2026-001").sees(FIRM)
        manager.reads("条件付").fits().picture("register")
        leave(manager)
    with office.whom("representative", phone=True) as representative:
        approve(representative, CO)
        representative.reads("終了").fits().picture("ended")
    office.then(State.ENDED)


@in_both_languages_with_and_without_script
def test_a_contractor_from_candidate_to_proof(
    live: Live, walk: Walk, language: str, *, scripts: bool
) -> None:
    live.speak(language)
    with live.app.test_request_context(), transaction():
        test_ledger.approved()
    office = Office(live, walk, language, scripts)
    until_it_is_approved(office)
    until_it_is_evaluated_again(office)
    until_it_left(office)
