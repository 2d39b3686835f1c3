"""What stands around a case on its page, read in one statement: what it is about, who is there, and
what was decided, attached, mailed, noted and learned."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy import Integer, String, bindparam, select, union_all

from pms_tracker import clock
from pms_tracker.act.cases import grounds, instructions
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.cases.grounds import Ground
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approvals import Signed
from pms_tracker.evidence.evidence import Attached, as_attached, attached_in
from pms_tracker.people.firm import firm as firms
from pms_tracker.people.firm.firm import Firm, FirmAtNeed
from pms_tracker.plan.policies import review_inputs
from pms_tracker.plan.years import lessons
from pms_tracker.questions import Question, Text, together
from pms_tracker.trail import trail
from pms_tracker.web.door.access import me
from pms_tracker.web.record import mails


@dataclass(frozen=True)
class Around:
    """All of it as plain values; `files` by record, of the case and its findings."""

    firm: Firm
    decisions: list[Signed]
    received: list[Signed]
    about: list[Ground]
    files: dict[str, tuple[Attached, ...]]
    mails: mails.Mails
    entries: tuple[trail.Noted, ...]
    laid: review_inputs.Laid | None
    lessons: list[lessons.Laid]

    def dossier(self, case: Case) -> Dossier:
        """The case as it is judged, which knows what was read of it."""
        found = Dossier(case, self.firm)
        found.know(self.decisions)
        return found


def read(case: Case) -> Around:
    """All of it, as far as the reader may know."""
    firm = FirmAtNeed(clock.today())
    named = {"reference": case.reference, "case_id": case.id}
    whole, (own, received), about, files, mailed, entries, laid, others = together(
        firms.question(firm.on).then(firm.know),
        instructions.beside_decisions(case),
        grounds.question([case], me()),
        Question((_files(),), named, attached_in),
        mails.question(case.reference, firm),
        trail.noting(case.reference),
        review_inputs.laid_by(case.reference),
        lessons.laid_by(case.reference),
    ).answer()
    return Around(whole, own, received, about[case.id], files, mailed, entries, laid, others)


@cache
def _files() -> Text:
    """Built once: every page of a case asks it."""
    its = grounds.findings_of(bindparam("case_id", type_=Integer))
    return as_attached(union_all(select(bindparam("reference", type_=String)), its))
