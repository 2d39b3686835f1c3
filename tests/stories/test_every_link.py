"""Every link that a page of the demo company shows its reader opens for that reader, below the path
that it is served at, and every page that is reached so speaks the reader's language."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.database import db, session, transaction
from pms_tracker.demo.acts.absence_story import DEPUTY, FIRST
from pms_tracker.demo.acts.auditor_story import OUTSIDER
from pms_tracker.demo.ground.demo_company import CAST
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.people.tables.people_tables import Language, Person
from tests.cast import TODAY
from tests.conftest import FULL
from tests.stories import foreign_words, living, lost, strangers
from tests.stories.saying import said
from tests.stories.walker import session_cookie

# Where the app is served: nothing may lead above it.
BELOW = "/pms"
LINK = re.compile(r"https?://[^/\s\"]+(/r/[^\s\"<]+)")
# The first of each role, of heads and of employees reads all; everybody with `make test-all`.
KINDS = {each.role or each.heads: each for each in reversed(CAST) if each.mail}
READING = [each for each in CAST if each.mail and (FULL or each in KINDS.values())]
READERS = {each.mail: each.name for each in READING} | {"outsider": OUTSIDER.name}


# One after the other, so that what one asked of a page no other asks.
pytestmark = pytest.mark.xdist_group("links")


@dataclass(frozen=True)
class Company:
    """The demo with all its readers, by name, and the states of its records."""

    app: Flask
    readers: dict[str, int]
    states: dict[str, str]
    written: foreign_words.Written
    # What readers before asked of pages, and of which kinds they took a file.
    asked: set[str] = field(default_factory=set)
    had: set[str] = field(default_factory=set)

    def client(self, person_id: int) -> FlaskClient:
        """The browser of somebody who signed in a moment ago."""
        client = self.app.test_client()
        with self.app.app_context():
            client.set_cookie("session", session_cookie(self.app, person_id), path=BELOW)
            session.rollback()
        return client

    def walk(self, name: str) -> lost.Walk:
        """Somebody's way through all they reach."""
        client = self.client(self.readers[name])
        return self.as_(client) if FULL else self.as_(client, self.asked, self.had)

    def as_(self, client: FlaskClient, *before: set[str]) -> lost.Walk:
        asked, had = before or (set[str](), set[str]())
        return lost.Walk(
            self.app, client, self.states, asked, sought="申込書", had=had, below=BELOW
        )

    def letters(self) -> dict[int, dict[str, str]]:
        """Where the letters of a reader lead, each with the kind of one that leads there."""
        found: dict[int, dict[str, str]] = {each: {} for each in self.readers.values()}
        with self.app.app_context():
            for letter in session.scalars(select(OutboxLetter).where(~OutboxLetter.secret)):
                links = LINK.findall(f"{letter.body} {letter.html}")
                found.get(letter.person_id or 0, {}).update(dict.fromkeys(links, letter.key))
            session.rollback()
        return found


@pytest.fixture(scope="module")
def company(demo_company: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    instance = tmp_path_factory.mktemp("linked") / "instance"
    shutil.copytree(demo_company, instance)
    served = {"PMS_INSTANCE": str(instance), "PMS_BASE_URL": f"http://intra.test{BELOW}"}
    app = create_app(config.load(served))
    with living.at(TODAY), app.test_request_context():
        readers = {name: person_id for person_id, name in strangers.let_in().items()}
        states = lost.states()
        session.remove()
    with app.app_context(), transaction():
        session.execute(update(Person).values(language=Language.EN))
    yield Company(app, readers, states, foreign_words.written(app))
    with app.app_context():
        session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("name", READERS.values(), ids=READERS)
def test_every_link_opens_for_whoever_is_shown_it(company: Company, name: str) -> None:
    walk = company.walk(name)
    opened = 0
    # Reached in English, so that it is read at once whether they say Japanese of their own.
    english: dict[str, str] = {}
    for each in walk.begin():
        opened += 1
        if '<html lang="en"' in each.text:
            english.update(dict.fromkeys(said(each.text), each.place))
    # An outsider reaches the fewest, and files only of kinds that none before them took.
    assert opened > 20
    assert not walk.lost, "\n".join(walk.lost)
    assert len(english) > 300
    foreign = foreign_words.marks(english, company.written)
    foreign += foreign_words.words(english, company.written)
    assert not foreign, "\n".join(foreign)


def test_every_link_in_an_email_opens_for_whoever_it_was_sent_to(company: Company) -> None:
    found = company.letters()
    assert sum(map(len, found.values())) > 100
    dead = []
    for person_id, links in found.items():
        client = company.client(person_id)
        for link, key in links.items():
            answer = client.get(
                f"{BELOW}{link}", base_url="http://localhost/", follow_redirects=True
            )
            ended = urlsplit(answer.request.url).path
            if answer.status_code != 200 or ended in {f"{BELOW}/", f"{BELOW}/sign-in"}:
                dead.append(f"{link} of {key} to {person_id}: {answer.status_code}")
    assert not dead, "\n".join(dead)


def test_every_link_opens_for_a_deputy_while_somebody_is_away(company: Company) -> None:
    with living.at(TODAY + timedelta(days=FIRST + 1)):
        walk = company.walk(DEPUTY)
        assert len(list(walk.begin())) > 30
    assert not walk.lost, "\n".join(walk.lost)


def test_every_link_that_a_stranger_is_shown_opens_without_an_account(company: Company) -> None:
    walk = company.as_(company.app.test_client())
    opened = list(walk.begin(*(f"{BELOW}/{door}" for door in ("sign-in", "report/", "policy"))))
    assert len(opened) > 3
    assert not walk.lost, "\n".join(walk.lost)
