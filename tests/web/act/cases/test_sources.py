"""Pages of where cases come from: one form opens a case once, and says what is missing."""

import pytest
from sqlalchemy import func, select

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import Examination
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.act.cases import from_outside
from tests.cast import UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

NEW, URL = "/act/cases/new", "/act/cases/CA-2026-001"
TYPED = {
    "source": "complaint",
    "unit_id": str(UNIT_IDS["松本教室"]),
    "rule": "個人情報取扱規程 第12条",
    "fact": "別の生徒の成績表を渡した。",
    "evidence": "封筒1通",
}
EXAMINED = {**TYPED, "source": "examination", "examined_on": "R8.8.31", "item": "指摘1"}


def count(served: Served) -> int:
    with reading(served):
        return session.scalar(select(func.count()).select_from(Case)) or 0


def opened(visitor: Visitor, by: str = "privacy_manager", **typed: str) -> str:
    sent = {**form(visitor.as_(by).get(NEW), "/act/cases/", with_slip=True), **TYPED, **typed}
    answer = visitor.post("/act/cases/", **sent)
    assert answer.status_code == 302
    return str(answer.location)


@pytest.mark.parametrize("by", ["privacy_manager", "audit_manager"])
def test_a_manager_opens_a_case_from_one_form(served: Served, visitor: Visitor, by: str) -> None:
    assert opened(visitor, by, files=b"seen").endswith(URL)  # type: ignore[arg-type]
    page = words(visitor.get(URL))
    assert "苦情" in page
    assert "個人情報取扱規程 第12条" in page
    assert "別の生徒の成績表を渡した。" in page
    assert 'href="/act/cases/CA-2026-001/evidence/1"' in page
    assert "苦情" in words(visitor.get("/act/cases/?source=complaint"))
    assert "苦情" in words(visitor.get("/act/cases/export.csv"))
    assert "CA-2026-001" not in words(visitor.get("/act/cases/?source=incident"))


def test_sent_twice_it_opens_one_case(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get(NEW)
    sent = {**form(page, "/act/cases/", with_slip=True), **TYPED}
    assert [visitor.post("/act/cases/", **sent).status_code for _ in range(2)] == [302, 302]
    assert count(served) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"source": ""}, "発生源を選んでください"),
        ({"unit_id": ""}, "部門を選んでください"),
        ({"unit_id": "999"}, "一覧から選んでください"),
        ({"rule": ""}, "要求事項を選ぶか"),
        ({"fact": " 　"}, "事実を入力してください"),
        ({"evidence": ""}, "不適合には客観的証拠が必要です"),
        ({"found_on": "2026/11/25"}, "未来の日は記録できません"),
        ({"found_on": "令和8年11月31日"}, "11月は30日まで"),
        ({"fact": "あ" * 10_001}, "10000文字まで"),
        ({"source": "examination"}, "審査の日を入力してください"),
        ({"source": "examination", "examined_on": "2026/11/25"}, "未来の日"),
        (
            {"source": "examination", "examined_on": "R8.11.2", "answer_due_on": "R8.11.1"},
            "審査の日以降",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    served: Served, visitor: Visitor, typed: dict[str, str], said: str
) -> None:
    visitor.as_("privacy_manager")
    answer = visitor.post("/act/cases/", **{**TYPED, "item": "指摘9", **typed})
    assert answer.status_code == 400
    assert said in words(answer)
    assert "指摘9" in words(answer)
    assert count(served) == 0


@pytest.mark.parametrize("by", ["representative", "auditor", "head", "owner", "administrator"])
def test_nobody_else_may_open_one(served: Served, visitor: Visitor, by: str) -> None:
    assert visitor.as_(by).get(NEW).status_code == 403
    assert visitor.post("/act/cases/", **TYPED).status_code == 403
    assert count(served) == 0


def test_without_a_token_nothing_is_opened(served: Served, visitor: Visitor) -> None:
    assert (
        visitor.as_("privacy_manager").post("/act/cases/", token=False, **TYPED).status_code == 400
    )
    assert count(served) == 0


def test_the_full_profile_asks_for_the_grade(served: Served, visitor: Visitor) -> None:
    assert 'name="grade"' not in words(visitor.as_("privacy_manager").get(NEW))
    with committing(served):
        builders.profile(Part.GRADES)
    page = words(visitor.get(NEW))
    assert 'value="major"' in page
    assert 'value="observation"' not in page
    assert visitor.post("/act/cases/", **TYPED).status_code == 400
    assert visitor.post("/act/cases/", **TYPED, grade="minor").status_code == 302


def test_an_examiners_point_shows_when_it_is_answered_and_takes_the_answer_once(
    served: Served, visitor: Visitor
) -> None:
    opened(visitor, **EXAMINED)
    page = words(visitor.get(URL))
    assert "11月30日" in page
    assert "審査機関への回答" in words(visitor.get("/"))
    answer = f"{URL}/answered"
    sent = form(visitor.get(URL), answer)
    assert visitor.as_("head").post(answer, **sent).status_code == 403
    assert visitor.as_("audit_manager").post(answer, token=False, **sent).status_code == 400
    late = {**sent, "answered_on": "R8.8.1"}
    assert visitor.post(answer, **late).status_code == 409
    assert visitor.post(answer, **sent).status_code == 302
    assert visitor.post(answer, **{**sent, "version": "2"}).status_code == 409
    with reading(served):
        found = session.scalars(select(Examination)).one()
        assert (str(found.answer_due_on), str(found.answered_on)) == ("2026-11-30", "2026-11-24")


def test_a_case_of_no_examination_takes_no_answer(served: Served, visitor: Visitor) -> None:
    with committing(served):
        from_outside.stated_case()
    visitor.as_("privacy_manager")
    assert visitor.post(f"{URL}/answered", version="1").status_code == 409
    assert visitor.post("/act/cases/CA-2026-009/answered", version="1").status_code == 404


def test_the_privacy_manager_withdraws_a_case_that_no_audit_found(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        from_outside.stated_case()
    drop = f"{URL}/drop"
    sent = {**form(visitor.as_("privacy_manager").get(URL), drop), "reason": "重複"}
    assert visitor.as_("head").post(drop, **sent).status_code == 403
    assert visitor.as_("employee").post(drop, **sent).status_code == 404
    visitor.as_("audit_manager")
    assert drop not in words(visitor.get(URL))
    assert visitor.post(drop, **sent).status_code == 403
    visitor.as_("privacy_manager")
    assert visitor.post(drop, token=False, **sent).status_code == 400
    assert visitor.post(drop, **{**sent, "reason": " "}).status_code == 400
    assert visitor.post(drop, **sent).status_code == 302
    assert visitor.post(drop, **sent).status_code == 409
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.WITHDRAWN
