"""Pages of erasing somebody who left, on both databases: asked by one, done by another."""

import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, select

from pms_tracker.act import act_proofs
from pms_tracker.act.tables.case_tables import Erasure
from pms_tracker.database import Table, session
from pms_tracker.people.changes import leaving
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person, RoleGrant
from pms_tracker.trail import names, trail
from tests import builders, reporting
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

LIST = "/act/erasures/"
WHY = "保存期間が過ぎたため。"
LONG_AGO = TODAY - timedelta(days=1096)
NAME, NUMBER = "小口 彩香", "退職者-0004"
PAGE, ASK = f"/people/{IDS['auditor']}", f"/act/erasures/people/{IDS['auditor']}"


def left(served: Served, on: date = LONG_AGO) -> None:
    """The auditor, who filed a finding and signed the report, left."""
    with committing(served):
        within = builders.audit()
        builders.case(within)
        reporting.sign(reporting.answer_all(within))
        reporting.decide(within)
        who = people.person(IDS["auditor"])
        leaving.leave(who, on=on, by=viewer("administrator").actor)


def agree_to(served: Served) -> str:
    with reading(served):
        newest = select(Erasure.id).order_by(Erasure.id.desc()).limit(1)
        return f"{LIST}{session.scalars(newest).one()}/agree"


def tables_with(text: str) -> set[str]:
    """Tables and columns that hold a text anywhere, in either database."""
    sought = re.compile(f"{re.escape(text)}|{re.escape(text.replace(' ', ''))}")
    found = set()
    for table in Table.metadata.sorted_tables:
        columns = [each for each in table.columns if not isinstance(each.type, LargeBinary)]
        for row in session.execute(select(*columns)).mappings():
            for each in columns:
                if sought.search(json.dumps(row[each], ensure_ascii=False, default=str)):
                    found.add(f"{table.name}.{each.name}")
    return found


def test_one_manager_asks_the_other_agrees_and_no_page_says_the_name(
    served: Served, visitor: Visitor
) -> None:
    left(served)
    visitor.as_("privacy_manager")
    assert f'href="{ASK}"' in words(visitor.get(PAGE))
    told = words(visitor.get(ASK))
    assert NUMBER in told
    assert "元には戻せません" in told
    assert visitor.post(ASK, reason="").status_code == 400
    assert visitor.post(ASK, reason=WHY).location == LIST
    assert "申請済みです" in words(visitor.get(PAGE))
    assert visitor.post(ASK, reason=WHY).status_code == 409
    agree = agree_to(served)
    assert visitor.post(agree).status_code == 409
    visitor.as_("audit_manager")
    page = words(visitor.get(LIST))
    assert NAME in page
    assert "番号に替わります" in page
    assert visitor.post(agree).location == PAGE
    page = words(visitor.get(PAGE))
    assert NUMBER in page
    assert "消去されました" in page
    for address in (PAGE, LIST, "/people/", "/trail/", "/check/findings/F-2026-001"):
        assert NAME not in words(visitor.get(address)), address
    visitor.as_("privacy_manager")
    assert visitor.post(f"{PAGE}/data").status_code == 200
    assert visitor.get(ASK).status_code == 409


def test_no_table_holds_the_name_any_more_and_what_was_done_stays(
    served: Served, visitor: Visitor
) -> None:
    left(served)
    with reading(served):
        held = {"person.name", "trail_entry.actor_name", "signed_report.content"}
        assert held <= tables_with(NAME)
    visitor.as_("privacy_manager").post(ASK, reason=WHY)
    visitor.as_("audit_manager").post(agree_to(served))
    with reading(served):
        assert tables_with(NAME) == set()
        assert list(trail.verify()) == []
        assert list(act_proofs.verify()) == []
        kept = session.scalars(select(RoleGrant).where(RoleGrant.person_id == IDS["auditor"]))
        assert kept.one().until_on is not None
        assert trail.history("F-2026-001")[-1].actor_name == NUMBER


def test_whose_data_must_be_kept_is_told_from_when_on_they_can_be_erased(
    served: Served, visitor: Visitor
) -> None:
    left(served, TODAY - timedelta(days=1095))
    visitor.as_("privacy_manager")
    assert "2026年11月25日(水)から申請できます" in words(visitor.get(PAGE))
    refused = visitor.post(ASK, reason=WHY)
    assert refused.status_code == 409
    assert "2026年11月25日(水)から" in words(refused)
    with reading(served):
        assert session.scalars(select(Erasure)).all() == []


@pytest.mark.parametrize(
    ("who", "said"), [("owner", "在籍している人"), ("privacy_manager", "自分の個人データ")]
)
def test_nobody_who_is_here_and_nobody_themselves_is_erased(
    visitor: Visitor, who: str, said: str
) -> None:
    visitor.as_("privacy_manager")
    for refused in (
        visitor.get(f"/act/erasures/people/{IDS[who]}"),
        visitor.post(f"/act/erasures/people/{IDS[who]}", reason=WHY),
    ):
        assert refused.status_code == 409
        assert said in words(refused)


def test_whoever_came_back_meanwhile_is_not_erased(served: Served, visitor: Visitor) -> None:
    left(served)
    visitor.as_("privacy_manager").post(ASK, reason=WHY)
    with committing(served):
        session.get_one(Person, IDS["auditor"]).left_on = None
    refused = visitor.as_("audit_manager").post(agree_to(served))
    assert refused.status_code == 409
    with reading(served):
        assert people.person(IDS["auditor"]).name == NAME


def test_whoever_has_something_to_do_still_is_not_erased(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
        who = people.person(IDS["auditor"])
        leaving.leave(who, on=LONG_AGO, by=viewer("administrator").actor)
    refused = visitor.as_("privacy_manager").post(ASK, reason=WHY)
    assert refused.status_code == 409
    assert "対応が終わっていない仕事があります（AU-2026-001）" in words(refused)


def test_whoever_holds_a_role_still_is_not_erased(served: Served, visitor: Visitor) -> None:
    left(served)
    with committing(served):
        session.scalars(
            select(RoleGrant).where(RoleGrant.person_id == IDS["auditor"])
        ).one().until_on = None
    refused = visitor.as_("privacy_manager").post(ASK, reason=WHY)
    assert refused.status_code == 409
    assert "役割か所属が残っています" in words(refused)


def test_somebody_else_of_the_same_name_keeps_it(served: Served, visitor: Visitor) -> None:
    left(served)
    with committing(served):
        people.person(IDS["owner"]).name = NAME
    visitor.as_("privacy_manager").post(ASK, reason=WHY)
    assert visitor.as_("audit_manager").post(agree_to(served)).location == PAGE
    with reading(served):
        assert people.person(IDS["auditor"]).name == names.number_of(IDS["auditor"]) == NUMBER
        assert people.person(IDS["owner"]).name == NAME
        assert "trail_entry.actor_name" not in tables_with(NAME)
        assert list(trail.verify()) == []
        assert list(act_proofs.verify()) == []
