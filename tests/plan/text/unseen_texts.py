"""Fictional policies in the layouts of `unseen/`, each with its tree marked in it by hand.

A line that begins a clause says its depth before `|` and ends its label with `¦`; `0|` begins what
follows the last clause. A caption above an article begins the clause, and the label stands in the
line below; what a mail sets before each line is part of the text. Facts of the text stand above it
(`:enacted 2020-01-31`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pms_tracker.plan.text.policy_text import PolicyText

HERE = Path(__file__).parent / "unseen"
_QUOTED = re.compile(r"^(?:\s*[>＞|])+", re.M)
_BEGINS = re.compile(r"(?:(?P<depth>[0-9])\|)?(?P<rest>.*)", re.S)


@dataclass(frozen=True)
class Expected:
    """One clause as a person reads it: depth, label, and its words without blanks and marks."""

    depth: int
    label: str
    words: str


@dataclass
class Unseen:
    """A text of a layout and what is to be read in it."""

    layout: str
    name: str
    text: str = ""
    clauses: list[Expected] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)
    closing: str = ""


def texts(*layouts: str) -> list[Unseen]:
    """Every text of these layouts (of all files without any)."""
    files = [HERE / f"{layout}.txt" for layout in layouts] or sorted(HERE.glob("*.txt"))
    return [each for file in files for each in _of_file(file)]


def _of_file(file: Path) -> Iterator[Unseen]:
    for part in re.split(r"^=== ", file.read_text(encoding="utf-8"), flags=re.M)[1:]:
        name, _, rest = part.partition("\n")
        yield marked(file.stem, name, rest)


def marked(layout: str, name: str, written: str) -> Unseen:
    """Take the marks out of a text; what they said is what is expected of it."""
    made = Unseen(layout, name)
    parts: list[tuple[int, list[str]]] = []
    for line in written.splitlines(keepends=True):
        if line.startswith(":") and not made.text:
            key, _, value = line[1:].strip().partition(" ")
            made.facts[key] = value
            continue
        match = _BEGINS.fullmatch(line)
        assert match
        if match["depth"]:
            parts.append((int(match["depth"]), []))
        if parts:
            parts[-1][1].append(match["rest"])
        made.text += match["rest"].replace("¦", "")
    for depth, lines in parts:
        if depth:
            made.clauses.append(_expected(depth, "".join(lines)))
        else:
            made.closing = "".join(lines)
    return made


def _expected(depth: int, raw: str) -> Expected:
    before, _, after = raw.partition("¦")
    caption, _, label = before.rpartition("\n")
    label = re.sub(r"^#+|^\*\*", "", _QUOTED.sub("", label).strip()).strip()
    return Expected(depth, label.replace("\\", ""), bare(caption + after))


def bare(words: str) -> str:
    """Words without blanks, and the marks of Markdown and of mails, which no reader reads."""
    return re.sub(r"\s|^#+|\*\*", "", _QUOTED.sub("", words))


def right(read: PolicyText, expected: list[Expected]) -> tuple[int, int]:
    """How many clauses are as expected, in order, and of how many: clauses too many count too."""
    found = [Expected(each.depth, each.label.strip(), bare(each.text)) for each in read.clauses]
    rows = [[0] * (len(expected) + 1) for _ in range(len(found) + 1)]
    for i, one in enumerate(found):
        for j, other in enumerate(expected):
            kept = rows[i][j] + 1 if one == other else max(rows[i][j + 1], rows[i + 1][j])
            rows[i + 1][j + 1] = kept
    return rows[-1][-1], max(len(found), len(expected))
