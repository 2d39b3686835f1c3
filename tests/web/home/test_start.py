"""The guided path and its panel at home: for whom, until when, and at what cost."""

import re

from sqlalchemy import delete

from pms_tracker.check.preparing import question_templates
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.database import session
from pms_tracker.kernel.independence import AUDITING, Role
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Membership, RoleGrant, UnitKind
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.reminders.rules.step_rules import Facts
from pms_tracker.trail.trail import SYSTEM
from pms_tracker.web.home import start
from tests import builders
from tests.cast import BEGAN, IDS, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words

# The button of the last step, not the place in the navigation.
TO_THE_PROGRAMME = 'href="/check/programmes/">監査プログラムを作る</a>'


def questions_kept() -> None:
    """The J-items are adopted, and the questions that come with the program are taken over."""
    requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    wanted = question_templates.starter(AuditKind.OPERATION)
    question_templates.keep(AuditKind.OPERATION, wanted, version=1, by=viewer("audit_manager"))


def test_the_next_step_stands_at_home_for_those_who_take_part(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        questions_kept()
    page = words(visitor.as_("audit_manager").get("/"))
    assert "最初の監査" in page
    assert TO_THE_PROGRAMME in page
    page = words(visitor.as_("privacy_manager").get("/"))
    assert "年度計画を作る" in page
    assert TO_THE_PROGRAMME not in page
    for name in ("employee", "head", "auditor"):
        assert "はじめの手順" not in words(visitor.as_(name).get("/")), name
    with committing(served):
        builders.audit()
    assert "はじめの手順" not in words(visitor.as_("audit_manager").get("/"))


def test_whose_step_it_is_stands_at_home_where_it_is_not_the_readers(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        questions_kept()
    page = words(visitor.as_("administrator").get("/start/"))
    assert "個人情報保護管理者の仕事です。" in page
    page = words(visitor.as_("representative").get("/"))
    assert "年度計画" in page
    assert "個人情報保護管理者の仕事です。" in page
    # Whoever approves the plan of the year is not led to write it.
    assert "年度計画を作る" not in page.partition("<main")[2]


def test_one_click_adopts_the_items_and_one_the_questions(served: Served, visitor: Visitor) -> None:
    adopt, take = "/plan/requirements/shipped/adopt", "/check/question-templates/operation/starter"
    page = visitor.as_("privacy_manager").get("/")
    done = visitor.post(adopt, **form(page, adopt, with_slip=True))
    assert done.location == "/plan/requirements/j-items/proposal/"
    page = visitor.as_("audit_manager").get("/")
    assert visitor.post(take, **form(page, take)).status_code == 302
    page = words(visitor.get("/start/"))
    assert "5 / 8 済み" in page
    assert TO_THE_PROGRAMME in page


def test_each_step_has_its_button_for_whoever_may(served: Served, visitor: Visitor) -> None:
    with committing(served):
        questions_kept()
        session.execute(
            delete(Membership).where(Membership.person_id == IDS["head"], Membership.is_head)
        )
    page = words(visitor.as_("administrator").get("/start/"))
    # Somebody who is there already is to be named.
    for said in ("4 / 8 済み", "責任者のいない部門があります：", "人と部門を開く"):
        assert said in page
    assert 'href="/people/new"' not in page
    assert TO_THE_PROGRAMME not in page
    with committing(served):
        staffing.add_unit("岡谷教室", UnitKind.SITE, by=SYSTEM)
    page = words(visitor.get("/start/"))
    # What lacks may be a role of somebody who is there as well.
    for said in ('href="/people/new"', "人と部門を開く"):
        assert said in page
    page = words(visitor.as_("audit_manager").get("/start/"))
    # Without its people a programme finds nobody: its button comes once they are there.
    assert TO_THE_PROGRAMME not in page
    assert 'href="/people/new"' not in page
    assert "システム管理者の仕事です。" in page


UNAUDITED = re.compile("監査できる人がいない部門があります：([^。]+)。")


def test_units_that_nobody_may_audit_are_named_until_somebody_may(
    served: Served, visitor: Visitor
) -> None:
    """Everybody who audits comes to work in one unit; then somebody from elsewhere is appointed."""
    administrator = visitor.as_("administrator")
    assert UNAUDITED.findall(words(administrator.get("/start/"))) == []
    with committing(served):
        shop = people.unit(UNIT_IDS["書店"])
        for name in ("audit_manager", "second_auditor"):
            staffing.enrol(people.person(IDS[name]), shop, since_on=BEGAN, by=SYSTEM)
    for page in ("/start/", "/"):
        told = words(administrator.get(page))
        assert UNAUDITED.findall(told) == ["書店"], page
        assert "その部門に所属しない人を、監査員に任命してください。" in told
    with committing(served):
        staffing.grant(people.person(IDS["owner"]), Role.AUDITOR, since_on=BEGAN, by=SYSTEM)
    assert UNAUDITED.findall(words(administrator.get("/start/"))) == []


def test_of_many_units_that_nobody_may_audit_a_few_are_named_and_the_others_counted(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        session.execute(delete(RoleGrant).where(RoleGrant.role.in_(AUDITING)))
        for name in ("上田教室", "岡谷教室"):
            staffing.add_unit(name, UnitKind.SITE, by=SYSTEM)
    (told,) = UNAUDITED.findall(words(visitor.as_("administrator").get("/start/")))
    assert told.endswith("ほか1部門")
    assert len(told.split("、")) == start.MOST_NAMED


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
    assert "8 / 8 済み" in page
    assert "準備が整いました。" in page


def test_a_proposal_that_waits_is_the_representatives_work(served: Served) -> None:
    """Whoever keeps people made it, and reads that it waits while they go on with others."""
    facts = Facts(2, True, (), ("書店",), True, False, False, proposed=True)
    buttons = {"administrator": ("人と部門を開く", 2), "representative": ("提案を確認する", 1)}
    for name, (button, lacking) in buttons.items():
        with served.app.test_request_context():
            line = start.lines(facts, viewer(name))[1]
            assert (line.mine, str(line.words.button)) == (True, button)
            assert len(line.lacking) == lacking
            assert line.lacking[-1].startswith("同意を待つ提案があります。")


def test_a_submitted_plan_of_the_year_is_the_representatives_work(served: Served) -> None:
    facts = Facts(2, True, (), (), True, True, False, requirement_set=True, year_plan_waits=True)
    for name, mine in {"privacy_manager": False, "representative": True}.items():
        with served.app.test_request_context():
            year = start.lines(facts, viewer(name))[4]
        assert (year.mine, year.words.who) == (mine, Role.REPRESENTATIVE), name
        assert year.lacking, name


def test_a_submitted_programme_is_the_representatives_work(served: Served) -> None:
    facts = Facts(2, True, (), (), True, True, False, programme_waits=True)
    for name, mine in {"audit_manager": False, "representative": True}.items():
        with served.app.test_request_context():
            *_before, last = start.lines(facts, viewer(name))
        assert (last.mine, last.words.who) == (mine, Role.REPRESENTATIVE), name
        assert last.lacking, name


def test_a_step_without_a_button_says_what_comes_first(served: Served) -> None:
    facts = Facts(2, True, (), (), True, False, False)
    with served.app.test_request_context():
        lines = start.lines(facts, viewer("privacy_manager"))
        said = {str(line.words.title): [*map(str, line.lacking)] for line in lines}
    assert said["要求事項"] == ["先に終える手順：方針"]
    assert said["最初の監査"] == ["先に終える手順：方針、監査の質問"]
    assert said["年度計画"] == []
