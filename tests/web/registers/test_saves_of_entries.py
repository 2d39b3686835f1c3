"""What it costs to draft, hand in, approve and revise an entry of any register that is approved."""

from collections import Counter
from collections.abc import Iterator

import pytest

from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.registers.fields import Text
from pms_tracker.registers.register import Register
from tests.databases import Served
from tests.registers import samples
from tests.visitor import Visitor
from tests.web import budgets
from tests.web.browsing import committing, form, reading

BUDGETS = {
    "enter": budgets.ENTER,
    "change": budgets.CHANGE,
    "hand in": budgets.HAND_IN,
    "approve": budgets.APPROVE,
    "revise": budgets.CHANGE + budgets.REVISE + budgets.SENT_BACK,
    "hand in again": budgets.HAND_IN + budgets.REVISE,
    "approve again": budgets.APPROVE + budgets.REVISE,
}
# Of these a step of their own comes between, or what was approved is not what is revised.
NOT_REVISED = {"purposes", "training_plans", "requests"}
OTHER = {"privacy_manager": "representative", "representative": "privacy_manager"}
APPROVED = [each for each in REGISTERS if each.approvers]


def saves(served: Served, visitor: Visitor, register: Register) -> Iterator[tuple[str, int]]:
    """Each step of an entry, and the statements that it takes."""
    place = f"/{register.place}/"
    with reading(served):
        by, typed = samples.keeper(register), samples.typed(register)
        text = next(each.name for each in register.cells if isinstance(each, Text))

    def saved(who: str, page: str, action: str, /, **typed: object) -> tuple[int, str]:
        sent = {**form(visitor.as_(who).get(page), action, with_slip=True), **typed}
        with visitor.counting() as statements:
            answer = visitor.post(action, **sent)
        assert answer.status_code == 302, action
        return len(statements), answer.location

    cost, record = saved(by, f"{place}new", place, **typed)
    yield "enter", cost
    edit, hand_in, decision = (f"{record}/{each}" for each in ("edit", "hand-in", "decision"))
    yield "change", saved(by, edit, edit, **{text: "変更"})[0]
    if register.key in {"training_plans", "requests"}:
        return
    yield "hand in", saved(by, record, hand_in)[0]
    yield "approve", saved(OTHER[by], record, decision, decision="approved")[0]
    if register.key in NOT_REVISED:
        return
    yield "revise", saved(by, edit, edit, **{text: "改定"})[0]
    yield "hand in again", saved(by, record, hand_in)[0]
    yield "approve again", saved(OTHER[by], record, decision, decision="approved")[0]


@pytest.mark.both_databases
@pytest.mark.parametrize("register", APPROVED, ids=lambda each: each.key)
def test_every_save_of_an_entry_stays_within_its_budget(
    served: Served, visitor: Visitor, register: Register
) -> None:
    with committing(served):
        samples.make_named(register)
        for number in range(1, 4):
            samples.make(register, number)
    more = Counter(budgets.MORE_OF_ENTRIES.get(register.key, {}))
    spent = dict(saves(served, visitor, register))
    over = {name: cost for name, cost in spent.items() if cost > BUDGETS[name] + more[name]}
    assert not over, (register.key, tuple(spent.values()))
