"""What the demo company holds: its register of personal information, approved, one row revised."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger_rules import Disposal, Size, Subject, Way
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.lasting.span_words import read_span
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries

# Days from today on which the register was entered and approved, and one row of it revised.
ENTERED, APPROVED, REVISED = -210, -205, -6
_FIELDS = (
    *("unit_id", "name", "business", "subjects", "items", "purposes", "acquired"),
    *("place", "protection", "access", "use_until", "keep_until", "disposal", "count"),
)
_LOCKED, _SYSTEM = "施錠できる書庫", "社内システム"
_WRITTEN, _WEB, _MADE = (Way.WRITTEN,), (Way.WEB,), (Way.GENERATED,)
_PUPILS, _WORKERS = (Subject.PUPIL, Subject.FAMILY), (Subject.WORKER,)
_PULPED, _ERASED, _CUT = (Disposal.DISSOLVED,), (Disposal.ERASED,), (Disposal.SHREDDED,)
_TENS, _HUNDREDS, _MORE = Size.TO_100, Size.TO_1000, Size.TO_5000
ROWS: tuple[tuple[Any, ...], ...] = (
    (
        *("教務部", "入会申込書", "入会の受付", _PUPILS),
        *(("氏名", "住所", "電話番号", "学校名", "学年"), "入会の手続\n授業と行事の連絡", _WRITTEN),
        *(_LOCKED, "施錠", "教務部の職員", "退会まで", "退会後3年", _PULPED, _HUNDREDS),
    ),
    (
        *("教務部", "生徒台帳", "授業の運営", _PUPILS),
        *(("氏名", "連絡先", "受講科目", "出席"), "授業の運営\n進路の相談", _WRITTEN),
        *(_SYSTEM, "アクセス制御、バックアップ", "教務部の職員", "退会まで", "退会後3年"),
        *(_ERASED, _HUNDREDS),
    ),
    (
        *("教務部", "成績と指導記録", "指導", (Subject.PUPIL,)),
        *(("氏名", "成績", "面談の記録"), "指導と進路の相談", _MADE),
        *(_SYSTEM, "アクセス制御、バックアップ", "担当する講師", "退会まで", "退会後1年"),
        *(_ERASED, _HUNDREDS),
    ),
    (
        *("教務部", "授業料の口座振替依頼書", "授業料の請求", (Subject.FAMILY,)),
        *(("氏名", "口座番号"), "授業料の請求と収納", _WRITTEN),
        *(_LOCKED, "施錠", "教務部の責任者", "退会まで", "退会後5年", _PULPED, _HUNDREDS),
    ),
    (
        *("松本教室", "教室の緊急連絡先一覧", "安全の確保", _PUPILS),
        *(("氏名", "電話番号"), "事故や災害のときの連絡", _WRITTEN),
        *(
            "教室の鍵付き引出し",
            "施錠",
            "教室の職員",
            "年度末まで",
            "年度末",
            (Disposal.SHREDDED,),
            _TENS,
        ),
    ),
    (
        *("出版部", "通信販売の注文データ", "書籍の販売", (Subject.CUSTOMER,)),
        *(("氏名", "住所", "注文の内容"), "商品の発送と代金の請求", _WEB),
        *("クラウドの販売システム", "暗号化、バックアップ", "出版部の職員", "最終取引後1年"),
        *("最終取引後7年", _ERASED, _MORE),
    ),
    (
        *("出版部", "執筆者の連絡先", "編集", (Subject.PARTNER,)),
        *(("氏名", "住所", "口座番号"), "原稿の依頼と原稿料の支払", _WRITTEN),
        *(_SYSTEM, "アクセス制御", "出版部の職員", "契約終了まで", "契約終了後5年"),
        *(_ERASED, _TENS),
    ),
    (
        *("総務部", "従業者名簿", "人事", _WORKERS),
        *(("氏名", "住所", "生年月日", "経歴"), "労務の管理", _WRITTEN),
        *(_LOCKED, "施錠", "総務部の職員", "退職まで", "退職後5年", _PULPED, _TENS),
    ),
    (
        *("総務部", "応募者の履歴書", "採用", (Subject.APPLICANT,)),
        *(("氏名", "連絡先", "学歴", "職歴"), "採用の選考", _WRITTEN),
        *(
            _LOCKED,
            "施錠",
            "採用の担当者",
            "不採用決定",
            "不採用決定後6か月",
            (Disposal.RETURNED, Disposal.SHREDDED),
        ),
        *(_TENS,),
    ),
    (
        *("総務部", "給与と源泉徴収の書類", "給与の支払", _WORKERS),
        *(("氏名", "扶養親族", "給与の額"), "給与の支払と税の手続", _WRITTEN),
        *(_LOCKED, "施錠", "給与の担当者", "支払完了まで", "支払完了後7年", _PULPED, _TENS),
    ),
    (
        *("情報システム部", "アクセスログ", "システムの運用", _WORKERS),
        *(("利用者ID", "操作の記録"), "不正な利用の発見", _MADE),
        *("ログのサーバ", "アクセス制御", "システムの担当者", "取得後1年", "取得後1年"),
        *(_ERASED, _TENS),
    ),
)


class LedgerActs:
    """How the register came to be, and what is drafted of it now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: list[Any] = []

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        for told in ROWS:
            yield Act(days.open(ENTERED), Hour.FILE, partial(self._enter, told))
        yield Act(days.open(ENTERED), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(APPROVED), Hour.DECIDE, self._approve)
        yield Act(days.open(REVISED), Hour.FILE, self._revise)

    def _enter(self, told: tuple[Any, ...]) -> None:
        values = dict(zip(_FIELDS, told, strict=True))
        values["unit_id"] = self._desk.cast.unit_ids[values["unit_id"]]
        values["counted_on"] = clock.today()
        for name in ("use_until", "keep_until"):
            values[name] = read_span(values[name])
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._rows.append(entries.enter(LEDGER, values, by=by))

    def _hand_in(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        for row in self._rows:
            entry_decisions.hand_in(LEDGER, row, version=row.version, by=by)

    def _approve(self) -> None:
        by, firm = self._desk.cast.holder(Role.REPRESENTATIVE), Firm(clock.today())
        for offer in entry_decisions.offered(LEDGER, self._rows):
            seen = entry_decisions.waiting(LEDGER, offer, firm).about.digest
            decided, version = Decided(Decision.APPROVED, seen), offer.row.version
            entry_decisions.decide(LEDGER, offer.row, decided, firm, version=version, by=by)

    def _revise(self) -> None:
        row, by = self._rows[0], self._desk.cast.holder(Role.PRIVACY_MANAGER)
        more = {"purposes": f"{row.purposes}\n合格実績の集計"}
        entries.change(LEDGER, row, more, seen=row.version, by=by)
