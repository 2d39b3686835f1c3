"""What is reckoned of an entry: what moves with the days, or with what is recorded of it after it
was approved, is told of today alone."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.database import session
from tests.upkeep.demo_home import demo_home, open_kept

MUCH_LATER = clock.at(date(2044, 2, 29), 10)


class Asked:
    """An entry that remembers what was read of it."""

    def __init__(self, row: Any) -> None:
        self.__dict__.update(row=row, names=set[str]())

    def __getattr__(self, name: str) -> Any:
        self.names.add(name)
        return getattr(self.row, name)


def test_what_moves_is_of_now(demo_company: Path, tmp_path: Path) -> None:
    moves = {}
    with open_kept(demo_home(demo_company, tmp_path / "instance")):
        for register in (each for each in REGISTERS if each.approvers and each.reckoned):
            rows = [Asked(row) for row in session.scalars(select(register.table))]
            for field in register.reckoned:
                now = [field.of(row) for row in rows]
                with clock.set_to(MUCH_LATER):
                    then = [field.of(row) for row in rows]
                read = {name for row in rows for name in row.names}
                for row in rows:
                    row.names.clear()
                moves[field.name] = now != then or bool(read & {*register.afterwards}), field
    assert [name for name, (is_so, field) in moves.items() if is_so and not field.of_now] == []
    assert {"contractor_state", "progress"} < {name for name, (is_so, _f) in moves.items() if is_so}
    assert not moves["level"][0]
