"""What an entry of the list of laws and norms says, field by field (法令・規範; J.1.3)."""

from pms_tracker.kernel.words import N_
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.plan.rules.law_rules import CheckResult, LawKind
from pms_tracker.registers.fields import Choice, Day, Field, Files, Text
from pms_tracker.registers.office_fields import FOLDED, MORE_FACT, Also, Labels, also

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
    (LawKind.LAW, "法令 国内法"),
    (LawKind.ORDER, "政令 規則 省令 施行令 施行規則"),
    (LawKind.GUIDELINE, "指針 ガイドライン 告示 国の指針"),
    (LawKind.ORDINANCE, "自治体条例 地方条例"),
    (LawKind.INDUSTRY, "業界ガイドライン 業界指針 認定団体指針"),
    (LawKind.CONTRACT, "契約 認証 規格 JIS"),
)
RESULTS: Labels = {
    CheckResult.UNCHANGED: N_("改正なし"),
    CheckResult.AMENDED: N_("改正あり"),
    CheckResult.REPEALED: N_("廃止された"),
}
_ALSO_RESULTS: Also = also(
    (CheckResult.UNCHANGED, "変更なし なし 無"),
    (CheckResult.AMENDED, "変更あり あり 有"),
    (CheckResult.REPEALED, "廃止"),
)
_CHECK: tuple[Field, ...] = (
    Day(
        *("checked_on", N_("改正を確認した日")),
        past=True,
        headings=("確認日", "最終確認日", "調査日"),
    ),
    Choice(
        *("result", N_("確認の結果"), RESULTS, _ALSO_RESULTS),
        help=N_("改正がなかったことも記録します。"),
        headings=("結果", "改正の有無", "改正有無"),
    ),
    Text(
        *("checked_at", N_("確認した資料")),
        **MORE_FACT,
        help=N_("例：e-Gov法令検索、官報、審査機関の案内"),
        headings=("確認方法", "調査方法"),
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
        headings=("法令名", "名称", "法令等の名称", "法令・指針名", "規範"),
    ),
    Choice(
        *("kind", N_("法令の種類"), KINDS, _ALSO_KINDS),
        needed=N_("種類を選んでください。"),
        headings=("種類", "区分", "種別", "分類"),
    ),
    Text(
        *("asks", N_("求められること"), 2000),
        asked=True,
        lines=True,
        help=N_("会社が何をしなければならないかを、自社の言葉で書きます。"),
        headings=("概要", "要求事項", "内容", "関連する事項"),
    ),
    Text(
        *("touches", N_("関係する規程・様式・業務"), 2000),
        inside="facts",
        lines=True,
        headings=("関連規程", "関係部門", "関連業務", "該当業務"),
    ),
    *_CHECK,
    Text(
        *("amendment", N_("改正の内容"), 2000),
        lines=True,
        help=N_("改正が公布・公表されたときに入力します。影響の要否とあわせて承認を受けます。"),
        headings=("改正内容", "改正点"),
    ),
    Day(*("announced_on", N_("改正の公布日")), headings=("公布日", "公表日")),
    Day(
        *("effective_on", N_("改正の施行日")),
        help=N_("決まっていなければ、空欄にします。"),
        headings=("施行日", "施行予定日", "適用日"),
    ),
    Day(
        *("latest_on", N_("遅くとも施行される日")),
        help=N_("施行日が決まっていないときに、分かれば入力します。"),
    ),
    _REFLECTED,
    Text(*("issuer", N_("所管・発行者")), **MORE_FACT, headings=("所管", "所管官庁", "発行元")),
    Text(
        *("official_number", N_("法令の番号・版")),
        **MORE_FACT,
        help=N_("例：平成15年法律第57号"),
        headings=("法令番号", "番号", "版"),
    ),
    Text(
        *("published", N_("公表されている場所"), 500),
        **MORE_FACT,
        headings=("URL", "参照先", "入手先", "参照URL"),
    ),
    *impact_fields.fields(AREAS),
    Text("note", N_("備考"), 2000, lines=True, **FOLDED, headings=("摘要", "メモ")),
    Files("files", N_("改正の資料、新旧対照表")),
)
