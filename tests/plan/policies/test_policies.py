"""Policies on both databases: adopted from their published text, with the editions before it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.policies import policies, requirements, versions
from pms_tracker.plan.rules.policy_rules import RevisionKind
from pms_tracker.plan.text import policy_text
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import POLICY

SECOND = POLICY.replace("方針", "要領")


def test_an_adopted_policy_is_due_a_year_after_its_last_revision(app: Flask) -> None:
    policy = builders.policy()
    assert policy.reference == "POL-001"
    assert policy.next_review_on == date(2024, 11, 30)
    told = [(each.revised_on, each.kind) for each in policies.revisions(policy.id)]
    assert told == [
        (date(2018, 4, 1), RevisionKind.ENACTED),
        (date(2023, 11, 30), RevisionKind.REVISED),
    ]


def test_an_edition_keeps_the_text_as_it_was_published(app: Flask) -> None:
    edition = policies.in_force(builders.policy().id)
    assert edition.text == policy_text.read(POLICY).text
    assert edition.digest == policy_text.digest(edition.text)
    assert (edition.issuer, edition.representative) == ("みなと学習舎株式会社", "宮下 恒一")
    assert "0000-00-0000" in edition.contact
    assert [each.position for each in requirements.of_edition(edition.id)] == list(range(9))


def test_a_second_policy_of_the_same_title_is_refused(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="policy_exists"):
        policies.adopt(policy_text.read(POLICY), by=SYSTEM)


def test_a_policy_without_a_day_that_has_come_is_refused(app: Flask) -> None:
    text = (
        POLICY.replace("方針", "規程")
        .replace("平成30年", "令和30年")
        .replace("令和5年", "令和31年")
    )
    with pytest.raises(BadInput, match="policy_without_day"):
        policies.adopt(policy_text.read(text), by=SYSTEM)


def test_a_second_policy_gets_the_next_number_and_its_own_cycle(app: Flask) -> None:
    second = policies.adopt(policy_text.read(POLICY.replace("方針", "規程")), by=SYSTEM, months=6)
    assert second.reference == "POL-002"
    assert second.next_review_on == date(2024, 5, 30)
    assert [each.number for each in policies.listed()] == [1, 2]


def test_a_policy_that_tells_only_its_revision_begins_with_it(app: Flask) -> None:
    text = POLICY.replace("方針", "規程").replace("平成30年4月1日 制定\n", "")
    policy = policies.adopt(policy_text.read(text), by=SYSTEM)
    told = [(each.revised_on, each.kind) for each in policies.revisions(policy.id)]
    assert told == [(date(2023, 11, 30), RevisionKind.REVISED)]


def test_a_policy_that_was_revised_more_often_than_one_statement_holds_keeps_every_day(
    app: Flask,
) -> None:
    days = tuple(date(2020, 1, 1) + timedelta(days=count) for count in range(1000))
    read = replace(policy_text.read(SECOND), revised_on=days)
    policy = policies.adopt(read, by=SYSTEM)
    assert len(policies.revisions(policy.id)) == 1001


def test_a_policy_is_found_by_its_reference_alone(app: Flask) -> None:
    policy = builders.policy()
    assert policies.by_reference(Reference(Kind.POLICY, None, 1), for_update=True) is policy
    for wrong in (Reference(Kind.POLICY, None, 2), Reference(Kind.CASE, 2026, 1)):
        with pytest.raises(NotFound, match="no_such_record"):
            policies.by_reference(wrong)


def test_editions_published_before_come_in_with_their_own_days(app: Flask) -> None:
    old = POLICY.replace("方針", "規程").replace("令和5年11月30日 改定\n", "")
    new = POLICY.replace("方針", "規程")
    policy = policies.adopt(policy_text.read(new), by=SYSTEM, earlier=[policy_text.read(old)])
    assert [(each.edition, each.effective_on) for each in versions.of_policy(policy.id)] == [
        (2, date(2023, 11, 30)),
        (1, date(2018, 4, 1)),
    ]
    assert policies.in_force(policy.id).edition == 2
    assert policy.next_review_on == date(2024, 11, 30)
    undated = old.replace("平成30年4月1日 制定\n", "")
    with pytest.raises(BadInput, match="policy_without_day"):
        policies.adopt(policy_text.read(SECOND), by=SYSTEM, earlier=[policy_text.read(undated)])


def test_before_a_text_has_come_into_force_there_is_none(app: Flask) -> None:
    policy = builders.policy()
    with clock.set_to(clock.at(date(2023, 11, 29))), pytest.raises(NotFound, match="nothing_in"):
        policies.in_force(policy.id)
