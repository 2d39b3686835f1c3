"""A comment that names a file leads to it."""

import re

import pytest

from tests.house import drawn

ROOT = drawn.ROOT
FOLDERS = ("pms_tracker", "templates", "tests", "benchmarks", "docs")
ENDINGS = {".py", ".html", ".js", ".css", ".md"}
# A path with a folder, from the root of the tree or from that of the package.
NAMED = re.compile(r"(?<![\w/.-])((?:[a-z_0-9]+/)+[a-z_0-9]+\.py)\b")
# Records of decisions say what was.
AS_IT_WAS = ("docs/decisions/",)


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_that_is_named_is_there(folder: str) -> None:
    gone = []
    for path in sorted((ROOT / folder).rglob("*.*")):
        within = str(path.relative_to(ROOT))
        if path.suffix not in ENDINGS or within.startswith(AS_IT_WAS):
            continue
        for named in NAMED.findall(path.read_text(encoding="utf-8", errors="replace")):
            if not any((root / named).exists() for root in (ROOT, ROOT / "pms_tracker")):
                gone.append(f"{within}: {named}")
    assert gone == []
