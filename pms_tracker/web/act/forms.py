"""Forms of the act phase: one per step of a case."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_wtf.file import MultipleFileField
from wtforms import RadioField

from pms_tracker import clock
from pms_tracker.act.models import Verdict
from pms_tracker.act.rules import check_due_ahead
from pms_tracker.kernel.days import refuse_future
from pms_tracker.web.forms import (
    DayField,
    Filled,
    Form,
    LongField,
    PickField,
    VersionField,
    choices_of,
)


class PlanForm(Form):
    """Correction, cause and action on one page."""

    version = VersionField()
    correction = LongField(
        _l("応急処置"),
        _l("応急処置を入力してください。要らない場合は「不要」と理由を書いてください。"),
    )
    cause = LongField(
        _l("根本原因"),
        _l("根本原因を入力してください。人の不注意で止めず、仕組みの原因を書いてください。"),
    )
    action = LongField(
        _p("one", "是正処置"),
        _l("是正処置を入力してください。根本原因を取り除く処置を書いてください。"),
    )
    owner_id = PickField(_l("処置の責任者"), _l("処置の責任者を選んでください。"))
    due_on = DayField(_l("処置の期限"), _l("処置の期限を入力してください。"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A due day that has passed is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        return self.judged((self.due_on, self._is_ahead)) and valid

    def _is_ahead(self) -> None:
        if self.due_on.data:
            check_due_ahead(self.due_on.data, clock.today())


class DoneForm(Form):
    """What was done, with evidence."""

    version = VersionField()
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
