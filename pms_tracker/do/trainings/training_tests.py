"""The comprehension test (理解度テスト) as it is asked: on the screen, and by a personal link to
whoever has no account; and what came of a try, question by question."""

from collections.abc import Mapping

from pms_tracker.database import session
from pms_tracker.do.rules.training import quiz_rules
from pms_tracker.do.rules.training.quiz_rules import FALSE, TRUE, Asks, QuizQuestion
from pms_tracker.do.rules.training.training_rules import OPEN, By
from pms_tracker.do.tables.training_tables import TrainingAssignment, TrainingTry
from pms_tracker.do.trainings import enrolments
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Person
from pms_tracker.questionnaires import answering, questionnaire_rules
from pms_tracker.questionnaires.askers import Asker, Marked, Outcome, Subject, Taught, in_both
from pms_tracker.questionnaires.questionnaire_rules import Ask, Option, Purpose, Question, Said
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.trail import record_numbers, trail

BOTH: Mapping[str, Words] = {TRUE: N_("正しい"), FALSE: N_("誤り")}
# What stands between answers in a list, by the language they are shown in.
JOINTS = {"ja": "、", "en": ", "}


def options(question: QuizQuestion) -> tuple[Option, ...]:
    """What a question offers; the firm's own words are in the language it wrote them in."""
    if question.asks is Asks.TRUE_FALSE:
        return tuple(Option(key, in_both(words)) for key, words in BOTH.items())
    return tuple(
        Option(key, Said(words)) for key, words in zip(question.keys, question.options, strict=True)
    )


def as_asked(questions: tuple[QuizQuestion, ...]) -> tuple[Question, ...]:
    """The questions as a form of questions has them."""
    return tuple(
        Question(
            each.key,
            Said(each.text),
            Ask.SEVERAL if each.asks is Asks.SEVERAL else Ask.ONE_OF,
            options(each),
            alerts=False,
        )
        for each in questions
    )


def values(answers: questionnaire_rules.Answers) -> dict[str, str]:
    """Answers of a form of questions, by the keys of the questions."""
    return {key: each.value for key, each in answers.items()}


def outcome(row: TrainingAssignment, made: TrainingTry, language: str) -> Outcome:
    """What came of a try, as it is said to whoever took it; what is right is said once it is of no
    more use: after the last try, or where it was passed."""
    training, run = enrolments.of(row)
    left = _left(row)
    marked = tuple(
        _marked(each, made, language, tells=made.passed or not left)
        for each in enrolments.questions(run)
        if made.answers
    )
    return Outcome(made.percent, training.pass_mark, made.passed, left, marked)


def _left(row: TrainingAssignment) -> int:
    training, _run = enrolments.of(row)
    return training.tries + row.more_tries - row.tries if row.state in OPEN else 0


def _marked(question: QuizQuestion, made: TrainingTry, language: str, *, tells: bool) -> Marked:
    words = {each.key: each.words.said(language) for each in options(question)}
    joint = JOINTS[language]
    picked = quiz_rules.chosen(made.answers.get(question.key, ""))
    return Marked(
        question.text,
        joint.join(words[key] for key in question.keys if key in picked),
        question.key not in made.missed,
        joint.join(words[key] for key in question.right) if tells else "",
        question.why,
    )


def _find(about: Reference, by: Viewer) -> Subject:
    """What is asked of an assignment whose test is open. Raises NotFound, also where a test would
    be the reader's own, or there is none."""
    row = enrolments.by_reference(about, seen_by=by)
    training, run = enrolments.of(row)
    if row.state not in OPEN or not enrolments.is_under_way(row) or not run.questions:
        raise NotFound("no_such_record", reference=str(about))
    if not enrolments.may_record(row, by):
        raise NotFound("no_such_record", reference=str(about))
    person = session.get_one(Person, row.person_id)
    asked = as_asked(enrolments.questions(run))
    return Subject(
        *(training.title, asked, person.name, person.mail or ""),
        *(row.due_on, person.language.value),
    )


def of_link(made: Questionnaire, *, for_update: bool = False) -> TrainingAssignment:
    """The assignment that a link is about; whoever holds the link may know of it."""
    about = parse_reference(made.about)
    if about is None:
        raise NotFound("no_such_record", reference=made.about)
    its = record_numbers.named(
        *(about, Kind.TRAINING_ASSIGNMENT),
        *(TrainingAssignment.fiscal_year, TrainingAssignment.number),
    )
    return record_numbers.find(TrainingAssignment, about, its, for_update=for_update)


def _received(made: Questionnaire) -> None:
    """Keep what was answered by a link as a try. Raises RuleBroken once nothing more is asked."""
    row = of_link(made, for_update=True)
    answers = values(questionnaire_rules.unpacked_answers(made.answers))
    kept = enrolments.tested(row, answers, By.LINK)
    answering.settle(made)
    changes = {"test_percent": (None, kept.percent), "test_passed": (None, kept.passed)}
    trail.note(row.reference, "training_tested", by=trail.SYSTEM, changes=changes)


def _outcome(made: Questionnaire, language: str) -> Outcome:
    row = of_link(made)
    return outcome(row, enrolments.tries_of(row)[-1], language)


def _before(made: Questionnaire) -> Taught:
    """What is taught, as it was when the training began, and what it takes to pass."""
    row = of_link(made)
    training, run = enrolments.of(row)
    text = "\n".join(filter(None, [run.text, "" if run.address else run.link]))
    files = tuple(enrolments.material(run))
    return Taught(text, run.address, run.course_reference, files, training.pass_mark, _left(row))


def _has_left(made: Questionnaire) -> bool:
    """Whether it was sent to somebody whose last day is over: what is taught is the firm's own."""
    return people.has_left(session.get_one(Person, of_link(made).person_id))


ASKER = Asker(
    Kind.TRAINING_ASSIGNMENT,
    Purpose.COMPREHENSION,
    Permission.KEEP_REGISTERS,
    _find,
    received=_received,
    outcome=_outcome,
    before=_before,
    over=_has_left,
)
