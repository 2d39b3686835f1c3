"""The report on A4 and the checklist as a file, opened and read back as their readers do."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from pms_tracker.approvals import approvals
from pms_tracker.check.checklists import checklists
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.reports.audit_reports import Paper
from pms_tracker.check.rules.audit_rules import AuditState, Grade, Result
from pms_tracker.check.rules.checklist_rules import Method, Sample, joined
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import requirements
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from pms_tracker.web.pictures import papers
from tests import builders, reporting
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.papers import flat, table, told
from tests.visitor import Visitor
from tests.web.browsing import committing, reading

URL = "/check/audits/AU-2026-001/report/"
PDF = f"{URL}report.pdf"
INSTRUCTIONS = "台帳の見直しを全教室に広げること。"
EVIL = '=HYPERLINK("http://x","y")'


def the_audit() -> Audit:
    return session.scalars(select(Audit)).one()


@pytest.fixture
def received(served: Served) -> Served:
    """A report with a nonconformity, an observation and a good practice, received on paper."""
    with committing(served):
        audit = builders.audit(team_ids=[IDS["auditor"], IDS["second_auditor"]])
        builders.finding(audit)
        builders.finding(audit, 2, grade=Grade.OBSERVATION, fact="鍵の貸出簿に空欄がある")
        builders.finding(audit, 3, grade=Grade.GOOD_PRACTICE, fact="毎朝の声かけ", evidence="")
        row, by = checklists.item(audit, 4), viewer("auditor")
        checklists.record(audit, row, Result.NOT_APPLICABLE, "教材を送らない", version=1, by=by)
        reporting.sign(audit, strong_points="毎朝の声かけ", distribution="代表者 宮下 恒一")
        reporting.decide(audit)
        stamped = Paper(IDS["representative"], TODAY)
        reporting.decide(audit, by="audit_manager", reason=INSTRUCTIONS, paper=stamped)
    return served


def test_a_received_report_is_a_paper_with_all_that_was_signed(
    received: Served, visitor: Visitor, tmp_path: Path
) -> None:
    answer = visitor.as_("head").get(PDF)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="AU-2026-001-1.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = told(answer.data, tmp_path)
    said = flat(text)
    for expected in (
        "監査報告書", "様式PMS-監査報告書", "AU-2026-001", "2026年11月24日(火)", "代表者宮下恒一殿",
        "松本教室", "運用監査", "申込書の取扱い", "小口彩香", "百瀬拓", "当日の所属書店",
        "当日の所属教務部", "監査員は、監査した部門に所属していません", "F-2026-001", "F-2026-002",
        builders.FACT, "写真2枚", "鍵の貸出簿に空欄がある", "毎朝の声かけ", "F-2026-003",
        "1(2)a（－該当なし）教材を送らない", "みなと学習舎個人情報保護方針第1版", reporting.OPINION,
        reporting.CONCLUSION, INSTRUCTIONS, "代表者宮下恒一", "みなと学習舎株式会社",
        "×不適合1△観察事項1◎良好な点1",
    ):  # fmt: skip
        assert flat(expected) in said, expected
    assert "案" not in said.partition("承認欄")[0]
    with reading(received):
        row = audit_reports.signed(the_audit().id)[0]
        digest, signature = row.digest, row.content[audit_reports.SIGNATURE]
        assert approvals.digest(row.content) == digest
        assert list(trail.verify(signature["trail_digest"])) == []
    assert digest in said
    assert signature["trail_digest"] in said
    assert re.search(r"1/\d", text)


def test_the_boxes_carry_the_signatures_with_the_drafter_on_the_right(
    received: Served, visitor: Visitor, tmp_path: Path
) -> None:
    text = told(visitor.as_("representative").get(PDF).data, tmp_path, "-layout")
    boxes = text[: text.index("被監査部門")]
    offices = re.search(r"代表者\s+監査責任者\s+監査員\s+受領\s+承認\s+作成", boxes)
    assert offices, boxes
    assert re.search(r"宮下 恒一\s+有賀 俊\s+小口 彩香", boxes), boxes
    assert boxes.count("26.11.24") == 3
    assert "書面・入力 有賀 俊" in boxes
    assert "2026年11月24日(火) 10:0" in boxes


def test_the_paper_is_whole_in_english(received: Served, visitor: Visitor, tmp_path: Path) -> None:
    with committing(received):
        people.person(IDS["head"]).language = people.Language.EN
    text = told(visitor.as_("head").get(PDF, language="en").data, tmp_path)
    for expected in (
        "Audit report", "Form PMS-Audit report, version 1",
        "To the representative, 宮下 恒一", "Approvals",
        "Representative", "Audit manager", "Auditor", "Audited department", "Operation audit",
        "Tue 24 Nov 2026", "Lead auditor", "Department on the day", "Nonconformities",
        "Other findings", "Objective evidence", "Strong points", "Auditors' opinion",
        "Audit conclusion", "Instructions for improvement", "Distribution",
        "Hash value of the report (SHA-256)", "Requirements and versions", "version 1",
        "No auditor belonged to the audited department",
    ):  # fmt: skip
        assert flat(expected) in flat(text), expected
    own = re.sub(r"[^\u3040-\u30ff\u4e00-\u9fff]", "", text)
    for japanese in ("監査報告書", "被監査部門", "不適合", "結論", "配布先", "受領", "承認"):
        assert japanese not in own.replace(flat(reporting.CONCLUSION), "").replace(
            re.sub(r"[^\u3040-\u30ff\u4e00-\u9fff]", "", reporting.CONCLUSION), ""
        ), japanese


def test_a_draft_says_so_and_carries_no_signature(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = reporting.done()
        audit_reports.save(audit, reporting.written(), version=0, by=viewer("auditor"))
    answer = visitor.as_("auditor").get(PDF)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="AU-2026-001-draft.pdf"'
    text = told(answer.data, tmp_path)
    assert re.search(r"^\s*案\s", text, re.MULTILINE)
    assert reporting.OPINION in flat(text)
    assert "SHA-256" not in text
    assert "26.11.24" not in text


def test_what_nobody_has_written_yet_is_not_said_to_be_nothing(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        reporting.done()
    said = flat(told(visitor.as_("auditor").get(PDF).data, tmp_path))
    assert "監査員の所見記載なし監査の結論記載なし" in said


def test_a_report_that_came_back_says_so(served: Served, visitor: Visitor, tmp_path: Path) -> None:
    with committing(served):
        audit = reporting.audit_in(AuditState.REPORTED)
        reporting.send_back(audit)
        reporting.sign(audit, conclusion="書き直した結論。")
    visitor.as_("representative")
    first, second = (told(visitor.get(f"{PDF}?number={n}").data, tmp_path) for n in (1, 2))
    assert "差戻し" in first
    assert reporting.CONCLUSION in flat(first)
    assert "差戻し" not in second
    assert "第2回の署名" in second
    assert "書き直した結論。" in flat(second)


def test_r17_a_signed_paper_stays_as_it_was_whatever_is_renamed(
    received: Served, visitor: Visitor, tmp_path: Path
) -> None:
    visitor.as_("representative")
    before = told(visitor.get(PDF).data, tmp_path)
    with committing(received):
        for key, name in (
            ("auditor", "別 名"),
            ("audit_manager", "改 名"),
            ("representative", "異 名"),
        ):
            people.person(IDS[key]).name = name
        people.unit(the_audit().unit_id).name = "別の教室"
        people.the_company().name = "別の会社"
    assert told(visitor.get(PDF).data, tmp_path) == before


def test_an_audit_manager_who_leads_leaves_a_box_with_the_rule(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = builders.audit(team_ids=[IDS["audit_manager"]])
        reporting.answer_all(audit, by="audit_manager")
        reporting.sign(audit, by="audit_manager")
    text = told(visitor.as_("representative").get(PDF).data, tmp_path)
    assert "リーダーが監査責任者のため省略" in flat(text)


def test_a_reason_for_auditing_the_own_unit_is_printed(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = reporting.done()
        audit.exception_reason = "部門が1つのため"
        reporting.sign(audit)
    said = flat(told(visitor.as_("representative").get(PDF).data, tmp_path))
    assert "独立性の例外の理由部門が1つのため" in said
    assert "監査した部門に所属していません" not in said


def test_words_of_a_report_are_never_markup(served: Served, visitor: Visitor) -> None:
    odd = '#panic() $x$ *b* _i_ @ref <label> \\ "q" 𠮷😀\n= 見出し'
    with committing(served):
        audit = builders.audit(theme="#import")
        builders.finding(audit, fact=odd, evidence=odd)
        reporting.answer_all(audit)
        reporting.sign(audit, opinion=odd, conclusion=odd, strong_points=odd, distribution=odd)
    assert visitor.as_("head").get(PDF).data.startswith(b"%PDF-")


def test_a_long_report_runs_over_pages_and_numbers_them(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = builders.audit()
        for number in range(30):
            builders.finding(audit, number % 4 + 1, fact=f"事実{number}。" + "長い説明。" * 60)
        reporting.answer_all(audit)
        reporting.sign(audit, opinion="所見。" * 1500)
    text = told(visitor.as_("head").get(PDF).data, tmp_path)
    pages = text.count("\f")
    assert pages > 5
    assert f"{pages}/{pages}" in text
    assert all(f"事実{number}。" in text for number in range(30))


def test_a_label_stands_on_the_page_of_what_it_is_of(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
        every = requirements.asking(requirements.in_force(most=None))
        reporting.done(requirement_ids=[each.id for each in every])
        last = checklists.rows(the_audit().id)[-1][1].path
    for lines in range(6, 30, 2):
        with committing(served):
            the_audit().scope = "\n".join(["範囲"] * lines)
        pages = flat(told(visitor.as_("auditor").get(PDF).data, tmp_path, "-raw")).split("様式PMS")
        (here,) = [page for page in pages if "要求事項と版" in page]
        assert "J.1.1、" in here, lines
        assert f"、{last}" in here, lines


def test_the_checklist_is_a_file_of_exactly_what_is_shown(served: Served, visitor: Visitor) -> None:
    with committing(served):
        audit = builders.audit()
        found = builders.finding(audit).reference
        checklists.item(audit, 1).methods = joined([Method.DOCUMENT, Method.ON_SITE])
        row, by = checklists.item(audit, 2), viewer("auditor")
        besides = checklists.Besides(asked="髙山さん", sample=Sample(41, 5, "月ごとに1件"))
        checklists.record(audit, row, Result.NOT_SAMPLED, EVIL, version=1, by=by, besides=besides)
        folder = served.settings.evidence_folder
        for reference in (found, "AU-2026-001/2"):
            evidence.attach(reference, [Upload("棚.txt", b"seen")], folder, limit_bytes=99, by=by)
    answer = visitor.as_("head").get(f"{URL}checklist.xlsx")
    assert answer.status_code == 200
    assert "AU-2026-001-checklist_2026-11-24.xlsx" in answer.headers["Content-Disposition"]
    head, *rows = table(answer.data)
    assert head == [
        *("番号", "条項", "要求事項", "質問", "確認方法", "結果", "メモ"),
        *("母数", "確かめた数", "選び方", "聞いた人", "証拠ファイル", "所見"),
    ]  # fmt: skip
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [row[1] for row in rows] == ["1", "1(1)", "1(2)", "1(2)a"]
    assert [row[5] for row in rows] == ["不適合", "抽出せず", "未確認", "未確認"]
    assert rows[0][4] == "文書・現場"
    assert rows[1][6] == EVIL, "text, and no formula"
    assert rows[1][7:11] == [41, 5, "月ごとに1件", "髙山さん"]
    assert [row[11] for row in rows] == [1, 1, 0, 0]
    assert [row[12] for row in rows] == [found, "", "", ""]
    page = load_workbook(io.BytesIO(answer.data)).active
    assert page is not None
    assert (page["G3"].data_type, page["G3"].quotePrefix) == ("s", True)
    lines = visitor.get(f"{URL}checklist.csv").data.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert "'=HYPERLINK" in lines[2]


def test_the_checklist_on_paper_says_how_it_was_looked_at_and_who_was_there(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = builders.begun()
        audit.auditee_ids = [IDS["head"]]
        row, by = checklists.item(audit, 2), viewer("auditor")
        row.methods = joined([Method.DOCUMENT, Method.ON_SITE])
        besides = checklists.Besides(asked="髙山さん", sample=Sample(41, 5, "月ごとに1件"))
        checklists.record(audit, row, Result.NOT_SAMPLED, "無", version=1, by=by, besides=besides)
    paper = told(visitor.as_("head").get(f"{URL}checklist.pdf").data, tmp_path, "-layout")
    assert all(each in flat(paper) for each in ("母数確かめた数選び方", "月ごとに1件", "髙山さん"))
    assert re.search(r"抽出せず\s.*\s41\s+5\s", paper), "how many there were, and were looked at"
    assert all(each in paper for each in ("文書・現場", "監査員：小口 彩香", "被監査者：髙山 由紀"))


def test_a_checklist_that_is_over_leaves_no_column_empty(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        audit = builders.begun()
        row, by = checklists.item(audit, 2), viewer("auditor")
        besides = checklists.Besides(asked="髙山さん")
        checklists.record(audit, row, Result.CONFORMS, "", version=1, by=by, besides=besides)
        reporting.answer_all(audit)
    address = f"{URL}checklist.pdf"
    under_way = flat(told(visitor.as_("head").get(address).data, tmp_path))
    assert all(each in under_way for each in ("質問", "確認方法", "母数", "選び方", "聞いた人"))
    with committing(served):
        reporting.sign(the_audit())
    over = flat(told(visitor.get(address).data, tmp_path))
    assert "聞いた人" in over
    assert not re.search("質問|確認方法|母数|選び方", over)


@pytest.mark.parametrize("name", ["second_auditor", "other_head", "employee", "owner"])
def test_who_may_not_know_of_an_audit_gets_neither_paper_nor_file(
    received: Served, visitor: Visitor, name: str
) -> None:
    visitor.as_(name)
    status = 200 if name == "second_auditor" else 404
    for address in (PDF, f"{URL}checklist.xlsx", f"{URL}checklist.csv", f"{PDF}?number=1"):
        assert visitor.get(address).status_code == status, address


def test_a_paper_without_data_is_not_set() -> None:
    with pytest.raises(Exception, match="dictionary does not contain key"):
        papers.set_paper("audit_report", {"lang": "ja"})
