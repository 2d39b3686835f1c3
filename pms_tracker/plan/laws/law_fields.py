"""What an entry of the list of laws and norms says, field by field (法令・規範; J.1.3)."""

from pms_tracker.kernel.words import N_
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.plan.rules.law_rules import CheckResult, LawKind
from pms_tracker.registers.fields import Choice, Day, Field, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FOLDED, MORE_FACT, Also, Labels, also, called, noted

# What an amendment of a norm may touch (J.1.3).
AREAS = (Area.RULE, Area.FORM, Area.PURPOSE, Area.TRAINING, Area.RISK)
KINDS: Labels = {
    LawKind.LAW: N_("法律"),
    LawKind.ORDER: N_("政令・規則"),
    LawKind.GUIDELINE: N_("国の指針・ガイドライン"),
    LawKind.ORDINANCE: N_("条例"),
    LawKind.INDUSTRY: N_("業界の指針"),
    LawKind.CONTRACT: N_("契約・認証の基準"),
}
_ALSO_KINDS: Also = also(
    (LawKind.LAW, "法令 国内法 法令等 基本法"),
    (LawKind.ORDER, "政令 規則 省令 施行令 施行規則 政省令 政令・省令"),
    (
        LawKind.GUIDELINE,
        "指針 ガイドライン 告示 国の指針 国が定める指針 国のガイドライン "
        "省庁ガイドライン 通達 通知",
    ),
    (LawKind.ORDINANCE, "自治体条例 地方条例"),
    (
        LawKind.INDUSTRY,
        "業界ガイドライン 業界指針 認定団体指針 業界団体 業界規範 業界 業界自主基準 団体指針",
    ),
    (LawKind.CONTRACT, "契約 認証 規格 JIS JIS規格 国際規格"),
)
RESULTS: Labels = {
    CheckResult.UNCHANGED: N_("改正なし"),
    CheckResult.AMENDED: N_("改正あり"),
    CheckResult.REPEALED: N_("廃止された"),
}
_ALSO_RESULTS: Also = also(
    (CheckResult.UNCHANGED, "変更なし なし 無 改正無し 改正なし 改訂なし 変更無し 無し"),
    (CheckResult.AMENDED, "変更あり あり 有 改正有り 改訂あり 変更有り 有り"),
    (CheckResult.REPEALED, "廃止"),
)
_CHECK: tuple[Field, ...] = (
    Day(
        *("checked_on", N_("改正を確認した日")),
        past=True,
        headings=called(
            "確認日 最終確認日 調査日 確認年月日 見直し日 最終確認年月日 改正確認日 "
            "確認した日 調査年月日 直近確認日 最新確認日 datechecked"
        ),
    ),
    Choice(
        *("result", N_("確認の結果"), RESULTS, _ALSO_RESULTS),
        help=N_("改正がなかったことも記録します。"),
        headings=called(
            "結果 改正の有無 改正有無 改訂の有無 変更の有無 改正状況 改廃 改廃の有無 "
            "改定の有無 改正 改正等の有無 amended"
        ),
    ),
    Text(
        *("checked_at", N_("確認した資料")),
        **MORE_FACT,
        help=N_("例：e-Gov法令検索、官報、審査機関の案内"),
        headings=called("確認方法 調査方法 確認資料 確認先 情報源 確認手段"),
    ),
)
_REFLECTED = Day(
    *("reflected_on", N_("改正を反映し終えた日")),
    **FOLDED,
    past=True,
    help=N_("規程や様式などへの対応がすべて終わった日"),
    headings=("反映日",),
)
# What is said at once, without another approval: what came after the entry was approved.
AFTERWARDS = tuple(each.name for each in (*_CHECK, _REFLECTED)) + impact_fields.done(AREAS)
FIELDS: tuple[Field, ...] = (
    Text(
        *("name", N_("法令・規範の名称")),
        needed=N_("法令・規範の名称を入力してください。"),
        headings=called(
            "法令名 名称 法令等の名称 法令・指針名 規範 法令・指針等の名称 法令等名 "
            "法規名 法令・規範名 法令・指針・規範の名称 法令及び規範の名称 法令名称 "
            "規範名 法令等 法令・ガイドライン名 法令・指針等 名称等 規範等の名称 "
            "法令・条例名 法令・規範等 lawname nameoflaw law title"
        ),
    ),
    Choice(
        *("kind", N_("法令の種類"), KINDS, _ALSO_KINDS),
        needed=N_("種類を選んでください。"),
        headings=called("種類 区分 種別 分類 法令区分 法令等の区分 規範の種類 法令種別 type"),
    ),
    Text(
        *("asks", N_("求められること"), 2000),
        asked=True,
        lines=True,
        help=N_("会社が何をしなければならないかを、自社の言葉で書きます。"),
        headings=called(
            "概要 要求事項 内容 関連する事項 該当条項 関連条文 関連条項 要求事項の概要 "
            "遵守事項 該当条項・要求事項の概要 規定内容 主な内容 主な要求事項 該当条文 "
            "当社が遵守すべき事項 当社への要求事項 当社の対応 適用内容 遵守すべき内容 "
            "主な要求 関係条文 要求内容 当社に関わること 当社に関係すること 自社に関わること "
            "当事務所に関わること 当院に関わること 当店に関わること 守ること 守るべきこと"
        ),
    ),
    Text(
        *("touches", N_("関係する規程・様式・業務"), 2000),
        inside="facts",
        lines=True,
        headings=called(
            "関連規程 関係部門 関連業務 該当業務 関連する社内規程 社内規程 "
            "関連する規程 当社業務との関係 当社との関係 関係する業務 該当部門 適用部門 "
            "対象業務 関連文書 当社での関わり 対応規程 社内文書 該当規程 関係文書 "
            "関係規程 関連する文書"
        ),
    ),
    *_CHECK,
    Text(
        *("amendment", N_("改正の内容"), 2000),
        lines=True,
        help=N_("改正が公布・公表されたときに入力します。影響の要否とあわせて承認を受けます。"),
        headings=called("改正内容 改正点 改正の概要 改正概要 変更内容 改訂内容"),
    ),
    Day(
        *("announced_on", N_("改正の公布日")),
        headings=called("公布日 公表日 公布年月日 改正公布日"),
    ),
    Day(
        *("effective_on", N_("改正の施行日")),
        help=N_("決まっていなければ、空欄にします。"),
        headings=called("施行日 施行予定日 適用日 施行年月日 改正施行日 発効日 施行"),
    ),
    Day(
        *("latest_on", N_("遅くとも施行される日")),
        until=True,
        help=N_("施行日が決まっていないときに、分かれば入力します。"),
    ),
    _REFLECTED,
    Text(
        *("issuer", N_("所管・発行者")),
        **MORE_FACT,
        headings=called(
            "所管 所管官庁 発行元 所管省庁 発行者 制定者 主務官庁 所管機関 発行機関 "
            "監督官庁 所轄官庁 所管庁 制定機関 管轄官庁 issuedby authority"
        ),
    ),
    Text(
        *("official_number", N_("法令の番号・版")),
        **MORE_FACT,
        help=N_("例：平成15年法律第57号"),
        headings=called(
            "制定・改正番号 法令番号 番号 版 公布番号 法律番号 制定・改正 法令番号等 制定年 "
            "制定年・番号"
        ),
    ),
    Text(
        *("published", N_("公表されている場所"), 500),
        **MORE_FACT,
        headings=called(
            "URL 参照先 入手先 参照URL 入手先URL 掲載先 出典 リンク 公表場所 出所 "
            "情報元 参照 掲載場所"
        ),
    ),
    *impact_fields.fields(AREAS, when=N_("改正の内容があるとき提出までに必要")),
    noted(N_("備考"), "摘要 メモ 特記事項", **FOLDED),
    Files("files", N_("改正の資料、新旧対照表")),
)
