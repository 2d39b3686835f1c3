"""Forms of an audit's plan: who goes where on which day, and all that a plan may say besides."""

import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, ClassVar
from unicodedata import normalize

from flask_babel import gettext, lazy_gettext as _l
from wtforms import Field, FieldList, Form as Part, FormField, RadioField
from wtforms.validators import Optional, StopValidation, ValidationError
from wtforms.widgets import TextInput

from pms_tracker.check.audits.audit_plans import Details, Slot
from pms_tracker.check.rules.audit_plan_rules import (
    MOST_SESSIONS,
    SessionKind,
    check_schedule,
    check_times,
)
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import AuditTrigger
from pms_tracker.kernel.errors import BadInput
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.many_rows import asks_for_rows
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import labels

# Empty rows at the end of a schedule, and those that "more rows" adds.
SPARE = 2
HOUR = re.compile(r"(?P<hour>\d{1,2})(?:[:時.](?P<minute>\d{2})?(?:分)?|(?P<plain>\d{2}))?")


def _kind(value: object) -> str | None:
    text = str(value)
    return text if text in {each.value for each in SessionKind} else None


class HourField(Field):
    """A time of day as anybody writes it: 9:30, ９時３０分, 0930."""

    widget = TextInput()

    def __init__(self, label: object, **kw: Any) -> None:
        kw.setdefault("render_kw", {"autocomplete": "off", "placeholder": "10:00"})
        super().__init__(label, validators=[Optional()], **kw)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = normalize("NFKC", valuelist[0]).strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        found = HOUR.fullmatch(typed)
        try:
            if found is None:
                raise ValueError(typed)
            self.data = time(int(found["hour"]), int(found["minute"] or found["plain"] or 0))
        except ValueError:
            told = gettext("時刻として読み取れません。例：10:00")
            raise ValueError(told) from None

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation()


class SlotForm(Part):
    """One part of the audit day; a row without time, place and names is none."""

    kind = shared.PickField(_l("内容"), coerce=_kind)
    starts_at = HourField(_l("開始"))
    ends_at = HourField(_l("終了"))
    place = shared.LineField(_l("場所"), longest=100)
    with_whom = shared.LineField(_l("相手"))

    @property
    def counts(self) -> bool:
        """Whether anything was entered but what the row is about."""
        typed = (self.starts_at, self.ends_at, self.place, self.with_whom)
        return any(str(each._value()).strip() for each in typed)

    def slot(self) -> Slot:
        """The row, once the form was found right."""
        return Slot(
            SessionKind(self.kind.data or SessionKind.INTERVIEW),
            self.starts_at.data or time.min,
            self.ends_at.data,
            (self.place.data or "").strip(),
            (self.with_whom.data or "").strip(),
        )


class DetailsForm(shared.Form):
    """くわしい計画: all of it may stay as it is."""

    theme = shared.LineField(
        _l("監査テーマ"), _l("監査テーマを入力してください。例：教室での申込書の取扱い")
    )
    objective = shared.LongField(_l("監査目的"), longest=2000, render_kw={"rows": 2})
    scope = shared.LongField(_l("監査範囲"), longest=2000, render_kw={"rows": 2})
    method = shared.LongField(_l("監査の方法"), longest=2000, render_kw={"rows": 2})
    requirement_ids = shared.OfferedField(_l("監査基準（確かめる条項）"))
    auditee_ids = shared.OfferedField(_l("被監査者"))
    rows = FieldList(FormField(SlotForm), max_entries=MOST_SESSIONS)

    @property
    def asked_for_more(self) -> bool:
        """Whether this is shown again for more rows."""
        return asks_for_rows()

    def offer_rows(self, *, more: int = SPARE) -> None:
        """Add empty rows; a schedule that is still empty says what usually belongs there."""
        usual = list(SessionKind) if not self.rows.entries else []
        for _ in range(min(max(more, len(usual)), MOST_SESSIONS - len(self.rows.entries))):
            entry = self.rows.append_entry()
            if usual:
                entry.form.kind.data = usual.pop(0).value
        for part in self.parts():
            kinds: list[Any] = [(each.value, labels.label(each)) for each in SessionKind]
            part.kind.offer(kinds)

    def parts(self) -> Iterator[SlotForm]:
        return (entry.form for entry in self.rows.entries)

    def details(self) -> Details:
        """The plan as it was typed, once the form was found right."""
        return Details(
            (self.objective.data or "").strip(),
            (self.scope.data or "").strip(),
            (self.method.data or "").strip(),
            tuple(part.slot() for part in self.parts() if part.counts),
            tuple(self.auditee_ids.data or ()),
        )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is wrong with a row is said beside it, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        parts = [part for part in self.parts() if part.counts]
        complete = [self._is_complete(part) for part in parts]
        return self._goes_on(parts) and all(complete) and valid

    def _is_complete(self, part: SlotForm) -> bool:
        if not part.starts_at.data and not part.starts_at.errors:
            part.starts_at.errors = [gettext("開始時刻を入力してください。例：10:00")]
        if part.starts_at.errors or part.ends_at.errors:
            return False
        begins, ends = part.starts_at.data or time.min, part.ends_at.data
        return self.judged((part.ends_at, lambda: check_times(begins, ends)))

    def _goes_on(self, parts: list[SlotForm]) -> bool:
        if any(part.starts_at.errors or part.ends_at.errors for part in parts):
            return True
        try:
            check_schedule([(part.starts_at.data or time.min, part.ends_at.data) for part in parts])
        except BadInput as refusal:
            parts[-1].starts_at.errors = [sentence(refusal)]
            return False
        return True


class TeamPart:
    """Who carries an audit out, and why where nobody is apart from the unit."""

    lead_id = shared.PickField(_l("監査員（リーダー）"), _l("監査員を選んでください。"))
    member_ids = shared.OfferedField(_l("ほかの監査員"))
    exception_reason = shared.LongField(_l("例外の理由"), longest=1000)

    def team(self) -> list[int]:
        """Everybody of the team, its lead first."""
        return list(dict.fromkeys([self.lead_id.data, *(self.member_ids.data or ())]))


class PlanForm(TeamPart, DetailsForm):
    """The plan of one audit: unit, day, auditors and theme are enough."""

    kind = RadioField(
        _l("監査の種類"),
        choices=shared.choices_of(AuditKind),
        default=AuditKind.OPERATION.value,
        validators=[shared.Filled(_l("監査の種類を選んでください。"))],
    )
    unit_id = shared.PickField(_l("監査する部門"), _l("部門を選んでください。"))
    planned_on = shared.DayField(_l("実施予定日"), _l("実施予定日を入力してください。"))
    extra_because = RadioField(
        _l("臨時監査のきっかけ"),
        choices=shared.choices_of(AuditTrigger),
        validators=[shared.Filled(_l("きっかけを1つ選んでください。"))],
    )
    extra_reason = shared.LongField(
        _l("臨時監査の理由"),
        _l("臨時監査の理由を入力してください。"),
        longest=1000,
        render_kw={"rows": 2},
    )

    descriptions: ClassVar = {
        AuditKind.OPERATION.value: _l("部門で、決めたとおりに扱われているかを確かめる。"),
        AuditKind.CONFORMITY.value: _l("規程が、要求事項に合っているかを確かめる。会社で年に1回。"),
    }


class EditForm(DetailsForm):
    """What the plan of an audit says, until it starts."""

    version = shared.VersionField()

    def validate_requirement_ids(self, field: shared.TicksField) -> None:
        if not field.data:
            raise ValidationError(gettext("確かめる条項を1つ以上選んでください。"))


class TeamForm(TeamPart, shared.Form):
    """Another team for an audit, and why."""

    version = shared.VersionField()
    reason = shared.LongField(
        _l("変更の理由"), _l("変更の理由を入力してください。"), longest=2000, render_kw={"rows": 3}
    )


class MoveForm(shared.Form):
    """Another day for an audit, and why; ids of its own, beside the other forms there."""

    version = shared.VersionField()
    planned_on = shared.DayField(
        _l("新しい予定日"), _l("新しい予定日を入力してください。"), id="move-planned-on"
    )
    reason = shared.LongField(
        _l("変更の理由"), _l("変更の理由を入力してください。"), longest=2000, id="move-reason"
    )

    @property
    def day(self) -> date:
        return self.planned_on.chosen
