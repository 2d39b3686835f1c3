"""Rules of comprehension tests (理解度テスト): questions as they are frozen, answers, scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pms_tracker.kernel.errors import BadInput
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
