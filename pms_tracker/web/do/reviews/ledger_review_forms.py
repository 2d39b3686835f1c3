"""Forms of the yearly review of the register: opened with a day, answered row by row."""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, Form as Part, FormField, HiddenField, RadioField
from wtforms.validators import Optional

from pms_tracker.do.reviews.ledger_parts import Looked
from pms_tracker.do.rules.ledger import ledger_review_rules as rules
from pms_tracker.do.rules.ledger.ledger_review_rules import Missing, Outcome, PartAnswer, RowAnswer
from pms_tracker.do.tables.ledger_review_tables import LedgerReviewUnit
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.forms.many_rows import row_id
from pms_tracker.web.proofs.decision_forms import DecisionForm, deciding

LONGEST = 1000
Member = TypeVar("Member", bound=StrEnum)


class OpenForm(shared.Form):
    """By when units answer."""

    due_on = shared.DayField(_l("回答の期限"), _l("回答の期限を入力してください。"))


class CloseForm(shared.Form):
    """That a review is over, as it was seen."""

    version = shared.VersionField()


class ConfirmForm(DecisionForm):
    """Whether a unit's answer is confirmed, or goes back to it."""

    decision = deciding(
        _l("確認の結果"), _l("確認する"), _l("確認するか、差し戻すかを選んでください。")
    )


class AtLast(Optional):
    """Needed once the answer is handed in, and not before."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags = {"required": True}


def _member(members: type[Member], typed: str | None) -> Member | None:
    """What was chosen; of what was not offered nothing, since its field refuses it."""
    return next((each for each in members if each == typed), None)


class RowPart(Part):
    """What is said of one entry."""

    row = HiddenField()
    outcome = RadioField(
        _l("この個人情報"), choices=shared.choices_of(Outcome), validators=[AtLast()]
    )
    note = shared.LongField(_l("変わったところ・ひとこと"), longest=LONGEST)

    @property
    def told(self) -> RowAnswer:
        return RowAnswer(_member(Outcome, self.outcome.data), self.note.data or "")


class AnswerForm(shared.Form):
    """All rows of a unit, and what is missing: saved half done, handed in whole."""

    version = shared.VersionField()
    rows = FieldList(FormField(RowPart))
    missing = RadioField(
        _l("載っていない個人情報はありませんか"),
        choices=shared.choices_of(Missing),
        validators=[AtLast()],
    )
    words = shared.LongField(_l("載っていない個人情報"), longest=5000)

    descriptions: ClassVar[dict[str, Any]] = {
        Outcome.UNCHANGED.value: _l("台帳のとおりに取り扱っている"),
        Outcome.CHANGED.value: _l("項目、利用目的、保管場所などが台帳と違う"),
        Outcome.ENDED.value: _l("もう持っていない、または持つのをやめる"),
    }

    @property
    def hands_in(self) -> bool:
        return request.form.get("do") != "save"

    @property
    def answer(self) -> PartAnswer:
        """What was said so far, by the id of the rows."""
        told = {number: part.told for part in self.parts() if (number := row_id(part.row))}
        return PartAnswer(told, _member(Missing, self.missing.data), self.words.data or "")

    def parts(self) -> Iterator[RowPart]:
        return (entry.form for entry in self.rows.entries)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What keeps the answer from being handed in is said beside each row."""
        valid = bool(super().validate(*args, **kwargs))
        if not self.hands_in:
            return valid
        right = [self._is_complete(part) for part in self.parts()]
        missing, words = self.answer.missing, self.words.data or ""
        right.append(
            self.judged(
                (self.missing, lambda: rules.check_missing(missing)),
                (self.words, lambda: rules.check_words(missing, words)),
            )
        )
        # The list took note of what its rows found wrong before the rules were asked.
        found = [entry.errors for entry in self.rows.entries]
        self.rows.errors = found if any(found) else []
        return all(right) and valid

    def _is_complete(self, part: RowPart) -> bool:
        told = part.told
        return self.judged(
            (part.outcome, lambda: rules.check_outcome(told.outcome)),
            (part.note, lambda: rules.check_note(told)),
        )


def filled(part: LedgerReviewUnit, looked: Sequence[Looked], place: str) -> AnswerForm:
    """The form of a unit with what was said so far."""
    rows = [
        {"row": each.row.id, "outcome": each.row.outcome, "note": each.row.note} for each in looked
    ]
    return AnswerForm(
        formdata=None,
        place=place,
        version=part.version,
        rows=rows,
        missing=part.missing,
        words=part.words,
    )
