"""Help is complete: every page that people see has its guide, every term is there, all short."""

from collections import Counter
from itertools import pairwise

import pytest
from flask_babel import force_locale

from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.web.guides import shelf
from pms_tracker.web.guides.kinds import Guide
from tests.house.quiet_app import quiet_app
from tests.house.test_translations import JAPANESE
from tests.stories.pages import NO_PAGES, rules

# Pages that say all there is to say, or that are for people outside.
WITHOUT = {
    *("security.login", "security.forgot_password", "security.reset_password", "security.verify"),
    *("public_reports.form", "public_reports.ask_code", "published.policy"),
    *("public_requests.shown", "public_requests.form", "public_requests.ask_code"),
    *("help.index", "help.guide", "help.terms"),
    # A word of the script, a word of the process, a page kept for when there is no line.
    *("days.read", "days.read_past", "overview.health", "offline.away"),
}
FILES = (".csv", ".xlsx", ".pdf")
# A how-to is read standing: this many sentences, this long.
MOST_SENTENCES = 5
LONGEST = {"ja": 70, "en": 150}


def sentences(guide: Guide) -> list[str]:
    then = [guide.then] if guide.then else []
    return [str(each) for each in (guide.purpose, *guide.steps, *then)]


def seen() -> set[str]:
    """Endpoints that answer to GET with a page for people's eyes."""
    asked = {name for name, rule in rules().items() if not rule.rule.endswith(FILES)}
    return asked - NO_PAGES


def test_every_page_that_people_see_has_a_guide() -> None:
    assert seen() - WITHOUT - shelf.BY_PAGE.keys() == set()
    assert rules().keys() >= WITHOUT
    assert shelf.BY_PAGE.keys() & WITHOUT == set()


def test_no_guide_is_to_a_page_that_is_not_there_or_has_another() -> None:
    named = Counter(page for guide in shelf.BY_KEY.values() for page in guide.pages)
    assert named.keys() - seen() == set()
    assert [page for page, times in named.items() if times > 1] == []
    assert len(shelf.BY_KEY) == sum(map(len, shelf.GUIDES.values()))


def test_every_term_a_guide_names_is_there_and_every_term_is_used() -> None:
    named = {key for guide in shelf.BY_KEY.values() for key in guide.terms}
    assert named == shelf.WORDS.keys()
    assert len(shelf.WORDS) == sum(map(len, shelf.TERMS.values()))
    for guide in shelf.BY_KEY.values():
        assert 1 <= len(guide.terms) <= 5, guide.key
        assert len(set(guide.terms)) == len(guide.terms), guide.key


def test_the_j_items_that_terms_name_are_shipped() -> None:
    shipped = {item.number for item in requirement_sets.shipped().items}
    named = {item for _group, term in shelf.WORDS.values() for item in term.items}
    assert named - shipped == set()
    # The words of the PMS come from the guidelines or a standard; few are the product's own.
    own = [term for _group, term in shelf.WORDS.values() if not (term.items or term.standard)]
    assert len(own) < len(shelf.WORDS) / 4


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_guide_is_short_and_said_in_both_languages(language: str) -> None:
    with quiet_app().test_request_context(), force_locale(language):
        for guide in shelf.BY_KEY.values():
            said = sentences(guide)
            assert 2 <= len(said) <= MOST_SENTENCES, guide.key
            for each in (str(guide.title), *said):
                assert bool(JAPANESE.search(each)) is (language == "ja"), each
            for each in said:
                assert len(each) <= LONGEST[language], each
                assert each.endswith(("。", ".", "0")), each


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_term_is_explained_in_both_languages(language: str) -> None:
    with quiet_app().test_request_context(), force_locale(language):
        for _group, term in shelf.WORDS.values():
            meaning = str(term.meaning)
            assert bool(JAPANESE.search(meaning)) is (language == "ja"), meaning
            assert len(meaning) <= LONGEST[language], meaning
            assert JAPANESE.search(term.ja)
            assert not JAPANESE.search(term.en)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_two_terms_or_guides_are_called_the_same(language: str) -> None:
    with quiet_app().test_request_context(), force_locale(language):
        for names in (
            [term.word(language) for _group, term in shelf.WORDS.values()],
            [str(guide.title) for guide in shelf.BY_KEY.values()],
        ):
            assert [one for one, other in pairwise(sorted(names)) if one == other] == []
