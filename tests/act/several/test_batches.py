"""Several cases at once: another due day or an owner, for all of them or for none."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.plans import plans
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.several import batches
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput, NotAllowed, NotFound, Refusal, RuleBroken, Stale
from pms_tracker.mail.mail_tables import OutboxLetter
from pms_tracker.trail import trail
from tests import builders, open_duties
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

LATER = TODAY + timedelta(days=20)
pytestmark = pytest.mark.usefixtures("app")


def versions(*chosen: Case) -> dict[str, int]:
    return {each.reference: each.version for each in chosen}


def move(*chosen: Case, by: str = "privacy_manager", **changes: object) -> int:
    asked: dict[str, object] = {"day": LATER, "reason": "教室の移転と重なったため", **changes}
    batch = batches.chosen([each.reference for each in chosen], seen_by=viewer(by))
    seen = asked.pop("versions", versions(*chosen))
    day = asked.pop("day")
    return batches.move_due_day(batch, seen, day, by=viewer(by), **asked)  # type: ignore[arg-type]


def choose(*chosen: Case, owner: str = "owner", by: str = "head", **changes: object) -> int:
    batch = batches.chosen([each.reference for each in chosen], seen_by=viewer(by))
    seen = changes.get("versions", versions(*chosen))
    return batches.choose_owner(batch, seen, IDS[owner], reason="", by=viewer(by))  # type: ignore[arg-type]


def in_states(*states: CaseState) -> list[Case]:
    within = builders.audit()
    return [builders.case_in(state, within) for state in states]


MOVABLE = (CaseState.PLANNING, CaseState.SENT_BACK, CaseState.DOING, CaseState.REVIEWING)


def test_one_reason_moves_the_due_days_of_all_chosen_cases() -> None:
    chosen = in_states(*MOVABLE)
    before = versions(*chosen)
    assert move(*chosen) == 4
    for case in chosen:
        assert case.turn_due_on == LATER
        assert case.version == before[case.reference] + 1
        trail.write_pending()
        newest = trail.history(case.reference)[0]
        told = {value.field: (value.before, value.after) for value in newest.values}
        assert newest.move == "due_day_moved"
        assert newest.actor_name == "藤森 奈緒"
        assert told["reason"] == (None, "教室の移転と重なったため")
        assert told["turn_due_on"][1] == LATER.isoformat()


def test_duties_follow_the_new_day_and_the_approved_plan_stays_as_approved() -> None:
    (case,) = in_states(CaseState.DOING)
    dossier = Dossier(case)
    approved, planned = (
        plans.subject(case, dossier.current).digest,
        dossier.current.actions[0].due_on,
    )
    move(case)
    (duty,) = open_duties.of_act(LATER, IDS["owner"])
    assert duty.due_on == LATER
    after = Dossier(case)
    assert after.current.actions[0].due_on == planned != LATER
    assert after.current.actions[0].turn_due_on == LATER
    assert plans.subject(case, after.current).digest == approved
    approval = after.approval(plans.step(case))
    assert approval is not None
    assert approval.digest == approved


def test_a_day_that_is_the_same_changes_nothing() -> None:
    first, second = in_states(CaseState.PLANNING, CaseState.REVIEWING)
    assert first.turn_due_on is not None
    seen = versions(first, second)
    assert move(first, second, day=first.turn_due_on) == 1
    assert first.version == seen[first.reference]


@pytest.mark.parametrize("state", [CaseState.SUBMITTED, CaseState.CLOSED])
def test_one_case_that_cannot_be_moved_stops_all_and_is_named(state: CaseState) -> None:
    free, fixed = in_states(CaseState.PLANNING, state)
    before = free.turn_due_on
    with pytest.raises(RuleBroken, match="due_day_stays") as refused:
        move(free, fixed)
    assert refused.value.values["reference"] == fixed.reference
    session.flush()
    assert free.turn_due_on == before


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY])
def test_the_new_day_is_today_or_later(day: object) -> None:
    (case,) = in_states(CaseState.PLANNING)
    if day == TODAY:
        assert move(case, day=day) == 1
        return
    with pytest.raises(RuleBroken, match="due_in_past"):
        move(case, day=day)


def test_a_due_day_needs_a_reason() -> None:
    (case,) = in_states(CaseState.PLANNING)
    with pytest.raises(RuleBroken, match="reason_needed"):
        move(case, reason=" \n")


@pytest.mark.parametrize("by", ["audit_manager", "head", "auditor"])
def test_nobody_but_the_two_managers_moves_a_due_day(by: str) -> None:
    (case,) = in_states(CaseState.PLANNING)
    with pytest.raises(NotAllowed, match="due_day_movers_only"):
        move(case, by=by)


def test_whoever_owns_a_case_or_has_its_turn_does_not_move_its_day() -> None:
    own_unit = builders.audit(unit_id=UNIT_IDS["本部"])
    planning = builders.case(own_unit)
    assert planning.turn_of_id == IDS["privacy_manager"]
    owned = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    builders.approve(owned, by="representative")
    assert owned.state is CaseState.DOING
    for case in (planning, owned):
        with pytest.raises(NotAllowed, match="due_day_by_another"):
            move(case)
        assert move(case, by="representative") == 1


def test_a_stale_case_is_named_and_nothing_is_changed() -> None:
    first, second = in_states(CaseState.PLANNING, CaseState.PLANNING)
    seen = versions(first, second)
    seen[second.reference] -= 1
    before = first.turn_due_on
    with pytest.raises(Stale) as refused:
        move(first, second, versions=seen)
    assert refused.value.values["reference"] == second.reference
    assert first.turn_due_on == before
    with pytest.raises(Stale):
        move(first, versions={})


def test_between_one_and_fifty_cases_are_chosen_and_each_must_be_visible() -> None:
    by = viewer("privacy_manager")
    with pytest.raises(BadInput, match="none_chosen"):
        batches.chosen([], seen_by=by)
    with pytest.raises(BadInput, match="too_many_chosen"):
        batches.chosen([f"CA-2026-{number:03}" for number in range(1, 52)], seen_by=by)
    case = builders.case()
    for name in ("CA-2026-999", "F-2026-001", "x", "POL-001", ""):
        with pytest.raises(NotFound, match="no_such_record"):
            batches.chosen([case.reference, name], seen_by=by)
    with pytest.raises(NotFound, match="no_such_record"):
        batches.chosen([case.reference], seen_by=viewer("other_head"))


def test_an_owner_is_chosen_before_the_plan_is_written() -> None:
    chosen = in_states(CaseState.PLANNING, CaseState.SENT_BACK)
    letters = len(session.scalars(select(OutboxLetter)).all())
    builders_owner = Dossier(chosen[1]).current.actions[0].owner_id
    assert builders_owner == IDS["owner"]
    assert choose(*chosen, owner="without_account") == 2
    for case in chosen:
        assert Dossier(case).current.actions[0].owner_id == IDS["without_account"]
        # There is nothing to do for them yet: the turn stays and no letter goes out.
        assert case.turn_of_id == IDS["head"]
        trail.write_pending()
        newest = trail.history(case.reference)[0]
        assert newest.move == "owner_chosen"
        assert [value.after for value in newest.values] == [str(IDS["without_account"])]
    assert len(session.scalars(select(OutboxLetter)).all()) == letters
    # And the plan may be handed in as ever.
    builders.submit(chosen[0])
    assert Dossier(chosen[0]).current.actions[0].owner_id == IDS["owner"]


@pytest.mark.parametrize("by", ["head", "privacy_manager"])
def test_head_and_privacy_manager_choose_the_owner(by: str) -> None:
    assert choose(builders.case(), by=by) == 1


@pytest.mark.parametrize("by", ["representative", "audit_manager", "auditor"])
def test_nobody_else_chooses_the_owner(by: str) -> None:
    case = builders.case()
    with pytest.raises(NotAllowed, match="owner_chosen_by_head") as refused:
        choose(case, by=by)
    assert refused.value.values["reference"] == case.reference


@pytest.mark.parametrize("state", [CaseState.SUBMITTED, CaseState.DOING, CaseState.REVIEWING])
def test_the_owner_of_a_plan_that_was_handed_in_stays(state: CaseState) -> None:
    (case,) = in_states(state)
    with pytest.raises(RuleBroken, match="owner_stays"):
        choose(case)


def test_an_owner_works_here() -> None:
    batch = batches.chosen([builders.case().reference], seen_by=viewer("head"))
    with pytest.raises(BadInput, match="no_such_person"):
        batches.choose_owner(batch, {}, 999, reason="", by=viewer("head"))


def test_what_would_be_refused_is_known_before_anything_is_sent() -> None:
    free, fixed = in_states(CaseState.DOING, CaseState.SUBMITTED)
    by = viewer("privacy_manager")
    batch = batches.chosen([free.reference, fixed.reference], seen_by=by)
    found = batches.refusals(batch, batches.due_day_moves, by)
    assert {name: refusal.key for name, refusal in found.items()} == {
        fixed.reference: "due_day_stays"
    }
    assert all(isinstance(each, Refusal) for each in found.values())
    assert clock.today() == TODAY
