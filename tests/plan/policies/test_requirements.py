"""Clauses that audits are held against."""

import pytest
from flask import Flask

from pms_tracker.kernel.errors import NotFound
from pms_tracker.plan.policies import policies, requirements
from tests import builders


def test_the_clauses_of_an_edition_come_in_reading_order(app: Flask) -> None:
    found = requirements.of_edition(policies.in_force(builders.policy().id).id)
    assert [each.path for each in found][:5] == ["1", "1(1)", "1(2)", "1(2)a", "1(2)b"]
    assert [each.position for each in found] == sorted(each.position for each in found)


def test_chosen_clauses_come_in_reading_order_and_once(app: Flask) -> None:
    first, second, third, *_ = builders.requirement_ids()
    found = requirements.chosen([third, first, third, second])
    assert [each.id for each in found] == [first, second, third]


def test_a_clause_that_does_not_exist_is_refused(app: Flask) -> None:
    with pytest.raises(NotFound, match="no_such_requirement"):
        requirements.chosen([builders.requirement_ids()[0], 99999])
    with pytest.raises(NotFound, match="no_such_requirement"):
        requirements.policy_of(99999)


def test_a_clause_knows_the_policy_it_is_taken_from(app: Flask) -> None:
    assert requirements.policy_of(builders.requirement_ids()[-1]) is builders.policy()
