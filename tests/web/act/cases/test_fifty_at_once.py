"""Fifty at one case at once over HTTP: one decision, bound to what was seen; 409 to all others."""

import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from pms_tracker.act.plans import editions
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.approvals.approval_tables import Approval, Decision
from pms_tracker.database import session
from tests import builders
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.act.cases.case_steps import PLAN
from tests.web.browsing import committing, form, reading

pytestmark = pytest.mark.both_databases

URL = "/act/cases/CA-2026-001"
AT_ONCE = 50


@contextmanager
def on_a_port(served: Served) -> Iterator[int]:
    """The app behind a real server that answers each request in a thread of its own."""
    server = make_server("127.0.0.1", 0, served.app, threaded=True)
    runs = threading.Thread(target=server.serve_forever)
    runs.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        runs.join()
        server.server_close()


def prepared(visitor: Visitor, by: str, page: str, action: str) -> tuple[str, str, dict[str, str]]:
    """Where a form is sent, with whose cookie, and its fields as the page offered them."""
    fields = form(visitor.as_(by).get(page), action)
    fields["csrf_token"] = visitor.token()
    cookie = visitor.client.get_cookie("session")
    assert cookie is not None
    return action, f"session={cookie.value}", fields


def send(port: int, sent: tuple[str, str, dict[str, str]], start: threading.Barrier) -> str:
    """Send a form the moment all others do; the status and what was answered."""
    action, cookie, fields = sent
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    start.wait()
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", action, urlencode(fields), headers)
    answer = line.getresponse()
    text = answer.read().decode()
    line.close()
    return f"{answer.status} {text}"


def test_of_fifty_approvals_and_edits_one_is_taken_and_all_others_see_both_versions(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
    decision = prepared(visitor, "privacy_manager", URL, f"{URL}/decision")
    edit = prepared(visitor, "head", f"{URL}/amend", f"{URL}/amend")
    approvals = [
        (*decision[:2], {**decision[2], "decision": "approved", "reason": f"{number}番が読んだ。"})
        for number in range(AT_ONCE // 2)
    ]
    edits = [
        (*edit[:2], {**edit[2], **PLAN, "action": f"{number}番の処置を行う。"})
        for number in range(AT_ONCE // 2)
    ]
    every = [each for pair in zip(edits, approvals, strict=True) for each in pair]
    start = threading.Barrier(AT_ONCE)
    with on_a_port(served) as port, ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda sent: send(port, sent, start), every))
    served.dirty = True
    assert Counter(each[:3] for each in answers) == {"302": 1, "409": AT_ONCE - 1}
    won = [sent for sent, answer in zip(every, answers, strict=True) if answer.startswith("302")]
    now = told(served)
    for (action, _cookie, fields), answer in zip(every, answers, strict=True):
        if answer.startswith("409"):
            typed = "action" if action.endswith("amend") else "reason"
            assert fields[typed] in answer, "what was typed"
            assert now in answer, "what stands"
    check_what_stands(served, won[0])


def told(served: Served) -> str:
    with reading(served):
        case = session.get_one(Case, 1)
        return dict(editions.of_case(case)[-1].content)["action"]


def check_what_stands(served: Served, won: tuple[str, str, dict[str, str]]) -> None:
    """The one that was taken, and nothing of any other."""
    with reading(served):
        case, rows = session.get_one(Case, 1), session.scalars(select(Approval)).all()
        kept = editions.of_case(case)
        if won[0].endswith("amend"):
            assert (case.state, case.submissions, list(rows)) == (CaseState.SUBMITTED, 2, [])
            assert dict(kept[-1].content)["action"] == won[2]["action"]
            return
        assert (case.state, case.submissions) == (CaseState.DOING, 1)
        assert [(row.decision, row.digest) for row in rows] == [
            (Decision.APPROVED, won[2]["seen_digest"])
        ]
        assert kept[-1].digest == rows[0].digest
        assert rows[0].reason == won[2]["reason"]


def test_of_fifty_approvals_exactly_one_is_recorded(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case_in(CaseState.SUBMITTED)
    action, cookie, fields = prepared(visitor, "privacy_manager", URL, f"{URL}/decision")
    every = [(action, cookie, {**fields, "decision": "approved"})] * AT_ONCE
    start = threading.Barrier(AT_ONCE)
    with on_a_port(served) as port, ThreadPoolExecutor(AT_ONCE) as crowd:
        answers = list(crowd.map(lambda sent: send(port, sent, start), every))
    served.dirty = True
    assert Counter(each[:3] for each in answers) == {"302": 1, "409": AT_ONCE - 1}
    with reading(served):
        assert session.get_one(Case, 1).state is CaseState.DOING
        assert len(session.scalars(select(Approval)).all()) == 1
