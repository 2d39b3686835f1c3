"""Rules of comprehension tests (理解度テスト): questions as they are frozen, answers, scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.errors import BadInput, RuleBroken
from pms_tracker.kernel.my_number import holds_my_number

MOST_OPTIONS, MOST_QUESTIONS = 8, 50
LONGEST, LONGEST_OPTION = 1_000, 300
BETWEEN = ","


class Asks(StrEnum):
    """What kind of answer a question takes."""

    TRUE_FALSE = "true_false"
    ONE = "one"
    SEVERAL = "several"


TRUE, FALSE = "true", "false"


@dataclass(frozen=True)
class QuizQuestion:
    """A question with what it offers and which of that is right, by keys; why, and which item or
    rule it is about."""

    key: str
    text: str
    asks: Asks
    options: tuple[str, ...]
    right: tuple[str, ...]
    why: str = ""
    about: str = ""

    @property
    def number(self) -> int:
        """The number of its key, by which pages know it."""
        return int(self.key[1:])

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of what is offered."""
        if self.asks is Asks.TRUE_FALSE:
            return TRUE, FALSE
        return tuple(str(number) for number in range(1, len(self.options) + 1))

    def packed(self) -> dict[str, Any]:
        """As it is frozen when a training begins."""
        return {
            **{"key": self.key, "text": self.text, "asks": self.asks.value, "why": self.why},
            **{"options": list(self.options), "right": list(self.right), "about": self.about},
        }


def unpacked(rows: Sequence[Mapping[str, Any]]) -> tuple[QuizQuestion, ...]:
    return tuple(
        QuizQuestion(
            *(row["key"], row["text"], Asks(row["asks"]), tuple(row["options"])),
            *(tuple(row["right"]), row["why"], row["about"]),
        )
        for row in rows
    )


class Differs(StrEnum):
    """How a question of a draft differs from what is in force."""

    SAME = "same"
    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


def compared(
    before: Sequence[QuizQuestion], after: Sequence[QuizQuestion]
) -> list[tuple[QuizQuestion, Differs]]:
    """The questions of a draft, each with how it differs, and behind them those that it drops."""
    was = {each.key: each for each in before}
    kept = {each.key for each in after}

    def how(each: QuizQuestion) -> Differs:
        if each.key not in was:
            return Differs.ADDED
        return Differs.SAME if was[each.key] == each else Differs.CHANGED

    gone = [(each, Differs.REMOVED) for each in before if each.key not in kept]
    return [*((each, how(each)) for each in after), *gone]


def next_key(*known: Sequence[QuizQuestion]) -> str:
    """The key of one more question, which none of those that are known has."""
    return f"q{max((each.number for its in known for each in its), default=0) + 1}"


def check_number(questions: Sequence[QuizQuestion]) -> None:
    """Raises RuleBroken for more questions than a test has."""
    if len(questions) > MOST_QUESTIONS:
        raise RuleBroken("quiz_questions", most=MOST_QUESTIONS)


def check(question: QuizQuestion) -> None:
    """Raises BadInput for a question without words, without something to choose or a right answer,
    or which holds an individual number."""
    if not question.text.strip():
        raise BadInput("quiz_question_empty")
    choosing = question.asks is not Asks.TRUE_FALSE
    if choosing and not 2 <= len(question.options) <= MOST_OPTIONS:
        raise BadInput("quiz_question_options", most=MOST_OPTIONS)
    several = question.asks is Asks.SEVERAL
    right = set(question.right)
    if not right or right - set(question.keys) or (len(right) > 1 and not several):
        raise BadInput("quiz_question_right")
    texts = (question.text, question.why, *question.options)
    if any(map(holds_my_number, texts)):
        raise BadInput("entry_my_number")
    longest = max(map(len, question.options), default=0)
    if max(map(len, texts)) > LONGEST or longest > LONGEST_OPTION:
        raise BadInput("entry_too_long", longest=LONGEST)


# What a line of typed options begins with that is right.
MARKS = "*＊○〇◯◎"
MARK = "*"


def read_options(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Options as they are typed, one a line, and the keys of those that are marked as right."""
    lines = [each.strip() for each in text.splitlines() if each.strip()]
    marked = tuple(str(at) for at, each in enumerate(lines, 1) if each[0] in MARKS)
    return tuple(each.lstrip(MARKS).strip() for each in lines), marked


def typed_options(question: QuizQuestion) -> str:
    """Options as they are typed."""
    lines = zip(question.keys, question.options, strict=False)
    return "\n".join(f"{MARK} {each}" if key in question.right else each for key, each in lines)


def chosen(value: str) -> frozenset[str]:
    """The keys of what was chosen, as an answer is kept."""
    return frozenset(each for each in value.split(BETWEEN) if each)


def wrong(questions: Sequence[QuizQuestion], answers: Mapping[str, str]) -> list[str]:
    """The keys of the questions that were not answered right; one of several only whole."""
    return [each.key for each in questions if chosen(answers.get(each.key, "")) != set(each.right)]


def percent(questions: Sequence[QuizQuestion], answers: Mapping[str, str]) -> int:
    """The score out of 100, rounded down."""
    if not questions:
        return 0
    return 100 * (len(questions) - len(wrong(questions, answers))) // len(questions)
