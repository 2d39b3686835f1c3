"""People from a file, on both databases: as previewed, all or nothing, and undone at once."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.people.changes import naming, proposals, staffing, units
from pms_tracker.people.changes.naming import UnitFacts
from pms_tracker.people.firm import people
from pms_tracker.people.imports import import_plan, import_rows, import_undo, imports
from pms_tracker.people.imports.import_plan import Change, Doubt, Plan
from pms_tracker.people.imports.import_undo import Why
from pms_tracker.people.tables.people_tables import (
    Account,
    FormerName,
    Membership,
    PeopleImport,
    Person,
    Proposal,
    RoleGrant,
    Unit,
    UnitKind,
)
from pms_tracker.sheets.sheet_lines import Problem
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, let_top_roles_sign_in, viewer
from tests.people.imports.sheets_of_people import as_csv, row

THREE = (
    row("矢島 葵", "塩尻教室", mail="aoi@example.jp", head="はい"),
    row("井出 光", "塩尻教室", reading="いで ひかる"),
    row("原 大地", "松本教室", reading="ハラ ダイチ", role="監査員"),
)


def plan(*rows: list[object]) -> Plan:
    return import_plan.plan(import_rows.read(as_csv(rows)), viewer("administrator"))


def take(*rows: list[object]) -> PeopleImport:
    file = import_rows.read(as_csv(rows))
    by = viewer("administrator")
    return imports.take(file, seal=import_plan.plan(file, by).seal, by=by)


def undo(taken: PeopleImport) -> list[int]:
    return import_undo.undo(taken, by=viewer("administrator"))


def counts() -> list[int | None]:
    tables = (Unit, Person, Membership, RoleGrant, Proposal, Account)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def problems(*rows: list[object]) -> list[tuple[int, str, Problem]]:
    return [(each.line, each.column, each.problem) for each in plan(*rows).troubles]


def named(name: str) -> Person:
    return session.scalars(select(Person).where(Person.name == name)).one()


def test_a_plan_tells_who_is_new_changed_and_unchanged_and_changes_nothing(app: Flask) -> None:
    before = counts()
    found = plan(*THREE, row("北原美穂", "書店", mail="EMPLOYEE@example.jp"))
    assert [each.row.name for each in found.new] == ["矢島 葵", "井出 光"]
    assert [each.changes for each in found.changed] == [(Change.READING, Change.ROLE)]
    assert [each.person_id for each in found.unchanged] == [IDS["employee"]]
    assert found.new_units == ("塩尻教室",)
    assert counts() == before


def test_while_no_top_role_can_sign_in_everything_is_entered_at_once(app: Flask) -> None:
    taken = take(*THREE)
    head = named("矢島 葵")
    assert people.viewer(head.id).headed_unit_ids == set(taken.kept["units"])
    assert named("井出 光").reading == "イデ ヒカル"
    assert Role.AUDITOR in viewer("owner").roles
    assert people.person(IDS["owner"]).reading == "ハラ ダイチ"
    assert session.scalars(select(OutboxLetter)).all() == []


def test_gains_wait_for_a_second_person_who_hears_of_them_in_one_letter(app: Flask) -> None:
    let_top_roles_sign_in()
    since = TODAY - timedelta(days=1)
    take(*THREE, row("小松 凪", "書店", since=since.isoformat()))
    kinds = [each.kind for each in session.scalars(select(Proposal).order_by(Proposal.id))]
    assert kinds == ["membership", "role", "membership"]
    letters = session.scalars(select(OutboxLetter)).all()
    assert len({each.person_id for each in letters}) == len(letters) > 0
    assert plan(*THREE).changed == []


def test_the_same_file_once_more_changes_nothing(app: Flask) -> None:
    take(*THREE)
    with pytest.raises(RuleBroken, match="nothing_to_import"):
        take(*THREE)


def test_what_changed_since_the_preview_is_not_taken(app: Flask) -> None:
    file = import_rows.read(as_csv(THREE))
    seal = import_plan.plan(file, viewer("administrator")).seal
    staffing.add_person("井出 光", by=SYSTEM)
    before = counts()
    with pytest.raises(Stale, match="import_changed_meanwhile"):
        imports.take(file, seal=seal, by=viewer("administrator"))
    assert counts() == before


def test_a_unit_by_its_old_name_is_the_one_of_today_and_told(app: Flask) -> None:
    shop = session.get_one(Unit, UNIT_IDS["書店"])
    wanted = UnitFacts("書籍販売部", UnitKind.SITE)
    naming.change_unit(shop, wanted, seen=shop.version, since_on=TODAY, by=SYSTEM)
    found = plan(row("小松 凪", "書店"))
    assert found.new_units == ()
    assert found.doubtful[0].doubts == ((Doubt.UNIT_RENAMED, "書籍販売部"),)
    assert session.scalars(select(FormerName)).one().name == "書店"


def test_the_same_name_elsewhere_is_taken_as_another_person_and_told(app: Flask) -> None:
    found = plan(row("高山 由紀", "書店"), row("高山 由紀", "本部"))
    first, second = found.doubtful
    assert first.doubts == ((Doubt.SAME_NAME, "髙山 由紀"),)
    assert second.doubts[1] == (Doubt.SAME_NAME_IN_FILE, "2")


def test_rows_that_would_break_a_rule_are_told_and_nothing_is_entered(app: Flask) -> None:
    units.close(session.get_one(Unit, UNIT_IDS["教務部"]), until_on=TODAY, by=SYSTEM)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert problems(
        row("小松 凪", "教務部", since=tomorrow),
        row("小松 凪", "書店", mail="head@example.jp"),
        row("髙山 由紀", "松本教室", mail="other@example.jp"),
        row("赤羽 学", "本部", head="はい"),
        row("宮下 恒一", "本部", role="監査員"),
    ) == [
        (2, "unit", Problem.PERSON_UNIT_CLOSED),
        (3, "mail", Problem.PERSON_MAIL_OF_ANOTHER),
        (4, "mail", Problem.PERSON_MAIL_KNOWN),
        (5, "head", Problem.PERSON_ONESELF),
        (6, "role", Problem.PERSON_ROLES_CLASH),
    ]


def test_new_people_with_an_address_are_invited_once_when_asked(app: Flask) -> None:
    taken = take(*THREE)
    assert [who.name for who in imports.to_invite(taken)] == ["矢島 葵"]
    assert imports.invite(taken, by=viewer("administrator")) == 1
    assert imports.invite(taken, by=viewer("administrator")) == 0
    assert session.scalars(select(OutboxLetter.key)).all() == ["invitation"]


@pytest.mark.parametrize("waits", [False, True])
def test_undone_at_once_everything_stands_as_before(app: Flask, waits: bool) -> None:
    if waits:
        let_top_roles_sign_in()
    before = counts()
    taken = take(
        *THREE,
        row("北原 美穂", "書店", head="はい"),
        row("百瀬 拓", "本部", mail="second_auditor@example.jp"),
    )
    imports.invite(taken, by=viewer("administrator"))
    assert undo(taken) == []
    session.expire_all()
    kept = [each for each in session.scalars(select(Proposal)) if each.decided_at is None]
    assert kept == []
    after = counts()
    assert (*after[:4], after[5]) == (*before[:4], before[5])
    assert people.person(IDS["owner"]).reading == ""
    assert not viewer("employee").headed_unit_ids
    assert viewer("employee").unit_ids == {UNIT_IDS["書店"]}
    invited = select(OutboxLetter.state).where(OutboxLetter.key == "invitation")
    assert session.scalars(invited).all() == [LetterState.WITHDRAWN]
    with pytest.raises(RuleBroken, match="import_undone_already"):
        undo(taken)


def test_whoever_signed_in_is_named_or_was_changed_leaves_instead(app: Flask) -> None:
    taken = take(
        row("矢島 葵", "塩尻教室", mail="aoi@example.jp"),
        row("井出 光", "塩尻教室"),
        row("小松 凪", "諏訪教室"),
        row("小松 空", "諏訪教室"),
    )
    staffing.open_account(named("矢島 葵"), password_hash="x", by=SYSTEM)
    staffing.enrol(
        named("井出 光"), session.get_one(Unit, UNIT_IDS["本部"]), since_on=TODAY, by=SYSTEM
    )
    acted = people.viewer(named("小松 凪").id)
    trail.note("company", "corrected", by=acted.actor)
    trail.write_pending()
    assert [(each.name, each.why) for each in import_undo.built_on(taken)] == [
        ("矢島 葵", Why.SIGNED_IN),
        ("井出 光", Why.CHANGED),
        ("小松 凪", Why.NAMED),
    ]
    assert undo(taken) == []
    assert [named(name).left_on for name in ("矢島 葵", "井出 光", "小松 凪")] == [TODAY] * 3
    assert session.scalar(select(Person.id).where(Person.name == "小松 空")) is None
    closed = session.scalars(select(Unit.closed_on).where(Unit.id.in_(taken.kept["units"])))
    assert closed.all() == [TODAY, TODAY]


def test_an_agreed_proposal_is_something_built_on_it(app: Flask) -> None:
    let_top_roles_sign_in()
    taken = take(*THREE)
    asked = session.scalars(select(Proposal.id).where(Proposal.role.is_(None))).all()
    proposals.agree(asked, by=viewer("representative"), on=TODAY)
    assert [(each.name, each.why) for each in import_undo.built_on(taken)] == [
        ("矢島 葵", Why.CHANGED)
    ]


def test_days_later_what_people_of_before_were_given_ends_by_a_day(app: Flask) -> None:
    taken = take(row("百瀬 拓", "本部", mail="second_auditor@example.jp"))
    later = TODAY + timedelta(days=3)
    with clock.set_to(clock.at(later)):
        assert undo(taken) == []
    given = people.memberships(IDS["second_auditor"])[-1]
    assert (given.unit_id, given.since_on, given.until_on) == (UNIT_IDS["本部"], TODAY, later)


def test_who_heads_a_unit_by_a_file_is_signed_out_and_again_when_it_is_undone(app: Flask) -> None:
    account = people.account_of(IDS["second_auditor"])
    assert account is not None
    unit = next(iter(viewer("second_auditor").unit_ids))
    name, values = people.unit(unit).name, [account.fs_uniquifier]
    taken = take(row("百瀬 拓", name, mail="second_auditor@example.jp", head="はい"))
    assert viewer("second_auditor").headed_unit_ids == {unit}
    values.append(account.fs_uniquifier)
    assert undo(taken) == []
    assert viewer("second_auditor").headed_unit_ids == frozenset()
    assert len({*values, account.fs_uniquifier}) == 3


def test_a_role_by_a_file_ends_sessions_also_when_it_is_undone(app: Flask) -> None:
    account = people.account_of(IDS["head"])
    assert account is not None
    (unit,) = viewer("head").unit_ids
    who, values = people.person(IDS["head"]), [account.fs_uniquifier]
    taken = take(row(who.name, people.unit(unit).name, mail=who.mail, role="監査員"))
    values.append(account.fs_uniquifier)
    assert undo(taken) == []
    assert len({*values, account.fs_uniquifier}) == 3


def test_a_number_that_the_trail_names_is_never_given_again(app: Flask) -> None:
    taken = take(row("小松 凪", "書店"))
    gone = named("小松 凪").id
    undo(taken)
    assert staffing.add_person("井出 光", by=SYSTEM).id > gone
