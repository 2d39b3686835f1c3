"""Refusals carry a key and values, and tell them apart in a log."""

import pytest

from pms_tracker.kernel.errors import (
    BadInput,
    NotAllowed,
    NotFound,
    Refusal,
    RuleBroken,
    Stale,
    TooMany,
)


def test_a_refusal_tells_its_key_and_its_values_in_order() -> None:
    refused = RuleBroken("checklist_not_done", count=3, audit="AU-2026-001")
    assert refused.key == "checklist_not_done"
    assert refused.values == {"count": 3, "audit": "AU-2026-001"}
    assert str(refused) == "checklist_not_done(audit='AU-2026-001', count=3)"


def test_a_refusal_without_values_still_reads_well() -> None:
    assert str(Stale("record_changed")) == "record_changed()"


@pytest.mark.parametrize("kind", [RuleBroken, NotAllowed, NotFound, Stale, BadInput, TooMany])
def test_one_handler_catches_every_refusal_but_never_takes_one_for_another(
    kind: type[Refusal],
) -> None:
    others = {each for each in Refusal.__subclasses__() if each is not kind}
    assert len(others) == 5
    with pytest.raises(Refusal) as caught:
        raise kind("any")
    assert not isinstance(caught.value, tuple(others))


def test_two_refusals_of_one_kind_do_not_share_their_values() -> None:
    first, second = NotFound("no_such_person", number=1), NotFound("no_such_person", number=2)
    assert (first.values, second.values) == ({"number": 1}, {"number": 2})
