"""What somebody may not know of does not exist for them: on no page, list, count or search."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from pms_tracker.act.erasures import erasures
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.check.tables.audit_tables import Audit, Finding
from pms_tracker.database import session
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Upload
from pms_tracker.kernel.references import parse_reference
from tests import builders
from tests.cast import ACCOUNTS, IDS, TODAY, UNIT_IDS, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

SECRET = "秘密の棚に申込書が四十一枚あった"
TOP = {"representative", "privacy_manager", "audit_manager"}
# Who may know of which kind of record: the audit of 松本教室, its findings, its cases.
SEE = {
    "AU": TOP | {"auditor", "head"},
    "F": TOP | {"auditor", "head"},
    "CA": TOP | {"auditor", "head", "owner"},
}
AUDIT_DAY = {"audits", "audit_plans", "checklists", "rows", "samples", "sheets", "preparing"}
AUDIT_DAY |= {"similar", "reports", "offline"}
OF_CASE = {"cases", "actions", "signatures", "plan_changes", "sources", "merging", "elsewhere"}
OF_CASE |= {"sketches"}
NO_ROLE_AT_ALL = {"nobody"}
# Of those who may not know of all: who heads or audits another unit, and who knows of one case.
KINDS_OF_BLIND = ("other_head", "second_auditor", "owner")
# Where the home page and an empty search say what a reference looks like.
EXAMPLE = {"F-2026-012"}

# Every field of every form, so that a page cannot hide behind a form that was not filled.
FILLED = {
    "version": "1",
    "result": "conforms",
    "note": "見た",
    "grade": "observation",
    "fact": "見た",
    "evidence": "写真",
    "reason": "理由",
    "correction": "移した",
    "cause": "台帳",
    "cause_category": "inventory",
    "action": "登録する",
    "owner_id": str(IDS["owner"]),
    "due_on": "2026/12/24",
    "decision": "approved",
    "seen_digest": "0" * 64,
    "verdict": "effective",
    "grounds": "見た",
    "how_seen": "見た",
    "data_seen": "40枚",
    "dispute": "違う",
    "ruling": "upheld",
    "target": "fact",
    "outcome": "unchanged",
    "text": builders.FACT,
    "answer": "not_here",
    "months": "12",
}


@pytest.fixture
def walked(served: Served) -> Served:
    """An audit of 松本教室 with a case in every state, an observation, files and an erasure."""
    with committing(served):
        within = builders.audit(theme=SECRET)
        for state in CaseState:
            if state is not CaseState.WITHDRAWN:
                builders.case_in(state, within)
        builders.finding(within, grade=Grade.OBSERVATION, fact=SECRET, evidence=SECRET)
        for finding in session.scalars(select(Finding)):
            finding.title, finding.fact, finding.search_text = SECRET, SECRET, SECRET
            keep(served, finding.reference)
        for case in session.scalars(select(Case)):
            case.title, case.search_text = SECRET, SECRET
            keep(served, case.reference)
        first = parse_reference("F-2026-001")
        assert first is not None
        by = viewer("privacy_manager")
        erasures.ask(first, field="fact", file_number=None, reason=SECRET, by=by)
    return served


def keep(served: Served, reference: str) -> None:
    evidence.attach(
        reference,
        [Upload("棚.txt", SECRET.encode())],
        served.settings.evidence_folder,
        limit_bytes=10_000,
        by=viewer("auditor"),
    )


def references(served: Served) -> list[str]:
    with reading(served):
        found = [each.reference for kind in (Audit, Finding, Case) for each in all_of(kind)]
    assert len(found) == 1 + 10 + 9
    return found


def one_of_each(served: Served) -> list[str]:
    """The audit, an open and a noted finding, and cases before, in and after their turns."""
    walked = [
        "AU-2026-001",
        "F-2026-001",
        "F-2026-010",
        "CA-2026-001",
        "CA-2026-004",
        "CA-2026-006",
        "CA-2026-009",
    ]
    assert set(walked) <= set(references(served))
    return walked


def all_of(kind: type[Audit | Finding | Case]) -> Iterator[Audit | Finding | Case]:
    yield from session.scalars(select(kind).order_by(kind.id))


def pages_of(served: Served, reference: str) -> Iterator[tuple[str, str]]:
    """Method and address of every page about a record, straight from the URL map."""
    kind = reference.split("-")[0]
    owns = {"AU": AUDIT_DAY, "F": {"findings", "disputes"}, "CA": OF_CASE}[kind]
    owns |= {"erasures"}
    for rule in served.app.url_map.iter_rules():
        if "reference" in rule.arguments and rule.endpoint.split(".")[0] in owns:
            address = re.sub(r"<ref(?:\(\w+\))?:reference>", reference, rule.rule)
            address = re.sub(r"<any\((\w+),.*?\):\w+>", r"\1", address)
            address = re.sub(r"<int:\w+>", "1", address)
            for method in (rule.methods or set()) & {"GET", "POST"}:
                yield method, address


def test_every_page_that_takes_a_reference_is_walked(served: Served) -> None:
    taken = {
        rule.endpoint.split(".")[0]
        for rule in served.app.url_map.iter_rules()
        if "reference" in rule.arguments
    }
    # Policies are published: everybody who works here may read them.
    policies = {"policies", "versions", "reviews", "comparison"}
    policies |= {"acknowledgements", "plan_exports"}
    # Plans of the year hold no unit's records; drafts are hidden, see
    # tests/plan/years/test_years.py.
    years = {"years", "year_editing"}
    # So it is with audit programmes: what came of a planned audit is shown as the audit is.
    years |= {"programmes", "programme_editing"}
    records = OF_CASE | {"findings", "disputes", "erasures"}
    # Of no unit: tests/web/act/incoming/test_reports_in.py and
    # tests/act/management/test_reviews.py ask who knows.
    others = {"reports_in", "management_reviews", "review_minutes", "review_outcomes"}
    # Of several units: tests/web/do/test_ledger_review_pages.py asks as another unit.
    others |= {"ledger_reviews"}
    # Of no unit: tests/web/do/test_complaint_pages.py asks who knows.
    others |= {"complaint_reports", "check_reports"}
    # Of the units that check: tests/web/do/test_check_pages.py asks as another one's.
    others |= {"check_runs", "check_doors"}
    # As the fault is: tests/do/test_check_mending.py asks as another unit's head.
    others |= {"check_fault_steps"}
    # Of the units that are asked: tests/web/do/test_request_pages.py asks as another one's head.
    others |= {"request_searches"}
    # Of whoever sent one: tests/web/questionnaires/test_questionnaire_pages.py asks as others.
    others |= {"questionnaires"}
    # Of no unit: tests/web/act/renewals/test_renewal_pages.py asks who knows.
    others |= {"renewal_pages"}
    # As the incident is: tests/do/test_incident_decisions.py asks who may not know of it.
    others |= {"incident_decisions"}
    # As the request is: tests/do/test_request_matters.py asks who may not know of it.
    others |= {"request_matters"}
    # Of whoever takes one: tests/web/do/test_training_pages.py asks as others.
    others |= {"assignments_taken"}
    assert taken == policies | years | AUDIT_DAY | records | others


def test_another_units_records_do_not_exist_on_any_page(walked: Served, visitor: Visitor) -> None:
    asked = 0
    is_short = walked.engine.dialect.name == "postgresql" and not FULL
    for name in KINDS_OF_BLIND if is_short else ACCOUNTS:
        visitor.as_(name)
        for reference in one_of_each(walked):
            if name in SEE[reference.split("-")[0]]:
                continue
            for method, address in pages_of(walked, reference):
                if method == "GET":
                    answers = [visitor.get(address)]
                else:
                    answers = [visitor.post(address), visitor.post(address, **FILLED)]
                for answer in answers:
                    asked += 1
                    where = f"{name}: {method} {address}"
                    stopped = answer.status_code == 403 and "あなたの役割では" in words(answer)
                    assert stopped or answer.status_code == 404, where
                    assert SECRET not in words(answer), where
            assert visitor.get(f"/r/{reference}").status_code in {302, 403}
            assert visitor.client.get(f"/r/{reference}", follow_redirects=True).status_code in {
                404,
                403,
            }
    assert asked > 300


def test_whoever_may_know_of_a_record_reads_it(walked: Served, visitor: Visitor) -> None:
    """Without this the walk above would also pass in an app that shows nothing to anybody."""
    for name in ACCOUNTS:
        visitor.as_(name)
        for reference in references(walked):
            kind = reference.split("-")[0]
            owned = kind == "CA" and name == "owner" and reference != "CA-2026-001"
            if name in SEE[kind] and (name != "owner" or owned):
                jumped = visitor.client.get(f"/r/{reference}", follow_redirects=True)
                assert jumped.status_code == 200, f"{name}: {reference}"
                assert SECRET in words(jumped)
                family = {"F": "/check/findings", "CA": "/act/cases"}.get(kind)
                if family:
                    with visitor.get(f"{family}/{reference}/evidence/1") as file:
                        assert file.get_data(as_text=True) == SECRET
    # A case that nobody owns yet is none of the later owner's business.
    assert visitor.as_("owner").get("/act/cases/CA-2026-001").status_code == 404


LISTS = {
    "/check/audits/": "AU",
    "/check/audits/?state=planned&after=99": "AU",
    "/check/audits/?q=秘密": "AU",
    "/check/audits/?sort=planned&planned=2026-01-01..": "AU",
    "/check/findings/": "F",
    "/check/findings/?sort=-found&found=2026-01-01..&standing=1": "F",
    "/check/findings/?q=秘密": "F",
    f"/check/findings/?unit={UNIT_IDS['松本教室']}&grade=nonconformity": "F",
    "/act/cases/": "CA",
    "/act/cases/?q=秘密": "CA",
    f"/act/cases/?owner={IDS['owner']}": "CA",
    "/act/cases/?sort=due&open=1&opened=2026-01-01..": "CA",
    "/act/cases/?closed=2026-01-01..": "CA",
    f"/act/cases/?unit={UNIT_IDS['松本教室']}": "CA",
    "/check/findings/export.csv": "F",
    "/check/audits/export.csv": "AU",
    "/act/cases/export.csv?q=秘密": "CA",
    "/check/programmes/AP-2026": "AU",
    "/check/coverage/": "AU",
    "/check/coverage/export.csv": "AU",
    "/check/summary/": "AU",
    "/check/summary/export.csv": "AU",
    "/find?q=秘密": "CA",
    "/": "CA",
    "/plan/policies/POL-001": "F",
}


def test_no_list_count_search_or_home_page_mentions_them(walked: Served, visitor: Visitor) -> None:
    for name in set(ACCOUNTS) - NO_ROLE_AT_ALL:
        visitor.as_(name)
        for address, kind in LISTS.items():
            page = visitor.get(address)
            assert page.status_code == 200
            shown = {found[0] for found in re.finditer(r"\b(AU|F|CA)-2026-\d{3}\b", words(page))}
            shown -= EXAMPLE
            known = {each for each in shown if name in SEE[each.split("-")[0]]}
            assert shown == known, f"{name}: {address}"
            if name not in SEE[kind] and name not in SEE["CA"]:
                assert SECRET not in words(page).replace(f"q={SECRET}", ""), f"{name}: {address}"
        counts = [visitor.get(each) for each in ("/check/findings/?q=秘密", "/act/cases/?q=秘密")]
        seen = (name in SEE["F"], name in SEE["CA"])
        for page, sees in zip(counts, seen, strict=True):
            assert bool(re.search(r"(?<!\d)0件", words(page))) is not sees, name


def test_an_owner_reads_the_case_but_neither_finding_nor_audit(
    walked: Served, visitor: Visitor
) -> None:
    page = words(visitor.as_("owner").get("/act/cases/CA-2026-003"))
    assert SECRET in page
    assert 'href="/check/' not in page.split("<main", 1)[1]
    assert 'href="/act/cases/CA-2026-003/evidence/1"' in page
    # The head, who may open them, is given the links.
    assert 'href="/check/findings/F-2026-003"' in words(
        visitor.as_("head").get("/act/cases/CA-2026-003")
    )


def test_an_auditor_sees_earlier_findings_of_the_unit_they_audit_and_no_later_ones(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.finding(builders.audit(team_ids=[IDS["auditor"]]))
        builders.audit(team_ids=[IDS["second_auditor"]], planned_on=TODAY)
        third = builders.audit(team_ids=[IDS["auditor"]], unit_id=UNIT_IDS["教務部"])
        builders.finding(third)
    expected = {
        "auditor": {"F-2026-001": 200, "F-2026-002": 200},
        "second_auditor": {"F-2026-001": 200, "F-2026-002": 404},
        "head": {"F-2026-001": 200, "F-2026-002": 404},
    }
    for name, by_reference in expected.items():
        visitor.as_(name)
        listed = words(visitor.get("/check/findings/"))
        for reference, status in by_reference.items():
            assert visitor.get(f"/check/findings/{reference}").status_code == status, name
            assert (reference in listed) is (status == 200), name


def test_letters_and_the_administrators_pages_carry_no_fact(
    walked: Served, visitor: Visitor
) -> None:
    visitor.as_("administrator")
    page = visitor.get("/letters/")
    assert "CA-2026-001" in words(page)
    letters = re.findall(r'href="(/letters/\d+)"', words(page))
    assert letters
    for address in (*letters, "/letters/", "/people/", f"/people/{IDS['head']}"):
        shown = words(visitor.get(address))
        assert SECRET not in shown, address
        assert builders.FACT not in shown
        assert "台帳に登録" not in shown
