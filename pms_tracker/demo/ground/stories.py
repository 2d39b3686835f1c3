"""What happened at the demo company, as its files tell it: audits, findings and their cases.

Days are offsets from the day the demo is loaded; clauses are named like `POL-001 1(6)・3`.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib import resources
from typing import Any

from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.demo.ground.schedule import Days

FILES = ("audits_a_year_ago.toml", "audits_concluded.toml", "audits_in_hand.toml")


@dataclass(frozen=True)
class CaseStory:
    """How a nonconformity was dealt with, and where that stands.

    `ends` is a CaseState, or "amended" or "round_two" for the two ways back into one; `due` says
    when the step that is now open falls due; `again` why the same cause will not come back.
    """

    owner: str
    ends: str
    due: int = 0
    correction: str = ""
    cause: str = ""
    # Causes by area, as they are written in the form.
    fishbone: Mapping[str, str] = field(default_factory=dict)
    category: str = ""
    again: str = ""
    action: str = ""
    amended: str = ""
    reason: str = ""
    result: str = ""
    # What was done of the representative's instruction, where the case's audit has one.
    answer: str = "指示をこの処置に含めて実施し、結果を代表者に報告した。"
    how_seen: str = "現場を見て、担当者に話を聞き、記録と照らし合わせた。"
    data_seen: str = "実施した日から判定の日までの記録すべて"
    grounds: str = ""
    lesson: str = ""
    # Where the lesson goes; nowhere named, to the policy review.
    lesson_for: tuple[str, ...] = ()
    on_paper_by: str = ""
    # A part of the full profile that the company tried out when the plan was handed in.
    tried: str = ""
    # What its plan asks of all other units, by when, and what some of them answered.
    asks: Mapping[str, Any] | None = None
    done: int = 0
    judged: int = 0
    ended: int = 0
    file: tuple[str, str] | None = None


@dataclass(frozen=True)
class FindingStory:
    """A finding, filed on the audit's day, on `filed`, or so that its plan is due on `step_due`."""

    clause: str
    grade: Grade
    fact: str
    evidence: str
    filed: int | None = None
    step_due: int | None = None
    file: tuple[str, str] | None = None
    case: CaseStory | None = None


@dataclass(frozen=True)
class AuditStory:
    """An audit: `held` and perhaps reported on `closed`, still planned `on` a day, or `cancelled`.

    It is of its year's programme, or an `extra` one, planned on the day `planned`; `clauses`
    are those an extra one is held against, or that something is said of. `report` says how far
    its report came: reported, approved or received. `notified` says when its unit was told;
    `hours` are its schedule, as plain values.
    """

    unit: str
    theme: str
    team: tuple[str, ...]
    clauses: tuple[str, ...]
    planned: int = 0
    on: int | None = None
    held: int | None = None
    closed: int | None = None
    cancelled: int | None = None
    notified: int | None = None
    hours: tuple[Mapping[str, str], ...] = ()
    auditees: tuple[str, ...] = ()
    note: str = ""
    opinion: str = ""
    instructions: str = ""
    report: str = "received"
    memos: Mapping[str, str] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[FindingStory, ...] = ()
    kind: AuditKind = AuditKind.OPERATION
    # Why it is outside the programme (臨時監査), if it is.
    extra: AuditTrigger | None = None
    extra_reason: str = ""

    @property
    def lead(self) -> str:
        return self.team[0]

    def day(self, days: Days) -> date:
        """The day it is planned for: on which it was held, if it was."""
        return days.open(self.held) if self.held is not None else days.exactly(self.on or 0)


def text(name: str) -> str:
    """A file of this package."""
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def audits() -> list[AuditStory]:
    """Every audit, the earliest first."""
    return [_audit(told) for name in FILES for told in tomllib.loads(text(name))["audit"]]


def _audit(told: dict[str, Any]) -> AuditStory:
    findings = tuple(_finding(each) for each in told.pop("finding", ()))
    for name in {"team", "clauses", "hours", "auditees"} & told.keys():
        told[name] = tuple(told[name])
    told["kind"] = AuditKind(told.get("kind", AuditKind.OPERATION))
    told["extra"] = AuditTrigger(told["extra"]) if "extra" in told else None
    return AuditStory(**told, findings=findings)


def _finding(told: dict[str, Any]) -> FindingStory:
    case = told.pop("case", None)
    grade, file = Grade(told.pop("grade")), _file(told)
    return FindingStory(
        **told,
        grade=grade,
        file=file,
        case=CaseStory(**{**case, "file": _file(case)}) if case else None,
    )


def _file(told: dict[str, Any]) -> tuple[str, str] | None:
    name, content = told.pop("file", (None, None))
    return (name, content) if name else None
