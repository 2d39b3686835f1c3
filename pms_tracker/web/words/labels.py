"""Names of states, roles, moves and fields as people read them: the glossary's words."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p, pgettext
from flask_babel.speaklater import LazyString

from pms_tracker.act.rules.cause_rules import Area
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.check.rules.audit_rules import GRADE_OF_RESULT, Grade, Result
from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.kernel.days import Due
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming
from pms_tracker.kernel.words import Words
from pms_tracker.mail.mail_tables import LetterState
from pms_tracker.people.tables.people_tables import Language, UnitKind
from pms_tracker.web.words import act_labels, check_labels, days_in_words, do_labels, plan_labels
from pms_tracker.web.words.word_cache import once

Value = TypeVar("Value")


def between(names: Iterable[str]) -> str:
    """Names one after the other, as a list is written."""
    return pgettext("between names in a list", "、").join(names)


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


STATES = (
    *plan_labels.STATES,
    *do_labels.STATES,
    *check_labels.STATES,
    *act_labels.STATES,
    (LetterState.WAITING, _l("送信待ち"), ("wait", "hourglass")),
    (LetterState.SENDING, _l("送信中"), ("wait", "hourglass")),
    (LetterState.SENT, _l("送信済み"), ("done", "check")),
    (LetterState.FAILED, _l("送信失敗"), ("late", "warning")),
    (LetterState.BOUNCED, _l("不達"), ("late", "return")),
    (LetterState.WITHDRAWN, _l("送信中止"), ("quiet", "check")),
)
LABELS: ByMember[LazyString] = ByMember(
    *((member, word) for member, word, _chip in STATES),
    *plan_labels.LABELS,
    *do_labels.LABELS,
    *check_labels.LABELS,
    *act_labels.LABELS,
    (Role.REPRESENTATIVE, _l("代表者")),
    (Role.PRIVACY_MANAGER, _l("個人情報保護管理者")),
    (Role.AUDIT_MANAGER, _l("監査責任者")),
    (Role.AUDITOR, _l("監査員")),
    (Role.DEPARTMENT_HEAD, _l("部門責任者")),
    (Role.EMPLOYEE, _l("従業者")),
    (Role.ADMINISTRATOR, _l("システム管理者")),
    (Role.EXTERNAL_AUDITOR, _l("外部監査員")),
    (UnitKind.DEPARTMENT, _l("部門")),
    (UnitKind.SITE, _l("教室・営業所")),
    (UnitKind.OFFICE, _l("事務局・役割")),
    (FiscalNaming.FIRST, _l("始まる年（2026）")),
    (FiscalNaming.BOTH, _l("始まる年と終わる年（2026/27）")),
    (Language.JA, _l("日本語")),
    (Language.EN, _l("英語")),
    (Decision.APPROVED, _p("decided", "承認")),
    (Decision.SENT_BACK, _l("差戻し")),
    (Decision.REJECTED, _l("却下")),
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

MARKS: ByMember[str] = ByMember(*check_labels.MARKS)
FILLS: ByMember[str] = ByMember(*check_labels.FILLS)

# Tone and icon of each state's chip; a colour never speaks alone.
CHIPS: ByMember[tuple[str, str]] = ByMember(*((member, chip) for member, _word, chip in STATES))


def telling(roles: Collection[Role]) -> list[Role]:
    """The roles that say something of a person, the highest first; everybody is an employee."""
    held = sorted(set(roles) - {Role.EMPLOYEE}, key=list(Role).index)
    return held or [Role.EMPLOYEE]


def label(member: StrEnum) -> str:
    """The member's label in the reader's language; of grades and areas its own, if any."""
    return once("label", (type(member), member), lambda: _own_name(member) or str(LABELS[member]))


def marked(member: StrEnum) -> str:
    """A result or grade as it is told anywhere: its mark with its word, × 不適合."""
    return f"{MARKS[member]} {label(member)}" if member in MARKS else label(member)


def _own_name(member: StrEnum) -> str:
    grade = GRADE_OF_RESULT.get(member) if isinstance(member, Result) else member
    if isinstance(grade, Graded) and grade is not Graded.UNGRADED:
        grade = Grade(grade.value)
    found = days_in_words.company() if isinstance(grade, Area | Grade) else None
    if found is None or grade is None:
        return ""
    own = found.area_names if isinstance(grade, Area) else found.grade_names
    return own.get(grade, {}).get(days_in_words.language(), "")


def in_words(value: object) -> object:
    """A refusal's value as it is read: words of a register in the reader's
    language, names joined, enums by label, the rest as it is."""
    if isinstance(value, StrEnum):
        return label(value) if value in LABELS else value.value
    if isinstance(value, Words):
        return gettext(value)
    if isinstance(value, Collection) and not isinstance(value, str):
        names = between(str(in_words(each)) for each in value)
        return names or pgettext("nobody in a list of names", "いません")
    return value
