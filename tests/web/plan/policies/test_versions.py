"""Pages of versions on both databases: drafted, submitted, decided, locked."""

from datetime import date

import pytest

from pms_tracker.plan.policies import policies, versions
from pms_tracker.plan.rules.policy_rules import VersionState
from tests import builders
from tests.cast import POLICY
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

RECORD = "/plan/policies/POL-001"
NEW = f"{RECORD}/versions/new"
START = f"{RECORD}/versions/"
TWO = f"{RECORD}/versions/2"
TEXT = POLICY.replace("a. 教材の発送", "a. 教科書の発送")
TYPED = {"reason": "教科書に改める。", "effective_on": "R8.12.1", "text": TEXT}


def state(served: Served) -> VersionState:
    with reading(served):
        return versions.of_policy(1)[0].state


@pytest.fixture
def drafted(served: Served) -> Served:
    with committing(served):
        builders.draft(TEXT)
    return served


@pytest.fixture
def submitted(served: Served) -> Served:
    with committing(served):
        builders.submitted(TEXT)
    return served


def test_a_draft_is_begun_once_from_the_text_in_force(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    assert f'href="{NEW}"' in words(visitor.get(RECORD))
    sent = form(visitor.get(NEW), START, with_slip=True)
    assert sent["text"].strip() == POLICY.strip()
    done = visitor.post(START, **{**sent, **TYPED})
    assert (done.status_code, done.location) == (302, TWO)
    # A doubled click leads to the same draft.
    twice = visitor.post(START, **{**sent, **TYPED})
    assert (twice.status_code, twice.location) == (302, TWO)
    page = words(visitor.get(RECORD))
    assert "起案中" in page
    assert f'href="{NEW}"' not in page
    second = visitor.post(START, **TYPED)
    assert second.status_code == 409
    assert "起案中か承認待ちの版があります" in words(second)
    assert "教科書に改める。" in words(second)


def test_a_draft_pasted_out_of_a_mail_is_kept_without_its_marks_and_says_so(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    sent = form(visitor.get(NEW), START, with_slip=True)
    mail = "".join(f"> {line}\r\n" for line in TEXT.splitlines())
    assert visitor.post(START, **{**sent, **TYPED, "text": mail}).status_code == 302
    page = visitor.get(TWO)
    assert "行の先頭から、メールの引用の記号を外しました。" in words(page)
    assert form(page, TWO)["text"].strip() == TEXT.strip()


def test_a_draft_is_saved_then_submitted_then_approved(drafted: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    sent = {**form(visitor.get(TWO), TWO), **TYPED, "effective_on": ""}
    done = visitor.post(TWO, **sent)
    assert (done.status_code, done.location) == (302, TWO)
    assert state(drafted) is VersionState.DRAFT
    sent = {**form(visitor.get(TWO), TWO), "effective_on": "2026/11/24", "move": "submit"}
    assert visitor.post(TWO, **sent).status_code == 302
    assert state(drafted) is VersionState.SUBMITTED
    page = words(visitor.get(TWO))
    assert "宮下 恒一さんの対応待ちです" in page
    assert f"{TWO}/decision" not in page
    visitor.as_("representative")
    assert f'href="{TWO}"' in words(visitor.get(RECORD))
    sent = form(visitor.get(TWO), f"{TWO}/decision")
    done = visitor.post(f"{TWO}/decision", **{**sent, "decision": "approved"})
    assert (done.status_code, done.location) == (302, TWO)
    page = words(visitor.as_("employee").get(TWO))
    for expected in ("施行中", "教科書の発送", "内容のハッシュ値"):
        assert expected in page
    with reading(drafted):
        version = policies.in_force(1)
        assert (version.edition, version.digest in page) == (2, True)
    assert "教科書の発送" in words(visitor.get("/policy"))


def test_a_version_is_sent_back_with_a_reason_and_comes_again(
    submitted: Served, visitor: Visitor
) -> None:
    visitor.as_("representative")
    sent = {**form(visitor.get(TWO), f"{TWO}/decision"), "decision": "sent_back"}
    refused = visitor.post(f"{TWO}/decision", **sent)
    assert refused.status_code == 400
    assert "差し戻す理由を入力してください" in words(refused)
    told = {**sent, "reason": "施行日が早すぎます。"}
    assert visitor.post(f"{TWO}/decision", **told).status_code == 302
    page = words(visitor.as_("privacy_manager").get(TWO))
    assert "施行日が早すぎます。" in page
    assert state(submitted) is VersionState.DRAFT
    again = visitor.as_("representative").post(f"{TWO}/decision", **{**told})
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"text": ""}, 400, "本文が空です"),
        ({"text": "買い物メモ"}, 400, "方針として読み取れません"),
        ({"text": "a" * 200_001}, 400, "200000文字まで"),
        ({"text": POLICY}, 409, "本文が前の版と同じです"),
        ({"reason": " "}, 409, "理由を入力してください"),
        ({"effective_on": ""}, 409, "施行日を入力してください"),
        ({"effective_on": "R8.11.23"}, 409, "施行日は今日以降"),
        ({"effective_on": "令和8年11月31日"}, 400, "11月は30日まで"),
        ({"version": "7"}, 409, "POL-001 が変更されました"),
        ({"version": ""}, 409, "POL-001 が変更されました"),
    ],
)
def test_a_submission_is_refused_in_words_and_keeps_what_was_typed(
    drafted: Served, visitor: Visitor, typed: dict[str, str], status: int, told: str
) -> None:
    visitor.as_("privacy_manager")
    sent = {**form(visitor.get(TWO), TWO), **TYPED, **typed, "move": "submit"}
    refused = visitor.post(TWO, **sent)
    assert refused.status_code == status
    assert told in words(refused)
    assert form(refused, TWO)["reason"] == sent["reason"]
    assert form(refused, TWO)["text"].strip() == sent["text"].strip()
    assert state(drafted) is VersionState.DRAFT


def test_of_two_at_one_draft_the_second_loses_nothing(drafted: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    sent = {**form(visitor.get(TWO), TWO), **TYPED}
    assert visitor.post(TWO, **sent).status_code == 302
    late = visitor.as_("representative").post(TWO, **{**sent, "reason": "別の理由"})
    assert late.status_code == 409
    assert form(late, TWO)["reason"] == "別の理由"
    again = {**form(late, TWO), "reason": "別の理由"}
    assert visitor.post(TWO, **again).status_code == 302


def test_a_draft_is_given_up_with_a_reason(drafted: Served, visitor: Visitor) -> None:
    visitor.as_("representative")
    give_up = f"{TWO}/discard"
    sent = form(visitor.get(TWO), give_up)
    assert visitor.post(give_up, **{**sent, "reason": ""}).status_code == 400
    assert visitor.post(give_up, **{**sent, "reason": "中止"}).status_code == 302
    assert state(drafted) is VersionState.DISCARDED
    assert visitor.post(give_up, **{**sent, "reason": "中止"}).status_code == 409
    assert "取下げ" in words(visitor.get(TWO))
    assert f'href="{NEW}"' in words(visitor.get(RECORD))


def test_what_was_submitted_is_neither_written_nor_given_up(
    submitted: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    assert visitor.post(TWO, **TYPED, version="2").status_code == 409
    refused = visitor.post(f"{TWO}/discard", reason="中止", version="2")
    assert refused.status_code == 409
    assert state(submitted) is VersionState.SUBMITTED


@pytest.mark.parametrize("name", ["audit_manager", "auditor", "head", "employee", "administrator"])
def test_versions_are_written_by_the_two_at_the_top(
    drafted: Served, visitor: Visitor, name: str
) -> None:
    visitor.as_(name)
    assert visitor.get(NEW).status_code == 403
    assert visitor.post(START, **TYPED).status_code == 403
    assert visitor.post(TWO, **TYPED, version="1").status_code == 403
    assert visitor.post(f"{TWO}/discard", reason="x", version="1").status_code == 403
    seen = 200 if name == "audit_manager" else 404
    if name != "administrator":
        assert visitor.get(TWO).status_code == seen
        assert ("起案中" in words(visitor.get(RECORD))) == (seen == 200)
        shown = words(visitor.get(f"{RECORD}/compare?old=1&new=2"))
        assert ("教科書" in shown) == (seen == 200)


def test_whoever_wrote_it_does_not_decide(submitted: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("representative").get(TWO), f"{TWO}/decision")
    typed = {**sent, "decision": "approved"}
    for name, status in (("privacy_manager", 403), ("audit_manager", 403), ("head", 404)):
        assert visitor.as_(name).post(f"{TWO}/decision", **typed).status_code == status
    stale = {**typed, "seen_digest": "0" * 64, "reason": "よい"}
    refused = visitor.as_("representative").post(f"{TWO}/decision", **stale)
    assert refused.status_code == 409
    assert "よい" in words(refused)
    assert visitor.post(f"{TWO}/decision", token=False, **typed).status_code == 400
    assert state(submitted) is VersionState.SUBMITTED


def test_a_version_to_come_is_announced_as_such(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.new_version(TEXT, effective_on=date(2026, 12, 1))
    page = words(visitor.as_("employee").get(RECORD))
    assert "施行前" in page
    assert "施行中 第1版" in page
    assert "教科書" not in words(visitor.get("/policy"))
    assert visitor.get(f"{RECORD}/versions/9").status_code == 404


def test_before_anything_is_in_force_the_record_shows_what_is_to_come(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        policies.in_force(1).effective_on = date(2027, 1, 1)
    page = visitor.as_("employee").get(RECORD)
    assert page.status_code == 200
    assert "施行前" in words(page)
    assert visitor.get("/policy").status_code == 404
    with committing(served):
        only = versions.of_policy(1)[0]
        only.state, only.due_on = VersionState.DRAFT, date(2026, 12, 8)
    assert visitor.get(RECORD).status_code == 404
    assert visitor.as_("representative").get(RECORD).status_code == 200
