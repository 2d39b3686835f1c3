"""A button with nothing ticked says so on its own page, and an error page leads back."""

import re

import pytest
from werkzeug.test import TestResponse

from pms_tracker.kernel.profile import Part
from tests import builders
from tests.check.preparing import a_checklist
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

HOST = "http://localhost"
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"')
# Pages of plan, check and act with buttons, as whoever may press most of them sees them.
PAGES = {
    "privacy_manager": [
        "/act/approvals/",
        "/act/cases/CA-2026-001",
        "/act/cases/CA-2026-001/findings/",
        "/act/erasures/",
        "/act/erasures/CA-2026-001",
        "/plan/policies/POL-001",
        "/plan/policies/POL-001/acknowledgements",
        "/plan/policies/import",
        "/plan/requirements/import",
    ],
    "audit_manager": [
        "/check/audits/AU-2026-001",
        "/check/audits/AU-2026-001/report/",
        "/check/audits/new",
        "/check/programmes/AP-2026/edit",
        "/check/question-templates/operation",
        "/check/question-templates/operation/new",
        "/check/history/new",
    ],
    "auditor": [
        "/check/audits/AU-2026-001/checklist/",
        "/check/audits/AU-2026-001/checklist/1",
        "/check/audits/AU-2026-001/checklist/1/finding",
        "/check/audits/AU-2026-001/checklist/prepare/",
        "/check/audits/AU-2026-001/checklist/paper/",
        "/check/audits/AU-2026-001/report/",
        "/check/findings/F-2026-001",
    ],
    "head": ["/act/cases/CA-2026-001", "/act/cases/CA-2026-002"],
}


@pytest.fixture
def full(served: Served) -> Served:
    """Something to press on every page: an audit under way, cases, a draft of a programme."""
    with committing(served):
        a_programme.none_yet()
        builders.profile(Part.GRADES)
        a_checklist.template()
        a_programme.drafted()
        within = builders.audit()
        builders.finding(within)
        builders.submit(builders.case(within, 2))
        builders.announced()

    return served


def pressed(visitor: Visitor, page: str, action: str, **fields: object) -> TestResponse:
    """A button pressed on a page as a browser sends it: it says from where."""
    data = {"csrf_token": visitor.token(), **fields}
    headers = {"Referer": f"{HOST}{page}"}
    return visitor.client.post(action, data=data, headers=headers)


@pytest.mark.parametrize("who", PAGES)
def test_no_form_sent_empty_leads_to_a_dead_end(full: Served, visitor: Visitor, who: str) -> None:
    """It is shown again with what is wrong, or done, or refused with a way back."""
    sent = 0
    for page in PAGES[who]:
        shown = visitor.as_(who).get(page)
        assert shown.status_code == 200, page
        for action in dict.fromkeys(FORM.findall(shown.text)):
            if action.startswith(("/sign-out", "/language", "/drafts")):
                continue
            answer = pressed(visitor.as_(who), page, action.replace("&amp;", "&"))
            assert answer.status_code < 500, (page, action)
            sent += 1
            if answer.status_code == 400:
                # Not a bare page: the form itself, or one that leads back to it.
                back = f'href="{page}"' in answer.text
                assert f'action="{action}"' in answer.text or back, (page, action)
            elif answer.status_code in {403, 404, 409}:
                assert f'action="{action}"' in answer.text or f'href="{page}"' in answer.text
    assert sent


@pytest.mark.parametrize(
    ("who", "page", "action", "told"),
    [
        (
            "auditor",
            "/check/audits/AU-2026-001/checklist/prepare/",
            "/check/audits/AU-2026-001/checklist/prepare/template",
            "選んでください",
        ),
        ("privacy_manager", "/act/approvals/", "/act/approvals/", "選んでください"),
    ],
)
def test_nothing_ticked_is_said_on_the_page_with_the_button(
    full: Served, visitor: Visitor, who: str, page: str, action: str, told: str
) -> None:
    answer = pressed(visitor.as_(who), page, action)
    if answer.status_code == 302:
        assert answer.location == page
        answer = visitor.get(page)
    assert told in words(answer)
    assert "エラー番号" not in words(answer)


@pytest.mark.parametrize(
    "action",
    [
        "/act/batches/due-day",
        "/act/batches/owner",
        "/act/responses/table.xlsx",
        "/act/responses/table.pdf",
    ],
)
def test_several_cases_with_none_ticked_lead_back_to_the_list_as_it_was(
    full: Served, visitor: Visitor, action: str
) -> None:
    listed = "/act/cases/?open=1"
    visitor.as_("privacy_manager")
    answer = visitor.client.get(action, headers={"Referer": f"{HOST}{listed}"})
    assert (answer.status_code, answer.location) == (302, listed)
    assert "選んでください" in words(visitor.get(listed))
    # Asked for by hand there is no page to go back to: the error says so, and where to go on.
    bare = visitor.get(action)
    assert bare.status_code == 400
    assert 'href="/"' in bare.text


def test_an_error_page_leads_back_to_where_one_came_from_and_never_elsewhere(
    full: Served, visitor: Visitor
) -> None:
    visitor.as_("auditor")
    for referer, shown in (
        (f"{HOST}/check/findings/?unit=1", True),
        ("https://elsewhere.example/check/findings/?unit=1", False),
        (f"{HOST}//elsewhere.example/x", False),
    ):
        page = visitor.client.get("/check/findings/F-2026-999", headers={"Referer": referer})
        assert page.status_code == 404
        assert ('href="/check/findings/?unit=1"' in page.text) is shown
        assert "elsewhere" not in page.text
        assert 'href="/check/findings/"' in page.text
    assert 'href="/trail/"' not in visitor.get("/trail/").text


def test_the_text_of_a_policy_is_changed_after_its_preview(
    served: Served, visitor: Visitor
) -> None:
    visitor.as_("privacy_manager")
    page = visitor.post("/plan/policies/import", do="edit", text="題名\n1. 取扱い")
    assert page.status_code == 200
    assert "1. 取扱い</textarea>" in page.text


@pytest.mark.parametrize(
    ("page", "action", "told"),
    [
        ("/plan/policies/import", "/plan/policies/import", "本文が空です。"),
        ("/plan/policies/import", "/plan/policies/", "本文が空です。"),
        ("/act/approvals/", "/act/approvals/", "一覧で1件以上を選んでください。"),
    ],
)
@pytest.mark.parametrize("fields", [{}, {"text": ""}, {"text": " \r\n\u3000"}])
def test_an_empty_form_sent_to_be_edited_is_told_what_is_missing_and_leads_back(
    full: Served, visitor: Visitor, page: str, action: str, told: str, fields: dict[str, str]
) -> None:
    answer = pressed(visitor.as_("privacy_manager"), page, action, do="edit", **fields)
    assert answer.status_code == 400
    assert told in words(answer)
    assert "エラー番号" not in words(answer)
    assert f'action="{page}"' in answer.text
