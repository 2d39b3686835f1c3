"""Forms of a checklist's rows: what came out, who was asked, what was sampled; and their paper."""

from typing import Any
from unicodedata import normalize

from flask import request
from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField
from wtforms.validators import StopValidation, ValidationError

from pms_tracker import clock
from pms_tracker.check.checklists.checklists import Besides
from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.audit_rules import Result
from pms_tracker.check.rules.checklist_rules import LONGEST_SAMPLE, Sample
from pms_tracker.check.tables.checklist_tables import ChecklistSheet
from pms_tracker.kernel.days import refuse_future
from pms_tracker.web.forms import shared_forms as shared


class CountField(shared.LineField):
    """A number of things, however typed: 120, １２０, 1,200."""

    data: Any

    def __init__(self, label: object, **kw: Any) -> None:
        super().__init__(label, longest=12, render_kw={"inputmode": "numeric"}, **kw)

    @property
    def number(self) -> int | None:
        """The number; None where nothing was entered. Raises ValueError for what is no number."""
        plain = normalize("NFKC", self.data or "").replace(",", "").strip()
        if not plain:
            return None
        if not plain.isascii() or not plain.isdecimal():
            raise ValueError(plain)
        return int(plain)

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        try:
            number = self.number
        except ValueError:
            raise ValidationError(gettext("数を入力してください。例：120")) from None
        if number is not None and number > LONGEST_SAMPLE:
            raise ValidationError(gettext("%(most)sまでで入力してください。", most=LONGEST_SAMPLE))


class ChangeField(HiddenField):
    """What the browser calls a change, so that it is taken once; nothing from a plain form."""

    def __init__(self, **kw: Any) -> None:
        super().__init__("uuid", validators=[shared.AtMost(40)], **kw)

    @property
    def change(self) -> str:
        """The change's UUID in its one spelling. Raises BadInput for nonsense."""
        return checklist_rules.read_uuid(self.data) if self.data else ""


class AnswerForm(shared.Form):
    """The result of one checklist row; what a form does not carry stays as it was."""

    version = shared.VersionField()
    # Which row, for a draft laid down on the page of all of them.
    row = HiddenField("row", validators=[shared.AtMost(9)])
    sheet = HiddenField("sheet", validators=[shared.AtMost(9)])
    uuid = ChangeField()
    result = RadioField(
        _l("結果"),
        choices=shared.choices_of(Result),
        validators=[shared.Filled(_l("結果を選んでください。"))],
    )
    note = shared.LongField(_l("メモ"), longest=checklist_rules.LONGEST_NOTE, render_kw={"rows": 4})
    asked = shared.LineField(_l("聞いた人"))
    population = CountField(_l("母数"))
    sample_size = CountField(_l("確かめた数"))
    sample_how = shared.LineField(_l("選び方"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Fields by themselves, then a sample no larger than what it was taken from."""
        valid = bool(super().validate(*args, **kwargs))
        if self.population.errors or self.sample_size.errors:
            return valid
        return self.judged((self.sample_size, self._fits)) and valid

    def _fits(self) -> None:
        checklist_rules.check_sample(self._sample())

    def _sample(self) -> Sample:
        how = self.sample_how.data or ""
        return Sample(self.population.number, self.sample_size.number, how)

    def besides(self, sheet: ChecklistSheet | None) -> Besides:
        """What the form carries besides result and note; raises BadInput for a wrong UUID."""
        sent = request.form
        return Besides(
            sheet=sheet,
            asked=(self.asked.data or "") if "asked" in sent else None,
            sample=self._sample() if "population" in sent else None,
            uuid=self.uuid.change,
        )

    @property
    def sheet_number(self) -> int | None:
        typed = self.sheet.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() else None


class EvidenceForm(shared.Form):
    """Files that prove a row; they are read from the request."""

    uuid = ChangeField()
    files = FileField(_l("証拠ファイル"))


class SheetForm(shared.Form):
    """A checklist filled in on paper: by whom, when, and its scan."""

    carried_out_by_id = shared.PickField(
        _l("実施した監査員"), _l("実施した監査員を選んでください。")
    )
    carried_out_on = shared.DayField(_l("実施日"), _l("紙に記入した日を入力してください。"))
    scan = FileField(
        _l("紙のスキャン"), validators=[shared.Filled(_l("ファイルを選んでください。"))]
    )

    def validate_carried_out_on(self, field: shared.DayField) -> None:
        self.judged((field, lambda: refuse_future(field.chosen, clock.today())))
        if field.errors:
            raise StopValidation
