"""Forms of trainings: questions, the sheet of one, what is decided of one person, reports."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar

from flask_babel import gettext, lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    Form as Part,
    FormField,
    HiddenField,
    RadioField,
    SelectChoice,
)
from wtforms.validators import NumberRange, Optional

from pms_tracker import clock
from pms_tracker.do.rules.training import quiz_rules
from pms_tracker.do.rules.training.quiz_rules import FALSE, TRUE, Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import LONGEST_WORDS
from pms_tracker.do.trainings.trainings_held import NO_ROW
from pms_tracker.kernel.errors import BadInput
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.questionnaires.answer_forms import QuestionsForm, require
from pms_tracker.web.refusals.sentences import sentence


class QuestionForm(shared.Form):
    """A question of a course; what is right of several is marked in their lines."""

    version = shared.VersionField()
    text = shared.LongField(
        _l("問題文"), _l("問題文を入力してください。"), longest=quiz_rules.LONGEST
    )
    asks = RadioField(
        _l("答え方"),
        choices=[
            SelectChoice(Asks.TRUE_FALSE.value, _l("正しいか誤りか")),
            SelectChoice(Asks.ONE.value, _l("1つ選ぶ")),
            SelectChoice(Asks.SEVERAL.value, _l("当てはまるものをすべて選ぶ")),
        ],
        validators=[shared.Filled(_l("答え方を選んでください。"))],
    )
    truth = RadioField(
        _l("正しいか誤りかの答え"),
        choices=[SelectChoice(TRUE, _l("正しい")), SelectChoice(FALSE, _l("誤り"))],
        validators=[Optional()],
    )
    options = shared.LongField(_l("選択肢"), longest=3_000)
    why = shared.LongField(_l("解説"), longest=quiz_rules.LONGEST)
    about = shared.LineField(_l("関係する規程の条項や項目"), longest=100)

    @property
    def asked(self) -> QuizQuestion:
        """What was typed, as a question."""
        asks = Asks(self.asks.data)
        options, marked = quiz_rules.read_options(self.options.data or "")
        is_truth = asks is Asks.TRUE_FALSE
        right = ((self.truth.data,) if self.truth.data else ()) if is_truth else marked
        return QuizQuestion(
            *("", self.text.data or "", asks, () if is_truth else options, right),
            *(self.why.data or "", self.about.data or ""),
        )

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """What is wrong with it is said beside what is to be changed."""
        valid = bool(super().validate(*args, **kwargs))
        if not valid:
            return False
        try:
            quiz_rules.check(self.asked)
        except BadInput as refusal:
            is_truth = self.asks.data == Asks.TRUE_FALSE.value
            beside = {
                "quiz_question_options": self.options,
                "quiz_question_right": self.truth if is_truth else self.options,
            }
            field, words = beside.get(refusal.key, self.text), sentence(refusal)
            if field is self.truth:
                words = gettext("正しいか誤りかを選んでください。")
            field.errors = [words]
            return False
        return True


def filled(asked: QuizQuestion, version: int) -> QuestionForm:
    """The form of a question that is there, in a version of its course."""
    options = quiz_rules.typed_options(asked)
    is_truth = asked.asks is Asks.TRUE_FALSE
    data = {
        **{"version": version, "text": asked.text, "asks": asked.asks.value},
        **{"truth": asked.right[0] if is_truth else None, "options": "" if is_truth else options},
        **{"why": asked.why, "about": asked.about},
    }
    return QuestionForm(formdata=None, data=data)


class TestForm(QuestionsForm):
    """The test of somebody who is signed in; an open question is said beside itself."""

    version = shared.VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        require(self)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        return bool(super().validate(*args, **kwargs)) and self.is_whole({})


class Deciding(StrEnum):
    """What may be decided of somebody's training."""

    PUT_OFF = "put_off"
    LEAVE_OUT = "leave_out"
    TRY_AGAIN = "try_again"


class DecideForm(shared.Form):
    """That it is put off, that somebody need not take it, or that they get another try."""

    version = shared.VersionField()
    what = RadioField(_l("対応"), validators=[shared.Filled(_l("対応を選んでください。"))])
    until = shared.DayField(_l("延期後の期限"))
    why = shared.LongField(_l("理由"), _l("理由を入力してください。"), longest=1_000)

    WORDS: ClassVar[dict[Deciding, Any]] = {
        Deciding.PUT_OFF: _l("延期する"),
        Deciding.LEAVE_OUT: _l("対象外にする"),
        Deciding.TRY_AGAIN: _l("もう一度受けられるようにする"),
    }

    def offer(self, *offered: Deciding) -> None:
        """What may be decided now."""
        self.what.choices = [SelectChoice(each.value, self.WORDS[each]) for each in offered]

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        valid = bool(super().validate(*args, **kwargs))
        if self.what.data == Deciding.PUT_OFF.value and not self.until.data:
            if not self.until.errors:
                self.until.errors = [str(_l("延期後の期限を入力してください。"))]
            return False
        return valid


class RowPart(Part):
    """One person on the sheet of a training: that they took part, and the score of a paper."""

    row = HiddenField()
    attended = BooleanField(_l("出席"))
    percent = shared.NumberField(
        _l("紙のテストの点数"),
        validators=[Optional(), NumberRange(0, 100, _l("0から100までの数で入力してください。"))],
    )


class SheetForm(shared.Form):
    """Who took part on a day, and the scores of their papers."""

    on = shared.DayField(_l("実施した日"), _l("実施した日を入力してください。"), past=True)
    rows = FieldList(FormField(RowPart))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_submitted() and not self.on.data:
            self.on.data = clock.today()

    @property
    def told(self) -> dict[int, tuple[bool, int | None]]:
        """By the number of the assignment whether somebody took part, and their score."""
        parts = [entry.form for entry in self.rows.entries]
        return {
            int(part.row.data): (bool(part.attended.data), part.percent.data)
            for part in parts
            if str(part.row.data).isdecimal()
            and (part.attended.data or part.percent.data is not None)
        }


class Whom(StrEnum):
    """Whom links for the test are sent to."""

    WITHOUT_ACCOUNT = "without_account"
    EVERYBODY = "everybody"


class LinksForm(shared.Form):
    """Whom links for the test go to at once, and by when an answer is asked for."""

    whom = RadioField(_l("送る相手"), validators=[shared.Filled(_l("送る相手を選んでください。"))])
    due_on = shared.DayField(_l("回答の期限"), _l("回答の期限を入力してください。"))

    def offer(self, without_account: int, everybody: int) -> None:
        """How many each choice would reach."""
        told = {
            Whom.WITHOUT_ACCOUNT: gettext(
                "まだ合格していない人のうち、サインインできない人（%(num)d人）", num=without_account
            ),
            Whom.EVERYBODY: gettext("まだ合格していない人すべて（%(num)d人）", num=everybody),
        }
        self.whom.choices = [SelectChoice(each.value, words) for each, words in told.items()]


class ReportForm(shared.Form):
    """What whoever taught says of a training, and what the next text is to say."""

    version = shared.VersionField()
    view = shared.LongField(
        _l("実施した人の所見"), _l("実施した人の所見を入力してください。"), longest=LONGEST_WORDS
    )
    next_time = shared.LongField(_l("次回の教材への反映"), longest=LONGEST_WORDS)
    concludes = shared.PickField(_l("年度計画の項目"))

    def offer(self, rows: Sequence[tuple[int, str]]) -> None:
        """Which rows of the year's plan it may conclude; not asked where there is none."""
        if not rows:
            del self.concludes
            return
        self.concludes.choices = [
            SelectChoice("", gettext("教育の名称と区分から自動で決める")),
            *(SelectChoice(*each) for each in rows),
            SelectChoice(NO_ROW, gettext("対応する項目はない")),
        ]
