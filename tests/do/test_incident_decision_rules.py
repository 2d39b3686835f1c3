"""What rests on what of an incident: which decision counts no more once which facts are others."""

from datetime import date

import pytest

from pms_tracker.do.rules.incidents import incident_decision_rules as rules
from pms_tracker.do.rules.incidents.incident_decision_rules import GROUNDS, Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Notice, Reported
from pms_tracker.do.rules.incidents.leak_rules import Facts, Role, clocks
from pms_tracker.kernel.errors import BadInput

DAY = date(2026, 11, 24)
OF_CLASSES = {Matter.UNREPORTED, Matter.UNNOTIFIED, Matter.STRUCK}


def told(facts: Facts, first_on: date | None = None) -> list[Reported]:
    """Every office as it would have been told on a day, or not at all."""
    return [Reported(each, first_on, None) for each in clocks(facts, lambda _day: False)]


def lapsed(*changed: str, same: bool = True, notice: Notice | None = None) -> set[Matter]:
    proposed = {"known_on", "affected"}
    found = rules.lapsing(Matter, changed, same_classes=same, notice=notice, proposed=proposed)
    return {*found}


@pytest.mark.parametrize(
    ("changed", "same", "notice", "gone"),
    [
        ((), True, None, set()),
        # It is over with all that it says, but for the case that follows.
        (("case_reference",), True, None, set()),
        (("items",), True, None, {Matter.CLOSING}),
        (("items", "case_reference"), True, None, {Matter.CLOSING}),
        # Facts that another proposes to change.
        (("affected",), True, None, {Matter.CLOSING, Matter.EASED}),
        # What is to be reported is more than was looked at.
        (("malice",), False, None, {Matter.CLOSING} | OF_CLASSES),
        # Somebody is told after all; that nobody is stays decided.
        (("notice",), True, Notice.DONE, {Matter.CLOSING, Matter.UNNOTIFIED}),
        (("notice",), True, None, {Matter.CLOSING, Matter.UNNOTIFIED}),
        (("notice",), True, Notice.UNNEEDED, {Matter.CLOSING}),
        (("notice",), True, Notice.SUBSTITUTE, {Matter.CLOSING}),
        (("items",), True, Notice.DONE, {Matter.CLOSING}),
    ],
)
def test_what_was_decided_counts_until_what_it_rests_on_is_another(
    changed: tuple[str, ...], same: bool, notice: Notice | None, gone: set[Matter]
) -> None:
    assert lapsed(*changed, same=same, notice=notice) == gone


def test_only_what_stands_can_lapse() -> None:
    assert rules.lapsing([Matter.STRUCK], ["malice"], same_classes=False, notice=None) == [
        Matter.STRUCK
    ]
    assert rules.lapsing([], ["malice"], same_classes=False, notice=None) == []


def test_a_decision_rests_on_the_classes_of_the_commission_alone() -> None:
    facts = Facts(DAY, sensitive=True, malice=True, grave=True, role=Role.AS_CONTRACTOR)
    assert rules.classes(told(facts)) == ["commission:malice", "commission:sensitive"]
    # The body and the client are told of every event.
    assert rules.classes(told(Facts(DAY, grave=True, role=Role.AS_CONTRACTOR))) == []
    both = Facts(DAY, my_number=True, my_number_open=True, sensitive=True)
    assert rules.classes(told(both)) == ["commission:sensitive", "commission_my_number:open"]


def test_the_commission_was_told_once_it_had_either_report() -> None:
    its = told(Facts(DAY, sensitive=True))
    assert not rules.is_reported(its)
    assert rules.is_reported(told(Facts(DAY, sensitive=True), first_on=DAY))
    assert rules.is_reported([Reported(its[0].clock, None, DAY)])
    # What the body alone was told is no report to the commission.
    assert not rules.is_reported([Reported(its[1].clock, DAY, DAY)])


@pytest.mark.parametrize("matter", Matter)
@pytest.mark.parametrize("ground", [None, *Exempt])
def test_that_nothing_is_done_has_its_ground(matter: Matter, ground: Exempt | None) -> None:
    if not GROUNDS[matter] or ground in GROUNDS[matter]:
        rules.check_ground(matter, ground)
        return
    with pytest.raises(BadInput, match="incident_ground_missing"):
        rules.check_ground(matter, ground)


def test_hard_to_reach_is_a_ground_to_tell_nobody_but_none_to_report_nothing() -> None:
    assert {*Exempt} - {*GROUNDS[Matter.UNREPORTED]} == {Exempt.HARD}
    assert {*GROUNDS[Matter.UNNOTIFIED]} == {*Exempt}
    for ground in Exempt:
        instead = Notice.SUBSTITUTE if ground is Exempt.HARD else Notice.UNNEEDED
        assert rules.notice_of(ground) is instead
