"""What of a case waits to be signed, and who had a hand in it."""

from datetime import date

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.rules import case_rules
from pms_tracker.approvals import sign_offs
from pms_tracker.approvals.approval_tables import Approval
from pms_tracker.approvals.approvals import Decided, Subject
from pms_tracker.approvals.sign_offs import Waiting
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.people.firm.people import Viewer
from pms_tracker.trail.trail import Change


def waiting(dossier: Dossier, about: Subject, since: date | None, step: Eligible) -> Waiting:
    """What waits since a day; it is refused in the words of cases."""
    return Waiting(about, since, step, hands_in(dossier, step), case_rules.check_eligible)


def hands_in(dossier: Dossier, step: Eligible) -> frozenset[int]:
    """Who had a hand in a case so far: none of them types in what another stamped about it."""
    had = dossier.parties(dossier.rounds)
    return had.writers | had.owners | had.doers | had.auditors | had.approvers | step.barred


def sign(
    dossier: Dossier, waits: Waiting, decided: Decided, by: Viewer
) -> tuple[Approval, dict[str, Change]]:
    """Sign what waits on a case, and what the trail says of it; raises as `sign_offs.sign` does."""
    row = sign_offs.sign(waits, decided, dossier.firm, by=by)
    dossier.sign(row)
    return row, sign_offs.told(row, dossier.firm)
