"""Names of the act phase's states, moves and verdicts, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.act.plans.cause_hints import Hint
from pms_tracker.act.rules.case_rules import CaseMove, CaseState
from pms_tracker.act.rules.cause_rules import Area, CauseCategory
from pms_tracker.act.rules.elsewhere_rules import Elsewhere
from pms_tracker.act.rules.incoming_rules import ReportMove, ReportState
from pms_tracker.act.rules.management_rules import ReviewMove, ReviewState, Section
from pms_tracker.act.rules.measure_rules import Step
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.case_tables import SetAside, Verdict

CAUSES: tuple[tuple[StrEnum, LazyString], ...] = (
    (Area.PEOPLE, _p("cause", "人")),
    (Area.PROCEDURE, _p("cause", "手順")),
    (Area.SYSTEM, _p("cause", "システム")),
    (Area.SURROUNDINGS, _p("cause", "環境")),
    (Area.CONTRACTOR, _p("cause", "委託先")),
    (Area.MANAGEMENT, _p("cause", "管理")),
    (CauseCategory.TRAINING, _l("教育・周知の不足")),
    (CauseCategory.STAFFING, _l("人手・体制の不足")),
    (CauseCategory.ROLES, _l("担当・役割が決まっていない")),
    (CauseCategory.NO_PROCEDURE, _l("手順・規程がない")),
    (CauseCategory.UNFIT_PROCEDURE, _l("手順・規程が実態に合わない")),
    (CauseCategory.NO_CROSS_CHECK, _l("確認・照合の仕組みがない")),
    (CauseCategory.ACCESS_SETTINGS, _l("設定・アクセス権限の不備")),
    (CauseCategory.MISSING_FUNCTION, _l("必要な機能がない")),
    (CauseCategory.BREAKDOWN, _l("障害・老朽化")),
    (CauseCategory.PLACE, _l("置き場所・配置")),
    (CauseCategory.EQUIPMENT, _l("設備・備品の不足")),
    (CauseCategory.WORKLOAD, _l("繁忙・時間の制約")),
    (CauseCategory.CONTRACT, _l("契約・取り決めの不備")),
    (CauseCategory.OVERSIGHT_OF_CONTRACTOR, _l("委託先の監督・評価の不足")),
    (CauseCategory.HANDLING_BY_CONTRACTOR, _l("委託先での取扱いの不備")),
    (CauseCategory.INVENTORY, _l("台帳・記録の管理の不備")),
    (CauseCategory.SUPERVISION, _l("点検・監督の不足")),
    (CauseCategory.CHANGE, _l("変更の管理の不備")),
)

HINTS: tuple[tuple[StrEnum, LazyString], ...] = (
    (
        Hint.ENDS_AT_PERSON,
        _l("原因が人の不注意で止まっています。その人がそうなった、仕事の仕組みは何でしょうか。"),
    ),
    (
        Hint.REPEATS_FAULT,
        _l("原因が、見つかった不適合と同じことを述べています。それは、なぜ起きたのでしょうか。"),
    ),
    (
        Hint.JUMPS,
        _l("「なぜ」のつながりが飛んでいる箇所があります。一段ずつ、つながっているでしょうか。"),
    ),
    (
        Hint.ONLY_TRAINING,
        _l("処置が教育・周知だけです。人が替わっても防げる仕組みを追加できないでしょうか。"),
    ),
)

# With the tone and the icon of their chip.
STATES: tuple[tuple[StrEnum, LazyString, tuple[str, str]], ...] = (
    (CaseState.PLANNING, _l("計画待ち"), ("quiet", "ring")),
    (CaseState.SENT_BACK, _l("差戻し"), ("soon", "return")),
    (CaseState.SUBMITTED, _l("承認待ち"), ("wait", "hourglass")),
    (CaseState.ENDORSED, _l("代表者の承認待ち"), ("wait", "hourglass")),
    (CaseState.DOING, _l("実施中"), ("open", "half")),
    (CaseState.CONFIRMING, _l("完了確認待ち"), ("wait", "hourglass")),
    (CaseState.REVIEWING, _l("有効性の確認待ち"), ("wait", "hourglass")),
    (CaseState.CLOSING, _l("完了承認待ち"), ("wait", "hourglass")),
    (CaseState.CLOSED, _l("完了"), ("done", "check")),
    (CaseState.WITHDRAWN, _l("取下げ"), ("quiet", "return")),
    (ReportState.RECEIVED, _l("受付"), ("wait", "hourglass")),
    (ReportState.TAKEN_UP, _l("取り上げ"), ("done", "check")),
    (ReportState.ANSWERED, _l("回答済み"), ("done", "check")),
    (Elsewhere.NOT_HERE, _p("elsewhere", "該当なし"), ("done", "check")),
    (Elsewhere.HERE_TOO, _p("elsewhere", "該当あり"), ("soon", "warning")),
    (Elsewhere.OUT_OF_SCOPE, _p("elsewhere", "対象外"), ("quiet", "ring")),
    (ReviewState.CONVENED, _l("招集済み"), ("open", "calendar")),
    (ReviewState.SUBMITTED, _l("署名待ち"), ("wait", "hourglass")),
    (ReviewState.SENT_BACK, _l("差戻し"), ("soon", "return")),
    (ReviewState.SIGNED, _l("署名済み"), ("done", "check")),
    (ReviewState.CANCELLED, _l("中止"), ("quiet", "close")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (CaseMove.SUBMIT, _l("提出")),
    (CaseMove.SEND_BACK, _l("差戻し")),
    (CaseMove.REJECT, _l("却下")),
    (CaseMove.ENDORSE, _l("承認（次は代表者）")),
    (CaseMove.APPROVE, _p("decided", "承認")),
    (CaseMove.AMEND, _l("計画の変更")),
    (CaseMove.REPORT_ACTION, _l("処置の1つの実施報告")),
    (CaseMove.REPORT_DONE, _l("実施の報告")),
    (CaseMove.REPORT_TO_CONFIRM, _l("実施の報告（次は完了確認）")),
    (CaseMove.CONFIRM_DONE, _l("完了を確認")),
    (CaseMove.RETURN_DONE, _l("実施に差戻し")),
    (CaseMove.JUDGE_EARLY, _l("時期尚早と判定")),
    (CaseMove.JUDGE_EFFECTIVE, _l("有効と判定")),
    (CaseMove.JUDGE_TO_CLOSE, _l("有効と判定（次は完了承認）")),
    (CaseMove.JUDGE_INEFFECTIVE, _l("有効でないと判定")),
    (CaseMove.APPROVE_CLOSING, _l("完了を承認")),
    (CaseMove.RETURN_CLOSING, _l("有効性の確認に差戻し")),
    (CaseMove.WITHDRAW, _l("取下げ")),
    (Step.PLAN, _l("原因と計画")),
    (Step.APPROVAL, _l("承認")),
    (Step.DOING, _l("実施")),
    (Step.EFFECT, _l("有効性の確認")),
    (Verdict.EFFECTIVE, _p("verdict", "有効")),
    (Verdict.INEFFECTIVE, _l("有効でない")),
    *CAUSES,
    *HINTS,
    (ReportMove.TAKE_UP, _l("是正処置として取り上げ")),
    (ReportMove.ANSWER, _l("回答して終了")),
    (Source.INTERNAL_AUDIT, _l("内部監査")),
    (Source.OPERATION_CHECK, _l("運用の確認")),
    (Source.EXAMINATION, _l("外部審査")),
    (Source.INCIDENT, _l("事故・ヒヤリハット")),
    (Source.COMPLAINT, _l("苦情")),
    (Source.MANAGEMENT_REVIEW, _l("マネジメントレビュー")),
    (Source.SELF_REPORT, _l("自己申告")),
    (Verdict.TOO_EARLY, _l("時期尚早")),
    (SetAside.CLOSING_RETURNED, _l("完了の承認で差し戻されました")),
    (SetAside.DECISION_VOID, _l("もとの決定が無効になりました")),
    (SetAside.TAKEN_BACK, _l("本人が取り消しました")),
    (ReviewMove.SUBMIT, _l("議事録を提出")),
    (ReviewMove.SEND_BACK, _l("議事録を差戻し")),
    (ReviewMove.SIGN, _l("議事録に署名")),
    (ReviewMove.CANCEL, _l("レビューを中止")),
    (Section.PREVIOUS, _l("前回までの決定事項の状況")),
    (Section.ISSUES, _l("外部・内部の課題の変化")),
    (Section.PARTIES, _l("利害関係者からのフィードバック")),
    (Section.AUDITS, _l("監査の結果")),
    (Section.CASES, _l("不適合と是正処置の状況")),
    (Section.REPEATS, _l("不適合の再発")),
    (Section.EFFECTIVENESS, _l("是正処置の有効性")),
    (Section.POLICIES, _l("方針の見直し")),
    (Section.OBJECTIVES, _l("年度計画の達成と運用の確認")),
    (Section.EDUCATION, _l("教育の実施状況")),
    (Section.COMPLAINTS, _l("苦情・相談と事故")),
    (Section.RISKS, _l("リスクと対応計画の状況")),
    (Section.OPPORTUNITIES, _l("継続的改善の機会")),
)
