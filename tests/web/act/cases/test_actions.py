"""Pages of a plan with several actions: one more without a script, reported one by one, moved."""

from collections.abc import Mapping
from io import BytesIO

import pytest
from sqlalchemy import select

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.evidence.evidence_tables import EvidenceFile
from tests import builders
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

CASE = "/act/cases/CA-2026-001"
PLAN = {
    "correction": "移した。",
    "cause": "台帳がない。",
    "cause_category": "inventory",
    "action": "登録する。",
    "owner_id": str(IDS["owner"]),
    "due_on": "2026/12/24",
}
SECOND = {
    "rows-0-action": "鍵を付ける。",
    "rows-0-owner_id": str(IDS["employee"]),
    "rows-0-due_on": "2026/12/10",
}

NO_PROOF = "鍵は現物で確かめる。"
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def planning(served: Served) -> Served:
    with committing(served):
        builders.case()
    return served


@pytest.fixture
def doing(served: Served) -> Served:
    """A case with two approved actions, the second one due sooner."""
    with committing(served):
        planned = (builders.action(), builders.action(action="鍵。", owner_id=IDS["employee"]))
        builders.approve(builders.submit(builders.case(), actions=planned))
    return served


def send(visitor: Visitor, to: str, typed: Mapping[str, object]) -> str:
    sent = {**form(visitor.get(CASE), f"{CASE}/{to}"), **typed}
    answer = visitor.post(f"{CASE}/{to}", **sent)
    return "" if answer.status_code == 302 else words(answer)


def test_one_more_action_is_a_button_that_needs_no_script(
    planning: Served, visitor: Visitor
) -> None:
    visitor.as_("head")
    page = send(visitor, "plan", {**PLAN, "do": "more"})
    assert "2件目の処置" in page
    assert "台帳がない。" in page
    assert "を直してください" not in page
    assert send(visitor, "plan", {**PLAN, **SECOND}) == ""
    with reading(planning):
        first, second = Dossier(session.get_one(Case, 1)).current.actions
        assert (first.action, second.action) == ("登録する。", "鍵を付ける。")
        assert (second.cause, second.owner_id) == ("台帳がない。", IDS["employee"])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"rows-0-owner_id": ""}, "処置の責任者を選んでください"),
        ({"rows-0-due_on": ""}, "処置の期限を入力してください"),
        ({"rows-0-due_on": "2026/11/23"}, "期限は今日以降の日を入力してください"),
        ({"rows-0-measured_on": "2026/12/9"}, "効果を測る日は、処置の期限以降の日"),
        ({"rows-0-action": "長" * 10_001}, "10000文字までで入力してください"),
    ],
)
def test_what_is_wrong_with_a_further_action_is_said_beside_it(
    planning: Served, visitor: Visitor, changed: dict[str, str], told: str
) -> None:
    page = send(visitor.as_("head"), "plan", {**PLAN, **SECOND, **changed})
    assert told in page
    assert "1か所を直してください" in page


def test_an_empty_further_action_is_none_and_one_taken_out_too(
    planning: Served, visitor: Visitor
) -> None:
    gone = {"rows-1-action": "𠮷😀", "rows-1-removed": "y"}
    empty = dict.fromkeys(SECOND, "")
    assert send(visitor.as_("head"), "plan", {**PLAN, **empty, **gone}) == ""
    with reading(planning):
        assert len(Dossier(session.get_one(Case, 1)).current.actions) == 1


def test_the_form_offers_a_day_by_the_grade(planning: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("head").get(CASE))
    assert 'value="2026/12/22"' in page


def test_each_owner_reports_their_own(doing: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("employee").get(CASE))
    assert "是正処置を実施し、証拠を添えて報告してください。" in page
    assert send(visitor, "done", {"result": "付けた。", "no_proof": NO_PROOF}) == ""
    assert "実施済み" in words(visitor.get(CASE))
    assert send(visitor.as_("owner"), "done", {"result": "登録した。", "no_proof": NO_PROOF}) == ""
    with reading(doing):
        assert session.get_one(Case, 1).state is CaseState.REVIEWING


def test_without_a_file_it_is_said_why_there_is_none(doing: Served, visitor: Visitor) -> None:
    visitor.as_("employee")
    asked = "証拠ファイルを添付するか、ない理由を入力してください。"
    for empty in ("", "　 "):
        assert asked in send(visitor, "done", {"result": "付けた。", "no_proof": empty})
    assert send(visitor, "done", {"result": "付けた。", "no_proof": NO_PROOF}) == ""
    assert f"証拠ファイルがない理由：{NO_PROOF}" in words(visitor.get(CASE))


def test_with_a_file_nothing_is_said_of_none(doing: Served, visitor: Visitor) -> None:
    sent = {"result": "付けた。", "no_proof": NO_PROOF, "files": (BytesIO(PDF), "棚.pdf")}
    assert send(visitor.as_("employee"), "done", sent) == ""
    assert NO_PROOF not in words(visitor.get(CASE))


def test_the_head_chooses_which_action_to_report(doing: Served, visitor: Visitor) -> None:
    page = words(visitor.as_("head").get(f"{CASE}?position=2"))
    assert "どの処置の報告ですか" in page
    sent = form(visitor.get(f"{CASE}?position=2"), f"{CASE}/done")
    sent |= {"result": "付けた。", "no_proof": NO_PROOF}
    assert visitor.post(f"{CASE}/done", **sent).status_code == 302
    with reading(doing):
        assert Dossier(session.get_one(Case, 1)).current.actions[1].result == "付けた。"


def test_progress_and_another_day_are_told_on_the_page(doing: Served, visitor: Visitor) -> None:
    said = {"progress": "見積り待ち <b>", "position": "1"}
    assert send(visitor.as_("owner"), "progress", said) == ""
    assert "見積り待ち &lt;b&gt;" in visitor.get(CASE).text
    moved = {"position": "1", "moved_to": "2026/12/15", "reason": "納品が遅れた。"}
    assert send(visitor.as_("head"), "due", moved) == ""
    page = words(visitor.get(CASE))
    assert "髙山 由紀が同意" in page
    assert "納品が遅れた。" in page


def attached(served: Served) -> list[tuple[str, int]]:
    with reading(served):
        found = session.scalars(select(EvidenceFile).order_by(EvidenceFile.id))
        return [(each.reference, each.added_by_id) for each in found]


def test_files_show_how_far_it_is_and_stand_with_those_of_the_case(
    doing: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("owner").get(CASE))
    assert 'id="progress-files"' in page
    sent = {**form(visitor.get(CASE), f"{CASE}/progress"), "progress": "見積りを取った。"}
    assert visitor.post(f"{CASE}/progress", **sent, files="見積書".encode()).status_code == 302
    assert attached(doing) == [("CA-2026-001", IDS["owner"])]
    page = words(visitor.get(CASE))
    assert "files.txt" in page
    assert "見積りを取った。" in page
    with visitor.as_("head").get(f"{CASE}/evidence/1") as file:
        assert (file.status_code, file.data) == (200, "見積書".encode())
    assert visitor.as_("other_head").get(f"{CASE}/evidence/1").status_code == 404


def test_a_file_that_is_refused_takes_the_note_with_it_and_loses_no_word(
    doing: Served, visitor: Visitor
) -> None:
    sent = {**form(visitor.as_("owner").get(CASE), f"{CASE}/progress"), "progress": "𠮷田に聞いた"}
    answer = visitor.post(f"{CASE}/progress", **sent, files=b"MZ\x90\x00" + b"\x00" * 90)
    assert answer.status_code == 400
    page = words(answer)
    assert "𠮷田に聞いた" in page
    assert "ファイルは、もう一度選んでください。" in page
    assert attached(doing) == []
    with reading(doing):
        case = session.get_one(Case, 1)
        assert (case.version, Dossier(case).current.actions[0].progress) == (3, "")


def test_who_may_not_say_how_far_it_is_attaches_nothing(doing: Served, visitor: Visitor) -> None:
    sent = {"progress": "途中", "position": "1", "version": "3"}
    assert visitor.as_("auditor").post(f"{CASE}/progress", **sent, files=b"x").status_code == 403
    stale = visitor.as_("owner").post(f"{CASE}/progress", **{**sent, "version": "1"}, files=b"x")
    assert stale.status_code == 409
    assert attached(doing) == []


ASKED = {
    "progress": {"progress": "途中", "position": "1"},
    "due": {"moved_to": "2026/12/15", "reason": "遅れ", "position": "1"},
}


@pytest.mark.parametrize("name", ASKED)
def test_who_may_not_is_refused_and_nothing_changes(
    doing: Served, visitor: Visitor, name: str
) -> None:
    address, typed = f"{CASE}/{name}", {**ASKED[name], "version": "3"}
    assert visitor.as_("auditor").post(address, **typed).status_code == 403
    assert visitor.as_("other_head").post(address, **typed).status_code == 404
    assert visitor.as_("head").get(address).status_code == 405
    stale = visitor.post(address, **{**typed, "version": "1"})
    assert stale.status_code == 409
    assert typed.get("progress", typed.get("reason", "")) in words(stale)
    with reading(doing):
        assert session.get_one(Case, 1).version == 3


@pytest.mark.parametrize("name", ASKED)
def test_in_another_state_it_is_refused(planning: Served, visitor: Visitor, name: str) -> None:
    answer = visitor.as_("head").post(f"{CASE}/{name}", **ASKED[name], version="1")
    assert answer.status_code == 409
    assert "現在の状態では、この操作はできません" in words(answer)
