"""The frame of every page: valid HTML in both languages, and a navigation that knows its place."""

import re
from html.parser import HTMLParser

import html5lib
import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.web.shell.navigation import BESIDE
from tests import builders
from tests.cast import IDS
from tests.databases import Databases, Served
from tests.visitor import Visitor
from tests.web.browsing import committing

# Who opens a page where it is not the audit manager, who may see all records.
OPENED_BY = {
    "letters": "administrator",
    **dict.fromkeys(("people", "people_editing", "people_imports"), "administrator"),
    "policies": "privacy_manager",
    "erasures": "privacy_manager",
    **dict.fromkeys(("checklists", "rows", "sheets", "preparing"), "auditor"),
}
PLACES = {
    "/": ["/"],
    "/cycle/": ["/cycle/"],
    "/plan/policies/": ["/plan/policies/"],
    "/plan/policies/POL-001": ["/plan/policies/"],
    "/check/audits/": ["/check/audits/", "/check/programmes/"],
    "/check/audits/AU-2026-001": ["/check/audits/", "/check/programmes/"],
    "/check/audits/AU-2026-001/report/": ["/check/audits/", "/check/programmes/"],
    "/check/findings/": ["/check/findings/", "/check/programmes/"],
    "/check/findings/F-2026-001": ["/check/findings/", "/check/programmes/"],
    "/act/cases/": ["/act/cases/"],
    "/act/cases/CA-2026-001": ["/act/cases/"],
    "/trail/": ["/trail/"],
    "/people/": ["/people/"],
}
ANCHOR = re.compile(r"<a\b([^>]*\baria-current=[^>]*)>")


@pytest.fixture(scope="module")
def served(databases: Databases) -> Served:
    """On SQLite alone: markup is the same on any database."""
    found = databases.served("sqlite")
    with committing(found):
        audit = builders.audit()
        for position, state in enumerate((CaseState.CLOSED, CaseState.SUBMITTED), start=1):
            builders.case_in(state, audit, position)
    return found


def which(blueprint: str) -> object:
    """The first entry of a register, or of the one that pages stand beside."""
    key = BESIDE.get(blueprint, blueprint)
    register = next((each for each in REGISTERS if each.key == key), None)
    return Reference(register.kind, 2026, 1) if register and register.kind else 1


def values_of(rule_arguments: set[str], endpoint: str) -> dict[str, object]:
    kinds = {"policies": "POL-001", "findings": "F-2026-001", "cases": "CA-2026-001"}
    kinds |= {"versions": "POL-001", "reviews": "POL-001", "comparison": "POL-001"}
    kinds |= {"acknowledgements": "POL-001", "plan_exports": "POL-001"}
    kinds |= {"years": "YP-2026", "year_editing": "YP-2027", "ledger_reviews": "LR-2026-01"}
    kinds |= {"request_searches": "RQ-2026-001"}
    kinds |= {"complaint_reports": "CM-2026-001", "check_reports": "CQ-2026-001"}
    kinds |= {"check_runs": "CT-2026-001", "check_doors": "CT-2026-001"}
    kinds |= {"check_fault_steps": "CF-2026-001"}
    kinds |= {"questionnaires": "QN-2026-001"}
    kinds |= {"assignments_taken": "TA-2026-001"}
    blueprint = endpoint.partition(".")[0]
    reference: Reference | None = parse_reference(kinds.get(blueprint, "AU-2026-001"))
    known: dict[str, object] = {
        "reference": reference,
        "about": parse_reference("CO-2026-001"),
        "person_id": IDS["head"],
        "unit_id": 1,
        "holiday_id": 1,
        "year": 2026,
        "month": 11,
        "day": 24,
        "letter_id": 1,
        "training_id": 1,
        "grant_id": 1,
        "membership_id": 1,
        "position": 3,
        "number": 1,
        "file_number": 1,
        "file": 1,
        "import_id": 1,
        "name": "case" if blueprint == "help" else "CA-2026-001",
        "group": "check",
        "filename": "pms.css",
        "token": "x",
        "kind": "operation" if blueprint == "question_templates" else "csv",
        "form": "csv",
        "key": "j-items",
        "within": "rows",
        "which": which(blueprint),
        "matter": "eased",
        "asked": "disclosure",
    }
    return {name: known[name] for name in rule_arguments}


def pages(served: Served) -> list[tuple[str, str]]:
    """Endpoint and address of every page that may be asked for."""
    with served.app.test_request_context():
        adapter = served.app.create_url_adapter(None) or served.app.url_map.bind("localhost")
        return [
            (rule.endpoint, adapter.build(rule.endpoint, values_of(rule.arguments, rule.endpoint)))
            for rule in served.app.url_map.iter_rules()
            if "GET" in (rule.methods or set()) and not rule.endpoint.endswith("static")
        ]


class Ids(HTMLParser):
    """Collects what must be unique and what must lead to it."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.wanted: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "for" or name in {"aria-describedby", "aria-labelledby", "aria-controls"}:
                self.wanted.update((value or "").split())


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_is_valid_html_in_its_language(served: Served, language: str) -> None:
    seen, visitors = 0, {}
    for endpoint, url in pages(served):
        key = OPENED_BY.get(endpoint.partition(".")[0], "audit_manager")
        if key not in visitors:
            visitors[key] = Visitor(served).as_(key)
            visitors[key].post("/language", language=language)
        page = visitors[key].get(url)
        page.get_data()  # a file is drawn while it is read
        if page.mimetype != "text/html" or page.status_code == 302:
            continue
        assert page.status_code < 500, url
        assert f'<html lang="{language}">' in page.text, url
        assert page.text.count("<h1") == 1, url
        html5lib.HTMLParser(strict=True).parse(page.text)
        found = Ids()
        found.feed(page.text)
        assert len(found.ids) == len(set(found.ids)), (url, sorted(found.ids))
        assert found.wanted <= set(found.ids), (url, found.wanted - set(found.ids))
        seen += page.status_code == 200
    for visitor in visitors.values():
        visitor.post("/language", language="ja")
    assert seen >= 20


@pytest.mark.parametrize("page", PLACES)
def test_the_navigation_marks_where_one_is(served: Served, page: str) -> None:
    visitor = Visitor(served).as_("audit_manager")
    answer = visitor.get(page)
    assert answer.status_code == 200
    navigation = re.findall(r"<nav\b.*?</nav>", answer.text, re.DOTALL)
    marked = [
        url
        for each in navigation
        if "cycle-nav" in each or "family-nav" in each
        for tag in ANCHOR.findall(each)
        for url in re.findall(r'href="([^"]*)"', tag)
    ]
    assert marked == PLACES[page] or sorted(set(marked)) == PLACES[page]


def test_the_navigation_offers_only_places_one_may_go_to(served: Served) -> None:
    for key in (
        "representative",
        "privacy_manager",
        "audit_manager",
        "auditor",
        "head",
        "employee",
    ):
        visitor = Visitor(served).as_(key)
        page = visitor.get("/").text
        offered = set(
            re.findall(r'<a href="(/[^"]*)"', "".join(re.findall(r"<nav.*?</nav>", page, re.S)))
        )
        assert "/act/cases/" in offered
        for url in offered:
            assert visitor.get(url).status_code == 200, (key, url)


def test_before_signing_in_there_is_no_navigation(served: Served) -> None:
    page = Visitor(served).get("/sign-in").text
    assert "<nav" not in page
    assert "サインアウト" not in page
