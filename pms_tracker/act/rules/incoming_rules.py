"""Rules of reports (報告): by name or without any, taken up or answered, receipt codes.

Not the reports of audits, which are check's.
"""

import hashlib
import hmac
import secrets
import unicodedata
from enum import StrEnum

from pms_tracker.act.rules.source_rules import Source
from pms_tracker.kernel.due_dates import Counting, Deadline, OnClosedDay
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken
from pms_tracker.kernel.workflow import Workflow


class ReportState(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"


class ReportMove(StrEnum):
    TAKE_UP = "take_up"
    ANSWER = "answer"


REPORT = Workflow(
    "report",
    ReportState.RECEIVED,
    {
        (ReportState.RECEIVED, ReportMove.TAKE_UP): ReportState.TAKEN_UP,
        (ReportState.RECEIVED, ReportMove.ANSWER): ReportState.ANSWERED,
    },
)

# What anybody may report; the other sources have a process of their own.
REPORTED = (Source.INCIDENT, Source.SELF_REPORT, Source.COMPLAINT)
# Whoever reports hears within a working week; customary, no law counts these days.
TO_HANDLE = Deadline(Counting.BUSINESS_DAYS, 5, OnClosedDay.NEXT_OPEN)
LONGEST = 5000
MOST_MESSAGES = 100


def check_report(source: Source, text: str) -> None:
    """Raises BadInput where nothing is told, too much, or of another source."""
    if source not in REPORTED:
        raise BadInput("not_reported")
    check_text(text)


def check_text(text: str) -> None:
    """Raises BadInput where nothing is told or too much."""
    if not text.strip():
        raise BadInput("text_needed")
    if len(text) > LONGEST:
        raise BadInput("text_too_long", longest=LONGEST)


def check_handler(person_id: int, handlers: Eligible, reporter_id: int | None) -> None:
    """Reports are handled by the privacy manager, never by who made them. Raises NotAllowed."""
    if person_id not in handlers.person_ids or person_id == reporter_id:
        raise NotAllowed("reports_handled_by_manager")


def check_room(count: int) -> None:
    """A report takes so many messages and no more. Raises RuleBroken."""
    if count >= MOST_MESSAGES:
        raise RuleBroken("too_many_messages", most=MOST_MESSAGES)


# 128 random bits in eight groups of four letters that are not mistaken for others (Crockford).
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
BITS, GROUP = 128, 4
LETTERS = -(-BITS // 5)


def new_seed() -> str:
    """What a form is handed out with: 128 random bits, of which its receipt code is made."""
    return secrets.token_hex(BITS // 8)


def code_of(seed: str, key: str) -> str:
    """The receipt code of a form, in groups that can be written down.

    128 bits that nobody guesses without the form and our key. A form sent twice has the same one,
    so that it is taken once although nobody's session is kept.
    """
    mixed = hmac.new(key.encode(), f"receipt:{seed}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(mixed[: BITS // 8], "big")
    letters = "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LETTERS)))
    return "-".join(letters[at : at + GROUP] for at in range(0, LETTERS, GROUP))


def code_digest(typed: str) -> str:
    """What is kept of a code, however it was typed: full-width, lower case, without its dashes.

    A plain SHA-256: what it hides has 128 random bits, so there is nothing to try out.
    """
    plain = unicodedata.normalize("NFKC", typed[:200]).upper().translate(READ_AS)
    letters = "".join(each for each in plain if each in ALPHABET)
    return hashlib.sha256(letters.encode()).hexdigest()
