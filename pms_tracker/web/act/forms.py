"""Forms of the act phase: one per step of a case."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField

from pms_tracker import clock
from pms_tracker.act.models import Verdict
from pms_tracker.kernel.days import refuse_future
from pms_tracker.web.forms import (
    DayField,
    Filled,
    Form,
    LongField,
    VersionField,
    choices_of,
)


class DoneForm(Form):
    """What was done, with evidence; `position` says of which action where there are several."""

    version = VersionField()
    position = HiddenField()
    result = LongField(_l("実施したこと"), _l("実施したことを入力してください。"))
    done_on = DayField(_l("実施日"))
    files = MultipleFileField(_l("証拠ファイル"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day still to come is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        return self.judged((self.done_on, self._is_past)) and valid

    def _is_past(self) -> None:
        if self.done_on.data:
            refuse_future(self.done_on.data, clock.today())


class VerdictForm(Form):
    """The effectiveness review."""

    version = VersionField()
    verdict = RadioField(
        _l("判定"),
        choices=choices_of(Verdict),
        validators=[Filled(_l("有効か、有効でないかを選んでください。"))],
    )
    grounds = LongField(
        _l("判定の根拠"),
        _l("判定の根拠を入力してください。確かめた方法と見たものを書いてください。"),
    )
    lesson = LongField(_l("教訓"), longest=2000)

    descriptions: ClassVar = {
        Verdict.EFFECTIVE.value: _l("原因がなくなり、同じことが起きていない。案件を閉じます。"),
        Verdict.INEFFECTIVE.value: _l("原因が残っている。次の計画に進み、今回の記録は残ります。"),
    }


class ErasureForm(Form):
    """What to erase of a record, and why."""

    target = RadioField(
        _l("消去する内容"),
        choices=[],
        validators=[Filled(_l("消去する内容を1つ選んでください。"))],
    )
    reason = LongField(_l("理由"), _l("消去する理由を入力してください。"), longest=2000)
