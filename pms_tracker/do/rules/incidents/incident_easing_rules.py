"""Rules of what stops a clock of an incident or gives it a later day, pure: nobody does so alone
(Law art. 26, rule 8; the house's rule of two people)."""

from collections.abc import Iterable
from datetime import date

from pms_tracker.do.rules.incidents.incident_rules import Reported
from pms_tracker.do.rules.incidents.leak_rules import Class

# The facts that clocks are reckoned from; the days of reports are no facts of the event.
FACTS = (
    *("nature", "known_on", "role", "affected", "affected_most", "many_on"),
    *("sensitive", "property", "malice", "grave", "encrypted"),
    *("my_number", "my_number_systems", "my_number_open", "client_days", "own_too"),
)


def eases(before: Iterable[Reported], after: Iterable[Reported]) -> bool:
    """Whether a report that was still to be made is not any more, or has a later day.

    Both sides have the same reports made, so that only facts differ. That an event which was
    reported as every one is turns out graver counts as no easing: it has a first report now.
    """
    now = {each.clock.office: each for each in after}
    return any(_is_eased(each, now.get(each.clock.office)) for each in before)


def _is_eased(before: Reported, after: Reported | None) -> bool:
    if after is None:
        return before.first_open or before.final_open
    if before.clock.classes == (Class.EVERY,) != after.clock.classes:
        return False
    pairs = (_first(before), _first(after)), (_final(before), _final(after))
    return any(was is not None and (now is None or now > was) for was, now in pairs)


def _first(reported: Reported) -> date | None:
    first = reported.clock.first
    return first[1] if first is not None and reported.first_open else None


def _final(reported: Reported) -> date | None:
    return reported.clock.final if reported.final_open else None
