"""A check that is entered at the moment in which its sheet is signed."""

from datetime import date

import pytest
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.checks import check_readings, check_runs
from pms_tracker.do.tables.operation.operation_check_tables import CheckReading, CheckTemplate
from tests.cast import viewer
from tests.databases import Served
from tests.do.test_checks import checked, fill, on
from tests.visitor import Visitor
from tests.web.act.cases.test_at_once import Sent
from tests.web.browsing import committing, form, reading

OCTOBER = date(2026, 10, 1)
PAPER = "/do/checks/CT-2026-001/2026-10-30/paper"


@pytest.mark.both_databases
def test_what_was_signed_is_what_is_there(served: Served, visitor: Visitor) -> None:
    with committing(served):
        template = checked(starts_on=OCTOBER)
        with on(OCTOBER):
            fill(template, OCTOBER)
    typed = form(visitor.as_("head").get(PAPER), PAPER)
    typed |= {"value_0": "fine", "value_1": "fine", "name": "原 大地"}
    sent = Sent(served, PAPER, "head", **typed)
    with committing(served):
        template = session.scalars(select(CheckTemplate)).one()
        sheet = check_readings.sheet_locked(template, OCTOBER)
        seen = check_readings.digest(sheet)
        check_readings.read(sheet, "", seen, by=viewer("privacy_manager"))
        sent.begin()
    assert sent.end() == 409
    with reading(served):
        template = session.scalars(select(CheckTemplate)).one()
        signed = session.scalars(select(CheckReading)).one()
        assert check_readings.digest(check_runs.sheet(template, OCTOBER)) == signed.digest
