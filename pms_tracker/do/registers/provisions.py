"""The register of provisions to third parties and of receipts (第三者提供・受領の記録, art. 29-31).

An entry is the record itself, which the law wants at once: it counts when it is entered, and boxes
on its paper are for those who look at it afterwards. That no record is needed is an entry too,
with its ground and the reason, so that it is known who decided it and when.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER, of_units
from pms_tracker.do.registers.provision_fields import FIELDS
from pms_tracker.do.rules import joint_use_rules, provision_rules
from pms_tracker.do.rules.joint_use_rules import Excluded
from pms_tracker.do.rules.provision_rules import (
    Abroad,
    Answer,
    Direction,
    Ground,
    Item,
    Method,
    Why,
)
from pms_tracker.do.tables.provision_tables import Provision
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entry_fields
from pms_tracker.registers.edition_tables import EntryLink
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.fields import Facts, Value, Values
from pms_tracker.registers.office_fields import Reckoned
from pms_tracker.registers.register import Register
from pms_tracker.sheets.office.quantities import parts_of_run

# The rule that asks for a record or frees of it, as the record and the questions say it.
WHY: dict[Why, Words] = {
    Why.PROVIDED: N_("必要（法29条1項）"),
    Why.RECEIVED: N_("必要（法30条3項）"),
    Why.RELATED: N_("必要（法31条3項）"),
    Why.EXCEPTED: N_("記録不要（法27条1項に当たる）"),
    Why.NO_THIRD_PARTY: N_("記録不要（法27条5項に当たる）"),
    Why.PUBLIC_BODY: N_("記録不要（国・自治体などは対象外）"),
    Why.NO_DATA: N_("記録不要（個人データではない）"),
}
MISSING: dict[Item, Words] = {
    Item.COUNTERPART: N_("相手の名称を入力してください。"),
    Item.ADDRESS: N_("相手の住所を入力してください。記録に必要な事項です。"),
    Item.REPRESENTATIVE: N_("相手の代表者を入力してください。記録に必要な事項です。"),
    Item.ITEMS: N_("個人データの項目を入力してください。記録に必要な事項です。"),
    Item.PERSONS: N_("本人の氏名など、だれの情報かを入力してください。記録に必要な事項です。"),
    Item.DAY: N_("提供・受領した日を入力してください。記録に必要な事項です。"),
    Item.ORIGIN: N_("相手が取得した経緯を入力してください。記録に必要な事項です。"),
    Item.PUBLISHED: N_("オプトアウトの公表を確かめ、印を付けてください。記録に必要な事項です。"),
    Item.CONSENT: N_("同意をどう確かめたかを入力してください。記録に必要な事項です。"),
}


visible_to = of_units(Provision.unit_id)


def _rule(values: Values, _facts: Facts) -> None:
    direction, ground = values["direction"], values["ground"]
    method = values["method"] or Method.EACH
    if not provision_rules.allows(direction, ground):
        refuse("ground", N_("この区分では選べない根拠です。区分か根拠を直してください。"))
    _check_days(values, method)
    _check_abroad(values)
    needed = provision_rules.judge(direction, ground, values["abroad"])
    if not needed.needed and not values["reason"]:
        refuse("reason", N_("記録不要と判断した理由を入力してください。"))
    if not provision_rules.may_be_made(method, ground):
        refuse("method", N_("オプトアウトの記録は、そのつど作成します。"))
    there = {name for name, value in values.items() if value}
    for item in provision_rules.missing(needed, method, there):
        refuse(item.value, MISSING[item])
    _check_joint_use(values)
    _check_opt_out(values)


def _spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """What went on from one day to another is one record of several (rules 19 and 23)."""
    several = parts_of_run(texts.get("provided_on", ""))
    return {"method": Method.BATCH.value} if several and not texts.get("method") else {}


def _check_days(values: Values, method: Method) -> None:
    first, last = values["provided_on"], values["last_on"]
    if last is not None and first is None:
        refuse("provided_on", N_("最初に提供・受領した日を入力してください。"))
    if last is not None and last < first:
        refuse("last_on", N_("最初の日以降の日を入力してください。"))
    if last is not None and last != first and method is Method.EACH:
        refuse("method", N_("何日にもわたるときは、一括か契約書などを選んでください。"))


def _check_abroad(values: Values) -> None:
    if values["abroad"] is None:
        if values["country"]:
            refuse("abroad", N_("外国への提供の根拠を選んでください。"))
        return
    if values["direction"] is Direction.RECEIVED:
        refuse("abroad", N_("受領では選びません。空欄にしてください。"))
    if not values["country"]:
        refuse("country", N_("相手の国を入力してください。"))


UNTOLD: dict[str, Words] = {
    "items": N_("共同利用する個人データの項目を入力してください（法27条5項3号）。"),
    "joint_range": N_("共同利用者の範囲を入力してください（法27条5項3号）。"),
    "joint_purpose": N_("共同利用者の利用目的を入力してください（法27条5項3号）。"),
    "joint_responsible": N_("共同利用の管理責任者を入力してください（法27条5項3号）。"),
}
EXCLUDED: dict[Excluded, tuple[str, Words]] = {
    Excluded.SENSITIVE: (
        "rows",
        N_("要配慮個人情報はオプトアウトで提供できません。台帳の記録か根拠を直してください。"),
    ),
    Excluded.FROM_OPT_OUT: (
        "rows",
        N_("オプトアウトで受け取ったものは、オプトアウトで提供できません。"),
    ),
    Excluded.UNLAWFUL: (
        "lawful",
        N_("オプトアウトで提供できないものを含まないことを確かめ、印を付けてください。"),
    ),
}


def _check_joint_use(values: Values) -> None:
    if values["ground"] is not Ground.JOINT or values["direction"] is not Direction.PROVIDED:
        return
    for name in joint_use_rules.untold(values):
        refuse(name, UNTOLD[name])


def _check_opt_out(values: Values) -> None:
    if values["ground"] is not Ground.OPT_OUT or values["direction"] is not Direction.PROVIDED:
        return
    named = entry_fields.rows(LEDGER, values["rows"]).values()
    found = joint_use_rules.excluded(
        sensitive=any(LEDGER.field("sensitive").of(row) for row in named),
        from_opt_out=_came_by_opt_out([row.id for row in named]),
        lawful=bool(values["lawful"]),
    )
    if found is not None:
        refuse(*EXCLUDED[found])
    if not joint_use_rules.is_notified(values["notified_on"], values["provided_on"]):
        refuse("notified_on", N_("提供する前に委員会へ届け出た日を入力してください。"))


def _came_by_opt_out(ids: Collection[int]) -> bool:
    """Whether any of these entries of the ledger was received by opt-out."""
    if not ids:
        return False
    names = EntryLink.of_register == LEDGER.key, EntryLink.of_id.in_(ids)
    received = Provision.direction == Direction.RECEIVED, Provision.ground == Ground.OPT_OUT
    its = sa.and_(EntryLink.register == "provisions", EntryLink.entry_id == Provision.id)
    found = sa.select(Provision.id).join(EntryLink, its).where(*names, *received)
    return session.scalar(found.where(Provision.struck == "").limit(1)) is not None


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Most records are made each time."""
    return {**values, "method": values["method"] or Method.EACH}


def judged(row: Any) -> Answer:
    """Whether what an entry says is to be recorded, and by which rule."""
    return provision_rules.judge(row.direction, row.ground, row.abroad)


def _need(row: Any) -> Words:
    return WHY[judged(row).why]


def made_on(row: Any) -> date:
    """The day on which a record was made: on paper, else when it was entered."""
    day: date | None = PROVISIONS.field("made_on").of(row)
    return day or clock.local(row.recorded_at).date()


def keep_until(row: Any) -> date | Words:
    """The last day on which a record is kept; in words as long as provisions go on, and where none
    is needed."""
    if not judged(row).needed:
        return N_("記録不要")
    day = provision_rules.kept_until(row.method, made_on(row), row.last_on)
    if day is not None:
        return day
    if provision_rules.years_kept(row.method) == 1:
        return N_("最後の提供・受領から1年")
    return N_("最後の提供・受領から3年")


def is_to_be_checked(row: Any) -> bool:
    """Whether a partner abroad is looked at every year: one that is bound to a system of its own
    (art. 28-3) and still has the data."""
    return row.abroad is Abroad.SYSTEM and row.ended_on is None and not row.struck


KEEP_UNTIL = Reckoned("keep_until", N_("保存期限"), reckon=keep_until, reads=("recorded_at",))
PROVISIONS = Register(
    *("provisions", "do/provisions", Provision, N_("第三者提供・受領の記録")),
    kind=Kind.PROVISION,
    short=N_("第三者提供"),
    new=N_("提供・受領を記録する"),
    why=N_(
        "個人データを第三者に渡したときと受け取ったときの記録を作り、決められた期間保存します。"
    ),
    requirement=N_(
        "個人情報保護法29条、30条、31条は、第三者提供の記録と、提供を受けるときの確認と記録を求めています。"
        "記録が不要な場合は、その根拠を残します。"
        "記録は、作成した日から3年（一括の記録は最後の提供から3年、契約書などによる記録は1年）保存します。"
    ),
    fields=FIELDS,
    columns=("counterpart", "direction", "ground", "items", "provided_on", KEEP_UNTIL),
    filters=("direction", "ground", "unit_id"),
    sorts=("provided_on",),
    sorted_by="-provided_on",
    title=("counterpart",),
    dated="provided_on",
    rule=_rule,
    fill=_filled,
    filled=("method",),
    spreads=_spread,
    seen=visible_to,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    reckoned=(Reckoned("need", N_("記録の要否"), reckon=_need), KEEP_UNTIL),
)
