"""A report's content in the reader's words, alike for its page and its paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import gettext, ngettext

from pms_tracker.check.reports.report_content import Content
from pms_tracker.check.rules import audit_rules
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.kernel.independence import Role
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_text


@dataclass(frozen=True)
class Told:
    """What a page and a paper show of a report; all words are in the reader's language."""

    head: Mapping[str, str]
    rows: list[tuple[str, str]]
    auditors: list[Mapping[str, str]]
    exception_reason: str
    results: list[tuple[str, str]]
    left_out: list[tuple[str, str]]
    sets: list[tuple[str, str]]
    grades: list[tuple[str, str]]
    nonconformities: list[Mapping[str, str]]
    others: list[Mapping[str, str]]
    practices: list[str]
    words: Mapping[str, str]
    addressees: list[str]


def told(content: Content) -> Told:
    """The content of a report in words."""
    team, checklist = content[Part.TEAM.value], content[Part.CHECKLIST.value]
    findings, head = content[Part.FINDINGS.value], content[Part.HEAD.value]
    words = content[Part.OPINION.value]
    every = [_finding(each) for each in findings["list"]]
    grave = [each for each in every if each["standing"] == "nonconformity"]
    return Told(
        head=head,
        rows=_rows(head, checklist["total"]),
        auditors=_auditors(team["auditors"]),
        exception_reason=team["exception_reason"],
        results=_counts(audit_rules.Result, checklist["counts"]),
        left_out=_left_out(checklist),
        sets=[
            (_source(each["title"], each["edition"]), _paths(each)) for each in checklist["sets"]
        ],
        grades=_counts(audit_rules.Grade, findings["counts"]),
        nonconformities=grave,
        others=[each for each in every if each["standing"] == "other"],
        practices=[
            each["reference"]
            for each in every
            if each["standing"] == "practice" and each["reference"] not in words["strong_points"]
        ],
        words=words,
        addressees=[gettext("代表者 %(name)s 殿", name=each) for each in head["addressees"]],
    )


def _rows(head: Mapping[str, Any], total: int) -> list[tuple[str, str]]:
    held_on = head["held_on"]
    planned = (
        (gettext("監査目的"), head.get("objective", "")),
        (gettext("監査範囲"), head.get("scope", "")),
        (gettext("監査基準"), _criteria(head.get("criteria", ()))),
        (gettext("監査の方法"), head.get("method", "")),
        (gettext("被監査者"), labels.between(head.get("auditees", ()))),
    )
    return [
        (gettext("被監査部門"), head["unit"]),
        (gettext("監査の種類"), labels.label(audit_rules.AuditKind(head["kind"]))),
        (gettext("監査テーマ"), head["theme"]),
        (gettext("監査実施日"), day_text(date.fromisoformat(held_on)) if held_on else ""),
        *((name, said or gettext("記載なし")) for name, said in planned),
        (gettext("確認項目"), ngettext("%(num)d項目", "%(num)d項目", total)),
    ]


def _criteria(found: Iterable[Mapping[str, Any]]) -> str:
    return "\n".join(_source(each["title"], each["edition"]) for each in found)


def _auditors(found: Iterable[Mapping[str, Any]]) -> list[Mapping[str, str]]:
    """Each with where they belonged that day and what was checked: nobody audits their own unit
    or work (R2). Reports that were signed earlier say the unit alone."""
    return [
        {
            "name": each["name"],
            "role": gettext("リーダー") if place == 0 else "",
            "units": each["units"] or gettext("なし"),
            "roles": str(
                labels.in_words([labels.label(Role(role)) for role in each.get("roles", ())])
            ),
            "checked": _checked(each),
        }
        for place, each in enumerate(found)
    ]


def _checked(member: Mapping[str, Any]) -> str:
    if not member.get("work_since"):
        return ""
    day = day_text(date.fromisoformat(member["work_since"]))
    if member["work"]:
        told = gettext("%(day)s以降に関わった記録：%(records)s", day=day, records=member["work"])
    else:
        told = gettext("%(day)s以降、この部門の是正処置に関わっていません", day=day)
    return told


def _counts(kind: type[StrEnum], counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """How many there are of each, in the order of the rules."""
    return [(labels.marked(each), str(counts[each.value])) for each in kind if each.value in counts]


def _left_out(checklist: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (each["path"] + gettext("（%(about)s）", about=labels.marked(result)), each["note"])
        for result in (audit_rules.Result.NOT_APPLICABLE, audit_rules.Result.NOT_SAMPLED)
        for each in checklist[result.value]
    ]


def _source(title: str, edition: int) -> str:
    """A set with its edition (R19)."""
    return gettext("%(title)s 第%(num)d版", title=title, num=edition)


def _paths(each: Mapping[str, Any]) -> str:
    return labels.between(each["paths"])


def _finding(each: Mapping[str, Any]) -> Mapping[str, str]:
    grade = audit_rules.Grade(each["grade"])
    standing = "nonconformity" if audit_rules.needs_corrective_action(grade) else "other"
    state = each.get("state")
    return {
        "reference": each["reference"],
        "grade": labels.marked(grade),
        "standing": "practice" if grade is audit_rules.Grade.GOOD_PRACTICE else standing,
        "path": each["path"],
        "requirement": each["requirement"],
        "source": _source(each["set_title"], each["edition"]),
        "fact": each["fact"],
        "evidence": each["evidence"],
        "day": day_text(date.fromisoformat(each["found_on"])),
        "state": labels.label(audit_rules.FindingState(state)) if state else "",
    }
