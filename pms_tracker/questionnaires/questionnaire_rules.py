"""Rules of questionnaires, pure: questions as they are frozen, answers, standings, reminders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.kernel.words import N_, Words


class Purpose(StrEnum):
    """What a questionnaire is for."""

    CONTRACTOR = "contractor"
    COMPREHENSION = "comprehension"


class Ask(StrEnum):
    """What kind of answer a question takes."""

    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SEVERAL = "several"
    TEXT = "text"
    FILE = "file"


class Yes(StrEnum):
    """Answers to a question of yes or no."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Standing(StrEnum):
    """Where a questionnaire stands, as its days alone say."""

    SENT = "sent"
    OPENED = "opened"
    BEGUN = "begun"
    SUBMITTED = "submitted"
    TAKEN = "taken"
    CLOSED = "closed"
    EXPIRED = "expired"
    REVOKED = "revoked"


# What was answered is taken at once, and may be answered again as long as it asks for that.
BY_ITSELF = frozenset({Purpose.COMPREHENSION})
# Between the keys of several answers to one question.
BETWEEN = ","
# What letters and pages call a purpose.
PURPOSES: Mapping[Purpose, Words] = {
    Purpose.CONTRACTOR: N_("個人情報の取扱いに関する確認"),
    Purpose.COMPREHENSION: N_("個人情報保護の理解度の確認"),
}
# Customary all of them; no law counts these days. A link is of use for so long after its due day.
GRACE = timedelta(days=7)
LATEST = timedelta(days=180)
REMINDERS = (7, 3, 1)
# What was answered is looked at within a working week.
TO_TAKE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
LONGEST, LONGEST_NOTE = 2_000, 500
MOST_QUESTIONS, MOST_FILES, MOST_TRIED = 200, 10, 30
JA, EN = "ja", "en"


@dataclass(frozen=True)
class Said:
    """A sentence in Japanese and, where there is one, in English."""

    ja: str
    en: str = ""

    def said(self, language: str) -> str:
        return self.en if language == EN and self.en else self.ja


@dataclass(frozen=True)
class Option:
    """One of the answers that a question offers."""

    key: str
    words: Said


@dataclass(frozen=True)
class Question:
    """One question; `key` stays the same from year to year, so that answers are set side by side.

    Without `needed` it may be left open. A `no` to one that `alerts` is told at once, whether it is
    one of yes and no or of options of its own, of which one has that key.
    """

    key: str
    words: Said
    ask: Ask = Ask.YES_NO
    options: tuple[Option, ...] = ()
    needed: bool = True
    alerts: bool = True

    def packed(self) -> dict[str, Any]:
        """As it is frozen with the link."""
        return {
            **{"key": self.key, "ja": self.words.ja, "en": self.words.en, "ask": self.ask.value},
            "options": [[each.key, each.words.ja, each.words.en] for each in self.options],
            **{"needed": self.needed, "alerts": self.alerts},
        }


@dataclass(frozen=True)
class Answer:
    """What was answered to one question: the key of what was chosen, or a text; and a note."""

    value: str = ""
    note: str = ""


Answers = Mapping[str, Answer]
NOTHING = Answer()


def unpacked(rows: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Questions as they were when they were frozen."""
    return tuple(
        Question(
            row["key"],
            Said(row["ja"], row["en"]),
            Ask(row["ask"]),
            tuple(Option(key, Said(ja, en)) for key, ja, en in row["options"]),
            needed=row["needed"],
            alerts=row["alerts"],
        )
        for row in rows
    )


def packed_answers(answers: Answers) -> dict[str, list[str]]:
    """Answers as they are kept; what was left open leaves no key."""
    return {key: [each.value, each.note] for key, each in answers.items() if each != NOTHING}


def unpacked_answers(kept: Mapping[str, Sequence[str]] | None) -> dict[str, Answer]:
    return {key: Answer(value, note) for key, (value, note) in (kept or {}).items()}


def check_questions(questions: Sequence[Question]) -> None:
    """Raises RuleBroken for none or too many, for two of one key, or for a choice without any."""
    keys = [each.key for each in questions]
    choosing = (Ask.ONE_OF, Ask.SEVERAL)
    wrong = any(each.ask in choosing and len(each.options) < 2 for each in questions)
    if not 0 < len(keys) <= MOST_QUESTIONS or len(set(keys)) != len(keys) or wrong:
        raise RuleBroken("questionnaire_without_questions", most=MOST_QUESTIONS)


def check_due(due_on: date, today: date) -> None:
    """Raises BadInput for a day that has passed or lies too far ahead."""
    if not today <= due_on <= today + LATEST:
        raise BadInput("questionnaire_due", last=today + LATEST)


def check_recipient(name: str, mail: str) -> None:
    """Raises BadInput where nobody is named, or no single address is given."""
    if not name.strip():
        raise BadInput("questionnaire_to_nobody")
    local, at, host = mail.rpartition("@")
    if not (local and at and "." in host) or any(each.isspace() or each in ",;<>" for each in mail):
        raise BadInput("questionnaire_mail")


def check_kept(question: Question, answer: Answer) -> None:
    """What even a draft must be. Raises BadInput for what is too long, none of what was offered,
    or holds a 個人番号."""
    offered = choices(question)
    if offered and set(chosen(question, answer)) - set(offered):
        raise BadInput("questionnaire_choice")
    longest = 0 if question.ask is Ask.FILE else LONGEST
    for text, most in ((answer.value, longest), (answer.note, LONGEST_NOTE)):
        if len(text) > most:
            raise BadInput("entry_too_long", longest=most)
        if holds_my_number(text):
            raise BadInput("entry_my_number")


def check_whole(question: Question, answer: Answer, files: int) -> None:
    """What is handed in answers each question that needs it. Raises BadInput."""
    if not question.needed:
        return
    if question.ask is Ask.FILE:
        if not files and not answer.note.strip():
            raise BadInput("questionnaire_file_or_why")
    elif not answer.value.strip():
        raise BadInput("questionnaire_unanswered")


def choices(question: Question) -> tuple[str, ...]:
    """The keys of what may be chosen, if anything."""
    if question.ask is Ask.YES_NO:
        return tuple(Yes)
    is_chosen = question.ask in (Ask.ONE_OF, Ask.SEVERAL)
    return tuple(each.key for each in question.options) if is_chosen else ()


def chosen(question: Question, answer: Answer) -> tuple[str, ...]:
    """The keys of what was chosen."""
    several = question.ask is Ask.SEVERAL
    return tuple(filter(None, answer.value.split(BETWEEN) if several else [answer.value]))


def said_no(questions: Sequence[Question], answers: Answers) -> tuple[str, ...]:
    """The keys of the questions to which somebody answered no, of those that are told at once."""
    offered = (each for each in questions if each.alerts and Yes.NO in choices(each))
    return tuple(
        each.key for each in offered if answers.get(each.key, NOTHING).value == Yes.NO.value
    )


def changed(questions: Sequence[Question], answers: Answers, before: Answers) -> frozenset[str]:
    """The keys of what is answered otherwise than the time before, where it was asked then."""
    return frozenset(
        each.key
        for each in questions
        if each.key in before
        and each.ask is not Ask.FILE
        and answers.get(each.key, NOTHING).value != before[each.key].value
    )


@dataclass(frozen=True)
class Days:
    """What of a questionnaire its standing follows from."""

    due_on: date
    opened: bool = False
    begun: bool = False
    submitted: bool = False
    taken: bool = False
    closed: bool = False
    revoked: bool = False
    last_on: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "last_on", self.due_on + GRACE)


def standing(days: Days, today: date) -> Standing:
    """Where a questionnaire stands on a day."""
    ended = (
        (days.closed, Standing.CLOSED),
        (days.taken, Standing.TAKEN),
        (days.revoked, Standing.REVOKED),
        (days.submitted, Standing.SUBMITTED),
        (today > days.last_on, Standing.EXPIRED),
        (days.begun, Standing.BEGUN),
        (days.opened, Standing.OPENED),
    )
    return next((each for is_so, each in ended if is_so), Standing.SENT)


def opens(days: Days, today: date) -> bool:
    """Whether its link still opens anything: never once it was revoked or its days are over."""
    return not days.revoked and today <= days.last_on


def takes_answers(days: Days, today: date) -> bool:
    """Whether answers may still be given."""
    return opens(days, today) and not days.submitted


def reminder(due_on: date, today: date) -> int | None:
    """Which reminder a day is for: the last whose day has come, in days before the due day; None
    before the first and after the due day."""
    left = (due_on - today).days
    reached = [each for each in REMINDERS if left <= each]
    return min(reached) if reached and left >= 0 else None


def reminder_ahead() -> timedelta:
    """How long before its due day the first reminder comes."""
    return timedelta(days=max(REMINDERS))


def reminds(due_on: date, today: date, reminded: int | None) -> int | None:
    """The reminder that is still to be sent on a day, if any; an earlier one is not made up for."""
    stage = reminder(due_on, today)
    return stage if stage is not None and (reminded is None or stage < reminded) else None
