"""Every kind of record that questionnaires are sent about, whichever phase it is of."""

from pms_tracker.do.contractors import contractor_questions
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questionnaires.askers import Asker

ASKERS = {each.kind: each for each in (contractor_questions.ASKER,)}


def asker(about: Reference, by: Viewer) -> Asker:
    """Who asks about a record. Raises NotFound for a kind that nobody is asked about, and for
    whoever may not ask."""
    found = ASKERS.get(about.kind)
    if found is None or not by.may(found.door):
        raise NotFound("no_such_record", reference=str(about))
    return found
