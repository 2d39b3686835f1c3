"""Whom the demo company entrusts what: evaluated, bound, one by an exception, and one that left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.demo.registers import approving
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluation_fields import SHEET_FOR
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.contractor_rules import (
    FOR_MY_NUMBER,
    Certificate,
    Clause,
    Handing,
    MyNumber,
    Proof,
    Trade,
)
from pms_tracker.do.rules.evaluation_rules import SHEETS, Answer, Kind, Method, Question, Verdict
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries

_USUAL = (Clause.SECRECY, Clause.PURPOSE, Clause.SUBCONTRACTING, Clause.RETURN, Clause.NOTICE)


@dataclass(frozen=True)
class Judged:
    """An evaluation on a day from today: what is not simply met, what came of it, and by when from
    then it asks for more."""

    day: int
    verdict: Verdict = Verdict.PASSED
    answers: Mapping[Question, Answer] = field(default_factory=dict)
    says: Mapping[str, Any] = field(default_factory=dict)
    until: int = 0


@dataclass(frozen=True)
class Told:
    """A contractor of some entries, entered on a day from today, with its evaluations, its contract
    from a day on, and the day on which it left, if it did."""

    name: str
    trade: Trade
    unit: str
    of: tuple[str, ...]
    entered: int
    judged: tuple[Judged, ...]
    signed: int
    says: Mapping[str, Any]
    contract: Mapping[str, Any] = field(default_factory=dict)
    left: int = 0


TOLD = (
    Told(
        *("あずさ税理士法人", Trade.PROFESSIONAL, "総務部", ("給与と源泉徴収の書類",), -396),
        (Judged(-392), Judged(-40)),
        -385,
        {
            "work": "年末調整と法定調書の作成",
            "my_number": MyNumber.YES,
            "address": "長野県松本市深志2-3-4",
            "contact": "担当 柳沢、0263-00-0101",
            "handing": Handing.NO,
        },
        {"clauses": FOR_MY_NUMBER, "renews": True},
    ),
    Told(
        *("安曇野社会保険労務士事務所", Trade.PROFESSIONAL, "総務部"),
        *(("従業者名簿", "給与と源泉徴収の書類"), -352),
        (Judged(-345),),
        -338,
        {
            "work": "社会保険と雇用保険の手続",
            "my_number": MyNumber.YES,
            "address": "長野県安曇野市豊科5-6-7",
            "contact": "担当 降旗、0263-00-0202",
            "handing": Handing.NO,
        },
        {"clauses": (*FOR_MY_NUMBER, Clause.NOTICE), "renews": True},
    ),
    Told(
        *("信州メール発送株式会社", Trade.PRINTING, "出版部", ("通信販売の注文データ",), -300),
        (
            Judged(-296),
            Judged(
                *(-16, Verdict.CONDITIONAL),
                {Question.SPOILED: Answer.NO, Question.TRAINING: Answer.PARTLY},
                {"conditions": "宛名の刷り損じを数えて記録し、溶解の証明書を当社に渡すこと。"},
                46,
            ),
        ),
        -290,
        {
            "work": "書籍の発送と、宛名の印刷",
            "address": "長野県塩尻市広丘8-9-10",
            "contact": "発送課 中島、0263-00-0303",
            "handing": Handing.ASKED,
        },
        {"clauses": (*_USUAL, Clause.AUDIT), "term_until": 75},
    ),
    Told(
        *("中部学力テスト株式会社", Trade.EDUCATION, "教務部", ("成績と指導記録",), -260),
        (
            Judged(-256),
            Judged(
                *(-30, Verdict.FAILED),
                {
                    Question.COUNTED: Answer.NO,
                    Question.ENTRY: Answer.NO,
                    Question.ACCESS: Answer.PARTLY,
                    Question.TRAINING: Answer.NO,
                },
                {
                    "exception_reason": (
                        "3学期の模試は申込みが終わっており、ほかに頼めない。"
                        "受験者は番号だけで渡し、氏名は当社で照合する。"
                    )
                },
                130,
            ),
        ),
        -250,
        {
            "work": "公開模試の採点と成績表の作成",
            "address": "愛知県名古屋市中区栄11-12-13",
            "contact": "学校営業部、052-000-0404",
            "handing": Handing.NO,
        },
        {"clauses": _USUAL, "term_until": 130},
    ),
    Told(
        *("みどりクラウド株式会社", Trade.CLOUD, "情報システム部", ("生徒台帳",), -120),
        (Judged(-114, answers={Question.PLEDGE: Answer.PARTLY}),),
        -105,
        {
            "work": "生徒管理システムの提供",
            "address": "東京都港区芝14-15-16",
            "contact": "サポート窓口",
            "country": "日本（閲覧も国内）",
            "certificates": (Certificate.ISMS,),
            "certificate_number": "IS 000505",
            "certified_until": 210,
            "handing": Handing.YES,
            "handed_to": "みどりデータセンター株式会社：サーバの運用",
        },
        {"clauses": _USUAL, "renews": True},
    ),
    Told(
        *("まつもと印刷株式会社", Trade.PRINTING, "総務部", ("従業者名簿",), -330),
        (Judged(-326),),
        -320,
        {
            "work": "名刺の印刷",
            "address": "長野県松本市村井17-18-19",
            "contact": "営業 百瀬、0263-00-0606",
            "handing": Handing.NO,
        },
        {"clauses": _USUAL, "term_until": -60},
        left=-55,
    ),
)


class ContractorActs:
    """Each contractor from the day on which it was a candidate."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rows: dict[str, Any] = {}
        self._judged: dict[tuple[str, int], Any] = {}

    def __iter__(self) -> Iterator[Act]:
        day = self._desk.days.open
        for told in TOLD:
            yield Act(day(told.entered), Hour.FILE, partial(self._enter, told))
            for number, each in enumerate(told.judged):
                yield Act(day(each.day), Hour.FILE, partial(self._judge, told, number))
                yield Act(day(each.day + 3), Hour.DECIDE, partial(self._approve, told, number))
            # Days on which the company is closed bring the approval and the contract to one day.
            yield Act(day(told.signed), Hour.JUDGE, partial(self._sign, told))
            if told.left:
                yield Act(day(told.left), Hour.FILE, partial(self._leave, told))
                yield Act(day(told.left + 3), Hour.DECIDE, partial(self._approve_end, told))

    @property
    def _by(self) -> Any:
        return self._desk.cast.holder(Role.PRIVACY_MANAGER)

    def _enter(self, told: Told) -> None:
        its = select(PersonalInformation).where(PersonalInformation.name.in_(told.of))
        says = {**told.says, "name": told.name, "trade": told.trade}
        if "certified_until" in says:
            says["certified_until"] = clock.today() + timedelta(days=says["certified_until"])
        says["unit_id"] = self._desk.cast.unit_ids[told.unit]
        says["rows"] = tuple(LEDGER.name_of(row) for row in session.scalars(its))
        self._rows[told.name] = entries.enter(CONTRACTORS, says, by=self._by)

    def _judge(self, told: Told, number: int) -> None:
        each, row = told.judged[number], self._rows[told.name]
        sheet = SHEET_FOR[told.trade]
        until = self._desk.days.open(each.day + each.until)
        asks = {Verdict.CONDITIONAL: "conditions_due", Verdict.FAILED: "exception_until"}
        more = {asks[each.verdict]: until} if each.verdict in asks else {}
        says = {
            "contractor": (CONTRACTORS.name_of(row),),
            "kind": Kind.AGAIN if number else Kind.FIRST,
            "evaluated_on": clock.today(),
            "methods": (Method.PAPER, Method.INTERVIEW),
            "sheet": sheet,
            **{one.value: each.answers.get(one, Answer.YES) for one in SHEETS[sheet].questions},
            "verdict": each.verdict,
            **each.says,
            **more,
        }
        made = entries.enter(EVALUATIONS, says, by=self._by)
        self._judged[told.name, number] = made
        approving.hand_in(EVALUATIONS, [made], self._desk)
        if not number:
            approving.hand_in(CONTRACTORS, [row], self._desk)

    def _approve(self, told: Told, number: int) -> None:
        approving.approve(EVALUATIONS, [self._judged[told.name, number]], self._desk)
        if not number:
            approving.approve(CONTRACTORS, [self._rows[told.name]], self._desk)

    def _sign(self, told: Told) -> None:
        says = {**told.contract, "signed_on": clock.today()}
        if "term_until" in says:
            says["term_until"] = self._desk.days.open(says["term_until"])
        self._change(told, says)

    def _leave(self, told: Told) -> None:
        today = clock.today()
        proof = {"proof": Proof.CERTIFICATE, "proved_on": today, "ended_on": today, "rows": ()}
        self._change(told, proof)
        approving.hand_in(CONTRACTORS, [self._rows[told.name]], self._desk)

    def _approve_end(self, told: Told) -> None:
        approving.approve(CONTRACTORS, [self._rows[told.name]], self._desk)

    def _change(self, told: Told, says: Mapping[str, Any]) -> None:
        row = self._rows[told.name]
        entries.change(CONTRACTORS, row, says, seen=row.version, by=self._by)
