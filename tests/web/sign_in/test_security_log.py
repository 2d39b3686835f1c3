"""The security log: what opens the doors is noted, even where it is refused, and read by one."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest
import time_machine
from flask_security import hash_password
from sqlalchemy import Table, delete, select, text

from pms_tracker import clock
from pms_tracker.database import Rows, session, transaction
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.people.accounts import security_log
from pms_tracker.people.changes import contacts, leaving, staffing
from pms_tracker.people.firm import people
from pms_tracker.people.tables.security_tables import Event, SecurityEvent
from pms_tracker.web.sign_in import security_notes
from pms_tracker.web.sign_in.security_log_views import EVENTS
from tests import builders
from tests.cast import IDS, PASSWORD, TODAY, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, reading, words

pytestmark = pytest.mark.both_databases

MAIL = "auditor@example.jp"
URL = "/operation/security/"
LOG = cast(Table, SecurityEvent.__table__)


@pytest.fixture(autouse=True)
def empty(served: Served) -> None:
    """The cast came with roles, which is noted as well."""
    with committing(served):
        session.execute(delete(SecurityEvent))


@pytest.fixture
def outside(served: Served) -> Visitor:
    """The auditor has a password; the visitor is still outside."""
    with committing(served):
        account = people.account_of(IDS["auditor"])
        assert account is not None
        account.password = hash_password(PASSWORD)
    return Visitor(served)


def noted(served: Served) -> Rows:
    with reading(served):
        return session.execute(select(*LOG.columns).order_by(LOG.c.id)).all()


def sign_in(visitor: Visitor, mail: str = MAIL, password: str = PASSWORD) -> int:
    return visitor.post("/sign-in", email=mail, password=password).status_code


def test_signing_in_failing_and_being_kept_out_are_noted_without_what_was_typed(
    served: Served, outside: Visitor
) -> None:
    typed = "my-pass-word@example.jp"
    assert sign_in(outside, typed, "x") == 200
    for _each in range(10):
        assert sign_in(outside, f" {MAIL.upper()} ", "wrong") == 200
    for _each in range(3):
        assert sign_in(outside, MAIL, "wrong") == 429
    with time_machine.travel(clock.now() + timedelta(minutes=16), tick=True):
        assert sign_in(outside) == 302
    found = noted(served)
    auditor = IDS["auditor"]
    assert [(each.kind, each.person_id) for each in found] == [
        ("sign_in_failed", None),
        *[("sign_in_failed", auditor)] * 10,
        ("locked", auditor),
        ("signed_in", auditor),
    ]
    assert found[-1].about == "password"
    sources = {each.source for each in found}
    assert len(sources) == 1
    assert len(sources.pop()) == 16
    with served.engine.connect() as connection:
        rows = str(connection.execute(text("SELECT * FROM security_event")).all())
    assert not any(each in rows for each in (typed, "my-pass", "127.0.0.1", "wrong"))


def test_a_change_of_password_is_noted_with_the_change(served: Served, outside: Visitor) -> None:
    outside.as_("auditor")
    new = "another long one"
    for current in ("wrong", PASSWORD):
        outside.post(
            "/password/change", password=current, new_password=new, new_password_confirm=new
        )
    outside.post("/password/verify", password="wrong")
    Visitor(served).post("/password/reset", email=MAIL)
    assert [(each.kind, each.person_id) for each in noted(served)] == [
        ("password_changed", IDS["auditor"]),
        ("confirmation_failed", IDS["auditor"]),
        ("password_letter_asked", IDS["auditor"]),
    ]


def test_roles_addresses_and_accounts_are_noted_by_whom(served: Served) -> None:
    head, by = IDS["head"], IDS["administrator"]
    with committing(served):
        admin = viewer("administrator")
        who = people.person(head)
        made = staffing.grant(who, Role.AUDITOR, since_on=TODAY, by=admin.actor)
        staffing.end_role(who, made.id, until_on=TODAY, by=admin)
        contacts.enter_mail(who, "new@example.jp", by=admin)
        leaving.leave(who, on=TODAY, by=admin.actor)
    assert [(each.kind, each.person_id, each.by_id, each.about) for each in noted(served)] == [
        ("role_granted", head, by, "auditor"),
        ("role_ended", head, by, "auditor"),
        ("mail_changed", head, by, ""),
        ("account_closed", head, by, ""),
    ]


def test_what_is_undone_is_not_noted_but_a_refusal_is(served: Served) -> None:
    def refused() -> None:
        with transaction():
            security_log.note(Event.PASSWORD_CHANGED, person_id=1)
            security_log.note_now(Event.FACTOR_FAILED, person_id=2)
            raise RuleBroken("roles_clash")

    with served.app.test_request_context():
        with pytest.raises(RuleBroken):
            refused()
        with transaction():
            security_log.note_now(Event.FACTOR_FAILED, person_id=3)
    assert [(each.kind, each.person_id) for each in noted(served)] == [
        ("factor_failed", 2),
        ("factor_failed", 3),
    ]


def test_a_log_that_cannot_be_written_keeps_nobody_out(
    served: Served, outside: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    with served.engine.begin() as connection:
        connection.execute(text("ALTER TABLE security_event RENAME TO gone"))
    try:
        with outside.counting() as statements:
            assert sign_in(outside) == 302
    finally:
        with served.engine.begin() as connection:
            connection.execute(text("ALTER TABLE gone RENAME TO security_event"))
    assert len([each for each in statements if "security_event" in each]) == 1
    assert "a security event was not kept" in caplog.text
    assert outside.get("/me/").status_code == 200


def test_who_took_which_list_and_how_many_rows(served: Served, visitor: Visitor) -> None:
    with committing(served):
        for _each in range(3):
            builders.finding()
    visitor.as_("privacy_manager")
    for kind in ("csv", "xlsx"):
        assert visitor.client.get(f"/check/findings/export.{kind}", buffered=True).data
    visitor.as_("administrator").client.get("/people/import/template.xlsx", buffered=True)
    assert [(each.kind, each.person_id, each.about, each.rows) for each in noted(served)] == [
        ("list_exported", IDS["privacy_manager"], "監査所見 (csv)", 3),
        ("list_exported", IDS["privacy_manager"], "監査所見 (xlsx)", 3),
    ]


def test_the_administrator_reads_filters_and_exports_it(served: Served, visitor: Visitor) -> None:
    assert "セキュリティログは、まだありません" in visitor.as_("administrator").get(URL).text
    yesterday = TODAY - timedelta(days=1)
    with committing(served), clock.set_to(clock.at(yesterday, 10)):
        for kind in Event:
            security_log.note(kind, person_id=IDS["head"])
    with committing(served):
        security_log.note(
            Event.ROLE_GRANTED,
            person_id=IDS["auditor"],
            by_id=IDS["administrator"],
            about="auditor",
        )
        security_log.note_now(Event.SIGNED_IN, about="password, authenticator")
    page = words(visitor.get(URL))
    assert all(str(words_of) in page for words_of in EVENTS.values())
    assert "パスワード・認証アプリ" in page
    for asked, rows in (
        ("event=role_granted", 2),
        (f"who={IDS['auditor']}", 1),
        (f"who={IDS['administrator']}", 1),
        (f"to={yesterday}", len(Event)),
        (f"from={TODAY}", 2),
        (f"event=role_granted&from={TODAY}", 1),
    ):
        assert visitor.get(f"{URL}?{asked}").text.count('class="statement"') == rows, asked
    given = visitor.client.get(f"{URL}export.csv?event=role_granted", buffered=True).text
    first = list(csv.reader(io.StringIO(given.lstrip("\ufeff"))))[1]
    assert (
        first[2:6] == ["役割の付与", "大森 剛", "管理 太郎", "監査員"] or first[2] == "役割の付与"
    )
    assert visitor.get(URL, "en").status_code == 200
    for other in ("representative", "privacy_manager", "employee"):
        assert visitor.as_(other).get(URL).status_code == 403


def test_a_source_is_told_from_another_and_not_where_it_is(served: Served) -> None:
    def source(address: str | None, **changes: str) -> str:
        settings = replace(served.settings, **changes)  # type: ignore[arg-type]
        return security_notes.source_of(address, settings)

    assert source("192.0.2.1") == source("::ffff:192.0.2.1") != source("192.0.2.2")
    assert source("2001:db8::1") == source("2001:db8::2") != source("2001:db8:0:1::1")
    assert source("192.0.2.1") != source("192.0.2.1", secret_key="another")
    assert source("192.0.2.1", security_sources="address") == "192.0.2.1"
    assert source(None) == source("somewhere") == ""


def test_it_is_kept_for_as_long_as_the_settings_say(served: Served) -> None:
    with committing(served):
        for age in (399, 401):
            with clock.set_to(clock.now() - timedelta(days=age)):
                security_log.note_now(Event.LOCKED, person_id=age)
        security_log.prune(400)
    assert [each.person_id for each in noted(served)] == [399]
