"""Pages of erasures on both databases: asked for by one manager, done by the other."""

from io import BytesIO

import pytest
from sqlalchemy import select

from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.trail import trail
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

LIST = "/act/erasures/"
ASK = "/act/erasures/F-2026-001"
WHY = "本人の氏名が書かれていたため。"


def asked(served: Served) -> list[tuple[str, bool]]:
    with reading(served):
        rows = session.scalars(select(Erasure).order_by(Erasure.id))
        return [(row.reference, row.erased_at is not None) for row in rows]


@pytest.mark.both_databases
def test_one_manager_asks_the_other_agrees_and_only_the_content_is_gone(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case()
    visitor.as_("privacy_manager")
    assert "消去の申請は、ありません" in words(visitor.get(LIST))
    assert "事実" in words(visitor.get(ASK))
    done = visitor.post(ASK, target="fact", reason=WHY)
    assert (done.status_code, done.location) == (302, LIST)
    with reading(served):
        agree = f"{LIST}{session.scalars(select(Erasure.id)).one()}/agree"
    # Whoever asked is offered no button, and sending its form all the same is refused.
    assert agree not in words(visitor.get(LIST))
    refused = visitor.post(agree)
    assert refused.status_code == 409
    assert "別の役割の人が同意してください" in words(refused)
    visitor.as_("audit_manager")
    page = words(visitor.get(LIST))
    assert WHY in page
    assert f'action="{agree}"' in page
    assert visitor.get(agree).status_code == 405
    assert visitor.post(agree, token=False).status_code == 400
    assert asked(served) == [("F-2026-001", False)]
    assert visitor.post(agree).location == "/check/findings/F-2026-001"
    assert asked(served) == [("F-2026-001", True)]
    assert visitor.post(agree).status_code == 404
    for address in ("/check/findings/F-2026-001", "/act/cases/CA-2026-001", "/trail/"):
        assert builders.FACT not in words(visitor.get(address)), address
    assert "写真2枚" in words(visitor.get("/check/findings/F-2026-001"))
    assert "藤森 奈緒 → 有賀 俊" in words(visitor.get(LIST))
    with reading(served):
        assert session.scalars(select(Finding)).one().fact == TOMBSTONE
        assert list(trail.verify()) == []


@pytest.mark.both_databases
def test_nobody_else_asks_agrees_or_reads_of_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.finding()
    assert visitor.as_("privacy_manager").post(ASK, target="fact", reason=WHY).status_code == 302
    for name in ("representative", "auditor", "head", "administrator"):
        visitor.as_(name)
        assert visitor.post(f"{LIST}1/agree").status_code == 403, name
        assert visitor.post(ASK, target="fact", reason=WHY).status_code == 403
        assert visitor.get(ASK).status_code == 403
        assert visitor.get(LIST).status_code == 403
    assert asked(served) == [("F-2026-001", False)]


@pytest.mark.parametrize(
    ("typed", "status", "told"),
    [
        ({"target": ""}, 400, "消去する内容を1つ選んでください"),
        ({"target": "grade"}, 400, "消去する内容"),
        ({"target": "file-9"}, 400, "消去する内容"),
        ({"target": "file-" + "9" * 30}, 400, "消去する内容"),
        ({"target": "withdrawal"}, 400, "消去する内容がありません"),
        ({"reason": " "}, 400, "消去する理由を入力してください"),
        ({"reason": "あ" * 2001}, 400, "2000文字まで"),
    ],
)
def test_a_request_is_refused_in_words_and_keeps_what_was_typed(
    served: Served, visitor: Visitor, typed: dict[str, str], status: int, told: str
) -> None:
    with committing(served):
        builders.finding()
    visitor.as_("audit_manager")
    sent = {"target": "fact", "reason": WHY, **typed}
    refused = visitor.post(ASK, **sent)
    assert refused.status_code == status
    assert told in words(refused)
    assert sent["reason"].strip() in words(refused)
    assert visitor.post(ASK, token=False, target="fact", reason=WHY).status_code == 400
    assert asked(served) == []


@pytest.mark.both_databases
def test_a_file_is_erased_with_its_bytes_and_leaves_its_name(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case_in(CaseState.DOING)
    case = "/act/cases/CA-2026-001"
    data = {"version": "3", "result": "登録した。", "csrf_token": visitor.as_("owner").token()}
    files = [(BytesIO(b"%PDF-1.7 face"), "顔写真.pdf")]
    assert visitor.client.post(f"{case}/done", data={**data, "files": files}).status_code == 302
    visitor.as_("audit_manager")
    url = f"{LIST}CA-2026-001"
    assert "顔写真.pdf" in words(visitor.get(url))
    assert visitor.post(url, target="file-1", reason=WHY).status_code == 302
    assert visitor.as_("privacy_manager").post(f"{LIST}1/agree").location == case
    assert visitor.get(f"{case}/evidence/1").status_code == 404
    page = words(visitor.get(case))
    assert "消去済み" in page
    assert f"{case}/evidence/1" not in page
    folder = served.settings.evidence_folder
    assert [path for path in folder.rglob("*") if path.is_file()] == []
    # What was erased is not offered again.
    assert "file-1" not in words(visitor.get(url))


def test_records_that_do_not_exist_or_hold_nothing_to_erase_are_not_found(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit()
    visitor.as_("privacy_manager")
    for reference in ("F-2026-009", "CA-2026-009", "AU-2026-009", "POL-001", "MR-2026-01"):
        assert visitor.get(LIST + reference).status_code == 404, reference
        assert visitor.post(LIST + reference, target="fact", reason=WHY).status_code in {400, 404}
    # An audit may say something that is to be erased; this one does not.
    assert visitor.get(f"{LIST}AU-2026-001").status_code == 200
    empty = visitor.post(f"{LIST}AU-2026-001", target="opinion", reason=WHY)
    assert (empty.status_code, "消去する内容がありません" in words(empty)) == (400, True)
    for number in ("1", "0", "2147483647"):
        assert visitor.post(f"{LIST}{number}/agree").status_code == 404
    assert visitor.post(f"{LIST}9999999999/agree").status_code == 404
    assert asked(served) == []


@pytest.mark.both_databases
def test_history_names_what_was_erased_in_words(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    visitor.as_("privacy_manager").post(ASK, target="fact", reason=WHY)
    page = words(visitor.get("/check/findings/F-2026-001"))
    asked_for = page[page.rindex("消去を申請") :][:200]
    assert "事実" in asked_for
    assert "fact" not in asked_for
