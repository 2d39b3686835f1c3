"""Home on both databases: everybody's own turn, most urgent first, and whom they wait for."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import delete

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Membership, RoleGrant
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.web.home.home_views import MOST
from tests import builders, cast
from tests.cast import IDS, POLICY, TODAY
from tests.databases import Served
from tests.do import test_checks, test_risks
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, form, words


def turns(page: str) -> list[str]:
    """References of the duties in their order, each with its own button."""
    (listed,) = re.findall(r'<ol class="duties">(.*?)</ol>', page, re.DOTALL) or [""]
    return re.findall(r'<p class="duty-source"><a[^>]*>([^<]+)</a>', listed)


@pytest.mark.both_databases
def test_everybody_sees_their_own_turn_and_nobody_elses(served: Served, visitor: Visitor) -> None:
    with committing(served):
        within = builders.audit(planned_on=TODAY + timedelta(days=3))
        for state in (CaseState.PLANNING, CaseState.SUBMITTED, CaseState.DOING):
            builders.case_in(state, within)
        builders.case_in(CaseState.REVIEWING, within)
        builders.case_in(CaseState.CLOSED, within)
    expected = {
        "head": ["CA-2026-001"],
        "privacy_manager": ["CA-2026-002"],
        "owner": ["CA-2026-003"],
        "other_head": [],
        "employee": [],
        "second_auditor": [],
    }
    for name, references in expected.items():
        page = words(visitor.as_(name).get("/"))
        found = [each for each in turns(page) if each.startswith("CA-")]
        assert found == references, name
    assert "対応が必要なものはありません" in words(visitor.as_("employee").get("/"))
    # The auditor was the auditor of the case: the effect is theirs to judge.
    assert "CA-2026-004" in turns(words(visitor.as_("auditor").get("/")))


def test_the_button_of_an_audit_opens_its_checklist_itself(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit(planned_on=TODAY)
    page = words(visitor.as_("auditor").get("/"))
    assert re.findall(r'class="btn[^"]*" href="(/check/audits/[^"]+)"', page) == [
        "/check/audits/AU-2026-001/checklist/"
    ]


def test_the_most_urgent_comes_first_and_says_how_late_it_is(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        days = (TODAY + timedelta(days=5), TODAY - timedelta(days=2), TODAY)
        for day in days:
            builders.case(within).turn_due_on = day
    page = words(visitor.as_("head").get("/"))
    assert turns(page) == ["CA-2026-002", "CA-2026-003", "CA-2026-001"]
    for said in ("2日超過", "今日まで", "あと5日", "うち期限超過1件", "3件"):
        assert said in page
    english = visitor.client.post(
        "/language", data={"language": "en", "csrf_token": visitor.token()}
    )
    assert english.status_code == 302
    in_english = words(visitor.get("/"))
    assert turns(in_english) == turns(page)
    # What a process keeps of these lines it keeps in each language.
    assert "2 days overdue" in in_english
    assert "2日超過" not in in_english
    assert "2日超過" in words(
        visitor.as_("privacy_manager").get("/cycle/duties/?phase=act&due=late")
    )


def test_what_was_overdue_before_the_tool_was_there_is_said_calmly(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        session.get_one(Policy, 1).next_review_on = clock.today() - timedelta(days=2000)
    page = words(visitor.as_("privacy_manager").get("/"))
    assert "POL-001" not in turns(page)
    assert "利用を始める前から期限を過ぎています" in page
    assert "期限超過" not in page


@pytest.mark.both_databases
def test_what_was_overdue_before_is_one_line_with_a_list_however_many(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        session.get_one(Policy, 1).next_review_on = clock.today() - timedelta(days=2000)
        for title in ("個人情報取扱規程", "委託先管理規程"):
            made = cast.adopted(POLICY.replace("個人情報保護方針", title, 1))
            made.next_review_on = clock.today() - timedelta(days=1500)
    page = words(visitor.as_("privacy_manager").get("/"))
    assert page.count("利用を始める前から期限を過ぎています") == 1
    assert "次の3件は" in page
    for reference in ("POL-001", "POL-002", "POL-003"):
        assert f">{reference}</a>" in page
    assert "超過" not in page.replace("利用を始める前から期限を過ぎています", "")


def test_the_side_tells_whom_one_waits_for(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
    page = words(visitor.as_("head").get("/"))
    assert "CA-2026-001" in page
    assert "藤森 奈緒さん" in page
    # The same case is the privacy manager's own turn, so they do not wait for it.
    page = words(visitor.as_("privacy_manager").get("/"))
    assert "CA-2026-001" in turns(page)
    assert "藤森 奈緒さん" not in page
    assert "CA-2026-001" not in words(visitor.as_("other_head").get("/"))


def test_what_somebody_handed_in_waits_for_whoever_decides(
    served: Served, visitor: Visitor
) -> None:
    nothing = "ほかの人の対応待ちになっているものは、ありません。"
    assert nothing in words(visitor.as_("head").get("/"))
    with committing(served):
        for _ in range(3):
            test_risks.hand_in(test_risks.a_risk())
    page = words(visitor.as_("head").get("/"))
    assert nothing not in page
    assert "リスク対応の承認" in page
    assert "RK-2026-001" in page
    assert "ほか2件" in page
    # Whoever decides is not waiting for it.
    assert nothing in words(visitor.as_("representative").get("/"))
    assert nothing in words(visitor.as_("other_head").get("/"))


@pytest.mark.parametrize(
    ("amount", "told"), [(9, "9件"), (10, "10件"), (11, "10件以上"), (14, "10件以上")]
)
def test_more_than_are_shown_is_never_told_as_if_these_were_all(
    served: Served, visitor: Visitor, amount: int, told: str
) -> None:
    with committing(served):
        within = builders.audit()
        for _each in range(amount):
            builders.case_in(CaseState.SUBMITTED, within)
    side = words(visitor.as_("head").get("/")).partition("ほかの人を待っているもの")[2]
    assert re.findall("([0-9]+件(?:以上)?)", side)[0] == told
    assert len(set(re.findall("CA-2026-[0-9]{3}", side))) == min(amount, 10)


@pytest.mark.both_databases
def test_of_more_duties_than_are_listed_all_are_counted_and_so_are_the_late_ones(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit()
        for number in range(MOST + 2):
            builders.case(within).turn_due_on = TODAY - timedelta(days=number >= 1)
    page = words(visitor.as_("head").get("/"))
    assert len(turns(page)) == MOST
    for said in (f"{MOST + 2}件</span>", f"うち期限超過{MOST + 1}件", "ほか2件"):
        assert said in page


NEXT = re.compile(r'次：<a href="([^"]+)">([^<]+)</a>')
NOTHING_MORE = "ほかに対応が必要なものはありません。"


def decided(visitor: Visitor, reference: str) -> str:
    """The page after a plan was approved there."""
    url = f"/act/cases/{reference}"
    sent = {**form(visitor.get(url), f"{url}/decision"), "decision": "approved"}
    answer = visitor.post(f"{url}/decision", **sent)
    assert (answer.status_code, answer.location) == (302, url)
    return words(visitor.get(url))


def only_cases(days_ago: int) -> None:
    """The policy is reviewed at a day that long ago, and the year has a plan."""
    session.get_one(Policy, 1).next_review_on = clock.today() - timedelta(days=days_ago)
    a_year.approved()


@pytest.mark.parametrize("late", [False, True], ids=["in time", "one late"])
def test_after_a_step_the_first_of_what_is_left_at_home_is_offered(
    served: Served, visitor: Visitor, late: bool
) -> None:
    with committing(served):
        only_cases(days_ago=-900)
        within = builders.audit()
        for _each in range(2):
            builders.case_in(CaseState.SUBMITTED, within)
        third = builders.case_in(CaseState.SUBMITTED, within)
        if late:
            third.turn_due_on = TODAY - timedelta(days=2)
    visitor.as_("privacy_manager")
    left = ["CA-2026-003", "CA-2026-002"] if late else ["CA-2026-002", "CA-2026-003"]
    before = "CA-2026-001"
    for following in left:
        page = decided(visitor, before)
        ((url, told),) = NEXT.findall(page)
        assert told.startswith(following)
        assert visitor.get(url.partition("#")[0]).status_code == 200
        assert turns(words(visitor.get("/")))[0] == following
        # It is said once, not on every page from then on.
        assert NEXT.findall(words(visitor.get("/"))) == []
        before = following
    page = decided(visitor, before)
    assert NEXT.findall(page) == []
    assert NOTHING_MORE in page


def test_what_was_overdue_before_the_tool_was_there_is_offered_after_all_else(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        only_cases(days_ago=2000)
        within = builders.audit()
        for _each in range(2):
            builders.case_in(CaseState.SUBMITTED, within)
    visitor.as_("privacy_manager")
    assert turns(words(visitor.get("/"))) == ["CA-2026-001", "CA-2026-002"]
    for reference, following in (("CA-2026-001", "CA-2026-002"), ("CA-2026-002", "POL-001")):
        ((_url, told),) = NEXT.findall(decided(visitor, reference))
        assert told.startswith(following)


def test_what_is_recorded_there_and_then_is_one_press_away(
    served: Served, visitor: Visitor
) -> None:
    """An accident waits for nobody to find its register; the checks of the day stand beside it once
    there are any."""
    report, checks = 'href="/do/incidents/new"', 'href="/do/checks/today"'
    for name in ("employee", "head", "representative"):
        page = words(visitor.as_(name).get("/"))
        assert report in page, name
        assert checks not in page, name
    with committing(served):
        test_checks.checked()
    assert checks in words(visitor.as_("employee").get("/"))


@pytest.mark.both_databases
def test_a_case_that_ended_is_nobodys_turn(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.CLOSED)
        assert session.get_one(Case, 1).turn_of_id is None
    for name in ("head", "owner", "privacy_manager", "auditor"):
        assert "CA-2026-001" not in turns(words(visitor.as_(name).get("/"))), name


def test_somebody_who_only_keeps_accounts_is_led_to_the_people(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        session.execute(delete(Membership).where(Membership.person_id == IDS["administrator"]))
    answer = visitor.as_("administrator").get("/")
    assert (answer.status_code, answer.location) == (302, "/start/")
    with committing(served):
        builders.audit()  # the last of the first steps
    assert visitor.get("/").location == "/people/"
    for address in ("/check/findings/", "/act/cases/", "/plan/policies/POL-001"):
        assert visitor.get(address).status_code == 403, address


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_watchdog_is_answered_without_signing_in(visitor: Visitor, address: str) -> None:
    answer = visitor.get(address)
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "ok"
    assert visitor.post(address).status_code in {400, 405}


@pytest.mark.both_databases
def test_who_lost_a_role_loses_its_duties_at_once(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
    assert "CA-2026-001" in words(visitor.as_("audit_manager").get("/act/cases/"))
    with committing(served):
        session.execute(delete(RoleGrant).where(RoleGrant.person_id == IDS["audit_manager"]))
    assert "CA-2026-001" not in words(visitor.get("/act/cases/"))
    assert visitor.get("/act/cases/CA-2026-001").status_code == 404
