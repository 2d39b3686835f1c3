"""The rows of a file of questions: each becomes a question, or what is wrong with it is told."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from unicodedata import normalize

from pms_tracker.check.rules import checklist_rules
from pms_tracker.check.rules.checklist_rules import LONGEST_HINT, LONGEST_QUESTION, Method
from pms_tracker.sheets.sheet_lines import Lines, Problem, one_line, plain_number, several_lines

LONGEST_REQUIREMENT = 80
# The set that a bare J-number means.
J_ITEMS = "j-items"


class Column(StrEnum):
    """What a file holds of each question; 要求事項, 質問, 確認方法, 着眼点, 証拠の例."""

    REQUIREMENT = "requirement"
    QUESTION = "question"
    METHODS = "methods"
    HINT = "hint"
    GOOD_EVIDENCE = "good_evidence"


METHODS = {
    **dict.fromkeys(("文書", "書類", "document", "documents"), Method.DOCUMENT),
    **dict.fromkeys(("ヒアリング", "聞き取り", "interview"), Method.INTERVIEW),
    **dict.fromkeys(("現場", "現地", "onsite"), Method.ON_SITE),
}


@dataclass(frozen=True)
class Question:
    """A question as a template keeps it; `requirement` names what it is about, as files do."""

    requirement: str
    question: str
    methods: str = ""
    hint: str = ""
    good_evidence: str = ""
    line: int = field(default=0, compare=False)


def requirement_name(text: str) -> str:
    """A requirement's name as files have it: `j-items J.9.2`, also for a bare J.9.2."""
    family, _, number = one_line(normalize("NFKC", text)).rpartition(" ")
    number = plain_number(number)
    if not family and number.upper().startswith("J."):
        family = J_ITEMS
    return f"{family} {number}".strip()


def read_methods(text: str) -> str | None:
    """Methods as they are stored, from however they are written; None for one there is none of."""
    words = re.split(r"[・·、,;/\n+]", normalize("NFKC", text).casefold())
    plain = [re.sub(r"[\s_-]", "", word) for word in words]
    named = [METHODS.get(word) for word in plain if word]
    known = [each for each in named if each is not None]
    return checklist_rules.joined(known) if len(known) == len(named) else None


class QuestionRows(Lines[Column]):
    """Takes the rows of a file and keeps its questions."""

    headings: ClassVar = {
        **dict.fromkeys(
            ("要求事項", "項番", "番号", "requirement", "requirements", "clause"),
            Column.REQUIREMENT,
        ),
        **dict.fromkeys(("質問", "確認内容", "確認事項", "question"), Column.QUESTION),
        **dict.fromkeys(("確認方法", "方法", "methods", "method"), Column.METHODS),
        **dict.fromkeys(("着眼点", "手掛かり", "ヒント", "whattolookfor", "hint"), Column.HINT),
        **dict.fromkeys(
            ("証拠の例", "よい証拠", "証跡", "証拠", "examplesofevidence", "goodevidence"),
            Column.GOOD_EVIDENCE,
        ),
    }
    needed = ((Column.REQUIREMENT, "要求事項"), (Column.QUESTION, "質問"))
    unknown = Problem.HEADING_UNKNOWN

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self._lines: dict[tuple[str, str], int] = {}

    def keep(self, line: int, texts: Mapping[Column, str], *, sound: bool) -> None:
        """Make a question of a row, or tell all that is wrong with it."""
        methods = read_methods(texts.get(Column.METHODS, ""))
        question = Question(
            requirement_name(texts.get(Column.REQUIREMENT, "")),
            several_lines(_unquoted(texts.get(Column.QUESTION, ""))),
            methods or "",
            one_line(_unquoted(texts.get(Column.HINT, ""))),
            one_line(_unquoted(texts.get(Column.GOOD_EVIDENCE, ""))),
            line,
        )
        before = len(self.troubles)
        if methods is None:
            self.refuse(line, Problem.METHOD_UNKNOWN, texts[Column.METHODS])
        self._judge(question)
        if sound and len(self.troubles) == before:
            self.questions.append(question)

    def _judge(self, asked: Question) -> None:
        key = asked.requirement, asked.question
        if not asked.requirement:
            self.refuse(asked.line, Problem.REQUIREMENT_MISSING, asked.question)
        if not asked.question:
            self.refuse(asked.line, Problem.QUESTION_MISSING, asked.requirement)
        elif key in self._lines:
            self.refuse(asked.line, Problem.QUESTION_TWICE, asked.question, self._lines[key])
        self._lines.setdefault(key, asked.line)
        if len(asked.requirement) > LONGEST_REQUIREMENT:
            self.refuse(asked.line, Problem.REQUIREMENT_UNKNOWN, asked.requirement)
        if len(asked.question) > LONGEST_QUESTION:
            self.refuse(asked.line, Problem.QUESTION_TOO_LONG, asked.question, LONGEST_QUESTION)
        if max(len(asked.hint), len(asked.good_evidence)) > LONGEST_HINT:
            self.refuse(asked.line, Problem.HINT_TOO_LONG, asked.hint, LONGEST_HINT)


def _unquoted(text: str) -> str:
    """A text without the mark that our own files put before what looks like a formula."""
    return text[1:] if re.match(r"'[=+\-@＝＋－＠]", text) else text
