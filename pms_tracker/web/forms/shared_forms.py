"""What all forms share: keeping what was typed, days in any spelling, refusals in place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from unicodedata import category

from flask_babel import get_locale, gettext, lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.i18n import get_translations
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from pms_tracker import clock
from pms_tracker.kernel.days import refuse_future
from pms_tracker.kernel.era_dates import DayNotRead, parse_day, parse_past_day
from pms_tracker.kernel.errors import BadInput, RuleBroken, Stale, TooLarge
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.search_text import is_blank
from pms_tracker.web.forms import form_drafts
from pms_tracker.web.forms.form_numbers import id_of
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.words import labels
from pms_tracker.web.words.days_in_words import day_trouble, typed_day

LONGEST = 10_000
SHORT = 200
FARTHEST = 10**15
# Longer than any day is written, with its weekday and the other year in brackets.
LONGEST_DAY = 100


@cache
def _library_words(language: str) -> Any:
    """What WTForms itself says: Flask-WTF reads its catalogue from the disk in every request."""
    return get_translations([language])


class Form(FlaskForm):
    """A form that remembers why it was refused and with which status it is shown again.

    With a `place`, the path it is sent to, it comes filled with the reader's draft from there.
    """

    class Meta:
        """In the reader's language."""

        def get_translations(self, _form: object) -> Any:
            # Not the language that was kept of the request: a page may be in another one.
            return _library_words(str(get_locale() or "ja")[:2])

    status: int = 200
    form_errors: list[str]

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        draft = form_drafts.typed_at(place) if place else None
        if draft is not None:
            kwargs["formdata"] = draft
        super().__init__(*args, **kwargs)

    def validate_on_submit(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate_on_submit(*args, **kwargs))
        if self.is_submitted() and not valid:
            self.status = 400
        return valid

    def judged(self, *checks: tuple[Field, Callable[[], None]]) -> bool:
        """Ask rules about single fields, so that all that is wrong is said at once and in place."""
        right = True
        for field, check in checks:
            if not field.errors:
                try:
                    check()
                except (RuleBroken, BadInput) as refusal:
                    field.errors = [sentence(refusal)]
                    right = False
        return right

    def refuse(self, words: str, status: int, field: Field | None = None) -> None:
        """Show the form again with a sentence about the whole of it, or about one field."""
        if field is None:
            self.form_errors = [*self.form_errors, words]
        else:
            field.errors = [*field.errors, words]
        self.status = status


@contextmanager
def refused_into(form: Form, **beside: Field) -> Iterator[None]:
    """Turn a broken rule into the form's own refusal, so that all that was typed stays; of those
    named in `beside` each is said at its field."""
    try:
        yield
    except (RuleBroken, Stale) as refusal:
        form.refuse(sentence(refusal), 409, beside.get(refusal.key))
    except BadInput as refusal:
        form.refuse(sentence(refusal), 413 if isinstance(refusal, TooLarge) else 400)


class Filled:
    """Needs something other than blanks; the message says what to enter."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: object) -> None:
        self.message = message

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        data = field.data
        if data in (None, []) or (isinstance(data, str) and is_blank(data)):
            field.errors = []
            raise StopValidation(str(self.message))


class AtMost:
    """Takes no more than so many characters and says how many there are; what is longer is looked
    at no further."""

    def __init__(self, longest: int) -> None:
        self.longest = longest
        self.field_flags = {"maxlength": longest}

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        count = len(field.data or "")
        if count > self.longest:
            told = gettext(
                "%(longest)d文字までで入力してください（いま%(count)d文字）。",
                longest=self.longest,
                count=count,
            )
            raise StopValidation(told)


class NotToCome:
    """Takes no day that is still to come: what was done, was done by today."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        try:
            refuse_future(field.data, clock.today())
        except RuleBroken as refusal:
            raise ValidationError(sentence(refusal)) from refusal


class NoMyNumber:
    """Takes no number that looks like a My Number: no record of ours holds one."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if holds_my_number(field.data or ""):
            raise ValidationError(sentence(BadInput("entry_my_number")))


class WholeLine:
    """No line breaks or control characters: such text becomes a title or a header."""

    def __call__(self, _form: FlaskForm, field: Field) -> None:
        if any(category(char) in {"Cc", "Zl", "Zp"} for char in field.data or ""):
            raise ValidationError(gettext("改行や制御文字は使えません。1行で入力してください。"))


class LineField(StringField):
    """One line of text; `more` are further validators."""

    def __init__(
        self,
        label: object,
        missing: object = None,
        longest: int = SHORT,
        more: Sequence[object] = (),
        **kw: Any,
    ) -> None:
        bounds = WholeLine(), AtMost(longest), NoMyNumber()
        checks = [Filled(missing) if missing else Optional(), *bounds, *more]
        super().__init__(label, validators=checks, **kw)


def as_written(text: str) -> str:
    """A typed text with plain newlines, without the one character that no database takes."""
    return text.replace("\r\n", "\n").replace("\x00", "")


class LongField(TextAreaField):
    """A text of several lines; newlines are kept as \\n whatever the browser sends."""

    data: Any

    def __init__(self, label: object, missing: object = None, longest: int = LONGEST, **kw: Any):
        checks = [Filled(missing) if missing else Optional(), AtMost(longest), NoMyNumber()]
        kw.setdefault("render_kw", {"rows": 4})
        super().__init__(label, validators=checks, **kw)

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if isinstance(self.data, str):
            self.data = as_written(self.data)


class NumberField(IntegerField):
    """A whole number; one of hundreds of digits is as far from all that is asked for as `FARTHEST`,
    so that whatever is to be said of its range is said."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(valuelist)
        if self.data is not None:
            self.data = max(-FARTHEST, min(self.data, FARTHEST))


class DayField(Field):
    """A day as anybody writes it: 2026/11/24, 令和8年11月24日, R8.11.24, 24 Nov 2026; one that is
    `past` also without its year, as 11/24."""

    widget = TextInput()

    def __init__(
        self, label: object, missing: object = None, *, past: bool = False, **kw: Any
    ) -> None:
        checks = [Filled(missing) if missing else Optional(), *([NotToCome()] if past else [])]
        kw.setdefault("render_kw", {"inputmode": "text", "autocomplete": "off", "data-day": "1"})
        super().__init__(label, validators=checks, **kw)
        self.past = past

    @property
    def chosen(self) -> date:
        """The day of a field that must be filled; raises TypeError before validation."""
        if not isinstance(self.data, date):
            raise TypeError(self.name)
        return self.data

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return typed_day(self.data) if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            if len(typed) > LONGEST_DAY:
                raise DayNotRead("not_a_date")
            self.data = parse_past_day(typed, clock.today()) if self.past else parse_day(typed)
        except DayNotRead as trouble:
            raise ValueError(day_trouble(trouble)) from trouble

    def pre_validate(self, form: Any) -> None:
        if self.process_errors:
            raise StopValidation()


class VersionField(HiddenField):
    """The version of the record that the form was read from."""

    def __init__(self, **kw: Any) -> None:
        super().__init__("version", validators=[InputRequired(), Length(max=9)], **kw)

    @property
    def number(self) -> int:
        return int(self.data) if str(self.data).isdecimal() else -1


class StepForm(Form):
    """A step without a word to say, as its record was seen."""

    version = VersionField()


def choices_of(members: Iterable[StrEnum]) -> list[SelectChoice]:
    """The members of an enum by their labels, for radio buttons."""
    return [SelectChoice(each.value, labels.LABELS[each]) for each in members]


class PickField(SelectField):
    """One of a list of records by id; nothing is preselected unless told."""

    def __init__(self, label: object, missing: object = None, **kw: Any) -> None:
        kw.setdefault("coerce", id_of)
        checks = [Filled(missing)] if missing else []
        super().__init__(label, validators=checks, choices=[], validate_choice=False, **kw)
        self.required_message = missing

    def offer(
        self,
        choices: list[tuple[int, str]],
        *,
        empty: bool = True,
        readings: Mapping[int, str] | None = None,
    ) -> None:
        """What may be picked; a person is found by their reading as well."""
        said = readings or {}
        blank = [SelectChoice("", _l("選んでください"))] if empty else []
        self.choices = [
            *blank,
            *(
                SelectChoice(value, label, {"data-reading": said[value]} if said.get(value) else {})
                for value, label in choices
            ),
        ]

    def pre_validate(self, form: Any) -> None:
        if self.data is None or not self.choices:
            # Where nothing was offered, the use case judges alone.
            return
        if self.data not in {value for value, *_rest in self.choices or []}:
            raise StopValidation(gettext("一覧から選んでください。"))


class TicksField(SelectMultipleField):
    """Any number of records, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class OfferedField(TicksField):
    """Any number of those records that are offered: by id, unless they are told apart otherwise."""

    def __init__(self, label: str, **kw: Any) -> None:
        super().__init__(label, **{"coerce": int, **kw})

    def pre_validate(self, form: Any) -> None:
        if not {*(self.data or ())} <= {choice.value for choice in self.choices or ()}:
            raise ValidationError(gettext("一覧から選んでください。"))


class ReasonForm(Form):
    """A version and a reason: to cancel or to withdraw."""

    version = VersionField()
    # An id of its own: it stands on pages beside the form of the next step.
    reason = LongField(_l("理由"), _l("理由を入力してください。"), longest=2000, id="ending-reason")
