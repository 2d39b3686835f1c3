"""Deputies on both databases: named, told, noted, in force by day, and taken back at once."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.changes import deputies, leaving, staffing
from pms_tracker.people.changes.deputies import Wanted
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Deputy
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, viewer

LAST = TODAY + timedelta(days=6)


def name(
    principal: str, deputy: str, since_on: date = TODAY, until_on: date = LAST, by: str = ""
) -> Deputy:
    wanted = Wanted(IDS[deputy], since_on, until_on, "出張")
    who = people.person(IDS[principal])
    return deputies.name(who, wanted, by=viewer(by or principal))


def end(row: Deputy, by: str) -> Deputy:
    return deputies.end(people.person(row.principal_id), row.id, by=viewer(by))


def letters() -> list[tuple[str, int | None]]:
    rows = session.execute(select(OutboxLetter.key, OutboxLetter.person_id))
    return sorted((row.key, row.person_id) for row in rows)


def test_both_are_told_and_the_trail_names_both(app: Flask) -> None:
    name("privacy_manager", "other_head")
    both = sorted([IDS["privacy_manager"], IDS["other_head"]])
    assert letters() == [("deputy_named", each) for each in both]
    letter = session.scalars(select(OutboxLetter).order_by(OutboxLetter.id)).first()
    assert letter is not None
    assert "平林 真一さんが、藤森 奈緒さんの代理になりました。" in letter.body
    assert "出張" not in letter.body + letter.html
    trail.write_pending()
    entry = trail.history(f"person-{IDS['privacy_manager']}")[0]
    told = {value.field: value.after for value in entry.values}
    assert (entry.move, told["deputy"], told["reason"]) == ("deputy_named", "平林 真一", "出張")


def test_a_deputy_stands_in_from_the_first_day_to_the_end_of_the_last(app: Flask) -> None:
    name("privacy_manager", "other_head", TODAY + timedelta(days=2), LAST)
    pair = {IDS["privacy_manager"]: IDS["other_head"]}
    for offset, found in ((1, {}), (2, pair), (6, pair), (7, {})):
        day = TODAY + timedelta(days=offset)
        assert Firm(day).deputies == found, offset
        lent = people.viewer(IDS["other_head"], day)
        assert lent.may(Permission.REVIEW_POLICIES) is bool(found), offset
        assert set(lent.stands_in_for) == set(found), offset


def test_a_deputy_gets_no_other_permission_of_the_absent_person(app: Flask) -> None:
    before = {each for each in Permission if viewer("other_head").may(each)}
    name("privacy_manager", "other_head")
    deputy = viewer("other_head")
    assert {each for each in Permission if deputy.may(each)} - before == {
        Permission.REVIEW_POLICIES
    }
    assert deputy.principal(Permission.REVIEW_POLICIES) == IDS["privacy_manager"]
    assert deputy.principal(Permission.ERASE) is None
    assert viewer("privacy_manager").principal(Permission.REVIEW_POLICIES) is None
    assert not deputy.sees_all


@pytest.mark.parametrize("by", ["privacy_manager", "administrator", "head", "other_head"])
def test_nobody_else_names_or_ends_a_deputy(app: Flask, by: str) -> None:
    with pytest.raises(NotAllowed, match="deputy_named_by_principal"):
        name("owner", "employee", by=by)
    row = name("owner", "employee", by="representative")
    with pytest.raises(NotAllowed, match="deputy_named_by_principal"):
        end(row, by)


def test_what_would_be_a_chain_is_refused_until_the_first_is_ended(app: Flask) -> None:
    first = name("owner", "employee")
    with pytest.raises(RuleBroken, match="deputy_absent_themselves"):
        name("head", "owner")
    with pytest.raises(RuleBroken, match="absent_is_deputy"):
        name("employee", "head")
    with pytest.raises(RuleBroken, match="deputy_named_already"):
        name("owner", "head")
    end(first, "owner")
    assert name("head", "owner").deputy_id == IDS["owner"]


def test_a_deputy_taken_back_stands_in_no_more_from_that_moment(app: Flask) -> None:
    row = name("owner", "employee")
    end(row, "representative")
    assert Firm(TODAY).deputies == {}
    assert (row.until_on, row.cancelled_at is not None) == (TODAY, True)
    assert deputies.over(TODAY) == {(IDS["owner"], IDS["employee"])}
    assert [key for key, _person in letters()].count("deputy_ended") == 2
    with pytest.raises(NotFound, match="no_such_deputy"):
        end(row, "owner")


def test_one_that_has_not_begun_is_cancelled_with_its_days_as_they_were(app: Flask) -> None:
    row = name("owner", "employee", LAST, LAST)
    end(row, "owner")
    assert (row.since_on, row.until_on) == (LAST, LAST)
    assert deputies.of(IDS["owner"], TODAY) == []
    assert deputies.over(TODAY) == set()


def test_what_is_over_or_of_somebody_else_is_not_ended(app: Flask) -> None:
    row = name("owner", "employee", TODAY, TODAY)
    with pytest.raises(NotFound, match="no_such_deputy"):
        deputies.end(people.person(IDS["head"]), row.id, by=viewer("head"))
    with clock.set_to(clock.at(TODAY + timedelta(days=1))), pytest.raises(NotFound):
        end(row, "owner")


def test_a_clash_of_roles_that_comes_later_ends_the_standing_in(app: Flask) -> None:
    name("privacy_manager", "other_head")
    staffing.grant(people.person(IDS["other_head"]), Role.AUDITOR, since_on=TODAY, by=SYSTEM)
    assert Firm(TODAY).deputies == {}
    assert viewer("other_head").stands_in_for == {}
    with pytest.raises(RuleBroken, match="deputy_roles_clash"):
        name("representative", "auditor")


def test_whoever_has_left_neither_stands_in_nor_is_stood_in_for(app: Flask) -> None:
    leaving.leave(people.person(IDS["employee"]), on=TODAY, by=SYSTEM)
    with pytest.raises(RuleBroken, match="has_left"):
        name("owner", "employee")
    name("owner", "other_head")
    leaving.leave(people.person(IDS["other_head"]), on=TODAY, by=SYSTEM)
    assert Firm(TODAY).deputies == {IDS["owner"]: IDS["other_head"]}
    assert Firm(TODAY + timedelta(days=1)).deputies == {}


def test_days_and_persons_that_cannot_be_are_refused(app: Flask) -> None:
    with pytest.raises(BadInput, match="deputy_in_past"):
        name("owner", "employee", TODAY - timedelta(days=1), LAST)
    with pytest.raises(BadInput, match="deputy_is_oneself"):
        name("owner", "owner")
    with pytest.raises(RuleBroken, match="deputy_without_role"):
        name("owner", "nobody")
    with pytest.raises(NotFound, match="no_such_person"):
        deputies.name(people.person(IDS["owner"]), Wanted(999, TODAY, LAST), by=viewer("owner"))


def test_the_list_tells_both_of_them_what_is_and_what_comes(app: Flask) -> None:
    name("owner", "employee", TODAY, TODAY)
    name("head", "employee", LAST, LAST)
    found = deputies.of(IDS["employee"], TODAY)
    assert [(row.principal, row.deputy) for row in found] == [
        ("原 大地", "北原 美穂"),
        ("髙山 由紀", "北原 美穂"),
    ]
    assert [row.principal for row in deputies.of(IDS["head"], TODAY)] == ["髙山 由紀"]
    assert deputies.of(IDS["auditor"], TODAY) == []
