"""Sizes as people read them, in the language of the page."""

import pytest
from flask_babel import force_locale

from pms_tracker.web.forms.form_numbers import size_words
from tests.databases import Databases


@pytest.mark.parametrize(
    ("size", "language", "told"),
    [
        (0, "ja", "0 バイト"),
        (1, "en", "1 byte"),
        (87, "en", "87 bytes"),
        (999, "ja", "999 バイト"),
        (1000, "ja", "1.0 kB"),
        (1_234_567, "ja", "1.2 MB"),
        (2_500_000_000, "en", "2,500.0 MB"),
    ],
)
def test_a_size_is_told_in_its_largest_unit(
    databases: Databases, size: int, language: str, told: str
) -> None:
    with databases.served("sqlite").app.test_request_context(), force_locale(language):
        assert size_words(size) == told
