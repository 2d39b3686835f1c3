"""What a report says that nobody writes: audit, team, checklist and findings as they stand."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from pms_tracker.approvals.approvals import digest
from pms_tracker.check.audits import teams
from pms_tracker.check.audits.surroundings import Surroundings
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import FindingState, Grade, Result
from pms_tracker.check.tables.audit_report_tables import AuditReport
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import Rows, session
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.policies import requirements

Content = dict[str, Any]

WRITTEN = ("strong_points", "opinion", "conclusion", "distribution")
# Findings whose auditees have not had the last word say so; later states are the case's matter.
UNDECIDED = (FindingState.TOLD, FindingState.DISPUTED)


def facts(around: Surroundings, firm: Firm) -> Content:
    """The parts of a report that come from the records, each as plain values."""
    audit = around.audit
    rows = list(
        session.scalars(
            select(ChecklistItem)
            .where(ChecklistItem.audit_id == audit.id)
            .order_by(ChecklistItem.place, ChecklistItem.position)
        )
    )
    found = list(
        session.scalars(
            select(Finding)
            .where(Finding.audit_id == audit.id, Finding.state != FindingState.WITHDRAWN)
            .order_by(Finding.id)
        )
    )
    asked = {row.requirement_id for row in rows} | {each.requirement_id for each in found}
    told = requirements.told(sorted(asked))
    return {
        Part.HEAD.value: _head(around, firm),
        Part.TEAM.value: _team(around, firm),
        Part.CHECKLIST.value: _checklist(rows, told),
        Part.FINDINGS.value: _findings(found, told),
    }


def seal(told: Mapping[str, object]) -> str:
    """A digest of each part in one line, so that a signature can say what has changed since."""
    return ".".join(digest({"part": told[part.value]}) for part in Part if part.value in told)


def broken_parts(seen: str, now: str) -> list[Part]:
    """Which parts differ between two seals; all where they do not even have as many."""
    before, after = seen.split("."), now.split(".")
    pairs = zip(Part, before, after, strict=False)
    changed = [part for part, one, other in pairs if one != other]
    return changed if len(before) == len(after) else list(Part)[: len(after)]


def planned(audit: Audit) -> Content:
    """What was planned for an audit, of what its plan has; criteria with their editions."""
    told: Content = {
        "objective": audit.objective,
        "scope": audit.scope,
        "criteria": [
            {name: each[name] for name in ("title", "edition")} for each in audit.criteria
        ],
        "method": audit.method,
    }
    return {name: value for name, value in told.items() if value}


def _head(around: Surroundings, firm: Firm) -> Content:
    """What was audited, and the representative whom the report is for (J.6.2)."""
    audit = around.audit
    return {
        "reference": audit.reference,
        "company": people.the_company().name,
        "unit": around.unit.name,
        "kind": audit.kind.value,
        "theme": audit.theme,
        "planned_on": audit.planned_on.isoformat(),
        "held_on": audit.held_on.isoformat() if audit.held_on else "",
        "addressees": sorted(firm.names(firm.holders(Role.REPRESENTATIVE)).values()),
        "auditees": sorted(firm.names(audit.auditee_ids).values()),
        **planned(audit),
    }


def _team(around: Surroundings, firm: Firm) -> Content:
    """Who audited, with the proof of their independence as it was on that day (R2): where they
    belonged, the roles they held, and the unit's work they were looked for in."""
    names = firm.names(around.team_ids)
    return {
        "auditors": [
            {
                "name": names.get(each.person_id, ""),
                "units": each.units_then,
                "roles": [role.value for role in teams.told_roles(each)],
                "work_since": each.work_since.isoformat() if each.work_since else "",
                "work": each.work_then,
            }
            for each in around.team
        ],
        "exception_reason": around.audit.exception_reason,
    }


def _checklist(rows: list[ChecklistItem], told: Rows) -> Content:
    """Counts per result, what was left out and why, and each set with its edition (R19)."""
    by_id = {each.id: each for each in told}
    counts = Counter(row.result for row in rows)
    return {
        "total": len(rows),
        "counts": {result.value: counts[result] for result in Result if counts[result]},
        "not_applicable": _left_out(rows, by_id, Result.NOT_APPLICABLE),
        "not_sampled": _left_out(rows, by_id, Result.NOT_SAMPLED),
        "sets": _sets([each for each in told if each.id in {row.requirement_id for row in rows}]),
        "digest": digest({"rows": [_row(row) for row in rows]}),
    }


def _row(row: ChecklistItem) -> list[object]:
    """All that a row says: the report is bound to it, though it prints but a summary."""
    asked = [row.question, row.asked, row.population, row.sample_size, row.sample_how]
    return [row.position, row.requirement_id, row.result.value, row.note, *asked]


def _left_out(
    rows: list[ChecklistItem], by_id: Mapping[int, Any], result: Result
) -> list[dict[str, str]]:
    return [
        {"path": by_id[row.requirement_id].path, "note": row.note}
        for row in rows
        if row.result is result
    ]


def _source(row: Any) -> tuple[str, str, int]:
    """The set or policy a requirement is from: name, title and edition."""
    name = row.set_key or format_reference(Kind.POLICY, None, row.policy_number)
    return name, row.title, row.edition


def _sets(told: Collection[Any]) -> list[Content]:
    """Each set with its edition and what was asked of it, in reading order."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for each in told:
        found.setdefault(_source(each), []).append(each.path)
    return [
        {"name": name, "title": title, "edition": edition, "paths": paths}
        for (name, title, edition), paths in found.items()
    ]


def _findings(found: list[Finding], told: Rows) -> Content:
    by_id = {each.id: each for each in told}
    counts = Counter(each.grade for each in found)
    return {
        "counts": {grade.value: counts[grade] for grade in Grade if counts[grade]},
        "list": [_finding(each, by_id[each.requirement_id]) for each in found],
    }


def _finding(finding: Finding, requirement: Any) -> Content:
    name, title, edition = _source(requirement)
    told = {
        "reference": finding.reference,
        "grade": finding.grade.value,
        "path": requirement.path,
        "requirement": requirement.text,
        "set": name,
        "set_title": title,
        "edition": edition,
        "fact": finding.fact,
        "evidence": finding.evidence,
        "found_on": finding.found_on.isoformat(),
    }
    return {**told, "state": finding.state.value} if finding.state in UNDECIDED else told


def strong_points(told: Mapping[str, Any]) -> str:
    """What the good practices say, as a beginning for the auditors' own words."""
    practices = [
        each
        for each in told[Part.FINDINGS.value]["list"]
        if each["grade"] == Grade.GOOD_PRACTICE.value
    ]
    return "\n".join(f"{each['fact']}（{each['reference']}）" for each in practices)


def unanswered(told: Mapping[str, Any]) -> int:
    """How many rows of the checklist have no result yet."""
    return int(told[Part.CHECKLIST.value]["counts"].get(Result.NOT_YET.value, 0))


def words(report: AuditReport) -> dict[str, str]:
    """What the auditors wrote, as it is printed."""
    return {name: getattr(report, name) for name in WRITTEN}
