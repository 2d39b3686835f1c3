"""What the demo company holds: its register, approved, reviewed last year and again this year."""

import csv
from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

from pms_tracker import clock
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.demo.ground import demo_company
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving, purpose_story
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.reviews import ledger_parts, ledger_reviews
from pms_tracker.do.reviews.ledger_parts import Looked, Part
from pms_tracker.do.rules.ledger.ledger_review_rules import Missing, Outcome, PartAnswer, RowAnswer
from pms_tracker.do.rules.ledger.ledger_rules import Disposal, Size, Subject, Way
from pms_tracker.do.tables.ledger_review_tables import LedgerReview
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.lasting.span_words import read_span
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import DRAFTED, WAITS, Standing

# Days from today on which the register was entered and approved, and one row of it revised.
ENTERED, APPROVED, REVISED = -400, -395, -6
# Then what came of last year's review was written and approved.
FOLLOWED, FOLLOWED_APPROVED = -350, -346
# Last year's review, from its opening to its result; this year's, of which one unit has answered.
OPENED, DUE, ANSWERED, CONFIRMED, CLOSED = -372, -358, -365, -360, -355
OPENED_AGAIN, DUE_AGAIN, ANSWERED_AGAIN = -12, 14, -4
# What was said of one entry; of all others that nothing changed. And what was missing.
CHANGED = "生徒台帳"
HOW = "保管場所に、教務部の共有フォルダが加わった。"
PLACES = "社内システム\n教務部の共有フォルダ"
UNLISTED = {"出版部": "書店向け説明会の参加者名簿"}
FIRST_TO_ANSWER = "総務部"
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

# What the same offices hold besides, a line each; members of a field stand side by side.
MORE = Path(demo_company.__file__).with_name("ledger.csv")
_MEMBERS: dict[str, type[StrEnum]] = {"subjects": Subject, "acquired": Way, "disposal": Disposal}

FOUND: tuple[Any, ...] = (
    *("出版部", UNLISTED["出版部"], "書籍の販売", (Subject.PARTNER,)),
    *(("氏名", "勤務先", "電話番号"), "説明会の案内", _WRITTEN),
    *(_LOCKED, "施錠", "出版部の職員", "年度末まで", "年度末", _CUT, _TENS),
)
# The clause of the policy that states why something is held of these people, by its last mark.
STATED = {
    **dict.fromkeys((Subject.PUPIL, Subject.FAMILY), "a"),
    **{Subject.CUSTOMER: "bc", Subject.APPLICANT: "d"},
    **dict.fromkeys((Subject.PARTNER, Subject.WORKER), "e"),
}
# Why these are held is stated nowhere, as an audit would find.
UNSTATED = {
    *("授業料の口座振替依頼書", "アクセスログ", "利用者IDの管理表", "来訪者の受付簿"),
    *("読者はがき", *UNLISTED.values()),
}


class LedgerActs:
    """How the register came to be, and what is drafted of it now."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: list[Any] = []

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        for told in (*ROWS, *_more()):
            yield Act(days.open(ENTERED), Hour.FILE, partial(self._enter, told))
        yield Act(days.open(ENTERED), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(APPROVED), Hour.DECIDE, self._approve)
        yield Act(days.open(FOLLOWED), Hour.FILE, self._follow)
        yield Act(days.open(FOLLOWED), Hour.SUBMIT, self._hand_in)
        yield Act(days.open(FOLLOWED_APPROVED), Hour.DECIDE, self._approve)
        yield Act(days.open(REVISED), Hour.FILE, self._revise)

    def _enter(self, told: tuple[Any, ...]) -> None:
        values = dict(zip(_FIELDS, told, strict=True))
        values["unit_id"] = self._desk.cast.unit_ids[values["unit_id"]]
        values["counted_on"] = clock.today()
        marks = "" if values["name"] in UNSTATED else STATED[values["subjects"][0]]
        values["stated"] = purpose_story.stated_in(marks)
        for name in ("use_until", "keep_until"):
            values[name] = read_span(values[name])
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._rows.append(entries.enter(LEDGER, values, by=by))

    def _hand_in(self) -> None:
        approving.hand_in(LEDGER, self._of(DRAFTED), self._desk)

    def _approve(self) -> None:
        approving.approve(LEDGER, self._of(WAITS), self._desk)

    def _of(self, standings: Sequence[Standing]) -> list[Any]:
        return [row for row in self._rows if row.state in standings]

    def _follow(self) -> None:
        """What last year's review said of one entry, and what it found missing."""
        row = next(each for each in self._rows if each.name == CHANGED)
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        entries.change(LEDGER, row, {"place": PLACES}, seen=row.version, by=by)
        self._enter(FOUND)

    def _revise(self) -> None:
        row, by = self._rows[0], self._desk.cast.holder(Role.PRIVACY_MANAGER)
        more = {"purposes": f"{row.purposes}\n合格実績の集計"}
        entries.change(LEDGER, row, more, seen=row.version, by=by)


class LedgerReviewActs:
    """Last year's review of the register through its result, and this year's under way."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._review: LedgerReview

    def __iter__(self) -> Iterator[Act]:
        days = self._desk.days
        yield Act(days.open(OPENED), Hour.PLAN, partial(self._open, DUE))
        yield Act(days.open(ANSWERED), Hour.FILE, self._answer_all)
        yield Act(days.open(CONFIRMED), Hour.DECIDE, self._confirm_all)
        yield Act(days.open(CLOSED), Hour.CLOSE, self._close)
        yield Act(days.open(OPENED_AGAIN), Hour.PLAN, partial(self._open, DUE_AGAIN))
        first = self._desk.cast.unit_ids[FIRST_TO_ANSWER]
        yield Act(days.open(ANSWERED_AGAIN), Hour.FILE, partial(self._answer, first))

    def _open(self, due: int) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        self._review = ledger_reviews.open_review(self._desk.days.exactly(due), by=by)

    def _answer_all(self) -> None:
        for unit_id in self._units():
            self._answer(unit_id, telling=True)

    def _answer(self, unit_id: int, *, telling: bool = False) -> None:
        part = self._part(unit_id)
        by = people.viewer(ledger_parts.answering(Firm(clock.today()), unit_id).person_ids[0])
        looked = ledger_parts.looked_at([part.row])[part.row.id]
        words = UNLISTED.get(part.unit, "") if telling else ""
        rows = {each.row.id: _said(each) if telling else _UNCHANGED for each in looked}
        answer = PartAnswer(rows, Missing.SOMETHING if words else Missing.NOTHING, words)
        ledger_reviews.hand_in(part, answer, version=part.version, by=by)

    def _confirm_all(self) -> None:
        firm = Firm(clock.today())
        for unit_id in self._units():
            part = self._part(unit_id)
            by = people.viewer(ledger_reviews.step_of(part.row, firm).person_ids[0])
            decided = Decided(Decision.APPROVED, ledger_reviews.subject(part).digest)
            ledger_reviews.decide(part, decided, version=part.version, by=by)

    def _close(self) -> None:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        ledger_reviews.close(self._review, version=self._review.version, by=by)

    def _units(self) -> list[int]:
        by = self._desk.cast.holder(Role.PRIVACY_MANAGER)
        parts = ledger_parts.parts_of(self._review, by)
        return [each.LedgerReviewUnit.unit_id for each in parts]

    def _part(self, unit_id: int) -> Part:
        review = self._review
        named = Reference(Kind.LEDGER_REVIEW, review.fiscal_year, review.number)
        return ledger_parts.by_unit(named, unit_id, seen_by=None)


_UNCHANGED = RowAnswer(Outcome.UNCHANGED)


def _said(each: Looked) -> RowAnswer:
    changes = each.said["name"] == CHANGED
    return RowAnswer(Outcome.CHANGED, HOW) if changes else _UNCHANGED


def _more() -> Iterator[tuple[Any, ...]]:
    """The entries of the file, as those above are told."""
    with MORE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            said: dict[str, Any] = {**row, "items": tuple(row["items"].split("・"))}
            for name, members in _MEMBERS.items():
                said[name] = tuple(members(each) for each in row[name].split())
            said["count"] = Size(row["count"])
            yield tuple(said[name] for name in _FIELDS)
