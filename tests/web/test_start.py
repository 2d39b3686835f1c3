"""The guided path and its panel at home: for whom, until when, and at what cost."""

import re

from sqlalchemy import delete

from pms_tracker.database import session
from pms_tracker.kernel.independence import Role
from pms_tracker.people.models import Membership
from pms_tracker.reminders.step_rules import Facts
from pms_tracker.web import start
from tests import builders
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

# The button of the last step, not the place in the navigation.
TO_THE_PROGRAMME = 'href="/check/programmes/">監査プログラムを作る</a>'


def test_the_next_step_stands_at_home_for_those_who_take_part(
    served: Served, visitor: Visitor
) -> None:
    for name, offered in {"audit_manager": True, "privacy_manager": False}.items():
        page = words(visitor.as_(name).get("/"))
        assert "最初の監査" in page
        assert (TO_THE_PROGRAMME in page) is offered, name
    for name in ("employee", "head", "auditor"):
        assert "はじめの4つの手順" not in words(visitor.as_(name).get("/")), name
    with committing(served):
        builders.audit()
    assert "はじめの4つの手順" not in words(visitor.as_("audit_manager").get("/"))


def test_each_step_has_its_button_for_whoever_may(served: Served, visitor: Visitor) -> None:
    with committing(served):
        session.execute(
            delete(Membership).where(Membership.person_id == IDS["head"], Membership.is_head)
        )
    page = words(visitor.as_("administrator").get("/start/"))
    for said in ("2 / 4 済み", "責任者のいない部門があります：", 'href="/people/new"'):
        assert said in page
    assert TO_THE_PROGRAMME not in page
    page = words(visitor.as_("audit_manager").get("/start/"))
    assert TO_THE_PROGRAMME in page
    assert 'href="/people/new"' not in page
    assert "システム管理者の仕事です。" in page


def test_the_way_to_the_form_for_units_opens_it(served: Served, visitor: Visitor) -> None:
    facts = Facts(1, False, ("書店",), ("書店",), True, False, False)
    with served.app.test_request_context():
        first, *_more = start.lines(facts, viewer("administrator"))
    assert (first.state, first.url) == ("now", "/people/#name")
    page = words(visitor.as_("administrator").get("/people/"))
    folded = re.findall(r"<details.*?</details>", page, re.DOTALL)
    assert any('id="name"' in each for each in folded)


def test_whoever_is_through_is_told_so(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
    page = words(visitor.as_("employee").get("/start/"))
    assert "4 / 4 済み" in page
    assert "準備が整いました。" in page


def test_a_submitted_programme_is_the_representatives_work(served: Served) -> None:
    facts = Facts(2, True, (), (), True, True, False, programme_waits=True)
    for name, mine in {"audit_manager": False, "representative": True}.items():
        with served.app.test_request_context():
            *_before, last = start.lines(facts, viewer(name))
        assert (last.mine, last.words.who) == (mine, Role.REPRESENTATIVE), name
        assert last.lacking, name
