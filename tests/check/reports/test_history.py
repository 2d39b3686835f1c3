"""Audits of earlier years on both databases: entered once, seen by whom they concern."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.check.rules.audit_rules import AuditKind, Grade
from pms_tracker.check.tables.history_tables import PastAudit
from pms_tracker.kernel.errors import BadInput, NotFound, RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.registers import entries
from pms_tracker.registers.imports import register_sheets
from pms_tracker.trail import trail
from tests.cast import IDS, TODAY, UNIT_IDS, viewer
from tests.registers import samples

TOLD: dict[str, Any] = {
    "kind": AuditKind.OPERATION,
    "fiscal_year": 2024,
    "unit_id": UNIT_IDS["松本教室"],
    "held_on": date(2024, 11, 20),
    "auditors": " 有賀、小口 ",
    Grade.NONCONFORMITY.value: 2,
    Grade.OBSERVATION.value: 0,
    "note": " 棚 ",
    "lies_at": " 本部の書庫 ",
}
RULES = {**TOLD, "kind": AuditKind.CONFORMITY, "unit_id": None}


def enter(told: dict[str, Any], by: Viewer | None = None) -> PastAudit:
    made: PastAudit = entries.enter(EARLIER_AUDITS, told, by=by)
    return made


def test_an_old_audit_is_a_closed_record_with_who_entered_it(app: Flask) -> None:
    past = enter(TOLD, by=viewer("audit_manager"))
    assert (past.auditors, past.note, past.lies_at) == ("有賀、小口", "棚", "本部の書庫")
    assert past.counts == {"nonconformity": 2}
    assert past.entered_by_id == IDS["audit_manager"]
    trail.write_pending()
    (entry,) = trail.history(EARLIER_AUDITS.name_of(past))
    assert (entry.move, entry.actor_name) == ("past_audit_entered", "有賀 俊")


def test_an_old_audit_is_entered_once(app: Flask) -> None:
    enter(TOLD)
    with pytest.raises(RuleBroken, match="past_audit_known"):
        enter({**TOLD, "auditors": "別の人"})
    enter(RULES)
    enter({**TOLD, "held_on": date(2024, 11, 21)})
    assert len(samples.listed(EARLIER_AUDITS, viewer("representative"))) == 3


@pytest.mark.parametrize(
    ("changes", "refusal", "kind"),
    [
        ({"unit_id": None}, "past_unit_needed", BadInput),
        ({"kind": AuditKind.CONFORMITY}, "past_unit_superfluous", BadInput),
        ({"auditors": " "}, "entry_missing", BadInput),
        ({"fiscal_year": 2022}, "past_year_wrong", BadInput),
        ({"fiscal_year": 2025}, "past_year_wrong", BadInput),
        ({"minor": -1}, "entry_number", BadInput),
        ({"minor": 10_000}, "entry_number", BadInput),
        ({"unit_id": 99}, "no_such_unit", NotFound),
        ({"held_on": TODAY + timedelta(days=1), "fiscal_year": 2026}, "day_in_future", RuleBroken),
    ],
)
def test_what_the_papers_cannot_say_is_refused(
    app: Flask, changes: dict[str, object], refusal: str, kind: type[Exception]
) -> None:
    with pytest.raises(kind, match=refusal):
        enter({**TOLD, **changes})


def test_an_audit_held_late_is_of_the_year_before(app: Flask) -> None:
    past = enter({**TOLD, "held_on": date(2025, 4, 2)})
    assert past.fiscal_year == 2024


@pytest.mark.both_databases
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
    first = enter(TOLD)
    enter(RULES)
    assert len(samples.listed(EARLIER_AUDITS, viewer(who))) == sees
    if sees:
        assert entries.find(EARLIER_AUDITS, first.id, seen_by=viewer(who)) is first
        return
    with pytest.raises(NotFound, match="no_such_record"):
        entries.find(EARLIER_AUDITS, first.id, seen_by=viewer(who))


def test_a_file_is_judged_by_what_is_there_already(app: Flask) -> None:
    enter(TOLD)
    text = "部門,実施日,監査員\n松本教室,2024/11/20,有賀\n書店,令和6年11月21日,有賀\n"
    read = register_sheets.plan(EARLIER_AUDITS, text.encode(), by=None)
    assert [(each.line, each.key) for each in read.troubles] == [(2, "past_audit_known")]
    assert [each.values["unit_id"] for each in read.new] == [UNIT_IDS["書店"]]
    register_sheets.take_all(EARLIER_AUDITS, read, by=None)
    assert len(samples.listed(EARLIER_AUDITS, viewer("audit_manager"))) == 2
