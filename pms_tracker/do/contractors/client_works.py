"""The register of work taken from clients (受託業務): what the firm holds for whom, and how soon
its contract wants the client told of an incident (Law art. 25 and 26-1, proviso)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.registers.ledger import LEDGER, of_units
from pms_tracker.do.rules import client_rules
from pms_tracker.do.rules.client_rules import Taken, Unit
from pms_tracker.do.tables.client_tables import ClientWork
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Facts, Number, Of, Pick, Text, Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FOLDED, Reckoned, called, noted
from pms_tracker.registers.register import Register

visible_to = of_units(ClientWork.unit_id)


def _rule(values: Values, _facts: Facts) -> None:
    first, last = values["term_from"], values["term_until"]
    if first and last and last < first:
        refuse("term_until", N_("契約の開始日以降の日を入力してください。"))
    within = client_rules.days_to_tell(Taken("", first, values["tell_within"], values["tell_unit"]))
    if within is not None and within > client_rules.MOST_DAYS:
        refuse("tell_within", N_("事故の連絡期限は、30日か720時間までで入力してください。"))


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Days, unless somebody says hours."""
    return {**values, "tell_unit": values["tell_unit"] or Unit.DAYS}


def taken(row: ClientWork) -> Taken:
    """What an entry says of its contract."""
    return Taken(row.client, row.term_from, row.tell_within, row.tell_unit)


def _tell_by(row: ClientWork) -> Value:
    """By which day, that of knowing being the first."""
    return client_rules.days_to_tell(taken(row))


@dataclass(frozen=True)
class Touched:
    """The work taken from clients that an incident touches, whether it touches besides what the
    firm holds for itself, and whether all that work was registered before the day: what is entered
    later is entered by whoever knows of the incident."""

    taken: tuple[Taken, ...] = ()
    own_too: bool = False
    was_known: bool = False


def touched(rows: Collection[str], named: Collection[str], day: date) -> Touched:
    """What an incident of a day touches of work taken from clients: what it names, and what is done
    with the entries of the register of personal information that it names, by their references. An
    entry that no such work uses is the firm's own."""
    if not rows and not named:
        return Touched()
    every = select(ClientWork).where(ClientWork.struck == "").order_by(ClientWork.id)
    found = [
        each
        for each in session.scalars(every)
        if CLIENT_WORKS.name_of(each) in named or set(each.rows) & set(rows)
        if taken(each).binds(day)
    ]
    own = set(rows).difference(*(each.rows for each in found))
    was_known = bool(found) and all(clock.local(each.recorded_at).date() < day for each in found)
    return Touched(tuple(map(taken, found)), bool(found) and bool(own), was_known)


TELL_BY = Reckoned(
    *("tell_by", N_("委託元への連絡（何日目まで）")),
    reckon=_tell_by,
    after="tell_unit",
    reads=("client", "term_from", "tell_within", "tell_unit"),
)
CLIENT_WORKS = Register(
    *("client_works", "do/client-works", ClientWork, N_("受託業務")),
    kind=Kind.CLIENT_WORK,
    custom=Custom.PERSONAL_INFORMATION_ACT,
    new=N_("受託業務を登録する"),
    why=N_(
        "委託元から預かって扱う個人情報を、契約の期間と事故のときの連絡期限とともに記録します。"
    ),
    requirement=N_(
        "個人情報保護法26条1項のただし書は、委託元に通知した委託先に、委員会への報告を免除しています。"
        "委託元は法25条により、預けた個人情報の取扱いを監督します。"
        "事故がこの業務に関わると、契約の連絡期限が事故の記録に表示されます。"
    ),
    fields=(
        Text(
            *("client", N_("委託元")),
            needed=N_("委託元の名称を入力してください。"),
            headings=called(
                "委託元名 委託者 発注者 取引先 顧客名 取引先名 発注元 得意先 得意先名 "
                "委託元会社名 客先"
            ),
        ),
        Text(
            *("work", N_("業務の内容")),
            needed=N_("業務の内容を入力してください。"),
            headings=called("受託業務 業務名 委託内容 受託内容 受託業務名 受託業務の内容"),
        ),
        Text(
            *("items", N_("預かる個人情報"), 2000),
            lines=True,
            help=N_("氏名、住所、成績など"),
            headings=called(
                "個人情報の項目 項目 預かる情報 受託する個人情報 個人情報の内容 預託情報 "
                "受託個人情報"
            ),
        ),
        Pick(
            "unit_id",
            N_("担当部門"),
            Of.UNIT,
            needed=N_("担当部門を選んでください。"),
            headings=called("部門 部署 担当部署 管理部門"),
        ),
        Entries("rows", N_("台帳の記録"), LEDGER, headings=("個人情報", "対象")),
        Day(
            *("term_from", N_("契約の開始日")),
            needed=N_("契約の開始日を入力してください。"),
            headings=("契約開始日", "開始日", "契約期間"),
        ),
        Day(
            "term_until",
            N_("契約の終了日"),
            until=True,
            headings=("契約終了日", "終了日"),
            ends="term_from",
        ),
        Number(
            *("tell_within", N_("事故の連絡期限")),
            least=1,
            most=720,
            help=N_("契約で決めた、事故を委託元に知らせるまでの日数か時間。例：24時間なら24"),
            headings=("連絡期限", "事故時の連絡期限"),
        ),
        Choice(
            *("tell_unit", N_("期限の単位")),
            {Unit.DAYS: N_("日数"), Unit.HOURS: N_("時間")},
            help=N_("空欄なら日になります。気付いた日を1日目と数えます。"),
        ),
        Text(
            *("contact", N_("委託元の連絡先"), 400),
            erasable=True,
            help=N_("事故のときに連絡する部署と電話番号"),
            headings=("連絡先", "担当者"),
        ),
        noted(N_("メモ"), "備考 摘要", **FOLDED, erasable=True),
        Files("files", N_("契約書・証跡")),
    ),
    columns=("client", "work", "unit_id", "term_until", TELL_BY),
    filters=("unit_id",),
    sorts=("client", "term_until"),
    sorted_by="client",
    title=("client", "work"),
    dated="term_from",
    rule=_rule,
    fill=_filled,
    filled=("tell_unit",),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("個人情報保護管理者"), N_("部門責任者")),
    reckoned=(TELL_BY,),
)
