"""Every sentence has its English, with the same places to fill in, and is compiled as written."""

import ast
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.house import drawn

ROOT = drawn.ROOT
TRANSLATIONS = ROOT / "pms_tracker" / "translations"
# The names that `make translations` looks for.
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "_p": ((1, "c"), 2), "counted": (1, 1)}
PLACE = re.compile(r"%(?:\(\w+\))?[sd]")
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
CATALOGUES = sorted(TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))
Key = tuple[object, str | None]

# Finding all sentences takes long: whoever has found them once goes on.
pytestmark = pytest.mark.xdist_group("translations")


def mapping() -> tuple[list[tuple[str, str]], dict[str, dict[str, str]]]:
    """What pyproject.toml says about where sentences are."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"]["mappings"]
    methods = [(each["pattern"], each["method"]) for each in told]
    options = {
        each["pattern"]: {
            name: value for name, value in each.items() if name not in {"pattern", "method"}
        }
        for each in told
    }
    return methods, options


@cache
def extracted() -> Mapping[Key, str]:
    """Every sentence in code and templates, and the first file that says it."""
    methods, options = mapping()
    found: dict[Key, str] = {}
    for folder in ("pms_tracker", "templates"):
        here = [
            (pattern.removeprefix(f"{folder}/"), method)
            for pattern, method in methods
            if pattern.startswith(f"{folder}/")
        ]
        options_here = {
            pattern.removeprefix(f"{folder}/"): told for pattern, told in options.items()
        }
        for name, _line, said, _comments, context in extract_from_dir(
            ROOT / folder, here, options_here, keywords=KEYWORDS
        ):
            if said:
                found.setdefault((said, context), f"{folder}/{name}")
    return found


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(scope="module")
def english() -> dict[Key, Message]:
    messages = catalogue(TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po")
    return {(each.id, each.context): each for each in messages if each.id}


def test_there_are_sentences_to_translate() -> None:
    found = extracted()
    assert len(found) > 500
    assert {path.partition("/")[0] for path in found.values()} == {"pms_tracker", "templates"}
    assert any("mail/" in path for path in found.values())


def test_every_sentence_has_its_english(english: dict[Key, Message]) -> None:
    without = {
        key: path
        for key, path in extracted().items()
        if key not in english or not all(forms(english[key].string))
    }
    assert without == {}


def forms(text: object) -> list[str]:
    """The singular and plural forms of a message, or its one form."""
    return list(text) if isinstance(text, tuple | list) else [str(text)]


def test_no_sentence_hides_where_it_is_not_found() -> None:
    """Inside a formatted string the extraction does not look."""
    found = {form for said, _context in extracted() for form in forms(said)}
    hidden = [
        f"{path.name}:{call.lineno} {call.args[0].value}"
        for path in (ROOT / "pms_tracker").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"gettext", "_l", "N_", "counted"}
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value not in found
    ]
    assert hidden == []


def test_no_english_is_kept_for_what_is_no_longer_said(english: dict[Key, Message]) -> None:
    assert english.keys() - extracted().keys() == set()


def test_translations_have_the_same_places_to_fill_in(english: dict[Key, Message]) -> None:
    for (said, _context), message in english.items():
        wanted = {place for form in forms(said) for place in PLACE.findall(form)}
        for form in forms(message.string):
            assert set(PLACE.findall(form)) <= wanted, form
        told = {place for form in forms(message.string) for place in PLACE.findall(form)}
        assert told == wanted, said


def test_the_english_is_english_and_certain(english: dict[Key, Message]) -> None:
    for message in english.values():
        assert not message.fuzzy, message.id
        for form in forms(message.string):
            # A name or an example in Japanese stays as it is; a whole sentence does not.
            assert not re.search(r"[ぁ-ん]{3}", form) or "例" in str(message.id), form


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_catalogue_is_compiled_as_it_is_written(path: Path) -> None:
    assert path.with_suffix(".mo").is_file(), "run `make install`"
    with path.with_suffix(".mo").open("rb") as file:
        compiled = texts(read_mo(file))
    assert compiled == texts(catalogue(path))


def texts(messages: Catalog) -> dict[tuple[str, ...], list[str]]:
    """What a catalogue says, by context and forms of the sentence."""
    return {
        (in_text(each.context), *forms(each.id)): forms(each.string)
        for each in messages
        if each.id and not each.fuzzy and all(forms(each.string))
    }


def in_text(context: str | bytes | None) -> str:
    """A context; from a compiled catalogue Babel gives bytes."""
    return context.decode() if isinstance(context, bytes) else context or ""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_flask_security_says_is_in_our_words(language: str) -> None:
    said = catalogue(TRANSLATIONS / language / "LC_MESSAGES" / "flask_security.po")
    own = {str(each.id): str(each.string) for each in said if each.id}
    assert own["Authentication failed - identity or password/passcode invalid"]
    for source, text in own.items():
        assert text, source
        assert set(PLACE.findall(text)) == set(PLACE.findall(source)), source
        assert bool(JAPANESE.search(text)) is (language == "ja"), source
