"""Forms of the audit programme: what it is for, and all its audits in one form."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, Field, FieldList, Form as Part, FormField, HiddenField

from pms_tracker.check.audits.teams import Setting
from pms_tracker.check.programmes.bench import Bench
from pms_tracker.check.programmes.programme_writing import Written
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.rules.programme_rules import MOST_ROWS, Row, check_planned
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import EXCUSABLE
from pms_tracker.plan.rules.year_rules import Year
from pms_tracker.web.forms.many_rows import SPARE, RowsForm, asks_to_submit, filled, row_id
from pms_tracker.web.forms.shared_forms import DayField, LineField, LongField, PickField
from pms_tracker.web.words import labels


def _kind(value: object) -> str | None:
    text = str(value)
    return text if text in {each.value for each in AuditKind} else None


class RowForm(Part):
    """One audit of the year; a row left empty is none."""

    row_id = HiddenField()
    kind = PickField(_l("種類"), coerce=_kind, default=AuditKind.OPERATION.value)
    unit_id = PickField(_l("監査する部門"))
    planned_on = DayField(_l("予定日"))
    lead_id = PickField(_l("監査チームリーダー"))
    second_id = PickField(_l("2人目の監査員"))
    third_id = PickField(_l("3人目の監査員"))
    theme = LineField(_l("監査テーマ"))
    removed = BooleanField(_l("この監査を外す"))

    @property
    def counts(self) -> bool:
        """Whether this is an audit: neither taken out nor left empty."""
        typed = (self.row_id.data, self.unit_id.data, self.lead_id.data)
        return not self.removed.data and any((*typed, self.planned_on._value().strip()))

    @property
    def typed_theme(self) -> str:
        return (self.theme.data or "").strip()

    @property
    def team(self) -> tuple[int, ...]:
        """Who was picked, the lead first; nobody without a lead."""
        others = (self.second_id.data, self.third_id.data)
        picked = [self.lead_id.data, *others] if self.lead_id.data else []
        return tuple(dict.fromkeys(each for each in picked if each is not None))

    def row(self) -> Row:
        """The audit, once the form was found right."""
        return Row(
            AuditKind(self.kind.data or AuditKind.OPERATION),
            self.unit_id.data,
            self.planned_on.chosen,
            self.team,
            self.typed_theme,
            row_id(self.row_id),
        )


class ProgrammeForm(RowsForm):
    """A programme; `span` is the year its audits lie in, `bench` who may be asked to audit."""

    span: Year
    bench: Bench
    most = MOST_ROWS

    purpose = LongField(
        _l("目的"), _l("監査の目的を入力してください。"), longest=2000, render_kw={"rows": 3}
    )
    scope = LongField(_l("監査範囲"), longest=2000, render_kw={"rows": 2})
    method = LongField(_l("監査の方法"), longest=2000, render_kw={"rows": 2})
    risks = LongField(_l("考慮したリスク"), longest=2000, render_kw={"rows": 3})
    exception_reason = LongField(_l("自部門を監査する理由"), longest=1000, render_kw={"rows": 2})
    gap_reason = LongField(_l("含めない理由"), longest=1000, render_kw={"rows": 2})
    rows = FieldList(FormField(RowForm), max_entries=MOST_ROWS)

    def offer(self, span: Year, bench: Bench, today: date, *, more: int = SPARE) -> None:
        """Add empty rows, and let kinds, units and auditors be picked in each."""
        self.span, self.bench = span, bench
        self.add_rows(more)
        kinds: list[Any] = [(each.value, labels.label(each)) for each in AuditKind]
        units = [
            (each.id, each.name)
            for each in bench.units
            if each.closed_on is None or each.closed_on >= max(today, span.first)
        ]
        day = min(max(today, span.first), span.last)
        auditors = [(each.person_id, bench.names[each.person_id]) for each in bench.auditors(day)]
        for part in self.parts():
            part.kind.offer(kinds, empty=False)
            part.unit_id.offer(units)
            for field in (part.lead_id, part.second_id, part.third_id):
                field.offer(auditors)
            for field in (part.kind, part.unit_id, part.planned_on, part.theme):
                field.flags.required = part.counts

    @property
    def planned(self) -> list[Row]:
        """The audits as far as they are typed: enough to tell what of the year they cover."""
        typed = (part for part in self.parts() if part.counts)
        return [part.row() for part in typed if part.unit_id.data and part.planned_on.data]

    @property
    def written(self) -> Written:
        return Written(
            self.purpose.data or "",
            self.risks.data or "",
            self.wanted(),
            self.exception_reason.data or "",
            self.gap_reason.data or "",
            self.scope.data or "",
            self.method.data or "",
        )

    def is_complete(self, part: RowForm) -> bool:
        needed: list[tuple[Field, object, str]] = [
            (part.unit_id, part.unit_id.data, gettext("部門を選んでください。")),
            (part.planned_on, part.planned_on.data, gettext("予定日を入力してください。")),
            (
                part.theme,
                (part.theme.data or "").strip(),
                gettext("監査テーマを入力してください。"),
            ),
        ]
        if asks_to_submit():
            needed.append((part.lead_id, part.lead_id.data, gettext("監査員を選んでください。")))
        right = filled(needed)
        day = part.planned_on.data
        if not day:
            return right
        right = self.judged((part.planned_on, lambda: check_planned(day, self.span))) and right
        if not right or not part.team:
            return right
        return self.judged((part.lead_id, self._independent(part, day)))

    def _independent(self, part: RowForm, day: date) -> Callable[[], None]:
        """Somebody who may not audit the unit is said beside the team, with who could (R2, R3)."""

        def judge() -> None:
            kind = AuditKind(part.kind.data or AuditKind.OPERATION)
            reason = self.exception_reason.data or ""
            setting = Setting(part.unit_id.data, day, kind, exception_reason=reason)
            try:
                self.bench.judge(part.team, setting)
            except RuleBroken as broken:
                if broken.key not in EXCUSABLE or asks_to_submit():
                    raise

        return judge
