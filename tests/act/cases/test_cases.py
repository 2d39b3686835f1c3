"""Use cases of act on both databases: each move, its guards, its letter and its trail."""

from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.act.cases import case_lists, cases
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.tables.case_tables import Verdict
from pms_tracker.database import Order
from pms_tracker.kernel.days import Days
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken, Stale, check_version
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.firm.listings import parameters
from pms_tracker.people.firm.people import Viewer
from pms_tracker.questions import Text, cells_of, texts
from pms_tracker.trail import trail
from tests import builders, mailed
from tests.cast import IDS, TODAY, viewer


def test_a_nonconformity_opens_one_case_for_the_head_of_its_unit(app: Flask) -> None:
    case = builders.case()
    assert case.state is CaseState.PLANNING
    assert case.turn_of_id == IDS["head"]
    assert case.reference == "CA-2026-001"


def test_the_light_case_closes_with_two_signatures_and_its_lesson_in_the_inbox(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSED)
    assert case.state is CaseState.CLOSED
    assert case.turn_of_id is None
    trail.write_pending()
    assert list(trail.verify()) == []


def test_an_ineffective_round_is_kept_and_the_next_one_opens(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    builders.judge(case, Verdict.INEFFECTIVE)
    assert (case.state, case.round, case.turn_of_id) == (CaseState.PLANNING, 2, IDS["head"])


def test_whoever_wrote_or_owns_a_plan_cannot_approve_it(app: Flask) -> None:
    case = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    assert case.turn_of_id == IDS["representative"]
    with pytest.raises(NotAllowed, match="not_eligible"):
        builders.approve(case, by="privacy_manager")


def test_a_second_decision_on_the_same_plan_is_refused(app: Flask) -> None:
    case = builders.case_in(CaseState.SUBMITTED)
    seen = case.version
    builders.approve(case)
    with pytest.raises(Stale):
        check_version(case, seen)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        builders.approve(case)


def test_a_head_sees_only_the_cases_of_own_units(app: Flask) -> None:
    case = builders.case()
    assert case_lists.CASES.page(viewer("other_head"), case_lists.Filter()) == []
    assert [row.id for row in case_lists.CASES.page(viewer("head"), case_lists.Filter())] == [
        case.id
    ]


def test_a_case_is_found_by_its_reference_by_those_it_concerns(app: Flask) -> None:
    case = builders.case()
    reference = Reference(Kind.CASE, 2026, 1)
    assert cases.by_reference(reference, seen_by=viewer("head"), for_update=True) is case
    for key in ("other_head", "second_auditor", "owner", "administrator", "nobody"):
        with pytest.raises(NotFound, match="no_such_record"):
            cases.by_reference(reference, seen_by=viewer(key))
    with pytest.raises(NotFound):
        cases.by_reference(Reference(Kind.FINDING, 2026, 1), seen_by=viewer("head"))


def test_whoever_owns_the_action_or_has_the_turn_sees_the_case(app: Flask) -> None:
    case = builders.submit(builders.case(), owner_id=IDS["privacy_manager"])
    assert case_lists.CASES.count(viewer("owner"), case_lists.Filter()) == 0
    builders.send_back(case, by="representative")
    builders.submit(case)
    assert case_lists.CASES.count(viewer("owner"), case_lists.Filter()) == 1


def test_an_auditor_sees_the_cases_of_the_unit_they_audit_and_not_later_ones(app: Flask) -> None:
    earlier = builders.case()
    builders.audit(team_ids=[IDS["second_auditor"]])
    builders.case()
    seen = [row.id for row in case_lists.CASES.page(viewer("second_auditor"), case_lists.Filter())]
    assert seen == [earlier.id]


def test_a_list_is_narrowed_by_each_filter_and_counted_alike(app: Flask) -> None:
    audit = builders.audit()
    first = builders.case_in(CaseState.SUBMITTED, audit, 1)
    second = builders.case(audit, 2)
    boss = viewer("audit_manager")
    later = first.turn_due_on
    assert later is not None
    for wanted, found in (
        (case_lists.Filter(), [second.id, first.id]),
        (case_lists.Filter(state=CaseState.SUBMITTED), [first.id]),
        (case_lists.Filter(unit_id=audit.unit_id), [second.id, first.id]),
        (case_lists.Filter(unit_id=audit.unit_id + 1), []),
        (case_lists.Filter(turn_of_id=IDS["head"]), [second.id]),
        (case_lists.Filter(due=Days(None, later - timedelta(days=1))), []),
        (case_lists.Filter(due=Days(None, later)), [first.id]),
        (case_lists.Filter(owner_id=IDS["owner"]), [first.id]),
        (case_lists.Filter(owner_id=IDS["head"]), []),
        (case_lists.Filter(requirement_id=builders.requirement_ids()[1]), [second.id]),
        (case_lists.Filter(opened=Days(TODAY, None)), [second.id, first.id]),
        (case_lists.Filter(opened=Days(None, TODAY - timedelta(days=1))), []),
        (case_lists.Filter(closed=Days(TODAY, TODAY)), []),
        (case_lists.Filter(open=True), [second.id, first.id]),
        (case_lists.Filter(text="申込書４１枚"), [second.id, first.id]),
        (case_lists.Filter(text="領収書"), []),
    ):
        assert [row.id for row in case_lists.CASES.page(boss, wanted)] == found
        assert case_lists.CASES.count(boss, wanted) == len(found)
    assert [
        row.id
        for row in case_lists.CASES.page(boss, case_lists.Filter(), Order(after=(second.id,)))
    ] == [first.id]


def test_what_ended_is_found_by_its_day_withdrawn_only_where_asked_for(app: Flask) -> None:
    audit = builders.audit()
    closed = builders.case_in(CaseState.CLOSED, audit, 1)
    withdrawn = builders.case(audit, 2)
    by = viewer("audit_manager")
    cases.withdraw(withdrawn, reason="誤認", version=withdrawn.version, by=by)
    builders.case(audit, 3)
    today = Days(TODAY, TODAY)
    for wanted, found in (
        (case_lists.Filter(closed=today), [closed.id]),
        (case_lists.Filter(closed=today, state=CaseState.WITHDRAWN), [withdrawn.id]),
        (case_lists.Filter(closed=Days(TODAY + timedelta(days=1))), []),
        (case_lists.Filter(open=True, closed=today), []),
    ):
        assert [row.id for row in case_lists.CASES.page(by, wanted)] == found
        assert case_lists.CASES.count(by, wanted) == len(found)


def test_the_owner_of_an_earlier_round_is_not_the_cases_owner(app: Flask) -> None:
    case = builders.case_in(CaseState.REVIEWING)
    builders.judge(case, Verdict.INEFFECTIVE)
    boss = viewer("audit_manager")
    assert case_lists.CASES.page(boss, case_lists.Filter(owner_id=IDS["owner"])) == []
    builders.submit(case, owner_id=IDS["auditor"])
    assert len(case_lists.CASES.page(boss, case_lists.Filter(owner_id=IDS["auditor"]))) == 1


def names_in(owners: Text, who: Viewer) -> list[str]:
    (said,) = texts((owners,), {**parameters(who), "day": TODAY})
    return [name for _id, name, _unit in cells_of(said)]


def test_only_owners_of_cases_one_sees_are_named(app: Flask) -> None:
    builders.submit(builders.case())
    for key, names in (
        ("representative", ["原 大地"]),
        ("head", ["原 大地"]),
        ("owner", ["原 大地"]),
        ("other_head", []),
        ("employee", []),
    ):
        assert names_in(case_lists.owners(viewer(key)), viewer(key)) == names, key


@pytest.mark.parametrize(
    "state", [each for each in CaseState if each not in (CaseState.CLOSED, CaseState.WITHDRAWN)]
)
def test_an_open_case_is_withdrawn_with_a_reason_by_the_audit_manager(
    app: Flask, state: CaseState
) -> None:
    case = builders.case_in(state)
    for key in ("privacy_manager", "head", "auditor", "administrator"):
        with pytest.raises(NotAllowed, match="audit_manager_only"):
            cases.withdraw(case, reason="誤認", version=case.version, by=viewer(key))
    with pytest.raises(Stale):
        cases.withdraw(case, reason="誤認", version=case.version - 1, by=viewer("audit_manager"))
    cases.withdraw(case, reason=" 誤認 ", version=case.version, by=viewer("audit_manager"))
    assert (case.state, case.withdrawal) == (CaseState.WITHDRAWN, "誤認")
    assert (case.closed_on, case.turn_of_id, case.turn_due_on) == (TODAY, None, None)


def test_a_closed_case_stays_closed(app: Flask) -> None:
    case = builders.case_in(CaseState.CLOSED)
    with pytest.raises(RuleBroken, match="move_not_possible"):
        cases.withdraw(case, reason="誤認", version=case.version, by=viewer("audit_manager"))


def test_the_head_is_asked_for_a_plan_within_ten_business_days(app: Flask) -> None:
    case = builders.case()
    assert case.turn_due_on == date(2026, 12, 8)
    (letter,) = mailed.about(case.reference)
    assert (letter.key, letter.person_id) == ("plan_asked", IDS["head"])
