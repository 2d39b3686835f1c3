"""Pages of management reviews on both databases: convened, changed, called off, listed."""

import pytest

from pms_tracker.act.rules.management_rules import ReviewState
from pms_tracker.evidence import evidence
from tests import reviewing
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import (
    CANCEL,
    EDIT,
    FILES,
    LIST,
    NEW,
    PAPER,
    URL,
    called,
    in_english,
    in_state,
    state_of,
    the_review,
)
from tests.web.browsing import committing, form, reading, words

KEEPERS = ("privacy_manager", "representative")


@pytest.mark.parametrize("by", KEEPERS)
def test_a_review_is_convened_from_its_form(served: Served, visitor: Visitor, by: str) -> None:
    with committing(served):
        duty_id = reviewing.planned().id
    page = visitor.as_(by).get(f"{NEW}?reference=YP-2026")
    sent: dict[str, object] = dict(form(page, NEW))
    assert sent["annual_duty_id"] == str(duty_id)
    assert sent["planned_on"] == "2027/02/12"
    sent["attendee_ids"] = [str(IDS["representative"]), str(IDS["privacy_manager"])]
    assert visitor.post(NEW, token=False, **sent).status_code == 400
    assert visitor.post(NEW, **sent).location == URL
    page_words = words(visitor.get(URL))
    for expected in (
        "招集済み",
        "年度計画の予定",
        "YP-2026",
        "宮下 恒一、藤森 奈緒",
        "2027年2月12日",
    ):
        assert expected in page_words
    assert "年度計画の予定" not in words(visitor.get(NEW)).split("<aside", 1)[0].split("<main")[1]


def test_a_doubled_click_convenes_once(served: Served, visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get(NEW)
    sent = {**form(page, NEW, with_slip=True), **called()}
    assert visitor.post(NEW, **sent).location == visitor.post(NEW, **sent).location == URL
    assert words(visitor.get(LIST)).count("MR-2026-0") == words(visitor.get(LIST)).count(
        "MR-2026-01"
    )


@pytest.mark.parametrize("by", ["audit_manager", "head", "administrator", "employee"])
def test_nobody_else_convenes_changes_or_calls_off(
    served: Served, visitor: Visitor, by: str
) -> None:
    in_state(served, ReviewState.CONVENED)
    visitor.as_(by)
    for place, sent in (
        (NEW, called()),
        (EDIT, called()),
        (CANCEL, {"version": "1", "reason": "x"}),
    ):
        assert visitor.post(place, **sent).status_code == 403
    assert visitor.get(NEW).status_code == visitor.get(EDIT).status_code == 403
    assert visitor.get(CANCEL).status_code == visitor.get(FILES).status_code == 405


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"planned_on": ""}, "開催予定日を入力してください。"),
        ({"planned_on": "2026/11/23"}, "今日以降の日"),
        ({"agenda": "　"}, "議題を入力してください。"),
        ({"attendee_ids": []}, "出席を求める人を1人以上"),
        ({"attendee_ids": ["9999"]}, "一覧から選んでください。"),
        ({"agenda": "議" * 5001}, "5000文字まで"),
        ({"annual_duty_id": "77"}, "年度計画の予定"),
    ],
)
def test_what_is_wrong_is_said_and_all_that_was_typed_stays(
    served: Served, visitor: Visitor, changes: dict[str, object], said: str
) -> None:
    answer = visitor.as_("privacy_manager").post(NEW, **called(venue="𠮷田の部屋🙂", **changes))
    assert answer.status_code in {400, 409}
    assert said in words(answer)
    assert "𠮷田の部屋🙂" in words(answer)


def test_an_invitation_is_changed_until_the_review_is_held(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, ReviewState.CONVENED)
    sent: dict[str, object] = dict(form(visitor.as_("privacy_manager").get(EDIT), EDIT))
    sent |= {"planned_on": "R8.12.10", "attendee_ids": [str(IDS["head"])]}
    assert visitor.post(EDIT, token=False, **sent).status_code == 400
    assert visitor.post(EDIT, **sent).location == URL
    assert "2026年12月10日" in words(visitor.get(URL))
    stale = visitor.post(EDIT, **sent)
    assert stale.status_code == 409
    with committing(served):
        reviewing.submitted(the_review())
    assert visitor.get(EDIT).status_code == 409
    assert visitor.post(EDIT, **sent).status_code == 409


def test_a_review_is_called_off_with_a_reason(served: Served, visitor: Visitor) -> None:
    in_state(served, ReviewState.CONVENED)
    sent = form(visitor.as_("representative").get(URL), CANCEL)
    assert visitor.post(CANCEL, **{**sent, "reason": ""}).status_code == 400
    assert visitor.post(CANCEL, token=False, **{**sent, "reason": "延期"}).status_code == 400
    assert visitor.post(CANCEL, **{**sent, "reason": "監査が先になった。"}).location == URL
    assert state_of(served) is ReviewState.CANCELLED
    assert "監査が先になった。" in words(visitor.get(URL))
    assert visitor.post(CANCEL, **{**sent, "reason": "もう一度"}).status_code == 409


@pytest.mark.parametrize("state", list(ReviewState))
def test_who_may_not_know_of_a_review_finds_nothing(
    served: Served, visitor: Visitor, state: ReviewState
) -> None:
    in_state(served, state)
    for key in ("auditor", "employee", "administrator", "second_auditor"):
        visitor.as_(key)
        assert visitor.get(URL).status_code == 404
        assert visitor.get(PAPER).status_code == 404
        assert visitor.get("/r/MR-2026-01", "en").location == URL
        assert "MR-2026-01" not in words(visitor.get(LIST))


def test_who_is_asked_reads_the_invitation_and_nothing_more(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, ReviewState.CONVENED)
    page = words(visitor.as_("other_head").get(URL))
    assert reviewing.AGENDA in page
    assert "当日、出席してください。" in page
    main = page.split("<main", 1)[1]
    assert "<form" not in main
    assert "履歴" not in main
    assert visitor.get(PAPER).status_code == 404
    with committing(served):
        reviewing.signed(the_review())
    page = words(visitor.get(URL))
    assert reviewing.AGENDA in page, "absent: the invitation's link still leads somewhere"
    assert "議事録を読めるのは、出席した人です。" in page
    assert visitor.get(PAPER).status_code == 404


def test_files_are_kept_with_the_review_and_read_by_who_reads_it(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, ReviewState.SIGNED)
    visitor.as_("privacy_manager")
    assert visitor.post(FILES, token=False, files=b"x").status_code == 400
    assert visitor.post(FILES).status_code == 400
    assert visitor.post(FILES, files=b"handout").location == URL
    assert "files.txt" in words(visitor.get(URL))
    with visitor.as_("head").get(f"{FILES}/1") as file:
        assert file.data == b"handout"
    assert visitor.as_("owner").get(f"{FILES}/1").status_code == 404
    assert visitor.get(URL).status_code == 200
    assert "files.txt" not in words(visitor.get(URL))
    assert visitor.as_("head").post(FILES, files=b"x").status_code == 403
    with reading(served):
        assert len(evidence.files("MR-2026-01")) == 1


def test_nothing_is_added_to_what_was_called_off(served: Served, visitor: Visitor) -> None:
    in_state(served, ReviewState.CANCELLED)
    assert visitor.as_("privacy_manager").post(FILES, files=b"x").status_code == 409


def test_the_list_is_narrowed_sorted_and_taken_out_as_a_file(
    served: Served, visitor: Visitor
) -> None:
    in_state(served, ReviewState.SIGNED)
    in_state(served, ReviewState.CONVENED)
    visitor.as_("audit_manager")
    for query, names in (
        ("", ["MR-2026-02", "MR-2026-01"]),
        ("?state=signed&year=2026", ["MR-2026-01"]),
        ("?open=1", ["MR-2026-01"]),
        ("?sort=planned", ["MR-2026-01", "MR-2026-02"]),
        ("?planned=2027-01-01..", []),
        ("?year=1999&state=lost", ["MR-2026-02", "MR-2026-01"]),
    ):
        page = words(visitor.get(LIST + query))
        found = [name for name in page.split('class="ref"') if name.startswith("><a")]
        assert [each.split(">")[2][:10] for each in found] == names, query
    file = visitor.get("/act/reviews/export.csv?state=signed").get_data(as_text=True)
    assert "MR-2026-01,署名済み" in file
    assert "MR-2026-02" not in file
    assert visitor.get("/act/reviews/export.xlsx").data[:2] == b"PK"
    assert "MR-2026" not in visitor.as_("employee").get("/act/reviews/export.csv").text


def test_an_empty_list_teaches_and_leads_keepers_on(served: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get(LIST))
    assert "J.6.3" in page
    assert f'href="{NEW}"' in page
    assert NEW not in words(visitor.as_("head").get(LIST))
    in_english(served, "head")
    assert "There are no management reviews yet" in words(visitor.get(LIST, "en"))
