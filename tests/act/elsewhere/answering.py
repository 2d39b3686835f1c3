"""Other units asked for the same fault (水平展開), in tests that try random moves on one case."""

from collections.abc import Callable
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.elsewhere.elsewhere import Answered
from pms_tracker.act.rules.case_rules import CaseState
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.kernel.references import parse_reference
from tests.cast import viewer

askings = st.sampled_from(
    (Asking(), Asking(reason="ほかにない。"), Asking("棚は。", everywhere=True))
)


class AnsweringMachine(RuleBasedStateMachine):
    """What units that were asked do; whoever inherits from it has a case and attempts moves."""

    case: Case

    def attempt(self, made: Callable[[], object]) -> bool:
        raise NotImplementedError

    @rule(
        by=st.sampled_from(("other_head", "audit_manager", "privacy_manager", "head")),
        made=st.sampled_from(Elsewhere),
    )
    def answer(self, by: str, made: Elsewhere) -> None:
        reference = parse_reference(self.case.reference)
        assert reference is not None
        for asked in elsewhere_questions.mine(reference, viewer(by)):
            told = Answered(made, "見た。")
            self.attempt(
                partial(elsewhere.answer, asked, told, version=asked.version, by=viewer(by))
            )

    @invariant()
    def nothing_ends_well_while_an_answer_is_missing(self) -> None:
        if self.case.state in {CaseState.CLOSING, CaseState.CLOSED}:
            elsewhere.check_complete(Dossier(self.case))
