"""Names of the plan phase's states, moves and kinds, and the chips of its states."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.plan.rules import policy_rules, year_rules
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.plan.text.comparison import Change
from pms_tracker.plan.text.policy_passages import Certainty

# With the tone and the icon of their chip.
STATES: tuple[tuple[StrEnum, LazyString, tuple[str, str]], ...] = (
    (Certainty.SURE, _l("確実"), ("soon", "warning")),
    (Certainty.LIKELY, _l("可能性が高い"), ("open", "info")),
    (Certainty.HINT, _l("参考"), ("quiet", "ring")),
    (policy_rules.ReviewState.SUBMITTED, _l("延期の承認待ち"), ("wait", "hourglass")),
    (policy_rules.ReviewState.CONCLUDED, _p("review", "記録済み"), ("done", "check")),
    (policy_rules.ReviewState.SENT_BACK, _l("差戻し"), ("soon", "return")),
    (policy_rules.VersionState.DRAFT, _l("起案中"), ("quiet", "pen")),
    (policy_rules.VersionState.SUBMITTED, _l("承認待ち"), ("wait", "hourglass")),
    (policy_rules.VersionState.APPROVED, _p("version", "承認済み"), ("done", "check")),
    (policy_rules.VersionState.DISCARDED, _l("取下げ"), ("quiet", "return")),
    (policy_rules.Stage.UPCOMING, _l("施行前"), ("open", "calendar")),
    (policy_rules.Stage.IN_FORCE, _l("施行中"), ("done", "check")),
    (policy_rules.Stage.SUPERSEDED, _l("旧版"), ("quiet", "ring")),
    (year_rules.PlanState.DRAFT, _l("作成中"), ("quiet", "pen")),
    (year_rules.PlanState.SUBMITTED, _l("承認待ち"), ("wait", "hourglass")),
    (year_rules.PlanState.APPROVED, _l("承認済み"), ("done", "check")),
    (year_rules.AmendmentState.SUBMITTED, _l("承認待ち"), ("wait", "hourglass")),
    (year_rules.AmendmentState.APPROVED, _l("承認済み"), ("done", "check")),
    (year_rules.AmendmentState.SENT_BACK, _l("差戻し"), ("soon", "return")),
    (year_rules.AmendmentState.WITHDRAWN, _l("取下げ"), ("quiet", "return")),
)
LABELS: tuple[tuple[StrEnum, LazyString], ...] = (
    (policy_rules.RevisionKind.ENACTED, _l("制定")),
    (policy_rules.RevisionKind.REVISED, _l("改定")),
    (policy_rules.ReviewOutcome.REVISED, _l("改定あり")),
    (policy_rules.ReviewOutcome.UNCHANGED, _l("改定なし(確認のみ)")),
    (policy_rules.ReviewOutcome.POSTPONED, _l("延期")),
    (policy_rules.ReviewMove.APPROVE, _p("decided", "承認")),
    (policy_rules.ReviewMove.SEND_BACK, _l("差戻し")),
    (policy_rules.VersionMove.SUBMIT, _l("提出")),
    (policy_rules.VersionMove.APPROVE, _p("decided", "承認")),
    (policy_rules.VersionMove.SEND_BACK, _l("差戻し")),
    (policy_rules.VersionMove.DISCARD, _l("取下げ")),
    (policy_rules.Question.LAW, _l("法令や指針に改正はあったか")),
    (policy_rules.Question.BUSINESS, _l("事業や取り扱う個人情報は変わったか")),
    (policy_rules.Question.CONTACT, _l("代表者名と問合せ窓口は今のままか")),
    (policy_rules.Question.FINDINGS, _l("監査の所見・事故・苦情を踏まえたか")),
    (policy_rules.Question.WORDING, _l("本人が読んでわかる言葉か")),
    (policy_rules.Trigger.LAW, _l("法令・指針の改正")),
    (policy_rules.Trigger.BUSINESS, _l("事業・組織の変化")),
    (policy_rules.Trigger.REPRESENTATIVE, _l("代表者の交代")),
    (policy_rules.Trigger.INCIDENT, _l("事故")),
    (policy_rules.Trigger.COMPLAINT, _l("苦情・相談")),
    (policy_rules.Trigger.FINDING, _l("監査の所見")),
    (policy_rules.Trigger.INPUT, _l("届いた教訓")),
    (year_rules.PlanMove.SUBMIT, _l("提出")),
    (year_rules.PlanMove.APPROVE, _p("decided", "承認")),
    (year_rules.PlanMove.SEND_BACK, _l("差戻し")),
    (year_rules.AmendmentMove.APPROVE, _p("decided", "承認")),
    (year_rules.AmendmentMove.SEND_BACK, _l("差戻し")),
    (year_rules.AmendmentMove.WITHDRAW, _l("取下げ")),
    (year_rules.AnnualKind.PROGRAMME, _l("監査プログラムの策定")),
    (year_rules.AnnualKind.LEDGER_CHECK, _l("個人情報管理台帳の見直し")),
    (year_rules.AnnualKind.RISK_REVIEW, _l("リスクアセスメントの見直し")),
    (year_rules.AnnualKind.LAW_LIST, _l("法令一覧の見直し")),
    (year_rules.AnnualKind.POLICY_REVIEW, _l("個人情報保護方針・内部規程の見直し")),
    (year_rules.AnnualKind.CONTRACTORS, _l("委託先の評価")),
    (year_rules.AnnualKind.EDUCATION, _l("全従業者の教育")),
    (year_rules.AnnualKind.OPERATION_CHECK, _l("運用の確認")),
    (year_rules.AnnualKind.AUDIT, _l("内部監査")),
    (year_rules.AnnualKind.MANAGEMENT_REVIEW, _l("マネジメントレビュー")),
    (year_rules.AnnualKind.DISPOSAL, _l("記録の廃棄")),
    (year_rules.AnnualKind.OTHER, _l("そのほか")),
    (Change.SAME, _l("変更なし")),
    (Change.CHANGED, _l("文言の変更")),
    (Change.MOVED, _l("番号の変更")),
    (Change.ADDED, _l("新設")),
    (Change.REMOVED, _l("削除")),
    (Inbox.POLICY, _l("方針の見直し")),
    (Inbox.RULE, _l("内部規程")),
    (Inbox.RISK, _l("リスクの見直し")),
    (Inbox.EDUCATION, _l("教育")),
    (Inbox.PROGRAMME, _l("次の監査プログラム")),
)
