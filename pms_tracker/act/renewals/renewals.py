"""The register of applications for the mark (新規・更新申請): an entry for the first, which has no
term that ends, and one for each term, from window to grant."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, select, true

from pms_tracker import clock
from pms_tracker.act.rules.renewal import renewal_rules as rules
from pms_tracker.act.rules.renewal.renewal_rules import STEPS, Body, RenewalState, Window
from pms_tracker.act.tables.renewal_tables import REMARKS, Remark, Renewal
from pms_tracker.database import session
from pms_tracker.kernel import due_dates
from pms_tracker.kernel.calendar import ONE_DAY
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.firm.working_days import is_national_holiday
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.registers.edition_tables import EntryLink
from pms_tracker.registers.entry_faults import refuse, refuse_first
from pms_tracker.registers.fields import Choice, Day, Facts, Text, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import (
    FACT,
    FOLDED,
    MORE_FACT,
    Labels,
    Names,
    Reckoned,
    noted,
)
from pms_tracker.registers.register import Register, Same

BODIES: Labels = {
    Body.JIPDEC: N_("JIPDEC（日本情報経済社会推進協会）"),
    Body.JUAS: N_("JUAS（日本情報システム・ユーザー協会）"),
    Body.OTHER: N_("その他の審査機関"),
}
STATES: dict[RenewalState, Words] = {
    RenewalState.PREPARING: N_("準備中"),
    RenewalState.OPEN: N_("申請できる期間"),
    RenewalState.LATE: N_("申請期間を過ぎています"),
    RenewalState.SUBMITTED: N_("申請済み"),
    RenewalState.FORMAL: N_("形式審査済み"),
    RenewalState.DOCUMENTS: N_("文書審査済み"),
    RenewalState.ON_SITE: N_("現地審査済み"),
    RenewalState.REMARKS: N_("指摘に対応中"),
    RenewalState.DECIDED: N_("付与の決定済み"),
    RenewalState.GRANTED: N_("付与済み"),
    RenewalState.EXPIRED: N_("有効期間が満了"),
    RenewalState.REFUSED: N_("付与されなかった"),
}


DAYS = (*STEPS, rules.REFUSED_ON, "stopped_on")


def visible_to(viewer: Viewer) -> ColumnElement[bool]:
    """A renewal is made from records of every unit: for those who see all."""
    return true() if viewer.sees_all else false()


def window_of(row: Any) -> Window | None:
    """When a renewal is applied for, by the end of the term; None for the first application."""
    if row.expires_on is None:
        return None
    return Window(*due_dates.pmark_window(row.expires_on, is_national_holiday))


def state_of(row: Any) -> RenewalState:
    """How far a renewal is today."""
    return rules.state(window_of(row), row.expires_on, days_of(row), clock.today())


def days_of(row: Any) -> dict[str, date | None]:
    """All days of an application that may be there."""
    return {name: getattr(row, name) for name in DAYS}


def stop_from(row: Any) -> date | None:
    """From which day on the mark is used no more; none as long as it may be."""
    return rules.stop_from(row.expires_on, days_of(row))


def term_of(row: Any | None) -> tuple[date, date]:
    """The first and the last day of the term that a renewal is of; of a company that has no mark
    yet (None, or its first application), since when it has kept its records here, two years at
    most, until that was decided or today."""
    if row is None or row.expires_on is None:
        ended_on = (row.granted_on or row.refused_on) if row is not None else None
        last = ended_on or clock.today()
        return min(max(people.the_company().started_on, rules.valid_from(last)), last), last
    return row.started_on or rules.valid_from(row.expires_on), row.expires_on


def is_first(row: Any | None) -> bool:
    """Whether an application is the first of all; so is what nobody registered yet (None)."""
    return row is None or row.expires_on is None


def _rule(values: Values, _facts: Facts) -> None:
    days = {name: values[name] for name in DAYS}
    refuse_first(rules.faults(values["expires_on"], values["started_on"], days))
    decided = days["granted_on"] or days["refused_on"]
    if values["expires_on"] is None and decided is None and _is_in_use():
        refuse("expires_on", N_("有効期間中のPマークがあります。その満了日を入力してください。"))


def _is_in_use() -> bool:
    """Whether there is a mark whose term is not over."""
    runs = exists().where(Renewal.expires_on >= clock.today(), Renewal.struck == "")
    return bool(session.scalar(select(runs)))


def next_of(row: Any) -> Any:
    """The renewal of the term that follows an application, if there is one."""
    its = Renewal.expires_on > (row.expires_on or row.granted_on), Renewal.struck == ""
    return session.scalar(select(Renewal).where(*its).order_by(Renewal.expires_on).limit(1))


def _check_answered(row: Any) -> None:
    """The body decides once what it remarked was answered. Raises BadInput while some is not."""
    named = (
        *(EntryLink.register == REMARKS, EntryLink.entry_id == Remark.id),
        *(EntryLink.of_register == RENEWALS.key, EntryLink.of_id == row.id),
    )
    its = select(Remark).join(EntryLink, and_(*named))
    open_ones = session.scalars(
        its.where(Remark.struck == "", Remark.answered_on.is_(None)).order_by(Remark.id)
    ).all()
    if open_ones:
        which = [format_reference(Kind.REMARK, each.fiscal_year, each.number) for each in open_ones]
        raise BadInput("renewal_unanswered", remarks=which, beside="decided_on")


def _became(row: Any, before: Values, by: Viewer | None) -> None:
    """The body decides once its remarks are answered. Once the mark was granted, the next term is
    there with its window: of the same body, under the same number."""
    decides = any(getattr(row, each) and not before[each] for each in ("decided_on", "granted_on"))
    if decides:
        _check_answered(row)
    is_granted = row.granted_on is not None and before["granted_on"] is None
    if not is_granted or next_of(row) is not None:
        return
    # The first term begins on the day of the grant, every other where the one before it ended.
    before_it = row.expires_on or row.granted_on - ONE_DAY
    follows = {
        "body": row.body,
        "expires_on": rules.next_expires_on(before_it),
        "started_on": before_it + ONE_DAY,
        "registration": row.registration,
    }
    entries.enter(RENEWALS, follows, by=by)


STATE = Reckoned(
    "renewal_state",
    N_("申請の状況"),
    reckon=lambda row: STATES[state_of(row)],
    after="expires_on",
    reads=DAYS,
)
FIRST = Reckoned(
    *("first_day", N_("申請期間の初日")),
    reckon=lambda row: getattr(window_of(row), "first", None),
    after="expires_on",
)
LAST = Reckoned(
    *("last_day", N_("申請期間の最終日")),
    reckon=lambda row: getattr(window_of(row), "last", None),
    after="expires_on",
)
RENEWALS = Register(
    *("renewals", "act/renewals", Renewal, N_("Pマークの申請")),
    kind=Kind.RENEWAL,
    new=N_("申請を登録する"),
    why=N_("Pマークの有効期間から申請期間を計算し、必要な記録がそろっているかを確かめます。"),
    requirement=N_(
        "プライバシーマークの有効期間は2年です。更新の申請は、満了の8か月前から4か月前までに行います。"
        "最終日が土日や祝日に当たるときは、次の平日までです。"
        "審査では、有効期間中の教育、監査、マネジメントレビューなどの記録が確かめられます。"
    ),
    fields=(
        Choice(
            *("body", N_("審査機関"), BODIES),
            needed=N_("審査機関を選んでください。"),
            headings=("審査機関名",),
        ),
        Day(
            *("expires_on", N_("有効期間の満了日")),
            until=True,
            help=N_(
                "登録証に書かれている有効期間の最後の日。申請期間はここから計算します。"
                "はじめて申請するときは、空欄にしてください。"
            ),
            headings=("満了日", "有効期限"),
        ),
        Day(*("started_on", N_("有効期間の開始日")), help=N_("空欄なら、満了日の2年前とします。")),
        Text("registration", N_("登録番号"), 40, headings=("付与番号", "Pマーク登録番号")),
        Day("submitted_on", N_("申請した日"), past=True, headings=("申請日",)),
        Text("receipt", N_("受付番号"), **FACT),
        Day("formal_on", N_("形式審査が終わった日"), past=True),
        Day("documents_on", N_("文書審査が終わった日"), past=True),
        Day("on_site_on", N_("現地審査の日"), past=True),
        Day("remarked_on", N_("指摘事項を受け取った日"), past=True),
        Day("decided_on", N_("付与が決定した日"), past=True),
        Day(
            *("granted_on", N_("付与を受けた日")),
            past=True,
            told=(N_("付与済み"), N_("付与前")),
            help=N_("入力すると、次の有効期間の更新も登録されます。"),
        ),
        Day(
            *("refused_on", N_("付与されないと決まった日")),
            **FOLDED,
            past=True,
            headings=("否決日", "不付与の決定日"),
        ),
        Day(
            *("stopped_on", N_("マークの使用をやめた日")),
            **FOLDED,
            past=True,
            help=N_("有効期間が満了し、更新されなかったときに入力します。"),
        ),
        Names(
            *("ready", N_("用意できた書類")),
            **MORE_FACT,
            help=N_("「提出する書類」の画面で選んだものが入ります。"),
        ),
        Names("spared", N_("不要とした書類"), **MORE_FACT),
        noted(N_("備考"), "メモ 摘要", **FOLDED),
        Files("files", N_("申請書の控え、審査機関からの書面")),
    ),
    columns=("body", "expires_on", FIRST, LAST, STATE),
    filters=("body", "granted_on"),
    sorts=("expires_on",),
    fold=N_("書類の用意、更新されなかったとき、備考"),
    rule=_rule,
    same=Same(("expires_on", "refused_on", "granted_on")),
    seen=visible_to,
    custom=Custom.PRIVACY_MARK,
    keeper=Permission.KEEP_REVIEWS,
    reader=Permission.READ_TRAIL,
    quiet=False,
    became=_became,
    boxes=(N_("代表者"), N_("個人情報保護管理者")),
    reckoned=(FIRST, LAST, STATE),
)
