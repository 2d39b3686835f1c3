"""Fishbones on pages: offered by the profile, drawn and read, bound by approval, erased."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import editions, plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case, CaseRound
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from tests import builders
from tests.act.erasures.erasing import erase, told
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.cases.test_causes import CASE, PLAN
from tests.web.browsing import committing, form, reading, words

REFERENCE = Reference(Kind.CASE, 2026, 1)
BONES = {"people": "担当が替わる\n> 様式がない", "procedure": "施錠の手順がない"}
TYPED = {
    "fishbone_people": "担当が替わる\r\n> 様式がない",
    "fishbone_procedure": "施錠の手順がない",
}


@pytest.fixture
def full(served: Served) -> Served:
    with committing(served):
        builders.profile(Part.FISHBONE)
        builders.case()
    return served


def the_case() -> Case:
    return session.get_one(Case, 1)


def hand_in(visitor: Visitor, step: str = "plan", **typed: str) -> str:
    page = visitor.as_("head").get(CASE if step == "plan" else f"{CASE}/{step}")
    answer = visitor.post(f"{CASE}/{step}", **{**form(page, f"{CASE}/{step}"), **PLAN, **typed})
    return "" if answer.status_code == 302 else words(answer)


def test_the_light_profile_does_not_ask_for_it(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    page = words(visitor.as_("head").get(CASE))
    assert "特性要因図" not in page
    assert "fishbone" not in page


def test_a_fishbone_is_drawn_read_as_text_and_kept(full: Served, visitor: Visitor) -> None:
    assert hand_in(visitor, **TYPED) == ""
    with reading(full):
        assert session.get_one(CaseRound, 1).fishbone == BONES
    page = words(visitor.as_("privacy_manager").get(CASE))
    assert page.count('class="area"') == 2
    assert "<li>担当が替わる<ul><li>様式がない</li></ul></li>" in page
    assert "特性要因図（人）" in page
    # It stays on the record, and in the form, when the company gives the part up again.
    with committing(full):
        builders.profile()
    assert 'class="area"' in visitor.get(CASE).text
    again = form(visitor.as_("head").get(f"{CASE}/amend"), f"{CASE}/amend")
    assert again["fishbone_people"] == BONES["people"]


def test_too_much_is_refused_beside_its_area_with_what_was_typed(
    full: Served, visitor: Visitor
) -> None:
    page = hand_in(visitor, fishbone_people="棚\n" * 13, fishbone_system="棚" * 101)
    assert '<a href="#fishbone_people">人：特性要因図の1つの区分に書ける要因は12個まで' in page
    assert '<a href="#fishbone_system">システム：特性要因図の要因は、1つ100文字まで' in page
    assert "棚\n" * 12 in page


def test_a_draft_of_too_much_still_opens_its_page(full: Served, visitor: Visitor) -> None:
    with committing(full):
        builders.profile(Part.WHYS, Part.FISHBONE)
        typed = [("whys", "棚\n" * 41), ("fishbone_people", "棚\n" * 13), ("draft", "1")]
        kept_drafts.keep(IDS["head"], f"{CASE}/plan", typed)
    page = visitor.as_("head").get(CASE)
    assert page.status_code == 200
    assert form(page, f"{CASE}/plan")["fishbone_people"] == "棚\n" * 13


def test_a_cause_that_ends_at_a_person_is_asked_about(full: Served, visitor: Visitor) -> None:
    plain = {"cause": "施錠の手順がない。", "action": "手順に施錠を加える。"}
    hint = "原因が人の不注意で止まっています。"
    assert hand_in(visitor, **plain, fishbone_people="担当者の不注意\n> 手順に施錠がない") == ""
    assert hint not in words(visitor.as_("privacy_manager").get(CASE))
    assert hand_in(visitor, "amend", **plain, fishbone_people="施錠しない\n> 担当者の不注意") == ""
    assert hint in words(visitor.as_("privacy_manager").get(CASE))


def test_an_edit_voids_the_approval_and_shows_what_changed(full: Served, visitor: Visitor) -> None:
    assert hand_in(visitor, **TYPED) == ""
    with committing(full):
        assert builders.approve(the_case()).state is CaseState.DOING
    assert (
        hand_in(visitor, "amend", **{**TYPED, "fishbone_procedure": "施錠を確かめる人がいない"})
        == ""
    )
    page = words(visitor.as_("privacy_manager").get(f"{CASE}/plans"))
    assert "特性要因図（手順）" in page
    assert "特性要因図（人）" not in page
    with reading(full):
        assert the_case().state is CaseState.SUBMITTED


def test_the_use_case_asks_the_rule_itself(app: Flask) -> None:
    case = builders.case()
    with pytest.raises(BadInput, match="too_many_causes"):
        builders.submit(case, fishbone={"people": "棚\n" * 13})


def test_what_says_nothing_leaves_the_digest_as_it_was(app: Flask) -> None:
    case = builders.submit(builders.case(), fishbone={"people": " \n", "nonsense": "棚"})
    written = Dossier(case).current
    assert written.fishbone == {}
    assert not [name for name in plans.content(case, written) if name.startswith("fishbone")]
    before = plans.subject(case, written).digest
    written.fishbone = {"people": "棚"}
    assert plans.subject(case, written).digest != before


def test_a_rejected_plan_takes_its_fishbone_along(app: Flask) -> None:
    case = builders.submit(builders.case(), fishbone=BONES)
    decided = builders.decision(case, Decision.REJECTED, reason="原因から考え直してください。")
    plans.decide(case, decided, version=case.version, by=viewer("privacy_manager"))
    assert Dossier(case).current.fishbone == {}
    (kept,) = editions.of_case(case)
    assert dict(kept.content)["fishbone_people"] == BONES["people"]


def test_it_is_erased_from_round_editions_and_trail(app: Flask, tmp_path: Path) -> None:
    whys = "高橋さんが鍵をかけなかった"
    case = builders.submit(builders.case(), fishbone=BONES, whys=whys)
    erase(tmp_path, REFERENCE, "fishbone")
    written = Dossier(case).current
    assert written.fishbone == {"people": "[×]", "procedure": "[×]"}
    (kept,) = editions.of_case(case)
    assert "様式がない" not in str(kept.content) + told(case.reference)
    assert "施錠の手順" not in str(kept.content) + told(case.reference)
    # Whatever else the analysis said goes from the editions as well.
    assert whys in str(kept.content)
    erase(tmp_path, REFERENCE, "whys")
    session.expire_all()
    assert "高橋" not in str(editions.of_case(case)[0].content) + told(case.reference)
    assert list(trail.verify()) == []


def test_it_is_offered_to_whoever_erases(full: Served, visitor: Visitor) -> None:
    assert hand_in(visitor, **TYPED) == ""
    page = words(visitor.as_("privacy_manager").get("/act/erasures/CA-2026-001"))
    assert 'value="fishbone"' in page
