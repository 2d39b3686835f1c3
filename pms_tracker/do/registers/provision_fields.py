"""What a record of a provision or a receipt says, field by field (Law art. 29, 30, 31)."""

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.provision_rules import Abroad, Direction, Ground, Method
from pms_tracker.kernel.words import N_
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FACT, FOLDED, MORE_FACT, Labels, also, called, noted

# Beside what nearly every record says.
_STATED = N_("記録不要のときを除き必須")
DIRECTIONS: Labels = {
    Direction.PROVIDED: N_("提供"),
    Direction.RECEIVED: N_("受領"),
    Direction.RELATED: N_("個人関連情報の提供"),
}
# What a provision or a receipt may rest on; the others say why there is none to record.
GROUNDS: Labels = {
    Ground.CONSENT: N_("本人の同意"),
    Ground.OPT_OUT: N_("オプトアウト（法27条2項）"),
    Ground.LAW: N_("法令に基づく（法27条1項1号）"),
    Ground.LIFE: N_("生命・身体・財産の保護（法27条1項2号）"),
    Ground.HEALTH: N_("公衆衛生・児童の健全な育成（法27条1項3号）"),
    Ground.STATE: N_("国などへの協力（法27条1項4号）"),
    Ground.RESULTS: N_("学術研究の成果の公表・教授（法27条1項5号）"),
    Ground.RESEARCH: N_("共同の学術研究（法27条1項6号）"),
    Ground.RESEARCHER: N_("学術研究機関などへの提供（法27条1項7号）"),
    Ground.ENTRUSTED: N_("委託（法27条5項1号）"),
    Ground.SUCCESSION: N_("事業の承継（法27条5項2号）"),
    Ground.JOINT: N_("共同利用（法27条5項3号）"),
}
ALL_GROUNDS: Labels = {
    **GROUNDS,
    Ground.PRIVATE: N_("事業者でない個人からの受領"),
    Ground.PUBLIC_BODY: N_("国・自治体などとのやりとり（法16条2項）"),
    Ground.NO_DATA: N_("個人データではない"),
}
_ALSO_DIRECTIONS = also(
    (Direction.PROVIDED, "第三者提供 提供した 提供時 提供記録"),
    (Direction.RECEIVED, "受取 受領した 提供を受けた 受領時 取得 受入 確認記録"),
    (Direction.RELATED, "個人関連情報"),
)
_ALSO_GROUNDS = also(
    (
        Ground.CONSENT,
        "同意 本人同意 同意書 同意書取得 同意書取得済 同意取得 同意取得済 同意あり "
        "本人の同意あり 本人同意あり 同意済 書面同意 同意に基づく",
    ),
    (Ground.OPT_OUT, "オプトアウト"),
    (Ground.LAW, "法令 法令に基づく場合 法令に基づく 法令等 法定"),
    (Ground.ENTRUSTED, "委託 業務委託 委託に伴う提供"),
    (Ground.SUCCESSION, "事業承継 承継"),
    (Ground.JOINT, "共同利用"),
    (Ground.PRIVATE, "個人 私人"),
)
METHODS: Labels = {
    Method.EACH: N_("そのつど作成"),
    Method.BATCH: N_("一括して作成"),
    Method.CONTRACT: N_("契約書などで代替"),
}
_ALSO_METHODS = also(
    (Method.EACH, "都度"), (Method.BATCH, "一括"), (Method.CONTRACT, "契約書等で代替 契約書 代替")
)
ABROAD: Labels = {
    Abroad.CONSENT: N_("本人の同意"),
    Abroad.EQUAL: N_("同等の水準にある国"),
    Abroad.SYSTEM: N_("基準に適合する体制"),
}

_JOINT = N_("共同利用のときだけ。本人に知らせるか公表する事項（法27条5項3号）")

FIELDS = (
    Choice(
        *("direction", N_("区分"), DIRECTIONS, _ALSO_DIRECTIONS),
        needed=N_("提供か受領かを選んでください。"),
        headings=called(
            "提供・受領 提供／受領 種別 提供区分 授受区分 提供・受領の別 提供・受領区分 種類"
        ),
    ),
    Choice(
        *("ground", N_("根拠"), ALL_GROUNDS, _ALSO_GROUNDS),
        needed=N_("根拠を選んでください。"),
        headings=called(
            "法的根拠 提供の根拠 根拠条文 法令上の根拠 第三者提供の根拠 根拠法令 legalbasis basis"
        ),
    ),
    Text(
        *("counterpart", N_("相手の名称")),
        needed=N_("相手の名称を入力してください。"),
        headings=called(
            "提供先 提供元 相手 第三者の氏名又は名称 提供先・提供元 相手方 相手先 "
            "提供先の氏名・名称 提供元の氏名・名称 提供先名 提供元名 提供先の名称 提供元の名称 "
            "提供先の氏名又は名称 提供元の氏名又は名称 相手方の名称 相手先名 相手先名称 "
            "相手の氏名・名称 提供先会社名 受領先 受領元 第三者名 第三者の名称 第三者の氏名・名称 "
            "会社名 提供相手 提供先・受領元 recipient counterparty nameofrecipient providedto "
            "receivedfrom"
        ),
    ),
    Text(
        *("address", N_("相手の住所")),
        aside=_STATED,
        **FACT,
        headings=called(
            "住所 第三者の住所 所在地 第三者の所在地 提供先住所 提供先所在地 相手先住所"
        ),
        erasable=True,
    ),
    Text(
        *("representative", N_("相手の代表者")),
        aside=_STATED,
        **FACT,
        help=N_("法人なら代表者の氏名、個人事業主なら本人の氏名"),
        headings=called("代表者 代表者の氏名 代表者名 相手の代表者名 法人の代表者 提供先代表者"),
        erasable=True,
    ),
    Pick(
        *("unit_id", N_("担当部門"), Of.UNIT),
        needed=N_("担当部門を選んでください。"),
        headings=called(
            "部門 部署 担当部署 取扱部署 提供部署 所管部署 管理部門 所属 部門名 部署名 担当課 "
            "department"
        ),
    ),
    Text(
        *("items", N_("個人データの項目"), 2000),
        aside=_STATED,
        lines=True,
        help=N_("氏名、住所、成績など"),
        headings=called(
            "項目 受領項目 受領した項目 提供項目 個人情報の項目 提供した項目 提供する項目 "
            "提供データの項目 提供した個人情報 個人情報の内容 データ項目 提供内容 提供した情報 "
            "提供情報 個人データ 個人データの内容 提供データ 提供した個人データ 提供する情報 "
            "提供した内容 受領した情報 受け取った情報 受け取った項目 受領情報 受領内容 何の情報か "
            "どんな情報か 渡した情報 渡した項目 dataprovided dataitems"
        ),
    ),
    Text(
        *("whom", N_("本人の氏名など"), 2000),
        aside=_STATED,
        lines=True,
        help=N_("だれの情報かが分かる書き方にします。多ければ、添付した一覧の名前を書きます。"),
        headings=called(
            "本人 本人の氏名等 対象者 本人を特定する事項 本人を特定できる事項 対象となる本人 "
            "本人の氏名 提供対象者 対象者名 対象者氏名 本人の特定 誰の情報か 対象となった本人 "
            "だれの情報か だれの情報 誰の情報 対象の本人 "
            "individual person subjects"
        ),
        erasable=True,
    ),
    Day(
        *("provided_on", N_("提供・受領した日")),
        past=True,
        help=N_("続けて提供するときは、最初の日"),
        headings=called(
            "提供日 受領日 提供年月日 受領年月日 年月日 日付 提供・受領日 提供した日 提供日時 "
            "授受日 受け取った日 受取日 受領した日 もらった日 渡した日 提供・受領年月日 "
            "date dateprovided"
        ),
    ),
    Text(
        *("origin", N_("相手が取得した経緯"), 2000),
        **FACT,
        lines=True,
        help=N_("受け取ったときだけ入力します。"),
        headings=called(
            "先方の取得の経緯 先方の取得経緯 取得の経緯 経緯 提供元の取得経緯 取得経緯 "
            "提供元の取得の経緯 入手経緯 相手の取得経緯"
        ),
    ),
    Text(
        *("consent", N_("同意の確かめ方"), 2000),
        **FACT,
        lines=True,
        help=N_("同意書、申込書の確認欄など。個人関連情報では必須です。"),
        headings=called(
            "同意の証跡 同意の方法 同意の取得方法 同意の確認方法 同意の取得 同意 同意の有無 "
            "同意確認 同意書 本人同意 本人同意の有無"
        ),
    ),
    Text(
        *("reason", N_("記録不要と判断した理由"), 2000),
        **FACT,
        lines=True,
        help=N_("法27条1項や委託など、記録が不要な根拠を選んだときだけ入力します。"),
        erasable=True,
    ),
    Text(
        *("confirmed", N_("相手を確かめた方法"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("受け取ったときに、名称と経緯を何で確かめたか。申告、契約書など"),
        headings=("確認方法",),
    ),
    Flag(
        *("published", N_("オプトアウトの公表を確かめた")),
        **MORE_FACT,
        help=N_("オプトアウトで提供されたものを受け取ったときだけ"),
    ),
    Choice(
        *("method", N_("記録の方法"), METHODS, _ALSO_METHODS),
        headings=called("記録方法 作成方法 記録区分 記録の作成方法"),
        **FOLDED,
        help=N_("空欄なら、そのつど作成した記録になります。"),
    ),
    Day(
        *("last_on", N_("最後に提供・受領した日")),
        until=True,
        **FOLDED,
        past=True,
        help=N_("一括や契約書の記録で、続いている間は空欄にします。"),
        headings=("最終提供日", "末日"),
        ends="provided_on",
    ),
    Day(
        *("made_on", N_("記録を作成した日")),
        **MORE_FACT,
        past=True,
        help=N_("紙などで先に作ってあったときだけ入力します。"),
        headings=called("作成日 記録日 記録作成日 作成年月日 記録年月日"),
    ),
    Choice(
        *("abroad", N_("外国への提供の根拠"), ABROAD),
        **FOLDED,
        help=N_("相手が外国にあるときだけ選びます（法28条）。"),
    ),
    Text(
        *("country", N_("相手の国")),
        **MORE_FACT,
        abroad=True,
        headings=("国", "国名", "外国の名称"),
    ),
    Day(
        *("done_checked_on", N_("相手の措置を確かめた日")),
        **FOLDED,
        past=True,
        help=N_("基準に適合する体制のとき、年に1回（規則18条1項）"),
    ),
    Day(
        *("regime_checked_on", N_("相手の国の制度を確かめた日")),
        **FOLDED,
        past=True,
        help=N_("基準に適合する体制のとき、年に1回（規則18条1項）"),
    ),
    Day(
        *("ended_on", N_("相手の取扱いが終わった日")),
        **FOLDED,
        past=True,
        help=N_("外国の相手が消去や返却を終えるか、オプトアウトによる提供を終えた日"),
    ),
    Text(
        *("joint_range", N_("共同利用者の範囲"), 2000),
        **MORE_FACT,
        lines=True,
        help=_JOINT,
        headings=("共同利用の範囲", "共同して利用する者の範囲"),
    ),
    Text(
        *("joint_purpose", N_("共同利用者の利用目的"), 2000),
        **MORE_FACT,
        lines=True,
        help=_JOINT,
        headings=("共同利用の目的", "利用する者の利用目的"),
    ),
    Text(
        *("joint_responsible", N_("共同利用の管理責任者"), 2000),
        **MORE_FACT,
        lines=True,
        help=N_("共同利用のときだけ。名称と住所、法人なら代表者の氏名"),
        headings=("管理について責任を有する者", "共同利用の責任者"),
        erasable=True,
    ),
    Day(
        *("notified_on", N_("オプトアウトの届出日")),
        **MORE_FACT,
        past=True,
        help=N_("個人情報保護委員会に届け出た日。届け出る前には提供できません（法27条2項）。"),
    ),
    Flag(
        *("lawful", N_("オプトアウトで提供できないものを含まない")),
        **MORE_FACT,
        help=N_(
            "要配慮個人情報、不正に取得したもの、オプトアウトで受け取ったものは提供できません。"
        ),
    ),
    Day(
        *("looked_on", N_("届出と公表の内容を確かめた日")),
        **MORE_FACT,
        past=True,
        help=N_("オプトアウトで提供している間、年に1回"),
    ),
    Entries("rows", N_("台帳の記録"), LEDGER, **MORE_FACT),
    noted(
        N_("社内メモ（法33条5項の開示の対象外）"),
        "備考 メモ 社内メモ 摘要 特記事項 remarks",
        **FOLDED,
        help=N_("本人に開示する記録の項目とは別に残すことだけを書きます。"),
        erasable=True,
    ),
    Files("files", N_("本人の一覧と証跡")),
)
