"""What a planned change says, field by field (変更の計画策定; J.3.4)."""

from pms_tracker.kernel.words import N_
from pms_tracker.plan.laws import impact_fields
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.rules.impact_rules import Area
from pms_tracker.plan.rules.planned_change_rules import Ending, Fact, Trigger
from pms_tracker.registers.entry_fields import Entries
from pms_tracker.registers.fields import Choice, Day, Field, Text
from pms_tracker.registers.file_fields import Files
from pms_tracker.registers.office_fields import FACT, FOLDED, MORE_FACT, Labels, Several, noted

# The nine of J.3.4 in practice.
AREAS = (
    *(Area.POLICY, Area.PURPOSE, Area.LEDGER, Area.RISK, Area.RULE),
    *(Area.CONTRACTOR, Area.TRAINING, Area.PUBLICATION, Area.BODY),
)
TRIGGERS: Labels = {
    Trigger.SITE: N_("事業所の開設・移転・閉鎖"),
    Trigger.BUSINESS: N_("新しい事業・サービス"),
    Trigger.SYSTEM: N_("システム・クラウド・AIの導入"),
    Trigger.ORGANISATION: N_("組織の変更・合併"),
    Trigger.PEOPLE: N_("代表者・管理者などの交代"),
    Trigger.LAW: N_("法令・指針の改正"),
    Trigger.REVIEW: N_("監査・マネジメントレビューの結果"),
    Trigger.OTHER: N_("その他の変更"),
}
FACTS: Labels = {
    Fact.NAME: N_("事業者名"),
    Fact.HEAD_OFFICE: N_("本店の所在地"),
    Fact.REPRESENTATIVE: N_("代表者"),
    Fact.CONTACT: N_("申請担当者・連絡先"),
    Fact.PRIVACY_MANAGER: N_("個人情報保護管理者"),
    Fact.AUDIT_MANAGER: N_("個人情報保護監査責任者"),
}
ENDINGS: Labels = {Ending.DONE: N_("変更を完了した"), Ending.CANCELLED: N_("変更を中止した")}
_COURSE: tuple[Field, ...] = (
    Day(
        *("closed_on", N_("変更が終了した日")),
        past=True,
        told=(N_("終了"), N_("終了していない")),
        **FOLDED,
        headings=("完了日",),
    ),
    Choice(*("ending", N_("終了の区分"), ENDINGS), **FOLDED),
    Text(*("result", N_("変更の結果"), 2000), **MORE_FACT, lines=True, headings=("結果",)),
)
# What is said at once, without another approval: what became of what was approved.
AFTERWARDS = tuple(each.name for each in _COURSE) + impact_fields.done(AREAS)
FIELDS: tuple[Field, ...] = (
    Text(
        *("title", N_("変更の内容")),
        needed=N_("変更の内容を入力してください。"),
        help=N_("例：新しい教室を開く"),
        headings=("変更事項", "件名", "変更内容"),
    ),
    Choice(
        *("trigger", N_("変更のきっかけ"), TRIGGERS),
        needed=N_("変更のきっかけを選んでください。"),
        headings=("きっかけ", "区分"),
    ),
    Text(*("why", N_("変更の理由と目的"), 2000), asked=True, lines=True, headings=("目的", "理由")),
    Entries(*("laws", N_("きっかけになった法令・規範"), LAWS), help=N_("法令・指針の改正のとき")),
    Day(*("decided_on", N_("変更を決定した日")), asked=True, past=True, headings=("決定日",)),
    Text("decided_by", N_("決定した人・会議"), **FACT, help=N_("例：代表者、取締役会")),
    Day(*("start_on", N_("変更の開始日")), asked=True, headings=("開始予定日", "実施日", "開始日")),
    Day(*("end_on", N_("変更の終了予定日")), until=True, headings=("終了予定日",)),
    Text(
        *("side_effects", N_("変更によって起こり得る問題"), 2000),
        inside="facts",
        lines=True,
        headings=("リスク", "想定される問題"),
    ),
    Text(
        *("whole", N_("仕組み全体が保たれるか"), 2000),
        inside="facts",
        lines=True,
        asked=True,
        help=N_("変更の途中でも、個人情報の管理が途切れない理由を書きます。"),
        headings=("PMSの完全性",),
    ),
    Text(*("resources", N_("必要な人・時間・費用"), 2000), inside="facts", lines=True),
    Text(*("roles", N_("役割と責任の変更"), 2000), inside="facts", lines=True),
    Several(
        *("facts_changed", N_("変わる届出事項"), FACTS),
        inside="facts",
        help=N_("監査責任者のほかは、審査機関への変更報告が必要です。"),
        headings=("届出事項",),
    ),
    *impact_fields.fields(AREAS),
    *_COURSE,
    noted(N_("備考"), "摘要 メモ", **FOLDED),
    Files("files", N_("計画書、議事録、スケジュール")),
)
