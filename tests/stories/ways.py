"""In which ways a story is told: in which languages, with and without JavaScript.

Every page is looked at in both languages by `test_every_page.py`, and stories are told in each: a
story that says nothing of its language is told in one of them, half of such stories in either. What
one way does to the other is a matter for `make test-all`, which tells all of them in all.
"""

import pytest

from tests.conftest import FULL

CROSSED = [("en", True), ("ja", False)] if FULL else []
in_both_languages_with_and_without_script = pytest.mark.parametrize(
    ("language", "scripts"), [("ja", True), ("en", False), *CROSSED]
)


def told_in(language: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("language", ["ja", "en"] if FULL else [language])
