"""Risks: what may remain of them, what their plan says, and who consents to it."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from pms_tracker import clock
from pms_tracker.act import act_undecided
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules import risk_rules
from pms_tracker.do.rules.risk_rules import Degree, Level, Progress, RiskKind, Stage
from pms_tracker.kernel.errors import NotAllowed, NotFound, RuleBroken
from pms_tracker.people.firm.firm import Firm
from pms_tracker.plan.deciding import entry_decisions
from pms_tracker.registers import entries, entry_fields
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.registers.imports import register_sheets
from pms_tracker.registers.register import Register
from tests.cast import TODAY, UNIT_IDS, viewer
from tests.do.test_ledger import STUDENTS, entered

DAY = timedelta(days=1)
LOST_BAG: dict[str, Any] = {
    "rows": ("PI-2026-001",),
    "unit_id": UNIT_IDS["松本教室"],
    "stage": Stage.MOVED,
    "kind": RiskKind.LEAK,
    "scenario": "名簿の入った鞄を電車に置き忘れる",
    "likelihood": Degree.MIDDLE,
    "impact": Degree.HIGH,
    "present": "持出しの記録",
    "review_on": TODAY + 300 * DAY,
}
PLAN: dict[str, Any] = {
    "measure": "持ち出さず、教室の端末で閲覧する",
    "who": "教室長",
    "until": TODAY + 30 * DAY,
    "likelihood_after": Degree.LOW,
    "impact_after": Degree.HIGH,
}


def a_risk(by: str = "head", **more: Any) -> Any:
    """A risk to an entry of the register of personal information, which is there then."""
    if not entry_fields.rows(LEDGER, LOST_BAG["rows"]):
        entered(**STUDENTS)
    return entries.enter(RISKS, {**LOST_BAG, **more}, by=viewer(by))


def hand_in(row: Any, by: str = "head", register: Register = RISKS) -> None:
    entry_decisions.hand_in(register, row, version=row.version, by=viewer(by))


def approve(row: Any, by: str = "representative", register: Register = RISKS) -> None:
    firm = Firm(clock.today())
    (offer,) = entry_decisions.offered(register, [row])
    decided = Decided(
        Decision.APPROVED, entry_decisions.waiting(register, offer, firm).about.digest
    )
    entry_decisions.decide(register, row, decided, firm, version=row.version, by=viewer(by))


def in_force(by: str = "head", **more: Any) -> Any:
    row = a_risk(by, **more)
    hand_in(row, by)
    approve(row)
    return row


@pytest.mark.parametrize(
    ("likelihood", "impact", "level"),
    [
        *((1, 1, Level.SMALL), (1, 2, Level.SMALL), (2, 1, Level.SMALL)),
        *((1, 3, Level.MEDIUM), (3, 1, Level.MEDIUM), (2, 2, Level.MEDIUM)),
        *((2, 3, Level.LARGE), (3, 2, Level.LARGE), (3, 3, Level.LARGE)),
    ],
)
def test_a_level_is_what_likelihood_and_impact_come_to(
    likelihood: int, impact: int, level: Level
) -> None:
    assert risk_rules.level_of(Degree(str(likelihood)), Degree(str(impact))) is level


def test_what_was_not_judged_has_no_level() -> None:
    assert risk_rules.level_of(None, Degree.HIGH) is risk_rules.level_of(Degree.HIGH, None) is None


@pytest.mark.parametrize("kind", RiskKind)
def test_a_risk_of_improper_handling_never_remains(app: Flask, kind: RiskKind) -> None:
    remains: dict[str, Any] = {"kind": kind, "residual": True, "reason": "費用が大きい"}
    if kind in {RiskKind.UNFAIR, RiskKind.OFF_PURPOSE, RiskKind.UNLAWFUL}:
        with pytest.raises(RuleBroken, match="risk_never_remains"):
            a_risk(**remains)
        return
    assert a_risk(**remains).residual


def test_what_remains_says_why(app: Flask) -> None:
    with pytest.raises(RuleBroken, match="risk_remains_unsaid"):
        a_risk(residual=True, reason=" ")


@pytest.mark.parametrize(
    ("day", "fits"),
    [(date(2027, 11, 24), True), (date(2027, 11, 25), False), (TODAY, True), (date.min, True)],
)
def test_what_is_accepted_runs_out_within_twelve_months(day: date, fits: bool) -> None:
    if fits:
        risk_rules.check_review(day, TODAY)
        return
    with pytest.raises(RuleBroken, match="risk_review_late"):
        risk_rules.check_review(day, TODAY)


def lacks(row: Any) -> tuple[str, ...]:
    with pytest.raises(RuleBroken, match="entry_lacks") as refused:
        hand_in(row)
    found: tuple[str, ...] = refused.value.values["choices"]  # type: ignore[assignment]
    return found


def test_a_risk_is_judged_before_it_is_handed_in(app: Flask) -> None:
    row = a_risk(likelihood=None, impact=None, review_on=None)
    assert lacks(row) == ("起こりやすさ", "影響の大きさ", "次の見直し日")


def test_a_new_measure_has_somebody_a_day_and_an_effect(app: Flask) -> None:
    row = a_risk(measure=PLAN["measure"])
    assert lacks(row) == ("担当", "期限", "対策後の起こりやすさ", "対策後の影響の大きさ")
    entries.change(RISKS, row, PLAN, seen=row.version, by=viewer("head"))
    hand_in(row)
    assert row.state is Standing.WAITING


def test_a_measure_that_was_carried_out_needs_no_plan(app: Flask) -> None:
    row = a_risk(measure=PLAN["measure"], progress=Progress.DONE)
    assert lacks(row) == ("対策後の起こりやすさ", "対策後の影響の大きさ")


def test_the_representative_consents_and_nobody_to_what_they_wrote(app: Flask) -> None:
    row = a_risk()
    hand_in(row)
    with pytest.raises(NotAllowed):
        approve(row, "privacy_manager")
    approve(row)
    assert (row.state, row.edition) == (Standing.IN_FORCE, 1)
    own = a_risk("representative")
    hand_in(own, "representative")
    with pytest.raises(NotAllowed):
        approve(own)


def test_consent_that_is_taken_back_leaves_the_risk_waiting(app: Flask) -> None:
    row = in_force()
    last = approvals.decisions(RISKS.name_of(row))[-1]
    act_undecided.take_back(last.id, by=viewer("representative"))
    assert (row.state, row.edition) == (Standing.WAITING, 0)


def test_a_risk_names_entries_that_know_of_it(app: Flask) -> None:
    row = a_risk()
    ((register, (found,)),) = entry_fields.naming(
        LEDGER, entry_fields.rows(LEDGER, row.rows)["PI-2026-001"], viewer("head"), [RISKS]
    )
    assert (register, found) == (RISKS, row)
    with pytest.raises(NotFound):
        a_risk(rows=("PI-2026-009",))


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("representative", True), ("privacy_manager", True), ("audit_manager", True),
        ("head", True), ("owner", True), ("auditor", True), ("other_head", False),
        ("employee", False), ("nobody", False), ("administrator", False),
    ],
)  # fmt: skip
def test_a_unit_sees_its_risks_and_auditors_all(app: Flask, who: str, sees: bool) -> None:
    row = a_risk()
    if sees:
        assert entries.find(RISKS, row.id, seen_by=viewer(who)) is row
        return
    with pytest.raises(NotFound):
        entries.find(RISKS, row.id, seen_by=viewer(who))


SHEET = """業務/情報,部門,段階,リスク,種類,発生可能性,影響度,現在の対策,残留リスク,関連規程
生徒名簿,松本教室,廃棄,名簿を資源ごみに出す,漏洩,中,大,施錠,無,規程 第20条
教室の生徒名簿,松本教室,保管,書庫の鍵をかけ忘れる,情報漏えい,低,中,施錠,○,
"""


def test_a_table_of_consultants_is_read(app: Flask) -> None:
    entered(**STUDENTS)
    found = register_sheets.plan(RISKS, SHEET.encode(), by=viewer("privacy_manager"))
    (trouble,) = found.troubles
    assert (trouble.key, trouble.column) == ("risk_remains_unsaid", "reason")
    (line,) = found.lines
    told = {name: line.values[name] for name in ("rows", "stage", "kind", "impact", "regulation")}
    assert told == {
        "rows": ("PI-2026-001",),
        "stage": Stage.DISPOSED,
        "kind": RiskKind.LEAK,
        "impact": Degree.HIGH,
        "regulation": "規程 第20条",
    }
    assert [[one.column for one in each.doubts] for each in found.read] == [[], ["rows"]]
