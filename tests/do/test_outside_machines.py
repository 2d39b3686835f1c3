"""Random people try random moves on what comes from outside: incidents, and entries of requests,
complaints, contractors and their evaluations. `PMS_TEST_RUNS` says how often, if not a few."""

import os
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.database import session
from pms_tracker.do.by_two import matter_rows, matters
from pms_tracker.do.complaints.complaints import COMPLAINTS
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_matters import REQUEST_MATTERS
from pms_tracker.do.incidents import incident_decisions as deciding
from pms_tracker.do.incidents.incidents import INCIDENTS, reported
from pms_tracker.do.rules.contact import request_rules
from pms_tracker.do.rules.contact.request_rules import Ending, RequestMatter
from pms_tracker.do.rules.incidents import incident_rules
from pms_tracker.do.rules.incidents.incident_decision_rules import GROUNDS, Exempt, Matter
from pms_tracker.do.rules.incidents.incident_rules import Cause, Nature, Notice
from pms_tracker.do.rules.incidents.leak_rules import Class, Office
from pms_tracker.do.rules.matter_rules import DecisionState
from pms_tracker.do.tables.incident_tables import IncidentDecision
from pms_tracker.do.tables.request_tables import RequestDecision
from pms_tracker.duties import kept_duties
from pms_tracker.kernel.errors import Refusal
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries
from pms_tracker.registers.edition_rules import IN_FORCE, WAITS
from pms_tracker.registers.fields import Text
from pms_tracker.registers.register import Register
from tests.cast import ACCOUNTS, IDS, TODAY, viewer
from tests.conftest import FULL
from tests.databases import Served
from tests.do.test_incidents import KNOWN_ON, entered
from tests.registers import samples

RUNS = int(os.environ.get("PMS_TEST_RUNS", "0"))
# Records of each kind that are tried unless somebody asks for more.
TRIED = {"sqlite": 8 if FULL else 4, "postgresql": 8 if FULL else 2}
AT_THE_TOP = ("privacy_manager", "representative")
# Half of the tries come from those who may, so that records get somewhere; of decisions more.
somebody = st.sampled_from(AT_THE_TOP) | st.sampled_from(ACCOUNTS)
decider = st.sampled_from(AT_THE_TOP) | somebody
decisions = st.sampled_from((Decision.APPROVED, Decision.APPROVED, Decision.SENT_BACK))
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "known_on": st.sampled_from([KNOWN_ON + timedelta(days=each) for each in (-2, -1, 0, 1)]),
        "sensitive": st.booleans(),
        "property": st.booleans(),
        "malice": st.booleans(),
        "encrypted": st.booleans(),
        "my_number": st.booleans(),
        "my_number_open": st.booleans(),
        "affected": st.sampled_from([0, 100, 101, 1_000, 1_001]),
        "nature": st.sampled_from(Nature),
    },
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "cause": st.just("鞄を網棚に置いた。"),
        "causes": st.just((Cause.LEFT,)),
        "notice": st.sampled_from([Notice.DONE, Notice.NEEDED]),
        "notified_on": st.just(TODAY),
        "commission_first_on": st.just(TODAY),
        "body_first_on": st.just(TODAY),
        "body_final_on": st.just(TODAY),
        "no_case": st.just("手順を改めた。"),
    },
)
DAYS = st.fixed_dictionaries(
    {},
    optional={
        "arrived_on": st.sampled_from([TODAY - timedelta(days=each) for each in (0, 3, 20)]),
        "longer_until": st.none() | st.sampled_from([TODAY, TODAY + timedelta(days=30)]),
        "longer_reason": st.just("記録が多い"),
        "ending": st.none() | st.sampled_from(Ending),
        "closed_on": st.none() | st.just(TODAY),
    },
)


class Machine(RuleBasedStateMachine):
    """One record on its way, tried by everybody; a refusal leaves it exactly as it was."""

    # Whether anything came of a try since duties were last compared, of which there are many.
    moved = True

    def teardown(self) -> None:
        session.rollback()
        session.info.clear()

    def state(self) -> object:
        raise NotImplementedError

    def attempt(self, made: Callable[[], object]) -> bool:
        """Whether a try was taken; one that is refused is taken back, as its page does it."""
        before, kept = self.state(), session.begin_nested()
        try:
            made()
            session.flush()
        except Refusal:
            kept.rollback()
            session.info.clear()
            assert self.state() == before
            return False
        kept.commit()
        kept_duties.write_pending()
        self.moved = True
        return True

    @invariant()
    def duties_are_kept_as_the_record_wants_them(self) -> None:
        if self.moved:
            kept_duties.write_pending()
            assert list(kept_duties.compare()) == []
        self.moved = False


class IncidentMachine(Machine):
    """An incident: facts by a form, matters by two, an end."""

    row: Any

    @initialize(facts=FACTS, matter=st.sampled_from(Matter) | st.none())
    def begin(self, facts: dict[str, Any], matter: Matter | None) -> None:
        self.row = entered(**{"affected": 3, **facts})
        self.struck_alone = False
        kept_duties.write_pending()
        if matter is not None:
            self.ask("privacy_manager", matter, {})

    def state(self) -> object:
        session.refresh(self.row)
        each = [(one.number, one.state, one.version) for one in deciding.of(self.row)]
        return self.row.version, self.row.struck, INCIDENTS.values_of(self.row), each

    @rule(by=somebody, facts=FACTS, said=SAID)
    def change(self, by: str, facts: dict[str, Any], said: dict[str, Any]) -> None:
        before = reported(self.row)
        values = {**facts, **said}
        taken = self.attempt(
            lambda: entries.change(
                INCIDENTS, self.row, values, seen=self.row.version, by=viewer(by)
            )
        )
        if taken and not said:
            self.no_clock_is_eased(before)

    def no_clock_is_eased(self, before: Any) -> None:
        """No form alone has the commission told later, or not at all."""
        its = [each for each in before if each.clock.office is not Office.BODY]
        now = [each for each in reported(self.row) if each.clock.office is not Office.BODY]
        for day_of in (incident_rules.first_by, incident_rules.final_by):
            was, is_now = day_of(its), day_of(now)
            assert was is None or (is_now is not None and is_now <= was)
        body = [each for each in before if each.clock.office is Office.BODY and each.final_open]
        if body and body[0].clock.classes != (Class.EVERY,):
            assert incident_rules.final_by(reported(self.row)) is not None

    @rule(by=st.sampled_from(AT_THE_TOP), matter=st.sampled_from(Matter), facts=FACTS)
    def ask(self, by: str, matter: Matter, facts: dict[str, Any]) -> None:
        ground = Exempt.NO_CLASS if GROUNDS[matter] else None
        more = {"version": self.row.version, "by": viewer(by), "facts": facts}
        self.attempt(lambda: deciding.ask(self.row, matter, ground, "理由", **more))

    def waiting(self) -> list[IncidentDecision]:
        return [each for each in deciding.of(self.row) if each.state is DecisionState.WAITING]

    @precondition(lambda self: self.waiting())
    @rule(by=decider, made=decisions, last=st.booleans())
    def decide(self, by: str, made: Decision, last: bool) -> None:
        asked = self.waiting()[-1 if last else 0]
        asker = asked.asked_by_id
        seen = deciding.subject(self.row, asked).digest
        decided = Decided(made, seen, reason="読んだ。", exception_reason="不在")
        taken = self.attempt(
            lambda: deciding.decide(
                self.row, asked, decided, version=self.row.version, by=viewer(by)
            )
        )
        assert not taken or (IDS[by] != asker and by in AT_THE_TOP)

    @precondition(lambda self: self.waiting())
    @rule(by=somebody)
    def take_back(self, by: str) -> None:
        asked = self.waiting()[0]
        taken = self.attempt(lambda: deciding.take_back(self.row, asked, by=viewer(by)))
        assert not taken or asked.asked_by_id == IDS[by]

    @precondition(lambda self: not self.row.struck)
    @rule(by=somebody)
    def strike(self, by: str) -> None:
        nature = self.row.nature
        taken = self.attempt(
            lambda: entries.retire(INCIDENTS, self.row, reason="重複", by=viewer(by))
        )
        assert not taken or nature is not Nature.INCIDENT
        self.struck_alone = self.struck_alone or taken

    @rule(by=st.sampled_from(AT_THE_TOP))
    def close(self, by: str) -> None:
        nature = self.row.nature
        taken = self.attempt(lambda: deciding.close(self.row, by=viewer(by)))
        assert not taken or nature is not Nature.INCIDENT

    def approved(self, matter: Matter) -> list[IncidentDecision]:
        its = deciding.of(self.row)
        return [e for e in its if e.matter is matter and e.state is DecisionState.APPROVED]

    @invariant()
    def what_ends_a_duty_was_approved_by_another(self) -> None:
        row = self.row
        assert (row.unreported_on is None) == (not self.approved(Matter.UNREPORTED))
        assert not row.struck or self.struck_alone or self.approved(Matter.STRUCK)
        if row.closed_on is not None and row.nature is Nature.INCIDENT:
            assert self.approved(Matter.CLOSING)
        for each in deciding.of(row):
            signed = approvals.standing(row.reference, each.step)
            assert (signed is not None) == (each.state is DecisionState.APPROVED)
            assert signed is None or signed.decided_by_id != each.asked_by_id

    @invariant()
    def one_of_a_kind_stands(self) -> None:
        stands = [each.matter for each in deciding.of(self.row) if self.stands(each)]
        assert len(stands) == len(set(stands))

    @staticmethod
    def stands(each: IncidentDecision) -> bool:
        approved = each.state is DecisionState.APPROVED and each.matter is not Matter.EASED
        return approved or each.state is DecisionState.WAITING


def _bring(entry: Any, far: int) -> None:
    if far > 0:
        entry.move("privacy_manager", entry_decisions.hand_in)
    if far > 1:
        entry.decide("representative", Decision.APPROVED)


def entry_machine(register: Register) -> type[Machine]:
    """Tries of an entry whose approval counts."""
    texts = [each.name for each in register.fields if isinstance(each, Text)]

    class EntryMachine(Machine):
        row: Any

        @initialize(far=st.sampled_from((1, 2, 0)))
        def begin(self, far: int) -> None:
            self.row = samples.make(register)
            _bring(self, far)

        def state(self) -> object:
            session.refresh(self.row)
            row = self.row
            kept = row.version, row.state, row.edition, row.struck, row.submissions
            return *kept, register.values_of(row)

        @rule(by=somebody, name=st.sampled_from(texts), days=st.integers(0, 3))
        def change(self, by: str, name: str, days: int) -> None:
            words = {name: f"内容 {date(2026, 4, 1) + timedelta(days=days)}"}
            self.attempt(
                lambda: entries.change(
                    register, self.row, words, seen=self.row.version, by=viewer(by)
                )
            )

        @rule(
            by=somebody,
            move=st.sampled_from(
                (
                    entry_decisions.hand_in,
                    entry_decisions.hand_in,
                    entry_decisions.take_back,
                    entry_decisions.drop,
                )
            ),
        )
        def move(self, by: str, move: Any) -> None:
            self.attempt(lambda: move(register, self.row, version=self.row.version, by=viewer(by)))

        @precondition(lambda self: self.row.edition)
        @rule(by=somebody)
        def end(self, by: str) -> None:
            told = {"version": self.row.version, "by": viewer(by)}
            self.attempt(lambda: entry_decisions.propose_end(register, self.row, "不要", **told))

        @precondition(lambda self: self.row.state in WAITS)
        @rule(by=decider, made=decisions)
        def decide(self, by: str, made: Decision) -> None:
            firm, writers = Firm(TODAY), list(self.row.writer_ids)
            (offer,) = entry_decisions.offered(register, [self.row])
            seen = entry_decisions.waiting(register, offer, firm).about.digest
            decided = Decided(made, seen, reason="読んだ。", exception_reason="不在")
            told = {"version": self.row.version, "by": viewer(by)}
            taken = self.attempt(
                lambda: entry_decisions.decide(register, self.row, decided, firm, **told)
            )
            assert not taken or IDS[by] not in writers

        @precondition(lambda self: not self.row.struck)
        @rule(by=somebody)
        def strike(self, by: str) -> None:
            edition = self.row.edition
            taken = self.attempt(
                lambda: entries.retire(register, self.row, reason="重複", by=viewer(by))
            )
            assert not taken or edition == 0

        @invariant()
        def what_is_in_force_was_approved(self) -> None:
            called, number = register.name_of(self.row), self.row.edition
            assert (self.row.state not in IN_FORCE) or number > 0
            for each in range(1, number + 1):
                assert approvals.standing(called, f"edition-{each}") is not None

    return EntryMachine


class RequestMachine(entry_machine(REQUESTS)):  # type: ignore[misc]
    """An entry whose clock nobody stops alone, nor gives a later day."""

    @rule(by=somebody, facts=DAYS)
    def change_days(self, by: str, facts: dict[str, Any]) -> None:
        before = REQUESTS.values_of(self.row)
        taken = self.attempt(
            lambda: entries.change(REQUESTS, self.row, facts, seen=self.row.version, by=viewer(by))
        )
        assert not taken or not request_rules.eases(before, REQUESTS.values_of(self.row))

    @rule(by=st.sampled_from(AT_THE_TOP), matter=st.sampled_from(RequestMatter), facts=DAYS)
    def ask(self, by: str, matter: RequestMatter, facts: dict[str, Any]) -> None:
        told = {"version": self.row.version, "by": viewer(by), "facts": facts}
        self.attempt(lambda: matters.ask(REQUEST_MATTERS, self.row, matter, "理由", **told))

    def asked(self) -> list[RequestDecision]:
        every = matter_rows.every(RequestDecision, self.row)
        return [each for each in every if each.state is DecisionState.WAITING]

    @precondition(lambda self: self.asked())
    @rule(by=decider, made=decisions)
    def agree(self, by: str, made: Decision) -> None:
        waits = self.asked()[0]
        seen = matters.subject(REQUEST_MATTERS, self.row, waits).digest
        decided = Decided(made, seen, reason="読んだ。", exception_reason="不在")
        told = {"version": self.row.version, "by": viewer(by)}
        taken = self.attempt(
            lambda: matters.decide(REQUEST_MATTERS, self.row, waits, decided, **told)
        )
        assert not taken or (by in AT_THE_TOP and waits.asked_by_id != IDS[by])

    @invariant()
    def what_ends_it_was_approved_by_another(self) -> None:
        every = matter_rows.every(RequestDecision, self.row)
        agreed = [each for each in every if each.state is DecisionState.APPROVED]
        if self.row.closed_on is not None and self.row.sent_on is None:
            assert any("closed_on" in each.facts for each in agreed)
        if self.row.struck and self.row.closed_on is None:
            assert any(each.matter is RequestMatter.STRUCK for each in agreed)


MACHINES = {
    "incidents": IncidentMachine,
    "requests": RequestMachine,
    **{each.key: entry_machine(each) for each in (COMPLAINTS, CONTRACTORS, EVALUATIONS)},
}


@pytest.mark.both_databases
@pytest.mark.parametrize("of", MACHINES)
def test_whoever_tries_whatever_no_record_comes_into_a_forbidden_state(
    app: Flask, served: Served, of: str
) -> None:
    quick = settings(
        max_examples=RUNS or TRIED[served.engine.dialect.name],
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(MACHINES[of], settings=quick)
