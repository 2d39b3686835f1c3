"""Pages of who leaves and who is new: chosen, looked at again, handed over at once."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.leaving import holdings
from pms_tracker.act.rules import leaving_rules
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.leaving_tables import Departure
from pms_tracker.database import session
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.rules.operation.check_rules import Frequency
from pms_tracker.do.tables.operation.operation_check_tables import CheckTemplate
from pms_tracker.people.changes import leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.registers import entries
from tests import builders
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading, words

LAST = TODAY + timedelta(days=20)
PAGE = f"/people/leavers/{IDS['owner']}"


def a_check(title: str = "最終退出の点検", reader: str | None = None) -> int:
    told = {
        "title": title,
        "unit_id": UNIT_IDS["松本教室"],
        "frequency": Frequency.DAY,
        "items": "鍵をかけた",
        "owner_id": IDS["owner"],
        "reader_id": IDS[reader] if reader else None,
        "starts_on": TODAY,
    }
    made = entries.enter(CHECKS, told, by=viewer("privacy_manager"))
    return int(made.id)


@pytest.fixture
def checks(served: Served) -> list[int]:
    """Two checks of the owner, who leaves in three weeks."""
    with committing(served):
        made = [a_check(), a_check("書庫の点検", "head")]
        who = people.person(IDS["owner"])
        leaving.leave(who, on=LAST, by=viewer("administrator").actor)
    return made


def owners(served: Served) -> list[int]:
    with reading(served):
        rows = select(CheckTemplate.owner_id).order_by(CheckTemplate.id)
        return list(session.scalars(rows))


@pytest.mark.both_databases
def test_one_heir_for_all_is_looked_at_and_then_handed_over_at_once(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("privacy_manager")
    page = visitor.get(PAGE)
    assert "原 大地さんに残っている2件" in words(page)
    sent = form(page, f"{PAGE}/preview")
    shown = visitor.post(f"{PAGE}/preview", **{**sent, "all_check": str(IDS["employee"])})
    assert shown.status_code == 200
    assert "まだ保存していません" in words(shown)
    assert owners(served) == [IDS["owner"]] * 2
    confirmed = form(shown, PAGE, with_slip=True)
    done = visitor.post(PAGE, **confirmed)
    assert done.location == PAGE
    assert owners(served) == [IDS["employee"]] * 2
    assert "2件を引き継ぎました" in words(visitor.get(PAGE))
    # Pressed twice, it is led where the first one was, and nothing is said of a change.
    assert visitor.post(PAGE, **confirmed).location == PAGE


def test_who_may_not_is_named_beside_what_they_may_not_have(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("privacy_manager")
    sent = form(visitor.get(PAGE), f"{PAGE}/preview")
    shown = visitor.post(f"{PAGE}/preview", **{**sent, "all_check": str(IDS["head"])})
    assert "この人は引き継げません" in words(shown)
    assert f'action="{PAGE}"' not in shown.text
    # What one chose for a row of its own goes before the one for all.
    chosen = {"all_check": str(IDS["head"]), f"heir_check_{checks[1]}": str(IDS["employee"])}
    shown = visitor.post(f"{PAGE}/preview", **{**sent, **chosen})
    visitor.post(PAGE, **form(shown, PAGE))
    assert owners(served) == [IDS["head"], IDS["employee"]]


@pytest.mark.both_databases
def test_the_list_says_who_may_not_and_whom_no_mail_reaches(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        a_check(reader="head")
        session.get_one(Person, IDS["employee"]).mail = None
    visitor.as_("privacy_manager")
    page = visitor.get(PAGE)
    offered = re.findall(r"<option[^>]*>([^<]+)</option>", page.text)
    assert offered[-1].endswith("（確認者です）")
    assert sum("メールなし" in each for each in offered) >= 1
    sent = form(page, f"{PAGE}/preview")
    (name,) = [each for each in sent if each.startswith("heir_check_")]
    shown = visitor.post(f"{PAGE}/preview", **{**sent, name: str(IDS["employee"])})
    assert "メールアドレスがありません。" in words(shown)


@pytest.mark.both_databases
def test_a_list_that_changed_meanwhile_is_refused_and_read_again(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("privacy_manager")
    sent = form(visitor.get(PAGE), f"{PAGE}/preview")
    shown = visitor.post(f"{PAGE}/preview", **{**sent, "all_check": str(IDS["employee"])})
    confirmed = form(shown, PAGE)
    with committing(served):
        a_check("入口の点検")
    refused = visitor.post(PAGE, **confirmed)
    assert refused.status_code == 409
    assert "表示した後に変わりました" in words(refused)
    assert owners(served) == [IDS["owner"]] * 3
    # The list as it is now can be sent at once.
    again = form(refused, f"{PAGE}/preview")
    shown = visitor.post(f"{PAGE}/preview", **{**again, "all_check": str(IDS["employee"])})
    assert visitor.post(PAGE, **form(shown, PAGE)).location == PAGE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("all_check", str(IDS["owner"])),
        ("all_check", "999999"),
        ("all_check", "🌸" * 10_000),
        ("reason", ""),
        ("reason", "あ" * 10_000),
        ("seen", "あ" * 10_000),
        ("seen", "x"),
    ],
    ids=["leaver", "nobody", "letters", "no_reason", "long_reason", "long_list", "other_list"],
)
def test_what_cannot_be_is_refused_and_nothing_is_handed_over(
    served: Served, visitor: Visitor, checks: list[int], name: str, value: str
) -> None:
    visitor.as_("privacy_manager")
    sent = form(visitor.get(PAGE), f"{PAGE}/preview")
    told = {**sent, "all_check": str(IDS["employee"]), name: value}
    assert visitor.post(PAGE, **told).status_code in {400, 409}
    assert owners(served) == [IDS["owner"]] * 2


@pytest.mark.parametrize("who", ["head", "owner", "employee", "administrator", "auditor"])
def test_others_neither_look_nor_hand_over(
    served: Served, visitor: Visitor, checks: list[int], who: str
) -> None:
    visitor.as_(who)
    for url in ("/people/leavers/", PAGE):
        assert visitor.get(url).status_code == 403
    told = {"reason": "x", "seen": "x", f"heir_check_{checks[0]}": str(IDS["head"])}
    for url in (PAGE, f"{PAGE}/preview", f"{PAGE}/returned"):
        assert visitor.post(url, **told).status_code == 403
    assert owners(served) == [IDS["owner"]] * 2


def test_the_audit_manager_sees_it_and_chooses_for_audits_alone(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("audit_manager")
    page = visitor.get(PAGE)
    assert "最終退出の点検" in page.text
    assert f'action="{PAGE}/preview"' not in page.text
    with reading(served):
        seen = leaving_rules.seen(holdings.of(IDS["owner"]))
    told = {"reason": "x", "seen": seen, f"heir_check_{checks[0]}": str(IDS["head"])}
    assert visitor.post(PAGE, **told).status_code == 400
    assert owners(served) == [IDS["owner"]] * 2


def test_what_a_leaver_promises_is_recorded_after_the_last_day_too(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    with time_machine.travel(clock.at(LAST + timedelta(days=5), 10)):
        place = f"/do/pledges/new?person_id={IDS['owner']}&kind=leaving"
        page = visitor.as_("privacy_manager").get(place)
        typed = form(page, "/do/pledges/", with_slip=True)
        assert typed["person_id"] == str(IDS["owner"])
        told = {**typed, "asked_on": LAST.isoformat(), "signed_on": LAST.isoformat()}
        assert visitor.post("/do/pledges/", **told).status_code == 302
        assert "退職時の誓約書" in words(visitor.get(PAGE))


def test_what_was_lent_is_given_back_once_the_last_day_is_known(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("privacy_manager")
    url = f"{PAGE}/returned"
    sent = form(visitor.get(PAGE), url)
    assert "返却がない理由を入力" in words(visitor.post(url, **sent))
    ahead = {**sent, "returned_on": (TODAY + timedelta(days=1)).isoformat()}
    assert visitor.post(url, **ahead).status_code == 400
    told = {**sent, "returned_on": TODAY.isoformat(), "note": "鍵 🌸"}
    assert visitor.post(url, **told).location == PAGE
    # Whoever still has the page of before is told that it changed.
    assert visitor.post(url, **{**told, "note": "入館証"}).status_code == 409
    with reading(served):
        row = session.scalars(select(Departure)).one()
        assert (row.returned_on, row.note) == (TODAY, "鍵 🌸")
    stays = f"/people/leavers/{IDS['employee']}"
    assert visitor.post(f"{stays}/returned", returned_on="", note="x", seen="0").status_code == 409


@pytest.mark.both_databases
def test_the_list_names_who_leaves_and_who_is_new_in_as_many_statements(
    served: Served, visitor: Visitor, checks: list[int]
) -> None:
    visitor.as_("privacy_manager")
    visitor.get("/people/leavers/")
    with visitor.counting() as few:
        page = visitor.get("/people/leavers/")
    assert "残り2件" in words(page)
    with committing(served):
        by = viewer("administrator").actor
        for key in ("head", "employee", "second_auditor"):
            leaving.leave(people.person(IDS[key]), on=LAST, by=by)
        for number in range(3):
            who = staffing.add_person(f"新人 {number}", by=by)
            staffing.enrol(who, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=by)
    with visitor.counting() as many:
        page = visitor.get("/people/leavers/")
    assert "新人 2" in page.text
    assert len(many) == len(few)


def test_a_firm_that_keeps_no_pledges_is_not_told_that_they_are_done(visitor: Visitor) -> None:
    page = words(visitor.as_("privacy_manager").get("/people/leavers/"))
    assert "誓約書" not in page


def test_who_is_new_is_told_what_is_missing(served: Served, visitor: Visitor) -> None:
    with committing(served):
        by = viewer("administrator").actor
        who = staffing.add_person("新村 光", mail="new@example.jp", by=by)
        staffing.enrol(who, people.unit(UNIT_IDS["書店"]), since_on=TODAY, by=by)
        number = who.id
    page = visitor.as_("privacy_manager").get(f"/people/leavers/{number}")
    assert "まだサインインできません" in words(page)
    assert "書店" in words(page)


def test_the_notice_says_at_once_what_is_left(served: Served, visitor: Visitor) -> None:
    with committing(served):
        a_check()
        builders.case_in(CaseState.DOING)
    visitor.as_("administrator")
    url = f"/people/{IDS['owner']}"
    visitor.post(f"{url}/leave", until_on=LAST.isoformat(), reason="")
    assert "2件が残っています" in words(visitor.get(url))
    home = words(visitor.as_("privacy_manager").get("/"))
    assert "退職する人の引き継ぎ" in home
    assert "原 大地 (2)" in home
