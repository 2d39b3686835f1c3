"""Questions to a contractor by a link: the sheet for its trade, and its answers as a draft of an
evaluation."""

import re

from pms_tracker import clock
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluation_fields import ANSWERS, QUESTIONS, SHEET_FOR
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.rules.evaluation_rules import (
    SHEETS,
    Answer as Level,
    Kind as EvaluationKind,
    Method,
    Question as Asked,
    SheetId,
)
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.questionnaires import answering, questionnaire_rules as rules, questionnaires
from pms_tracker.questionnaires.askers import Asker, Subject, in_both
from pms_tracker.questionnaires.questionnaire_rules import Ask, Option, Purpose, Question
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.registers import entries

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# What is asked beside the sheet of a trade.
PROOF, MORE = "proof", "more"
LONGEST_NOTE = 2_000


def questions(sheet: SheetId) -> tuple[Question, ...]:
    """What a sheet asks, as it is frozen: each with the answers that an evaluation counts."""
    offered = tuple(Option(level.value, in_both(words)) for level, words in ANSWERS.items())
    return (
        *(
            Question(each.value, in_both(QUESTIONS[each]), Ask.ONE_OF, offered)
            for each in SHEETS[sheet].questions
        ),
        Question(
            *(PROOF, in_both(N_("根拠となる資料（規程、認証の登録証の写しなど）")), Ask.FILE),
            needed=False,
        ),
        Question(MORE, in_both(N_("そのほか、お知らせいただくこと")), Ask.TEXT, needed=False),
    )


def find(about: Reference, by: Viewer) -> Subject:
    """What a contractor is asked, by its trade. Raises NotFound."""
    row = entries.find(CONTRACTORS, about, seen_by=by)
    if row.struck:
        raise NotFound("no_such_record", reference=str(about))
    contact = CONTRACTORS.field("contact").of(row)
    mail = MAIL.search(contact)
    return Subject(row.name, questions(SHEET_FOR[row.trade]), mail=mail[0] if mail else "")


def take(made: Questionnaire, by: Viewer) -> str:
    """Enter what a contractor answered as a draft of its evaluation, which somebody judges and
    another approves; its files come along. Raises RuleBroken where its sheet is none of ours."""
    about = parse_reference(made.about)
    assert about is not None
    row = entries.find(CONTRACTORS, about, seen_by=by)
    answers = rules.unpacked_answers(made.answers)
    sheet = _sheet(made, SHEET_FOR[row.trade])
    again = row.evaluated_on is not None
    values = {
        "contractor": (made.about,),
        "kind": EvaluationKind.AGAIN if again else EvaluationKind.FIRST,
        "evaluated_on": clock.today(),
        "methods": (Method.PAPER,),
        "sheet": sheet,
        "note": _note(made, answers),
        **{
            each.value: Level(answers[each.value].value)
            for each in SHEETS[sheet].questions
            if answers.get(each.value, rules.NOTHING).value
        },
    }
    draft = entries.enter(EVALUATIONS, values, by=by)
    called = EVALUATIONS.name_of(draft)
    for files in answering.files_of(made).values():
        for file in files:
            evidence.carry(file, called, by=by, step="")
    return called


def _sheet(made: Questionnaire, likely: SheetId) -> SheetId:
    """The sheet that was asked, by its questions."""
    asked = {each.key for each in questionnaires.questions(made)} & set(Asked)
    for each in (likely, *SHEETS):
        if set(SHEETS[each].questions) == asked:
            return each
    raise RuleBroken("questionnaire_not_taken")


def _note(made: Questionnaire, answers: rules.Answers) -> str:
    """Remarks beside the answers, question by question; what is too long stands there whole."""
    lines = [made.reference]
    for each in questionnaires.questions(made):
        told = answers.get(each.key, rules.NOTHING)
        words = [told.value if each.ask is Ask.TEXT else "", told.note]
        said = " ".join(filter(None, words))
        if said:
            lines.append(f"{each.words.ja}：{said}")
    whole = "\n".join(lines)
    return whole if len(whole) <= LONGEST_NOTE else f"{whole[: LONGEST_NOTE - 1]}…"


ASKER = Asker(Kind.CONTRACTOR, Purpose.CONTRACTOR, Permission.KEEP_REGISTERS, find, take)
