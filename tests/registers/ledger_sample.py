"""A register of personal information as offices keep one: what its sheets are read by in tests."""

from enum import StrEnum

from sqlalchemy import true

from pms_tracker.do.tables.pledge_tables import Pledge
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import Words
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.fields import Day, Flag, Names, Of, Pick, Text
from pms_tracker.registers.office_fields import Period, Several, Sized
from pms_tracker.registers.register import Register


class Subject(StrEnum):
    CUSTOMER = "customer"
    PUPIL = "pupil"
    FAMILY = "family"
    APPLICANT = "applicant"
    WORKER = "worker"
    PARTNER = "partner"
    OTHER = "other"


class Way(StrEnum):
    WRITTEN = "written"
    SPOKEN = "spoken"
    WEB = "web"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    CLIENT = "client"
    FILMED = "filmed"
    GENERATED = "generated"


class Medium(StrEnum):
    PAPER = "paper"
    ELECTRONIC = "electronic"


class Disposal(StrEnum):
    DISSOLVED = "dissolved"
    SHREDDED = "shredded"
    ERASED = "erased"
    DESTROYED = "destroyed"
    ENTRUSTED = "entrusted"


class Size(StrEnum):
    TO_100 = "to_100"
    TO_1000 = "to_1000"
    TO_5000 = "to_5000"
    MORE = "more"


def words_of(told: dict[str, StrEnum]) -> dict[StrEnum, Words]:
    return {member: Words(word) for word, member in told.items()}


SUBJECTS = Several(
    *("subjects", Words("本人・対象者")),
    words_of(
        {
            "顧客": Subject.CUSTOMER,
            "生徒・会員": Subject.PUPIL,
            "保護者・家族": Subject.FAMILY,
            "応募者": Subject.APPLICANT,
            "従業者・退職者": Subject.WORKER,
            "取引先担当者": Subject.PARTNER,
            "その他": Subject.OTHER,
        }
    ),
    {
        **dict.fromkeys(("お客様", "個人顧客", "お客さま"), Subject.CUSTOMER),
        **dict.fromkeys(("生徒", "会員", "受講生", "園児"), Subject.PUPIL),
        **dict.fromkeys(("保護者", "家族"), Subject.FAMILY),
        **dict.fromkeys(("従業者", "従業員", "社員", "退職者"), Subject.WORKER),
        **dict.fromkeys(("採用応募者",), Subject.APPLICANT),
        **dict.fromkeys(("取引先",), Subject.PARTNER),
    },
    Subject.OTHER,
    headings=("本人", "対象者", "本人の種類", "情報主体"),
)
ACQUIRED = Several(
    *("acquired", Words("取得方法")),
    words_of(
        {
            "本人から書面": Way.WRITTEN,
            "口頭・電話": Way.SPOKEN,
            "ウェブ": Way.WEB,
            "第三者から": Way.THIRD_PARTY,
            "公開情報": Way.PUBLIC,
            "委託元から": Way.CLIENT,
            "監視・撮影": Way.FILMED,
            "生成": Way.GENERATED,
        }
    ),
    {
        **dict.fromkeys(("書面", "申込書", "本人"), Way.WRITTEN),
        **dict.fromkeys(("口頭", "電話"), Way.SPOKEN),
        **dict.fromkeys(("Web", "HP", "ホームページ", "Webフォーム"), Way.WEB),
        **dict.fromkeys(("第三者",), Way.THIRD_PARTY),
        **dict.fromkeys(("委託元",), Way.CLIENT),
        **dict.fromkeys(("撮影", "監視", "防犯カメラ"), Way.FILMED),
    },
    headings=("入手方法", "取得手段", "取得経路"),
)
MEDIUM = Several(
    *("medium", Words("媒体")),
    words_of({"紙": Medium.PAPER, "電子": Medium.ELECTRONIC}),
    {
        **dict.fromkeys(("書類", "紙媒体", "書面"), Medium.PAPER),
        **dict.fromkeys(("電子データ", "データ", "電子媒体", "PC"), Medium.ELECTRONIC),
    },
    headings=("保管媒体", "媒体種別", "記録媒体"),
)
DISPOSAL = Several(
    *("disposal", Words("廃棄方法")),
    words_of(
        {
            "溶解": Disposal.DISSOLVED,
            "裁断": Disposal.SHREDDED,
            "消去ソフト": Disposal.ERASED,
            "物理破壊": Disposal.DESTROYED,
            "委託": Disposal.ENTRUSTED,
        }
    ),
    {
        **dict.fromkeys(("シュレッダー", "シュレッダ", "細断"), Disposal.SHREDDED),
        **dict.fromkeys(("データ消去", "消去", "削除", "データ削除"), Disposal.ERASED),
        **dict.fromkeys(("溶解処理",), Disposal.DISSOLVED),
        **dict.fromkeys(("破壊",), Disposal.DESTROYED),
        **dict.fromkeys(("業者委託", "外部委託"), Disposal.ENTRUSTED),
    },
    headings=("処分方法", "廃棄・消去方法"),
)
COUNT = Sized(
    *("count", Words("件数")),
    words_of(
        {
            "100件以下": Size.TO_100,
            "1,000件以下": Size.TO_1000,
            "5,000件以下": Size.TO_5000,
            "5,001件以上": Size.MORE,
        }
    ),
    headings=("保有件数", "人数", "概数", "数量"),
    bounds={Size.TO_100: 0, Size.TO_1000: 101, Size.TO_5000: 1_001, Size.MORE: 5_001},
)
UNTIL = Period("use_until", Words("利用期限"), headings=("利用期間",))
KEPT = Period("keep_until", Words("保管期限"), headings=("保存期間", "保管期間", "保存期限"))
LEDGER = Register(
    # Any table: nothing is kept in these tests.
    *("ledger_sample", "do/ledger-sample", Pledge, Words("個人情報管理台帳")),
    kind=Kind.PLEDGE,
    new=Words("個人情報を登録する"),
    why=Words("個人情報を特定します。"),
    fields=(
        Text(
            *("name", Words("個人情報名")),
            needed=True,
            headings=("種類", "名称", "個人情報の名称", "個人情報の種類", "帳票名"),
        ),
        Text("business", Words("業務名"), headings=("業務", "業務・サービス名")),
        Pick(
            *("unit_id", Words("管理部門"), Of.UNIT),
            needed=True,
            headings=("取扱部署", "部署", "部門", "部署名", "部門名", "所管部署"),
        ),
        SUBJECTS,
        Flag("minors", Words("未成年"), headings=("未成年者", "未成年を含む")),
        Names("items", Words("項目"), headings=("個人情報の項目", "記載項目", "データ項目")),
        Flag("sensitive", Words("要配慮"), headings=("要配慮個人情報", "機微情報")),
        Flag("my_number", Words("マイナンバー"), headings=("個人番号", "特定個人情報")),
        Text("purposes", Words("利用目的"), 2000, lines=True, headings=("使用目的",)),
        ACQUIRED,
        Text("place", Words("保管場所"), 500, lines=True, headings=("保存場所", "格納場所")),
        MEDIUM,
        Text("protection", Words("保管方法"), 500, lines=True, headings=("安全管理措置",)),
        Text(
            *("access", Words("アクセス権者"), 500),
            lines=True,
            headings=("アクセス権", "アクセス権限", "取扱者", "閲覧者", "利用者"),
        ),
        UNTIL,
        KEPT,
        DISPOSAL,
        Names("entrusted_to", Words("委託先"), headings=("委託先名", "業務委託先")),
        Names("provided_to", Words("提供先"), headings=("第三者提供先", "第三者提供")),
        Text("shared_with", Words("共同利用")),
        Text("abroad", Words("外国"), headings=("外国にある第三者", "国外移転", "海外")),
        COUNT,
        Day("counted_on", Words("集計日"), headings=("件数の確認日", "件数確認日", "棚卸日")),
        Text("note", Words("備考"), 2000, lines=True, headings=("摘要", "メモ")),
    ),
    columns=("name", "unit_id"),
    seen=lambda _viewer: true(),
    keeper=Permission.KEEP_REGISTERS,
)
