"""What is drawn once: anew for other values, another language, and other words of the company."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

import pytest
from flask import Flask
from flask_babel import force_locale
from jinja2 import ChoiceLoader, DictLoader

from pms_tracker.check.findings import grades
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.web.pictures import kept_drawings
from tests.cast import viewer
from tests.databases import Served
from tests.web.browsing import committing

PIECE = "kept.html"
SOURCE = (
    "{{ number }} {{ text }} {{ grade_label('minor') }} {{ url_for('cases.index') }} {{ time }}"
)
OURS, OWN = "軽微な不適合", "小さな不適合"


@dataclass(frozen=True)
class Shown:
    """A number of a test, and how often anything was drawn, which is no part of what it shows."""

    number: int
    test: object
    drawings: Iterator[int] = field(compare=False)

    def values(self) -> Mapping[str, object]:
        return {"number": self.number, "text": "<b>", "time": next(self.drawings)}


@dataclass
class Drawer:
    """Draws the piece by itself, each time within a request of its own."""

    app: Flask
    test: object = field(default_factory=object)
    drawings: Iterator[int] = field(default_factory=lambda: count(1))

    def __call__(self, number: int, language: str = "ja", root: str = "") -> list[str]:
        request = self.app.test_request_context(environ_overrides={"SCRIPT_NAME": root})
        with request, force_locale(language):
            return kept_drawings.drawn(PIECE, Shown(number, self.test, self.drawings)).split()


@pytest.fixture
def drawn(served: Served, monkeypatch: pytest.MonkeyPatch) -> Drawer:
    app = served.app
    usual = app.jinja_env.loader or DictLoader({})
    monkeypatch.setattr(app.jinja_env, "loader", ChoiceLoader([DictLoader({PIECE: SOURCE}), usual]))
    return Drawer(app)


def test_equal_values_are_drawn_once_and_others_anew(drawn: Drawer) -> None:
    assert drawn(1) == ["1", "&lt;b&gt;", OURS, "/act/cases/", "1"]
    assert drawn(1)[-1] == "1"
    assert drawn(2)[::4] == ["2", "2"]
    assert (drawn(1)[-1], drawn(2)[-1]) == ("1", "2")


def test_each_language_and_each_place_of_the_app_has_its_own(drawn: Drawer) -> None:
    assert drawn(1)[-1] == "1"
    assert drawn(1, "en")[2:] == ["Minor", "nonconformity", "/act/cases/", "2"]
    assert drawn(1, root="/pms")[-2:] == ["/pms/act/cases/", "3"]
    assert drawn(1)[-2:] == ["/act/cases/", "1"]


def test_what_the_company_calls_its_grades_is_told_at_once(served: Served, drawn: Drawer) -> None:
    assert drawn(1)[2] == OURS
    with committing(served):
        names = {**grades.NAMES.names(), Grade.MINOR: {Language.JA: OWN, Language.EN: ""}}
        grades.NAMES.rename(names, by=viewer("privacy_manager").actor)
    assert drawn(1)[2::2] == [OWN, "2"]
