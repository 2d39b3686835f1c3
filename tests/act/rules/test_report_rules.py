"""Rules of reports: their states, receipt codes however typed, and a gate that knows nobody."""

import pytest
from hypothesis import given, strategies as st

from pms_tracker.act.rules import incoming_rules
from pms_tracker.act.rules.incoming_rules import ALPHABET, LONGEST, REPORT, ReportMove, ReportState
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.kernel.eligible import Eligible
from pms_tracker.kernel.errors import BadInput, NotAllowed, RuleBroken

SEEDS = st.text("0123456789abcdef", min_size=32, max_size=32)


def test_a_report_is_taken_up_or_answered_once() -> None:
    assert set(REPORT.ends()) == {ReportState.TAKEN_UP, ReportState.ANSWERED}
    for move in ReportMove:
        with pytest.raises(RuleBroken, match="move_not_possible"):
            REPORT.after(REPORT.after(ReportState.RECEIVED, move), move)


@given(SEEDS)
def test_a_code_has_128_bits_in_groups_of_four(seed: str) -> None:
    code = incoming_rules.code_of(seed, "key")
    groups = code.split("-")
    assert [len(each) for each in groups] == [4, 4, 4, 4, 4, 4, 2]
    assert set(code) <= {*ALPHABET, "-"}
    assert incoming_rules.code_of(seed, "key") == code
    assert incoming_rules.code_of(seed, "another key") != code


@given(SEEDS)
def test_a_code_is_read_however_it_is_typed(seed: str) -> None:
    code = incoming_rules.code_of(seed, "key")
    wide = code.translate({ord(each): chr(ord(each) + 0xFEE0) for each in code})
    digests = {
        incoming_rules.code_digest(each)
        for each in (
            code,
            code.lower(),
            code.replace("-", ""),
            wide,
            f"  {code}\n",
            code.replace("0", "O"),
        )
    }
    assert digests == {incoming_rules.code_digest(code)}
    assert incoming_rules.code_digest(code[:-1]) not in digests


@pytest.mark.parametrize("typed", ["", "x" * 10_000, "🍎" * 300, "' OR 1=1 --", "𠮷"])
def test_anything_may_be_typed_for_a_code(typed: str) -> None:
    assert len(incoming_rules.code_digest(typed)) == 64


def test_two_seeds_are_never_alike() -> None:
    assert len({incoming_rules.new_seed() for _ in range(1000)}) == 1000


def test_only_what_people_notice_is_reported() -> None:
    for source in Source:
        if source in {Source.INCIDENT, Source.SELF_REPORT, Source.COMPLAINT}:
            incoming_rules.check_report(source, "見た")
        else:
            with pytest.raises(BadInput, match="not_reported"):
                incoming_rules.check_report(source, "見た")
    with pytest.raises(BadInput, match="text_needed"):
        incoming_rules.check_report(Source.INCIDENT, " 　\n")
    incoming_rules.check_text("𠮷" * LONGEST)
    with pytest.raises(BadInput, match="text_too_long"):
        incoming_rules.check_text("𠮷" * (LONGEST + 1))


def test_nobody_handles_their_own_report() -> None:
    step = Eligible((1, 2))
    incoming_rules.check_handler(1, step, None)
    incoming_rules.check_handler(1, step, 2)
    for person_id, reporter_id in ((3, None), (1, 1)):
        with pytest.raises(NotAllowed, match="reports_handled_by_manager"):
            incoming_rules.check_handler(person_id, step, reporter_id)


def test_a_report_takes_no_more_than_so_many_messages() -> None:
    incoming_rules.check_room(99)
    with pytest.raises(RuleBroken, match="too_many_messages"):
        incoming_rules.check_room(100)
