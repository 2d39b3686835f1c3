"""What page tests of management reviews share: addresses, filled forms, committed reviews."""

from pms_tracker.act.management import management_reviews
from pms_tracker.act.rules.management_rules import ReviewState, Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm import people
from pms_tracker.people.tables.people_tables import Language
from tests import reviewing
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, form, reading

LIST = "/act/reviews/"
NEW = "/act/reviews/new"
URL = "/act/reviews/MR-2026-01"
EDIT, CANCEL, FILES = f"{URL}/edit", f"{URL}/cancel", f"{URL}/evidence"
MINUTES, SIGN, PAPER = f"{URL}/minutes/", f"{URL}/minutes/signature", f"{URL}/minutes/minutes.pdf"
DECISION = f"{URL}/decisions/1"
FIRST = Reference(Kind.MANAGEMENT_REVIEW, 2026, 1)


def in_english(served: Served, key: str) -> None:
    """Somebody reads English from now on."""
    with committing(served):
        people.person(IDS[key]).language = Language.EN


def in_state(served: Served, state: ReviewState) -> None:
    with committing(served):
        reviewing.in_state(state)


def the_review() -> ManagementReview:
    return management_reviews.by_reference(FIRST, seen_by=viewer("audit_manager"))


def state_of(served: Served) -> ReviewState:
    with reading(served):
        return the_review().state


def called(**changes: object) -> dict[str, object]:
    """An invitation as a browser sends it."""
    return {
        "version": "0",
        "annual_duty_id": "",
        "planned_on": "2026/12/10",
        "venue": "本部会議室",
        "agenda": "実績と改善",
        "attendee_ids": [str(IDS["representative"]), str(IDS["head"])],
        "others": "",
        **changes,
    }


def typed(visitor: Visitor, do: str = "submit", **changes: object) -> dict[str, object]:
    """The minutes as the privacy manager fills them in: every input said, one decision."""
    sent: dict[str, object] = dict(form(visitor.as_("privacy_manager").get(MINUTES), MINUTES))
    sent |= {f"inputs-{each}-unchanged": "y" for each in Section}
    sent |= {
        "held_on": "2026/11/24",
        "present_ids": [str(IDS[each]) for each in reviewing.PRESENT],
        "inputs-cases-comment": "減った。",
        "conclusion": "仕組みは有効に働いている。",
        "rows-0-text": reviewing.DECIDED,
        "rows-0-owner_id": str(IDS["owner"]),
        "rows-0-due_on": "2026/12/24",
        "do": do,
    }
    return {**sent, **changes}


def decision(
    visitor: Visitor, by: str, made: str = "approved", **changes: object
) -> dict[str, object]:
    """The signature as whoever decides fills it in."""
    sent: dict[str, object] = dict(form(visitor.as_(by).get(URL), SIGN))
    return {**sent, "decision": made, **changes}
