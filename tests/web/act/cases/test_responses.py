"""The response table for an examiner: read back as xlsx and PDF, and only what one may see."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from pms_tracker.act.effect import effectiveness
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from tests import builders
from tests.act.cases import from_outside
from tests.cast import TODAY, viewer
from tests.conftest import missing
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.management.review_pages import in_english
from tests.web.browsing import committing, words

BOTH = "?case=CA-2026-001&case=CA-2026-002"
XLSX, PDF = f"/act/responses/table.xlsx{BOTH}", f"/act/responses/table.pdf{BOTH}"
FORMULA = '=HYPERLINK("http://example.com")'

HEADS = [
    *("指摘番号", "指針の項目", "審査機関", "審査日", "指摘事項", "原因", "是正内容"),
    *("エビデンス", "回答日", "実施日", "状態", "部門", "番号"),
]


def told(workbook: bytes) -> list[dict[str, object]]:
    """Each row of the workbook by the headings of its columns."""
    heads, *rows = (
        CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


@pytest.fixture
def two(served: Served) -> Served:
    """An examiner's point that is done, with its proof, and an audit's finding that is planned."""
    with committing(served):
        case = from_outside.examined_case()
        builders.approve(builders.submit(case, cause=FORMULA))
        done = Done("欄を設け、全件に期限を書いた。#let [x] *y*", TODAY)
        effectiveness.report_done(case, done, version=case.version, by=viewer("owner"))
        other = builders.case()
        for reference, name in ((case.reference, "台帳.txt"), ("F-2026-001", "写真.txt")):
            evidence.attach(
                reference,
                [Upload(name, b"seen")],
                served.settings.evidence_folder,
                limit_bytes=9999,
                by=viewer("auditor"),
            )
        assert other.finding_id
    return served


def test_the_workbook_tells_point_cause_action_and_evidence(two: Served, visitor: Visitor) -> None:
    answer = visitor.as_("privacy_manager").get(XLSX)
    assert answer.status_code == 200
    first, second = told(answer.data)
    assert list(first) == HEADS
    assert first["指摘番号"] == "指摘1"
    assert first["審査機関"]
    assert first["審査日"]
    assert first["実施日"] == TODAY
    assert "台帳に保管期限の欄がない。" in str(first["指摘事項"])
    assert first["原因"] == FORMULA
    assert "欄を設け、全件に期限を書いた。" in str(first["是正内容"])
    assert first["エビデンス"] == "CA-2026-001：台帳.txt"
    assert builders.FACT in str(second["指摘事項"])
    assert second["指針の項目"] == "1"
    assert second["エビデンス"] == "F-2026-001：写真.txt"
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    cause = sheet.cell(2, HEADS.index("原因") + 1)
    assert (cause.data_type, cause.value, cause.quotePrefix) == ("s", FORMULA, True)
    assert sheet.cell(2, HEADS.index("指摘事項") + 1).alignment.wrap_text


def test_in_english_no_words_stay_japanese(two: Served, visitor: Visitor) -> None:
    in_english(two, "privacy_manager")
    answer = visitor.as_("privacy_manager").get(XLSX)
    rows = told(answer.data)
    assert rows[0]["Evidence"] == "CA-2026-001: 台帳.txt"
    assert "Correction: 鍵のかかる棚へ移した。" in str(rows[0])
    assert "：" not in str(rows)


def test_the_paper_tells_the_same(two: Served, visitor: Visitor, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        missing("pdftotext", "install poppler-utils")
    answer = visitor.as_("privacy_manager").get(PDF)
    assert answer.mimetype == "application/pdf"
    path = tmp_path / "table.pdf"
    path.write_bytes(answer.data)
    read = subprocess.run(
        ["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, text=True
    )
    text = "".join(read.stdout.split())
    for each in (
        "指摘・改善対応表",
        "指摘1",
        "台帳に保管期限の欄がない。",
        "台帳.txt",
        "#let[x]*y*",
        "CA-2026-002",
        # The same columns as in the workbook.
        *HEADS,
    ):
        assert each in text, each


def test_only_what_one_may_see_gets_into_it(two: Served, visitor: Visitor) -> None:
    for name in ("other_head", "employee", "second_auditor"):
        assert visitor.as_(name).get(XLSX).status_code == 404, name
        assert visitor.get(PDF).status_code == 404
    assert visitor.as_("nobody").get(XLSX).status_code == 403
    # An owner, who may not open the finding of the other case, is not told of it either.
    assert visitor.as_("owner").get(XLSX).status_code == 404
    assert visitor.as_("owner").get("/act/responses/table.xlsx?case=CA-2026-001").status_code == 200
    assert visitor.as_("head").get(XLSX).status_code == 200


def test_what_was_erased_is_not_named(two: Served, visitor: Visitor) -> None:
    with committing(two):
        evidence.erase("CA-2026-001", 1, two.settings.evidence_folder)
    answer = visitor.as_("privacy_manager").get(XLSX)
    assert told(answer.data)[0]["エビデンス"] == ""


@pytest.mark.parametrize("asked", ["", "?case=CA-2026-099", "?case=nonsense", "?case=F-2026-001"])
def test_what_is_no_case_makes_no_table(two: Served, visitor: Visitor, asked: str) -> None:
    for kind in ("xlsx", "pdf"):
        answer = visitor.as_("privacy_manager").get(f"/act/responses/table.{kind}{asked}")
        assert answer.status_code in {400, 404}


def test_the_list_offers_it_to_those_who_answer_examiners(two: Served, visitor: Visitor) -> None:
    for name, offered in (("privacy_manager", True), ("audit_manager", True), ("owner", False)):
        page = words(visitor.as_(name).get("/act/cases/"))
        assert ("/act/responses/table.xlsx" in page) is offered, name
