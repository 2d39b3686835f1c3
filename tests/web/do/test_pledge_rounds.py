"""Pledges of several people at once, as whoever runs the PMS and a head register them."""

from datetime import date

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.pledges import pledge_rounds
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.registers import entries
from pms_tracker.web.do import pledge_round_views
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

PLACE = "/do/pledges/several/"
ASKED, SIGNED = date(2026, 11, 20), date(2026, 11, 24)


def kept(served: Served) -> dict[int, tuple[PledgeKind, date, date | None]]:
    """The pledges there are, by person."""
    with reading(served):
        rows = session.scalars(select(Pledge).where(Pledge.struck == "")).all()
        return {each.person_id: (each.kind, each.asked_on, each.signed_on) for each in rows}


def names_of(served: Served, who: str) -> list[str]:
    with reading(served):
        return [each.name for each in pledge_rounds.unsigned(viewer(who))]


@pytest.mark.both_databases
def test_everybody_is_asked_at_once_and_signs_later(served: Served, visitor: Visitor) -> None:
    everybody = names_of(served, "privacy_manager")
    page = words(visitor.as_("privacy_manager").get(PLACE))
    assert page.count(" checked") == len(everybody) > 5
    days = {"asked_on": "2026/11/20", "signed_on": ""}
    done = visitor.post(PLACE, pledges=everybody, **days)
    assert done.location == "/do/pledges/"
    assert f"{len(everybody)}件を登録しました。" in words(visitor.get("/do/pledges/"))
    assert set(kept(served).values()) == {(PledgeKind.JOINING, ASKED, None)}
    assert "2026年11月20日(金)に依頼済み" in words(visitor.get(PLACE))

    some = [f"{IDS['owner']}-joining", f"{IDS['head']}-joining"]
    visitor.post(PLACE, pledges=some, asked_on="2026/11/24", signed_on="2026/11/24")
    signed = {who: days for who, days in kept(served).items() if days[2]}
    assert signed == dict.fromkeys((IDS["owner"], IDS["head"]), (PledgeKind.JOINING, ASKED, SIGNED))
    assert names_of(served, "privacy_manager") == [each for each in everybody if each not in some]


def test_who_was_asked_before_stays_so_without_a_day(served: Served, visitor: Visitor) -> None:
    told = {"person_id": IDS["owner"], "kind": PledgeKind.TEMPORARY, "asked_on": ASKED}
    with committing(served):
        entries.enter(PLEDGES, told, by=viewer("head"))
    owner, head = f"{IDS['owner']}-temporary", f"{IDS['head']}-joining"
    days = {"asked_on": "2026/11/24", "signed_on": ""}
    visitor.as_("privacy_manager")
    refused = visitor.post(PLACE, pledges=[owner], **days)
    assert refused.status_code == 400
    assert "選んだ人には、すでに依頼しています。提出日を入力してください。" in words(refused)
    assert visitor.post(PLACE, pledges=[owner, head], **days).status_code == 302
    assert "1件を登録しました。" in words(visitor.get("/do/pledges/"))
    assert kept(served) == {
        IDS["owner"]: (PledgeKind.TEMPORARY, ASKED, None),
        IDS["head"]: (PledgeKind.JOINING, SIGNED, None),
    }
    early = {**days, "signed_on": "2026/11/19"}
    refused = visitor.post(PLACE, pledges=[owner], **early)
    assert refused.status_code == 400
    assert "依頼日以降の日を入力してください。" in words(refused)


def test_a_head_collects_from_their_own_people_alone(served: Served, visitor: Visitor) -> None:
    own, others = f"{IDS['owner']}-joining", f"{IDS['auditor']}-joining"
    offered = names_of(served, "head")
    assert own in offered
    assert others not in offered
    days = {"asked_on": "2026/11/20", "signed_on": "2026/11/24"}
    refused = visitor.as_("head").post(PLACE, pledges=[own, others], **days)
    assert refused.status_code == 400
    assert "一覧から選んでください。" in words(refused)
    assert not kept(served)
    assert visitor.post(PLACE, pledges=[], **days).status_code == 400
    assert visitor.post(PLACE, pledges=[own], **days).status_code == 302
    assert kept(served) == {IDS["owner"]: (PledgeKind.JOINING, ASKED, SIGNED)}
    assert visitor.as_("employee").get(PLACE).status_code == 403


def test_so_many_are_offered_as_are_entered_at_once(
    served: Served, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pledge_rounds, "MOST", 2)
    monkeypatch.setattr(pledge_round_views, "MOST", 2)
    first, second, third = names_of(served, "privacy_manager")
    page = words(visitor.as_("privacy_manager").get(PLACE))
    assert "はじめの2件を表示しています。" in page
    assert third not in page
    visitor.post(PLACE, pledges=[first, second], asked_on="2026/11/20", signed_on="")
    # Whoever was asked stands behind those who were not.
    assert names_of(served, "privacy_manager")[0] == third


def test_where_nothing_is_missing_the_page_says_so(served: Served, visitor: Visitor) -> None:
    visitor.as_("privacy_manager")
    assert f'href="{PLACE}"' in words(visitor.get("/do/pledges/"))
    everybody = names_of(served, "privacy_manager")
    visitor.post(PLACE, pledges=everybody, asked_on="2026/11/20", signed_on="2026/11/20")
    assert "誓約書が未提出の人はいません" in words(visitor.get(PLACE))
