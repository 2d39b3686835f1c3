"""Registers in the examiner's package: what is in force, with what was recorded of it since."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from pms_tracker import clock
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.plan.laws import law_checks
from pms_tracker.plan.laws.law_checks import Found
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.law_rules import CheckResult
from pms_tracker.registers import entries
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do import test_contractors
from tests.papers import flat, told
from tests.plan.laws import test_laws
from tests.visitor import Visitor
from tests.web.act.renewals.test_renewal_pages import PAPERS, package, prepare
from tests.web.browsing import committing, words

pytestmark = pytest.mark.both_databases


def last_row(made: ZipFile, register: str) -> dict[str, str]:
    """What the last row of a register's sheet says, by heading."""
    sheet = load_workbook(BytesIO(made.read(f"registers/{register}.xlsx"))).worksheets[0]
    rows = [[str(cell.value or "") for cell in row] for row in sheet.iter_rows()]
    heads = next(row for row in rows if row[0] == "番号")
    return dict(zip(heads, rows[-1], strict=True))


def test_what_was_recorded_since_the_approval_is_in_it(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    prepare(served)
    with committing(served):
        checked = test_laws.in_force()
        found = Found(checked.id, checked.version, CheckResult.UNCHANGED, "官報で見た")
        law_checks.record([found], by=viewer("privacy_manager"))
        test_contractors.contracted()
    with ZipFile(BytesIO(package(visitor))) as made:
        law, contractor = last_row(made, "laws"), last_row(made, "contractors")
        paper = flat(told(made.read("registers/laws.pdf"), tmp_path))
    assert (law["改正を確認した日"][:10], law["確認した資料"]) == (str(TODAY), "官報で見た")
    assert contractor["契約日"]
    assert "改正なし" in paper


def test_what_was_carried_out_is_not_called_open(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    prepare(served)
    with committing(served):
        law = test_laws.in_force(**test_laws.AMENDED, **test_laws.JUDGED, effective_on=TODAY)
        done = {"reflected_on": TODAY, "rule_done": TODAY}
        entries.change(LAWS, law, done, seen=law.version, by=viewer("privacy_manager"))
    with ZipFile(BytesIO(package(visitor))) as made:
        paper = flat(told(made.read("registers/laws.pdf"), tmp_path))
    assert "反映済み" in paper
    assert "未反映" not in paper
    visitor.as_("privacy_manager")
    assert "反映済み" in words(visitor.get(f"/plan/laws/as-of?on={TODAY}"))


def test_how_far_it_was_on_a_day_that_is_over_is_not_told(served: Served, visitor: Visitor) -> None:
    """When what was recorded of an entry came is not kept, nor is what was then still to come."""
    with committing(served):
        test_laws.in_force(**test_laws.AMENDED, **test_laws.JUDGED, effective_on=TODAY)
    with clock.set_to(clock.at(TODAY + timedelta(days=3))):
        page = words(visitor.as_("privacy_manager").get(f"/plan/laws/as-of?on={TODAY}"))
    assert "改正の状況" not in page


def test_what_the_package_cannot_hold_is_said_where_papers_are_made_ready(
    served: Served, visitor: Visitor
) -> None:
    prepare(served)
    visitor.as_("privacy_manager")
    said = "ファイルのない文書・様式が2件あり、一式に入りません。"
    assert said in words(visitor.get(PAPERS))
    with committing(served):
        upload = [Upload("規程.txt", b"text\n")]
        folder, by = served.settings.evidence_folder, viewer("privacy_manager")
        evidence.attach("DC-2026-001", upload, folder, limit_bytes=1_000, by=by)
    assert said.replace("2件", "1件") in words(visitor.get(PAPERS))
