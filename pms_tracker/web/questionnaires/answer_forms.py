"""The form of a questionnaire as outsiders fill it in: made of its frozen questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import Field, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import BadInput
from pms_tracker.questionnaires import questionnaire_rules as rules
from pms_tracker.questionnaires.questionnaire_rules import Answer, Answers, Ask, Question, Yes
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.questionnaires.answer_cookies import LinkCSRF
from pms_tracker.web.words.labels import label

SUBMIT, AGAIN = "submit", "again"


Form = TypeVar("Form", bound="QuestionsForm")


class QuestionsForm(shared.Form):
    """What all of them share; the questions' own fields are added by `of`."""

    asked: tuple[Question, ...] = ()

    @property
    def answers(self) -> dict[str, Answer]:
        """What was typed, by question."""
        return {
            each.key: Answer(_typed(self._value(at)), _typed(self[f"note_{at}"].data))
            for at, each in enumerate(self.asked)
        }

    def _value(self, at: int) -> str:
        if self.asked[at].ask is Ask.FILE:
            return ""
        told = self[f"value_{at}"].data or ""
        return rules.BETWEEN.join(told) if isinstance(told, list) else str(told)

    def place(self, at: int) -> Field:
        """The field beside which something about a question is said."""
        return self[f"files_{at}" if self.asked[at].ask is Ask.FILE else f"value_{at}"]

    def is_kept(self) -> bool:
        """Whether it may be kept as a draft; what may not is said beside its question."""
        answers = self.answers
        return self._judged(lambda each, _at: rules.check_kept(each, answers[each.key]))

    def is_whole(self, files: Mapping[str, Sequence[EvidenceFile]]) -> bool:
        """Whether it may be handed in; what is missing is said beside its question."""
        answers = self.answers

        def check(each: Question, _at: int) -> None:
            rules.check_whole(each, answers[each.key], len(files.get(each.key, ())))

        return self._judged(check)

    def _judged(self, check: Any) -> bool:
        checks = [
            (self.place(at), lambda each=each, at=at: check(each, at))
            for at, each in enumerate(self.asked)
        ]
        right = self.judged(*checks)
        if not right:
            self.status = 400
        return right

    def refuse_files(self, at: int, refusal: BadInput, words: str) -> None:
        """Say beside a question why its files are not taken."""
        status = 413 if refusal.key == "file_too_large" else 400
        self.refuse(words, status, self.place(at))


class AnswerForm(QuestionsForm):
    """One that came by a link, and belongs to it."""

    class Meta:
        csrf = True
        csrf_class = LinkCSRF
        csrf_context = ""


def _typed(text: object) -> str:
    return shared.as_written(str(text or "")).strip()


@dataclass(frozen=True)
class Row:
    """One question on the page: its fields, its files, and what was answered the time before."""

    number: int
    question: Question
    words: str
    value: Field | None
    note: Field
    files: Field | None
    attached: Sequence[EvidenceFile]
    before: str

    @cached_property
    def faulty(self) -> bool:
        return any(each.errors for each in (self.value, self.note, self.files) if each is not None)


def of(
    questions: tuple[Question, ...], language: str, digest: str, draft: Answers | None = None
) -> AnswerForm:
    """The form of these questions, filled with a draft, or with what was sent."""
    given: dict[str, Any] = {"meta": {"csrf_context": digest}}
    if draft is not None:
        given |= {"formdata": None, "data": _drafted(questions, draft)}
    made: AnswerForm = asking(AnswerForm, questions, language)(**given)
    require(made)
    return made


def require(form: QuestionsForm) -> None:
    """Say of each question whether it is to be answered."""
    for at, each in enumerate(form.asked):
        form.place(at).flags.required = each.needed


def _drafted(questions: Sequence[Question], draft: Answers) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for at, each in enumerate(questions):
        if each.key in draft:
            told = draft[each.key]
            several = each.ask is Ask.SEVERAL
            data[f"value_{at}"] = list(rules.chosen(each, told)) if several else told.value
            data[f"note_{at}"] = told.note
    return data


def asking(base: type[Form], questions: tuple[Question, ...], language: str) -> type[Form]:
    """A form that asks these questions, in a language: each by its number, as results name it."""
    fields: dict[str, Any] = {"asked": questions}
    for at, each in enumerate(questions):
        words = f"{at + 1}. {each.words.said(language)}"
        if each.ask is Ask.FILE:
            fields[f"files_{at}"] = MultipleFileField(words)
        else:
            fields[f"value_{at}"] = _field(each, words, language)
        note = _l("補足") if each.ask is not Ask.FILE else _l("添付できない場合の理由")
        fields[f"note_{at}"] = StringField(note)
    return type("AskingForm", (base,), fields)


def _field(question: Question, words: str, language: str) -> Field:
    if question.ask is Ask.TEXT:
        return TextAreaField(words, render_kw={"rows": 4})
    offered = (
        [SelectChoice(each.value, label(each)) for each in Yes]
        if question.ask is Ask.YES_NO
        else [SelectChoice(each.key, each.words.said(language)) for each in question.options]
    )
    if question.ask is Ask.SEVERAL:
        return shared.TicksField(words, choices=offered, validate_choice=False)
    # What is chosen is judged by the rule, which says so beside the question.
    return RadioField(words, choices=offered, validate_choice=False)


def rows(
    form: AnswerForm, language: str, files: Mapping[str, Sequence[EvidenceFile]], before: Answers
) -> list[Row]:
    """The questions as the page shows them."""
    return [
        Row(
            at + 1,
            each,
            each.words.said(language),
            None if each.ask is Ask.FILE else form[f"value_{at}"],
            form[f"note_{at}"],
            form[f"files_{at}"] if each.ask is Ask.FILE else None,
            files.get(each.key, ()),
            said(each, before.get(each.key), language),
        )
        for at, each in enumerate(form.asked)
    ]


def said(question: Question, answer: Answer | None, language: str) -> str:
    """An answer as people read it; empty where there is none."""
    if answer is None or not answer.value:
        return ""
    if question.ask is Ask.YES_NO:
        return label(Yes(answer.value)) if answer.value in set(Yes) else ""
    words = {each.key: each.words.said(language) for each in question.options}
    return "、".join(words.get(each, each) for each in rules.chosen(question, answer))


def stale_words() -> str:
    """What is said of a form that is not of the link in the cookie."""
    return gettext(
        "このページは、いまのリンクのものではありません。メールのリンクから開き直してください。"
    )
