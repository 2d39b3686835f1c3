"""What a risk says, field by field (J.3.1.3, J.3.1.4).

The headings are those of the tables of risks that Japanese offices are found with.
"""

from collections.abc import Callable
from typing import Any

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.risk_rules import (
    Degree,
    Level,
    Progress,
    RiskKind,
    Safeguard,
    Stage,
    level_of,
)
from pms_tracker.kernel.words import N_, Words
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.laws.laws import OF_LAWS
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Flag, Of, Pick, Text
from pms_tracker.registers.office_fields import (
    FOLDED,
    MORE_FACT,
    Also,
    Labels,
    Reckoned,
    Several,
    also,
    called,
    noted,
)

STAGES: Labels = {
    Stage.ACQUIRED: N_("取得・入力"),
    Stage.MOVED: N_("移送・送信"),
    Stage.USED: N_("利用・加工"),
    Stage.KEPT: N_("保管・バックアップ"),
    Stage.DISPOSED: N_("消去・廃棄"),
}
_ALSO_STAGES: Also = also(
    (
        Stage.ACQUIRED,
        "取得 入力 収集 取得時 受領 入手 受付 取得・収集 収集・入力 登録 acquisition collection",
    ),
    (
        Stage.MOVED,
        "移送 送信 移送・提供 授受 提供 提供・委託 委託・提供 送付 "
        "持出し 持ち出し 移送時 送受信 搬送 運搬 輸送 受渡し 受け渡し "
        "持出 移動 郵送 配送 メール送信 送信・送付 移送・送付 transfer transport sending",
    ),
    (
        Stage.USED,
        "利用 加工 利用・提供 利用時 使用 取扱い 取扱 閲覧 処理 編集 利用・閲覧 use processing",
    ),
    (Stage.KEPT, "保管 保存 バックアップ 保管時 保管・保存 蓄積 storage"),
    (
        Stage.DISPOSED,
        "消去 廃棄 廃棄・消去 返却 廃棄時 破棄 削除 処分 廃棄・返却 "
        "消去・破棄 返却・廃棄 disposal deletion",
    ),
)
KINDS: Labels = {
    RiskKind.LEAK: N_("漏えい"),
    RiskKind.LOSS: N_("滅失・毀損"),
    RiskKind.INACCURATE: N_("改ざん・不正確"),
    RiskKind.UNFAIR: N_("不正取得"),
    RiskKind.OFF_PURPOSE: N_("目的外利用"),
    RiskKind.UNLAWFUL: N_("法令違反"),
    RiskKind.DAMAGE: N_("経済的不利益・信用失墜"),
    RiskKind.HARM: N_("本人への影響"),
}
_ALSO_KINDS: Also = also(
    (
        RiskKind.LEAK,
        "漏洩 情報漏えい 情報漏洩 紛失 盗難 流出 誤送信 漏えい・紛失 "
        "不正アクセス 盗み見 誤送付 leak leakage",
    ),
    (
        RiskKind.LOSS,
        "滅失 毀損 き損 滅失・き損 滅失又は毀損 滅失毀損 破損 消失 データ消失 loss damage",
    ),
    (
        RiskKind.INACCURATE,
        "改ざん 正確性の未確保 不正確 誤入力 誤記 改竄 入力ミス 正確性 falsification inaccuracy",
    ),
    (RiskKind.UNFAIR, "不正な取得 不適正取得 不適正な取得 同意なき取得 unlawfulacquisition"),
    (
        RiskKind.OFF_PURPOSE,
        "目的外の利用 目的外利用・提供 目的外使用 目的外提供 不正利用 "
        "不正使用 misuse useforotherpurposes",
    ),
    (RiskKind.UNLAWFUL, "法令等違反 法令に対する違反"),
    (RiskKind.DAMAGE, "経済的な不利益 社会的な信用の失墜 信用失墜"),
    (RiskKind.HARM, "本人への影響の恐れ 権利利益の侵害"),
)
# Of letters alone, which nobody says the meaning of: A is the worst, as in most tables.
_ABOUT_DEGREES: Also = {"a": Degree.HIGH, "b": Degree.MIDDLE, "c": Degree.LOW}
DEGREES: Labels = {Degree.LOW: N_("低"), Degree.MIDDLE: N_("中"), Degree.HIGH: N_("高")}
_ALSO_DEGREES: Also = also(
    (Degree.LOW, "小 低い 小さい L Low 軽微 ほとんどない まれ"),
    (Degree.MIDDLE, "中程度 M Medium 中くらい 普通"),
    (Degree.HIGH, "大 高い 大きい H High 重大 よくある 甚大"),
)
LEVELS: Labels = {Level.LARGE: N_("大"), Level.MEDIUM: N_("中"), Level.SMALL: N_("小")}
_SAFEGUARDS: Labels = {
    Safeguard.ORGANISATIONAL: N_("組織的"),
    Safeguard.HUMAN: N_("人的"),
    Safeguard.PHYSICAL: N_("物理的"),
    Safeguard.TECHNICAL: N_("技術的"),
}
_ALSO_SAFEGUARDS: Also = {
    "組織": Safeguard.ORGANISATIONAL,
    "人": Safeguard.HUMAN,
    "物理": Safeguard.PHYSICAL,
    "技術": Safeguard.TECHNICAL,
}
PROGRESS: Labels = {
    Progress.NOT_YET: N_("未実施"),
    Progress.PLANNED: N_("計画中"),
    Progress.DONE: N_("実施済"),
}
_ALSO_PROGRESS: Also = also(
    (Progress.DONE, "済 実施済み 完了 対応済 対応済み 導入済 済み 実施 運用中 done completed"),
    (Progress.NOT_YET, "未 未着手 未対応 notstarted 検討中"),
    (Progress.PLANNED, "予定 実施中 対応中 実施予定 準備中 導入予定 進行中 planned inprogress"),
)

# Beside what an additional measure asks for before the risk is handed in.
_WITH_MEASURE = N_("追加対策があるとき提出までに必要")
_TO_CARRY_OUT = N_("実施済でない追加対策があるとき提出までに必要")

FIELDS = (
    Entries(
        *("rows", N_("台帳の記録"), LEDGER),
        needed=N_("どの個人情報のリスクか、1件以上選んでください。"),
        headings=called(
            "業務/情報 業務・情報 対象 個人情報 個人情報の名称 情報資産 個人情報名 情報資産名 "
            "対象情報 個人情報の種類 対象個人情報 対象の個人情報 対象となる個人情報 対象データ "
            "対象書類 個人情報・業務 分析対象 dataset"
        ),
    ),
    Pick(
        *("unit_id", N_("管理部門"), Of.UNIT),
        needed=N_("管理部門を選んでください。"),
        headings=called(
            "取扱部署 部署 部門 部署名 部門名 所管部署 担当部署 担当部門 管理部署 主管部署 担当課 "
            "所属 取扱部門 対象部署 対象部門 責任部署 部署・課 department unit division"
        ),
    ),
    Choice(
        *("stage", N_("段階"), STAGES, _ALSO_STAGES),
        needed=N_("段階を選んでください。"),
        headings=called(
            "局面 取扱いの段階 ライフサイクル 取扱局面 フェーズ 取扱段階 取扱場面 プロセス 工程 "
            "取扱い段階 取扱工程 場面 取扱いの局面 取扱いの場面 ステージ 作業段階 業務の流れ "
            "取扱の流れ プロセス区分 業務段階 lifecycle lifecyclestage phase 取扱いの流れ "
            "取り扱いの流れ 流れ"
        ),
    ),
    Choice(
        *("kind", N_("リスクの種類"), KINDS, _ALSO_KINDS),
        needed=N_("リスクの種類を選んでください。"),
        headings=called(
            "種類 リスク分類 リスク区分 種別 リスク種別 分類 脅威分類 脅威の種類 脅威区分 "
            "想定事象の種類 risktype riskcategory typeofrisk"
        ),
    ),
    Text(
        *("scenario", N_("リスクの内容")),
        needed=N_("リスクの内容を入力してください。"),
        help=N_("何が、どの弱点から起きるか。例：申込書の入った鞄を電車に置き忘れる"),
        wide=True,
        headings=called(
            "リスク 想定されるリスク リスク内容 想定リスク 脅威 リスク事象 想定される事象 "
            "リスクの具体的内容 脅威・脆弱性 想定される脅威 想定事故 想定される事故 想定事象 "
            "起こりうること 起こり得ること 起こりうる事故 起こり得る事故 リスク要因 "
            "どんな危険があるか リスクシナリオ 具体的なリスク リスク項目 認識したリスク "
            "洗い出したリスク リスクの認識 予想されるリスク 予見されるリスク リスクの詳細 危険 "
            "risk riskdescription threat threats 起こりうる問題 起こりそうなこと 困ること "
            "心配なこと"
        ),
    ),
    Choice(
        *("likelihood", N_("起こりやすさ"), DEGREES, _ALSO_DEGREES),
        about=_ABOUT_DEGREES,
        asked=True,
        headings=called(
            "発生可能性 可能性 発生頻度 頻度 発生確率 発生の可能性 起こり易さ 発生度 "
            "発生のしやすさ probability frequency"
        ),
    ),
    Choice(
        *("impact", N_("影響の大きさ"), DEGREES, _ALSO_DEGREES),
        about=_ABOUT_DEGREES,
        asked=True,
        headings=called(
            "影響度 影響 重大性 重要度 重大度 影響の度合 影響の程度 損害の大きさ 被害の程度 "
            "損害度 severity"
        ),
    ),
    Text(
        *("present", N_("現在の対策"), 2000),
        lines=True,
        headings=called(
            "現状の対策 既存対策 現在の管理策 実施済みの対策 現状対策 現行対策 現行の対策 "
            "講じている安全管理措置 講じている措置 講じている対策 実施している対策 現在の措置 "
            "既存の対策 実施中の対策 現対策 実施済み対策 対策実施済 対策実施済み 対策現状 "
            "対策既存 対策現在 既存の管理策 現行管理策 対策済 いまやっていること 今やっていること "
            "現在の状況 現状の管理状況 現状 現在の取組 現在の取り組み 現在の対応 現状の対応 "
            "現在の安全管理措置 現状の安全管理措置 現在実施している対策 currentcontrols "
            "existingcontrols currentmeasures controlsinplace これまでの対策 今までの対策 "
            "今の対策 いまの対策 "
            "今している対策"
        ),
    ),
    Text(
        *("measure", N_("追加対策"), 2000),
        lines=True,
        help=N_("担当する人にも伝わる言葉で。入力したら、下の計画も提出までに必要です。"),
        headings=called(
            "新しい対策 対応策 今後の対策 リスク対策 対策 新たな対策 新規対策 今後の対応 追加対応 "
            "改善策 対策今後 対策追加 対策新規 対策予定 追加の対応策 追加の対策 追加対応策 "
            "今後実施する対策 具体策 具体的対策 具体的な対策 追加策 これからやること "
            "これから行う対策 これからの対策 今後の取組 対応計画 対応 対応内容 リスク対応 "
            "リスク対応策 必要な対策 改善案 対策案 対策内容 講ずべき対策 講じる対策 "
            "追加の安全管理措置 additionalmeasures plannedmeasures treatment mitigation actions "
            "足りない対策 これから必要な対策 countermeasures 新たに行う対策 新しく行う対策"
        ),
    ),
    Day(
        *("review_on", N_("次の見直し日")),
        until=True,
        asked=True,
        help=N_("12か月以内の日。この日までに、もう一度評価します。"),
        headings=called(
            "見直し日 次回見直し日 見直し予定日 見直し時期 次回見直し 再評価日 次回評価日 "
            "次回見直し予定 次回見直し時期 見直し予定 nextreview reviewdate nextreviewon"
        ),
    ),
    Several(
        *("safeguards", N_("対策の区分"), _SAFEGUARDS, _ALSO_SAFEGUARDS),
        **MORE_FACT,
        headings=called("安全管理措置の区分 区分 対策区分 安全管理区分 措置区分 対策種別"),
    ),
    Text(
        *("regulation", N_("関連規程")),
        **MORE_FACT,
        help=N_("規程の名称と条番号。例：個人情報保護規程 第12条"),
        headings=called(
            "規程 関連規程番号 規程番号 関連する規程 関連規定 関連文書 規定 規程類 関連規程類 "
            "根拠規程 規程条文 規程条項 参照規程 関係規程 対応規程 該当規程 relatedrules"
        ),
    ),
    Text(
        *("who", N_("担当")),
        **MORE_FACT,
        aside=_TO_CARRY_OUT,
        help=N_("役職か部門で入力します。"),
        headings=called(
            "担当者 実施責任者 対策担当 対策担当者 対策責任者 だれが 誰が 実施者 実施担当 "
            "実施担当者 対応者 対応担当 対応担当者 責任者 推進担当 responsible responsibleperson "
            "assignedto owner personincharge inchargeof"
        ),
    ),
    Day(
        "until",
        N_("期限"),
        until=True,
        **MORE_FACT,
        aside=_TO_CARRY_OUT,
        headings=called(
            "実施期限 対策期限 実施予定日 完了予定日 実施期日 完了期限 対策完了予定日 予定日 "
            "対応期限 対応時期 実施時期 対策時期 対応期日 完了予定 完了予定時期 実施予定 期日 "
            "いつまでに いつまで 完了目標 対応完了予定 目標期限 実施予定時期 完了予定年月 "
            "deadline duedate due targetdate"
        ),
    ),
    Choice(
        *("progress", N_("実施状況"), PROGRESS, _ALSO_PROGRESS),
        **FOLDED,
        headings=called(
            "状況 進捗 対策の状況 進捗状況 対応状況 対策状況 ステータス 進み具合 実施の有無 "
            "完了状況 対策実施状況 status"
        ),
    ),
    Choice(
        *("likelihood_after", N_("対策後の起こりやすさ"), DEGREES, _ALSO_DEGREES),
        about=_ABOUT_DEGREES,
        **FOLDED,
        aside=_WITH_MEASURE,
        headings=called(
            "対策後の発生可能性 対策後の可能性 対策後の発生頻度 対策後可能性 残存リスクの可能性"
        ),
    ),
    Choice(
        *("impact_after", N_("対策後の影響の大きさ"), DEGREES, _ALSO_DEGREES),
        about=_ABOUT_DEGREES,
        **FOLDED,
        aside=_WITH_MEASURE,
        headings=called("対策後の影響度 対策後の重大性 対策後影響度 残存リスクの影響度"),
    ),
    Flag(
        *("residual", N_("残留リスクがある")),
        names=True,
        words_in="reason",
        **FOLDED,
        headings=called(
            "残るリスク 残ったリスク 残る危険 残った危険 残留リスク 残存リスク 残留リスクの有無 "
            "残存リスクの有無 残存リスク有無 residualrisk"
        ),
    ),
    Text(
        *("reason", N_("残留リスクの理由"), 2000),
        **MORE_FACT,
        aside=N_("残留リスクがあるとき必須"),
        lines=True,
        help=N_("なぜ残るのか、いつまでどう見守るか"),
        headings=called(
            "残存リスクの理由 残留リスクの内容 受容の理由 残存リスクの内容 残存リスク内容 "
            "残留リスク内容 残存リスク理由 残留リスク理由 残存リスクの詳細 リスク受容の理由 "
            "残存リスクの状況 残存リスクへの対応 残るリスクの内容 "
            "なぜ残るか 残留の理由 残存の理由 残る理由 残す理由 残留する理由"
        ),
    ),
    OF_CHANGES,
    OF_LAWS,
    noted(
        N_("備考"),
        "摘要 メモ 特記事項 その他 補足 コメント 備考・特記事項 remarks notes comments 留意事項",
        **MORE_FACT,
    ),
)


def _level(likelihood: str, impact: str) -> Callable[[Any], Words | None]:
    def level(row: Any) -> Words | None:
        found = level_of(getattr(row, likelihood), getattr(row, impact))
        return LEVELS[found] if found is not None else None

    return level


LEVEL = Reckoned("level", N_("評価"), reckon=_level("likelihood", "impact"), after="impact")
LEVEL_AFTER = Reckoned(
    *("level_after", N_("対策後の評価")),
    **FOLDED,
    reckon=_level("likelihood_after", "impact_after"),
    after="impact_after",
)
