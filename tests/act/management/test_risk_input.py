"""What the register of risks adds to the inputs of minutes."""

from typing import Any

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.do.rules.risk_rules import Progress
from pms_tracker.web.act.management import review_words
from tests import reviewing
from tests.cast import TODAY
from tests.do import test_risks


def facts() -> Any:
    return review_facts.facts(reviewing.convened(), TODAY)


def test_minutes_count_risks_and_what_is_not_carried_out(app: Flask) -> None:
    test_risks.in_force(progress=Progress.PLANNED, **test_risks.PLAN)
    test_risks.in_force(scenario="送り先を間違える", progress=Progress.DONE)
    test_risks.a_risk(scenario="下書きは数えない")
    told = facts()
    assert told[Section.RISKS.value]["register"] == {
        **{"in_force": 2, "large": 2, "large_after": 0, "not_done": 1}
    }
    (risks,) = [each for each in review_words.told(told, {}) if each.section is Section.RISKS]
    said = {each.label: each.value for each in risks.figures}
    assert (said["承認済みのリスク"], said["対策が完了していないリスク"]) == ("2件", "1件")
