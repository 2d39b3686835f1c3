"""Sent twice is taken once: a doubled click or the back button creates nothing a second time."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

from pms_tracker.database import transaction
from pms_tracker.desk import sent
from pms_tracker.desk.desk_tables import SentForm
from pms_tracker.web.door.access import me
from pms_tracker.web.forms import slips


@contextmanager
def taken_once(led_to: str = "", *, key: str = "") -> Iterator[SentForm]:
    """A transaction that a form with this slip goes through once; `led_to` may be set inside.

    What waited in a browser carries a key of its own instead, since a slip is its page's. Raises
    SentBefore for the second one, which `errors` leads to where the first was led. A form with
    neither a key nor a slip of the reader's own is taken as it comes.
    """
    slip = slips.mine()
    with transaction():
        if key:
            # Nobody is told of a form that another sent, whatever key they hit upon.
            yield sent.begin(f"{me().person_id} {key}", me().person_id, led_to)
        elif slip is None:
            yield SentForm(led_to=led_to)
        else:
            yield sent.begin(slip.key, slip.person_id, led_to)


@contextmanager
def taken_with_its_number() -> Iterator[None]:
    """The same for what takes a number: the form is taken as soon as `lead` says where its answer
    leads, which spares a statement. A second one waits for the number until then."""
    with transaction():
        g.form_to_take = slips.mine()
        yield


def lead(led_to: str) -> None:
    """Say where the answer to the form that is being taken leads, before anything else is written.
    Raises SentBefore for the second one."""
    slip = g.pop("form_to_take", None)
    if slip is not None:
        sent.begin(slip.key, slip.person_id, led_to)
