"""The demo company's units and its cast of fourteen, covering every role and none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language, Unit, UnitKind
from pms_tracker.trail.trail import SYSTEM

NAME = "さくら学習舎株式会社"
FISCAL_START = FiscalStart(4)
# Everybody was there, in their unit and role, before the app was.
IN_OFFICE = timedelta(days=900)

UNITS = (
    ("総務部", UnitKind.DEPARTMENT),
    ("教務部", UnitKind.DEPARTMENT),
    ("出版部", UnitKind.DEPARTMENT),
    ("情報システム部", UnitKind.DEPARTMENT),
    ("松本教室", UnitKind.SITE),
    ("諏訪教室", UnitKind.SITE),
)


@dataclass(frozen=True)
class Member:
    """One of the cast; without `mail` they have no account either."""

    name: str
    reading: str
    mail: str
    units: tuple[str, ...]
    role: Role | None = None
    heads: bool = False
    language: Language = Language.JA


CAST = (
    Member("小林 恒雄", "こばやし つねお", "kobayashi", ("総務部",), Role.REPRESENTATIVE),
    Member("田中 美緒", "たなか みお", "tanaka", ("総務部",), Role.PRIVACY_MANAGER, heads=True),
    Member("髙橋 正行", "たかはし まさゆき", "takahashi", ("教務部",), Role.AUDIT_MANAGER),
    Member("鈴木 彩乃", "すずき あやの", "suzuki", ("出版部",), Role.AUDITOR),
    Member("加藤 慎司", "かとう しんじ", "kato", ("情報システム部",), Role.AUDITOR, heads=True),
    Member("渡辺 千恵", "わたなべ ちえ", "watanabe", ("教務部",), heads=True),
    Member("山本 亮介", "やまもと りょうすけ", "yamamoto", ("出版部",), heads=True),
    Member("中村 由紀江", "なかむら ゆきえ", "nakamura", ("松本教室",), heads=True),
    Member("伊藤 雄大", "いとう ゆうだい", "ito", ("松本教室", "教務部")),
    Member("𠮷田 尚子", "よしだ なおこ", "yoshida", ("諏訪教室",), heads=True),
    Member("小川 真由", "おがわ まゆ", "ogawa", ("総務部",)),
    Member("山﨑 達也", "やまざき たつや", "yamazaki", ("情報システム部",), Role.ADMINISTRATOR),
    Member("岡田 アンナ", "おかだ あんな", "okada", ("教務部",), language=Language.EN),
    Member("清水 和枝", "しみず かずえ", "", ("諏訪教室",)),
)


@dataclass(frozen=True)
class Cast:
    """Who is who in the database, by name."""

    person_ids: Mapping[str, int]
    unit_ids: Mapping[str, int]

    def viewer(self, name: str) -> people.Viewer:
        return people.viewer(self.person_ids[name])

    def holder(self, role: Role) -> people.Viewer:
        """The one of the cast who holds a granted role, or the first of them."""
        return self.viewer(next(each.name for each in CAST if each.role is role))


def has_account(name: str) -> bool:
    return any(each.mail for each in CAST if each.name == name)


def found(started_on: date) -> Cast:
    """Enter company, units, persons, roles and accounts.

    Nobody gets a password: the cast signs in without one. Raises RuleBroken where there is a
    company already.
    """
    staffing.found_company(
        NAME, fiscal_start=FISCAL_START, by=SYSTEM, started_on=started_on, is_demo=True
    )
    units = {name: staffing.add_unit(name, kind, by=SYSTEM) for name, kind in UNITS}
    since_on = started_on - IN_OFFICE
    person_ids = {member.name: _enter(member, units, since_on) for member in CAST}
    return Cast(person_ids, {name: unit.id for name, unit in units.items()})


def _enter(member: Member, units: Mapping[str, Unit], since_on: date) -> int:
    who = staffing.add_person(
        member.name,
        reading=member.reading,
        mail=f"{member.mail}@sakura-gakushusha.example" if member.mail else None,
        language=member.language,
        by=SYSTEM,
    )
    for name in member.units:
        staffing.enrol(who, units[name], since_on=since_on, is_head=member.heads, by=SYSTEM)
    if member.role is not None:
        staffing.grant(who, member.role, since_on=since_on, by=SYSTEM)
    if member.mail:
        staffing.open_account(who, password_hash=None, by=SYSTEM)
    return who.id
