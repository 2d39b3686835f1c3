"""Pages that erase what stands on an audit's rows and papers, on both databases."""

import pytest
from sqlalchemy import select

from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.approvals import approvals
from pms_tracker.check.checklists import checklists
from pms_tracker.database import session
from pms_tracker.evidence.evidence import Upload
from pms_tracker.trail import trail
from pms_tracker.web.act.management import review_paper
from tests import builders, reporting, reviewing
from tests.cast import viewer
from tests.check.preparing import a_checklist
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

LIST = "/act/erasures/"
ROW = f"{LIST}AU-2026-001/rows/1"
PAGE = "/check/audits/AU-2026-001/checklist/1"
NOTE = "山田太郎の申込書を見た。"
WHY = "本人の氏名が書かれていたため。"


def audited(served: Served) -> None:
    with committing(served):
        audit = builders.audit()
        a_checklist.record(audit, note=NOTE, asked="田中花子")
        shelf = a_checklist.shelf(served.settings.evidence_folder)
        photo = Upload("顔写真.pdf", b"%PDF-1.7 face")
        row = checklists.item(audit, 1)
        checklists.attach(audit, row, [photo], shelf, by=viewer("auditor"))


@pytest.mark.both_databases
def test_a_row_is_erased_from_its_page_by_one_manager_and_the_other(
    served: Served, visitor: Visitor
) -> None:
    audited(served)
    visitor.as_("audit_manager")
    assert f'href="{ROW}"' in words(visitor.get(PAGE))
    page = words(visitor.get(ROW))
    assert "AU-2026-001/1 の内容を消去する" in page
    assert "顔写真.pdf" in page
    assert f'action="{ROW}"' in page
    assert visitor.post(ROW, target="note", reason=WHY).location == LIST
    assert visitor.post(ROW, target="file-1", reason=WHY).location == LIST
    visitor.as_("privacy_manager")
    listed = words(visitor.get(LIST))
    # Who opens no checklists is led to the audit.
    assert 'href="/check/audits/AU-2026-001">AU-2026-001/1</a>' in listed
    for number in (1, 2):
        agreed = visitor.post(f"{LIST}{number}/agree")
        assert agreed.location == "/check/audits/AU-2026-001"
    assert NOTE not in words(visitor.get("/check/audits/AU-2026-001"))
    visitor.as_("audit_manager")
    assert f'href="{PAGE}">AU-2026-001/1</a>' in words(visitor.get(LIST))
    shown = words(visitor.get(PAGE))
    assert TOMBSTONE in shown
    assert "消去済み" in shown
    assert "田中花子" in shown
    for address in (PAGE, "/check/audits/AU-2026-001/checklist/", "/trail/"):
        assert NOTE not in words(visitor.get(address)), address
    assert visitor.get(f"{PAGE}/evidence/1").status_code == 404
    with reading(served):
        assert list(trail.verify()) == []


@pytest.mark.parametrize("name", ["representative", "auditor", "head", "administrator"])
def test_nobody_else_is_offered_or_let_into_it(served: Served, visitor: Visitor, name: str) -> None:
    audited(served)
    visitor.as_(name)
    assert ROW not in words(visitor.get(PAGE))
    assert visitor.get(ROW).status_code == 403
    assert visitor.post(ROW, target="note", reason=WHY).status_code == 403


def test_a_refused_request_is_shown_again_as_it_was_typed(served: Served, visitor: Visitor) -> None:
    audited(served)
    visitor.as_("audit_manager")
    for target, told in (("sample_how", "消去する内容がありません"), ("fact", "消去する内容")):
        refused = visitor.post(ROW, target=target, reason=WHY)
        assert refused.status_code == 400
        assert told in words(refused)
        assert WHY in words(refused)


def test_rows_papers_and_audits_that_are_not_there_are_not_found(
    served: Served, visitor: Visitor
) -> None:
    audited(served)
    visitor.as_("privacy_manager")
    for address in (
        "AU-2026-001/rows/99",
        "AU-2026-001/papers/1",
        "AU-2026-009/rows/1",
        "F-2026-001/rows/1",
        "AU-2026-001/seats/1",
    ):
        assert visitor.get(LIST + address).status_code == 404, address
        assert visitor.post(LIST + address, target="note", reason=WHY).status_code == 404, address


@pytest.mark.both_databases
def test_the_scan_of_a_paper_is_erased_from_the_list_of_papers(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_checklist.paper(served.settings.evidence_folder, builders.audit())
    papers, scan = "/check/audits/AU-2026-001/checklist/paper/", f"{LIST}AU-2026-001/papers/1"
    visitor.as_("audit_manager")
    assert f'href="{scan}"' in words(visitor.get(papers))
    assert visitor.post(scan, target="file-1", reason=WHY).location == LIST
    assert visitor.as_("privacy_manager").post(f"{LIST}1/agree").status_code == 302
    visitor.as_("audit_manager")
    page = words(visitor.get(papers))
    assert "（消去済み）" in page
    assert scan not in page
    assert visitor.get(f"{papers}1/evidence/1").status_code == 404
    # A paper holds nothing else that could be erased.
    assert visitor.get(scan).status_code == 404


@pytest.mark.both_databases
def test_what_a_report_says_is_erased_from_the_audits_page(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        audit = reporting.done()
        reporting.sign(audit, opinion=NOTE)
    audit_page = "/check/audits/AU-2026-001"
    visitor.as_("privacy_manager")
    assert f'href="{LIST}AU-2026-001"' in words(visitor.get(audit_page))
    assert visitor.post(f"{LIST}AU-2026-001", target="opinion", reason=WHY).location == LIST
    visitor.as_("audit_manager")
    assert visitor.post(f"{LIST}1/agree").location == audit_page
    report = words(visitor.get(f"{audit_page}/report/"))
    assert NOTE not in report
    assert "内容の一部を消去" in report
    assert visitor.get(f"{audit_page}/report/report.pdf").status_code == 200


def test_minutes_say_on_their_page_and_paper_that_something_was_erased(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.policy()
        reviewing.signed(conclusion=NOTE)
    page, ask = "/act/reviews/MR-2026-01", f"{LIST}MR-2026-01"
    visitor.as_("privacy_manager")
    assert f'href="{ask}"' in words(visitor.get(page))
    assert visitor.post(ask, target="overall", reason=WHY).location == LIST
    visitor.as_("audit_manager")
    assert visitor.post(f"{LIST}1/agree").location == page
    shown = words(visitor.get(page))
    assert NOTE not in shown
    assert TOMBSTONE in shown
    with reading(served):
        review = session.scalars(select(ManagementReview)).one()
        content = review.content
        assert content is not None
        with served.app.test_request_context():
            foot = review_paper.data(review, content, approvals.decisions(review.reference))["foot"]
        assert "内容の一部を消去" in str(foot)
