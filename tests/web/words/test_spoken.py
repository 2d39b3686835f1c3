"""What people wrote is marked with its language, so that it is read out in that language."""

import pytest
from markupsafe import Markup

from pms_tracker.web.words.spoken import language_of, marked
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("棚に鍵がない。", "ja"),
        ("かぎ", "ja"),
        ("ｶｷﾞ", "ja"),
        ("𠮷", "ja"),
        ("CSV を export した", "ja"),
        ("The shelf has no lock.", "en"),
        ("AU-2026-001", None),
        ("2026/11/24 🔒", None),
        ("", None),
    ],
)
def test_a_text_with_kana_or_kanji_is_japanese_and_other_words_are_english(
    text: str, found: str | None
) -> None:
    assert language_of(text) == found


@pytest.mark.parametrize(
    ("page", "text", "attribute"),
    [
        ("ja", "棚に鍵がない。", ""),
        ("ja", "no lock", ' lang="en"'),
        ("en", "棚に鍵がない。", ' lang="ja"'),
        ("en", "no lock", ""),
        ("en", Markup("<p>棚</p>"), ""),
        ("en", None, ""),
    ],
)
def test_only_what_is_not_in_the_pages_language_is_marked(
    page: str, text: object, attribute: str
) -> None:
    assert marked(text, page) == attribute


def test_a_record_says_in_which_language_it_was_written(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.submit(builders.case())
    visitor.as_("privacy_manager").post("/language", language="en")
    for page in ("/act/cases/CA-2026-001", "/check/findings/F-2026-001"):
        shown = visitor.get(page).text
        assert f'<p class="typed" lang="ja">{builders.FACT}</p>' in shown, page
        assert f'<span lang="ja">{builders.FACT[:8]}' in shown, page
    visitor.post("/language", language="ja")
    assert 'class="typed" lang="ja"' not in visitor.get("/act/cases/CA-2026-001").text
