"""Forms of operation checks: one check made of its items, and what is said of a sheet."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectChoice, StringField
from wtforms.validators import Length

from pms_tracker.do.checks import check_readings
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import Answered, Given, Item, Mark
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.words.check_labels import CHECKED


class FillForm(shared.Form):
    """What all of them share; the fields of the items are added by `of`."""

    asked: tuple[Item, ...] = ()
    # From paper an item may be blank, and stays so.
    may_be_blank = False

    uuid = HiddenField(validators=[Length(max=36)])
    comment = shared.LongField(_l("ひとこと"), longest=2000, render_kw={"rows": 2})

    @property
    def given(self) -> dict[str, Given]:
        """What was answered, by the words of the items."""
        return {each.words: self._given(at) for at, each in enumerate(self.asked)}

    def _given(self, at: int) -> Given:
        value = _typed(self[f"value_{at}"].data)
        if self.asked[at].answered is not Answered.MARK:
            return Given(value)
        if value != Mark.FAULT:
            return Given(value)
        return Given(value, _typed(self[f"note_{at}"].data), bool(self[f"mended_{at}"].data))

    @property
    def sent_as(self) -> str:
        """The one by which it is known when it is sent twice."""
        try:
            return str(uuid.UUID(self.uuid.data or ""))
        except ValueError:
            return str(uuid.uuid4())

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """All that is missing is said beside its item."""
        valid = bool(super().validate(*args, **kwargs))
        checks = [self._check(at) for at in range(len(self.asked))]
        return self.judged(*checks) and valid

    def _check(self, at: int) -> tuple[Field, Callable[[], None]]:
        item, given = self.asked[at], self._given(at)
        unsaid = given.is_fault and not given.note
        field = self[f"note_{at}"] if unsaid else self[f"value_{at}"]
        blank = self.may_be_blank
        return field, lambda: rules.check_given(item, given, may_be_blank=blank)

    def rows(self) -> list["Row"]:
        """The items as the page shows them."""
        return [
            Row(
                at + 1,
                each,
                self[f"value_{at}"],
                *(
                    (self[f"note_{at}"], self[f"mended_{at}"])
                    if each.answered is Answered.MARK
                    else (None, None)
                ),
            )
            for at, each in enumerate(self.asked)
        ]


class PaperFields(FillForm):
    """A check that was made on paper: who made it, and its scan."""

    may_be_blank = True

    name = shared.LineField(
        _l("点検した人"), _l("点検した人の名前を入力してください。"), longest=rules.LONGEST_NAME
    )
    scan = MultipleFileField(_l("紙のスキャン"))


class DoorFields(FillForm):
    """A check at a door. The address is the proof: whoever sends it knows the link."""

    class Meta:
        csrf = False

    name = shared.LineField(
        _l("あなたの名前"),
        _l("名前を入力してください。"),
        longest=rules.LONGEST_NAME,
        render_kw={"autocomplete": "name"},
    )
    # When a device without a line kept it.
    at = HiddenField(validators=[Length(max=40)])


@dataclass(frozen=True)
class Row:
    """One item on the page."""

    number: int
    item: Item
    value: Field
    note: Field | None
    mended: Field | None


def _typed(text: object) -> str:
    return shared.as_written(str(text or "")).strip()


def of(items: Sequence[Item], kind: type[FillForm] = FillForm, **given: Any) -> FillForm:
    """The form of these items."""
    fields: dict[str, Any] = {"asked": tuple(items)}
    for at, each in enumerate(items):
        fields[f"value_{at}"] = _field(each)
        if each.answered is Answered.MARK:
            fields[f"note_{at}"] = StringField(
                _l("×の内容"), render_kw={"maxlength": rules.LONGEST_NOTE}
            )
            fields[f"mended_{at}"] = BooleanField(_l("その場で直した"))
    made: FillForm = type("CheckForm", (kind,), fields)(**given)
    made.uuid.data = made.uuid.data or str(uuid.uuid4())
    for at, each in enumerate(items):
        must = each.answered is not Answered.TEXT and not made.may_be_blank
        made[f"value_{at}"].flags.required = must
    return made


def _field(item: Item) -> Field:
    if item.answered is Answered.MARK:
        offered = [SelectChoice(mark.value, words) for mark, (_sign, words) in CHECKED.items()]
        # What is chosen is judged by the rule, which says so beside the item.
        return RadioField(item.words, choices=offered, validate_choice=False)
    is_number = item.answered is Answered.NUMBER
    return StringField(
        item.words,
        render_kw={
            "maxlength": 20 if is_number else rules.LONGEST_TEXT,
            **({"inputmode": "decimal"} if is_number else {}),
        },
    )


class ReadForm(shared.Form):
    """That a sheet was read, as it was seen."""

    seen_digest = HiddenField(validators=[Length(max=64)])
    comment = shared.LongField(
        _l("確認したこと"), longest=check_readings.LONGEST, render_kw={"rows": 3}
    )


class StartersForm(shared.Form):
    """Which of the checks that are offered a unit takes up, and who sees to them."""

    unit_id = shared.PickField(_l("部門"), _l("部門を選んでください。"))
    owner_id = shared.PickField(_l("担当者"), _l("担当者を選んでください。"))
    chosen = shared.TicksField(_l("点検表の例"), validate_choice=False)
