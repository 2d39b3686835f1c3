"""Erasing from reports what they repeat or say: the digest stays, and the report says so."""

import re
from collections.abc import Callable, Collection
from copy import deepcopy

from pms_tracker import clock
from pms_tracker.check.reports import audit_reports
from pms_tracker.check.reports.report_content import WRITTEN, Content
from pms_tracker.check.rules.audit_report_rules import Part
from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.tables.audit_tables import Audit, ChecklistItem, Finding
from pms_tracker.database import session
from pms_tracker.desk import kept_drafts
from pms_tracker.plan.tables.policy_tables import Requirement

# Rows that a report lists with what was noted there, since nobody could look.
LEFT_OUT = (Result.NOT_APPLICABLE, Result.NOT_SAMPLED)


def erase(finding: Finding, field: str, tombstone: str) -> None:
    """Put a tombstone where a report states a finding's field, or repeats its fact.

    Call it while the finding still says what is to be erased.
    """
    audit = session.get_one(Audit, finding.audit_id)
    # Strong points begin as copies of facts; what somebody was just typing may hold one as well.
    repeated = finding.fact if field == "fact" else ""

    def without(words: str) -> str:
        return words.replace(repeated, tombstone) if repeated else words

    def change(content: Content) -> None:
        for each in content[Part.FINDINGS.value]["list"]:
            if each["reference"] == finding.reference and field in each:
                each[field] = tombstone
        _reword(content, without)

    _reword_draft(audit, without)
    _rewrite(audit, change)


def erase_note(audit: Audit, row: ChecklistItem, notes: Collection[str], tombstone: str) -> None:
    """Put a tombstone where a report gives what was noted on a row, now or before, or repeats it.

    A note may be one word: only where it stands as a passage of its own is it taken for a copy.
    """
    path = session.get_one(Requirement, row.requirement_id).path
    longest_first = sorted(notes, key=len, reverse=True)
    passage = re.compile(
        r"(?<![^\s。、・：「（(])(?:"
        + "|".join(map(re.escape, longest_first))
        + r")(?![^\s。、」（()）])"
    )

    def without(words: str) -> str:
        return passage.sub(tombstone, words) if notes else words

    def change(content: Content) -> None:
        for result in LEFT_OUT:
            for each in content[Part.CHECKLIST.value][result.value]:
                if each["path"] == path and each["note"] in notes:
                    each["note"] = tombstone
        _reword(content, without)

    _reword_draft(audit, without)
    _rewrite(audit, change)


def erase_written(audit: Audit, field: str, tombstone: str) -> None:
    """Put a tombstone in what the auditors wrote, as it is written now and as it was signed."""
    draft = audit_reports.of(audit.id)
    if draft is not None and getattr(draft, field):
        setattr(draft, field, tombstone)
        draft.version += 1

    def change(content: Content) -> None:
        words = content[Part.OPINION.value]
        words[field] = words[field] and tombstone

    _rewrite(audit, change)


def erase_planned(audit: Audit, field: str, tombstone: str) -> None:
    """Put a tombstone where a signed report gives a text of the audit's plan."""

    def change(content: Content) -> None:
        for part in (content[Part.HEAD.value], content[Part.TEAM.value]):
            if part.get(field):
                part[field] = tombstone

    _rewrite(audit, change)


def _reword(content: Content, without: Callable[[str], str]) -> None:
    words = content[Part.OPINION.value]
    words |= {name: without(words[name]) for name in WRITTEN}


def _reword_draft(audit: Audit, without: Callable[[str], str]) -> None:
    draft = audit_reports.of(audit.id)
    for name in WRITTEN if draft is not None else ():
        setattr(draft, name, without(getattr(draft, name)))


def _rewrite(audit: Audit, change: Callable[[Content], None]) -> None:
    """Change what was signed, and say so; what somebody was typing is forgotten."""
    kept_drafts.drop_about([f"{audit.reference}/report"])
    for row in audit_reports.signed(audit.id):
        content = deepcopy(row.content)
        change(content)
        if content != row.content:
            row.content, row.erased_at = content, clock.now()
    session.flush()
