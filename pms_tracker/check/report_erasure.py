"""Erasing what a finding said from reports as well: the digest stays, and the report says so."""

from copy import deepcopy

from pms_tracker import clock
from pms_tracker.check import reports
from pms_tracker.check.models import Audit, Finding
from pms_tracker.check.report_content import WRITTEN
from pms_tracker.check.report_rules import Part
from pms_tracker.database import session
from pms_tracker.desk import drafts


def erase(finding: Finding, field: str, tombstone: str) -> None:
    """Put a tombstone where a report states a finding's field, or repeats its fact.

    Call it while the finding still says what is to be erased.
    """
    audit = session.get_one(Audit, finding.audit_id)
    # Strong points begin as copies of facts; what somebody was just typing may hold one as well.
    repeated = finding.fact if field == "fact" else ""
    draft = reports.of(audit.id)
    if draft is not None and repeated:
        for name in WRITTEN:
            setattr(draft, name, getattr(draft, name).replace(repeated, tombstone))
    drafts.drop_about([f"{audit.reference}/report"])
    for row in reports.signed(audit.id):
        content = deepcopy(row.content)
        for each in content[Part.FINDINGS.value]["list"]:
            if each["reference"] == finding.reference and field in each:
                each[field] = tombstone
        words = content[Part.OPINION.value]
        if repeated:
            words |= {name: words[name].replace(repeated, tombstone) for name in WRITTEN}
        if content != row.content:
            row.content, row.erased_at = content, clock.now()
    session.flush()
