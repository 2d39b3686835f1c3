"""Forms of the year: many duties in one form, a decision, and what was done."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form as Part, FormField, HiddenField

from pms_tracker.clock import today
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.rules import year_rules
from pms_tracker.web.forms.many_rows import SPARE, RowsForm, filled, row_id
from pms_tracker.web.forms.shared_forms import DayField, LineField, LongField, PickField
from pms_tracker.web.lists import choices
from pms_tracker.web.proofs.decision_forms import DecisionForm, deciding
from pms_tracker.web.words import labels


def _kind(value: object) -> str | None:
    text = str(value)
    return text if text in {each.value for each in year_rules.AnnualKind} else None


class RowForm(Part):
    """One duty of the year; a row left empty is no duty."""

    duty_id = HiddenField()
    kind = PickField(_l("種類"), coerce=_kind)
    title = LineField(_l("予定の名前"))
    planned_on = DayField(_l("予定日"))
    owner_id = PickField(_l("担当者"))
    approver_id = PickField(_l("実施を確かめる人"))
    done_on = DayField(_l("実施日（実施済みの場合）"), past=True)
    result = LineField(_l("結果と記録の置き場所（実施済みの場合）"), longest=500)
    removed = BooleanField(_l("中止する"))

    @property
    def counts(self) -> bool:
        """Whether this is a duty: neither taken out nor left empty."""
        typed = (self.duty_id.data, (self.title.data or "").strip(), self.owner_id.data)
        return not self.removed.data and any((*typed, self.planned_on._value().strip()))

    @property
    def named(self) -> str:
        """What it is called: as typed, else as its kind."""
        typed = (self.title.data or "").strip()
        usual = self.kind.data and self.kind.data != year_rules.AnnualKind.OTHER
        return typed or (labels.label(year_rules.AnnualKind(self.kind.data)) if usual else "")

    def row(self) -> year_rules.Row:
        """The duty, once the form was found right."""
        return year_rules.Row(
            year_rules.AnnualKind(self.kind.data or year_rules.AnnualKind.OTHER),
            self.named,
            self.planned_on.chosen,
            self.owner_id.data,
            self.approver_id.data,
            duty_id=row_id(self.duty_id),
            done=self.done,
        )

    @property
    def done(self) -> year_rules.Done | None:
        """What was done before there was a plan; None where nothing is said of it."""
        result = (self.result.data or "").strip()
        return year_rules.Done(result, self.done_on.data) if self.done_on.data else None

    def is_done_complete(self) -> bool:
        """Whether day and result are both there or both left empty; the other is asked for."""
        day, result = self.done_on._value().strip(), (self.result.data or "").strip()
        if not day and not result:
            return True
        return filled(
            (
                (self.done_on, self.done_on.data, gettext("実施日を入力してください。")),
                (self.result, result, gettext("結果と記録の置き場所を入力してください。")),
            )
        )


class YearForm(RowsForm):
    """All duties of a plan; `span` is the year they lie in."""

    span: year_rules.Year
    most = year_rules.MOST_ROWS

    rows = FieldList(FormField(RowForm), max_entries=year_rules.MOST_ROWS)

    def offer(self, firm: Firm, *, more: int = SPARE) -> None:
        """Add empty rows, and let kinds and everybody who works here be picked in each."""
        self.add_rows(more)
        kinds: list[Any] = [(each.value, labels.label(each)) for each in year_rules.AnnualKind]
        here, readings = choices.people_of(firm), firm.readings()
        for part in self.parts():
            part.kind.offer(kinds)
            part.owner_id.offer(here, readings=readings)
            part.approver_id.offer(here, readings=readings)
            for field in (part.planned_on, part.owner_id):
                field.flags.required = part.counts

    def is_complete(self, part: RowForm) -> bool:
        right = filled(
            (
                (part.title, part.named, gettext("予定の名前を入力してください。")),
                (part.planned_on, part.planned_on.data, gettext("予定日を入力してください。")),
                (part.owner_id, part.owner_id.data, gettext("担当者を選んでください。")),
            )
        )
        day, approver, owner = part.planned_on.data, part.approver_id.data, part.owner_id.data
        checks = (
            [(part.planned_on, lambda: year_rules.check_planned(day, self.span))] if day else []
        )
        if approver and owner:
            checks.append((part.approver_id, lambda: year_rules.check_approver(approver, owner)))
        if part.done is not None:
            done = part.done
            first = (
                part.done_on,
                lambda: year_rules.check_done(done.result, done.done_on, self.span, today()),
            )
            checks.append(first)
        complete = part.is_done_complete()
        return self.judged(*checks) and right and complete


class AmendForm(YearForm):
    """What is to become of the duties still to be done, and why."""

    reason = LongField(_l("変更の理由"), _l("変更の理由を入力してください。"), longest=2000)


class ConfirmForm(DecisionForm):
    """Whether what was reported was done, read by whoever is to confirm it."""

    decision = deciding(
        _l("確認の結果"), _l("実施を確かめた"), _l("確かめたか、差し戻すかを選んでください。")
    )
