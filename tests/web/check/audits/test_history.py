"""Pages of audits of earlier years: one is entered, seen, and never entered twice."""

import pytest

from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.database import session
from pms_tracker.kernel.profile import Part
from tests import builders
from tests.cast import UNIT_IDS, viewer
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/check/history/"
TYPED: dict[str, object] = {
    "kind": "operation",
    "fiscal_year": "2024",
    "unit_id": str(UNIT_IDS["松本教室"]),
    "held_on": "令和6年11月20日",
    "auditors": "有賀、小口 𠮷",
    "nonconformity": "2",
    "note": "棚",
    "lies_at": "本部の書庫",
}


def test_an_old_audit_is_entered_and_seen_with_its_mark(served: Served, visitor: Visitor) -> None:
    empty = words(visitor.as_("audit_manager").get(LIST))
    assert "過去の監査は、まだ登録されていません" in empty
    assert "pms registers import history" in empty
    sent = {**form(visitor.get(f"{LIST}new"), LIST), **TYPED}
    entered = visitor.post(LIST, **sent)
    assert (entered.status_code, entered.location) == (302, f"{LIST}1")
    page = words(visitor.get(f"{LIST}1"))
    for expected in ("移行", "松本教室の監査", "2024年度", "有賀、小口 𠮷", "2件", "本部の書庫"):
        assert expected in page
    assert "有賀 俊" in page
    assert "松本教室" in words(visitor.get(LIST))
    with reading(served):
        assert session.get_one(PastAudit, 1).counts == {"nonconformity": 2}
    assert visitor.as_("head").get(f"{LIST}1").status_code == 200
    assert visitor.as_("other_head").get(f"{LIST}1").status_code == 404
    assert visitor.as_("representative").get(f"{LIST}2").status_code == 404


def test_grades_of_the_full_profile_are_asked_for_apart_until_the_company_uses_them(
    served: Served, visitor: Visitor
) -> None:
    apart = "ほかの等級で数えてある記録のとき"
    light = words(visitor.as_("audit_manager").get(f"{LIST}new"))
    assert light.index('name="good_practice"') < light.index(apart) < light.index('name="major"')
    with committing(served):
        builders.profile(Part.GRADES)
    full = words(visitor.get(f"{LIST}new"))
    assert full.index('name="major"') < full.index(apart) < full.index('name="nonconformity"')


def test_a_conformity_audit_names_what_it_looked_at(visitor: Visitor) -> None:
    rules = {**TYPED, "kind": "conformity", "unit_id": "", "paths": "J.6.2、J.7.1"}
    assert visitor.as_("audit_manager").post(LIST, **rules).location == f"{LIST}1"
    page = words(visitor.get(f"{LIST}1"))
    assert "J.6.2、J.7.1" in page
    assert "全社（規程）の監査" in page


@pytest.mark.parametrize(
    ("wrong", "status", "told"),
    [
        ({"kind": ""}, 400, "監査の種類を選んでください"),
        ({"fiscal_year": ""}, 400, "年度を選んでください"),
        ({"fiscal_year": "1990"}, 400, "一覧から選んでください"),
        ({"held_on": "2024/2/30"}, 400, "2月は29日まで"),
        ({"held_on": "2026/11/25", "fiscal_year": "2026"}, 400, "未来"),
        ({"auditors": " "}, 400, "監査員の名前を入力してください"),
        ({"nonconformity": "-1"}, 400, "0から9999まで"),
        ({"nonconformity": "多数"}, 400, "不適合"),
        ({"unit_id": ""}, 400, "運用監査には部門が必要です"),
        ({"kind": "conformity"}, 400, "適合性監査は会社に1件です"),
        ({"fiscal_year": "2022"}, 400, "実施日は2024年度です"),
    ],
)
def test_what_the_papers_cannot_say_is_refused_in_words(
    served: Served, visitor: Visitor, wrong: dict[str, object], status: int, told: str
) -> None:
    refused = visitor.as_("audit_manager").post(LIST, **{**TYPED, **wrong})
    assert refused.status_code == status
    assert told in words(refused)
    assert "本部の書庫" in words(refused)
    with reading(served):
        assert samples.listed(EARLIER_AUDITS, viewer("audit_manager")) == []


def test_the_same_audit_is_not_entered_again(served: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager").post(LIST, **TYPED)
    again = visitor.post(LIST, **TYPED)
    assert again.status_code == 409
    assert "同じ監査が、すでに登録されています" in words(again)
    with committing(served):
        assert len(samples.listed(EARLIER_AUDITS, viewer("audit_manager"))) == 1
