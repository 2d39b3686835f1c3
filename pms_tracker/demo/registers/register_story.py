"""What the demo company entered in registers: a row each, its days counted from today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pms_tracker.check.audits.auditor_trainings import TRAININGS
from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Act, Hour
from pms_tracker.do.contractors.client_works import CLIENT_WORKS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.logs.assets import ASSETS
from pms_tracker.do.logs.carry_outs import CARRY_OUTS
from pms_tracker.do.logs.visits import VISITS
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.do.registers.provisions import PROVISIONS
from pms_tracker.do.rules.client_rules import Unit
from pms_tracker.do.rules.incidents.incident_rules import Cause, Event, Nature, Notice
from pms_tracker.do.rules.operation.log_rules import AssetKind
from pms_tracker.do.rules.pledge_rules import PledgeKind
from pms_tracker.do.rules.provision_rules import Abroad, Direction, Ground, Method
from pms_tracker.kernel.independence import Role
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Day, Field, Of, Pick
from pms_tracker.registers.known_words import plain
from pms_tracker.registers.register import Register

COURSE = "内部監査員養成研修"


@dataclass(frozen=True)
class Entered:
    """An entry, with names for persons and units, and days from today for days."""

    register: Register
    by: Role
    day: int
    values: Mapping[str, Any]


def _trained(name: str, obtained: int, until: int) -> Entered:
    told = {"person_id": name, "name": COURSE, "obtained_on": obtained, "valid_until": until}
    return Entered(TRAININGS, Role.AUDIT_MANAGER, -60, told)


ENTERED = (
    _trained("髙橋 正行", -400, 696),
    _trained("鈴木 彩乃", -380, 716),
    # This one has run out.
    _trained("加藤 慎司", -410, -45),
)

# Everybody was asked for a pledge on one day; these have not signed theirs yet.
ASKED, SIGNED, NOT_YET = -9, -4, frozenset({"岡田 アンナ", "清水 和枝"})


def _pledged(name: str) -> Entered:
    told = {"person_id": name, "kind": PledgeKind.JOINING, "asked_on": ASKED}
    signed = {} if name in NOT_YET else {"signed_on": SIGNED}
    return Entered(PLEDGES, Role.PRIVACY_MANAGER, SIGNED, {**told, **signed})


_MOCK_EXAM = {
    "counterpart": "北信模試センター株式会社",
    "address": "長野県長野市南長野1-2-3",
    "representative": "西沢 守",
}
_GIVEN, _TAKEN = Direction.PROVIDED, Direction.RECEIVED
PROVIDED: tuple[tuple[int, Mapping[str, Any]], ...] = (
    (
        -19,
        {
            **_MOCK_EXAM,
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "unit_id": "教務部",
            "items": "氏名、学年、志望校",
            "whom": "公開模試の受験者一覧（2学期）",
            "method": Method.BATCH,
            "provided_on": -150,
            "last_on": -20,
            "consent": "入会申込書の同意欄",
            "rows": ("入会申込書",),
        },
    ),
    (
        -48,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "フォトスタジオあずさ",
            "address": "長野県松本市中央4-5-6",
            "representative": "百瀬 弥生",
            "unit_id": "松本教室",
            "items": "氏名、クラス",
            "whom": "夏期講習の参加者一覧",
            "provided_on": -48,
            "consent": "記念写真の申込書",
            "note": "写真は教室で受け取り、配り終えた。",
        },
    ),
    (
        -33,
        {
            "direction": _GIVEN,
            "ground": Ground.LIFE,
            "counterpart": "みすず学園中学校",
            "unit_id": "松本教室",
            "items": "保護者の電話番号",
            "provided_on": -33,
            "reason": "帰宅の途中でけがをした生徒の保護者に、学校が急いで連絡するため。",
        },
    ),
    (
        -26,
        {
            "direction": _TAKEN,
            "ground": Ground.CONSENT,
            "counterpart": "信濃教材流通株式会社",
            "address": "長野県塩尻市大門7-8-9",
            "representative": "小林 草太",
            "unit_id": "出版部",
            "items": "氏名、住所、希望する書籍",
            "whom": "資料請求者の一覧（10月分）",
            "provided_on": -26,
            "origin": "同社の展示会で、本人が資料請求の用紙に記入した。",
            "consent": "資料請求の用紙の同意欄",
            "confirmed": "同社から申告を受け、用紙の写しを見た。",
            "rows": ("通信販売の注文データ",),
        },
    ),
    (
        -100,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "一般財団法人ことば検定協会",
            "address": "東京都文京区本郷10-11-12",
            "representative": "大石 なつみ",
            "unit_id": "教務部",
            "items": "氏名、生年月日、受ける級",
            "whom": "団体受検の申込書に記した生徒",
            "method": Method.CONTRACT,
            "provided_on": -100,
            "last_on": -100,
        },
    ),
    (
        -24,
        {
            "direction": _GIVEN,
            "ground": Ground.CONSENT,
            "counterpart": "Maple Harbour Learning Inc.",
            "address": "カナダ ブリティッシュコロンビア州",
            "representative": "Alex Morrow",
            "unit_id": "教務部",
            "items": "氏名、英語の学習の段階",
            "whom": "オンライン英会話の受講者一覧",
            "method": Method.BATCH,
            "provided_on": -360,
            "abroad": Abroad.SYSTEM,
            "country": "カナダ",
            "done_checked_on": -300,
            "regime_checked_on": -300,
            "consent": "オンライン英会話の申込書",
        },
    ),
)


# What happened: long ago and settled, last week and still to be reported, and nearly.
_SLIPPED = "面談の資料を、同じ姓の別の生徒の封筒に入れて渡した。その場で気付き、回収した。"
HAPPENED: tuple[tuple[int, Mapping[str, Any]], ...] = (
    (
        -95,
        {
            "title": "講習の案内メールを宛先が見える形で送った",
            "what": "12人の保護者に、宛先が互いに見える形で案内を送った。",
            "known_on": -121,
            "happened_on": -121,
            "unit_id": "教務部",
            "events": (Event.LEAKED,),
            "rows": ("生徒台帳",),
            "items": "メールアドレス",
            "medium": "メール",
            "affected": 12,
            "stopped": "すぐに電話でおわびし、メールの削除をお願いした。",
            "cause": "一斉送信の手順を知らない職員が、宛先の欄に並べて入力した。",
            "causes": (Cause.MISDIRECTED, Cause.NOT_FOLLOWED),
            "notice": Notice.DONE,
            "notified_on": -120,
            "notice_reason": "電話と書面",
            "measures": "一斉送信は専用の仕組みだけで行うことにし、手順を教えた。",
            "body_final_on": -100,
            "body_receipt": "S-0412",
            "no_case": "手順を改め、全員への教育が済んだ。",
        },
    ),
    (
        -7,
        {
            "title": "面談の資料を別の生徒の保護者に渡した",
            "what": _SLIPPED,
            "known_on": -7,
            "happened_on": -7,
            "unit_id": "松本教室",
            "events": (Event.LEAKED,),
            "rows": ("成績と指導記録",),
            "items": "氏名、成績、面談の記録",
            "medium": "書類",
            "affected": 1,
            "stopped": "封筒を回収し、両方の保護者におわびした。",
        },
    ),
    (
        -2,
        {
            "title": "塾生の一覧の入ったPCを教室の外で一時見失った",
            "what": "説明会の会場で約30分、置き場所が分からなかった。中の一覧は暗号化していない。",
            "known_on": -2,
            "unit_id": "松本教室",
            "events": (Event.LOST, Event.FEARED),
            "rows": ("生徒台帳",),
            "affected_most": 180,
            "malice": True,
        },
    ),
    (
        -40,
        {
            "nature": Nature.NEAR_MISS,
            "title": "注文書を別の会社の宛先で印刷しかけた",
            "what": "宛名を確かめる手順で気付き、送る前に直した。",
            "known_on": -41,
            "unit_id": "出版部",
            "causes": (Cause.MISDIRECTED,),
            "no_case": "決めた手順で止められた。",
        },
    ),
)


# Two PCs, a stick and a key; the last was handed back when its holder changed rooms.
_PC, _USB, _KEY = AssetKind.PC, AssetKind.MEDIUM, AssetKind.KEY
HANDED: tuple[tuple[str, str, AssetKind, str, str | None, Mapping[str, Any]], ...] = (
    ("PC-01", "ノートパソコン", _PC, "教務部", "髙橋 正行", {"protection": "ディスクの暗号化"}),
    ("PC-02", "教室のノートパソコン", _PC, "松本教室", None, {"protection": "ディスクの暗号化"}),
    ("USB-01", "暗号化USBメモリ", _USB, "教務部", "鈴木 彩乃", {"protection": "暗号化"}),
    ("K-01", "松本教室の正面入口の鍵", _KEY, "松本教室", "中村 由紀江", {}),
    (
        *("K-02", "書庫の鍵", _KEY, "松本教室", None),
        {"ended_on": -30, "ended_how": "錠を取り替えたため廃棄"},
    ),
)
# One came back, one is out, and one is late.
CARRIED: tuple[Mapping[str, Any], ...] = (
    {
        "what": "説明会の名簿とパソコン",
        "assets": ("PC-02",),
        "held": "説明会の申込者 42人の氏名と電話番号",
        "purpose": "市民会館での説明会",
        "out_on": -12,
        "due_on": -11,
        "returned_on": -11,
    },
    {
        "what": "正面入口の鍵",
        "assets": ("K-01",),
        "purpose": "早番のための貸出し",
        "out_on": -2,
        "due_on": 3,
    },
    {
        "what": "三者面談の資料",
        "held": "生徒 8人の成績と志望校",
        "purpose": "本部での打合せ",
        "out_on": -6,
        "due_on": -5,
    },
)
VISITED: tuple[Mapping[str, Any], ...] = (
    {"name": "古畑 実", "firm": "北信ビル管理株式会社", "purpose": "空調の点検", "came_on": -8},
    {"name": "滝沢 真由", "firm": "信濃教材流通株式会社", "purpose": "教材の搬入", "came_on": -3},
)
_ROOM = {"unit_id": "松本教室"}


# What the school does for others; one contract counts hours, the other days.
TAKEN: tuple[Mapping[str, Any], ...] = (
    {
        "client": "あかね市教育委員会",
        "work": "放課後学習教室の運営",
        "items": "参加する児童の氏名、学年、学校名、緊急連絡先",
        "unit_id": "松本教室",
        "term_from": -200,
        "term_until": 120,
        "tell_within": 24,
        "tell_unit": Unit.HOURS,
        "contact": "あかね市教育委員会 生涯学習課",
    },
    {
        "client": "株式会社みすず模試センター",
        "work": "模擬試験の監督と答案の回収",
        "items": "受験者の氏名、受験番号、答案",
        "unit_id": "教務部",
        "term_from": -150,
        "tell_within": 2,
        "contact": "みすず模試センター 運営部",
    },
)


def _logged() -> Iterator[Entered]:
    by = Role.PRIVACY_MANAGER
    for number, name, kind, unit, holder, more in HANDED:
        told = {"asset_number": number, "name": name, "kind": kind, "unit_id": unit, **more}
        held = {"holder_id": holder, "handed_on": -90} if holder is not None else {}
        yield Entered(ASSETS, by, -20, {**told, **held})
    for each in CARRIED:
        whom = {"carrier_id": "伊藤 雄大", "permitted_by_id": "中村 由紀江"}
        yield Entered(CARRY_OUTS, by, -1, {**_ROOM, **whom, **each})
    for each in VISITED:
        times = {"came_at": "10:00", "left_at": "11:30", "met_id": "中村 由紀江", "badge": "来客1"}
        yield Entered(VISITS, by, -1, {**_ROOM, **times, **each})


def _happened(day: int, told: Mapping[str, Any]) -> Entered:
    return Entered(INCIDENTS, Role.PRIVACY_MANAGER, day, told)


def _provided(day: int, told: Mapping[str, Any]) -> Entered:
    return Entered(PROVISIONS, Role.PRIVACY_MANAGER, day, told)


class RegisterActs:
    """What was entered in registers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __iter__(self) -> Iterator[Act]:
        provided = (_provided(*each) for each in PROVIDED)
        happened = (_happened(*each) for each in HAPPENED)
        pledged = map(_pledged, self._desk.cast.person_ids)
        taken = (Entered(CLIENT_WORKS, Role.PRIVACY_MANAGER, -19, each) for each in TAKEN)
        for each in (*ENTERED, *pledged, *provided, *happened, *_logged(), *taken):
            yield Act(self._desk.days.open(each.day), Hour.FILE, partial(self._enter, each))

    def _enter(self, told: Entered) -> None:
        values = {
            name: self._value(told.register.field(name), value)
            for name, value in told.values.items()
        }
        entries.enter(told.register, values, by=self._desk.cast.holder(told.by))

    def _value(self, field: Field, value: Any) -> Any:
        cast = self._desk.cast
        if isinstance(field, Pick):
            named = cast.person_ids if field.one_of is Of.PERSON else cast.unit_ids
            return named[value]
        if isinstance(field, Entries):
            known = entry_fields.called([field.among], None)[field.among.key]
            return tuple(reference for name in value for reference in known[plain(name)])
        return self._desk.days.open(value) if isinstance(field, Day) else value
