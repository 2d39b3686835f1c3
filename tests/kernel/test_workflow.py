"""Workflows as tables: what is in the table is possible, everything else is refused."""

from enum import StrEnum

import pytest

from pms_tracker.act.rules.case_rules import CASE
from pms_tracker.check.rules.audit_rules import AUDIT, FINDING, FindingState
from pms_tracker.kernel.errors import RuleBroken
from pms_tracker.kernel.workflow import Workflow


class Lamp(StrEnum):
    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Press(StrEnum):
    SWITCH = "switch"
    DROP = "drop"


LAMP = Workflow(
    "lamp",
    Lamp.OFF,
    {
        (Lamp.OFF, Press.SWITCH): Lamp.ON,
        (Lamp.ON, Press.SWITCH): Lamp.OFF,
        (Lamp.ON, Press.DROP): Lamp.BROKEN,
    },
)


def test_a_move_leads_where_the_table_says() -> None:
    assert LAMP.after(Lamp.OFF, Press.SWITCH) is Lamp.ON
    assert LAMP.after(Lamp.ON, Press.DROP) is Lamp.BROKEN


@pytest.mark.parametrize(
    ("state", "move"),
    [(Lamp.OFF, Press.DROP), (Lamp.BROKEN, Press.SWITCH), (Lamp.BROKEN, Press.DROP)],
)
def test_a_move_that_is_not_in_the_table_is_refused(state: Lamp, move: Press) -> None:
    assert not LAMP.allows(state, move)
    with pytest.raises(RuleBroken) as refused:
        LAMP.after(state, move)
    assert refused.value.key == "move_not_possible"
    assert refused.value.values == {"state": state, "move": move}
    assert refused.value.__cause__ is None


def test_buttons_and_drawings_come_from_the_same_rows() -> None:
    assert LAMP.allows(Lamp.ON, Press.DROP)
    assert not any(LAMP.allows(Lamp.BROKEN, press) for press in Press)
    assert LAMP.ends() == (Lamp.BROKEN,)
    assert list(LAMP.rows())[1] == (Lamp.ON, Press.SWITCH, Lamp.OFF)
    assert len(list(LAMP.rows())) == len(LAMP.table)


@pytest.mark.parametrize("workflow", [CASE, AUDIT, FINDING], ids=lambda each: each.name)
def test_every_state_of_a_record_is_reached_and_leads_to_an_end(workflow: Workflow) -> None:
    starts = {workflow.start} | ({FindingState.NOTED} if workflow is FINDING else set())
    reached = set(starts)
    while more := {to for source, _, to in workflow.rows() if source in reached} - reached:
        reached |= more
    ending = set(workflow.ends())
    while more := {source for source, _, to in workflow.rows() if to in ending} - ending:
        ending |= more
    assert reached == ending == set(type(workflow.start))
