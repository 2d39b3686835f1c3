"""What do asks of units reaches the management review: how they stand, and what is late."""

from datetime import timedelta
from typing import Any

from flask import Flask

from pms_tracker.act.management import review_facts
from pms_tracker.act.rules.management_rules import Section
from pms_tracker.act.tables.management_tables import ManagementReview
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.duties import kept_duties
from pms_tracker.registers import entries
from pms_tracker.web.act.management import review_words
from pms_tracker.web.act.management.review_figures import Told
from tests import reviewing
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

OVERDUE = TODAY - timedelta(days=1)


def a_fault() -> Any:
    told = {
        **{"item": "鍵をかけた", "found_on": OVERDUE, "unit_id": UNIT_IDS["松本教室"]},
        **{"what": "開いていた", "owner_id": IDS["owner"], "due_on": OVERDUE},
    }
    row = entries.enter(FAULTS, told, by=viewer("privacy_manager"))
    kept_duties.write_pending()
    return row


def objectives(facts: dict[str, Any]) -> Told:
    return {each.section: each for each in review_words.told(facts, {})}[Section.OBJECTIVES]


def told(review: ManagementReview) -> list[dict[str, Any]]:
    facts = review_facts.facts(review, TODAY)
    late: list[dict[str, Any]] = facts[Section.OBJECTIVES.value]["carried_out"]["late"]
    return late


def test_what_a_unit_is_late_with_is_told_until_it_is_done(app: Flask) -> None:
    minutes = reviewing.convened()
    assert told(minutes) == []
    row = a_fault()
    its = {"unit": "松本教室", "required": "checks", "late": 1, "day": OVERDUE.isoformat()}
    assert told(minutes) == [its]
    done = {"done_on": TODAY, "done": "鍵を替えた"}
    entries.change(FAULTS, row, done, seen=row.version, by=viewer("privacy_manager"))
    kept_duties.write_pending()
    assert told(minutes) == []


def test_minutes_say_it_in_words_and_older_ones_say_nothing(app: Flask) -> None:
    minutes = reviewing.convened()
    a_fault()
    facts = review_facts.facts(minutes, TODAY)
    with app.test_request_context():
        found = objectives(facts)
        assert ("運用実施状況：遅れ", "1か所") in [
            (each.label, each.value) for each in found.figures
        ]
        (line,) = [each for each in found.lines if each.reference == "松本教室"]
        assert (line.words, line.detail) == (
            "運用の確認",
            "遅れ 1か所（期限 2026年11月23日(月)から）",
        )
        del facts[Section.OBJECTIVES.value]["carried_out"]
        older = objectives(facts)
        assert line not in older.lines
        assert not [each for each in older.figures if each.label.startswith("運用実施状況")]
