"""Leaving: who names the heir of what, who is one never, and what a form is told by."""

import pytest

from pms_tracker.act.rules import leaving_rules as rules
from pms_tracker.act.rules.leaving_rules import Holding, What
from pms_tracker.kernel.errors import NotAllowed, RuleBroken
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind

LEAVER, HEIR = 1, 2
AN_OFFICE = Holding(What.OFFICE, 4, LEAVER, None, None, None, "監査責任者")
AN_ACTION = Holding(What.ACTION, 7, LEAVER, Kind.CASE, 2026, 3, "鍵を付ける")


@pytest.mark.parametrize(
    ("heir_id", "barred", "refusal"),
    [
        (HEIR, (), None),
        (HEIR, (LEAVER,), None),
        # Until the last day whoever leaves is here as everybody is.
        (LEAVER, (), "heir_is_leaver"),
        (3, (), "heir_not_here"),
        (HEIR, (HEIR,), "heir_barred"),
    ],
)
def test_an_heir_is_somebody_else_who_stays_and_had_no_part_in_it(
    heir_id: int, barred: tuple[int, ...], refusal: str | None
) -> None:
    if refusal is None:
        rules.check_heir(heir_id, LEAVER, here={LEAVER, HEIR}, barred=barred)
        return
    with pytest.raises(RuleBroken, match=refusal):
        rules.check_heir(heir_id, LEAVER, here={LEAVER, HEIR}, barred=barred)


def who_names(what: What) -> set[Role]:
    return {role for role in Role if rules.may_choose(what, {Role.EMPLOYEE, role})}


@pytest.mark.parametrize("what", What)
def test_whoever_runs_the_pms_names_an_heir_but_of_what_others_answer_for(what: What) -> None:
    named_by = {
        What.AUDIT: {Role.AUDIT_MANAGER},
        What.DEPUTY: {Role.REPRESENTATIVE},
        # The one goes on by itself, the other is finished by those who began it.
        What.TURN: set(),
        What.UNDER_WAY: set(),
    }
    assert who_names(what) == named_by.get(what, {Role.PRIVACY_MANAGER, Role.REPRESENTATIVE})
    for role in Role:
        if role in who_names(what):
            rules.check_chooses(what, {role})
            continue
        with pytest.raises(NotAllowed, match="heir_chosen_by_another"):
            rules.check_chooses(what, {role})


def test_only_what_goes_on_by_itself_is_not_left_behind() -> None:
    left = {what for what in What if Holding(what, 1, 1, None, None, None, "").is_left}
    assert left == {*What} - {What.TURN}


def test_a_thing_is_called_by_its_record_and_an_office_by_none() -> None:
    assert (AN_ACTION.key, AN_ACTION.reference) == ("action-7", "CA-2026-003")
    assert (AN_OFFICE.key, AN_OFFICE.reference) == ("office-4", "")


def test_a_form_is_told_by_all_that_is_held_and_by_whom_in_any_order() -> None:
    both = rules.seen([AN_OFFICE, AN_ACTION])
    assert rules.seen([AN_ACTION, AN_OFFICE]) == both
    passed_on = Holding(What.OFFICE, 4, HEIR, None, None, None, "監査責任者")
    assert len({both, rules.seen([AN_OFFICE]), rules.seen([passed_on, AN_ACTION])}) == 3
