"""The register of trainings as they are planned (教育計画, J.4.2): of which course, when and for
whom; each counts once a second person approved it, and is carried out from then on."""

import re
from collections.abc import Mapping
from typing import Any

from pms_tracker.database import session
from pms_tracker.do.rules.training import training_rules as rules
from pms_tracker.do.rules.training.training_rules import Audience, Occasion, Rule, Way
from pms_tracker.do.tables.training_tables import Training, TrainingRun
from pms_tracker.do.trainings.courses import COURSES
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm.listings import everybody
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.changes.planned_changes import OF_CHANGES
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.laws.laws import OF_LAWS
from pms_tracker.registers import entry_editions
from pms_tracker.registers.entry_faults import refuse
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Facts, Number, Of, Pick, Text, Value, Values
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FACT, Also, Labels, also, called, noted
from pms_tracker.registers.register import Register

AUDIENCES: Labels = {
    Audience.ALL: N_("全従業者"),
    Audience.UNIT: N_("1つの部門"),
    Audience.ROLE: N_("役割のある人"),
    Audience.JOINED: N_("入社した人"),
    Audience.MY_NUMBER: N_("マイナンバーを扱う部門"),
}
_ALSO_AUDIENCES: Also = also(
    (
        Audience.ALL,
        "従業員全員 社員全員 職員全員 全役職員 全役員・従業員 "
        "役員及び全従業員 役員・従業員 全スタッフ・パート 在籍者全員 "
        "全従業者（役員含む） 全従業員（パート含む） 全社 "
        "全員 全社員 全職員 全スタッフ 全教職員 従業者全員 役職員全員 役員・全従業者 全従業員",
    ),
    (Audience.UNIT, "部門 部署"),
    (
        Audience.JOINED,
        "新入社員 新入 入社時 中途入社者 新人 新入職員 新任者 新規採用者 "
        "新規採用職員 入職者 新入社員等 中途採用者 "
        "新入社員・中途入社者 入社者 新規入社者 新入スタッフ",
    ),
    (
        Audience.MY_NUMBER,
        "マイナンバー取扱担当 マイナンバー取扱担当者 マイナンバー取扱者 "
        "個人番号取扱担当者 個人番号関係事務担当者 "
        "特定個人情報取扱担当 特定個人情報等取扱担当者 事務取扱担当者 "
        "特定個人情報取扱担当者 マイナンバー担当者 個人番号事務担当者 番号事務担当者 番号事務担当",
    ),
)
OCCASIONS: Labels = {Occasion.YEARLY: N_("年次教育"), Occasion.OTHER: N_("そのほかの教育")}
_ALSO_OCCASIONS: Also = also(
    (Occasion.YEARLY, "年次研修 定期研修 全体研修 全社研修 年次 定期 定期教育 年1回 全社教育"),
    (
        Occasion.OTHER,
        "新人研修 入社時研修 新任研修 臨時研修 臨時 臨時教育 随時 入社時 入社時教育 その他",
    ),
)
WAYS: Labels = {
    Way.READING: N_("各自で読む・見る"),
    Way.SESSION: N_("集合研修"),
    Way.OUTSIDE: N_("社外の研修"),
}
_ALSO_WAYS: Also = also(
    (
        Way.READING,
        "eラーニング e-learning テキスト配布 動画 自習 動画視聴 録画視聴 "
        "資料配布 資料配付 資料回覧 回覧 自己学習 自学 "
        "オンデマンド テキスト学習 通信 WEB学習 Webテスト テキスト通読 教材配布 ビデオ DVD視聴",
    ),
    (
        Way.SESSION,
        "集合 講義 対面 オンライン研修 集合教育 集合形式 講義形式 座学 "
        "対面研修 会議形式 勉強会 朝礼 朝礼時 Web会議 "
        "Zoom オンライン会議 ミーティング 全体会議 集合研修（対面） 個別説明",
    ),
    (
        Way.OUTSIDE,
        "外部 外部セミナー 社外研修 外部研修 外部講習 セミナー参加 社外セミナー 外部セミナー受講",
    ),
)
ROLES: Labels = {
    Role.DEPARTMENT_HEAD: N_("部門責任者"),
    Role.AUDITOR: N_("監査員"),
    Role.AUDIT_MANAGER: N_("監査責任者"),
    Role.PRIVACY_MANAGER: N_("個人情報保護管理者"),
    Role.ADMINISTRATOR: N_("システム管理者"),
    Role.REPRESENTATIVE: N_("代表者"),
}
LACKS: dict[str, Words] = {
    "unit_id": N_("対象の部門を選んでください。"),
    "role": N_("対象の役割を選んでください。"),
    "within": N_("入社から何日以内の人を対象にするかを入力してください。"),
}
# What was frozen when a training began.
FROZEN = ("course", "starts_on", "audience", "unit_id", "role", "within", "pass_mark")
MARK, TRIES, DAYS = 80, 3, 30
# How the name of a unit ends.
_UNIT = re.compile(r"(?:[部課室係局店校園院所]|教室|センター)$")

# What is taught when is for everybody who may open the register; who takes it is not.
visible_to = everybody


def rule_of(row: Any) -> Rule:
    """Whom a training is for."""
    role, within = TRAININGS.field("role").of(row), TRAININGS.field("within").of(row)
    return Rule(row.audience, row.unit_id, role, within)


def occasion_of(row: Any) -> Occasion:
    """Whether a training is the yearly one; what was planned before that was asked, is as usual."""
    said: Occasion | None = TRAININGS.field("occasion").of(row)
    return said or rules.usual_occasion(row.audience)


def run_of(row: Any) -> TrainingRun | None:
    """How a training went, once it began."""
    return session.get(TrainingRun, row.id)


def _rule(values: Values, _facts: Facts) -> None:
    if len(values["course"]) != 1:
        refuse("course", N_("教材を1つだけ選んでください。"))
    if values["ends_on"] < values["starts_on"]:
        refuse("ends_on", N_("開始日以降の日を入力してください。"))
    told = (values[each] for each in ("audience", "unit_id", "role", "within"))
    lacking = rules.check_audience(Rule(*told))
    if lacking:
        refuse(lacking, LACKS[lacking])
    if values["occasion"] is Occasion.YEARLY and not rules.may_be_yearly(values["audience"]):
        words = N_("年次教育の対象は、全従業者か1つの部門です。そのほかの教育を選んでください。")
        refuse("occasion", words)


def _filled(values: Values, _facts: Facts) -> dict[str, Value]:
    """Sheets of an office say neither mark nor tries, and seldom which training is the yearly."""
    usual: dict[str, Value] = {"pass_mark": MARK, "tries": TRIES, "later_days": DAYS}
    if values["audience"] is not None:
        usual["occasion"] = rules.usual_occasion(values["audience"])
    return {**values, **{name: told for name, told in usual.items() if values[name] is None}}


def _spread(texts: Mapping[str, str]) -> Mapping[str, str]:
    """A unit where a sheet says whom a training is for: 総務部."""
    audience = texts.get("audience", "").strip()
    if texts.get("unit_id") or audience in _ALSO_AUDIENCES or not _UNIT.search(audience):
        return {}
    return {"audience": Audience.UNIT.value, "unit_id": audience}


def _became(row: Any, before: Values, _by: Viewer | None) -> None:
    """Of one that began, what was frozen then stays."""
    if run_of(row) is None:
        return
    now = entry_editions.drafted(TRAININGS, row)
    if any(now[each] != before[each] for each in FROZEN):
        words = N_("開始した教育の教材、開始日、対象、合格点は変更できません。")
        raise RuleBroken("entry_refused", words=words)


def _goes_out(row: Any) -> None:
    run = run_of(row)
    if run is not None and run.confirmed_on is None:
        words = N_("開始した教育は、実施報告書の承認を受けてから廃止してください。")
        raise RuleBroken("entry_refused", words=words)


TRAININGS = Register(
    *("training_plans", "do/trainings", Training, N_("教育計画と実施")),
    kind=Kind.TRAINING,
    new=N_("教育を計画する"),
    why=N_(
        "教育を計画し、承認を受けて始めると、対象の人に自動で割り当てます。"
        "途中や終了後に入社・復職した人、途中で異動した人にも割り当てます。"
    ),
    requirement=N_(
        "Pマークの構築・運用指針 J.4.2は、すべての従業者に少なくとも年1回、適宜に教育を行い、"
        "理解度を確かめ、受けなかった人への対応を含めて記録することを求めています。"
    ),
    fields=(
        Text(
            *("title", N_("教育の名称")),
            needed=N_("教育の名称を入力してください。"),
            help=N_("例：2026年度 全従業者教育"),
            headings=called(
                "研修名 教育名 研修の名称 テーマ 教育テーマ 研修テーマ 教育内容 件名 "
                "講座名 教育・研修名 研修タイトル 研修会名 教育訓練名 研修内容 内容 "
                "コース名 名称 研修・教育名 training trainingname 講習名 勉強会名 "
                "coursetitle trainingtitle topic name"
            ),
            wide=True,
        ),
        Entries(
            *("course", N_("教材"), COURSES),
            needed=N_("教材を選んでください。"),
            wide=True,
            headings=called(
                "教材名 使用教材 テキスト 使用テキスト 使用した教材 "
                "使用資料 資料 テキスト名 配布資料 使った資料 使う資料 "
                "materials"
            ),
        ),
        Day(
            *("starts_on", N_("開始日")),
            needed=N_("開始日を入力してください。"),
            headings=called(
                "実施日 時期 実施時期 実施予定日 予定日 開始予定日 実施開始日 実施時期開始 "
                "実施期間開始 実施予定時期 開催日 実施期間 開催日時 実施年月日 研修日 "
                "受講日 実施月 日付 日時 年月日 実施日時 date startdate heldon 実施した日 "
                "行った日 開いた日 実施日開始 開催日開始 研修日開始 trainingdate"
            ),
        ),
        Day(
            *("ends_on", N_("受講の期限")),
            until=True,
            needed=N_("受講の期限を入力してください。"),
            headings=called(
                "終了日 期限 受講期限 実施期限 終了予定日 実施終了日 "
                "実施時期終了 実施期間終了 完了予定日 締切日 研修終了日 "
                "締切 受講締切 完了日 enddate 〆切 〆切日 締め切り "
                "締切り 実施日終了 開催日終了 研修日終了 deadline"
            ),
            ends="starts_on",
            instead="starts_on",
        ),
        Choice(
            *("audience", N_("教育の対象"), AUDIENCES, _ALSO_AUDIENCES),
            of_customs={Audience.MY_NUMBER: Custom.PERSONAL_INFORMATION_ACT},
            needed=N_("対象を選んでください。"),
            headings=called(
                "対象 対象者 受講対象 受講対象者 教育対象 対象範囲 参加対象 対象社員 対象従業者 "
                "対象職員 受講者 参加者 誰に だれに 受ける人 参加する人 participants "
                "target whoattends attendees targetaudience"
            ),
        ),
        Pick("unit_id", N_("対象の部門"), Of.UNIT, headings=called("部門 部署 対象部署 対象部門")),
        Choice("role", N_("対象の役割"), ROLES, **FACT),
        Number(
            *("within", N_("入社からの日数")),
            **FACT,
            least=1,
            most=366,
            help=N_("「入社した人」のとき。例：90"),
        ),
        Choice(
            *("occasion", N_("教育の区分"), OCCASIONS, _ALSO_OCCASIONS),
            **FACT,
            help=N_(
                "年次教育は、全従業者に年1回行う教育です。事故の後の教育などは、そのほかの教育です。"
                "空欄は、対象が全従業者なら年次教育です。"
            ),
            headings=("年次・臨時", "教育区分", "年次教育"),
        ),
        Choice(
            *("way", N_("教育の方法"), WAYS, _ALSO_WAYS),
            needed=N_("教育の方法を選んでください。"),
            headings=called(
                "方法 実施方法 形式 実施形態 教育方法 研修方法 受講方法 形態 開催方法 "
                "開催形式 実施形式 受講形態 手段 method 研修形式 どうやって やり方 進め方 "
                "format type"
            ),
        ),
        Text(
            "teacher",
            N_("講師"),
            **FACT,
            headings=called(
                "担当講師 講師名 実施者 教育担当者 指導者 研修講師 主催 教育責任者 "
                "実施責任者 講師氏名 教えた人 教える人 話す人 trainer instructor"
            ),
        ),
        Text(
            "place",
            N_("場所"),
            **FACT,
            headings=called(
                "会場 開催場所 実施場所 教室 開催地 研修場所 実施会場 どこで 開催会場 "
                "venue location"
            ),
        ),
        Number(
            *("pass_mark", N_("合格点（100点満点）")),
            most=100,
            help=N_("80点が一般的です。空欄は80点です。"),
            headings=called("合格点 目標点 合格基準 合格ライン 合格基準点"),
        ),
        Number(
            *("tries", N_("受験できる回数")),
            least=1,
            most=20,
            help=N_("空欄は3回です。すべての回の結果が残ります。"),
        ),
        Number(
            *("later_days", N_("後から対象になった人の期限（日数）")),
            least=1,
            most=366,
            help=N_("入社、復職、異動した日、役割に就いた日から数えます。空欄は30日です。"),
        ),
        OF_CHANGES,
        OF_LAWS,
        noted(N_("メモ"), "備考 摘要 特記事項 remarks その他", erasable=True),
        Files("files", N_("案内・資料")),
    ),
    columns=("title", "audience", "way", "starts_on", "ends_on"),
    filters=("audience", "way", "starts_on"),
    sorts=("starts_on",),
    sorted_by="-starts_on",
    title=("title",),
    dated="starts_on",
    rule=_rule,
    fill=_filled,
    spreads=_spread,
    filled=("pass_mark", "tries", "later_days", "occasion"),
    seen=visible_to,
    keeper=Permission.KEEP_REGISTERS,
    boxes=(N_("代表者"), N_("個人情報保護管理者"), N_("教育責任者")),
    approvers=(Role.REPRESENTATIVE, Role.PRIVACY_MANAGER),
    afterwards=(OF_CHANGES.name, OF_LAWS.name),
    goes_out=_goes_out,
    became=_became,
)
TO_APPROVE = entry_duties.source(
    TRAININGS,
    *("approve_trainings", N_("教育計画の承認")),
    N_("提出された教育計画を読み、承認するか、理由を添えて差し戻してください。"),
)
