"""Pages of minutes on both databases: written on one page, handed in, signed, carried out."""

from io import BytesIO

import pytest

from pms_tracker.act.management import review_decisions
from pms_tracker.act.rules.management_rules import ReviewState, Section
from tests import builders, reviewing
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import (
    DECISION,
    MINUTES,
    SIGN,
    URL,
    decision,
    in_english,
    in_state,
    state_of,
    the_review,
    typed,
)
from tests.web.browsing import committing, form, reading, words

SCAN = {"on_paper_by": str(IDS["representative"]), "decided_on": "2026/11/24"}


@pytest.fixture
def convened(served: Served) -> Served:
    in_state(served, ReviewState.CONVENED)
    return served


@pytest.fixture
def submitted(served: Served) -> Served:
    in_state(served, ReviewState.SUBMITTED)
    return served


@pytest.fixture
def signed(served: Served) -> Served:
    in_state(served, ReviewState.SIGNED)
    return served


def test_minutes_are_drafted_and_handed_in_on_one_page(convened: Served, visitor: Visitor) -> None:
    sent = typed(visitor, "save", **{"inputs-cases-comment": "一" * 5000})
    assert visitor.post(MINUTES, token=False, **sent).status_code == 400
    assert visitor.post(MINUTES, **sent).location == URL
    assert state_of(convened) is ReviewState.CONVENED
    page = visitor.get(MINUTES)
    assert "一" * 5000 in words(page)
    kept = form(page, MINUTES)
    assert kept["rows-0-text"] == reviewing.DECIDED
    assert kept["inputs-risks-unchanged"] == "y"
    sent = typed(visitor)
    assert visitor.post(MINUTES, **sent).location == URL
    assert state_of(convened) is ReviewState.SUBMITTED
    page_words = words(visitor.get(URL))
    for expected in (
        "署名待ち",
        "宮下 恒一さんの対応待ちです",
        "減った。",
        "変化なし・指摘なし",
        "平林 真一",
    ):
        assert expected in page_words
    assert visitor.get(MINUTES).status_code == 409
    assert visitor.post(MINUTES, **sent).status_code == 409


def test_r20_each_blank_input_is_said_beside_it(convened: Served, visitor: Visitor) -> None:
    sent = typed(visitor)
    sent.pop("inputs-risks-unchanged")
    sent.pop("inputs-cases-unchanged")
    answer = visitor.post(MINUTES, **sent)
    assert answer.status_code == 400
    page = words(answer)
    assert page.count("コメントを書くか、「変化なし・指摘なし」を選んでください。") == 2
    assert "「リスクと対応計画の状況」のコメントを書くか" in page
    assert 'href="#inputs-risks-comment"' in page
    assert reviewing.DECIDED in page
    assert state_of(convened) is ReviewState.CONVENED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"held_on": ""}, "開催日を入力してください。"),
        ({"held_on": "2026/11/25"}, "2026年11月25日"),
        ({"venue": " "}, "開催場所を入力してください。"),
        ({"present_ids": []}, "出席した人を1人以上"),
        ({"rows-0-owner_id": ""}, "担当者を選んでください。"),
        ({"rows-0-due_on": "2026/11/23"}, "開催日以降の日"),
        ({"rows-0-text": "　"}, "決定事項の内容を入力してください。"),
        ({"inputs-cases-comment": "一" * 5001}, "5000文字まで"),
    ],
)
def test_minutes_that_lack_something_come_back_as_they_were_typed(
    convened: Served, visitor: Visitor, changes: dict[str, object], said: str
) -> None:
    answer = visitor.post(MINUTES, **typed(visitor, conclusion="有効に働く🙂", **changes))
    assert answer.status_code in {400, 409}
    page = words(answer)
    assert "有効に働く🙂" in page
    if said != "2026年11月25日":
        assert said in page


def test_more_rows_are_added_without_keeping_anything(convened: Served, visitor: Visitor) -> None:
    answer = visitor.post(MINUTES, **typed(visitor, "more"))
    assert answer.status_code == 200
    assert 'name="rows-3-text"' in words(answer)
    with reading(convened):
        assert review_decisions.of(the_review()) == []


def test_the_second_of_two_keepers_is_told(convened: Served, visitor: Visitor) -> None:
    sent = typed(visitor, "save")
    assert visitor.post(MINUTES, **sent).status_code == 302
    assert visitor.post(MINUTES, **sent).status_code == 409


@pytest.mark.parametrize("by", ["audit_manager", "head", "owner"])
def test_only_keepers_write(convened: Served, visitor: Visitor, by: str) -> None:
    sent = typed(visitor)
    visitor.as_(by)
    assert visitor.get(MINUTES).status_code == 403
    assert visitor.post(MINUTES, **sent).status_code == 403


def test_the_representative_is_told_that_writing_bars_from_signing(
    convened: Served, visitor: Visitor
) -> None:
    assert "あなたは署名できません" in words(visitor.as_("representative").get(MINUTES))
    assert "あなたは署名できません" not in words(visitor.as_("privacy_manager").get(MINUTES))


def test_the_representative_signs_in_two_touches(submitted: Served, visitor: Visitor) -> None:
    sent = decision(visitor, "representative")
    assert visitor.post(SIGN, token=False, **sent).status_code == 400
    assert visitor.get(SIGN).status_code == 405
    assert visitor.post(SIGN, **{**sent, "decision": ""}).status_code == 400
    assert visitor.post(SIGN, **sent).location == URL
    assert state_of(submitted) is ReviewState.SIGNED
    page = words(visitor.get(URL))
    assert "署名済み" in page
    assert reviewing.DECIDED in page
    assert visitor.post(SIGN, **sent).status_code == 409


def test_minutes_are_sent_back_with_a_reason_that_stands_above_all(
    submitted: Served, visitor: Visitor
) -> None:
    sent = decision(visitor, "representative", "sent_back")
    assert visitor.post(SIGN, **sent).status_code == 400
    assert visitor.post(SIGN, **{**sent, "reason": "欠席者を書くこと。"}).location == URL
    assert state_of(submitted) is ReviewState.SENT_BACK
    page = words(visitor.as_("privacy_manager").get(URL))
    assert "欠席者を書くこと。" in page
    assert f'href="{MINUTES}"' in page


@pytest.mark.parametrize(
    ("by", "status"),
    [("privacy_manager", 403), ("audit_manager", 403), ("head", 404), ("employee", 404)],
)
def test_nobody_else_signs(submitted: Served, visitor: Visitor, by: str, status: int) -> None:
    sent = decision(visitor, "representative")
    assert visitor.as_(by).post(SIGN, **sent).status_code == status
    assert state_of(submitted) is ReviewState.SUBMITTED


def test_a_stamped_original_is_typed_in_with_its_scan(submitted: Served, visitor: Visitor) -> None:
    sent = {**decision(visitor, "audit_manager"), **SCAN}
    assert visitor.post(SIGN, **sent).status_code == 409
    assert visitor.post(SIGN, **sent, scan="押印した。".encode()).status_code == 400
    stamped = (BytesIO(b"%PDF-1.7 stamped"), "押印.pdf")
    assert visitor.post(SIGN, **sent, scan=stamped).location == URL
    page = words(visitor.get(URL))
    assert "書面・入力 有賀 俊" in page
    assert "押印.pdf" in page


def test_a_deputy_signs_and_is_led_home_where_the_minutes_are_theirs_no_more(
    submitted: Served, visitor: Visitor
) -> None:
    with committing(submitted):
        builders.absent("representative", "employee")
    page = words(visitor.as_("employee").get("/"))
    assert "議事録の署名" in page
    sent = decision(visitor, "employee")
    assert visitor.post(SIGN, **sent).location == "/"
    assert state_of(submitted) is ReviewState.SIGNED


def test_frozen_figures_stay_while_their_lists_go_on(convened: Served, visitor: Visitor) -> None:
    assert visitor.post(MINUTES, **typed(visitor)).location == URL
    visitor.post(SIGN, **decision(visitor, "representative"))
    before = words(visitor.get(URL))
    assert "対応中の合計</span> <a" in before
    with committing(convened):
        builders.case()
    after = words(visitor.get(URL))
    start, end = 'class="label-rows"', "署名の記録"
    assert (
        after[after.index(start) : after.index(end)]
        == (before[before.index(start) : before.index(end)])
    )
    assert "<a" not in words(visitor.as_("head").get(URL)).split("対応中の合計", 1)[1][:30]


def test_the_owner_reports_a_decision_with_its_evidence(signed: Served, visitor: Visitor) -> None:
    page = visitor.as_("owner").get(URL)
    assert reviewing.DECIDED in words(page)
    assert '<p class="next-detail">' in words(page)
    assert "インプット" not in words(page).split("<main", 1)[1]
    assert f'href="{DECISION}"' in words(page)
    sent = {**form(visitor.get(DECISION), DECISION), "result": "棚3つに鍵を付けた。"}
    assert visitor.post(DECISION, token=False, **sent).status_code == 400
    assert visitor.post(DECISION, **{**sent, "result": ""}).status_code == 400
    assert visitor.post(DECISION, **{**sent, "done_on": "2026/11/25"}).status_code == 400
    refused = visitor.post(DECISION, **sent)
    assert refused.status_code == 400
    assert "証拠ファイルがない理由" in words(refused)
    assert visitor.post(DECISION, **sent, files=b"photo").location == DECISION
    page_words = words(visitor.get(DECISION))
    assert "棚3つに鍵を付けた。" in page_words
    assert "files.txt" in page_words
    with visitor.get(f"{DECISION}/evidence/1") as file:
        assert file.data == b"photo"
    assert visitor.get(f"{URL}/evidence/1").status_code == 404
    assert visitor.post(DECISION, **{**sent, "no_proof": "ない。"}).status_code == 409
    with reading(signed):
        assert review_decisions.of(the_review())[0].done_by_id == IDS["owner"]


def test_a_decision_without_a_file_says_why_there_is_none(signed: Served, visitor: Visitor) -> None:
    why = "口頭で伝えたため、記録は朝礼の議事録にある。"
    visitor.as_("owner")
    sent = {**form(visitor.get(DECISION), DECISION), "result": "朝礼で伝えた。"}
    assert visitor.post(DECISION, **{**sent, "no_proof": " "}).status_code == 400
    assert visitor.post(DECISION, **{**sent, "no_proof": why}).location == DECISION
    assert f"証拠ファイルがない理由：{why}" in words(visitor.get(DECISION))
    with reading(signed):
        assert review_decisions.of(the_review())[0].no_proof == why


@pytest.mark.parametrize(
    ("by", "status"), [("privacy_manager", 403), ("head", 403), ("employee", 404)]
)
def test_nobody_else_reports_a_decision(
    signed: Served, visitor: Visitor, by: str, status: int
) -> None:
    sent = {"result": "した。", "done_on": "", "no_proof": "ない。"}
    assert visitor.as_(by).post(DECISION, **sent).status_code == status
    assert visitor.get(f"{URL}/decisions/2").status_code == 404


def test_every_input_is_on_the_page_of_the_minutes_with_its_list(
    convened: Served, visitor: Visitor
) -> None:
    with committing(convened):
        builders.case()
    page = words(visitor.as_("privacy_manager").get(MINUTES))
    for section in Section:
        assert f'name="inputs-{section}-comment"' in page
    assert "/act/cases/?state=planning" in page
    in_english(convened, "privacy_manager")
    page = words(visitor.get(MINUTES, "en"))
    assert "Nonconformities and corrective actions" in page
    assert "変化なし" not in page
