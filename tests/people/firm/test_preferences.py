"""What people choose for themselves: kept, noted where it changed, and heeded by letters."""

import pytest
from flask import Flask

from pms_tracker.people.firm import people, preferences
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.firm.preferences import Preferences
from pms_tracker.people.tables.people_tables import Language, Person
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, viewer


def person(key: str) -> Person:
    return people.person(IDS[key])


def moves(key: str) -> list[str]:
    trail.write_pending()
    return [entry.move for entry in trail.history(f"person-{IDS[key]}")]


def test_what_somebody_chose_is_kept_and_noted(app: Flask) -> None:
    who, by = person("head"), viewer("head").actor
    preferences.choose(who, Preferences(Language.EN, era_dates=True), by=by)
    assert (viewer("head").language, viewer("head").era_dates) == (Language.EN, True)
    trail.write_pending()
    entry = trail.history(f"person-{who.id}")[0]
    assert entry.move == "preferences_chosen"
    values = {each.field: (each.before, each.after) for each in entry.values}
    assert values == {"language": ("ja", "en"), "era_dates": (None, "True")}


def test_choosing_what_is_chosen_already_notes_nothing(app: Flask) -> None:
    before = moves("head")
    preferences.choose(person("head"), Preferences(Language.JA, None), by=viewer("head").actor)
    assert moves("head") == before


@pytest.mark.parametrize(
    ("own", "companys", "era"),
    [
        (None, False, False),
        (None, True, True),
        (True, False, True),
        (True, True, True),
        (False, True, False),
        (False, False, False),
    ],
)
def test_letters_write_years_as_their_reader_wishes(
    app: Flask, own: bool | None, companys: bool, era: bool
) -> None:
    people.the_company().era_dates = companys
    person("head").era_dates = own
    for found in (people.recipient(IDS["head"]), Firm(TODAY).recipient(IDS["head"])):
        assert found is not None
        assert found.era_dates is era


def test_a_chosen_language_is_remembered_and_nobody_elses_business(app: Flask) -> None:
    preferences.choose_language(person("head"), Language.EN)
    assert viewer("head").language is Language.EN
    assert "language" not in " ".join(moves("head"))
