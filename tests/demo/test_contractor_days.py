"""What the demo company did with a contractor, whenever it is loaded."""

from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from pms_tracker.demo.ground.demo_desk import Desk
from pms_tracker.demo.ground.schedule import Days
from pms_tracker.demo.registers.contractor_story import TOLD, ContractorActs
from tests.cast import TODAY

AS_TOLD = ["_enter", "_judge", "_approve", "_sign"]


def done(today: date, company: Any) -> dict[str, list[str]]:
    """What is done with each contractor until its contract, in the order in which it happens."""
    acts = list(ContractorActs(Desk(company, Days(today), Path())))
    found: dict[str, list[str]] = {told.name: [] for told in TOLD}
    for act in sorted(acts, key=lambda act: (act.day, act.hour)):
        assert isinstance(act.run, partial)
        told, *number = act.run.args
        if not any(number):
            found[told.name].append(act.run.func.__name__)
    return found


@pytest.mark.parametrize("served", ["sqlite"], indirect=True)
def test_a_contract_is_signed_once_its_contractor_is_approved_whatever_day_it_is(
    app: Flask,
) -> None:
    for number in range(800):
        today = TODAY + timedelta(days=number)
        for name, acts in done(today, None).items():
            assert acts[:4] == AS_TOLD, f"{name}, loaded on {today}"
