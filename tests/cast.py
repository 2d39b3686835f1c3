"""The fixed cast of the tests: one person per role, one without any, and one without an account."""

from dataclasses import dataclass
from datetime import date

from pms_tracker import clock
from pms_tracker.check.tables.programme_tables import Programme
from pms_tracker.database import session, transaction
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalStart
from pms_tracker.people.changes import staffing
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.tables.people_tables import UnitKind
from pms_tracker.plan.policies import policies
from pms_tracker.plan.rules.policy_rules import VersionState
from pms_tracker.plan.rules.year_rules import PlanState
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.plan.text import policy_text
from pms_tracker.trail.trail import SYSTEM
from tests.signed_in import kept_for

TODAY = date(2026, 11, 24)
BEGAN = date(2024, 4, 1)
PASSWORD = "correct horse battery"

# Ids follow from the order of entering, so tests and both databases agree on them.
PERSONS = {
    "representative": ("宮下 恒一", "本部", (Role.REPRESENTATIVE,), False),
    "privacy_manager": ("藤森 奈緒", "本部", (Role.PRIVACY_MANAGER,), True),
    "audit_manager": ("有賀 俊", "教務部", (Role.AUDIT_MANAGER,), True),
    "auditor": ("小口 彩香", "書店", (Role.AUDITOR,), False),
    "second_auditor": ("百瀬 拓", "教務部", (Role.AUDITOR,), False),
    "head": ("髙山 由紀", "松本教室", (), True),
    "owner": ("原 大地", "松本教室", (), False),
    "other_head": ("平林 真一", "書店", (), True),
    "administrator": ("赤羽 学", "本部", (Role.ADMINISTRATOR,), False),
    "employee": ("北原 美穂", "書店", (), False),
    "without_account": ("𠮷田 茂", "松本教室", (), False),
    "nobody": ("唐沢 光", "", (), False),
}
UNITS = {
    "本部": UnitKind.OFFICE,
    "教務部": UnitKind.DEPARTMENT,
    "書店": UnitKind.SITE,
    "松本教室": UnitKind.SITE,
}
IDS = {name: number for number, name in enumerate(PERSONS, start=1)}
UNIT_IDS = {name: number for number, name in enumerate(UNITS, start=1)}
ACCOUNTS = tuple(name for name in PERSONS if name != "without_account")

POLICY = """みなと学習舎個人情報保護方針
みなと学習舎株式会社は、学習塾と書店でお預かりする個人情報を、この方針に従って取り扱います。
1. 取扱いの原則
(1)法令と国が定める指針その他の規範を守ります。
(2)利用目的の範囲内で、次のために利用します。
a. 教材の発送
b. お問い合わせへの応答
(3)安全管理措置を講じ、内部監査で見つかった不適合には、根本原因を取り除く是正処置を行います。
2. 開示等の請求等
・ご本人からの請求に、所定の手続で応じます。
(1)苦情及び相談は、次の窓口で受け付けます。
個人情報保護管理者:本部
TEL:0000-00-0000
平成30年4月1日 制定
令和5年11月30日 改定
みなと学習舎株式会社
代表取締役 宮下 恒一
"""
# Its clauses that ask for something, by their paths: neither headings nor pieces of lists.
ASKING = ["1(1)", "1(2)", "1(3)", "2・1", "2(1)"]


@dataclass(frozen=True)
class Company:
    """What the cast's company consists of, by name."""

    units: dict[str, int]
    persons: dict[str, int]


# The programme of this fiscal year was approved before the tests begin, so that none is owed.
PROGRAMME_YEAR = 2026


def enter(
    started_on: date = BEGAN, *, with_policy: bool = True, with_programme: bool = True
) -> None:
    """Enter company, units and persons, the policy and an approved programme without any audit
    unless told otherwise; commits."""
    with clock.set_to(clock.at(started_on)), transaction():
        staffing.found_company(
            "みなと学習舎株式会社", fiscal_start=FiscalStart(4), by=SYSTEM, started_on=started_on
        )
        units = {name: staffing.add_unit(name, kind, by=SYSTEM) for name, kind in UNITS.items()}
        for key, (name, unit, roles, is_head) in PERSONS.items():
            mail = None if key == "without_account" else f"{key}@example.jp"
            who = staffing.add_person(name, mail=mail, by=SYSTEM)
            if unit:
                staffing.enrol(who, units[unit], since_on=BEGAN, is_head=is_head, by=SYSTEM)
            for role in roles:
                staffing.grant(who, role, since_on=BEGAN, by=SYSTEM)
            if mail:
                account = staffing.open_account(who, password_hash=None, by=SYSTEM)
                session.add(kept_for(account.id))
        if with_policy:
            adopted(POLICY)
        if with_programme:
            session.add(
                programme("すべての部門が定めたとおりに取り扱っていることを確かめる。", started_on)
            )


def programme(purpose: str, approved_on: date) -> Programme:
    """The programme of this fiscal year, approved, without any audit."""
    return Programme(
        fiscal_year=PROGRAMME_YEAR,
        purpose=purpose,
        state=PlanState.APPROVED,
        writer_ids=[IDS["audit_manager"]],
        submissions=1,
        submitted_on=approved_on,
        approved_on=approved_on,
        recorded_at=clock.now(),
    )


def adopted(text: str) -> Policy:
    """A policy that was brought over and approved long ago, before all that a test looks at."""
    policy = policies.adopt(policy_text.read(text), by=SYSTEM)
    version = policies.in_force(policy.id)
    version.state, version.approved_on = VersionState.APPROVED, version.effective_on
    session.flush()
    return policy


def viewer(key: str) -> Viewer:
    """A member of the cast as they stand today."""
    return people.viewer(IDS[key])


def let_top_roles_sign_in() -> None:
    """From here on the company is established: what shows more records needs a second person."""
    for key in ("representative", "privacy_manager", "audit_manager"):
        account = people.account_of(IDS[key])
        if account is not None:
            account.password = "hash"
    session.flush()
