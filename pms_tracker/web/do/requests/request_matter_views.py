"""What two decide of a request: asked with a reason, read with the days that would move."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pms_tracker.do.by_two import matter_facts, matters
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.disclosure_requests import person_requests
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS, is_open
from pms_tracker.do.rules.contact import request_rules
from pms_tracker.do.rules.contact.request_rules import CLOCK_FACTS, RequestMatter
from pms_tracker.web.do.by_two.matter_forms import AskForm, Eased
from pms_tracker.web.do.by_two.matter_pages import Line, MatterPages, lines_of, pages_of
from pms_tracker.web.door.access import me
from pms_tracker.web.registers import register_forms
from pms_tracker.web.words.register_words import say


class RequestEasingForm(Eased, register_forms.some(REQUESTS, CLOCK_FACTS)):  # type: ignore[misc]
    """Facts of a request as they are to be, with the reason."""


@dataclass(frozen=True)
class Days:
    """By when a request is answered and from when the person may go to court; None where nothing is
    to be answered any more."""

    answer_by: date | None
    suit_from: date | None


def _days(facts: Mapping[str, Any]) -> Days:
    is_over = facts["closed_on"] is not None
    due_on = request_rules.answer_by(facts["arrived_on"], facts["longer_until"], is_over=is_over)
    days = request_rules.days_of(facts["arrived_on"])
    return Days(due_on, days.suit_from if days is not None and not is_over else None)


def _given(row: Any, _matter: RequestMatter, waits: Decided | None) -> Mapping[str, object]:
    """How far the request is, its days as they are, and as they would be."""
    said = REQUESTS.values_of(row)
    after = None
    if waits is not None and waits.matter is RequestMatter.EASED:
        after = _days({**said, **matter_facts.sides(REQUESTS, waits)[1]})
    progress = say(person_requests.PROGRESS[person_requests.progress_of(row)])
    return {"progress": progress, "days": _days(said), "then": after, "lacks": ""}


def _ask(row: Any, matter: RequestMatter, form: AskForm) -> None:
    reason, seen = form.reason.data or "", form.version.number
    matters.ask(REQUEST_MATTERS, row, matter, reason, version=seen, by=me())


PAGES = MatterPages(
    "request_matters",
    REQUEST_MATTERS,
    RequestMatter,
    REQUESTS.keeper,
    "do/requests/matter.html",
    RequestEasingForm,
    may_ask=is_open,
    ask=_ask,
    given=_given,
)
blueprint = pages_of(PAGES, "/do/requests")


@blueprint.app_template_global()
def request_matters(row: Any) -> list[Line]:
    """How what two decide of a request stands, and what of it may be asked."""
    return lines_of(PAGES, row)
