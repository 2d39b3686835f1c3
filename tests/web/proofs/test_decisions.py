"""Decisions at the door: a deputy finds them at home, decides under their own name; both named."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from pms_tracker.approvals.approval_tables import Approval, Voided
from pms_tracker.database import session
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from tests import builders
from tests.cast import IDS, POLICY, TODAY
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

TEXT = POLICY.replace("教材", "教科書")
VERSION = "/plan/policies/POL-001/versions/2"
REVIEW = "/plan/reviews/PR-2026-01"
PLAN = "/plan/years/YP-2026"
PROGRAMME = "/check/programmes/AP-2026"
REPRESENTATIVE = IDS["representative"]
STAMPED = b"%PDF-1.7 stamped"
LATER = TODAY + timedelta(days=20)
DEPUTY = "平林 真一（宮下 恒一の代理）"
HOME, RECORD, SAVE = 12, 15, 14


def version() -> None:
    builders.submitted(TEXT, effective_on=LATER)


def postponement() -> None:
    builders.review(ReviewOutcome.POSTPONED, postponed_to=LATER)


def plan_of_the_year() -> None:
    a_year.submitted()


def amendment() -> None:
    plan = a_year.approved()
    a_year.amended(plan, a_year.rows_of(plan)[1:])


def programme() -> None:
    a_programme.none_yet()
    a_programme.submitted()


# What waits, the page that shows it, where its decision is sent, and where a refusal leads.
WAITING = {
    "version": (version, VERSION, f"{VERSION}/decision", "/plan/policies/POL-001"),
    "postponement": (postponement, REVIEW, f"{REVIEW}/decision", REVIEW),
    "year": (plan_of_the_year, PLAN, f"{PLAN}/decision", "/"),
    "amendment": (amendment, PLAN, f"{PLAN}/amendments/1/decision", PLAN),
    "programme": (programme, PROGRAMME, f"{PROGRAMME}/decision", "/"),
}
# Who wrote it, and who of those at the top did not and enters stamped paper.
HANDS = dict.fromkeys(WAITING, ("privacy_manager", "audit_manager"))
HANDS["programme"] = ("audit_manager", "privacy_manager")
NAMES = {"privacy_manager": "藤森 奈緒", "audit_manager": "有賀 俊"}
every_kind = pytest.mark.parametrize("kind", WAITING)


@pytest.fixture
def absent(served: Served) -> Served:
    with committing(served):
        builders.absent("representative", "other_head")
    return served


@every_kind
def test_a_deputy_decides_from_home_and_the_page_names_both(
    absent: Served, visitor: Visitor, kind: str
) -> None:
    make, page, decision, _back = WAITING[kind]
    with committing(absent):
        make()
    home = words(visitor.as_("other_head").get("/"))
    assert "宮下 恒一さんの代理" in home
    assert "平林 真一さん" in words(visitor.as_("audit_manager").get(page))
    shown = visitor.as_("other_head").get(page)
    assert "宮下 恒一さんの代理として、対応が必要です" in words(shown)
    sent = form(shown, decision)
    for other in ("head", "privacy_manager", "audit_manager"):
        status = visitor.as_(other).post(decision, **sent, decision="approved").status_code
        assert status in {403, 404}, other
    visitor.as_("other_head")
    assert visitor.post(decision, **sent, decision="approved").location == page
    assert DEPUTY in words(visitor.as_("audit_manager").get(page))
    assert visitor.as_("other_head").post(decision, **sent, decision="approved").status_code == 409


@every_kind
def test_a_deputy_who_sends_back_is_led_to_a_page_they_may_see(
    absent: Served, visitor: Visitor, kind: str
) -> None:
    make, page, decision, back = WAITING[kind]
    with committing(absent):
        make()
    sent = form(visitor.as_("other_head").get(page), decision)
    typed = {**sent, "decision": "sent_back", "reason": "早すぎます。"}
    assert visitor.post(decision, **typed).location == back
    assert visitor.get(back).status_code == 200
    by = HANDS[kind][0] if kind == "programme" else "representative"
    assert DEPUTY in words(visitor.as_(by).get(page))


# Whoever writes programmes can be no deputy of the representative: their roles clash.
@pytest.mark.parametrize("kind", [each for each in WAITING if each != "programme"])
def test_whoever_wrote_it_sees_no_form_as_the_deputy(
    served: Served, visitor: Visitor, kind: str
) -> None:
    make, page, decision, _back = WAITING[kind]
    writer = HANDS[kind][0]
    with committing(served):
        make()
        builders.absent("representative", writer)
    sent = form(visitor.as_("representative").get(page), decision)
    shown = words(visitor.as_(writer).get(page))
    assert "対応が必要です" not in shown
    assert "宮下 恒一さん" in shown
    assert visitor.post(decision, **sent, decision="approved").status_code == 403


def on_paper(visitor: Visitor, address: str, **fields: object) -> TestResponse:
    """Send a stamped decision with its scan, as a browser does."""
    scan = (BytesIO(STAMPED), "承認.pdf")
    data = {**fields, "csrf_token": visitor.token(), "scan": scan}
    return visitor.client.post(address, data=data)


@every_kind
def test_a_decision_on_paper_names_both_and_carries_its_scan(
    served: Served, visitor: Visitor, kind: str
) -> None:
    make, page, decision, _back = WAITING[kind]
    with committing(served):
        make()
    clerk = HANDS[kind][1]
    shown = visitor.as_(clerk).get(page)
    assert "書面による決定を入力する" in words(shown)
    sent = {**form(shown, decision), "decision": "approved", "on_paper_by": str(REPRESENTATIVE)}
    refused = visitor.post(decision, **sent)
    assert refused.status_code == 409
    assert "押印された書面の写し" in words(refused)
    assert form(refused, decision)["on_paper_by"] == str(REPRESENTATIVE)
    late = on_paper(visitor, decision, **{**sent, "decided_on": "2026/11/23"})
    assert late.status_code == 409
    assert "提出日以降の日" in words(late)
    done = on_paper(visitor, decision, **{**sent, "decided_on": "Ｒ８．１１．２４"})
    assert (done.status_code, done.location) == (302, page)
    decided = words(visitor.get(page))
    assert f"書面・入力 {NAMES[clerk]}" in decided
    assert "承認.pdf" in decided
    (link,) = re.findall(r'href="([^"]+/evidence/\d+)"', decided)
    with visitor.get(link) as kept:
        assert kept.data == STAMPED
    assert visitor.get(link.rpartition("/")[0] + "/99").status_code == 404


DENIED = "この書面に押印していません。𠮷"


def typed_in(served: Served, visitor: Visitor, kind: str) -> str:
    """Something is approved on paper in the representative's name; where that is read."""
    make, page, decision, _back = WAITING[kind]
    with committing(served):
        make()
    sent = {**form(visitor.as_(HANDS[kind][1]).get(page), decision), "decision": "approved"}
    sent["on_paper_by"] = str(REPRESENTATIVE)
    assert on_paper(visitor, decision, **sent).status_code == 302
    with reading(served):
        number = session.scalars(select(Approval.id).where(Approval.on_paper)).one()
    return f"/in-your-name/{number}"


@every_kind
def test_only_whoever_is_named_on_paper_reads_it_with_its_scan_and_contests_it(
    served: Served, visitor: Visitor, kind: str
) -> None:
    mine, page = typed_in(served, visitor, kind), WAITING[kind][1]
    assert f'href="{mine}"' in visitor.as_("representative").get(page).text
    shown = visitor.get(mine)
    for said in ("あなたの名前で入力された決定", NAMES[HANDS[kind][1]], "承認.pdf"):
        assert said in words(shown)
    with visitor.get(f"{mine}/scan/1") as kept:
        assert kept.data == STAMPED
    typed = {**form(shown, mine), "reason": DENIED}
    for other in (*HANDS[kind], "head", "administrator"):
        visitor.as_(other)
        assert f'href="{mine}"' not in visitor.get(page).text, other
        for address in (mine, f"{mine}/scan/1"):
            assert visitor.get(address).status_code == 404, other
        assert visitor.post(mine, **typed).status_code == 404, other
    with reading(served):
        assert session.scalars(select(Approval.voided_at).where(Approval.on_paper)).one() is None


@every_kind
def test_what_they_contest_is_void_and_the_pages_say_what_became_of_it(
    served: Served, visitor: Visitor, kind: str
) -> None:
    mine, (_make, page, decision, _back) = typed_in(served, visitor, kind), WAITING[kind]
    typed = {**form(visitor.as_("representative").get(mine), mine), "reason": DENIED}
    empty = visitor.post(mine, **{**typed, "reason": " "})
    assert empty.status_code == 400
    assert "理由を入力してください" in words(empty)
    assert visitor.post(mine, token=False, **typed).status_code == 400
    told = visitor.post(mine, **typed)
    assert (told.status_code, told.location) == (302, mine)
    after = words(visitor.get(mine))
    # A plan that others act on already stays as it was amended.
    stays = kind == "amendment"
    became = "個人情報保護管理者が対応します" if stays else "決定の前の状態に戻りました"
    for said in (became, "本人の異議により無効", DENIED):
        assert said in after
    assert "異議を申し立てる" not in after
    assert visitor.post(mine, **typed).status_code == 409
    with reading(served):
        row = session.scalars(select(Approval).where(Approval.on_paper)).one()
        assert (row.void_because, row.void_reason) == (Voided.CONTESTED, DENIED)
    # The page of the record says why, and offers the decision to them again.
    record = visitor.get(page)
    assert "本人の異議により無効" in words(record)
    if not stays:
        again = {**form(record, decision), "decision": "approved"}
        assert visitor.post(decision, **again).status_code == 302


@every_kind
def test_paper_is_offered_to_those_at_the_top_who_did_not_write_it(
    served: Served, visitor: Visitor, kind: str
) -> None:
    make, page, decision, _back = WAITING[kind]
    with committing(served):
        make()
    writer, clerk = HANDS[kind]
    sent = {**form(visitor.as_(clerk).get(page), decision), "decision": "approved"}
    sent["on_paper_by"] = str(REPRESENTATIVE)
    for name in (writer, "representative", "head"):
        seen = visitor.as_(name).get(page)
        assert "紙で決定された" not in words(seen), name
        if name != "representative":
            assert on_paper(visitor, decision, **sent).status_code in {403, 404}, name


def test_a_version_gives_out_its_own_scans_and_no_signed_list(
    served: Served, visitor: Visitor
) -> None:
    """All lie with the policy; who may read a signed list is asked on its own page."""
    with committing(served):
        version()
        builders.announced(due_on=LATER)
    known = "/plan/policies/POL-001/acknowledgements"
    visitor.as_("head")
    signed = form(visitor.get(known), f"{known}/list")
    signed |= {"person_ids": str(IDS["without_account"]), "signed_on": "2026/11/24"}
    assert on_paper(visitor, f"{known}/list", **signed).status_code == 302
    with visitor.get(f"{known}/evidence/1") as kept:
        assert kept.status_code == 200
    visitor.as_("representative")
    assert visitor.get(f"{VERSION}/evidence/1").status_code == 404


@every_kind
def test_a_decision_that_came_second_says_so(served: Served, visitor: Visitor, kind: str) -> None:
    make, page, decision, _back = WAITING[kind]
    with committing(served):
        make()
    sent = {**form(visitor.as_("representative").get(page), decision), "decision": "approved"}
    assert visitor.post(decision, **sent).status_code == 302
    again = visitor.post(decision, **sent)
    assert again.status_code == 409
    assert re.search("先に進めた可能性|変更されました|ほかの人が先に決定", words(again))


@every_kind
def test_pages_cost_a_deputy_no_more_than_others(
    absent: Served, visitor: Visitor, kind: str
) -> None:
    make, page, _decision, _back = WAITING[kind]
    with committing(absent):
        make()
    visitor.as_("other_head").get("/")
    for address, most in (("/", HOME), (page, RECORD)):
        with visitor.counting() as statements:
            assert visitor.get(address).status_code == 200
        assert len(statements) <= most, statements
