"""Random people try random moves on one case: whatever they do, the rules of the cycle hold."""

from collections.abc import Callable
from dataclasses import astuple, dataclass

from flask import Flask
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test

from pms_tracker.act.cases import case_figures, cases
from pms_tracker.act.cases.dossier import Dossier, rounds_of
from pms_tracker.act.effect import closing, done_checks, effectiveness, interim
from pms_tracker.act.effect.effectiveness import Done, Judged
from pms_tracker.act.plans import plans
from pms_tracker.act.rules import effect_rules, route_rules
from pms_tracker.act.rules.case_rules import CASE, CaseMove, CaseState
from pms_tracker.act.rules.elsewhere_rules import Asking
from pms_tracker.act.rules.route_rules import ExtraStep
from pms_tracker.act.tables.case_tables import Case, CaseRound, Verdict
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import Refusal
from pms_tracker.kernel.profile import Part
from pms_tracker.tally import tallies
from pms_tracker.trail import trail
from tests import builders
from tests.act.elsewhere.answering import AnsweringMachine, askings
from tests.cast import ACCOUNTS, IDS, TODAY, viewer
from tests.conftest import FULL
from tests.databases import Served

# How many cases are tried: the rules are the same on both databases, what they want kept is not.
CASES = {"sqlite": 60 if FULL else 14, "postgresql": 60 if FULL else 5}
BEGUN = tuple(state for state in CaseState if state not in CASE.ends())
STARTED = (
    *(CaseState.DOING, CaseState.CONFIRMING, CaseState.REVIEWING, CaseState.CLOSING),
    CaseState.CLOSED,
)
# The switches that add steps to a case; others say how findings are graded and heard.
SWITCHES = (Part.SECOND_APPROVAL, Part.DONE_CHECK, Part.CLOSING_APPROVAL)

# What anybody tries at any time.
TRIED = (CaseMove.SUBMIT, CaseMove.AMEND, CaseMove.REPORT_ACTION, CaseMove.JUDGE_EFFECTIVE)
# Half of the tries come from whoever has the turn, so that cases get somewhere.
TURN = "turn"
NAMES = {person_id: name for name, person_id in IDS.items()}
somebody = st.just(TURN) | st.sampled_from(ACCOUNTS)
owners = st.sampled_from(("owner", "without_account", "privacy_manager", "head", "auditor"))


@dataclass(frozen=True)
class Judgement:
    """What a judged round must keep for ever."""

    number: int
    cause: str
    owner_ids: list[int]
    verdict: Verdict | None
    reviewed_by_id: int | None


def judgement(row: CaseRound) -> Judgement:
    return Judgement(row.number, row.cause, row.owner_ids, row.verdict, row.reviewed_by_id)


def waits_for(*moves: CaseMove) -> Callable[["CaseMachine"], bool]:
    """Where a move leads on; elsewhere it is refused, which `out_of_turn` tries for all."""
    return lambda machine: any(CASE.allows(machine.case.state, move) for move in moves)


class CaseMachine(AnsweringMachine):
    """One case, tried by everybody; a refusal must leave it exactly as it was."""

    case: Case
    # Whether anything came of a try since duties were last compared, of which there are many.
    moved = True

    @initialize(state=st.sampled_from(BEGUN))
    def open(self, state: CaseState) -> None:
        self.case = builders.case_in(state)
        self.judged: list[Judgement] = []
        self.looks: list[tuple[object, ...]] = []

    def teardown(self) -> None:
        session.rollback()
        session.info.clear()

    def attempt(self, made: Callable[[], object]) -> bool:
        before = (self.case.state, self.case.version, self.case.round, self.case.turn_of_id)
        try:
            made()
        except Refusal:
            session.flush()
            after = (self.case.state, self.case.version, self.case.round, self.case.turn_of_id)
            assert after == before
            return False
        self.moved = True
        return True

    def named(self, by: str) -> str:
        """Whoever it is, or whose turn it is; the head where it is nobody's."""
        return NAMES.get(self.case.turn_of_id or 0, "head") if by == TURN else by

    @precondition(waits_for(CaseMove.SUBMIT))
    @rule(by=somebody, whose=st.lists(owners, min_size=1, max_size=3), asks=askings)
    def submit(self, by: str, whose: list[str], asks: Asking) -> None:
        by = self.named(by)
        actions = tuple(builders.action(owner_id=IDS[owner]) for owner in whose)
        self.attempt(lambda: builders.submit(self.case, by=by, actions=actions, elsewhere=asks))

    @precondition(waits_for(CaseMove.AMEND))
    @rule(by=somebody, owner=owners, asks=askings)
    def amend(self, by: str, owner: str, asks: Asking) -> None:
        by = self.named(by)
        plan = builders.plan(owner_id=IDS[owner], action=f"{owner}が鍵を付ける。", elsewhere=asks)
        self.attempt(lambda: plans.amend(self.case, plan, version=self.case.version, by=viewer(by)))

    @rule(parts=st.sets(st.sampled_from((*SWITCHES, Part.ELSEWHERE))))
    def switch(self, parts: set[Part]) -> None:
        builders.profile(*parts)
        self.moved = True

    @precondition(lambda self: self.case.state in {CaseState.SUBMITTED, CaseState.ENDORSED})
    @rule(by=somebody, made=st.sampled_from((Decision.APPROVED, Decision.APPROVED, *Decision)))
    def decide(self, by: str, made: Decision) -> None:
        by = self.named(by)
        decided = builders.decision(self.case, made, reason="読んだ。", exception_reason="不在")
        self.attempt(
            lambda: plans.decide(self.case, decided, version=self.case.version, by=viewer(by))
        )

    @precondition(waits_for(CaseMove.REPORT_ACTION))
    @rule(by=somebody)
    def report(self, by: str) -> None:
        by = self.named(by)
        done = Done("した。", TODAY)
        self.attempt(
            lambda: effectiveness.report_done(
                self.case, done, version=self.case.version, by=viewer(by)
            )
        )

    @precondition(lambda self: self.case.state in {CaseState.CONFIRMING, CaseState.CLOSING})
    @rule(by=somebody, made=st.sampled_from((Decision.APPROVED, Decision.SENT_BACK)))
    def sign(self, by: str, made: Decision) -> None:
        by = self.named(by)
        of = done_checks if self.case.state is CaseState.CONFIRMING else closing
        seen = of.subject(Dossier(self.case)).digest
        decided = Decided(made, seen, reason="読んだ。", exception_reason="不在")
        number, before = self.case.round, len(self.judged)
        if (
            self.attempt(
                lambda: of.decide(self.case, decided, version=self.case.version, by=viewer(by))
            )
            and self.case.state is CaseState.REVIEWING
            and before == number
        ):
            # Its judgement was set aside, and stands beside the round from now on.
            self.judged.pop()
        self.note_looks()

    @precondition(waits_for(CaseMove.JUDGE_EFFECTIVE))
    @rule(by=somebody, verdict=st.sampled_from(Verdict))
    def judge(self, by: str, verdict: Verdict) -> None:
        by = self.named(by)
        number, early = self.case.round, verdict is Verdict.TOO_EARLY
        next_on = TODAY + builders.AWAY if early else None
        judged = Judged(verdict, "見た。", **builders.SEEN, next_on=next_on)
        if (
            self.attempt(
                lambda: effectiveness.judge(
                    self.case, judged, version=self.case.version, by=viewer(by)
                )
            )
            and not early
        ):
            self.judged.append(judgement(rounds_of(self.case.id)[number - 1]))
        self.note_looks()

    def note_looks(self) -> None:
        """No look at the effect is lost or rewritten once it is kept."""
        kept = [
            (each.round, each.number, each.verdict, each.grounds, each.reviewed_by_id)
            for each in interim.of_case(self.case)
        ]
        assert kept[: len(self.looks)] == self.looks
        self.looks = kept
        early = [each for each in kept if each[2] is Verdict.TOO_EARLY]
        assert all(
            sum(each[0] == number for each in early) <= effect_rules.MOST_EARLY
            for number in range(1, self.case.round + 1)
        )

    @rule(by=somebody, move=st.sampled_from(TRIED))
    def out_of_turn(self, by: str, move: CaseMove) -> None:
        """Anything by anybody, whatever the case waits for."""
        if move is CaseMove.SUBMIT:
            self.submit(by=by, whose=["owner"], asks=Asking())
        elif move is CaseMove.AMEND:
            self.amend(by=by, owner="owner", asks=Asking())
        elif move is CaseMove.REPORT_ACTION:
            self.report(by=by)
        else:
            self.judge(by=by, verdict=Verdict.EFFECTIVE)

    @precondition(lambda self: self.case.round > 1)
    @rule(by=somebody, reason=st.sampled_from(("", "誤認")))
    def withdraw(self, by: str, reason: str) -> None:
        by = self.named(by)
        self.attempt(
            lambda: cases.withdraw(
                self.case, reason=reason, version=self.case.version, by=viewer(by)
            )
        )

    @invariant()
    def duties_are_kept_as_the_case_wants_them(self) -> None:
        if self.moved:
            kept_duties.write_pending()
            assert list(kept_duties.compare()) == []
        self.moved = False

    @invariant()
    def nothing_starts_without_approval_by_another(self) -> None:
        now = Dossier(self.case).current
        approval = approvals.standing(self.case.reference, plans.step(self.case))
        assert (approval is not None) == (now.approved_at is not None)
        if self.case.state in STARTED:
            assert approval is not None
        if approval is not None:
            assert approval.digest == plans.subject(self.case, now).digest
            assert approval.decided_by_id not in {now.written_by_id, *now.owner_ids}

    @invariant()
    def nothing_closes_without_an_effective_verdict_by_another(self) -> None:
        now = Dossier(self.case).current
        ends = self.case.state in {CaseState.CLOSED, CaseState.CLOSING}
        withdrawn = self.case.state is CaseState.WITHDRAWN
        assert withdrawn or ends == (now.verdict is Verdict.EFFECTIVE)
        for each in rounds_of(self.case.id):
            if each.verdict is not None:
                doers = {action.done_by_id for action in each.actions}
                assert each.reviewed_by_id not in {None, *each.owner_ids, *doers}

    @invariant()
    def every_action_is_done_before_the_effect_is_judged(self) -> None:
        for each in rounds_of(self.case.id):
            # What was done of a rejected plan stays, beside one action to be planned anew.
            done = [action.done_on is not None for action in each.actions]
            assert (each.done_on is not None) == (bool(done) and all(done))
            assert all(action.approved_at for action in each.planned if action.done_on)

    @invariant()
    def every_open_action_is_somebodys_turn(self) -> None:
        dossier = Dossier(self.case)
        beside = dossier.actions_beside
        for action in dossier.current.actions:
            assert (action.turn_of_id is not None) == (action in beside)
        if self.case.state is CaseState.DOING:
            assert self.case.turn_due_on == dossier.open_actions[0].turn_due_on

    @invariant()
    def no_step_that_was_asked_for_is_left_out(self) -> None:
        case, now = self.case, Dossier(self.case)
        asked = set(case.extra_steps)
        second = now.approval(plans.step(case))
        if ExtraStep.SECOND_APPROVAL in asked and second is not None:
            first = now.approval(route_rules.first_approval(case.round))
            assert first is not None or second.decided_by_id == IDS["representative"]
        if ExtraStep.DONE_CHECK in asked and case.state in (CaseState.REVIEWING, CaseState.CLOSED):
            check = now.approval(route_rules.done_check(case.round))
            assert check is not None
            for each in now.current.planned:
                assert check.decided_by_id not in {each.done_by_id, each.owner_id}
        if ExtraStep.CLOSING_APPROVAL in asked and case.state is CaseState.CLOSED:
            end = now.approval(route_rules.closing(case.round))
            assert end is not None
            assert end.decided_by_id != now.current.reviewed_by_id

    @invariant()
    def no_round_is_lost_or_rewritten(self) -> None:
        rounds = rounds_of(self.case.id)
        assert [each.number for each in rounds] == list(range(1, self.case.round + 1))
        assert [astuple(judgement(each)) for each in rounds[: len(self.judged)]] == [
            astuple(each) for each in self.judged
        ]

    @invariant()
    def an_open_case_is_always_somebodys_turn(self) -> None:
        ended = self.case.state in CASE.ends()
        assert (self.case.turn_of_id is None) == (self.case.turn_due_on is None) == ended
        assert (self.case.closed_on is not None) == ended

    @invariant()
    def the_tallies_say_what_the_records_do(self) -> None:
        tallies.write_pending()
        assert tallies.compare(case_figures.all_counted()) == []

    @invariant()
    def the_trail_tells_every_change_of_state(self) -> None:
        trail.write_pending()
        state = CASE.start
        for entry in reversed(trail.history(self.case.reference)):
            # What is noted besides, as a question to another unit, changes no state.
            if entry.move in set(CaseMove):
                state = CASE.after(state, CaseMove(entry.move))
                told = {value.field: value.after for value in entry.values}
                assert told.get("state", state.value) == state.value
        assert state is self.case.state


def test_whoever_tries_whatever_the_rules_of_the_cycle_hold(app: Flask, served: Served) -> None:
    quick = settings(
        max_examples=CASES[served.engine.dialect.name],
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    run_state_machine_as_test(CaseMachine, settings=quick)
