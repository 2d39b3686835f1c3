"""Forms of the plan phase."""

from typing import Any

from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from pms_tracker.plan.rules.policy_rules import Question, ReviewOutcome, Trigger
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.words import labels

POLICY_LENGTH = 200_000
MONTHS = _l("1から120までの数で入力してください。")


class ImportForm(shared.Form):
    """A policy's text, pasted or as a file."""

    text = TextAreaField(
        _l("方針の本文"),
        validators=[Optional(), shared.AtMost(POLICY_LENGTH)],
        render_kw={"rows": 12},
    )
    file = FileField(_l("ファイル"))


class AdoptForm(shared.Form):
    """The text as it was previewed and mended, what it says of itself, and how often to review."""

    text = HiddenField(
        validators=[shared.Filled(_l("本文が空です。")), shared.AtMost(POLICY_LENGTH)]
    )
    outline = HiddenField(validators=[Optional(), shared.AtMost(2 * POLICY_LENGTH)])
    issuer = shared.LineField(_l("発行者"), longest=200)
    representative = shared.LineField(_l("代表者"), longest=200)
    contact_role = shared.LineField(_l("問合せ窓口"), longest=200)
    contact_phone = shared.LineField(_l("電話番号"), longest=100)
    contact_mail = shared.LineField(_l("メールアドレス"), longest=190)
    contact_hours = shared.LineField(_l("受付時間"), longest=190)
    enacted_on = shared.DayField(_l("制定日"))
    revised_on = shared.LineField(_l("改定日"), longest=4000)
    months = shared.NumberField(
        _l("見直しの周期（月）"),
        default=12,
        validators=[shared.Filled(MONTHS), NumberRange(1, 120, MONTHS)],
    )


def _question(question: Question) -> shared.LongField:
    return shared.LongField(labels.LABELS[question], longest=2000, render_kw={"rows": 2})


class ReviewForm(shared.Form):
    """The conclusion of a review: one field per question, named by it."""

    version = shared.VersionField()
    law = _question(Question.LAW)
    business = _question(Question.BUSINESS)
    contact = _question(Question.CONTACT)
    findings = _question(Question.FINDINGS)
    wording = _question(Question.WORDING)
    outcome = RadioField(
        _l("見直しの結果"),
        choices=shared.choices_of(ReviewOutcome),
        validators=[shared.Filled(_l("結果を1つ選んでください。"))],
    )
    reason = shared.LongField(_l("理由・確かめたこと"))
    postponed_to = shared.DayField(_l("延期後の期日"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in Question:
            self[question.value].flags.required = True

    @property
    def answers(self) -> dict[Question, str]:
        return {question: self[question.value].data or "" for question in Question}

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whoever holds the review answers all; said here, as an empty field ends its checks."""
        valid = bool(super().validate(*args, **kwargs))
        if self.outcome.data == ReviewOutcome.POSTPONED.value:
            return valid
        for question, answer in self.answers.items():
            if not answer.strip() and not self[question.value].errors:
                self[question.value].errors = [gettext("確かめたことを入力してください。")]
                valid = False
        return valid


class CallForm(shared.Form):
    """Why a review is wanted before its day."""

    version = shared.VersionField()
    kind = RadioField(
        _l("きっかけ"),
        choices=shared.choices_of(Trigger),
        validators=[shared.Filled(_l("きっかけを1つ選んでください。"))],
    )
    reason = shared.LongField(_l("理由"), _l("理由を入力してください。"), longest=2000)
    happened_on = shared.DayField(_l("起きた日"), _l("起きた日を入力してください。"))
    due_on = shared.DayField(_l("見直しの期日"), _l("いつまでに見直すかを入力してください。"))


class VersionForm(shared.Form):
    """A draft: what it will say, why, and from when."""

    version = HiddenField(validators=[Optional(), Length(max=9)])
    reason = shared.LongField(_l("改定の理由"), longest=2000)
    effective_on = shared.DayField(_l("施行日"))
    text = TextAreaField(
        _l("改定案の本文"),
        validators=[shared.Filled(_l("本文が空です。")), shared.AtMost(POLICY_LENGTH)],
        render_kw={"rows": 20},
    )

    @property
    def number(self) -> int:
        return int(self.version.data) if str(self.version.data).isdecimal() else -1
