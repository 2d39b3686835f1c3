"""What many rows of a file have in common is told once, by the first and how many more."""

import re
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Told = TypeVar("Told")
# So many rows are named before the others are counted.
FEW = 3
# A cell or a row: its sheet and column, and the number of its row.
_CELL = re.compile(r"(?P<column>(?:.+!)?(?P<letters>[A-Z]{0,3}))(?P<row>[0-9]+)", re.DOTALL)


@dataclass(frozen=True)
class Once(Generic[Told]):
    """What is told of one or several places of a file, by the first of them; each place counts
    once."""

    told: Told
    places: tuple[str, ...]

    @property
    def few(self) -> list[str]:
        """The places that are named, each sheet once."""
        return _without_repeats(self.places[:FEW])

    @property
    def more(self) -> int:
        """How many places are counted, and shown to whoever asks for them."""
        return len(self.places[FEW:])

    @property
    def rest(self) -> list[str]:
        """These, cells that follow one another as a range: D5:D121."""
        return _without_repeats(_as_ranges(self.places[FEW:]))


def told_once(
    found: Iterable[Told], place: Callable[[Told], str], same: Callable[[Told], Hashable]
) -> list[Once[Told]]:
    """What was found, that which is the same but for its place once, in the order of the first."""
    together: dict[Hashable, list[Told]] = {}
    for each in found:
        together.setdefault(same(each), []).append(each)
    return [
        Once(several[0], tuple(dict.fromkeys(map(place, several)))) for several in together.values()
    ]


def _as_ranges(places: Iterable[str]) -> list[str]:
    """Places, those of one column one below the other in one."""
    runs: list[tuple[str, str]] = []
    before = "", -1
    for place in places:
        cell = _CELL.fullmatch(place)
        at = (cell["column"], int(cell["row"])) if cell is not None else ("", -1)
        if cell is not None and at == (before[0], before[1] + 1):
            runs[-1] = runs[-1][0], f":{cell['letters']}{cell['row']}"
        else:
            runs.append((place, ""))
        before = at
    return [f"{first}{last}" for first, last in runs]


def _without_repeats(places: Iterable[str]) -> list[str]:
    """Places, without the name of the sheet where the one before has it too."""
    found, before = [], ""
    for place in places:
        sheet, _mark, cell = place.rpartition("!")
        found.append(cell if sheet and sheet == before else place)
        before = sheet
    return found
