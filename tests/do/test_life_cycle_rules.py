"""The life cycle of an entry: what belongs to which step, and how far its risks are assessed."""

from datetime import date

import pytest

from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import life_cycle_rules as rules
from pms_tracker.do.rules.ledger.life_cycle_rules import Assessed, Danger, Step
from pms_tracker.do.rules.provision_rules import Direction
from pms_tracker.do.rules.risk_rules import Level, Progress, Stage

LARGE, MEDIUM, SMALL = Level.LARGE, Level.MEDIUM, Level.SMALL
FIRST, SECOND = date(2027, 1, 31), date(2028, 2, 29)


def danger(
    number: int, level: Level | None, step: Step = Step.KEPT, *, in_force: bool = True
) -> Danger:
    return Danger(f"RK-2026-{number:03}", step, level, in_force)


def dangers(*risks: Danger, goes_on: bool = True) -> rules.Dangers:
    return rules.dangers_of(Step.KEPT, risks, goes_on=goes_on)


def test_every_step_tells_of_fields_that_the_register_has_and_of_none_twice() -> None:
    names = [each for its in rules.SAYS.values() for each in its]
    assert {each.name for each in map(LEDGER.field, names)} == set(names)
    assert len(names) == len(set(names))
    assert set(names) > rules.ASKED


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage.ACQUIRED, Step.ACQUIRED),
        (Stage.MOVED, Step.USED),
        (Stage.USED, Step.USED),
        (Stage.KEPT, Step.KEPT),
        (Stage.DISPOSED, Step.DISPOSED),
    ],
)
def test_every_stage_of_risks_has_a_step(stage: Stage, step: Step) -> None:
    assert rules.step_of_risk(stage, "書類を置き忘れる") is step


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize(
    "words", ["委託先が再委託する", "同意なく第三者に提供する", "A vendor leaks"]
)
def test_what_others_do_when_it_is_moved_or_used_stands_where_it_is_given(
    stage: Stage, words: str
) -> None:
    given = rules.step_of_risk(stage, words) is Step.GIVEN
    assert given is (stage in {Stage.MOVED, Stage.USED})


def test_who_only_sees_it_while_it_is_used_is_given_nothing() -> None:
    assert rules.step_of_risk(Stage.USED, "机の上の名簿を清掃業者に見られる") is Step.USED


def test_what_is_received_is_acquired() -> None:
    found = {each: rules.step_of_provision(each) for each in Direction}
    assert found.pop(Direction.RECEIVED) is Step.ACQUIRED
    assert set(found.values()) == {Step.GIVEN}


@pytest.mark.parametrize(
    ("after", "progress", "level"),
    [
        (SMALL, Progress.DONE, SMALL),
        (SMALL, Progress.PLANNED, LARGE),
        (SMALL, Progress.NOT_YET, LARGE),
        (SMALL, None, LARGE),
        (None, Progress.DONE, LARGE),
    ],
)
def test_a_measure_counts_once_it_is_carried_out(
    after: Level | None, progress: Progress | None, level: Level
) -> None:
    assert rules.level_now(LARGE, after, progress) is level


def test_the_gravest_risk_in_force_is_the_level_of_a_step() -> None:
    found = dangers(danger(1, SMALL), danger(2, LARGE), danger(3, MEDIUM), danger(4, None))
    assert (found.assessed, found.level) == (Assessed.DONE, LARGE)
    assert [each.level for each in found.risks] == [LARGE, MEDIUM, SMALL, None]


def test_what_is_drafted_is_no_level_yet_and_hides_none() -> None:
    drafted = danger(1, LARGE, in_force=False)
    assert (dangers(drafted).assessed, dangers(drafted).level) == (Assessed.UNDER_WAY, None)
    both = dangers(drafted, danger(2, SMALL))
    assert (both.assessed, both.level, len(both.risks)) == (Assessed.DONE, SMALL, 1)


def test_a_step_without_risks_is_not_assessed_unless_nothing_goes_on_at_it() -> None:
    assert dangers(danger(1, LARGE, Step.USED)).assessed is Assessed.NOT_YET
    assert dangers(goes_on=False).assessed is Assessed.NOT_NEEDED
    assert dangers(danger(1, LARGE), goes_on=False).assessed is Assessed.DONE


def test_what_was_accepted_runs_out_with_the_first_of_several() -> None:
    risks = [Danger("RK-2026-001", Step.KEPT, LARGE, True, day) for day in (SECOND, None, FIRST)]
    assert dangers(*risks).accepted_until == FIRST
    assert dangers(danger(1, LARGE)).accepted_until is None


def test_what_a_step_lacks_is_named_and_who_receives_nothing_lacks_nothing() -> None:
    lacks = rules.missing({"acquired", "place", "access", "purposes", "use_until"})
    assert lacks[Step.ACQUIRED] == lacks[Step.USED] == lacks[Step.GIVEN] == ()
    assert lacks[Step.KEPT] == ("protection",)
    assert lacks[Step.DISPOSED] == ("keep_until", "disposal")
