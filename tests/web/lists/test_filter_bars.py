"""What is kept of the form above a list shows nobody anything but their own, in their own words."""

import re

from pms_tracker.check.findings import grades
from pms_tracker.check.rules.audit_rules import Grade
from pms_tracker.database import session
from pms_tracker.people.firm import people, preferences
from pms_tracker.people.tables.people_tables import Language, Unit
from tests import builders
from tests.cast import IDS, viewer
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import committing, words

BAR = re.compile(r'<form class="filters".*?</form>', re.DOTALL)
OWN = "小さな指摘"


def bar(visitor: Visitor, by: str, query: str = "") -> str:
    found = BAR.search(words(visitor.as_(by).get(f"/check/findings/{query}")))
    assert found is not None
    return found[0]


def test_each_reader_has_their_own(served: Served, visitor: Visitor) -> None:
    with committing(served):
        builders.case()
    first = bar(visitor, "privacy_manager")
    sought = bar(visitor, "head", "?q=秘密の語&grade=observation")
    assert 'value="秘密の語"' in sought
    assert bar(visitor, "privacy_manager") == first
    with committing(served):
        preferences.choose_language(people.person(IDS["head"]), Language.EN)
    assert "Observation" in bar(visitor, "head")
    assert bar(visitor, "privacy_manager") == first


def test_it_says_at_once_what_others_changed(served: Served, visitor: Visitor) -> None:
    with committing(served):
        case = builders.case()
        unit_id = case.unit_id
    assert OWN not in bar(visitor, "privacy_manager")
    with committing(served):
        names = {**grades.NAMES.names(), Grade.OBSERVATION: {Language.JA: OWN, Language.EN: ""}}
        grades.NAMES.rename(names, by=viewer("privacy_manager").actor)
        session.get_one(Unit, unit_id).name = "新しい名前の部門"
    assert OWN in bar(visitor, "privacy_manager")
    assert "新しい名前の部門" in bar(visitor, "privacy_manager")
