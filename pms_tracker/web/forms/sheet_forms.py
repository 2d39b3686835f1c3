"""Forms of sheets that are read in: the file, and what of it was previewed before it is taken."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField

from pms_tracker.web.forms.shared_forms import AtMost, Filled, Form

LONGEST_ROWS = 700_000


class SheetForm(Form):
    """The file."""

    file = FileField(_l("ファイル"), validators=[Filled(_l("ファイルを選んでください。"))])


class SealedForm(Form):
    """What was previewed: the rows as CSV, and what tells that preview from another."""

    rows = HiddenField(validators=[AtMost(LONGEST_ROWS)])
    seal = HiddenField(validators=[AtMost(64)])
