"""Sent twice is taken once: a doubled click or the back button creates nothing a second time."""

from collections.abc import Iterator
from contextlib import contextmanager

from pms_tracker.database import transaction
from pms_tracker.desk import sent
from pms_tracker.desk.models import SentForm
from pms_tracker.web import slips


@contextmanager
def taken_once(led_to: str = "") -> Iterator[SentForm]:
    """A transaction that a form with this slip goes through once; `led_to` may be set inside.

    Raises SentBefore for the second one, which `errors` leads to where the first was led. A form
    without a slip of the reader's own is taken as it comes.
    """
    slip = slips.mine()
    with transaction():
        if slip is None:
            yield SentForm(led_to=led_to)
            return
        row = sent.begin(slip.key, slip.person_id, led_to)
        yield row
