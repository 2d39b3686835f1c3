"""Who audits reads the reports of a quarter and of a month, and makes none."""

from datetime import date

import pytest
import time_machine

from pms_tracker import clock
from tests.databases import Served
from tests.do.test_complaints import entered
from tests.visitor import Visitor
from tests.web.browsing import committing

LISTS = {"/do/checks/reports/": "/do/checks/", "/do/complaints/reports/": "/do/complaints/"}
MONTHLY = "/do/complaints/reports/"
NEXT_MONTH = date(2026, 12, 2)


@pytest.mark.parametrize("place", LISTS)
def test_the_audit_manager_is_led_to_the_list_of_reports(visitor: Visitor, place: str) -> None:
    assert f'href="{place}"' in visitor.as_("audit_manager").get(LISTS[place]).text
    assert visitor.get(place).status_code == 200
    assert visitor.as_("head").get(place).status_code == 403


def test_who_makes_a_report_has_its_form_and_who_reads_it_has_not(
    served: Served, visitor: Visitor
) -> None:
    with committing(served):
        entered()
    form = f'action="{MONTHLY}"'
    with time_machine.travel(clock.at(NEXT_MONTH, 10), tick=True):
        assert form in visitor.as_("privacy_manager").get(MONTHLY).text
        page = visitor.as_("audit_manager").get(MONTHLY)
        assert page.status_code == 200
        assert form not in page.text
        assert 'href="/do/complaints/reports/2026-11.pdf"' in page.text
        assert visitor.get("/do/complaints/reports/2026-11.pdf").status_code == 200
