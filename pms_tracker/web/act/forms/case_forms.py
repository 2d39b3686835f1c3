"""Forms of the act phase: one per step of a case."""

from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import HiddenField, RadioField

from pms_tracker import clock
from pms_tracker.act.effect.effectiveness import Done
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.plan.rules.lesson_rules import Inbox
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.proofs.decision_forms import DecisionForm, deciding
from pms_tracker.web.proofs.evidence_views import ProofFields


class PlanDecisionForm(DecisionForm):
    """Approve a plan, send it back to be mended, or reject it to be thought out anew."""

    decision = deciding(
        _l("決定"),
        _p("to decide", "承認する"),
        _l("承認・差戻し・却下のどれかを選んでください。"),
        reject=_p("to decide", "却下する"),
    )


class DoneCheckForm(DecisionForm):
    """Confirm what was reported as done, or give it back."""

    decision = deciding(
        _l("完了確認"),
        _l("完了を確認する"),
        _l("完了を確認するか、差し戻すかを選んでください。"),
        back=_l("実施に差し戻す"),
    )


class ClosingForm(DecisionForm):
    """Approve that a case is closed, or have its effect judged anew."""

    decision = deciding(
        _l("完了承認"),
        _l("完了を承認する"),
        _l("完了を承認するか、差し戻すかを選んでください。"),
        back=_l("有効性の確認に差し戻す"),
    )


class DoneForm(ProofFields):
    """What was done, with evidence; `position` says of which action where there are several."""

    version = shared.VersionField()
    position = HiddenField()
    result = shared.LongField(_l("実施したこと"), _l("実施したことを入力してください。"))
    done_on = shared.DayField(_l("実施日"), past=True)
    instruction_answer = shared.LongField(_l("改善指示への回答"), longest=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # It is shown only where an instruction waits for it.
        self.instruction_answer.flags.required = True

    @property
    def done(self) -> Done:
        """What was done, once the form was found right; without a day it was today."""
        day = self.done_on.data or clock.today()
        why, answer = self.no_proof.data or "", self.instruction_answer.data or ""
        return Done(self.result.data, day, self.proven, why, answer)


class VerdictForm(shared.Form):
    """The effectiveness review."""

    version = shared.VersionField()
    verdict = RadioField(
        _l("判定"),
        choices=shared.choices_of(Verdict),
        validators=[shared.Filled(_l("有効・有効でない・時期尚早のどれかを選んでください。"))],
    )
    next_on = shared.DayField(_l("次に確かめる日"))
    how_seen = shared.LineField(_l("確かめた方法"))
    data_seen = shared.LongField(_l("見たもの"))
    grounds = shared.LongField(
        _l("判定の根拠"),
        _l("判定の根拠を入力してください。確かめた方法と見たものを書いてください。"),
    )
    lesson = shared.LongField(_l("教訓"), longest=2000)
    lesson_for = shared.TicksField(_l("教訓の送付先"), choices=shared.choices_of(Inbox))

    descriptions: ClassVar = {
        Verdict.EFFECTIVE.value: _l("原因がなくなり、同じことが起きていません。完了とします。"),
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


class ErasureForm(shared.Form):
    """What to erase of a record, and why."""

    target = RadioField(
        _l("消去する内容"),
        choices=[],
        validators=[shared.Filled(_l("消去する内容を1つ選んでください。"))],
    )
    reason = shared.LongField(_l("理由"), _l("消去する理由を入力してください。"), longest=2000)


class PersonErasureForm(shared.Form):
    """Why somebody who left is to be erased."""

    reason = shared.LongField(_l("理由"), _l("消去する理由を入力してください。"), longest=2000)
