"""A calendar's address: made and ended on one's own page, public by its secret, in no log."""

import logging
import re
from datetime import timedelta
from pathlib import Path

import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from icalendar import Calendar
from sqlalchemy import select

from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.check.rules.audit_rules import AuditState
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.database import session
from pms_tracker.logs import masks
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.plan.rules.policy_rules import ReviewOutcome
from pms_tracker.plan.rules.year_rules import PlanState
from tests import builders, reporting
from tests.cast import IDS, POLICY, TODAY
from tests.check.programmes import a_programme
from tests.databases import Served
from tests.plan.years import a_year
from tests.visitor import Visitor
from tests.web.browsing import committing, words

ADDRESS = re.compile(r"http://[^<\s]+(/feed/[\w-]{22}\.ics)")
SECRET = "秘密の棚に申込書が四十一枚あった"


def make(visitor: Visitor, who: str) -> str:
    """The address somebody makes on their page."""
    page = visitor.as_(who).post("/me/feed")
    assert page.status_code == 200
    found = ADDRESS.search(words(page))
    assert found is not None
    return found[1]


def read(served: Served, address: str) -> Calendar:
    """What a calendar gets, which knows nothing but the address."""
    answer = served.app.test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    return Calendar.from_ical(answer.data)


def status(served: Served, address: str) -> int:
    return served.app.test_client().get(address).status_code


def test_an_entry_says_what_to_do_and_where_and_reminds_a_day_before(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        builders.audit(planned_on=TODAY + timedelta(days=3))
    found = read(served, make(visitor, "auditor"))
    assert str(found["x-wr-calname"]) == "PMSの期限 みなと学習舎株式会社"
    (entry,) = found.walk("VEVENT")
    assert str(entry["description"]).endswith(str(entry["url"]))
    assert str(entry["url"]).endswith("/r/AU-2026-001")
    (alarm,) = entry.walk("VALARM")
    assert alarm["trigger"].dt == -timedelta(hours=15)


def test_a_feed_sets_no_cookie_even_in_a_browser_that_is_signed_in(
    served: Served, visitor: Visitor
) -> None:
    address = make(visitor, "head")
    for url in (address, "/feed/unknown-unknown-unknow.ics"):
        assert "Set-Cookie" not in visitor.get(url).headers


def test_the_address_is_shown_once_and_replaced_or_ended_at_will(
    served: Served, visitor: Visitor
) -> None:
    first = make(visitor, "head")
    page = words(visitor.get("/me/"))
    assert first not in page
    assert "に作ったアドレスが使われています。" in page
    second = make(visitor, "head")
    assert (status(served, first), status(served, second)) == (404, 200)
    ended = visitor.post("/me/feed/end")
    assert ended.location == "/me/#feed"
    assert "カレンダーの購読アドレスを停止しました。" in words(visitor.get("/me/"))
    assert status(served, second) == 404


def test_making_and_ending_need_a_token_of_the_form(visitor: Visitor) -> None:
    visitor.as_("head")
    for address in ("/me/feed", "/me/feed/end"):
        assert visitor.post(address, token=False).status_code == 400
        assert visitor.get(address).status_code in {404, 405}


def test_a_feed_holds_the_persons_duties_and_nothing_of_what_they_are_about(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        within = builders.audit(theme=SECRET, planned_on=TODAY + timedelta(days=2))
        case = builders.case_in(CaseState.DOING, within)
        case.title = SECRET
    owner, auditor, employee = (make(visitor, who) for who in ("owner", "auditor", "employee"))
    (event,) = read(served, owner).walk("VEVENT")
    assert event["SUMMARY"] == "CA-2026-001 是正処置の実施報告"
    assert str(event["URL"]).endswith("/r/CA-2026-001")
    (event,) = read(served, auditor).walk("VEVENT")
    assert str(event["SUMMARY"]).startswith("AU-2026-001 ")
    assert list(read(served, employee).walk("VEVENT")) == []
    text = served.app.test_client().get(owner).get_data(as_text=True).replace("\r\n ", "")
    for hidden in (SECRET, "松本教室", "原 大地", "髙山"):
        assert hidden not in text


def test_a_moved_day_is_the_same_event(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit(planned_on=TODAY)
    address = make(visitor, "auditor")
    (before,) = read(served, address).walk("VEVENT")
    with committing(served):
        session.scalars(select(Audit)).one().planned_on = TODAY + timedelta(days=9)
    (after,) = read(served, address).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert after["DTSTART"].dt == TODAY + timedelta(days=9)


def test_it_speaks_the_persons_language(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.audit()
        people.person(IDS["auditor"]).language = Language.EN
    found = read(served, make_in_english(visitor))
    assert found["X-WR-CALNAME"] == "PMS due dates みなと学習舎株式会社"
    (event,) = found.walk("VEVENT")
    assert event["SUMMARY"] == "AU-2026-001 Carrying out the audit"


def make_in_english(visitor: Visitor) -> str:
    page = visitor.as_("auditor").post("/me/feed")
    assert "The address has been made." in words(page)
    found = ADDRESS.search(words(page))
    assert found is not None
    return found[1]


def test_a_feed_dies_with_its_account(served: Served, visitor: Visitor) -> None:
    address = make(visitor, "head")
    with committing(served):
        account = people.account_of(IDS["head"])
        assert account is not None
        account.active = False
    assert status(served, address) == 404
    with committing(served):
        account = people.account_of(IDS["head"])
        assert account is not None
        account.active = True
        people.person(IDS["head"]).left_on = TODAY - timedelta(days=1)
    assert status(served, address) == 404


def test_the_answer_sets_no_cookie_and_is_kept_and_indexed_nowhere(
    served: Served, visitor: Visitor
) -> None:
    for address in (make(visitor, "head"), "/feed/unknown.ics"):
        answer = served.app.test_client().get(address)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert served.app.test_client().post(address).status_code in {400, 404, 405}


def test_a_feed_costs_the_same_however_many_duties_there_are(
    served: Served, visitor: Visitor
) -> None:
    address = make(visitor, "auditor")
    client = served.app.test_client()
    spent = []
    for _more in range(2):
        with committing(served):
            for _each in range(4):
                builders.audit()
        with visitor.counting() as statements:
            assert client.get(address).status_code == 200
        spent.append(len(statements))
    # One for each kind of duty, whoever stands in included.
    assert spent[0] == spent[1] <= 14


def test_a_deputys_feed_has_what_they_decide_for_another(served: Served, visitor: Visitor) -> None:
    address = make(visitor, "other_head")
    with committing(served):
        builders.submitted(POLICY.replace("教材", "教科書"))
        builders.review(ReviewOutcome.POSTPONED, postponed_to=TODAY + timedelta(days=30))
        a_programme.none_yet()
        for each in (a_year.submitted(), a_programme.submitted()):
            assert each.state is PlanState.SUBMITTED
        reporting.audit_in(AuditState.APPROVED)
    client = served.app.test_client()
    asked = ("POL-001", "PR-2026-01", "YP-2026", "AP-2026", "AU-2026-001")
    assert not any(f"/r/{each}" in client.get(address).text for each in asked)
    with committing(served):
        builders.absent("representative", "other_head")
    with visitor.counting() as statements:
        text = client.get(address).text.replace("\r\n ", "")
    assert [each for each in asked if f"/r/{each}" not in text] == []
    # Where decisions wait, three phases ask the firm whose they are, and reports who wrote them;
    # whoever stands in costs another two.
    assert len(statements) <= 14 + 6


def test_gunicorns_access_log_does_not_hold_the_secret(served: Served, tmp_path: Path) -> None:
    """Its own logger, told to write accesses, in a process that built the app."""
    log = tmp_path / "access.log"
    config = Config()
    config.set("accesslog", str(log))
    logger = Logger(config)
    line = "GET /feed/abcDEF_-0123456789abcd.ics?x=1 HTTP/1.1"
    logger.access_log.info('%(h)s "%(r)s" %(s)s "%(f)s"', {
        "h": "127.0.0.1", "r": line, "s": "200", "f": "http://pms/feed/abcDEF_-0123456789abcd.ics",
    })  # fmt: skip
    for handler in logger.access_log.handlers:
        handler.close()
    logger.access_log.handlers.clear()
    written = log.read_text(encoding="utf-8")
    assert "abcDEF" not in written
    assert written.count("/feed/…") == 2
    assert '" 200 "' in written


@pytest.mark.parametrize("name", masks.LOGGERS)
def test_no_logger_that_sees_addresses_says_the_secret(
    served: Served, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    assert masks.MASK in logging.getLogger(name).filters
    record = logging.LogRecord(
        name, logging.ERROR, "", 1, "Exception on %s [%s]", ("/feed/s3cret.ics", "GET"), None
    )
    assert masks.MASK.filter(record)
    assert record.getMessage() == "Exception on /feed/… [GET]"


def test_what_holds_no_secret_is_logged_as_it_is(served: Served) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 1, "GET %s", ("/calendar/",), None)
    assert masks.MASK.filter(record)
    assert (record.msg, record.args) == ("GET %s", ("/calendar/",))
