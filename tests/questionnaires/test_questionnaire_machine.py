"""A link out and in: whoever holds it, whoever sent it and the days try random moves on it, and it
comes into no forbidden state. `PMS_TEST_RUNS` says how often, if not a few."""

from datetime import timedelta
from typing import Any

import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.mail.mail_tables import LetterState, OutboxLetter
from pms_tracker.questionnaires import answering, questionnaire_reminders, questionnaires
from pms_tracker.questionnaires.questionnaire_rules import (
    GRACE,
    REMINDERS,
    Answer,
    Standing,
    packed_answers,
)
from pms_tracker.questionnaires.questionnaire_tables import Questionnaire
from pms_tracker.questionnaires.questionnaires import To
from tests.cast import TODAY, viewer
from tests.databases import Served
from tests.do.test_outside_machines import RUNS, TRIED, Machine
from tests.questionnaires.test_questionnaires import ABOUT, MAIL, NAME, sent, to_outsiders

# None of them is a draft, and the last two hand nothing in.
answers = st.fixed_dictionaries(
    {},
    optional={
        "locked": st.sampled_from(
            [Answer("yes"), Answer("no", "予算がない"), Answer("perhaps"), Answer("")]
        ),
        "how": st.sampled_from([Answer("裁断"), Answer("長" * 2_001), Answer("123456789018")]),
    },
)
GOOD = {"locked": Answer("yes"), "how": Answer("裁断")}
# Of a few tries most would otherwise be made on links of which nothing came yet.
WAYS = ("sent", "begun", "handed_in", "handed_in", "revoked")
BY_ITSELF = (Standing.SENT, Standing.OPENED, Standing.BEGUN)


class QuestionnaireMachine(Machine):
    """Links about one contractor, each in the place of the one before it."""

    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "days"):
            self.days.stop()

    @initialize(within=st.integers(0, 30), way=st.sampled_from(WAYS))
    def begin(self, within: int, way: str) -> None:
        self.days = time_machine.travel(clock.at(TODAY, 10), tick=False)
        self.there = self.days.start()
        self.made = sent(due_on=TODAY + timedelta(days=within))
        self.every = [self.made]
        # As this machine has seen it happen, beside what the rows say.
        self.handed_in: dict[int, dict[str, list[str]]] = {}
        self.dead: set[int] = set()
        self.taken: set[int] = set()
        self.asked = list(self.made.questions)
        if way == "begun":
            self.draft(which=0, said=GOOD)
        if way == "handed_in":
            self.hand_in(which=0, said=GOOD)
        if way == "revoked":
            self.revoke(which=0, stale=False)

    def state(self) -> object:
        return [self._row(each) for each in self.every], len(self._letters())

    @staticmethod
    def _row(made: Questionnaire) -> tuple[Any, ...]:
        session.refresh(made)
        return tuple(getattr(made, each.key) for each in sa_columns())

    def _letters(self) -> list[OutboxLetter]:
        its = OutboxLetter.reference.in_([each.reference for each in self.every])
        return list(session.scalars(select(OutboxLetter).where(its)))

    def is_out(self, made: Questionnaire) -> bool:
        """Whether its link opens anything, by this machine's own reckoning."""
        return made.id not in self.dead and clock.today() <= made.due_on + GRACE

    def takes(self, made: Questionnaire) -> bool:
        return self.is_out(made) and made.id not in self.handed_in

    @rule(days=st.sampled_from([1, 2, 3, 4, 7, 30]))
    def days_go_by(self, days: int) -> None:
        self.there.shift(timedelta(days=days))
        self.moved = True

    @precondition(lambda self: any(self.is_out(each) for each in self.every))
    @rule(late=st.integers(0, 1))
    def last_day_comes(self, late: int) -> None:
        """On which a link still opens, or the day after, on which it does not."""
        last = next(each for each in self.every if self.is_out(each))
        days = last.due_on + GRACE - clock.today() + timedelta(days=late)
        self.there.shift(days)
        self.moved = True
        assert answering.opens(last) is (not late)

    @rule(which=st.integers(0, 4))
    def open(self, which: int) -> None:
        """As the page does it: whoever holds an old link finds that it is over."""
        made = self.every[which % len(self.every)]
        assert answering.by_digest(made.digest) is made
        assert answering.opens(made) is self.is_out(made)
        if answering.opens(made):
            answering.open_first(made)
            self.moved = True

    @rule(which=st.integers(0, 4), said=answers)
    def draft(self, which: int, said: dict[str, Answer]) -> None:
        made = self.every[which % len(self.every)]
        could = self.takes(made)
        if self.attempt(lambda: answering.keep(made, said)):
            assert could
            assert made.draft == packed_answers(said)

    @rule(which=st.integers(0, 4), said=answers | st.just(GOOD))
    def hand_in(self, which: int, said: dict[str, Answer]) -> None:
        made = self.every[which % len(self.every)]
        could = self.takes(made)
        taken = self.attempt(lambda: answering.submit(made, said))
        assert taken is (could and _is_whole(said))
        if taken:
            self.handed_in[made.id] = packed_answers(said)

    @rule(which=st.integers(0, 4), stale=st.booleans())
    def revoke(self, which: int, stale: bool) -> None:
        made = self.every[which % len(self.every)]
        version = made.version - stale
        could = made.id not in self.handed_in and made.id not in self.dead and not stale
        by = viewer("head")
        assert self.attempt(lambda: questionnaires.revoke(made, version=version, by=by)) is could
        if could:
            self.dead.add(made.id)

    @rule(which=st.integers(0, 4), within=st.sampled_from([-1, 0, 5, 200]), stale=st.booleans())
    def send_again(self, which: int, within: int, stale: bool) -> None:
        made = self.every[which % len(self.every)]
        to, found = To(NAME, MAIL, clock.today() + timedelta(days=within)), []
        told = {"version": made.version - stale, "by": viewer("head")}
        before = list(self.every)
        others = [each for each in before if each is not made and self.takes(each)]
        is_replaced = any(each.replaces_id == made.id for each in before)
        could = 0 <= within <= 180 and not others and not is_replaced
        could = could and made.id not in self.handed_in and not stale
        taken = self.attempt(lambda: found.append(questionnaires.send_again(made, to, **told)))
        assert taken is could
        if taken:
            self.dead.add(made.id)
            self.every.append(found[0])
            assert found[0].draft == made.draft

    @rule()
    def send_another(self) -> None:
        """While one waits for its answer no other about the same is sent."""
        waits = [each for each in self.every if self.takes(each)]
        found: list[Questionnaire] = []
        due_on = clock.today() + timedelta(days=9)
        assert self.attempt(lambda: found.append(sent(due_on=due_on))) is (not waits)
        self.every += found

    @rule()
    def remind(self) -> None:
        today, before = clock.today(), self._reminded()
        due = [each for each in self.every if self.takes(each) and each.due_on >= today]
        questionnaire_reminders.remind(today)
        self.moved = True
        # Once more on the same day says nothing more.
        assert questionnaire_reminders.remind(today) == 0
        after = self._reminded()
        for each in self.every:
            more = after.get(each.reference, 0) - before.get(each.reference, 0)
            assert more in ((0, 1) if each in due else (0,))
            assert not more or (each.due_on - today).days <= max(REMINDERS)

    def _reminded(self) -> dict[str | None, int]:
        found: dict[str | None, int] = {}
        for each in self._letters():
            if each.key == "questionnaire_reminder":
                found[each.reference] = found.get(each.reference, 0) + 1
        return found

    @precondition(lambda self: self.handed_in)
    @rule(which=st.integers(0, 4), kept=st.booleans())
    def take(self, which: int, kept: bool) -> None:
        made = self.every[which % len(self.every)]
        could = made.id in self.handed_in and made.id not in self.taken
        told = {"version": made.version, "by": viewer("head")}
        taken = self.attempt(
            lambda: (
                questionnaires.take(made, "CE-2026-001", **told)
                if kept
                else questionnaires.close(made, **told)
            )
        )
        assert taken is could
        self.taken |= {made.id} if taken else set()

    @rule(which=st.integers(0, 4), by=st.sampled_from(["head", "privacy_manager"]))
    def forget(self, which: int, by: str) -> None:
        made = self.every[which % len(self.every)]
        could = by != "head" and not self.takes(made) and made.recipient_mail != ""
        told = {"version": made.version, "by": viewer(by)}
        taken = self.attempt(lambda: questionnaires.forget(made, **told))
        assert taken is could
        if taken:
            its = to_outsiders(made)
            assert not any(each.address or each.name or each.body for each in its)

    @invariant()
    def what_was_handed_in_is_never_another(self) -> None:
        for made in getattr(self, "every", ()):
            assert made.questions == self.asked
            assert made.about == ABOUT
            kept = self.handed_in.get(made.id)
            assert made.answers == kept
            assert (made.submitted_at is not None) is (kept is not None)
            assert kept is None or made.draft == {}

    @invariant()
    def it_stands_as_it_came(self) -> None:
        for made in getattr(self, "every", ()):
            stands = questionnaires.standing(made)
            if made.id in self.taken:
                assert stands in (Standing.TAKEN, Standing.CLOSED)
            elif made.id in self.handed_in:
                assert stands is Standing.SUBMITTED
            elif made.id in self.dead:
                assert stands is Standing.REVOKED
            else:
                assert (stands is Standing.EXPIRED) is (not self.is_out(made))
                assert stands in (*BY_ITSELF, Standing.EXPIRED)

    @invariant()
    def one_link_at_a_time_takes_answers_and_no_letter_leads_to_a_dead_one(self) -> None:
        every = getattr(self, "every", ())
        assert sum(self.takes(each) for each in every) <= 1
        assert len({each.digest for each in every}) == len(every)
        over = {e.reference for e in every if e.id in self.dead or e.id in self.handed_in}
        waits = [each for each in self._letters() if every and each.state is LetterState.WAITING]
        outside = [each for each in waits if each.person_id is None]
        assert not over & {each.reference for each in outside}


def _is_whole(said: dict[str, Answer]) -> bool:
    """Whether answers answer what is needed, and hold nothing that even a draft may not."""
    locked, how = said.get("locked", Answer()).value, said.get("how", Answer()).value
    return locked in {"yes", "no"} and len(how) <= 2_000 and not how.isdecimal()


def sa_columns() -> list[Any]:
    return list(Questionnaire.__mapper__.column_attrs)


def test_no_link_comes_into_a_forbidden_state(app: Flask, served: Served) -> None:
    quick = settings(
        max_examples=RUNS or 3 * TRIED[served.engine.dialect.name],
        stateful_step_count=14,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    run_state_machine_as_test(QuestionnaireMachine, settings=quick)
