"""Entries that several units hold alike: which are proposed, made one as a revision, kept apart."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, strategies as st

from pms_tracker.do.ledger_facts import ledger_merging
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.ledger import ledger_merge_rules as rules
from pms_tracker.do.rules.ledger.ledger_merge_rules import Held, Settled
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotFound, RuleBroken, Stale
from pms_tracker.kernel.references import parse_reference
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import Standing
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do.test_ledger import STUDENTS
from tests.do.test_risks import approve, hand_in

DAY = timedelta(days=1)
MANAGER = "privacy_manager"
SAID = {"name": "名簿", "purposes": "連絡", "subjects": (), "owner": None, "sensitive": False}
SAID |= {"my_number": False, "place": "", "counted_on": None}


def held(number: int, unit: int, **more: Any) -> Held:
    return Held(number, unit, {**SAID, **more})


@pytest.mark.parametrize(
    ("more", "is_one"),
    [
        ({}, True),
        ({"name": "名　簿"}, True),
        ({"name": "名簿。"}, True),
        ({"purposes": "連絡\n"}, True),
        ({"place": "別の棚"}, True),
        ({"purposes": "連絡\n宣伝"}, False),
        ({"name": "名簿2"}, False),
        ({"subjects": ("pupil",)}, False),
        ({"owner": "entrusted"}, False),
        ({"sensitive": True}, False),
        ({"my_number": True}, False),
    ],
)
def test_what_is_alike_is_proposed(more: dict[str, Any], is_one: bool) -> None:
    found = rules.groups([held(1, 1), held(2, 2, **more)], ())
    assert found == ([(1, 2)] if is_one else [])


def test_one_unit_alone_or_what_is_kept_apart_is_not_proposed() -> None:
    assert rules.groups([held(1, 1), held(2, 1)], ()) == []
    both = [held(1, 1), held(2, 2)]
    assert rules.groups(both, [frozenset({1, 2, 3})]) == []
    # One more came: what was decided of two says nothing of three.
    assert rules.groups([*both, held(3, 3)], [frozenset({1, 2})]) == [(1, 2, 3)]


@given(st.lists(st.text("棚A \n", max_size=6), min_size=1, max_size=4))
def test_no_line_is_lost_and_none_said_twice(places: list[str]) -> None:
    each = [{**SAID, "place": place} for place in places]
    lines = rules.merged(each[0], each[1:])["place"].splitlines()
    plain = [rules._plain(line) for line in lines]
    assert len(set(plain)) == len(plain)
    asked = {rules._plain(line) for place in places for line in place.splitlines()}
    assert set(plain) == asked - {""}


def test_flags_and_lists_unite_and_what_is_one_stays() -> None:
    one = {**SAID, "minors": False, "items": ("氏名",), "use_until": None, "counted_on": "day"}
    two = {**one, "minors": True, "items": ("住所", "氏名"), "use_until": "span"}
    found = rules.merged(one, [two])
    assert (found["minors"], found["items"], found["use_until"]) == (True, ("氏名", "住所"), "span")
    assert found["counted_on"] is None


@pytest.mark.parametrize(
    ("kept", "others", "came_of_it"),
    [
        (None, [Standing.IN_FORCE], Settled.APART),
        (Standing.REVISION_WAITING, [Standing.REVISION_WAITING], Settled.UNDER_WAY),
        (Standing.IN_FORCE, [Standing.REVISED, Standing.ENDED], Settled.UNDER_WAY),
        (Standing.IN_FORCE, [Standing.ENDED, Standing.ENDED], Settled.MERGED),
        # Who is kept may be revised again for something else.
        (Standing.REVISED, [Standing.ENDED], Settled.MERGED),
        (Standing.IN_FORCE, [Standing.IN_FORCE, Standing.ENDED], Settled.NOT_MERGED),
    ],
)
def test_what_came_of_a_decision_is_told_by_how_entries_stand(
    kept: Standing | None, others: list[Standing], came_of_it: Settled
) -> None:
    assert rules.settled(kept, others) is came_of_it


def an_entry(unit: str, *, in_force: bool = True, **more: Any) -> Any:
    values = {**STUDENTS, "unit_id": UNIT_IDS[unit], **more}
    row = entries.enter(LEDGER, values, by=viewer(MANAGER))
    if in_force:
        hand_in(row, MANAGER, LEDGER)
        approve(row, register=LEDGER)
    return row


def the_group() -> ledger_merging.Group:
    (found,) = ledger_merging.proposed(viewer(MANAGER))
    return found


def merge(kept: Any, seal: str | None = None) -> None:
    its = the_group()
    by, reason = viewer(MANAGER), "まとめる。"
    ledger_merging.merge(its, kept.id, reason, seal=seal or its.seal, by=by)


def test_two_become_one_once_both_are_approved(app: Flask) -> None:
    kept, other = an_entry("教務部", place="棚A"), an_entry("松本教室", place="棚B")
    merge(kept)
    assert (kept.state, other.state) == (Standing.REVISION_WAITING,) * 2
    assert (kept.place, ledger_merging.proposed(viewer(MANAGER))) == ("棚A", [])
    approve(kept, register=LEDGER)
    approve(other, register=LEDGER)
    assert (kept.place, other.state) == ("棚A\n棚B", Standing.ENDED)


def test_drafts_become_one_draft_and_what_is_in_force_is_kept(app: Flask) -> None:
    draft = an_entry("教務部", in_force=False, place="棚A")
    other = an_entry("松本教室", in_force=False, place="棚B")
    merge(other)
    assert (other.state, other.place) == (Standing.DRAFT, "棚B\n棚A")
    assert draft.struck
    third = an_entry("書店", place="棚C")
    with pytest.raises(RuleBroken, match="merge_kept_one"):
        merge(other)
    merge(third)
    assert (third.state, bool(other.struck)) == (Standing.REVISION_WAITING, True)


def test_a_reader_of_one_unit_is_proposed_nothing(app: Flask) -> None:
    row = an_entry("教務部")
    an_entry("松本教室")
    assert ledger_merging.proposed(viewer("head")) == []
    which = parse_reference(LEDGER.name_of(row))
    assert which is not None
    with pytest.raises(NotFound):
        ledger_merging.group_of(which, viewer("head"))


def test_what_was_changed_meanwhile_is_not_merged(app: Flask) -> None:
    kept = an_entry("教務部")
    an_entry("松本教室")
    with pytest.raises(Stale):
        merge(kept, seal="1.1 2.1")


def test_kept_apart_with_a_reason_until_it_is_asked_again(app: Flask) -> None:
    an_entry("教務部")
    an_entry("松本教室")
    its, by = the_group(), viewer(MANAGER)
    with pytest.raises(RuleBroken, match="reason_needed"):
        ledger_merging.keep_apart(its, "　", seal=its.seal, by=by)
    ledger_merging.keep_apart(its, "廃棄が違う。", seal=its.seal, by=by)
    assert ledger_merging.proposed(by) == []
    (decided,) = ledger_merging.apart(by)
    assert (decided.decision.reason, len(decided.rows)) == ("廃棄が違う。", 2)
    assert ledger_merging.apart(viewer("head")) == []
    with pytest.raises(NotFound):
        ledger_merging.propose_again(decided.decision.id, by=viewer("head"))
    ledger_merging.propose_again(decided.decision.id, by=by)
    with pytest.raises(NotFound):
        ledger_merging.propose_again(decided.decision.id, by=by)
    assert len(ledger_merging.proposed(by)) == 1


def test_what_was_decided_is_told_with_what_came_of_it(app: Flask) -> None:
    kept, other = an_entry("教務部"), an_entry("松本教室")
    merge(kept)

    def told(name: str = MANAGER) -> list[Settled]:
        found = ledger_merging.decided_within(viewer(name), Days(TODAY, TODAY))
        return [each.settled for each in found]

    assert told() == [Settled.UNDER_WAY]
    approve(kept, register=LEDGER)
    assert told() == [Settled.UNDER_WAY]
    approve(other, register=LEDGER)
    assert (told(), told("head")) == ([Settled.MERGED], [])
    # What was merged is none of what is kept apart.
    assert ledger_merging.apart(viewer(MANAGER)) == []
    assert ledger_merging.decided_within(viewer(MANAGER), Days(None, TODAY - DAY)) == []


def test_drafts_that_became_one_are_told_as_merged(app: Flask) -> None:
    an_entry("教務部", in_force=False)
    merge(an_entry("松本教室", in_force=False))
    (found,) = ledger_merging.decided_within(viewer(MANAGER), Days(TODAY, None))
    assert found.settled is Settled.MERGED


def test_what_was_dropped_is_proposed_again(app: Flask) -> None:
    kept, other = an_entry("教務部"), an_entry("松本教室")
    merge(kept)
    for row in (kept, other):
        by = viewer(MANAGER)
        entry_decisions.take_back(LEDGER, row, version=row.version, by=by)
        entry_decisions.drop(LEDGER, row, version=row.version, by=by)
    assert len(ledger_merging.proposed(viewer(MANAGER))) == 1
    (found,) = ledger_merging.decided_within(viewer(MANAGER), Days(TODAY, None))
    assert found.settled is Settled.NOT_MERGED
