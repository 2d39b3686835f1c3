"""Pages of deputies: named and ended where the absent person is shown, seen where they act."""

import re
from datetime import timedelta

import pytest
import time_machine

from pms_tracker import clock
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.incidents import incident_decision_rules
from pms_tracker.people.changes import deputies
from pms_tracker.people.firm import people
from pms_tracker.plan.policies import policies, policy_reviews, review_inputs, text_check
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import IDS, TODAY, viewer
from tests.databases import Served
from tests.do import (
    test_complaints as complaints,
    test_incidents as incidents,
    test_ledger as ledger,
)
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words
from tests.web.budgets import CASE, HOME, RECORD

MINE = f"/people/{IDS['privacy_manager']}/deputies/"
TYPED = {
    "deputy_id": IDS["other_head"],
    "since_on": "2026/11/24",
    "until_on": "R8.11.30",
    "reason": "出張",
}
LESSON = "棚の鍵は二人で持つ。"
POLICY = "/plan/policies/POL-001"
REVIEW = f"{POLICY}/review"


def end_of(visitor: Visitor, address: str) -> str:
    """Where the page's one button to end a deputy leads."""
    (found,) = re.findall(rf'action="({MINE}\d+/end)"', visitor.get(address).text)
    return str(found)


def test_the_absent_person_names_and_ends_on_their_settings(visitor: Visitor) -> None:
    page = visitor.as_("privacy_manager").get("/me/")
    assert "代理は決まっていません" in words(page)
    assert set(form(page, MINE)) == set(TYPED)
    assert visitor.post(MINE, **TYPED).location == "/me/#deputies"
    page = words(visitor.get("/me/"))
    for said in ("平林 真一さんが代理をします", "代理中", "出張", "代理を決めました。"):
        assert said in page
    ends = end_of(visitor, "/me/")
    assert visitor.post(ends).location == "/me/#deputies"
    assert "代理は決まっていません" in words(visitor.get("/me/"))
    assert visitor.post(ends).status_code == 404


def test_the_representative_does_it_on_the_persons_page(visitor: Visitor) -> None:
    address = f"/people/{IDS['privacy_manager']}"
    assert MINE in visitor.as_("representative").get(address).text
    assert visitor.post(MINE, **TYPED).location == f"{address}#deputies"
    ends = end_of(visitor, address)
    refused = visitor.post(MINE, **TYPED)
    assert refused.status_code == 409
    assert "2026年11月24日(火)から2026年11月30日(月)までの代理が、すでに決まっています" in words(
        refused
    )
    seen = visitor.as_("head").get(address)
    assert "平林 真一さんが代理をします" in words(seen)
    assert "出張" not in words(seen)
    assert MINE not in seen.text
    for name in ("head", "administrator", "other_head"):
        assert visitor.as_(name).post(MINE, **TYPED).status_code == 403
        assert visitor.post(ends).status_code == 403


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"deputy_id": ""}, 400, "代理する人を選んでください。"),
        ({"deputy_id": IDS["privacy_manager"]}, 400, "一覧から選んでください。"),
        ({"since_on": ""}, 400, "代理の初日を入力してください。"),
        ({"since_on": "2026/11/23"}, 400, "代理の初日は、今日以降の日を入力してください。"),
        ({"until_on": "2026/11/31"}, 400, "11月は30日までです。"),
        ({"until_on": "2027/11/24"}, 400, "代理は180日まで決められます。"),
        ({"deputy_id": IDS["auditor"]}, 409, "互いの代理になれません。"),
        ({"deputy_id": IDS["nobody"]}, 409, "代理になれません。"),
    ],
)
def test_what_cannot_be_is_said_and_all_that_was_typed_stays(
    visitor: Visitor, changes: dict[str, object], status: int, said: str
) -> None:
    refused = visitor.as_("privacy_manager").post(MINE, **{**TYPED, **changes})
    assert refused.status_code == status
    assert said in words(refused)
    assert 'value="出張"' in refused.text


def test_the_form_sent_twice_names_once(served: Served, visitor: Visitor) -> None:
    sent = form(visitor.as_("privacy_manager").get("/me/"), MINE, with_slip=True)
    for _ in range(2):
        answer = visitor.post(MINE, **{**sent, **TYPED})
        assert (answer.status_code, answer.location) == (302, "/me/#deputies")
    with reading(served):
        assert len(deputies.of(IDS["privacy_manager"], TODAY)) == 1


def test_a_deputy_approves_from_home_and_the_page_names_both(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        case = builders.case_in(CaseState.SUBMITTED)
        reference, version = case.reference, case.version
        digest = builders.plans.subject(case, builders.Dossier(case).current).digest
    address = f"/act/cases/{reference}"
    assert visitor.as_("employee").get(address).status_code == 404
    visitor.as_("privacy_manager").post(MINE, **{**TYPED, "deputy_id": IDS["employee"]})
    home = visitor.as_("employee").get("/")
    assert "藤森 奈緒さんの代理（2026年11月24日(火)〜2026年11月30日(月)）" in words(home)
    assert reference in home.text
    assert "藤森 奈緒さんの代理として、対応が必要です" in words(visitor.get(address))
    decided = {"version": version, "seen_digest": digest, "decision": "approved"}
    # The turn passes on with it, and with the turn what they may know of.
    assert visitor.post(f"{address}/decision", **decided).location == "/"
    page = visitor.as_("head").get(address)
    assert "北原 美穂（藤森 奈緒の代理）" in words(page)
    assert "だれの代理か" in words(page)


def test_a_deputy_reviews_a_policy_and_the_trail_names_both(
    served: Served, visitor: Visitor
) -> None:
    address = "/plan/policies/POL-001/review"
    assert visitor.as_("employee").get(address).status_code == 403
    with committing(served):
        builders.absent("privacy_manager", "employee")
    home = words(visitor.as_("employee").get("/"))
    assert "POL-001" in home
    assert "藤森 奈緒さんの代理" in home
    version = form(visitor.get(address), address)["version"]
    asked = dict.fromkeys(("law", "business", "contact", "findings", "wording"), "変わりない。")
    done = visitor.post(
        address, version=version, outcome="unchanged", reason="変わりない。", **asked
    )
    assert done.status_code == 302
    with reading(served):
        trail.write_pending()
        entry = trail.history("POL-001")[0]
        told = {value.field: value.after for value in entry.values}
        assert (entry.actor_name, told["on_behalf_of"]) == ("北原 美穂", "藤森 奈緒")
        assert policy_reviews.of_policy(policies.listed()[0].id)[0].held_by_id == IDS["employee"]


def test_a_deputy_reads_what_the_review_is_about_and_nothing_besides(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        found = builders.finding().reference
        review_inputs.receive(
            builders.policy(), LESSON, because_of="CA-2025-001", on=TODAY, by=SYSTEM
        )
    visitor.as_("employee")
    assert visitor.get(REVIEW).status_code == 403
    with committing(served):
        builders.absent("privacy_manager", "employee")
    with visitor.counting() as statements:
        page = visitor.get(REVIEW)
    assert len(statements) <= RECORD
    for said in (LESSON, found, "藤森 奈緒さんの代理として見直します"):
        assert said in words(page)
    # What they may not open otherwise is named and not linked, here and everywhere else.
    assert f"/check/findings/{found}" not in page.text
    assert visitor.get(f"/check/findings/{found}").status_code == 404
    assert LESSON not in visitor.get(POLICY).text
    assert "代理として見直します" not in words(visitor.as_("privacy_manager").get(REVIEW))


def test_what_a_deputy_answered_is_theirs_to_read_until_the_absence_ends(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        absence = builders.absent("privacy_manager", "employee").id
        review_inputs.receive(
            builders.policy(), LESSON, because_of="CA-2025-001", on=TODAY, by=SYSTEM
        )
        held = builders.review(by="employee").reference
        builders.absent("representative", "other_head")
    page = f"/plan/reviews/{held}"
    read = visitor.as_("employee").get(page)
    assert LESSON in words(read)
    assert "/act/cases/CA-2025-001" not in read.text
    # Who stands in for another, or for nobody, reads that it was held, for whom, and no lesson.
    for other in ("other_head", "head"):
        seen = words(visitor.as_(other).get(page))
        assert "北原 美穂（藤森 奈緒の代理）" in seen
        assert LESSON not in seen
    with committing(served):
        manager = people.person(IDS["privacy_manager"])
        deputies.end(manager, absence, by=viewer("privacy_manager"))
    assert LESSON not in visitor.as_("employee").get(page).text
    assert visitor.get(REVIEW).status_code == 403


def test_a_remark_that_a_deputy_lays_in_the_inbox_names_both(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.absent("privacy_manager", "employee")
        noticed, *_ = text_check.remarks(builders.policy(), policies.in_force(1), [])
    assert visitor.as_("employee").post(f"{POLICY}/remarks", remark=noticed.name).status_code == 302
    with reading(served):
        entry = trail.history("POL-001")[0]
        told = {value.field: value.after for value in entry.values}
        assert (entry.move, entry.actor_name) == ("input_received", "北原 美穂")
        assert told["on_behalf_of"] == "藤森 奈緒"


def test_all_that_a_deputy_is_asked_opens_while_they_stand_in_and_no_longer(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        incident = incidents.entered("head", sensitive=True)
        incidents.asked(incident, incident_decision_rules.Matter.UNREPORTED)
        over = incidents.entered("head", sensitive=True)
        incidents.struck(over, "二度入力した。")
        complaint = complaints.entered("head", **complaints.ANSWER, grave=True)
        complaints.hand_in(complaint)
        entry = ledger.entered()
        ledger.hand_in(entry)
        places = [
            f"/do/incidents/{INCIDENTS.name_of(incident)}",
            f"/do/incidents/{INCIDENTS.name_of(incident)}/decisions",
            f"/do/complaints/{COMPLAINTS.name_of(complaint)}",
            f"/do/ledger/{LEDGER.name_of(entry)}",
        ]
        closed = f"/do/incidents/{INCIDENTS.name_of(over)}"
    for place in (*places, closed):
        assert visitor.as_("employee").get(place).status_code == 404, place
    with committing(served):
        builders.absent("representative", "employee", until_on=TODAY)
        builders.absent("privacy_manager", "employee", until_on=TODAY)
    asked = set(re.findall(r'href="(/do/[^"#]*)"', visitor.as_("employee").get("/").text))
    assert places[1] in asked
    for place in (*asked, *places):
        assert visitor.get(place).status_code in {200, 302}, place
    assert places[2].rpartition("/")[2] in words(visitor.get("/do/complaints/waiting"))
    # What is over asks nobody anything.
    assert visitor.get(closed).status_code == 404
    with time_machine.travel(clock.at(TODAY + timedelta(days=1), 10)):
        visitor.as_("employee")
        for place in places:
            assert visitor.get(place).status_code == 404, place


def test_pages_cost_a_deputy_no_more_than_others(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case_in(CaseState.SUBMITTED)
        address = f"/act/cases/{case.reference}"
    visitor.as_("representative").post(MINE, **TYPED)
    for page, most in (("/", HOME), (address, CASE)):
        cost = {}
        for key in ("privacy_manager", "other_head"):
            visitor.as_(key).get("/")
            with visitor.counting() as statements:
                assert visitor.get(page).status_code == 200
            cost[key] = len(statements)
            assert len(statements) <= most, statements
        # Home names whom somebody stands in for, and asks only where they do; a record asks whether
        # the finding may be named, which whoever sees it has found out already.
        assert cost["other_head"] <= cost["privacy_manager"] + 1, page
