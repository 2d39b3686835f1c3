"""What a management review is told of what do asks of units: how they stand, and what is late."""

from typing import Any

from pms_tracker.do.carried_out import carried_out
from pms_tracker.do.rules.carried_out_rules import Carried


def told(year: int) -> dict[str, Any]:
    """Of a fiscal year, of all units, as plain values: how many units stand how with a requirement,
    and each that is late with how much is and since when. Four statements."""
    board = carried_out.whole(year)
    late = (
        (line.name, required, cell)
        for line in board.lines
        for required, cell in line.cells.items()
        if cell.carried is Carried.LATE
    )
    return {
        "year": year,
        "counts": {each.value: board.count(each) for each in Carried},
        "late": [
            {
                "unit": name,
                "required": required.value,
                "late": cell.late,
                "day": cell.day.isoformat() if cell.day else "",
            }
            for name, required, cell in late
        ],
    }
