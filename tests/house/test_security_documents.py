"""The table of ASVS names tests that exist and counts what it lists; links lead somewhere."""

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.house import drawn

ROOT = drawn.ROOT
DOCS = ROOT / "docs"
ASVS = (DOCS / "asvs.md").read_text(encoding="utf-8")
STATES = ("met", "n/a", "not met")
# Requirements of ASVS 5.0.0 by level.
LEVELS = {"1": 70, "2": 183}
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| (\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.M)
TOTALS = re.compile(r"^\| (?:\[V(\d+) [^|]+|\*\*(all)\*\*) \| (.+) \|$", re.M)


@cache
def names_in(file: str) -> frozenset[str]:
    """The names of the tests of a file, read without running it; none where it is not there."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(each.name for each in tree.body if isinstance(each, ast.FunctionDef))


def test_every_requirement_is_listed_once_with_a_state_and_why() -> None:
    rows = ROW.findall(ASVS)
    assert len(rows) == len(re.findall(r"^\| \d", ASVS, re.M))
    numbers = [tuple(map(int, row[:3])) for row in rows]
    assert numbers == sorted(set(numbers))
    assert Counter(row[3] for row in rows) == LEVELS
    for row in rows:
        assert row[5] in STATES, row
        assert row[6].strip(), row


def test_what_is_met_is_shown_by_a_test_or_a_file() -> None:
    for row in ROW.findall(ASVS):
        if row[5] == "met":
            assert re.search(r"`[\w/.]+(::\w+)?`|\]\(|As \d", row[6]), row


def test_every_test_that_is_named_exists() -> None:
    named = re.findall(r"`(tests/[^`]+)`", ASVS)
    assert len(named) > 100
    for each in named:
        file, _, name = each.partition("::")
        assert name in names_in(file), each


def test_every_file_that_is_named_exists() -> None:
    named = set(re.findall(r"`((?:pms_tracker|templates|docs)/[^`]+)`", ASVS))
    assert named
    for each in named:
        assert (ROOT / each).exists(), each


def test_the_totals_are_those_of_the_rows() -> None:
    counted = Counter((row[0], row[5]) for row in ROW.findall(ASVS))
    chapters = {chapter for chapter, _state in counted}
    told = {
        chapter or "all": [int(each.strip("* ")) for each in numbers.split("|")]
        for chapter, _all, numbers in TOTALS.findall(ASVS)
    }
    assert told.keys() == chapters | {"all"}
    for chapter in chapters:
        assert told[chapter] == [counted[chapter, state] for state in STATES], chapter
    assert told["all"] == [sum(counted[chapter, state] for chapter in chapters) for state in STATES]


@pytest.mark.parametrize("name", ["asvs.md", "security.md"])
def test_every_link_and_section_is_there(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    sections = re.findall(r"^#+ (.+)$", (DOCS / "security.md").read_text("utf-8"), re.M)
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert (DOCS / target).exists(), target
    for section in re.findall(r"security\.md\) §([A-Z][a-z]+(?: in)?)", text):
        assert section in sections, section
