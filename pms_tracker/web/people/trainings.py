"""What qualifies an auditor, on their own page: for those who oversee audits, and themselves."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from pms_tracker.check.audits import auditors
from pms_tracker.check.audits.auditors import Trained, check_validity
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import DayField, Form, LineField, LongField
from pms_tracker.web.people import absences


class TrainingForm(Form):
    """A training that somebody went through; ids of its own, beside the other forms there."""

    name = LineField(
        _l("研修・資格の名前"), _l("研修・資格の名前を入力してください。"), id="training-name"
    )
    obtained_on = DayField(
        _l("取得日"), _l("取得日を入力してください。"), past=True, id="training-obtained"
    )
    valid_until = DayField(_l("有効期限"), id="training-valid")
    note = LongField(_l("メモ"), longest=1000, id="training-note", render_kw={"rows": 2})
    certificate = FileField(_l("修了証"), id="training-certificate")

    def trained(self, certificate_number: int | None) -> Trained:
        """The training, once the form was found right."""
        return Trained(
            self.name.data,
            self.obtained_on.chosen,
            self.valid_until.data,
            self.note.data or "",
            certificate_number,
        )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A last day before the first is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        begun = self.obtained_on.data
        if begun is None:
            return valid
        right = self.judged(
            (self.valid_until, lambda: check_validity(begun, self.valid_until.data))
        )
        return right and valid


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
        "trainings": auditors.trainings(who.id) if sees(who.id) else [],
        "keeps_trainings": me().may(Permission.PLAN_AUDITS),
        "training_form": form if typed else TrainingForm(formdata=None, place=place),
        "strike_form": form if isinstance(form, StrikeForm) else StrikeForm(formdata=None),
    }
