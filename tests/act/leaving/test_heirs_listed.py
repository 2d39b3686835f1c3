"""Heirs in lists: offered in the place of who left, and found without looking at every action."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from pms_tracker.act.cases import case_lists
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.leaving_rules import What
from pms_tracker.database import session
from tests import builders
from tests.act.leaving.test_handing_over import give, leaves
from tests.cast import IDS, TODAY, viewer


@pytest.mark.parametrize("name", ["privacy_manager", "head"])
def test_the_list_of_cases_offers_heirs_and_finds_owners_by_index(app: Flask, name: str) -> None:
    builders.case_in(CaseState.DOING)
    leaves()
    give("owner", "employee", What.ACTION)
    who = {"day": TODAY, "asker_id": IDS[name]}
    offered = select(case_lists.owners(viewer(name))).params(who)
    told = str(session.scalar(offered))
    assert "北原 美穂" in told
    assert "原 大地" not in told
    # Whoever sees all is asked about everybody's actions.
    if name == "privacy_manager" and session.get_bind().dialect.name == "sqlite":
        words = offered.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
        plan = session.execute(text(f"EXPLAIN QUERY PLAN {words}")).all()
        assert [row for row in plan if row[3].startswith("SCAN case_action")] == []
