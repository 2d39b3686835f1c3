"""What was erased survives nowhere: not in editions, merged cases, shared reasons or reports."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act.cases import case_lists
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.incoming.reports_in import Told
from pms_tracker.act.plans import editions
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.several import merging
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.check.tables.audit_tables import Finding
from pms_tracker.database import session
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Kind, Reference, parse_reference
from pms_tracker.kernel.search_text import fold
from pms_tracker.trail import trail
from tests import builders
from tests.act.cases import from_outside
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import viewer

CASE = Reference(Kind.CASE, 2026, 1)
REPORT = Reference(Kind.REPORT, 2026, 1)


def two() -> tuple[Case, Case]:
    within = builders.audit()
    return builders.case(within), builders.case(within, 2)


def merged(reason: str = "同じ原因") -> tuple[Case, Case]:
    old, new = two()
    by = viewer("audit_manager")
    merging.merge(old, new, reason=reason, version=old.version, by=by)
    return old, new


def test_what_a_merged_case_still_says_of_an_erased_fact_is_gone(
    app: Flask, tmp_path: Path
) -> None:
    old, new = merged()
    erase(tmp_path, Reference(Kind.FINDING, 2026, 2))
    assert new.title == TOMBSTONE
    assert old.title != TOMBSTONE
    boss = viewer("audit_manager")
    assert case_lists.CASES.count(boss, case_lists.Filter(text="申込書")) == 0
    assert new.search_text == ""


def test_a_case_that_was_merged_on_is_not_found_by_facts_that_others_opened_with(
    app: Flask, tmp_path: Path
) -> None:
    within = builders.audit()
    one, two, three = (builders.case(within, position) for position in (1, 2, 3))
    third = session.get_one(Finding, three.finding_id)
    third.fact, three.search_text = "山田太郎の書類", fold("山田太郎の書類")
    by = viewer("audit_manager")
    merging.merge(two, three, reason="同じ", version=two.version, by=by)
    merging.merge(one, two, reason="同じ", version=one.version, by=by)
    erase(tmp_path, Reference(Kind.FINDING, 2026, 3))
    assert "山田" not in one.search_text + two.search_text + three.search_text
    assert "申込書" in two.search_text


def test_the_reason_for_merging_is_erased_on_both_sides(app: Flask, tmp_path: Path) -> None:
    old, new = merged(reason="山田太郎の件と同じ")
    reference = parse_reference(new.reference)
    assert reference is not None
    erase(tmp_path, reference, "withdrawal")
    everywhere = told(old.reference) + told(new.reference) + told("F-2026-002")
    assert "山田" not in everywhere


def test_so_is_the_reason_of_the_case_that_stays_and_of_a_split(app: Flask, tmp_path: Path) -> None:
    old, new = merged(reason="山田太郎の件と同じ")
    by = viewer("audit_manager")
    made = merging.split(old, [2], reason="山田太郎の件は別", version=old.version, by=by)
    erase(tmp_path, CASE, "reason")
    assert new.withdrawal == TOMBSTONE
    names = (old.reference, new.reference, made.reference, "F-2026-001", "F-2026-002")
    assert "山田" not in "".join(told(name) for name in names)
    assert list(trail.verify()) == []
    with pytest.raises(BadInput):
        ask(CASE, "reason")


@pytest.mark.parametrize("field", ["direct_cause", "whys", "escape_cause", "repeat_answer"])
def test_editions_of_a_plan_forget_what_was_erased_of_its_analysis(
    app: Flask, tmp_path: Path, field: str
) -> None:
    case = builders.case()
    builders.submit(case, **{field: "山田太郎が忘れた"})
    erase(tmp_path, CASE, field)
    (kept,) = editions.of_case(case)
    assert "山田" not in str(kept.content)


def reported() -> IncomingReport:
    told_of = Told(Source.COMPLAINT, "山田太郎の成績表を渡された。")
    return reports_in.report(told_of, by=viewer("employee"))


def test_what_a_report_says_can_be_erased(app: Flask, tmp_path: Path) -> None:
    made = reported()
    reports_in.say(made, "山田太郎に確かめた。", by=viewer("privacy_manager"))
    by = viewer("privacy_manager")
    reports_in.close(made, "山田太郎に謝った。", version=made.version, by=by)
    for field in ("text", "message", "report_answer"):
        erase(tmp_path, REPORT, field)
    said = [made.text, made.answer, *(each.text for each in reports_in.messages_of(made))]
    assert said == [TOMBSTONE] * 3
    assert "山田" not in told(made.reference)
    assert list(trail.verify()) == []


def test_what_was_taken_up_from_a_report_is_erased_in_both(app: Flask, tmp_path: Path) -> None:
    made = reported()
    stated = from_outside.stated(source=made.source, fact=made.text)
    by = viewer("privacy_manager")
    reports_in.take_up(made, stated, version=made.version, by=by)
    erase(tmp_path, CASE)
    assert made.text == TOMBSTONE
    assert "山田" not in told(made.reference) + told("CA-2026-001")


def test_what_a_report_never_said_cannot_be_erased(app: Flask) -> None:
    reported()
    for field in ("message", "report_answer", "fact"):
        with pytest.raises(BadInput):
            ask(REPORT, field)
