"""Names of states, roles, moves and fields as people read them: the glossary's words."""

from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_babel import pgettext
from flask_babel.speaklater import LazyString

from pms_tracker.act.models import Verdict
from pms_tracker.act.rules import CaseMove, CaseState
from pms_tracker.approvals.models import Decision
from pms_tracker.check.rules import AuditMove, AuditState, FindingMove, FindingState, Grade, Result
from pms_tracker.kernel.days import Due
from pms_tracker.kernel.independence import Role
from pms_tracker.mail.models import LetterState
from pms_tracker.people.models import Language, UnitKind
from pms_tracker.plan.comparison import Change
from pms_tracker.plan.policy_passages import Certainty
from pms_tracker.plan.rules import (
    Question,
    ReviewOutcome,
    ReviewState,
    RevisionKind,
    Stage,
    Trigger,
    VersionMove,
    VersionState,
)
from pms_tracker.plan.year_rules import (
    AmendmentMove,
    AmendmentState,
    AnnualKind,
    PlanMove,
    PlanState,
)
from pms_tracker.web.words import once

Value = TypeVar("Value")


class ByMember(Mapping[StrEnum, Value]):
    """Values by enum member: to a dict, the "closed" of two enums is one and the same key."""

    def __init__(self, *pairs: tuple[StrEnum, Value]) -> None:
        self._pairs = {(type(member), member.value): (member, value) for member, value in pairs}

    def __getitem__(self, member: StrEnum) -> Value:
        return self._pairs[type(member), member.value][1]

    def __iter__(self) -> Iterator[StrEnum]:
        return (member for member, _value in self._pairs.values())

    def __len__(self) -> int:
        return len(self._pairs)


LABELS: ByMember[LazyString] = ByMember(
    (Role.REPRESENTATIVE, _l("代表者")),
    (Role.PRIVACY_MANAGER, _l("個人情報保護管理者")),
    (Role.AUDIT_MANAGER, _l("監査責任者")),
    (Role.AUDITOR, _l("監査員")),
    (Role.DEPARTMENT_HEAD, _l("部門責任者")),
    (Role.EMPLOYEE, _l("従業者")),
    (Role.ADMINISTRATOR, _l("システム管理者")),
    (UnitKind.DEPARTMENT, _l("部門")),
    (UnitKind.SITE, _l("教室・営業所")),
    (UnitKind.OFFICE, _l("事務局・役割")),
    (Language.JA, _l("日本語")),
    (Language.EN, _l("英語")),
    (RevisionKind.ENACTED, _l("制定")),
    (RevisionKind.REVISED, _l("改定")),
    (ReviewOutcome.REVISED, _l("改定あり")),
    (ReviewOutcome.UNCHANGED, _l("改定なし(確認のみ)")),
    (ReviewOutcome.POSTPONED, _l("延期")),
    (ReviewState.SUBMITTED, _l("延期の承認待ち")),
    (ReviewState.CONCLUDED, _p("review", "記録済み")),
    (ReviewState.SENT_BACK, _l("差戻し")),
    (VersionState.DRAFT, _l("起案中")),
    (VersionState.SUBMITTED, _l("承認待ち")),
    (VersionState.APPROVED, _p("version", "承認済み")),
    (VersionState.DISCARDED, _l("取下げ")),
    (VersionMove.SUBMIT, _l("提出")),
    (VersionMove.APPROVE, _p("decided", "承認")),
    (VersionMove.SEND_BACK, _l("差戻し")),
    (VersionMove.DISCARD, _l("取下げ")),
    (Stage.UPCOMING, _l("施行前")),
    (Stage.IN_FORCE, _l("施行中")),
    (Stage.SUPERSEDED, _l("旧版")),
    (Question.LAW, _l("法令や指針に改正はあったか")),
    (Question.BUSINESS, _l("事業や取り扱う個人情報は変わったか")),
    (Question.CONTACT, _l("代表者名と問合せ窓口は今のままか")),
    (Question.FINDINGS, _l("監査の所見・事故・苦情を踏まえたか")),
    (Question.WORDING, _l("本人が読んでわかる言葉か")),
    (Trigger.LAW, _l("法令・指針の改正")),
    (Trigger.BUSINESS, _l("事業・組織の変化")),
    (Trigger.REPRESENTATIVE, _l("代表者の交代")),
    (Trigger.INCIDENT, _l("事故")),
    (Trigger.COMPLAINT, _l("苦情・相談")),
    (Trigger.FINDING, _l("監査の所見")),
    (Trigger.INPUT, _l("届いた教訓")),
    (PlanState.DRAFT, _l("作成中")),
    (PlanState.SUBMITTED, _l("承認待ち")),
    (PlanState.APPROVED, _l("承認済み")),
    (PlanMove.SUBMIT, _l("提出")),
    (PlanMove.APPROVE, _p("decided", "承認")),
    (PlanMove.SEND_BACK, _l("差戻し")),
    (AmendmentState.SUBMITTED, _l("承認待ち")),
    (AmendmentState.APPROVED, _l("承認済み")),
    (AmendmentState.SENT_BACK, _l("差戻し")),
    (AmendmentMove.APPROVE, _p("decided", "承認")),
    (AmendmentMove.SEND_BACK, _l("差戻し")),
    (AnnualKind.PROGRAMME, _l("監査プログラムの策定")),
    (AnnualKind.LEDGER_CHECK, _l("個人情報管理台帳の見直し")),
    (AnnualKind.RISK_REVIEW, _l("リスクアセスメントの見直し")),
    (AnnualKind.LAW_LIST, _l("法令一覧の見直し")),
    (AnnualKind.POLICY_REVIEW, _l("個人情報保護方針・内部規程の見直し")),
    (AnnualKind.CONTRACTORS, _l("委託先の評価")),
    (AnnualKind.EDUCATION, _l("全従業者の教育")),
    (AnnualKind.OPERATION_CHECK, _l("運用の確認")),
    (AnnualKind.AUDIT, _l("内部監査")),
    (AnnualKind.MANAGEMENT_REVIEW, _l("マネジメントレビュー")),
    (AnnualKind.DISPOSAL, _l("記録の廃棄")),
    (AnnualKind.OTHER, _l("そのほか")),
    (Change.SAME, _l("変更なし")),
    (Change.CHANGED, _l("文言の変更")),
    (Change.MOVED, _l("番号の変更")),
    (Change.ADDED, _l("新設")),
    (Change.REMOVED, _l("削除")),
    (Certainty.SURE, _l("確実")),
    (Certainty.LIKELY, _l("たぶん")),
    (Certainty.HINT, _l("参考")),
    (AuditState.PLANNED, _l("計画済み")),
    (AuditState.UNDER_WAY, _l("実施中")),
    (AuditState.CLOSED, _l("終了")),
    (AuditState.CANCELLED, _l("中止")),
    (AuditMove.START, _l("監査を開始")),
    (AuditMove.CLOSE, _l("監査を終了")),
    (AuditMove.CANCEL, _l("監査を中止")),
    (Result.NOT_YET, _l("未確認")),
    (Result.CONFORMS, _l("適合")),
    (Result.NONCONFORMING, _l("不適合")),
    (Result.OBSERVATION, _l("観察事項")),
    (Result.GOOD_PRACTICE, _l("良好な点")),
    (Result.NOT_APPLICABLE, _l("該当なし")),
    (Grade.NONCONFORMITY, _l("不適合")),
    (Grade.OBSERVATION, _l("観察事項")),
    (Grade.GOOD_PRACTICE, _l("良好な点")),
    (FindingState.OPEN, _l("対応中")),
    (FindingState.NOTED, _l("記録済み")),
    (FindingState.SETTLED, _l("完了")),
    (FindingState.WITHDRAWN, _l("取下げ")),
    (FindingMove.SETTLE, _l("完了にする")),
    (FindingMove.WITHDRAW, _l("取り下げる")),
    (CaseState.PLANNING, _l("計画待ち")),
    (CaseState.SENT_BACK, _l("差戻し")),
    (CaseState.SUBMITTED, _l("承認待ち")),
    (CaseState.DOING, _l("実施中")),
    (CaseState.REVIEWING, _l("有効性の確認待ち")),
    (CaseState.CLOSED, _l("完了")),
    (CaseState.WITHDRAWN, _l("取下げ")),
    (CaseMove.SUBMIT, _l("提出")),
    (CaseMove.SEND_BACK, _l("差戻し")),
    (CaseMove.APPROVE, _p("decided", "承認")),
    (CaseMove.AMEND, _l("計画の変更")),
    (CaseMove.REPORT_DONE, _l("実施の報告")),
    (CaseMove.JUDGE_EFFECTIVE, _l("有効と判定")),
    (CaseMove.JUDGE_INEFFECTIVE, _l("有効でないと判定")),
    (CaseMove.WITHDRAW, _l("取下げ")),
    (Decision.APPROVED, _p("decided", "承認")),
    (Decision.SENT_BACK, _l("差戻し")),
    (Verdict.EFFECTIVE, _l("有効")),
    (Verdict.INEFFECTIVE, _l("有効でない")),
    (LetterState.WAITING, _l("送信待ち")),
    (LetterState.SENDING, _l("送信中")),
    (LetterState.SENT, _l("送信済み")),
    (LetterState.FAILED, _l("送信失敗")),
    (LetterState.BOUNCED, _l("不達")),
    (Due.LATE, _l("期限超過")),
    (Due.SOON, _l("7日以内")),
    (Due.LATER, _l("8日以上先")),
)

# How often somebody hears, by what the form sends: each day, or weekly on a weekday (Monday is 0).
DAILY = "daily"
RHYTHMS: dict[str, LazyString] = {
    DAILY: _l("毎日"),
    "0": _l("毎週月曜日"),
    "1": _l("毎週火曜日"),
    "2": _l("毎週水曜日"),
    "3": _l("毎週木曜日"),
    "4": _l("毎週金曜日"),
}

MARKS: ByMember[str] = ByMember(
    (Result.CONFORMS, "○"),
    (Result.NONCONFORMING, "×"),
    (Result.OBSERVATION, "△"),
    (Result.GOOD_PRACTICE, "◎"),
    (Result.NOT_APPLICABLE, "－"),
    (Result.NOT_YET, "・"),
    (Grade.NONCONFORMITY, "×"),
    (Grade.OBSERVATION, "△"),
    (Grade.GOOD_PRACTICE, "◎"),
)

# Tone and icon of each state's chip; a colour never speaks alone.
CHIPS: ByMember[tuple[str, str]] = ByMember(
    (Certainty.SURE, ("soon", "warning")),
    (Certainty.LIKELY, ("open", "info")),
    (Certainty.HINT, ("quiet", "ring")),
    (ReviewState.SUBMITTED, ("wait", "hourglass")),
    (ReviewState.CONCLUDED, ("done", "check")),
    (ReviewState.SENT_BACK, ("soon", "return")),
    (VersionState.DRAFT, ("quiet", "pen")),
    (VersionState.SUBMITTED, ("wait", "hourglass")),
    (VersionState.APPROVED, ("done", "check")),
    (VersionState.DISCARDED, ("quiet", "return")),
    (Stage.UPCOMING, ("open", "calendar")),
    (Stage.IN_FORCE, ("done", "check")),
    (Stage.SUPERSEDED, ("quiet", "ring")),
    (PlanState.DRAFT, ("quiet", "pen")),
    (PlanState.SUBMITTED, ("wait", "hourglass")),
    (PlanState.APPROVED, ("done", "check")),
    (AmendmentState.SUBMITTED, ("wait", "hourglass")),
    (AmendmentState.APPROVED, ("done", "check")),
    (AmendmentState.SENT_BACK, ("soon", "return")),
    (AuditState.PLANNED, ("quiet", "ring")),
    (AuditState.UNDER_WAY, ("open", "half")),
    (AuditState.CLOSED, ("done", "check")),
    (AuditState.CANCELLED, ("quiet", "return")),
    (FindingState.OPEN, ("open", "half")),
    (FindingState.NOTED, ("quiet", "pen")),
    (FindingState.SETTLED, ("done", "check")),
    (FindingState.WITHDRAWN, ("quiet", "return")),
    (CaseState.PLANNING, ("quiet", "ring")),
    (CaseState.SENT_BACK, ("soon", "return")),
    (CaseState.SUBMITTED, ("wait", "hourglass")),
    (CaseState.DOING, ("open", "half")),
    (CaseState.REVIEWING, ("wait", "hourglass")),
    (CaseState.CLOSED, ("done", "check")),
    (CaseState.WITHDRAWN, ("quiet", "return")),
    (LetterState.WAITING, ("wait", "hourglass")),
    (LetterState.SENDING, ("wait", "hourglass")),
    (LetterState.SENT, ("done", "check")),
    (LetterState.FAILED, ("late", "warning")),
    (LetterState.BOUNCED, ("late", "return")),
)


def telling(roles: Collection[Role]) -> list[Role]:
    """The roles that say something of a person, the highest first; everybody is an employee."""
    held = sorted(set(roles) - {Role.EMPLOYEE}, key=list(Role).index)
    return held or [Role.EMPLOYEE]


def label(member: StrEnum) -> str:
    """The member's label in the reader's language."""
    return once("label", (type(member), member), lambda: str(LABELS[member]))


def in_words(value: object) -> object:
    """A refusal's value as it is read: names joined, enums by label, the rest as it is."""
    if isinstance(value, StrEnum):
        return label(value) if value in LABELS else value.value
    if isinstance(value, Collection) and not isinstance(value, str):
        names = pgettext("between names in a list", "、").join(str(each) for each in value)
        return names or pgettext("nobody in a list of names", "いません")
    return value
