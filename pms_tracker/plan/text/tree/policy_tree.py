"""The tree of a policy: of all ways to read its labels, the one that fits the whole text best."""

from collections.abc import Iterator, Sequence
from operator import itemgetter

from pms_tracker.plan.text.policy_candidates import HEADING, Candidate, Chosen, introduces
from pms_tracker.plan.text.policy_labels import Marker
from pms_tracker.plan.text.tree.policy_costs import (
    NEVER,
    Open,
    Way,
    again_key,
    is_second,
    levels,
    nested_key,
)

# So many readings of the text so far are kept; what differs only far below them is lost.
_KEPT = 8
# What costs so much more than the best reading is not followed.
_MARGIN = 6.0


# Cost, the way so far, the label as read (None: text), its clause, and the level it takes.
_Option = tuple[float, Way, Marker | None, Open | None, int]


def best(candidates: Sequence[Candidate]) -> list[Chosen]:
    """The clauses of the reading that costs least, in reading order.

    What continues a row costs nothing; a row that begins, numbers left out, a list repeated, an
    indentation that does not fit, and a label that is read as text cost what makes them less
    credible. Linear in the number of candidates: only the best few readings are kept.
    """
    ways = [Way(0.0, (), {}, None, None)]
    for candidate in candidates:
        ways = _narrowed(ways, candidate)
    way: Way | None = ways[0]
    found = []
    while way is not None:
        if way.chosen is not None:
            found.append(way.chosen)
        way = way.before
    return found[::-1]


def _narrowed(ways: Sequence[Way], candidate: Candidate) -> list[Way]:
    """The best ways on, one for each set of open clauses."""
    news = [(marker, _opened(marker, candidate)) for marker in candidate.readings]
    options = [option for way in ways for option in _options(way, candidate, news)]
    options.sort(key=itemgetter(0))
    highest = options[0][0] + _MARGIN
    kept: list[Way] = []
    seen: set[tuple[Open, ...]] = set()
    for cost, way, marker, new, level in options:
        opened = way.opened if new is None else (*way.opened[:level], new)
        if opened in seen:
            continue
        if len(kept) == _KEPT or cost > highest:
            break
        seen.add(opened)
        kept.append(_taken(way, cost, opened, candidate, marker))
    return kept


def _taken(
    way: Way, cost: float, opened: tuple[Open, ...], candidate: Candidate, marker: Marker | None
) -> Way:
    if marker is None:
        return way._replace(cost=cost)
    above = opened[-2].style if len(opened) > 1 else ""
    home, _ = way.homes.get(marker.style, (above, 0))
    homes = {**way.homes, marker.style: (home, marker.number)}
    if above == marker.style:
        homes[nested_key(marker.style)] = (above, 0)
    elif marker.number == 1 and way.opened[len(opened) - 1 : len(opened)]:
        beside = way.opened[len(opened) - 1].style == marker.style
        homes.update({again_key(marker.style): (above, 0)} if beside else {})
    # Only ways that chose something are links: a text's labels are as many as its lines.
    return Way(cost, opened, homes, way, Chosen(candidate.line, marker, len(opened)))


def _options(
    way: Way, candidate: Candidate, news: Sequence[tuple[Marker, Open]]
) -> Iterator[_Option]:
    if candidate.rank is None:
        yield way.cost + candidate.doubt, way, None, None, 0
    for marker, new in news:
        extra = way.cost + (0.0 if marker.sure or marker.style == HEADING else 0.5)
        for level, cost in levels(way, new, marker):
            if cost < NEVER:
                counted = _counted(way, level, new, candidate) if candidate.counts else 0.0
                if not marker.sure and level < len(way.opened):
                    # A figure that goes on a row is hardly one by chance.
                    counted -= 0.3 * (way.opened[level].style == new.style)
                yield extra + cost + counted, way, marker, new, level


def _counted(way: Way, level: int, new: Open, candidate: Candidate) -> float:
    """How far what follows a bare figure makes it a count, not a label."""
    opened = way.opened
    if level < len(opened) and opened[level].style == new.style and not candidate.goes_on:
        return 0.3 if candidate.counted else -0.3
    if candidate.counted:
        return 1.5
    if level < len(opened):
        return 0.1 if is_second(opened, level, new) else 1.5
    is_article = bool(opened) and opened[-1].unit == 4
    known = new.style in way.homes and new.number == 1
    return 0.1 if is_article and (known or new.number == 2) else 1.5


def _opened(marker: Marker, candidate: Candidate) -> Open:
    return Open(
        marker.style,
        marker.number,
        candidate.indent,
        candidate.rank,
        marker.parts,
        marker.kind,
        marker.rank,
        marker.is_leaf or introduces(marker),
    )
