"""In which ways a story is told: in both languages, with and without JavaScript.

Each language and each of the two is told in every run; what one of them does to the other is a
matter for `make test-all`.
"""

import pytest

from tests.conftest import FULL

CROSSED = [("en", True), ("ja", False)] if FULL else []
in_both_languages_with_and_without_script = pytest.mark.parametrize(
    ("language", "scripts"), [("ja", True), ("en", False), *CROSSED]
)
