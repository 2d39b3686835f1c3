"""Two people at one record: whoever read another version is refused, and told of which record."""

from dataclasses import dataclass

import pytest

from pms_tracker.kernel.errors import Stale, check_version


@dataclass(frozen=True)
class Record:
    reference: str
    version: int


RECORD = Record("CA-2026-001", 3)


def test_the_version_that_was_read_may_be_changed() -> None:
    check_version(RECORD, 3)


@pytest.mark.parametrize("seen", [2, 4, -1])
def test_any_other_version_is_stale(seen: int) -> None:
    with pytest.raises(Stale) as refused:
        check_version(RECORD, seen)
    assert refused.value.key == "record_changed"
    assert refused.value.values == {"reference": "CA-2026-001"}
