"""Templates of questions in a browser: kept one by one and as a file, which reads back."""

from io import BytesIO

import pytest
from werkzeug.test import TestResponse

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.plan.requirements import requirement_sets
from tests.cast import viewer
from tests.check.preparing import a_checklist
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LIST = "/check/question-templates/"
OPERATION = f"{LIST}operation"
IMPORT = f"{OPERATION}/import"


@pytest.fixture
def kept(served: Served) -> Served:
    with committing(served):
        a_checklist.template()
    return served


def asked(served: Served) -> list[str]:
    with reading(served):
        return [each.question for each in question_templates.questions(AuditKind.OPERATION)]


def hand_in(visitor: Visitor, content: bytes, name: str = "questions.csv") -> TestResponse:
    sent = form(visitor.get(OPERATION), IMPORT)
    data = {**sent, "csrf_token": visitor.token(), "file": (BytesIO(content), name)}
    return visitor.client.post(IMPORT, data=data)


def test_the_first_questions_are_taken_with_one_button(served: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    assert "はじめの質問29問を用意しています。" in words(visitor.get(LIST))
    # Home shows the next of the first steps; once they are done the questions do.
    assert visitor.post(f"{OPERATION}/starter").location == "/"
    page = words(visitor.get(OPERATION))
    assert "29問" in page
    assert "証拠の例：日付の入った見直しの記録" in page
    assert "はじめの質問" not in page
    assert visitor.post(f"{LIST}elsewhere/starter").status_code == 404


def test_questions_are_added_changed_and_taken_out(kept: Served, visitor: Visitor) -> None:
    visitor.as_("audit_manager")
    new = f"{OPERATION}/new"
    typed = {"question": "目的の外で使っていないか。", "requirement": "POL-001 1(2)"}
    lost = visitor.post(new, **{**form(visitor.get(new), new), **typed, "requirement": "J.9.2"})
    assert lost.status_code == 400
    assert "要求事項「J.9.2」は見つかりません。" in words(lost)
    sent = {**form(lost, new), "requirement": "POL-001 1(2)", "methods": ["interview"]}
    assert visitor.post(new, **sent).location == OPERATION
    assert asked(kept)[-1] == "目的の外で使っていないか。"
    first = f"{OPERATION}/1"
    begun = form(visitor.get(first), first)
    assert begun["question"] == "法令の一覧は新しいか。"
    assert visitor.post(first, **{**begun, "question": "一覧は今年のものか。"}).status_code == 302
    stale = visitor.post(first, **{**begun, "question": "別の人の質問。"})
    assert stale.status_code == 409
    assert "別の人の質問。" in words(stale)
    remove = f"{OPERATION}/2/remove"
    assert visitor.post(remove, **form(visitor.get(OPERATION), remove)).status_code == 302
    assert asked(kept) == ["一覧は今年のものか。", "目的の外で使っていないか。"]
    assert visitor.get(f"{OPERATION}/9").status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_exported_is_imported_again_as_it_was(
    served: Served, visitor: Visitor, kind: str, language: str
) -> None:
    with committing(served):
        by = viewer("audit_manager")
        requirement_sets.adopt(requirement_sets.shipped(), by=by.actor)
        a_checklist.template(question_templates.starter(AuditKind.OPERATION))
    visitor.as_("audit_manager")
    visitor.post("/language", language=language)
    with visitor.get(f"{OPERATION}/export.{kind}") as exported:
        content = exported.get_data()
    before = asked(served)
    with committing(served):
        a_checklist.template()
    done = hand_in(visitor, content, f"questions.{kind}")
    assert done.location == OPERATION
    with reading(served):
        again = question_templates.questions(AuditKind.OPERATION)
        assert question_templates.as_questions(again) == list(
            question_templates.starter(AuditKind.OPERATION)
        )
    assert asked(served) == before
    visitor.post("/language", language="ja")


def test_a_file_with_bad_rows_is_told_line_by_line_and_changes_nothing(
    kept: Served, visitor: Visitor
) -> None:
    visitor.as_("audit_manager")
    head = "要求事項,質問,確認方法\n"
    refused = hand_in(visitor, f"{head}POL-001 9,どこか。,\nPOL-001 1(1),,電話\n".encode())
    assert refused.status_code == 400
    page = words(refused)
    for told in (
        "2行目",
        "この要求事項は見つかりません。",
        "3行目",
        "質問がありません。",
        "確認方法は、",
    ):
        assert told in page
    assert len(asked(kept)) == 2
    for content, told in (
        (b"", "質問が1つもありません。"),
        (b"PK\x03\x04broken", "読み取れません"),
    ):
        wrong = hand_in(visitor, content)
        assert wrong.status_code == 400
        assert told in words(wrong)
    assert len(asked(kept)) == 2


def test_auditors_read_the_template_and_only_the_audit_manager_keeps_it(
    kept: Served, visitor: Visitor
) -> None:
    page = visitor.as_("auditor").get(OPERATION)
    assert "ひな形を変えられるのは、監査責任者です。" in words(page)
    assert "<form" not in page.text.split("<main", 1)[1]
    for url in (IMPORT, f"{OPERATION}/starter", f"{OPERATION}/1", f"{OPERATION}/1/remove"):
        assert visitor.post(url).status_code == 403, url
    assert visitor.as_("employee").get(LIST).status_code == 403
