"""Forms of the act phase: one per step of a case."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.act.models import Verdict
from pms_tracker.act.rules import check_due_ahead
from pms_tracker.approvals.models import Decision
from pms_tracker.kernel.days import refuse_future
from pms_tracker.plan.lesson_rules import Inbox
from pms_tracker.web.decisions import DecisionForm
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


class PlanDecisionForm(DecisionForm):
    """Approve a plan, send it back to be mended, or reject it to be thought out anew."""

    decision = RadioField(
        _l("決定"),
        choices=[
            SelectChoice(Decision.APPROVED.value, _p("to decide", "承認する")),
            SelectChoice(Decision.SENT_BACK.value, _p("to decide", "差し戻す")),
            SelectChoice(Decision.REJECTED.value, _p("to decide", "却下する")),
        ],
        validators=[Filled(_l("承認・差戻し・却下のどれかを選んでください。"))],
    )


class DoneCheckForm(DecisionForm):
    """Confirm what was reported as done, or give it back."""

    decision = RadioField(
        _l("完了確認"),
        choices=[
            SelectChoice(Decision.APPROVED.value, _l("完了を確認する")),
            SelectChoice(Decision.SENT_BACK.value, _l("実施に差し戻す")),
        ],
        validators=[Filled(_l("完了を確認するか、差し戻すかを選んでください。"))],
    )


class ClosingForm(DecisionForm):
    """Approve that a case is closed, or have its effect judged anew."""

    decision = RadioField(
        _l("完了承認"),
        choices=[
            SelectChoice(Decision.APPROVED.value, _l("完了を承認する")),
            SelectChoice(Decision.SENT_BACK.value, _l("有効性の確認に差し戻す")),
        ],
        validators=[Filled(_l("完了を承認するか、差し戻すかを選んでください。"))],
    )


class PlanForm(Form):
    """Correction, cause and action on one page."""

    version = VersionField()
    correction = LongField(
        _l("応急処置"),
        _l("応急処置を入力してください。要らない場合は「不要」と理由を書いてください。"),
    )
    # What is left open here was corrected by the writer, today.
    no_correction = BooleanField(_l("応急処置は不要だった（上に理由を書く）"))
    corrected_by_id = PickField(_l("応急処置をした人"))
    corrected_on = DayField(_l("応急処置をした日"))
    spread = LongField(_l("影響範囲の確認"))
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
        checks = (self.due_on, self._is_ahead), (self.corrected_on, self._is_past)
        return self.judged(*checks) and valid

    def _is_past(self) -> None:
        if self.corrected_on.data and not self.no_correction.data:
            refuse_future(self.corrected_on.data, clock.today())

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
        validators=[Filled(_l("有効・有効でない・時期尚早のどれかを選んでください。"))],
    )
    next_on = DayField(_l("次に確かめる日"))
    how_seen = LineField(_l("確かめた方法"))
    data_seen = LongField(_l("見たもの"))
    grounds = LongField(
        _l("判定の根拠"),
        _l("判定の根拠を入力してください。確かめた方法と見たものを書いてください。"),
    )
    lesson = LongField(_l("教訓"), longest=2000)
    lesson_for = TicksField(_l("教訓の届け先"), choices=choices_of(Inbox))

    descriptions: ClassVar = {
        Verdict.EFFECTIVE.value: _l("原因がなくなり、同じことが起きていない。案件を閉じます。"),
        Verdict.INEFFECTIVE.value: _l("原因が残っている。次の計画に進み、今回の記録は残ります。"),
        Verdict.TOO_EARLY.value: _l("まだ判定できない。次に確かめる日を決めます（2度まで）。"),
    }

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day to look again is wanted where it is too early; said beside it."""
        valid = bool(super().validate(*args, **kwargs))
        early = self.verdict.data == Verdict.TOO_EARLY.value
        if early and not self.next_on.data and not self.next_on.errors:
            self.next_on.errors = [gettext("次に確かめる日を入力してください。")]
            return False
        return valid


class ErasureForm(Form):
    """What to erase of a record, and why."""

    target = RadioField(
        _l("消去する内容"),
        choices=[],
        validators=[Filled(_l("消去する内容を1つ選んでください。"))],
    )
    reason = LongField(_l("理由"), _l("消去する理由を入力してください。"), longest=2000)
