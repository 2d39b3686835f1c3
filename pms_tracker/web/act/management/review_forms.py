"""Forms of management reviews: convened, written down, signed, and what came of decisions."""

from collections.abc import Sequence
from typing import Any, cast

from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import BooleanField, Field, FieldList, Form as Part, FormField, SelectChoice
from wtforms.validators import ValidationError

from pms_tracker.act.management.management_reviews import Called
from pms_tracker.act.management.review_minutes import Written
from pms_tracker.act.rules.management_rules import (
    MOST_DECISIONS,
    Remark,
    Resolved,
    Section,
    blanks,
    check_due,
)
from pms_tracker.people.firm.firm import Firm
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.many_rows import SPARE, RowsForm, filled
from pms_tracker.web.lists import choices
from pms_tracker.web.proofs.decision_forms import DecisionForm, deciding
from pms_tracker.web.words import labels


def _offer_persons(field: shared.TicksField, firm: Firm) -> None:
    field.choices = [SelectChoice(person_id, name) for person_id, name in choices.people_of(firm)]


class ConveneForm(shared.Form):
    """When and where a review is held, what about, and who is asked to come."""

    version = shared.VersionField()
    annual_duty_id = shared.PickField(_l("年度計画の予定"))
    planned_on = shared.DayField(_l("開催予定日"), _l("開催予定日を入力してください。"))
    venue = shared.LineField(_l("場所"))
    agenda = shared.LongField(_l("議題"), _l("議題を入力してください。"), longest=5000)
    attendee_ids = shared.OfferedField(_l("出席を求める人"))
    others = shared.LongField(_l("ほかの出席者"), longest=1000)

    def offer(self, firm: Firm, duties: Sequence[tuple[int, str]] = ()) -> None:
        _offer_persons(self.attendee_ids, firm)
        self.attendee_ids.flags.required = True
        self.annual_duty_id.offer(list(duties))

    def validate_attendee_ids(self, field: shared.TicksField) -> None:
        if not field.data:
            raise ValidationError(gettext("出席を求める人を1人以上選んでください。"))

    @property
    def called(self) -> Called:
        """What was typed, once the form was found right."""
        return Called(
            self.planned_on.chosen,
            self.venue.data or "",
            self.agenda.data,
            tuple(self.attendee_ids.data or ()),
            self.others.data or "",
            self.annual_duty_id.data,
        )


class InputPart(Part):
    """What is said of one input: a comment, or one tick that nothing changed (R20)."""

    comment = shared.LongField(_l("コメント"), longest=5000, render_kw={"rows": 2})
    unchanged = BooleanField(_l("変化なし・指摘なし"))

    @property
    def remark(self) -> Remark:
        return Remark((self.comment.data or "").strip(), bool(self.unchanged.data))


# One part for each input, in the order of the minutes.
InputsPart = type("InputsPart", (Part,), {each.value: FormField(InputPart) for each in Section})


class DecisionPart(Part):
    """One decision; a row left empty is none."""

    text = shared.LongField(_p("one", "決定事項"), longest=2000, render_kw={"rows": 2})
    owner_id = shared.PickField(_l("担当者"))
    due_on = shared.DayField(_l("期限"))
    removed = BooleanField(_l("中止する"))

    @property
    def counts(self) -> bool:
        """Whether this is a decision: neither taken out nor left empty."""
        typed = ((self.text.data or "").strip(), self.owner_id.data, self.due_on._value().strip())
        return not self.removed.data and any(typed)

    def row(self) -> Resolved:
        """The decision, once the form was found right."""
        return Resolved(self.text.data.strip(), self.owner_id.data, self.due_on.chosen)


class MinutesForm(RowsForm):
    """The minutes on one page; `hands_in` asks for what signed minutes cannot be without."""

    most = MOST_DECISIONS
    hands_in = False

    held_on = shared.DayField(_l("開催日"), past=True)
    venue = shared.LineField(_l("場所"))
    present_ids = shared.OfferedField(_l("出席した人"))
    others = shared.LongField(_l("ほかの出席者"), longest=1000, render_kw={"rows": 2})
    inputs = FormField(InputsPart)
    no_decisions = BooleanField(_l("決定事項なし"))
    conclusion = shared.LongField(_l("総括"), longest=5000)
    rows = FieldList(FormField(DecisionPart), max_entries=MOST_DECISIONS)

    def offer(self, firm: Firm, *, more: int = SPARE) -> None:
        """Add empty rows, and let everybody who works here be picked."""
        self.add_rows(more)
        _offer_persons(self.present_ids, firm)
        here, readings = choices.people_of(firm), firm.readings()
        for part in self.parts():
            part.owner_id.offer(here, readings=readings)
            for field in (part.text, part.owner_id, part.due_on):
                field.flags.required = part.counts
        for field in (self.held_on, self.venue, self.present_ids, self.conclusion):
            field.flags.required = True

    def input_of(self, section: Section) -> InputPart:
        return cast(InputPart, self.inputs.form[section.value].form)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """A draft may lack anything; what is handed in says something of every input (R20)."""
        valid = bool(super().validate(*args, **kwargs))
        if not self.hands_in:
            return valid
        needed = (
            (self.held_on, self.held_on.data, gettext("開催日を入力してください。")),
            (self.venue, (self.venue.data or "").strip(), gettext("開催場所を入力してください。")),
            (
                self.present_ids,
                self.present_ids.data,
                gettext("出席した人を1人以上選んでください。"),
            ),
        )
        for section in blanks(self.remarks):
            comment = self.input_of(section).comment
            words = gettext(
                "「%(input)s」のコメントを書くか、「変化なし・指摘なし」を選んでください。",
                input=labels.label(section),
            )
            comment.errors = [words]
            valid = False
        # Both are said at once, each beside its field.
        told = [filled(needed), filled(self._outputs())]
        return all(told) and valid

    def _outputs(self) -> tuple[tuple[Field, object, str], ...]:
        """What is decided, or expressly that nothing is, and what is thought of it all."""
        decided, none = any(part.counts for part in self.parts()), self.no_decisions.data
        unsaid = gettext("決定事項を入力するか、「決定事項なし」を選んでください。")
        both = gettext(
            "決定事項が入力されています。「決定事項なし」を外すか、決定事項を消してください。"
        )
        thought = (self.conclusion.data or "").strip()
        return (
            (self.no_decisions, decided != none, both if decided else unsaid),
            (self.conclusion, thought, gettext("総括を入力してください。")),
        )

    def is_complete(self, part: DecisionPart) -> bool:
        text = (part.text.data or "").strip()
        right = filled(
            (
                (part.text, text, gettext("決定事項の内容を入力してください。")),
                (part.owner_id, part.owner_id.data, gettext("担当者を選んでください。")),
                (part.due_on, part.due_on.data, gettext("期限を入力してください。")),
            )
        )
        day = part.due_on.data
        checks = [(part.due_on, lambda: check_due(day, self.held_on.data))] if day else []
        return self.judged(*checks) and right

    @property
    def remarks(self) -> dict[Section, Remark]:
        return {each: self.input_of(each).remark for each in Section}

    @property
    def written(self) -> Written:
        """What was typed, once the form was found right."""
        return Written(
            self.held_on.data,
            self.venue.data or "",
            tuple(self.present_ids.data or ()),
            self.others.data or "",
            self.remarks,
            self.conclusion.data or "",
            self.wanted(),
            bool(self.no_decisions.data),
        )


class SignForm(DecisionForm):
    """Sign the minutes or send them back. Nothing is chosen beforehand."""

    decision = deciding(
        _l("決定"), _p("to decide", "署名する"), _l("署名か差戻しを選んでください。")
    )
