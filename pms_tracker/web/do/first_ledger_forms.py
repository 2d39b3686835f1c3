"""Forms of the first ledger: the ten questions, and which of what they propose is drafted."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, HiddenField, SelectChoice
from wtforms.validators import StopValidation

from pms_tracker.do.first_ledger.first_offers import Units
from pms_tracker.do.rules.ledger.first_answer_rules import (
    QUESTIONS,
    Answers,
    Asked,
    Question,
    Tick,
    contradicts,
)
from pms_tracker.people.firm import people
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import (
    AtMost,
    Filled,
    Form,
    LineField,
    PickField,
    TicksField,
)

PARTS: tuple[tuple[LazyString, tuple[Question, ...]], ...] = (
    (_l("お客様（生徒・会員）の情報"), (Question.JOINING, Question.RECORDS)),
    (_l("置き場所と見る人"), (Question.PLACES, Question.READERS)),
    (_l("採用・従業者・取引先の情報"), (Question.APPLICANTS, Question.WORKERS, Question.PARTNERS)),
    (_l("社外とのやりとりと廃棄"), (Question.ENTRUSTED, Question.PROVIDED, Question.ENDING)),
)


class QuestionsForm(Form):
    """Ten questions, each with its ticks and a line of text, and which units the answers are of."""

    customers_unit = PickField(
        _l("お客様の情報を扱う部門"), _l("お客様の情報を扱う部門を選んでください。")
    )
    office_unit = PickField(
        _l("採用や給与を扱う部門"), _l("採用や給与を扱う部門を選んでください。")
    )

    def offer(self) -> None:
        """The open units of which the reader may enter anything; a single one is chosen."""
        mine = [each for each in people.units() if me().sees_all or each.id in me().unit_ids]
        offered = [(each.id, each.name) for each in mine]
        for each in (self.customers_unit, self.office_unit):
            each.offer(offered, empty=len(offered) != 1)

    @property
    def parts(self) -> list[tuple[LazyString, list[tuple[Asked, Any, Any]]]]:
        """The questions under their headings, each with its ticks and its line."""
        return [
            (words, [(QUESTIONS[each], self[each.value], self[line_of(each)]) for each in its])
            for words, its in PARTS
        ]

    @property
    def answers(self) -> Answers:
        """What was answered, once it was found right."""
        ticks = {Tick(told) for each in QUESTIONS for told in self[each.value].data or ()}
        return Answers(ticks, {each: self[line_of(each)].data or "" for each in QUESTIONS})

    @property
    def units(self) -> Units:
        return Units(self.customers_unit.data, self.office_unit.data)


class Consistent:
    """Nobody says that there is nothing, or that they do not know, and says what."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def __call__(self, _form: Form, field: TicksField) -> None:
        known = {each.value for each in QUESTIONS[self.question].ticks}
        if contradicts(self.question, {Tick(each) for each in field.data or () if each in known}):
            raise StopValidation(
                _l("「頼んでいない」「渡さない」「分からない」は、ほかの答えと一緒には選べません。")
            )


def line_of(question: Question) -> str:
    """What the field for a question's line of text is called."""
    return f"{question}_words"


def _ticks(question: Question, asked: Asked) -> TicksField:
    offered = [SelectChoice(each.value, _l(words)) for each, words in asked.ticks.items()]
    checks = [*([Filled(_l(asked.must))] if asked.must else []), Consistent(question)]
    label = _l("%(number)s. %(words)s", number=question.number, words=_l(asked.sentence))
    return TicksField(label, choices=offered, validators=checks)


for _question, _asked in QUESTIONS.items():
    setattr(QuestionsForm, _question.value, _ticks(_question, _asked))
    setattr(QuestionsForm, line_of(_question), LineField(_l(_asked.more)))


class ProposedForm(Form):
    """Which of the proposed entries are drafted, whether with their risks, and what tells this
    proposal from another."""

    chosen = TicksField(_l("下書きにする個人情報"), validate_choice=False)
    risks = BooleanField(_l("代表的なリスクと対策も下書きにする"))
    seal = HiddenField(validators=[AtMost(64)])
