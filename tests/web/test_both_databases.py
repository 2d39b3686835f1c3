"""Every page and every button, asked of both databases: each answers what the other answers."""

import pytest

from tests.conftest import missing
from tests.databases import Databases, Served
from tests.visitor import Visitor
from tests.web import filling
from tests.web.browsing import committing, words
from tests.web.door.test_access import addresses, ask
from tests.web.doors import DOORS, OWN

KINDS = ("sqlite", "postgresql")
# Each address is asked by the first of them whom it lets in.
ASKING = ("privacy_manager", "audit_manager", "auditor", "head", "administrator", "representative")


@pytest.fixture
def filled(databases: Databases) -> dict[str, Served]:
    """One of everything, on each database."""
    if not databases.postgres_answers():
        missing("postgres", "start PostgreSQL and set PMS_TEST_POSTGRES")
    both = {kind: databases.served(kind) for kind in KINDS}
    for served in both.values():
        with committing(served):
            filling.one_of_everything(served)
    return both


def told(served: Served, method: str) -> dict[str, tuple[int, str]]:
    """What each address answers by this method: the status, and where it leads."""
    visitors = {name: Visitor(served).as_(name) for name in ASKING}
    found: dict[str, tuple[int, str]] = {}
    for endpoint, verb, address in addresses(served.app):
        may = set(ASKING) if endpoint in OWN else DOORS.get(endpoint, set())
        name = next((each for each in ASKING if each in may), None)
        if verb != method or name is None:
            continue
        answer = ask(visitors[name], method, address)
        if (answer.location or "").startswith("/sign-in?"):
            # What was asked before has ended the session.
            answer = ask(visitors[name].as_(name), method, address)
        found[address] = (answer.status_code, answer.location or "")
        stopped = answer.status_code == 403 and "あなたの役割では" in words(answer)
        assert not (stopped and endpoint in DOORS), f"{name}: {method} {address}"
        answer.close()
    return found


@pytest.mark.postgres
@pytest.mark.both_databases
@pytest.mark.parametrize(("method", "least"), [("GET", 60), ("POST", 20)])
def test_each_address_answers_alike_on_both_databases(
    filled: dict[str, Served], method: str, least: int
) -> None:
    ours, theirs = (told(filled[kind], method) for kind in KINDS)
    assert ours == theirs
    assert not [where for where, (status, _) in ours.items() if status >= 500]
    assert len([status for status, _ in ours.values() if status < 400]) > least
