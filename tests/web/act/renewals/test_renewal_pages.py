"""Pages of a renewal, and its package: the same bytes when made again, and on either database."""

from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from pms_tracker import clock
from pms_tracker.act.renewals.examiner_remarks import REMARKS
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.tables.operation.operation_check_tables import CheckReport
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.plan.documents.documents import DOCUMENTS
from tests import builders, reporting, reviewing
from tests.act.cases import from_outside
from tests.act.renewals.test_renewals import EXPIRES, registered, remarked
from tests.cast import IDS, TODAY, viewer
from tests.databases import Databases, Served
from tests.do import test_risks
from tests.papers import flat, told
from tests.plan.documents.test_documents import FORM, RULE, entered
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

RECORD = "/act/renewals/RN-2026-001"
READY, PAPERS, PACKAGE = f"{RECORD}/readiness", f"{RECORD}/papers", f"{RECORD}/package.zip"
LEFT_OUT = ("提出した置き忘れ", "下書きの置き忘れ")
# They tell of the trail, whose salts no two installations share.
OF_THE_TRAIL = {"trail-head.txt", "index.html", "SHA256SUMS.txt"}


def prepare(served: Served) -> None:
    with committing(served):
        registered()
        remarked(item="指摘１𠮷", answer="改めた。")
        entered(DOCUMENTS, RULE)
        entered(DOCUMENTS, FORM)
        evidence.attach(
            *("RN-2026-001", [Upload("受付票.txt", b"R-0417\n")], served.settings.evidence_folder),
            limit_bytes=1_000,
            by=viewer("privacy_manager"),
        )


def package(visitor: Visitor, name: str = "privacy_manager") -> bytes:
    answer = visitor.as_(name).get(PACKAGE)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    return answer.get_data()


@pytest.mark.both_databases
def test_the_package_holds_the_papers_of_what_was_finished_in_the_term(
    served: Served, visitor: Visitor
) -> None:
    prepare(served)
    with committing(served):
        case = builders.case_in(CaseState.CLOSED)
        builders.case_in(CaseState.DOING)
        review = reviewing.signed()
        session.add(
            CheckReport(
                fiscal_year=2026,
                number=1,
                begins_on=date(2026, 7, 1),
                lines=[],
                reported_on=TODAY,
                reported_by_id=IDS["privacy_manager"],
                reported_at=clock.now(),
                confirmed_on=TODAY,
                confirmed_by_id=IDS["representative"],
            )
        )
        named = {
            f"papers/cases/{case.reference}.pdf",
            f"papers/reviews/{review.reference}.pdf",
            "papers/checks/CQ-2026-001.pdf",
        }
    first = package(visitor)
    with ZipFile(BytesIO(first)) as made:
        found = {each for each in made.namelist() if each.startswith("papers/")}
        assert found == named
        assert all(made.read(each).startswith(b"%PDF-") for each in named)
        assert all(each in made.read("index.html").decode() for each in named)
    assert package(visitor) == first


def test_what_is_drafted_or_waits_is_no_part_of_the_package(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    prepare(served)
    with committing(served):
        test_risks.in_force(scenario="承認済みのリスク")
        waiting, drafted = (test_risks.a_risk(scenario=each) for each in LEFT_OUT)
        test_risks.hand_in(waiting)
        left_out = [*LEFT_OUT, *(RISKS.name_of(each) for each in (waiting, drafted))]
    with ZipFile(BytesIO(package(visitor))) as made:
        sheet = load_workbook(BytesIO(made.read("registers/risks.xlsx"))).worksheets[0]
        cells = {str(cell.value) for row in sheet.iter_rows() for cell in row}
        paper = flat(told(made.read("registers/risks.pdf"), tmp_path))
        covered = flat(told(made.read("coverage.pdf"), tmp_path))
    assert "承認済みのリスク" in cells
    assert "承認済みのリスク" in paper
    assert [each for each in left_out if each in cells or each in paper] == []
    own = flat(told(visitor.get("/plan/documents/coverage/table.pdf").get_data(), tmp_path))
    missing = "対応していない項目"
    assert (missing in own, missing in covered) == (True, False)


@pytest.mark.both_databases
def test_the_package_has_the_same_bytes_when_it_is_made_again(
    served: Served, visitor: Visitor
) -> None:
    prepare(served)
    first = package(visitor)
    visitor.as_("representative").post("/language", language="en")
    assert package(visitor, "representative") == first
    with ZipFile(BytesIO(first)) as made:
        assert made.testzip() is None
        names = made.namelist()
        assert names == sorted(names)
        told = dict(
            reversed(line.split("  ", 1))
            for line in made.read("SHA256SUMS.txt").decode().splitlines()
        )
        assert set(told) == set(names) - {"SHA256SUMS.txt"}
        assert all(sha256(made.read(name)).hexdigest() == told[name] for name in told)
        index = made.read("index.html").decode()
        assert all(f'href="{name}"' in index for name in set(names) - {"index.html"})
        assert "2026年11月24日(火)" in index
        assert "as of Tue 24 Nov 2026" in index
        assert made.read("evidence/RN-2026-001-1.txt") == b"R-0417\n"
        assert made.read("answers.pdf").startswith(b"%PDF")
        book = load_workbook(BytesIO(made.read("registers/documents.xlsx")))
        assert "個人情報取扱規程" in [cell.value for cell in book.worksheets[0]["C"]]


def test_the_package_is_the_same_on_either_database(databases: Databases) -> None:
    if not databases.postgres_answers():
        pytest.skip("no PostgreSQL")
    made = []
    for kind in ("sqlite", "postgresql"):
        served = databases.served(kind)
        prepare(served)
        with ZipFile(BytesIO(package(Visitor(served)))) as found:
            made.append({name: found.read(name) for name in found.namelist()})
    first, second = made
    assert set(first) == set(second)
    assert [name for name in sorted(first) if first[name] != second[name]] == sorted(OF_THE_TRAIL)


@pytest.mark.both_databases
def test_papers_are_ready_or_not_needed_and_never_both(served: Served, visitor: Visitor) -> None:
    with committing(served):
        registered()
    page = visitor.as_("privacy_manager").get(PAPERS)
    assert "残り10件" in words(page)
    fields = form(page, PAPERS)
    both = visitor.post(PAPERS, **{**fields, "ready": "様式1", "spared": "様式1"})
    assert both.status_code == 400
    sent = visitor.post(PAPERS, **{**fields, "ready": ["様式1", "様式6"], "spared": "様式9"})
    assert (sent.status_code, sent.location) == (302, RECORD)
    assert "残り7件" in words(visitor.get(PAPERS))
    # What was seen before somebody changed it is refused.
    assert visitor.post(PAPERS, **{**fields, "ready": "様式1"}).status_code == 409


def test_readiness_says_what_is_missing_and_where_it_is_put_right(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        # Its window has not opened yet.
        registered(expires_on=EXPIRES.replace(month=8))
    page = visitor.as_("audit_manager").get(READY)
    assert "年度計画に、実施した教育がありません。" in words(page)
    assert "不足" in words(page)
    # Nothing to evaluate is not all evaluated.
    assert "登録された委託先がありません。" in words(page)
    lead = f'class="btn btn-primary" href="{READY}"'
    assert lead in words(visitor.as_("privacy_manager").get(RECORD))
    # A cell with nothing to say was not forgotten.
    assert "－" in told(visitor.get(f"{READY}.pdf").get_data(), tmp_path)
    assert visitor.get(f"{RECORD}/summary.pdf").get_data().startswith(b"%PDF")
    assert visitor.get(f"{RECORD}/answers.pdf").get_data().startswith(b"%PDF")


def test_the_summary_for_the_body_says_who_is_answerable_and_what_came_of_it(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        registered()
        found = builders.finding()
        reporting.audit_in(AuditState.CLOSED, session.get_one(Audit, found.audit_id))
        reviewing.signed()
    paper = visitor.as_("privacy_manager").get(f"{RECORD}/summary.pdf").get_data()
    said = flat(told(paper, tmp_path, "-layout"))
    for expected in (
        "審査機関の様式：様式8教育・監査・マネジメントレビューの実施サマリー",
        *("小口彩香", "監査責任者", "有賀俊", "報告日", "2026年11月24日(火)1件", "0／1件"),
        *("宮下恒一仕組みは有効に働いている。", f"1.{reviewing.DECIDED}"),
    ):
        assert expected in said, expected


def test_the_answer_to_a_remark_says_why_and_what_was_done_as_its_case_does(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        registered()
        case = from_outside.examined_case()
        builders.approve(builders.submit(case, cause="台帳の様式に期限がなかった。"))
        called = case.reference
        remarked(case_reference=called, answer="改めた。")
        # What was typed need not be a case.
        remarked(case_reference="CA-2026-999", answer="見直した。")
        files = served.settings.evidence_folder
        for reference, name in ((called, "台帳.txt"), ("RE-2026-001", "写し.txt")):
            proof = [Upload(name, b"seen")]
            evidence.attach(reference, proof, files, limit_bytes=99, by=viewer("privacy_manager"))
    paper = visitor.as_("privacy_manager").get(f"{RECORD}/answers.pdf").get_data()
    said = flat(told(paper, tmp_path))
    assert "原因台帳の様式に期限がなかった。是正内容" in said
    assert f"エビデンス{called}：台帳.txt写し.txt回答の内容改めた。" in said
    assert "回答の内容見直した。" in said


def test_a_company_without_the_mark_sees_how_ready_it_is(visitor: Visitor, tmp_path: Path) -> None:
    first = "/act/renewals/readiness"
    assert f'href="{first}"' in visitor.as_("privacy_manager").get("/act/renewals/").text
    page = visitor.get(first)
    assert "新規申請の準備状況" in words(page)
    assert "年度計画に、実施した教育がありません。" in words(page)
    assert "更新の準備状況" not in words(page)
    assert "はじめての申請のための確認" in told(visitor.get(f"{first}.pdf").get_data(), tmp_path)
    assert visitor.as_("employee").get(first).status_code == 403


@pytest.mark.parametrize("page", [RECORD, READY, PAPERS, PACKAGE, f"{RECORD}/answers.pdf"])
def test_nobody_else_opens_it(served: Served, visitor: Visitor, page: str) -> None:
    with committing(served):
        registered()
    for name in ("head", "auditor", "employee"):
        assert visitor.as_(name).get(page).status_code == 403


def test_the_navigation_leads_there_whoever_sees_all(served: Served, visitor: Visitor) -> None:
    with committing(served):
        registered()
    for name in ("privacy_manager", "audit_manager"):
        assert 'href="/act/renewals/"' in visitor.as_(name).get("/act/figures/").text
    for name in ("head", "employee"):
        assert "/act/renewals/" not in visitor.as_(name).get("/act/figures/").text


def test_a_remark_is_listed_once_beside_its_renewal(served: Served, visitor: Visitor) -> None:
    prepare(served)
    page = visitor.as_("privacy_manager").get(RECORD).text
    assert page.count(f'class="ref" href="/act/remarks/{REMARKS.kind}-2026-001"') == 1


def test_an_application_under_examination_says_what_comes_next(
    served: Served, visitor: Visitor
) -> None:
    def says(name: str) -> str:
        return words(visitor.as_(name).get(RECORD))

    with committing(served):
        registered(submitted_on=TODAY)
    waits = "審査機関の手続が進んだら、その日を記録してください。"
    change = 'href="/act/renewals/RN-2026-001/edit#submitted_on"'
    assert waits in says("privacy_manager")
    assert change in says("privacy_manager")
    assert waits in says("audit_manager")
    assert change not in says("audit_manager")
    with committing(served):
        remarked()
        remarked(item="J.9.2", due_on=date(2027, 1, 29))
        row = remarked(item="J.9.4", due_on=date(2027, 2, 26))
        number = REMARKS.name_of(row)
    page = says("privacy_manager")
    assert "回答していない指摘事項が3件あります。" in page
    assert waits not in page
    assert number in page


def test_a_case_of_a_remark_begins_with_what_was_said_of_the_examination(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        registered()
        row = remarked()
        due_on, found_on, called = row.due_on, row.found_on, REMARKS.name_of(row)
    page = visitor.as_("privacy_manager").get(f"/act/cases/new?origin={called}")
    begun = form(page, "/act/cases/")
    told = {name: begun[name] for name in ("examined_on", "answer_due_on", "examiner")}
    assert told["examiner"].startswith("JUAS")
    assert told["answer_due_on"].replace("/", "-").endswith(f"{due_on:%d}")
    assert told["examined_on"].replace("/", "-").endswith(f"{found_on:%d}")
