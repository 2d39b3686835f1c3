"""Every kind of record that questionnaires are sent about, whichever phase it is of."""

from pms_tracker.do.contractors import contractor_questions
from pms_tracker.do.trainings import training_tests
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questionnaires.askers import Asker
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire

ASKERS = {each.kind: each for each in (contractor_questions.ASKER, training_tests.ASKER)}


def asker(about: Reference, by: Viewer) -> Asker:
    """Who asks about a record. Raises NotFound for a kind that nobody is asked about, and for
    whoever may not ask."""
    found = ASKERS.get(about.kind)
    if found is None or not by.may(found.door):
        raise NotFound("no_such_record", reference=str(about))
    return found


def of(made: Questionnaire) -> Asker | None:
    """Who asked, for whoever answers; None where that is of no more use."""
    about = parse_reference(made.about)
    return ASKERS.get(about.kind) if about is not None else None
