"""Forms that bring in people from a file, and take them back."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from wtforms import BooleanField

from pms_tracker.web.forms.shared_forms import Form


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
