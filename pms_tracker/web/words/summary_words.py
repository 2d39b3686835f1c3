"""What summaries of audits say of each, alike on pages, in files and on papers."""

from flask_babel import gettext

from pms_tracker.check.reports import summaries


def corrected(line: summaries.Line) -> str:
    """How many of the nonconformities are corrected; a dash where the records do not tell."""
    if line.settled is None:
        return "－"
    if not line.to_settle:
        return gettext("対象なし")
    return gettext("%(done)s／%(all)s件", done=line.settled, all=line.to_settle)


def target(line: summaries.Line) -> str:
    """What was audited: a unit, or the company's rules."""
    return line.unit or gettext("全社（規程）")
