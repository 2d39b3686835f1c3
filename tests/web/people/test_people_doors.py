"""The doors around people and records: administrators keep the one and read none of the other."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pms_tracker.database import session
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.tables.people_tables import (
    Account,
    Membership,
    Person,
    Proposal,
    RoleGrant,
    Unit,
)
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

UNKNOWN = 999_999
LARGER_THAN_ANY_ID = 2**63
POSTS = (
    "/people/units",
    "/people/",
    "/people/{person}/memberships",
    "/people/{person}/memberships/{membership}/end",
    "/people/{person}/roles",
    "/people/{person}/roles/{grant}/end",
    "/people/{person}/account",
    "/people/{person}/leave",
)


def addresses(**ids: int) -> list[str]:
    known = {"person": IDS["auditor"], "membership": IDS["auditor"], "grant": 4, **ids}
    return [address.format_map(known) for address in POSTS]


def counts(served: Served) -> list[int | None]:
    tables = (Unit, Person, Membership, RoleGrant, Proposal, Account, OutboxLetter)
    with reading(served):
        return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_everybody_may_know_who_works_where_but_only_administrators_change_it(
    served: Served, visitor: Visitor
) -> None:
    before = counts(served)
    for key in (
        "representative",
        "privacy_manager",
        "audit_manager",
        "auditor",
        "head",
        "second_auditor",
    ):
        visitor.as_(key)
        page = visitor.get("/people/")
        assert page.status_code == 200
        assert "髙山 由紀" in page.text
        assert "/people/new" not in page.text
        record = visitor.get(f"/people/{IDS['employee']}")
        assert record.status_code == 200
        assert "employee@example.jp" not in record.text
        forms = set(re.findall(r'method="post" action="(/people[^"]*)"', record.text))
        # Who stands in for somebody is named by the representative, beside the person themselves.
        naming = {f"/people/{IDS['employee']}/deputies/"} if key == "representative" else set()
        # What is held about somebody is written out by whoever answers requests for disclosure.
        told = {f"/people/{IDS['employee']}/data"} if key == "privacy_manager" else set()
        assert forms == naming | told
        assert visitor.get("/people/new").status_code == 403
        for address in addresses():
            assert visitor.post(address, name="x", role="auditor").status_code == 403, address
            assert visitor.get(address).status_code in {200, 405}, address
    for address in addresses():
        outside = Visitor(served).post(address)
        assert (outside.status_code, outside.location) == (302, "/sign-in?next=/"), address
        assert visitor.as_("administrator").post(address, token=False).status_code == 400
    assert counts(served) == before


def test_what_is_not_there_is_not_found(visitor: Visitor) -> None:
    visitor.as_("administrator")
    for number in (UNKNOWN, LARGER_THAN_ANY_ID):
        assert visitor.get(f"/people/{number}").status_code == 404
        fields = {"unit_id": UNIT_IDS["書店"], "role": "auditor"}
        for address in addresses(person=number, membership=number, grant=number)[2:]:
            assert visitor.post(address, **fields).status_code == 404, address
    assert visitor.as_("privacy_manager").post("/people/proposals/7/agree").status_code == 404


def test_who_has_neither_unit_nor_role_is_told_whom_to_ask(visitor: Visitor) -> None:
    page = visitor.as_("nobody").client.get("/", follow_redirects=True)
    assert page.status_code == 403
    assert "システム管理者または個人情報保護管理者にご相談ください。" in page.text


def membership_of(key: str) -> Membership:
    return session.scalars(select(Membership).where(Membership.person_id == IDS[key])).one()


def test_administrators_read_no_record(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case()
        pages = ["/plan/policies/POL-001", f"/act/cases/{case.reference}", "/check/audits/"]
        membership_of("administrator").until_on = TODAY - timedelta(days=1)
    visitor.as_("administrator")
    assert visitor.get("/").location == "/people/"
    for page in [*pages, "/check/findings/", "/act/cases/", "/trail/"]:
        assert visitor.get(page).status_code == 403, page
    # Words are for everybody, records are not.
    assert "CA-2026-001" not in words(visitor.get("/find?q=申込書"))
    # A letter's link may lead to a policy that everybody reads, so the record's page refuses.
    led_to = visitor.get("/r/CA-2026-001").location
    assert visitor.get(led_to).status_code == 403


@pytest.mark.parametrize("key", ["administrator", "employee"])
def test_an_administrator_who_is_an_employee_reads_what_any_employee_reads(
    served: Served, visitor: Visitor, key: str
) -> None:
    with committing(served):
        case = builders.case().reference
    visitor.as_(key)
    assert visitor.get(f"/act/cases/{case}").status_code == 404
    assert visitor.get("/trail/").status_code == 403
    for page in ("/", "/check/findings/", "/act/cases/", "/check/audits/", "/find?q=申込書"):
        found = visitor.get(page)
        assert found.status_code == 200
        assert str(case) not in found.text
        assert "F-2026-001" not in found.text
