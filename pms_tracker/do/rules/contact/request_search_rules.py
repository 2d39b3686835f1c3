"""Whether an answer to a request by a person rests on the search in the units, pure."""

from collections.abc import Iterable

from pms_tracker.do.rules.contact.request_rules import Ground, Item, Outcome

# Why something is refused that only who looked can say: that it is correct as it stands, that the
# request is unfounded (art. 34-2, 35).
_LOOKED = (Ground.CORRECT, Ground.UNFOUNDED)


def rests_on_search(items: Iterable[Item]) -> bool:
    """Whether anything is answered that only the units know: that it is held or not, and what is
    done with it. What is refused for a reason of law alone needs no search."""
    return any(
        each.outcome is not None and (each.outcome is not Outcome.REFUSED or each.ground in _LOOKED)
        for each in items
    )
