"""What a paper can show: letters of names and emoji as they are, and never a page of boxes."""

import io
import json
import logging
import re
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pypdf import PdfReader

from pms_tracker.web.pictures import paper_letters, papers
from tests.papers import flat, told

MARKED = "<pdfaid:conformance>A</pdfaid:conformance>"


def letter(words: str) -> dict[str, Any]:
    return {
        "lang": "ja", "title": "題", "reference": "RQ-2026-001", "day": "", "to": words,
        "company": "みなと学習舎", "opening": "", "facts_head": "内容", "rows": [["氏名", words]],
    }  # fmt: skip


def is_marked(pdf: bytes) -> bool:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return "/Metadata" in root and MARKED in root["/Metadata"].get_object().get_data().decode()


@pytest.mark.parametrize(
    "words",
    [
        "﨑 髙 𠮷 葛\U000e0100",
        "😀👍🏽 1⃣ ❤️ 👨\u200d👩\u200d👧",
        "语 한국어",
        "สมชาย محمد Đặng",
        "a" * 3000,
        '\\u0007 \\ " #x $y$',
    ],
)
def test_letters_of_names_are_shown_as_they_are(words: str, tmp_path: Path) -> None:
    pdf = papers.set_paper("draft_letter", letter(words))
    assert is_marked(pdf)
    assert "〓" not in flat(told(pdf, tmp_path))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("山\ue000田", "山〓田"),
        ("\ufeff山\x07田\x85", "山田"),
        ("\U00012000", "〓"),
        ("行\n\t次\u200b", "行\n\t次\u200b"),
    ],
)
def test_what_no_font_holds_is_a_mark_and_keeps_no_paper_from_the_files(
    words: str, shown: str
) -> None:
    assert paper_letters.shown({"x": [words]}) == {"x": [shown]}
    assert is_marked(papers.set_paper("draft_letter", letter(words)))


def test_a_mark_that_no_font_draws_on_its_letter_makes_a_paper_without_the_marks(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        pdf = papers.set_paper("draft_letter", letter("か\u0951\ufb1e"))
    assert pdf.startswith(b"%PDF-")
    assert not is_marked(pdf)
    assert "cannot show template=draft_letter" in caplog.text
    assert "か" not in caplog.text


def test_a_paper_is_the_same_bytes_each_time_and_from_several_threads() -> None:
    made: list[bytes] = []
    data = letter("山﨑 達也")
    threads = [
        Thread(target=lambda: made.append(papers.set_paper("draft_letter", data))) for _ in range(6)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(made) == 6
    assert len(set(made)) == 1


def test_a_fault_of_a_template_is_no_matter_of_letters() -> None:
    with pytest.raises(Exception, match="does not contain key"):
        papers.set_paper("draft_letter", json.loads("{}") | {"lang": "ja", "title": "題"})


def entry(rows: int) -> dict[str, Any]:
    return {
        "lang": "ja", "title": "題", "reference": "RQ-2026-001", "day": "", "stamp": "", "form": "",
        "company": "みなと学習舎", "boxes": [], "foot": [], "facts_head": "内容",
        "rows": [[f"項目{n}", "内容"] for n in range(rows)],
    }  # fmt: skip


def last_rows(rows: int, folder: Path) -> list[int]:
    """How many rows stand on each page."""
    pages = told(papers.set_paper("register_entry", entry(rows)), folder).split("\f")
    return [each.count("項目") for each in pages if "項目" in each]


def test_a_few_rows_are_set_on_the_pages_before_rather_than_on_one_of_their_own(
    tmp_path: Path,
) -> None:
    by_rows = {rows: last_rows(rows, tmp_path) for rows in range(20, 100, 3)}
    assert {rows: sum(pages) for rows, pages in by_rows.items()} == {rows: rows for rows in by_rows}
    assert {len(pages) for pages in by_rows.values()} == {1, 2, 3}
    assert not {rows: pages for rows, pages in by_rows.items() if pages[-1] < 7}


def listing(size: str, heads: list[str], cells: list[str]) -> dict[str, Any]:
    return {
        **entry(0), "lang": "en", "size": size, "letters": 8, "notes": [],
        "columns": [{"words": each, "share": 1} for each in heads], "rows": [cells] * 3,
    }  # fmt: skip


def test_words_of_narrow_columns_are_broken_at_blanks_only(tmp_path: Path) -> None:
    heads = ["Likelihood", "Responsible department", *(f"欄{n}" for n in range(14))]
    cells = ["Transmission", "Organisational measures", *["入退室を管理し、記録を残す"] * 14]
    data = listing("a4", heads, cells)
    words = told(papers.set_paper("register_list", data), tmp_path).split()
    assert {"Likelihood", "Responsible", "department", "Transmission"} <= set(words)
    assert words.count("Organisational") == 3
    # The room is taken from columns whose words break anywhere, and the table stays on the paper.
    assert "記録を残す" in flat("".join(words))


def test_heads_and_states_of_a_few_letters_stand_in_one_line(tmp_path: Path) -> None:
    heads = ["指摘番号", "審査機関", "指摘事項", "原因", "状態"]
    shares = (1, 1, 12, 12, 1)
    row = ["指摘2", "審査会", "長い文。" * 60, "理由。" * 60, "計画待ち"]
    data = listing("a4", heads, row)
    for column, share in zip(data["columns"], shares, strict=True):
        column["share"] = share
    laid = told(papers.set_paper("register_list", data | {"lang": "ja"}), tmp_path, "-layout")
    for whole in ("指摘番号", "審査機関", "計画待ち"):
        assert whole in laid


def test_where_there_is_no_room_for_words_in_one_piece_the_table_stays_on_the_paper(
    tmp_path: Path,
) -> None:
    data = listing("a4", ["Responsibilities"] * 18, ["Organisational measures"] * 18)
    placed = told(papers.set_paper("register_list", data), tmp_path, "-bbox")
    width = float(re.findall(r'<page width="([\d.]+)"', placed)[0])
    assert max(map(float, re.findall(r'xMax="([\d.]+)"', placed))) < width - 40
