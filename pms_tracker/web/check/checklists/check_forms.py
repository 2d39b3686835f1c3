"""Forms of the check phase."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.check.findings import grades
from pms_tracker.check.rules.audit_rules import Grade, check_proven
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile
from pms_tracker.web.check.checklists.row_forms import ChangeField
from pms_tracker.web.forms.shared_forms import DayField, Filled, Form, LongField, choices_of
from pms_tracker.web.words.labels import label, marked


class FindingForm(Form):
    """A finding, filed from its row."""

    grade = RadioField(
        _l("等級"), choices=choices_of(Grade), validators=[Filled(_l("等級を選んでください。"))]
    )
    fact = LongField(
        _l("事実"), _l("事実を入力してください。判断や原因は、ここには書かなくてかまいません。")
    )
    evidence = LongField(_l("客観的証拠"), longest=5000)
    found_on = DayField(_l("発見日"))
    files = MultipleFileField(_l("証拠ファイル"))
    uuid = ChangeField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = grades.offered()
        self.grade.choices = [SelectChoice(each.value, marked(each)) for each in offered]
        # What asks for evidence, however grave, by its plain name.
        self.proven = label(Grade.NONCONFORMITY)
        told = self.told if Part.DISPUTE in company_profile.parts() else {}
        self.said = {**self.descriptions, **told}

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
        Grade.MAJOR.value: _l(
            "仕組みが意図した結果を出せないか、同じ項目の軽微な不適合が重なり、仕組みの不備を示す。"
            "是正処置が始まります。"
        ),
        Grade.MINOR.value: _l(
            "要求事項を満たしていないが、仕組み全体の働きには影響しない。是正処置が始まります。"
        ),
        Grade.OBSERVATION.value: _l("不適合ではないが、そうなるおそれがある。"),
        Grade.OPPORTUNITY.value: _l("要求事項は満たしている。こうすればもっと良くなる。"),
        Grade.GOOD_PRACTICE.value: _l("ほかの部門にも広めたい。"),
    }
    # Where auditees are heard first.
    told: ClassVar = {
        Grade.NONCONFORMITY.value: _l(
            "要求事項を満たしていない。被監査部門が確認すると、是正処置が始まります。"
        ),
        Grade.MAJOR.value: _l(
            "仕組みが意図した結果を出せないか、同じ項目の軽微な不適合が重なり、仕組みの不備を示す。"
            "被監査部門が確認すると、是正処置が始まります。"
        ),
        Grade.MINOR.value: _l(
            "要求事項を満たしていないが、仕組み全体の働きには影響しない。"
            "被監査部門が確認すると、是正処置が始まります。"
        ),
    }
