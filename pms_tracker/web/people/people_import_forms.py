"""Forms that bring in people from a file, and take them back."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from pms_tracker.web.forms.shared_forms import AtMost, Filled, Form

LONGEST_ROWS = 700_000


class ImportPeopleForm(Form):
    """The file."""

    file = FileField(_l("ファイル"), validators=[Filled(_l("ファイルを選んでください。"))])


class TakePeopleForm(Form):
    """What was previewed: the rows as CSV, and what tells that preview from another."""

    rows = HiddenField(validators=[AtMost(LONGEST_ROWS)])
    seal = HiddenField(validators=[AtMost(64)])


class UndoImportForm(Form):
    """That somebody saw who cannot be taken back, where there is anybody."""

    needs_seen = False
    seen = BooleanField(_l("上の人の退職が今日の日付で記録されることを確かめました"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate(*args, **kwargs))
        if self.needs_seen and not self.seen.data:
            self.seen.errors = [gettext("取り消せない人を確かめて、印を付けてください。")]
            return False
        return valid
