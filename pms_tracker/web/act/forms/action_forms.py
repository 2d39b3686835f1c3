"""Forms of a case's plan and of its actions: one action by default, more when asked for."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _l, lazy_pgettext as _p
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, FieldList, Form as Part, FormField

from pms_tracker import clock
from pms_tracker.act.plans import analysis, why_chain
from pms_tracker.act.rules.action_rules import MOST_ACTIONS, Action, check_measured
from pms_tracker.act.rules.case_rules import check_due_ahead
from pms_tracker.act.rules.cause_rules import TREE, CauseCategory
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.firm.firm import Firm
from pms_tracker.web.act.forms.bone_fields import BonesForm
from pms_tracker.web.act.forms.elsewhere_forms import AskingFields
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.many_rows import RowsForm, filled
from pms_tracker.web.lists import choices
from pms_tracker.web.words import labels

NO_ACTION = _l("是正処置を入力してください。根本原因を取り除く処置を書いてください。")
NO_OWNER = _l("処置の責任者を選んでください。")
NO_DAY = _l("処置の期限を入力してください。")


class ActionPart(Part):
    """One further action; left empty or taken out, it is none."""

    action = shared.LongField(_p("one", "是正処置"))
    owner_id = shared.PickField(_l("処置の責任者"))
    due_on = shared.DayField(_l("処置の期限"))
    cause_removed = shared.LineField(_l("取り除く原因"), longest=500)
    resources = shared.LineField(_l("必要な人・物・費用"), longest=500)
    measure = shared.LineField(_l("効果の測り方"), longest=500)
    measured_on = shared.DayField(_l("効果を測る日"))
    removed = BooleanField(_l("この処置を中止する"))

    @property
    def counts(self) -> bool:
        """Whether this is an action: neither taken out nor left empty."""
        typed = (self.action.data or "").strip(), self.owner_id.data, self.due_on._value().strip()
        return not self.removed.data and any(typed)


def as_category(value: object) -> str | None:
    """The category of this name, or None."""
    name = str(value)
    return name if name in {each.value for each in CauseCategory} else None


class PlanForm(AskingFields, BonesForm, RowsForm):
    """Correction, cause and action on one page; `rows` are further actions."""

    most = MOST_ACTIONS - 1

    correction = shared.LongField(
        _l("応急処置"),
        _l("応急処置を入力してください。不要な場合は「不要」と理由を書いてください。"),
    )
    # What is left open here was corrected by the writer, today.
    no_correction = BooleanField(_l("応急処置は不要だった（上に理由を書く）"))
    corrected_by_id = shared.PickField(_l("応急処置をした人"))
    corrected_on = shared.DayField(_l("応急処置をした日"))
    spread = shared.LongField(_l("影響範囲の確認"))
    cause = shared.LongField(
        _l("根本原因"),
        _l("根本原因を入力してください。人の不注意で止めず、仕組みの原因を書いてください。"),
    )
    cause_category = shared.PickField(
        _l("原因の分類"), _l("原因の分類を選んでください。"), coerce=as_category
    )
    direct_cause = shared.LongField(_l("直接原因"), longest=2000)
    whys = shared.LongField(_l("なぜなぜ分析"), longest=4000)
    escape_cause = shared.LongField(_l("流出原因"), longest=2000)
    repeat_answer = shared.LongField(_l("なぜ今度は防げるのか"), longest=2000)
    action = shared.LongField(_p("one", "是正処置"), NO_ACTION)
    owner_id = shared.PickField(_l("処置の責任者"), NO_OWNER)
    due_on = shared.DayField(_l("処置の期限"), NO_DAY)
    cause_removed = shared.LineField(_l("取り除く原因"), longest=500)
    resources = shared.LineField(_l("必要な人・物・費用"), longest=500)
    measure = shared.LineField(_l("効果の測り方"), longest=500)
    measured_on = shared.DayField(_l("効果を測る日"))
    rows = FieldList(FormField(ActionPart), max_entries=most)

    def offer(self, firm: Firm) -> None:
        """Let every action's owner be picked from everybody who works here."""
        categories: list[Any] = [
            (each.value, f"{labels.label(area)} ＞ {labels.label(each)}")
            for area, leaves in TREE.items()
            for each in leaves
        ]
        self.cause_category.offer(categories)
        here, readings = choices.people_of(firm), firm.readings()
        self.corrected_by_id.offer(here, readings=readings)
        for part in (self, *self.parts()):
            part.owner_id.offer(here, readings=readings)
        for part in self.parts():
            for field in (part.action, part.owner_id, part.due_on):
                field.flags.required = True

    def actions(self) -> tuple[Action, ...]:
        """What is to be done, once the form was found right."""
        return tuple(_action(part) for part in self._wanted())

    def texts(self) -> list[str]:
        """What is to be done, as far as it was typed."""
        return [str(part.action.data or "") for part in self._wanted()]

    def chains(self) -> list[list[str]]:
        """Every way down the whys and the fishbone; none where they were not found right."""
        try:
            return analysis.ways(self.whys.data or "", self.outlines())
        except BadInput:
            return []

    def category(self) -> CauseCategory | None:
        """What kind of cause was chosen."""
        return CauseCategory(self.cause_category.data) if self.cause_category.data else None

    def _wanted(self) -> Iterator[Any]:
        yield self
        yield from (part for part in self.parts() if part.counts)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A day that does not go is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        checks = (self.whys, self._is_a_chain), (self.corrected_on, self._is_past)
        right = self.judged(*checks, *self.asking_checks())
        return self._has_good_days(self) and right and valid

    def _is_past(self) -> None:
        if self.corrected_on.data and not self.no_correction.data:
            refuse_future(self.corrected_on.data, clock.today())

    def _is_a_chain(self) -> None:
        why_chain.read(self.whys.data or "")

    def is_complete(self, part: ActionPart) -> bool:
        right = filled(
            (
                (part.action, (part.action.data or "").strip(), str(NO_ACTION)),
                (part.owner_id, part.owner_id.data, str(NO_OWNER)),
                (part.due_on, part.due_on.data, str(NO_DAY)),
            )
        )
        return self._has_good_days(part) and right

    def _has_good_days(self, part: Any) -> bool:
        due_on, measured_on = part.due_on.data, part.measured_on.data
        if not due_on:
            return True
        return self.judged(
            (part.due_on, lambda: check_due_ahead(due_on, clock.today())),
            (part.measured_on, lambda: check_measured(due_on, measured_on)),
        )


def _action(part: Any) -> Action:
    return Action(
        part.action.data,
        part.owner_id.data,
        part.due_on.chosen,
        cause=part.cause_removed.data or "",
        resources=part.resources.data or "",
        measure=part.measure.data or "",
        measured_on=part.measured_on.data,
    )


class ProgressForm(shared.Form):
    """How far an action is, with what shows it."""

    version = shared.VersionField()
    position = shared.PickField(_l("どの処置か"))
    progress = shared.LongField(_l("途中経過"), _l("途中経過を入力してください。"), longest=2000)
    # The form of what was done, with files of its own, stands on the same page.
    files = MultipleFileField(_l("証拠ファイル"), id="progress-files")


class DueForm(shared.Form):
    """Another due day for an action that is being carried out, and why."""

    version = shared.VersionField()
    position = shared.PickField(_l("どの処置か"), id="moved-position")
    moved_to = shared.DayField(_l("新しい期限"), _l("新しい期限を入力してください。"))
    reason = shared.LongField(
        _l("変更の理由"), _l("理由を入力してください。"), longest=2000, id="moving-reason"
    )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A due day that has passed is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        day = self.moved_to.data
        checks = [(self.moved_to, lambda: check_due_ahead(day, clock.today()))] if day else []
        return self.judged(*checks) and valid


def number_of(form: ProgressForm | DueForm) -> int:
    """Which action is meant; the first one where there is only one."""
    return int(form.position.data or 1)


def as_title(text: str, number: int) -> str:
    """An action as one of a few to choose from."""
    return f"{number}. {' '.join(text.split())[:40]}"


class InstructionForm(shared.Form):
    """What was done of the representative's instruction, after the last report."""

    version = shared.VersionField()
    answer = shared.LongField(
        _l("改善指示への回答"), _l("改善指示に対してしたことを入力してください。"), longest=2000
    )
