"""Which combinations to try where trying all would take too long: each page with each value."""

from collections.abc import Mapping, Sequence

Row = dict[str, str]


def covering(first: Sequence[Row], values: Mapping[str, Sequence[str]], turn: int = 0) -> list[Row]:
    """Rows for one page in which each value of each factor occurs; `first` are the rows to begin
    with. As few rows more as the factor that lacks most needs; where a factor lacks nothing any
    more its values take turns, beginning at `turn`, so that each page mixes them anew.

    The rows of all pages together are a covering array of every pair of page and value.
    """
    lacking = {
        factor: [value for value in each if all(row[factor] != value for row in first)]
        for factor, each in values.items()
    }
    more = max(map(len, lacking.values()))
    return [
        *first,
        *(
            {
                factor: (
                    lacking[factor][place]
                    if place < len(lacking[factor])
                    else each[(turn + place) % len(each)]
                )
                for factor, each in values.items()
            }
            for place in range(more)
        ),
    ]
