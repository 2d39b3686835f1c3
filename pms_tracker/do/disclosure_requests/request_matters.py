"""What two decide of a request: that its clock stops or gets a later day, as by another day of
arrival, a longer day to answer by, or its end without an answer (取下げ, 確認不能); and that it was
entered by mistake. Until then the clock runs on."""

from typing import Any

from pms_tracker.do.by_two.matters import Deciding
from pms_tracker.do.disclosure_requests import request_letters
from pms_tracker.do.disclosure_requests.person_requests import AT_ONCE, REQUESTS, answer_by
from pms_tracker.do.disclosure_requests.request_fields import AFTERWARDS
from pms_tracker.do.rules.contact import request_rules
from pms_tracker.do.rules.contact.request_rules import CLOCK_FACTS, RequestMatter
from pms_tracker.do.tables.request_tables import PersonRequest, RequestDecision
from pms_tracker.registers.edition_rules import Standing


def facts_of(row: PersonRequest) -> tuple[str, ...]:
    """What may be proposed to be another: once the answer was approved, what becomes of it alone;
    the rest is revised, and approved with it."""
    if row.state is Standing.DRAFT:
        return CLOCK_FACTS
    return tuple(each for each in CLOCK_FACTS if each in AFTERWARDS)


def is_open(row: PersonRequest, matter: Any) -> bool:
    """Whether the clock of a request runs, and nobody decides on its answer; one that was approved
    is no mistake."""
    runs = not row.struck and answer_by(row) is not None and row.state in AT_ONCE
    return runs and (matter is RequestMatter.EASED or row.state is Standing.DRAFT)


REQUEST_MATTERS = Deciding(
    REQUESTS,
    RequestDecision,
    facts=facts_of,
    eases=lambda _row, before, after: request_rules.eases(before, after),
    is_open=is_open,
    asked=request_letters.matter_asked,
    sent_back=request_letters.matter_sent_back,
)
