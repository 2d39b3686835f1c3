"""Forms of the check phase."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField
from wtforms.validators import ValidationError

from pms_tracker import clock
from pms_tracker.check.rules import LIGHT_GRADES, LIGHT_RESULTS, Grade, check_proven
from pms_tracker.kernel.days import refuse_future
from pms_tracker.web.forms import (
    DayField,
    Filled,
    Form,
    LineField,
    LongField,
    PickField,
    TicksField,
    VersionField,
    choices_of,
)


class PlanForm(Form):
    """The plan of one audit."""

    unit_id = PickField(_l("監査する部門"), _l("部門を選んでください。"))
    planned_on = DayField(_l("実施予定日"), _l("実施予定日を入力してください。"))
    lead_id = PickField(_l("監査員"), _l("監査員を選んでください。"))
    second_id = PickField(_l("もう1人の監査員"))
    theme = LineField(
        _l("監査テーマ"), _l("監査テーマを入力してください。例：教室での申込書の取扱い")
    )
    requirement_ids = TicksField(_l("確かめる条項"), coerce=int, validate_choice=False)
    exception_reason = LongField(_l("例外の理由"), longest=1000)

    def validate_requirement_ids(self, field: TicksField) -> None:
        if not field.data:
            raise ValidationError(gettext("確かめる条項を1つ以上選んでください。"))
        if not set(field.data) <= {choice.value for choice in field.choices}:
            raise ValidationError(gettext("一覧から選んでください。"))


class AnswerForm(Form):
    """The result of one checklist row."""

    version = VersionField()
    result = RadioField(
        _l("結果"),
        choices=choices_of(LIGHT_RESULTS),
        validators=[Filled(_l("結果を選んでください。"))],
    )
    note = LongField(_l("メモ"), longest=2000)


class FindingForm(Form):
    """A finding, filed from its row."""

    grade = RadioField(
        _l("等級"),
        choices=choices_of(LIGHT_GRADES),
        validators=[Filled(_l("等級を選んでください。"))],
    )
    fact = LongField(
        _l("事実"), _l("事実を入力してください。判断や原因は、ここには書かなくてかまいません。")
    )
    evidence = LongField(_l("客観的証拠"), longest=5000)
    found_on = DayField(_l("発見日"))
    files = MultipleFileField(_l("証拠ファイル"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The rules about evidence and day, beside the fields that are empty or unreadable."""
        valid = bool(super().validate(*args, **kwargs))
        right = self.judged((self.evidence, self._is_proven), (self.found_on, self._is_past))
        return valid and right

    def _is_proven(self) -> None:
        if not self.grade.errors:
            check_proven(Grade(self.grade.data), self.evidence.data or "")

    def _is_past(self) -> None:
        if self.found_on.data:
            refuse_future(self.found_on.data, clock.today())

    descriptions: ClassVar = {
        Grade.NONCONFORMITY.value: _l("要求事項を満たしていない。是正処置が始まります。"),
        Grade.OBSERVATION.value: _l("不適合ではないが、そうなるおそれがある。"),
        Grade.GOOD_PRACTICE.value: _l("ほかの部門にも広めたい。"),
    }


class CloseForm(Form):
    """The conclusion of an audit."""

    version = VersionField()
    note = LongField(_l("監査の結論"), _l("結論を入力してください。例：おおむね適合。不適合1件。"))
