"""Pages of reviews on both databases: held with their inputs, put off with approval, kept."""

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.database import session
from pms_tracker.plan.policies import policies, review_inputs
from pms_tracker.plan.tables.policy_tables import PlanningInput, PolicyReview
from tests import builders
from tests.cast import POLICY, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

RECORD = "/plan/policies/POL-001"
REVIEW = f"{RECORD}/review"
EARLY = f"{REVIEW}/early"
ONE = "/plan/reviews/PR-2026-01"
CONFIRMED = dict.fromkeys(("law", "business", "contact", "findings", "wording"), "確かめた。")


def lay_lessons(served: Served) -> list[str]:
    """Lay two lessons in the inbox; the names of the fields that answer them."""
    with committing(served):
        laid = [
            review_inputs.receive(
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
    return visitor.post(REVIEW, **{**form(visitor.get(REVIEW), REVIEW), **CONFIRMED, **typed})


def test_a_review_without_change_answers_every_lesson_and_sets_the_next_day(
    served: Served, visitor: Visitor
) -> None:
    first, _ = lay_lessons(served)
    visitor.as_("privacy_manager")
    sent = {**form(visitor.get(REVIEW), REVIEW), **CONFIRMED}
    typed = {"outcome": "unchanged", "reason": "法令の改正はない。", first: "用途を追記する。"}
    done = visitor.post(REVIEW, **{**sent, **typed})
    assert (done.status_code, done.location) == (302, RECORD)
    page = words(visitor.get(RECORD))
    for expected in ("用途を追記する。", "法令の改正はない。", "2027年11月24日(水)"):
        assert expected in page
    with reading(served):
        answers = list(session.scalars(select(PlanningInput.answer).order_by(PlanningInput.id)))
        assert answers == ["用途を追記する。", "法令の改正はない。"]
    again = visitor.post(REVIEW, **{**sent, **typed})
    assert again.status_code == 409
    assert "POL-001 が変更されました" in words(again)
    assert "法令の改正はない。" in words(again)


def test_a_revision_leads_to_a_draft_in_the_text_of_now(served: Served, visitor: Visitor) -> None:
    lay_lessons(served)
    visitor.as_("representative")
    done = conclude(visitor, outcome="revised", reason="改める。")
    assert (done.status_code, done.location) == (302, f"{RECORD}/versions/2")
    draft = visitor.get(f"{RECORD}/versions/2")
    assert form(draft, f"{RECORD}/versions/2")["text"].strip() == POLICY.strip()
    assert "第1版" in words(visitor.get(RECORD))
    with reading(served):
        assert policies.in_force(1).edition == 1
    page = words(visitor.get("/plan/reviews/PR-2026-01"))
    assert f'href="{RECORD}/versions/2"' in page
    assert "改める。" in page


def put_off(visitor: Visitor, by: str = "privacy_manager") -> TestResponse:
    typed = {"outcome": "postponed", "reason": "繁忙", "postponed_to": "R9.2.1"}
    visitor.as_(by)
    return visitor.post(REVIEW, **{**form(visitor.get(REVIEW), REVIEW), **typed})


def test_a_postponement_waits_for_the_representative(served: Served, visitor: Visitor) -> None:
    lay_lessons(served)
    done = put_off(visitor)
    assert (done.status_code, done.location) == (302, ONE)
    assert "2027年2月1日" not in words(visitor.get(RECORD)).split("履歴")[0].split("これまで")[0]
    asked = words(visitor.get(ONE))
    assert "延期は、宮下 恒一さんの承認待ちです" in asked
    again = conclude(visitor, outcome="unchanged", reason="確かめた。")
    assert again.status_code == 409
    assert "承認を待っています" in words(again)
    page = visitor.as_("representative").get(ONE)
    sent = form(page, f"{ONE}/decision")
    refused = visitor.post(f"{ONE}/decision", **{**sent, "decision": "sent_back", "reason": ""})
    assert refused.status_code == 400
    assert "差し戻す理由を入力してください" in words(refused)
    done = visitor.post(f"{ONE}/decision", **{**sent, "decision": "approved"})
    assert (done.status_code, done.location) == (302, ONE)
    assert "2027年2月1日(月)" in words(visitor.get(RECORD))
    assert visitor.post(f"{ONE}/decision", **{**sent, "decision": "approved"}).status_code == 409
    # Postponed reviews answer nothing.
    assert "教訓1" in words(visitor.get(REVIEW))


def test_a_postponement_is_sent_back_with_a_reason(visitor: Visitor) -> None:
    put_off(visitor, "representative")
    assert "/decision" not in words(visitor.get(ONE))
    page = visitor.as_("privacy_manager").get(ONE)
    sent = {**form(page, f"{ONE}/decision"), "decision": "sent_back", "reason": "先に見直す。"}
    assert visitor.post(f"{ONE}/decision", **sent).status_code == 302
    page = words(visitor.get(ONE))
    assert "延期は認められず" in page
    assert "先に見直す。" in page


@pytest.mark.parametrize("name", ["privacy_manager", "audit_manager", "head", "employee"])
def test_a_postponement_is_decided_by_nobody_else(visitor: Visitor, name: str) -> None:
    put_off(visitor)
    sent = form(visitor.as_("representative").get(ONE), f"{ONE}/decision")
    visitor.as_(name)
    page = words(visitor.get(ONE))
    assert 'id="step"' not in page
    # Whoever is at the top and did not ask for it may hold the stamped paper.
    assert (f"{ONE}/decision" in page) == (name == "audit_manager")
    typed = {**sent, "decision": "approved"}
    assert visitor.post(f"{ONE}/decision", **typed).status_code == 403
    assert visitor.post(f"{ONE}/decision", token=False, **typed).status_code == 400
    assert visitor.get("/plan/reviews/PR-2026-09").status_code == 404
    assert visitor.get("/plan/reviews/AU-2026-01").status_code == 404


def test_a_decision_on_what_was_not_seen_is_stale_and_keeps_its_words(visitor: Visitor) -> None:
    put_off(visitor)
    sent = form(visitor.as_("representative").get(ONE), f"{ONE}/decision")
    typed = {**sent, "decision": "approved", "reason": "了解した", "seen_digest": "0" * 64}
    refused = visitor.post(f"{ONE}/decision", **typed)
    assert refused.status_code == 409
    assert "了解した" in words(refused)


def test_an_early_review_is_called_for_and_shown_until_it_is_held(visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    conclude(visitor, outcome="unchanged", reason="確かめた。")
    sent = form(visitor.get(EARLY), EARLY)
    told = {"kind": "law", "reason": "改正法が公布された", "due_on": "R9.2.1"}
    done = visitor.post(EARLY, **{**sent, **told})
    assert (done.status_code, done.location) == (302, RECORD)
    page = words(visitor.get(RECORD))
    assert "改正法が公布された" in page
    assert "2027年2月1日(月)" in page
    assert "改正法が公布された" in words(visitor.get(REVIEW))
    assert visitor.post(EARLY, **{**sent, **told}).status_code == 409
    conclude(visitor, outcome="unchanged", reason="確かめた。")
    assert "改正法が公布された" not in words(visitor.get(REVIEW))
    assert "改正法が公布された" in words(visitor.get("/plan/reviews/PR-2026-02"))


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"kind": ""}, 400, "きっかけを1つ選んでください"),
        ({"reason": " "}, 400, "理由を入力してください"),
        ({"happened_on": ""}, 400, "起きた日を入力してください"),
        ({"happened_on": "R8.11.25"}, 409, "未来の日は記録できません"),
        ({"due_on": "R8.11.23"}, 409, "期限は今日以降"),
        ({"due_on": "きのう"}, 400, "日付として読み取れません"),
        ({"version": "9"}, 409, "POL-001 が変更されました"),
    ],
)
def test_a_trigger_is_refused_in_words(
    visitor: Visitor, typed: dict[str, str], status: int, told: str
) -> None:
    visitor.as_("representative")
    right = {"kind": "incident", "reason": "誤送信", "due_on": "R9.2.1"}
    refused = visitor.post(EARLY, **{**form(visitor.get(EARLY), EARLY), **right, **typed})
    assert refused.status_code == status
    assert told in words(refused)
    assert visitor.as_("head").get(EARLY).status_code == 403
    assert visitor.post(EARLY, **right).status_code == 403


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
        ({"law": " "}, 400, "確かめたことを入力してください"),
        ({"wording": "", "outcome": "revised"}, 400, "確かめたことを入力してください"),
        ({"contact": "あ" * 2_001}, 400, "2000文字まで"),
        ({"version": "7"}, 409, "POL-001 が変更されました"),
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
    assert visitor.get(RECORD).status_code == 200
