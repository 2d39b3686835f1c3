"""Several cases changed by one form: chosen in the list, shown, asked about, all or none."""

import re

import pytest
from sqlalchemy import select

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.action_tables import CaseAction
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from tests import builders
from tests.cast import IDS, TODAY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words
from tests.web.budgets import KEPT

DUE, OWNER = "/act/batches/due-day", "/act/batches/owner"
TYPED = {"due_on": "R8.12.25", "reason": "移転のため"}
HIDDEN = re.compile(r'name="case" value="([^"]+)"')


@pytest.fixture
def three(served: Served) -> Served:
    """Two cases whose due day can be moved and one that waits for its decision."""
    with committing(served):
        within = builders.audit()
        for state in (CaseState.PLANNING, CaseState.DOING, CaseState.SUBMITTED):
            builders.case_in(state, within)
    return served


def named(*numbers: int) -> list[str]:
    return [f"CA-2026-{number:03}" for number in numbers]


def asked(*numbers: int, kept: str = "") -> str:
    return "?" + "&".join([*(f"case={name}" for name in named(*numbers)), f"kept={kept}"])


def seen(visitor: Visitor, page: str, *numbers: int) -> list[str]:
    """The chosen cases with their versions, as the page hands them on."""
    answer = visitor.get(page + asked(*numbers))
    assert answer.status_code == 200
    return HIDDEN.findall(words(answer))


def days(served: Served) -> list[str]:
    with reading(served):
        return [str(day) for day in session.scalars(select(Case.turn_due_on).order_by(Case.id))]


@pytest.mark.both_databases
def test_the_list_offers_boxes_only_to_those_who_may_do_something(
    three: Served, visitor: Visitor
) -> None:
    offered = {"representative": (True, True), "privacy_manager": (True, True)}
    offered |= {"head": (True, False), "auditor": (False, False), "owner": (False, False)}
    for name, (chooses, moves) in offered.items():
        page = words(visitor.as_(name).get("/act/cases/?state=planning"))
        there = words(visitor.get("/act/cases/"))
        assert ('form="chosen"' in there) is chooses, name
        assert (f'formaction="{DUE}"' in there) is moves, name
        assert ("data-choose-all" in page) is (chooses and "CA-2026-001" in page), name
        assert ("selection.js" in there) is chooses
    # Who answers examiners picks cases in any state; others what they may change together.
    for name, picked in (("privacy_manager", named(3, 2, 1)), ("head", named(2, 1))):
        boxes = words(visitor.as_(name).get("/act/cases/"))
        assert re.findall(r'name="case" value="([^"]+)"', boxes) == picked


@pytest.mark.both_databases
def test_one_form_moves_the_due_days_and_leads_back_to_the_list_as_it_was(
    three: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    page = words(visitor.get(DUE + asked(1, 2, kept="state%3Ddoing%26before%3D9")))
    assert "2件の期限を変更する" in page
    assert all(name in page for name in named(1, 2))
    cases = HIDDEN.findall(page)
    answer = visitor.post(DUE, case=cases, kept="state=doing&before=9", **TYPED)
    assert answer.location == "/act/cases/?state=doing"
    assert "2件の期限を変更しました。" in words(visitor.get(answer.location))
    assert days(three)[:2] == ["2026-12-25", "2026-12-25"]
    record = words(visitor.get("/act/cases/CA-2026-002"))
    assert "期限を変更" in record
    assert "2026年12月25日(金)" in record
    assert "理由：移転のため" in record


@pytest.mark.both_databases
def test_a_form_sent_twice_changes_once(three: Served, visitor: Visitor) -> None:
    cases = seen(visitor.as_("privacy_manager"), DUE, 1, 2)
    assert visitor.post(DUE, case=cases, **TYPED).status_code == 302
    again = visitor.post(DUE, case=cases, **TYPED)
    assert again.status_code == 409
    assert "CA-2026-001 が変更されました" in words(again)
    assert "どの案件も変更していません。" in words(again)


@pytest.mark.both_databases
def test_a_stale_or_refused_case_is_named_and_nothing_is_changed_or_lost(
    three: Served, visitor: Visitor
) -> None:
    before = days(three)
    visitor.as_("privacy_manager")
    cases = seen(visitor, DUE, 1, 2)
    stale = [cases[0], cases[1].replace(":", ":9")]
    for sent, told in ((stale, "CA-2026-002"), (seen(visitor, DUE, 1, 3), "CA-2026-003")):
        answer = visitor.post(DUE, case=sent, **TYPED)
        assert answer.status_code == 409
        page = words(answer)
        assert told in page.split("error-summary", 1)[1].split("</ul>")[0]
        assert "どの案件も変更していません。" in page
        assert 'value="R8.12.25"' in page
        assert "移転のため</textarea>" in page
        assert days(three) == before
    warned = words(visitor.get(DUE + asked(1, 2, 3)))
    assert "変えられない案件が1件あります。" in warned
    assert f'href="{DUE}?case=CA-2026-001&case=CA-2026-002&kept="' in warned


@pytest.mark.both_databases
def test_a_version_that_no_case_can_have_is_a_stale_one(three: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    for version in ("9" * 5000, "x", "-1", ""):
        answer = visitor.post(DUE, case=f"CA-2026-001:{version}", **TYPED)
        assert answer.status_code == 409


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"due_on": "", "reason": "x"}, "新しい期限を入力してください。"),
        ({"due_on": "R8.12.25", "reason": " "}, "理由を入力してください。"),
        ({"due_on": "R8.13.1", "reason": "x"}, "日付として読み取れません"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(
    three: Served, visitor: Visitor, typed: dict[str, str], told: str
) -> None:
    cases = seen(visitor.as_("privacy_manager"), DUE, 1)
    answer = visitor.post(DUE, case=cases, **typed)
    assert answer.status_code == 400
    assert told in words(answer)
    assert HIDDEN.findall(words(answer)) == cases


def test_a_past_day_is_refused(three: Served, visitor: Visitor) -> None:
    cases = seen(visitor.as_("privacy_manager"), DUE, 1)
    answer = visitor.post(DUE, case=cases, due_on="2026/11/23", reason="x")
    assert answer.status_code == 409
    assert TODAY.isoformat() == "2026-11-24"


@pytest.mark.both_databases
def test_none_too_many_unknown_and_unseen_cases_are_refused(
    three: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    assert visitor.get(DUE).status_code == 400
    many = visitor.get(OWNER + asked(*range(1, 52)))
    assert many.status_code == 400
    assert "50件まで" in words(many)
    assert visitor.get(DUE + "?case=CA-2026-099").status_code == 404
    assert visitor.post(OWNER, case=["F-2026-001:1"], owner_id="7").status_code == 404
    visitor.as_("other_head")
    assert visitor.get(OWNER + asked(1)).status_code == 404
    assert visitor.post(OWNER, case="CA-2026-001:1", owner_id="7").status_code == 404


def test_a_wrong_role_stops_at_the_door_or_at_the_rule(three: Served, visitor: Visitor) -> None:
    for name in ("head", "audit_manager", "auditor", "employee"):
        visitor.as_(name)
        assert visitor.get(DUE + asked(1)).status_code == 403
        assert visitor.post(DUE, case="CA-2026-001:1", **TYPED).status_code == 403
    visitor.as_("auditor")
    answer = visitor.post(OWNER, case="CA-2026-001:1", owner_id=str(IDS["owner"]))
    assert answer.status_code == 403
    assert "CA-2026-001 の担当者を決められるのは" in words(answer)


def test_a_chosen_owner_stands_in_the_form_of_the_plan(three: Served, visitor: Visitor) -> None:
    visitor.as_("head")
    cases = seen(visitor, OWNER, 1)
    answer = visitor.post(OWNER, case=cases, owner_id=str(IDS["employee"]), reason="経験者")
    assert answer.location == "/act/cases/"
    with reading(three):
        assert (
            session.scalar(select(CaseAction.owner_id).order_by(CaseAction.round_id))
            == IDS["employee"]
        )
    page = words(visitor.get("/act/cases/CA-2026-001"))
    assert f'<option selected value="{IDS["employee"]}">' in page
    assert "担当者を決定" in page
    assert "北原 美穂" in page
    assert "理由：経験者" in page
    nobody = visitor.post(OWNER, case=seen(visitor, OWNER, 1), owner_id="999")
    assert nobody.status_code == 400


@pytest.mark.both_databases
def test_what_a_batch_asks_of_the_database_grows_little_with_its_size(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for position in range(20):
            builders.case(within, position % 4 + 1)
    visitor.as_("privacy_manager")
    for numbers in ((1,), tuple(range(2, 21))):
        with visitor.counting() as showing:
            cases = seen(visitor, DUE, *numbers)
        assert len(showing) <= 14
        with visitor.counting() as saving:
            assert visitor.post(DUE, case=cases, **TYPED).status_code == 302
        assert len(saving) <= 14 + KEPT + 3 * len(numbers)
