"""Requirement sets on both databases: adopted in editions, never edited, mapped to each other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event, select

from pms_tracker import clock
from pms_tracker.check.checklists import checklists
from pms_tracker.check.findings import finding_lists
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken, Stale
from pms_tracker.plan.policies import mappings, policies, requirements
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.requirements.requirement_sets import NewEdition
from pms_tracker.plan.requirements.set_rows import Item
from pms_tracker.plan.tables.policy_tables import (
    Policy,
    PolicyRevision,
    PolicyVersion,
    Requirement,
    RequirementMapping,
    RequirementSet,
)
from pms_tracker.plan.text import policy_text
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests import builders
from tests.cast import POLICY, TODAY, viewer

FIRST = date(2026, 4, 1)
ONE_DAY = timedelta(days=1)


def edition(
    *numbers: str, key: str = "own", day: date = FIRST, items: Sequence[Item] = ()
) -> NewEdition:
    made = items or [Item(number, f"題名{number}") for number in numbers]
    return NewEdition(key, "自社の一覧", "総務部", day, made)


def adopt(*numbers: str, **more: object) -> RequirementSet:
    return requirement_sets.adopt(edition(*numbers, **more), by=SYSTEM)  # type: ignore[arg-type]


def ids(made: RequirementSet) -> dict[str, int]:
    return {each.path: each.id for each in requirement_sets.items(made.id)}


def in_force() -> list[tuple[str, str]]:
    return [(row.title, row.path) for row in requirements.in_force() if row.set_key]


def test_a_first_edition_is_stored_as_it_was_read(app: Flask) -> None:
    made = adopt(items=[Item("2", "二", "本文"), Item("2.1", "二の一"), Item("1", "一")])
    assert (made.key, made.edition, made.valid_from, made.valid_until) == ("own", 1, FIRST, None)
    stored = requirement_sets.items(made.id)
    assert [(each.path, each.text, each.depth) for each in stored] == [
        ("2", "二\n本文", 1),
        ("2.1", "二の一", 2),
        ("1", "一", 1),
    ]
    trail.write_pending()
    (entry,) = trail.history("set:own")
    assert entry.move == "set_adopted"
    assert ("valid_from_on", None, "2026-04-01") in [
        (each.field, each.before, each.after) for each in entry.values
    ]


def test_r19_the_next_edition_ends_the_one_before_and_changes_nothing_of_it(app: Flask) -> None:
    first = adopt("1", "2")
    before = [(each.id, each.path, each.text) for each in requirement_sets.items(first.id)]
    second = adopt("1", "3", day=TODAY)
    assert (second.edition, second.valid_until) == (2, None)
    assert first.valid_until == TODAY - ONE_DAY
    assert [(each.id, each.path, each.text) for each in requirement_sets.items(first.id)] == before
    assert [each.edition for each in requirement_sets.editions("own")] == [2, 1]
    assert (requirement_sets.is_superseded(first), requirement_sets.is_superseded(second)) == (
        True,
        False,
    )


@pytest.mark.parametrize(
    ("wanted", "error", "key"),
    [
        (edition("1", day=FIRST), RuleBroken, "edition_not_later"),
        (edition("1", day=FIRST - ONE_DAY), RuleBroken, "edition_not_later"),
        (edition("1", "2", day=TODAY), RuleBroken, "edition_unchanged"),
        (edition("1", key="Own"), BadInput, "set_key_wrong"),
        (edition("1", key="import"), BadInput, "set_key_wrong"),
        (edition("1", key="-a"), BadInput, "set_key_wrong"),
        (edition("1", key="a" * 31), BadInput, "set_key_wrong"),
        (edition("1", key=""), BadInput, "set_key_wrong"),
        (replace(edition("1", day=TODAY), title=""), BadInput, "set_title_wrong"),
        (replace(edition("1", day=TODAY), title="a" * 201), BadInput, "set_title_wrong"),
        (replace(edition("1", day=TODAY), source="a" * 301), BadInput, "set_source_too_long"),
        (
            edition(day=TODAY, items=[Item("1", "a", "", ("POL-009 1",))]),
            BadInput,
            "set_maps_to_unknown",
        ),
    ],
)
def test_an_edition_that_does_not_follow_is_refused(
    app: Flask, wanted: NewEdition, error: type[Exception], key: str
) -> None:
    adopt("1", "2")
    with pytest.raises(error, match=key):
        requirement_sets.adopt(wanted, by=SYSTEM)
    assert len(requirement_sets.editions("own")) == 1


def test_keys_may_be_one_letter_or_thirty(app: Flask) -> None:
    for key in ("a", "9", "a-b", "a" * 30):
        assert adopt("1", key=key).key == key


def test_of_two_who_adopt_the_same_edition_at_once_the_second_is_told(app: Flask) -> None:
    adopt("1")
    taken = RequirementSet(key="own", edition=2, title="先の一覧", valid_from=TODAY)
    taken.recorded_at = clock.now()
    # Somebody else's, entered after this one looked for the last edition.
    event.listen(session, "before_flush", lambda *_: session.add(taken), once=True)
    with pytest.raises(Stale, match="set_adopted_meanwhile"):
        adopt("2", day=TODAY)


def test_audits_are_planned_against_the_edition_valid_today(app: Flask) -> None:
    first = adopt("1", "2")
    second = adopt("1", "3", day=TODAY)
    adopt("1", "4", day=TODAY + ONE_DAY)
    assert in_force() == [("自社の一覧", "1"), ("自社の一覧", "3")]
    assert requirement_sets.by_key("own")[0] is second
    old = ids(first)["2"]
    also = [row.path for row in requirements.in_force(also=old) if row.set_key]
    assert also == ["2", "1", "3"]
    rows = requirements.in_force()
    assert [row.policy_number for row in rows[:9]] == [1] * 9
    assert len(requirements.in_force(most=3)) == 3


def test_an_edition_still_to_come_is_shown_and_not_offered(app: Flask) -> None:
    made = adopt("1", day=TODAY + ONE_DAY)
    assert in_force() == []
    assert requirement_sets.by_key("own")[0] is made


def test_an_old_audit_keeps_the_items_of_its_edition(app: Flask) -> None:
    first = adopt("1", "2")
    audit = builders.audit(requirement_ids=list(ids(first).values()))
    found = builders.finding(audit, 2)
    adopt("1", "3", day=TODAY)
    assert [each.path for _row, each in checklists.rows(audit.id)] == ["1", "2"]
    assert found.requirement_id == ids(first)["2"]
    assert (
        finding_lists.FINDINGS.page(viewer("audit_manager"), finding_lists.Filter())[0].path == "2"
    )


def test_an_audit_may_be_held_against_clauses_and_items_in_their_order(app: Flask) -> None:
    made = adopt("2", "1")
    chosen = [*reversed(ids(made).values()), builders.requirement_ids()[0]]
    audit = builders.audit(requirement_ids=chosen)
    assert [each.path for _row, each in checklists.rows(audit.id)] == ["1", "2", "1"]


def test_a_set_that_is_not_there_is_not_found(app: Flask) -> None:
    adopt("1")
    for wanted in (("other", None), ("own", 2), ("own", 0)):
        with pytest.raises(NotFound, match="no_such_set"):
            requirement_sets.by_key(*wanted)
    assert requirement_sets.by_key("own", 1)[0].edition == 1


def test_what_an_edition_changes_is_told(app: Flask) -> None:
    first = adopt("1", "2", "3")
    items = [Item("1", "題名1"), Item("3", "題名3", "本文"), Item("4", "題名4")]
    told = requirement_sets.changes(first, items)
    assert [each.number for each in told.new] == ["4"]
    assert [each.path for each in told.gone] == ["2"]
    assert [(each.path, item.text) for each, item in told.changed] == [("3", "本文")]
    assert len(requirement_sets.changes(None, items).new) == 3


def test_a_pair_is_stored_once_whichever_side_it_is_said_from(app: Flask) -> None:
    item, clause = ids(adopt("1"))["1"], builders.requirement_ids()[0]
    for one, other in ((item, clause), (clause, item), (item, clause)):
        mappings.map_items(one, other, by=SYSTEM)
    (pair,) = session.scalars(select(RequirementMapping))
    assert (pair.one_id, pair.other_id) == (min(item, clause), max(item, clause))
    trail.write_pending()
    assert [each.move for each in trail.history("set:own")] == ["mapped", "set_adopted"]
    (value,) = trail.history("POL-001")[0].values
    assert (value.field, value.after) == ("maps_to", "1 = own 1")
    for _ in range(2):
        mappings.unmap(clause, item, by=SYSTEM)
    assert session.scalars(select(RequirementMapping)).all() == []
    trail.write_pending()
    assert [each.move for each in trail.history("POL-001")][:2] == ["unmapped", "mapped"]


def test_what_cannot_be_mapped_is_refused(app: Flask) -> None:
    own = ids(adopt("1", "2"))
    first, second, *_ = builders.requirement_ids()
    for one, other in ((own["1"], own["2"]), (first, second), (own["1"], own["1"])):
        with pytest.raises(RuleBroken, match="mapping_within_one_set"):
            mappings.map_items(one, other, by=SYSTEM)
    for move in (mappings.map_items, mappings.unmap):
        with pytest.raises(NotFound, match="no_such_requirement"):
            move(own["1"], 99_999, by=SYSTEM)


def test_items_of_an_edition_tell_what_they_are_mapped_to(app: Flask) -> None:
    own, other = adopt("1", "2"), adopt("A", key="other")
    clause = builders.requirement_ids()[1]
    mappings.map_items(ids(own)["1"], ids(other)["A"], by=SYSTEM)
    mappings.map_items(clause, ids(own)["1"], by=SYSTEM)
    (item,) = mappings.mapped_to(own.id)
    assert item == ids(own)["1"]
    told = [(mappings.family_of(row), row.path) for row in mappings.mapped_to(own.id)[item]]
    assert told == [("POL-001", "1(1)"), ("other", "A")]
    assert list(mappings.mapped_to(other.id)) == [ids(other)["A"]]
    assert mappings.mapped_to(adopt("1", key="third").id) == {}
    listed = {each.shown.key: (each.count, each.mapped) for each in requirement_sets.listed()}
    assert listed == {"own": (2, 1), "other": (1, 1), "third": (1, 0)}


def test_mappings_of_the_same_number_go_on_in_the_next_edition(app: Flask) -> None:
    first = adopt("1", "2")
    clause, another, *_ = builders.requirement_ids()
    mappings.map_items(ids(first)["1"], clause, by=SYSTEM)
    mappings.map_items(ids(first)["2"], another, by=SYSTEM)
    second = adopt("1", "3", day=TODAY)
    (item,), (rows,) = zip(*mappings.mapped_to(second.id).items(), strict=True)
    assert (item, [row.id for row in rows]) == (ids(second)["1"], [clause])
    # What the edition before was mapped to stays with it.
    assert len(mappings.mapped_to(first.id)) == 2


def test_a_file_names_what_its_items_map_to(app: Flask) -> None:
    adopt("J.1", key="j")
    items = [Item("1", "a", "", ("POL-001 1(2)a", "j J.1"), 2), Item("2", "b", "", (), 3)]
    made = adopt(items=items)
    assert [row.path for row in mappings.mapped_to(made.id)[ids(made)["1"]]] == ["1(2)a", "J.1"]
    wrong = [
        Item("1", "a", "", ("POL-001 9", "j J.1", "own 1"), 4),
        Item("2", "b", "", ("J.1", "POL-002 1"), 5),
    ]
    assert requirement_sets.check(edition(items=wrong)) == [
        Trouble(4, Problem.MAPPING_UNKNOWN, "POL-001 9"),
        Trouble(4, Problem.MAPPING_WITHIN, "own 1"),
        Trouble(5, Problem.MAPPING_UNKNOWN, "J.1"),
        Trouble(5, Problem.MAPPING_UNKNOWN, "POL-002 1"),
    ]


def test_a_lesson_goes_to_the_policy_that_answers_for_the_requirement(app: Flask) -> None:
    second = policies.adopt(policy_text.read(POLICY.replace("方針", "規程")), by=SYSTEM)
    own = ids(adopt("1", "2"))
    clause = requirements.of_edition(policies.in_force(second.id).id)[0]
    mappings.map_items(own["1"], clause.id, by=SYSTEM)
    assert requirements.policy_of(own["1"]) is second
    assert requirements.policy_of(own["2"]).number == 1
    # A clause stays with its own policy, whatever it is mapped to.
    mappings.map_items(builders.requirement_ids()[0], clause.id, by=SYSTEM)
    assert requirements.policy_of(clause.id) is second
    assert requirements.policy_of(builders.requirement_ids()[0]).number == 1
    with pytest.raises(NotFound, match="no_such_requirement"):
        requirements.policy_of(99_999)


def test_without_any_policy_a_lesson_has_nowhere_to_go(app: Flask) -> None:
    item = ids(adopt("1"))["1"]
    session.execute(delete(Requirement).where(Requirement.policy_version_id.is_not(None)))
    for kind in (PolicyRevision, PolicyVersion, Policy):
        session.execute(delete(kind))
    with pytest.raises(NotFound, match="no_such_requirement"):
        requirements.policy_of(item)


def test_a_review_sees_findings_against_what_its_clauses_are_mapped_to(app: Flask) -> None:
    made = adopt("1", "2")
    filed = builders.finding(builders.audit(requirement_ids=[ids(made)["1"]]))
    editions = [each.id for each in policies.editions(builders.policy().id)]
    by = viewer("privacy_manager")
    assert finding_lists.against_policy(editions, by) == []
    mappings.map_items(ids(made)["1"], builders.requirement_ids()[3], by=SYSTEM)
    assert finding_lists.against_policy(editions, by) == [filed]


def test_the_companys_policies_are_sets_of_clauses_too(app: Flask) -> None:
    (row,) = requirements.of_policies()
    assert (row.number, row.edition, row.clauses) == (1, 1, 9)
    assert row.title == builders.policy().title


def test_the_j_items_are_adopted_as_they_are_shipped(app: Flask) -> None:
    made = requirement_sets.adopt(requirement_sets.shipped(), by=SYSTEM)
    assert ids(made).keys() >= {"J.2.2", "J.6.2", "J.7.1"}
    assert len(in_force()) == len(requirement_sets.shipped().items)
