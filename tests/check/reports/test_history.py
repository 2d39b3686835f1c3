"""Audits of earlier years on both databases: entered once, seen by whom they concern."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from pms_tracker.check.reports import earlier_audits, history_imports
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.rules.history_rules import Told
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.trail import trail
from pms_tracker.trail.trail import SYSTEM
from tests.cast import IDS, TODAY, UNIT_IDS, viewer

TOLD = Told(
    AuditKind.OPERATION,
    2024,
    UNIT_IDS["松本教室"],
    date(2024, 11, 20),
    " 有賀、小口 ",
    counts={Grade.NONCONFORMITY: 2, Grade.OBSERVATION: 0},
    note=" 棚 ",
    lies_at=" 本部の書庫 ",
)
RULES = replace(TOLD, kind=AuditKind.CONFORMITY, unit_id=None)


def test_an_old_audit_is_a_closed_record_with_who_entered_it(app: Flask) -> None:
    past = earlier_audits.enter(TOLD, by=viewer("audit_manager").actor)
    assert (past.auditors, past.note, past.lies_at) == ("有賀、小口", "棚", "本部の書庫")
    assert past.counts == {"nonconformity": 2}
    assert past.entered_by_id == IDS["audit_manager"]
    trail.write_pending()
    (entry,) = trail.history(earlier_audits.reference_of(past))
    assert (entry.move, entry.actor_name) == ("past_audit_entered", "有賀 俊")


def test_an_old_audit_is_entered_once(app: Flask) -> None:
    earlier_audits.enter(TOLD, by=SYSTEM)
    with pytest.raises(RuleBroken, match="past_audit_known"):
        earlier_audits.enter(replace(TOLD, auditors="別の人"), by=SYSTEM)
    earlier_audits.enter(RULES, by=SYSTEM)
    earlier_audits.enter(replace(TOLD, held_on=date(2024, 11, 21)), by=SYSTEM)
    assert len(earlier_audits.listed(viewer("representative"))) == 3


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"unit_id": None}, "past_unit_needed", BadInput),
        ({"kind": AuditKind.CONFORMITY}, "past_unit_superfluous", BadInput),
        ({"auditors": " "}, "past_auditors_needed", BadInput),
        ({"fiscal_year": 2022}, "past_year_wrong", BadInput),
        ({"fiscal_year": 2025}, "past_year_wrong", BadInput),
        ({"counts": {Grade.MINOR: -1}}, "past_count_wrong", BadInput),
        ({"counts": {Grade.MINOR: 10_000}}, "past_count_wrong", BadInput),
        ({"unit_id": 99}, "no_such_unit", NotFound),
        ({"held_on": TODAY + timedelta(days=1), "fiscal_year": 2026}, "day_in_future", RuleBroken),
    ],
)
def test_what_the_papers_cannot_say_is_refused(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=refusal):
        earlier_audits.enter(replace(TOLD, **changes), by=SYSTEM)  # type: ignore[arg-type]


def test_an_audit_held_late_is_of_the_year_before(app: Flask) -> None:
    past = earlier_audits.enter(replace(TOLD, held_on=date(2025, 4, 2)), by=SYSTEM)
    assert past.fiscal_year == 2024


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", 2),
        ("privacy_manager", 2),
        ("audit_manager", 2),
        ("head", 1),
        ("auditor", 0),
        ("other_head", 0),
        ("employee", 0),
    ],
)
def test_old_audits_are_seen_by_the_top_roles_and_the_head_of_the_unit(
    app: Flask, who: str, sees: int
) -> None:
    first = earlier_audits.enter(TOLD, by=SYSTEM)
    earlier_audits.enter(RULES, by=SYSTEM)
    assert len(earlier_audits.listed(viewer(who))) == sees
    if sees:
        assert earlier_audits.by_number(first.id, seen_by=viewer(who)) is first
        return
    with pytest.raises(NotFound, match="no_such_past_audit"):
        earlier_audits.by_number(first.id, seen_by=viewer(who))


def test_a_file_is_judged_by_what_is_there_already(app: Flask) -> None:
    earlier_audits.enter(TOLD, by=SYSTEM)
    text = "部門,実施日,監査員\n松本教室,2024/11/20,有賀\n書店,令和6年11月21日,有賀\n"
    read = history_imports.read(text.encode())
    assert [(each.line, each.problem.value) for each in read.troubles] == [(2, "past_known")]
    assert [each.unit_id for each in read.audits] == [UNIT_IDS["書店"]]
    assert earlier_audits.enter_all(read.audits, by=SYSTEM) == 1
