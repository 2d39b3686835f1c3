"""Minutes as PDF: what pdftotext reads, in both languages, as a draft and signed."""

import re
import subprocess
from pathlib import Path

import pytest

from pms_tracker.act.rules.management_rules import ReviewState
from tests import builders, reviewing
from tests.cast import IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import PAPER, in_english, in_state, the_review
from tests.web.browsing import committing, reading


def read(visitor: Visitor, folder: Path, language: str = "ja") -> str:
    answer = visitor.get(PAPER, language)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    file = folder / "minutes.pdf"
    file.write_bytes(answer.data)
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def signed(served: Served) -> Served:
    with committing(served):
        builders.case()
        review = reviewing.signed(place="本部 *会議室* #1")
        assert review.content is not None
    return served


def test_signed_minutes_say_who_decided_what_and_prove_it(
    signed: Served, visitor: Visitor, tmp_path: Path
) -> None:
    text = read(visitor.as_("representative"), tmp_path)
    for expected in (
        "マネジメントレビュー議事録", "MR-2026-01", "代表者 宮下 恒一 殿", "2026年11月24日(火)",
        "本部 *会議室* #1", "宮下 恒一（代表者）", "藤森 奈緒（個人情報保護管理者）",
        "髙山 由紀（部門責任者）", "顧問 田中", "平林 真一（部門責任者）",
        reviewing.DECIDED, "原 大地", "2026年12月24日(木)", "仕組みは有効に働いている。",
        "期限超過がない。このまま続ける。", "変化なし・指摘なし", "計画待ち", "承認", "作成",
    ):  # fmt: skip
        assert expected.replace(" ", "") in text.replace(" ", ""), expected
    with reading(signed):
        content = the_review().content
    assert content is not None
    assert content["head"]["trail_digest"] in text.replace(" ", "")
    assert "案" not in text.split("MR-2026-01", 1)[1][:20]


def test_minutes_that_were_signed_before_offices_were_told_name_who_was_there(
    signed: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(signed):
        review = the_review()
        content = dict(review.content or {})
        head = {name: said for name, said in content["head"].items() if name != "offices"}
        review.content = {**content, "head": head}
    text = read(visitor.as_("representative"), tmp_path)
    assert "髙山 由紀" in text
    assert "部門責任者" not in text


def test_minutes_are_set_in_english_too(signed: Served, visitor: Visitor, tmp_path: Path) -> None:
    in_english(signed, "head")
    text = read(visitor.as_("head"), tmp_path, "en")
    for expected in ("Minutes of the management review", "No change, nothing to note", "Attendees"):
        assert expected in text
    assert "変化なし" not in text


def test_what_is_not_signed_says_so(served: Served, visitor: Visitor, tmp_path: Path) -> None:
    in_state(served, ReviewState.CONVENED)
    draft = read(visitor.as_("audit_manager"), tmp_path)
    assert "案" in draft
    # It tells when it is to be and with whom, not who was there.
    assert "2026年11月24日(火)（予定）" in draft
    assert "藤森 奈緒（個人情報保護管理者）" in draft
    assert "出席を求めた人" in draft
    assert not re.search("出席者|欠席者|未定", draft)
    assert draft.count("記載なし") == len(("決定事項", "総括"))
    with committing(served):
        reviewing.submitted(the_review())
    waiting = read(visitor, tmp_path)
    assert "署名待ち" in waiting
    assert "記載なし" not in waiting


def test_names_of_a_deputy_and_of_who_entered_a_paper_stand_below_the_seal(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        review = reviewing.submitted()
        scan = {"on_paper_by": IDS["representative"], "scanned": True}
        reviewing.decide(review, by="audit_manager", **scan)
    assert "書面・入力有賀俊" in read(visitor.as_("representative"), tmp_path).replace(" ", "")


def test_a_very_long_comment_runs_over_pages(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        remarks = {each: reviewing.Remark("長い所感🙂𠮷 " * 700) for each in reviewing.REMARKS}
        reviewing.submitted(remarks=remarks)
    assert read(visitor.as_("privacy_manager"), tmp_path).count("\f") > 5
