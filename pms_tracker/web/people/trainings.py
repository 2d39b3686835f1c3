"""What qualifies an auditor, on their own page: for those who oversee audits, and themselves."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from pms_tracker.check.audits import auditor_trainings
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form, LineField
from pms_tracker.web.people import absences
from pms_tracker.web.registers import register_forms

# A training of the person of the page; ids of its own, beside the other forms there.
TrainingForm = register_forms.new(auditor_trainings.TRAININGS, "training", "person_id")


class StrikeForm(Form):
    """Why a training is struck."""

    reason = LineField(_l("理由"), _l("理由を入力してください。"))


def sees(person_id: int) -> bool:
    """Whether the reader may see how somebody is qualified."""
    return me().sees_all or me().person_id == person_id


def shown(who: Person, form: Form | None = None) -> dict[str, object]:
    """What a person's page shows of absences, and of trainings to those who may see them."""
    place = url_for("auditors.enter_training", person_id=who.id)
    typed = isinstance(form, TrainingForm)
    return {
        **absences.shown(who, form),
        "trainings": auditor_trainings.of_person(who.id) if sees(who.id) else [],
        "keeps_trainings": me().may(Permission.PLAN_AUDITS),
        "training_form": form if typed else TrainingForm(formdata=None, place=place),
        "strike_form": form if isinstance(form, StrikeForm) else StrikeForm(formdata=None),
    }
