"""Shared ground of the tests: real databases, the app, a client that signs in, a fixed today."""

import fcntl
import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.exc import DBAPIError

from pms_tracker import clock, locale_in_use
from pms_tracker.database import session
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.locales.locale_packs import JAPANESE
from pms_tracker.web.shell.served_app import ServedApp
from tests import shared_statements
from tests.cast import TODAY
from tests.databases import Databases, Served
from tests.parsed_rules import RuleParsedOnce
from tests.stories.demo_company import load_with_an_import
from tests.visitor import Visitor

# Machines are shared and noisy: how long an example takes says nothing of our code. Whoever changes
# a rule asks for more of them.
settings.register_profile(
    "noisy",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    max_examples=int(os.environ.get("PMS_TEST_EXAMPLES", "100")),
)
settings.load_profile("noisy")

REQUIRED = frozenset(filter(None, os.environ.get("PMS_TEST_REQUIRE", "").split(",")))


def missing(what: str, how: str) -> None:
    """Skip a test for want of something, or fail where that something was required."""
    if what in REQUIRED:
        pytest.fail(f"{what} is required but not there: {how}", pytrace=False)
    pytest.skip(f"no {what}: {how}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Whole files are no names: one that tells when it was made differs from worker to worker."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


def pytest_xdist_auto_num_workers() -> int:
    """Three for two processors: one that waits for a browser or a server leaves its own idle."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


def pytest_collection_finish() -> None:
    """Whatever was imported and collected stays: to look for garbage among it again and again, and
    after every few hundred objects, is a fifth of the time that all tests take."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


FULL = os.environ.get("PMS_TEST_WALK") == "full"


def leave_out(left: list[pytest.Item], items: list[pytest.Item], config: pytest.Config) -> None:
    """Take tests out of those that were collected, and say so."""
    config.hook.pytest_deselected(items=left)
    of_them = set(left)
    items[:] = [item for item in items if item not in of_them]


USE_CASES = tuple(
    f"tests/{each}/"
    for each in (
        *("act", "approvals", "check", "do", "mail", "people", "plan", "questionnaires"),
        *("reminders", "upkeep"),
    )
)
# Each kind of record there is erased by statements of its own.
OF_THEIR_OWN = "tests/act/erasures/"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Use cases of one file are asked of PostgreSQL with the first of them: of all others it is
    asked whether it takes each statement, what differs is what rules say of what was found
    (ADR 0053).

    What the database itself answers or refuses is marked `both_databases`.
    """
    if FULL:
        return
    asked: set[Path] = set()
    left = []
    for item in filter(_may_be_left, items):
        if item.path in asked:
            left.append(item)
        asked.add(item.path)
    leave_out(left, items, config)


def _may_be_left(item: pytest.Item) -> bool:
    return (
        item.nodeid.startswith(USE_CASES)
        and not item.nodeid.startswith(OF_THEIR_OWN)
        and item.get_closest_marker("postgres") is not None
        and not item.get_closest_marker("both_databases")
    )


def kept_as_derived() -> None:
    """Whatever a test did: the rows kept of duties are those that the records want."""
    try:
        kept_duties.write_pending()
    except DBAPIError:
        # It ended with what the database refuses.
        return
    if not session.is_active:
        # The test itself ended with what the database refuses: nothing more can be read here.
        return
    assert list(kept_duties.compare()) == []


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Each of hundreds of apps would compile the templates of its pages anew, which costs a story
    more than its server does; what one worker compiled all others read."""
    folder = shared_folder(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    kept = FileSystemBytecodeCache(str(folder))
    ServedApp.jinja_options = {**ServedApp.jinja_options, "bytecode_cache": kept}


@pytest.fixture(scope="session", autouse=True)
def addresses_parsed_once() -> None:
    """Each of a thousand apps would take the addresses of its pages apart anew, nearly all of what
    making one costs; what they are made of is the same in every app of a process."""
    ServedApp.url_rule_class = RuleParsedOnce


@pytest.fixture(scope="session", autouse=True)
def statements_compiled_once() -> None:
    """Each of a thousand apps would compile the statements of its pages anew, a twelfth of what all
    tests cost."""
    shared_statements.share()


@pytest.fixture(autouse=True)
def fixed_today() -> Iterator[None]:
    """It is ten in the morning of a Tuesday in Tokyo; time goes on from there."""
    with time_machine.travel(clock.at(TODAY, 10), tick=True):
        yield


@pytest.fixture(autouse=True)
def in_japan() -> None:
    """Whichever company a test before was about: a pack is known until another company is read."""
    locale_in_use.use_proposed(JAPANESE)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """This run's folder: that of all its workers, where there are several."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    made = Databases(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def served(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Served]:
    """An app over a fresh database that holds the cast, on SQLite and on PostgreSQL."""
    if request.param == "postgresql" and not databases.postgres_answers():
        missing(
            "postgres",
            "start PostgreSQL and set PMS_TEST_POSTGRES to a URL that may create databases",
        )
    found = databases.served(request.param)
    yield found
    refused = databases.refused_by_postgres()
    assert not refused, "\n".join(["PostgreSQL does not take:", *refused])
    if FULL and "app" not in request.fixturenames:
        with found.app.app_context():
            kept_as_derived()
            session.remove()
    shutil.rmtree(found.settings.instance / "evidence", ignore_errors=True)


@pytest.fixture
def app(served: Served) -> Iterator[Flask]:
    """Inside the app: use cases run here, and what they did not commit is rolled back."""
    with served.app.test_request_context():
        yield served.app
        if FULL:
            kept_as_derived()
        session.rollback()
        session.info.clear()


@pytest.fixture
def visitor(served: Served) -> Visitor:
    """Somebody with a browser of the simplest kind; `visitor.as_(name)` signs them in."""
    return Visitor(served)


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """A new, empty PostgreSQL database, dropped afterwards."""
    if not databases.postgres_answers():
        missing(
            "postgres",
            "start PostgreSQL and set PMS_TEST_POSTGRES to a URL that may create databases",
        )
    with databases.empty_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def demo_company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An instance folder with the demo company, loaded that morning: once for all workers."""
    instance = shared_folder(tmp_path_factory) / "demo"
    with (instance.parent / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not instance.exists():
            loading = tmp_path_factory.mktemp("loading")
            load_with_an_import(loading)
            loading.rename(instance)
    return instance


# The published policy of a real company, which lies beside the repository if at all.
REFERENCE_POLICY = Path(__file__).parents[2] / "shared" / "policies" / "icube-2022-04-01.txt"


@pytest.fixture(scope="session")
def reference_policy() -> Path:
    if not REFERENCE_POLICY.is_file():
        pytest.skip("no reference policy beside the repository")
    return REFERENCE_POLICY
