"""Forms of the plan phase."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import NumberRange, Optional

from pms_tracker.plan.rules import ReviewOutcome
from pms_tracker.web.forms import (
    AtMost,
    DayField,
    Filled,
    Form,
    LongField,
    VersionField,
    choices_of,
)

POLICY_LENGTH = 200_000
MONTHS = _l("1から120までの数で入力してください。")


class ImportForm(Form):
    """A policy's text, pasted or as a file."""

    text = TextAreaField(
        _l("方針の本文"), validators=[Optional(), AtMost(POLICY_LENGTH)], render_kw={"rows": 12}
    )
    file = FileField(_l("テキストファイル"))


class AdoptForm(Form):
    """The text as it was previewed, and how often it is to be reviewed."""

    text = HiddenField(validators=[Filled(_l("本文が空です。")), AtMost(POLICY_LENGTH)])
    months = IntegerField(
        _l("見直しの周期(か月)"),
        default=12,
        validators=[Filled(MONTHS), NumberRange(1, 120, MONTHS)],
    )


class ReviewForm(Form):
    """The conclusion of a review."""

    version = VersionField()
    outcome = RadioField(
        _l("見直しの結果"),
        choices=choices_of(ReviewOutcome),
        validators=[Filled(_l("結果を1つ選んでください。"))],
    )
    reason = LongField(_l("理由・確かめたこと"))
    postponed_to = DayField(_l("延期後の期日"))
    text = TextAreaField(
        _l("新しい本文"), validators=[Optional(), AtMost(POLICY_LENGTH)], render_kw={"rows": 12}
    )
