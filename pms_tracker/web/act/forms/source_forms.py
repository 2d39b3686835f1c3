"""Forms of where cases come from: one to open a case, one to say that an examiner was answered."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.act.cases.register_cases import BEGINNINGS
from pms_tracker.act.cases.sources import Examined, Stated
from pms_tracker.act.rules import source_rules
from pms_tracker.act.rules.source_rules import OPENED, Source
from pms_tracker.check.findings import grades
from pms_tracker.check.rules.audit_rules import Grade, needs_corrective_action
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.references import Reference, parse_reference
from pms_tracker.people.firm import people
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.lists import choices
from pms_tracker.web.words.labels import label


class StatementForm(shared.Form):
    """What a nonconformity states: where, which requirement, fact and evidence, how grave."""

    unit_id = shared.PickField(_l("部門"), _l("部門を選んでください。"))
    found_on = shared.DayField(_l("発見日"), past=True)
    requirement_id = shared.PickField(_l("要求事項"))
    rule = shared.LineField(_l("規程・約束など"))
    fact = shared.LongField(
        _l("事実"), _l("事実を入力してください。判断や原因は、ここには書かなくてかまいません。")
    )
    evidence = shared.LongField(
        _l("客観的証拠"),
        _l("不適合には客観的証拠が必要です。見た記録・場所・数を書いてください。"),
        longest=5000,
    )
    grade = RadioField(
        _l("等級"), choices=[], validators=[shared.Filled(_l("等級を選んでください。"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for each in grades.offered() if needs_corrective_action(each)]
        self.grade.choices = [SelectChoice(each.value, label(each)) for each in offered]
        if len(offered) == 1:
            # The light profile knows one grade that asks for corrective action.
            del self.grade
        self.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])
        known = choices.REQUIREMENTS.choices(requirement=None).words
        self.requirement_id.offer([(int(value), words) for value, words in known.items()])

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """The rules about single fields, beside all that is empty or unreadable."""
        valid = bool(super().validate(*args, **kwargs))
        right = self.judged((self.rule, self._is_named))
        return valid and right

    def _is_named(self) -> None:
        source_rules.check_stated(self.requirement_id.data, self.rule.data or "")

    def stated_as(self, source: Source) -> Stated:
        """What was typed; found today unless told."""
        return Stated(
            source,
            self.unit_id.data,
            self.fact.data,
            self.evidence.data,
            self.found_on.data or clock.today(),
            self.requirement_id.data,
            self.rule.data or "",
            Grade(self.grade.data) if "grade" in self else Grade.NONCONFORMITY,
        )


class OpenForm(StatementForm):
    """A nonconformity that no audit found: where it comes from, and what it is."""

    source = RadioField(
        _l("発生源"),
        choices=shared.choices_of(OPENED),
        validators=[shared.Filled(_l("発生源を選んでください。"))],
    )
    files = MultipleFileField(_l("証拠ファイル"))
    # The entry of a register that it is begun from, which then names it.
    origin = HiddenField(validators=[shared.AtMost(40)])
    examined_on = shared.DayField(_l("審査の日"))
    examiner = shared.LineField(_l("審査機関"))
    item = shared.LineField(_l("指摘番号"), longest=40)
    answer_due_on = shared.DayField(_l("回答の期限"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """An examiner's point names its day as well."""
        valid = bool(super().validate(*args, **kwargs))
        checks = (self.examined_on, self._is_dated), (self.answer_due_on, self._is_after)
        return self.judged(*checks) and valid

    def _is_dated(self) -> None:
        source_rules.check_dated(self._source, self.examined_on.data)
        if self.examined_on.data:
            refuse_future(self.examined_on.data, clock.today())

    def _is_after(self) -> None:
        if self.examined_on.data and self.answer_due_on.data:
            source_rules.check_answer_due(self.examined_on.data, self.answer_due_on.data)

    @property
    def _source(self) -> Source | None:
        return Source(self.source.data) if self.source.data in set(Source) else None

    @property
    def stated(self) -> Stated:
        return self.stated_as(Source(self.source.data))

    @property
    def began_from(self) -> Reference | None:
        """The entry of a register that it is begun from, if one."""
        found = parse_reference(self.origin.data or "")
        return found if found is not None and found.kind in BEGINNINGS else None

    @property
    def examined(self) -> Examined | None:
        """The examination, where one raised it."""
        if self._source is not Source.EXAMINATION:
            return None
        return Examined(
            self.examined_on.chosen,
            self.examiner.data or "",
            self.item.data or "",
            self.answer_due_on.data,
        )


class AnsweredForm(shared.Form):
    """When the examiner was answered."""

    version = shared.VersionField()
    answered_on = shared.DayField(_l("回答した日"))
