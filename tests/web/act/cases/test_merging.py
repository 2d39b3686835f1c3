"""Pages of findings that share a case: once under a double click, refused in words, no secrets."""

import pytest
from sqlalchemy import func, select

from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.source_tables import CaseFinding
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

PAGE = "/act/cases/CA-2026-001/findings/"
MERGE, SPLIT = f"{PAGE}merge", f"{PAGE}split"


@pytest.fixture
def two(served: Served) -> Served:
    with committing(served):
        within = builders.audit()
        builders.case(within)
        builders.case(within, 2)
    return served


def shared(served: Served) -> list[tuple[int, int]]:
    """Which finding stands in which case, by their numbers."""
    with reading(served):
        rows = session.execute(
            select(Finding.number, Case.number)
            .join(CaseFinding, CaseFinding.finding_id == Finding.id)
            .join(Case, Case.id == CaseFinding.case_id)
        )
        return sorted((row[0], row[1]) for row in rows)


def id_of(served: Served, kind: type[Case] | type[Finding], number: int) -> str:
    """Ids differ between databases; numbers do not."""
    with reading(served):
        return str(session.scalars(select(kind.id).where(kind.number == number)).one())


@pytest.mark.both_databases
def test_merged_and_split_again_each_once(two: Served, visitor: Visitor) -> None:
    page = visitor.as_("audit_manager").get(PAGE)
    sent = {**form(page, MERGE, with_slip=True), "reason": "同じ原因"}
    sent["other_id"] = id_of(two, Case, 2)
    assert [visitor.post(MERGE, **sent).status_code for _ in range(2)] == [302, 302]
    assert shared(two) == [(1, 1), (2, 1)]
    told = words(visitor.get("/act/cases/CA-2026-002"))
    assert "この案件の所見は、CA-2026-001 で扱っています" in told
    case = words(visitor.get("/act/cases/CA-2026-001"))
    assert "不適合 F-2026-001" in case
    assert "不適合 F-2026-002" in case
    for name in ("F-2026-001", "F-2026-002"):
        assert 'href="/act/cases/CA-2026-001"' in words(visitor.get(f"/check/findings/{name}"))
    assert "扱う是正処置を変更" in words(visitor.get("/check/findings/F-2026-002"))
    sent = {**form(visitor.get(PAGE), SPLIT, with_slip=True), "reason": "別の原因"}
    sent["findings"] = id_of(two, Finding, 2)
    assert [visitor.post(SPLIT, **sent).status_code for _ in range(2)] == [302, 302]
    assert shared(two) == [(1, 1), (2, 3)]
    with reading(two):
        assert session.scalar(select(func.count()).select_from(Case)) == 3


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ({"other_id": "", "reason": "同じ"}, 400),
        ({"other_id": "2", "reason": " "}, 400),
        ({"other_id": "1", "reason": "同じ"}, 409),
        ({"other_id": "77777", "reason": "同じ"}, 404),
        ({"other_id": "9" * 20, "reason": "同じ"}, 404),
        ({"other_id": "2", "reason": "同じ", "version": "9"}, 409),
    ],
)
def test_what_cannot_be_merged_is_refused(
    two: Served, visitor: Visitor, typed: dict[str, str], status: int
) -> None:
    visitor.as_("audit_manager")
    if typed["other_id"] in {"1", "2"}:
        typed = {**typed, "other_id": id_of(two, Case, int(typed["other_id"]))}
    assert visitor.post(MERGE, **{"version": "1", **typed}).status_code == status
    assert shared(two) == [(1, 1), (2, 2)]


def test_it_is_for_the_two_managers(two: Served, visitor: Visitor) -> None:
    sent = {"version": "1", "other_id": "2", "reason": "同じ", "findings": "1"}
    for name in ("representative", "head", "auditor", "employee", "administrator"):
        visitor.as_(name)
        assert visitor.get(PAGE).status_code == 403
        assert visitor.post(MERGE, **sent).status_code == 403
        assert visitor.post(SPLIT, **sent).status_code == 403
    visitor.as_("privacy_manager")
    for address in (MERGE, SPLIT):
        assert visitor.post(address, token=False, **sent).status_code == 400
        missing = address.replace("001", "009")
        assert visitor.post(missing, **sent).status_code == 404
    assert visitor.post(SPLIT, **sent).status_code == 400
    assert shared(two) == [(1, 1), (2, 2)]
