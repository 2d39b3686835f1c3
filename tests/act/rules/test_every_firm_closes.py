"""Any firm of three or more who act brings every case to its end, in either profile.

Whoever holds which roles, is away, wrote, owns or did what: at each step somebody may take it, and
nobody takes one that a rule bars them from. Where other units are asked for the same fault
(水平展開), somebody answers for each of them, whoever heads it and whoever is away.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from hypothesis import assume, given, settings, strategies as st

from pms_tracker.act.rules import case_rules, elsewhere_rules, route_rules
from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState, Parties
from pms_tracker.act.rules.route_rules import ExtraStep
from pms_tracker.kernel.eligible import Eligible, standing_in
from pms_tracker.kernel.independence import Candidate, Role, clashing_roles
from tests.conftest import FULL
from tests.firms import acting, firms


@st.composite
def absences(draw: st.DrawFn, firm: list[Candidate]) -> dict[int, int]:
    """Who stands in for whom: no chains, and nobody whose roles would clash."""
    pairs = draw(
        st.dictionaries(
            st.sampled_from(firm), st.sampled_from(firm), max_size=max(0, len(firm) - 2)
        )
    )
    return {
        absent.person_id: deputy.person_id
        for absent, deputy in pairs.items()
        if absent != deputy
        and deputy not in pairs
        and not clashing_roles(absent.roles | deputy.roles)
    }


@dataclass
class Run:
    """One case on its way through a firm: what is asked of whom, and what they did."""

    firm: list[Candidate]
    deputies: dict[int, int]
    pick: Callable[[list[int]], int]
    parties: Parties
    state: CaseState = CASE.start
    steps: list[ExtraStep] = field(default_factory=list)
    endorsers: frozenset[int] = frozenset()
    reviewers: frozenset[int] = frozenset()
    # The heads of each unit that the plan asks for the same fault, and who can act today.
    asked: dict[int, list[int]] = field(default_factory=dict)
    at_hand: frozenset[int] = frozenset()

    def somebody(self, eligible: Eligible) -> frozenset[int]:
        """One who takes the step, with whom they stand in for."""
        assert eligible.person_ids, f"nobody may take the step from {self.state}"
        here = {each.person_id for each in self.firm}
        assert set(eligible.person_ids) <= here
        assert not set(eligible.person_ids) & eligible.barred
        standing = standing_in(eligible, self.deputies, self.firm)
        chosen = self.pick(list(eligible.person_ids))
        deputy = standing.get(chosen)
        assert deputy is None or deputy not in eligible.barred
        return frozenset({chosen, deputy or chosen})

    def move(self, made: CaseMove) -> None:
        self.state = CASE.after(self.state, made)


def roles_of(firm: list[Candidate], person_id: int) -> frozenset[Role]:
    return next(each.roles for each in firm if each.person_id == person_id)


def approve(run: Run) -> None:
    by = run.somebody(case_rules.eligible_approvers(run.firm, run.parties))
    assert not by & (run.parties.writers | run.parties.owners)
    decider = next(iter(by))
    made = route_rules.approving(run.state, run.steps, roles_of(run.firm, decider))
    run.endorsers = by
    run.move(made)
    if made is CaseMove.ENDORSE:
        second = route_rules.second_approvers(by)(run.firm, run.parties)
        others = run.somebody(second)
        assert not others & (run.parties.writers | run.parties.owners)
        # Whoever endorsed it decides again only where nobody else could, and gives a reason.
        assert not others & by or second.by_exception
        by |= others
        run.move(CaseMove.APPROVE)
    run.parties = replace(run.parties, approvers=by)


def do(run: Run, owner: int) -> None:
    standing = standing_in(Eligible((owner,), barred=run.parties.approvers), run.deputies, run.firm)
    doers = frozenset({owner, standing.get(owner, owner)})
    run.parties = replace(run.parties, doers=doers)
    run.move(route_rules.reporting(run.steps))
    if run.state is CaseState.CONFIRMING:
        by = run.somebody(route_rules.done_checkers(run.firm, run.parties))
        assert not by & (doers | run.parties.owners)
        run.move(CaseMove.CONFIRM_DONE)


def answer(run: Run) -> None:
    """Every unit that was asked is answered for, by its head wherever one is at hand."""
    for heads in run.asked.values():
        eligible = elsewhere_rules.answerers(run.firm, heads, run.at_hand)
        by = run.somebody(eligible)
        here = run.at_hand.intersection(heads)
        assert not here or by & set(heads)
        if not here:
            managers = {each.person_id for each in run.firm if Role.PRIVACY_MANAGER in each.roles}
            present = managers & run.at_hand
            assert not present or set(eligible.person_ids) <= present | set(heads)
    elsewhere_rules.check_complete([])


def judge(run: Run) -> None:
    eligible = case_rules.eligible_reviewers(run.firm, run.parties)
    by = run.somebody(eligible)
    barred = run.parties.doers | run.parties.owners
    assert not by & barred
    if by & run.parties.approvers:
        free = acting(run.firm) - barred - run.parties.approvers
        assert not free, "the approver judges only where nobody else could"
    run.move(route_rules.judging_effective(run.steps))
    if run.state is CaseState.CLOSING:
        closers = route_rules.closers(by)(run.firm, run.parties)
        ends = run.somebody(closers)
        assert not ends & barred
        assert not ends & by or closers.by_exception
        run.move(CaseMove.APPROVE_CLOSING)


@settings(max_examples=(4 if FULL else 1) * settings.default.max_examples)
@given(data=st.data(), firm=firms(), steps=st.lists(st.sampled_from(ExtraStep), unique=True))
def test_every_firm_of_three_or_more_brings_every_case_to_its_end_in_every_profile(
    data: st.DataObject, firm: list[Candidate], steps: list[ExtraStep]
) -> None:
    people = [each.person_id for each in firm]
    deputies = data.draw(absences(firm))
    writers = data.draw(st.frozensets(st.sampled_from(people), min_size=1, max_size=2))
    owner = data.draw(st.sampled_from(people))
    auditors = data.draw(st.frozensets(st.sampled_from(people), max_size=2))
    parties = Parties(writers=writers, owners=frozenset({owner}), auditors=auditors)
    # What would leave nobody to approve it is refused when the plan is handed in.
    assume(case_rules.eligible_approvers(firm, parties).person_ids)
    run = Run(firm, deputies, lambda among: data.draw(st.sampled_from(among)), parties, steps=steps)
    run.asked = data.draw(
        st.dictionaries(
            st.integers(2, 5), st.lists(st.sampled_from(people), unique=True, max_size=2)
        )
    )
    away = data.draw(st.frozensets(st.sampled_from(people)))
    run.at_hand = frozenset(people) - away | deputies.keys()
    run.move(CaseMove.SUBMIT)
    approve(run)
    do(run, owner)
    answer(run)
    judge(run)
    assert run.state is CaseState.CLOSED


@given(firm=firms(), data=st.data())
def test_one_writer_and_one_owner_always_leave_somebody_to_approve(
    firm: list[Candidate], data: st.DataObject
) -> None:
    people = [each.person_id for each in firm]
    writer, owner = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
    auditors = data.draw(st.frozensets(st.sampled_from(people)))
    parties = Parties(frozenset({writer}), frozenset({owner}), auditors=auditors)
    found = case_rules.eligible_approvers(firm, parties)
    assert found.person_ids
    assert not {writer, owner} & set(found.person_ids)
