"""The form of an audit of an earlier year, entered from its papers."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField
from wtforms.validators import NumberRange, Optional

from pms_tracker.check.reports.history_files import numbers
from pms_tracker.check.rules import history_rules
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.rules.history_rules import MOST_FINDINGS, Told
from pms_tracker.web.forms.shared_forms import (
    DayField,
    Filled,
    Form,
    LineField,
    LongField,
    PickField,
    choices_of,
)
from pms_tracker.web.words import labels

COUNT = _l("0から9999までの数で入力してください。")


def _count(grade: Grade) -> IntegerField:
    return IntegerField(
        labels.LABELS[grade], validators=[Optional(), NumberRange(0, MOST_FINDINGS, COUNT)]
    )


class PastAuditForm(Form):
    """An audit of an earlier year; one field per grade, named by it."""

    kind = RadioField(
        _l("監査の種類"),
        choices=choices_of(AuditKind),
        validators=[Filled(_l("監査の種類を選んでください。"))],
    )
    fiscal_year = PickField(_l("年度"), _l("年度を選んでください。"))
    unit_id = PickField(_l("監査した部門"))
    held_on = DayField(_l("実施日"), _l("実施日を入力してください。"))
    auditors = LineField(
        _l("監査員"),
        _l("監査員の名前を入力してください。"),
        longest=history_rules.LONGEST_AUDITORS,
    )
    paths = LineField(_l("確かめた要求事項"), longest=history_rules.LONGEST_PATHS)
    nonconformity = _count(Grade.NONCONFORMITY)
    major = _count(Grade.MAJOR)
    minor = _count(Grade.MINOR)
    observation = _count(Grade.OBSERVATION)
    opportunity = _count(Grade.OPPORTUNITY)
    good_practice = _count(Grade.GOOD_PRACTICE)
    note = LongField(_l("メモ"), longest=history_rules.LONGEST_NOTE, render_kw={"rows": 3})
    lies_at = LineField(_l("記録の保管場所"), longest=history_rules.LONGEST_PLACE)

    @property
    def told(self) -> Told:
        kind = AuditKind(self.kind.data)
        counts: dict[Grade, Any] = {grade: self[grade.value].data or 0 for grade in Grade}
        return Told(
            kind,
            self.fiscal_year.data,
            self.unit_id.data,
            self.held_on.chosen,
            self.auditors.data or "",
            numbers(self.paths.data or "") if kind is AuditKind.CONFORMITY else (),
            counts,
            self.note.data or "",
            self.lies_at.data or "",
        )
