"""A register outside Japan: its paper, and its sheets, go by the company's locale pack."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from pms_tracker import clock, config
from pms_tracker.app import create_app
from pms_tracker.database import db, session
from tests import cast, dublin, papers
from tests.registers.layouts import text_of
from tests.signed_in import cookie_of

DAY = cast.TODAY.isoformat()


@pytest.fixture
def in_dublin(tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(config.load({"PMS_INSTANCE": str(tmp_path)}))
    with time_machine.travel(clock.at(cast.TODAY, 9)), app.test_request_context():
        db.create_all()
        dublin.found()
        dublin.registered()
        content = cookie_of(cast.IDS["representative"])
        session.remove()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(content)
    yield client
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("place", ["list.pdf", f"as-of.pdf?on={DAY}"])
@pytest.mark.parametrize("size", ["a3", "a4"])
def test_a_record_of_processing_is_printed_without_what_japan_asks(
    in_dublin: FlaskClient, place: str, size: str, tmp_path: Path
) -> None:
    between = "&" if "?" in place else "?"
    answer = in_dublin.get(f"/do/ledger/{place}{between}size={size}")
    assert answer.status_code == 200
    said = papers.told(answer.data, tmp_path)
    assert "Survey answers" in said
    assert "Special-care" not in said
    assert not any("぀" <= char <= "鿿" for char in said)


def test_japan_is_a_country_abroad(in_dublin: FlaskClient) -> None:
    head, row = ["Name", "Department", "Purpose", "Country"], ["Leads", "Support", "Sales", "Japan"]
    page = in_dublin.get("/do/ledger/import").text
    token = re.findall(r'name="csrf_token"[^>]* value="([^"]+)"', page)[0]
    sent = {"file": (BytesIO(text_of([head, row]).encode()), "leads.csv"), "csrf_token": token}
    preview = in_dublin.post("/do/ledger/import", data=sent)
    assert preview.status_code == 200, preview.text
    assert "<b>Countries it is transferred to</b> Japan" in preview.text
