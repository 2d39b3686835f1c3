"""The pages of the organisation: as of a day, as a picture with its table, and on paper."""

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import delete, update

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language, Membership, RoleGrant
from tests.cast import IDS
from tests.databases import Served
from tests.papers import flat, told
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

PAGE = "/people/organisation"


def names(served: Served, *keys: str) -> list[str]:
    with reading(served):
        return [people.person(IDS[key]).name for key in keys]


@pytest.mark.parametrize("who", ["employee", "privacy_manager", "administrator"])
def test_the_picture_and_its_table_say_who_stands_where(
    served: Served, visitor: Visitor, who: str
) -> None:
    page = visitor.as_(who).get(PAGE)
    assert page.status_code == 200
    for name in names(served, "representative", "privacy_manager", "audit_manager", "head"):
        assert page.text.count(name) >= 2, name
    assert page.text.count("letter.pdf") >= 4


def test_a_place_that_nobody_holds_is_said_to_be_open(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    with committing(served):
        session.execute(delete(RoleGrant).where(RoleGrant.role == Role.AUDITOR))
        session.execute(update(Membership).values(is_head=False))
    page = visitor.as_("employee").get(PAGE)
    assert page.status_code == 200
    assert words(page).count("決まっていません") >= 3
    assert flat("決まっていません") in flat(told(visitor.get(f"{PAGE}.pdf").data, tmp_path))


def test_another_day_is_asked_for_as_anybody_writes_it(visitor: Visitor) -> None:
    visitor.as_("employee")
    found = words(visitor.get(f"{PAGE}?on=R8.4.1"))
    assert "2026年4月1日(水)現在" in found
    early = words(visitor.get(f"{PAGE}?on=2001/1/1"))
    assert "この日の所属や役割は、登録されていません。" in early


@pytest.mark.parametrize("on", ["2999/1/1", "きのう", "2026/2/30"])
def test_a_day_to_come_or_none_is_refused_beside_the_field(visitor: Visitor, on: str) -> None:
    page = visitor.as_("employee").get(f"{PAGE}?on={quote(on)}")
    assert page.status_code == 400
    assert f'value="{on}"' in page.text
    assert 'id="on-error"' in page.text
    assert visitor.get(f"{PAGE}.pdf?on={quote(on)}").status_code == 400


def test_it_is_handed_out_on_paper(served: Served, visitor: Visitor, tmp_path: Path) -> None:
    paper = visitor.as_("privacy_manager").get(f"{PAGE}.pdf")
    assert paper.mimetype == "application/pdf"
    written = flat(told(paper.data, tmp_path))
    for name in names(served, "representative", "audit_manager", "head", "employee"):
        assert flat(name) in written, name
    assert "個人情報保護の体制図" in written


def test_a_letter_of_appointment_names_the_office_its_duties_and_who_appoints(
    served: Served, visitor: Visitor, tmp_path: Path
) -> None:
    page = visitor.as_("privacy_manager").get(PAGE)
    letters = re.findall(r'href="([^"]+/letter\.pdf)"', page.text)
    appointed, by = names(served, "audit_manager", "representative")
    every = [flat(told(visitor.get(each).data, tmp_path)) for each in letters]
    (mine,) = [each for each in every if flat(appointed) in each and "監査責任者に任命" in each]
    assert "任命書" in mine
    assert "監査報告書を作成し、代表者に報告する。" in mine
    assert flat(by) in mine
    assert any("部門責任者に任命します" in each for each in every)


def test_there_is_no_letter_of_what_nobody_was_given(served: Served, visitor: Visitor) -> None:
    with reading(served):
        (top,) = people.role_grants(IDS["representative"])
        number = top.id
    visitor.as_("privacy_manager")
    for path in (
        f"/people/{IDS['representative']}/roles/{number}/letter.pdf",
        f"/people/{IDS['head']}/roles/{number}/letter.pdf",
        f"/people/{IDS['head']}/memberships/999999/letter.pdf",
    ):
        assert visitor.get(path).status_code == 404


def test_english_has_it_in_english(served: Served, visitor: Visitor) -> None:
    with committing(served):
        people.person(IDS["employee"]).language = Language.EN
    page = words(visitor.as_("employee").get(PAGE))
    assert "Organisation chart" in page
    assert "Letter of appointment" in page
