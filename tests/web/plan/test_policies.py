"""Pages of policies on both databases: read in with a preview, reviewed lesson by lesson."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.plan import inputs
from pms_tracker.plan.models import PlanningInput, Policy, PolicyReview, PolicyVersion
from tests import builders
from tests.cast import POLICY, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/plan/policies/"
IMPORT = "/plan/policies/import"
REVIEW = "/plan/policies/POL-001/review"
SECOND = POLICY.replace("みなと学習舎個人情報保護方針", "みなと学習舎特定個人情報保護方針 𠮷😀")


def titles(served: Served) -> list[str]:
    with reading(served):
        return list(session.scalars(select(Policy.title).order_by(Policy.id)))


def test_a_pasted_policy_is_previewed_then_adopted(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    page = visitor.post(IMPORT, text=SECOND.replace("\n", "\r\n"))
    assert page.status_code == 200
    for expected in ("まだ保存していません", "宮下 恒一", "教材の発送", "2023年11月30日(木)"):
        assert expected in words(page)
    assert len(titles(served)) == 1
    sent = form(page, LIST)
    assert sent["months"] == "12"
    done = visitor.post(LIST, **{**sent, "months": "６"})
    assert (done.status_code, done.location) == (302, f"{LIST}POL-002")
    record = words(visitor.get(f"{LIST}POL-002"))
    assert "6か月ごと" in record
    assert "2024年5月30日(木)" in record
    with reading(served):
        kept = session.scalars(select(PolicyVersion).order_by(PolicyVersion.id.desc())).first()
        assert kept is not None
        assert kept.text.strip() == SECOND.strip()
    again = visitor.post(LIST, **sent)
    assert again.status_code == 409
    assert "はすでに登録されています" in words(again)
    assert form(again, LIST)["text"] == sent["text"]
    assert len(titles(served)) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_file_is_read_in_the_encodings_of_offices(visitor: Visitor, encoding: str) -> None:
    text = SECOND.replace(" 𠮷😀", "").replace("\n", "\r\n")
    page = visitor.as_("representative").post(IMPORT, file=text.encode(encoding), text="")
    assert page.status_code == 200
    assert "みなと学習舎特定個人情報保護方針" in words(page)
    assert "教材の発送" in words(page)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": ""}, "本文が空です"),
        ({"text": " \r\n　"}, "本文が空です"),
        ({"file": b"\x89PNG\r\n\x1a\n\x00\x00"}, "文字のファイルではありません"),
        ({"file": b"\xff\xff\xff\xff"}, "文字"),
        ({"text": "買い物メモ"}, "方針として読み取れません"),
        ({"text": "個人情報保護方針\x00\n1. 原則"}, "文字のファイルではありません"),
        ({"text": "a" * 200_001}, "200000文字まで"),
    ],
)
def test_what_is_no_policy_is_refused_with_what_was_pasted(
    visitor: Visitor, fields: dict[str, object], told: str
) -> None:
    page = visitor.as_("privacy_manager").post(IMPORT, **fields)
    assert page.status_code == 400
    assert told in words(page)
    pasted = str(fields.get("text", "")).replace("\x00", "").strip()
    assert pasted in words(page).replace("\x00", "")


def test_a_policy_without_a_day_or_with_a_strange_cycle_is_not_adopted(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    undated = SECOND.split("平成30年")[0]
    refused = visitor.post(LIST, text=undated, months="12")
    assert refused.status_code == 400
    assert "制定日・改定日が読み取れません" in words(refused)
    for months in ("0", "121", "x", "", "-1", "1.5", "9" * 30):
        refused = visitor.post(LIST, text=SECOND, months=months)
        assert refused.status_code == 400, months
        assert "1から120までの数" in words(refused)
        assert form(refused, LIST)["text"].strip() == SECOND.strip()
    for text in ("", "買い物メモ", "a" * 200_001):
        assert visitor.post(LIST, text=text, months="12").status_code == 400
    assert visitor.post(LIST, token=False, text=SECOND, months="12").status_code == 400
    assert len(titles(served)) == 1


def test_policies_are_kept_by_the_two_at_the_top_and_read_by_everybody(
    served: Served, visitor: Visitor
) -> None:
    for name in ("audit_manager", "auditor", "head", "employee", "administrator"):
        visitor.as_(name)
        assert visitor.get(IMPORT).status_code == 403
        assert visitor.post(IMPORT, text=SECOND).status_code == 403
        assert visitor.post(LIST, text=SECOND, months="12").status_code == 403
        assert visitor.get(REVIEW).status_code == 403
        assert visitor.post(REVIEW, outcome="unchanged", reason="x", version="1").status_code == 403
        page = words(visitor.get(f"{LIST}POL-001"))
        assert "教材の発送" in page
        assert REVIEW not in page
    for missing in ("POL-002", "POL-2026-001", "pol-001", "AU-2026-001"):
        assert visitor.get(f"{LIST}{missing}").status_code == 404
        assert visitor.as_("privacy_manager").get(f"{LIST}{missing}/review").status_code == 404
    assert len(titles(served)) == 1


def lay_lessons(served: Served) -> list[str]:
    """Lay two lessons in the inbox; the names of the fields that answer them."""
    with committing(served):
        laid = [
            inputs.receive(
                builders.policy(),
                f"教訓{number}",
                because_of=f"CA-2025-{number:03}",
                on=TODAY,
                by=viewer("audit_manager").actor,
            )
            for number in (1, 2)
        ]
        return [f"answer-{each.id}" for each in laid]


def conclude(visitor: Visitor, **typed: str) -> TestResponse:
    return visitor.post(REVIEW, **{**form(visitor.get(REVIEW), REVIEW), **typed})


def test_a_review_without_change_answers_every_lesson_and_sets_the_next_day(
    served: Served, visitor: Visitor
) -> None:
    first, _ = lay_lessons(served)
    visitor.as_("privacy_manager")
    sent = form(visitor.get(REVIEW), REVIEW)
    assert sent["text"].strip() == POLICY.strip()
    typed = {"outcome": "unchanged", "reason": "法令の改正はない。", first: "用途を書き足す。"}
    done = visitor.post(REVIEW, **{**sent, **typed})
    assert (done.status_code, done.location) == (302, f"{LIST}POL-001")
    page = words(visitor.get(f"{LIST}POL-001"))
    for expected in ("用途を書き足す。", "法令の改正はない。", "2027年11月24日(水)"):
        assert expected in page
    with reading(served):
        answers = list(session.scalars(select(PlanningInput.answer).order_by(PlanningInput.id)))
        assert answers == ["用途を書き足す。", "法令の改正はない。"]
    again = visitor.post(REVIEW, **{**sent, **typed})
    assert again.status_code == 409
    assert "ほかの人が POL-001 を変更しました" in words(again)
    assert "法令の改正はない。" in words(again)


def test_a_revision_adds_an_edition_and_a_postponement_moves_the_day(
    served: Served, visitor: Visitor
) -> None:
    lay_lessons(served)
    visitor.as_("representative")
    assert (
        conclude(visitor, outcome="postponed", reason="繁忙", postponed_to="R9.2.1").status_code
        == 302
    )
    assert "2027年2月1日(月)" in words(visitor.get(f"{LIST}POL-001"))
    # Postponed reviews answer nothing.
    assert "教訓1" in words(visitor.get(REVIEW))
    text = POLICY.replace("a. 教材の発送", "a. 教材の発送\na2. 模試の案内")
    assert conclude(visitor, outcome="revised", reason="改めた。", text=text).status_code == 302
    assert "第2版" in words(visitor.get(f"{LIST}POL-001"))
    with reading(served):
        assert len(session.scalars(select(PolicyVersion)).all()) == 2


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"outcome": ""}, 400, "結果を1つ選んでください"),
        ({"outcome": "unchanged", "reason": " "}, 409, "理由を入力してください"),
        ({"outcome": "unchanged", "reason": "あ" * 10_001}, 400, "10000文字まで"),
        ({"outcome": "postponed", "postponed_to": ""}, 409, "今日より後の新しい期日"),
        ({"outcome": "postponed", "postponed_to": "R8.11.24"}, 409, "今日より後の新しい期日"),
        ({"outcome": "postponed", "postponed_to": "2027/11/25"}, 409, "1周期分まで"),
        ({"outcome": "postponed", "postponed_to": "令和8年11月31日"}, 400, "11月は30日まで"),
        ({"outcome": "revised", "text": ""}, 409, "新しい方針の本文"),
        ({"outcome": "revised", "text": "買い物メモ"}, 400, "方針として読み取れません"),
        ({"version": "7"}, 409, "ほかの人が POL-001 を変更しました"),
    ],
)
def test_a_conclusion_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, typed: dict[str, str], status: int, told: str
) -> None:
    _, second = lay_lessons(served)
    visitor.as_("privacy_manager")
    right = {"outcome": "unchanged", "reason": "見直した。", second: "次に生かす。"}
    sent = {**right, **typed}
    refused = conclude(visitor, **sent)
    assert refused.status_code == status
    assert told in words(refused)
    for name in ("reason", second, "postponed_to"):
        assert sent.get(name, "").strip() in words(refused)
    with reading(served):
        assert session.scalars(select(PolicyReview)).all() == []


def test_an_answer_of_any_characters_is_kept_without_what_no_database_takes(
    served: Served, visitor: Visitor
) -> None:
    first, _ = lay_lessons(served)
    visitor.as_("privacy_manager")
    answer = "𠮷😀\r\n次の行\x00 " + "あ" * 100
    done = conclude(visitor, outcome="unchanged", reason="確かめた。", **{first: answer})
    assert done.status_code == 302
    with reading(served):
        kept = session.get_one(PlanningInput, int(first.removeprefix("answer-"))).answer
        assert kept == answer.replace("\r\n", "\n").replace("\x00", "")
    assert visitor.get(f"{LIST}POL-001").status_code == 200


def test_the_list_is_narrowed_by_how_near_the_next_review_is(visitor: Visitor) -> None:
    """The cast's policy was revised on 30 November 2023: its review was due a year later."""
    visitor.as_("employee")
    late = words(visitor.get("/plan/policies/?due=late"))
    assert "POL-001" in late
    assert "次回見直し 期限超過" in late
    assert 'href="/plan/policies/"' in late
    later = words(visitor.get("/plan/policies/?due=later"))
    assert "POL-001" not in later
    assert "この条件に合うものはありません" in later
    assert "POL-001" in words(visitor.get("/plan/policies/?due=x"))
