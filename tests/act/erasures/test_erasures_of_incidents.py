"""What was erased of an incident survives neither in its course nor in what was decided of it."""

from pathlib import Path

import pytest
from flask import Flask

from pms_tracker.act import act_proofs
from pms_tracker.act.erasures.erasures import TOMBSTONE
from pms_tracker.approvals import approvals
from pms_tracker.approvals.approval_tables import Decision
from pms_tracker.approvals.approvals import Decided
from pms_tracker.do.incidents import incident_course, incident_decisions as deciding
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.do.rules.incidents.incident_decision_rules import Exempt, Matter
from pms_tracker.do.rules.incidents.incident_timeline_rules import Turn
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.trail import trail
from tests.act.erasures.erasing import ask, erase, told
from tests.cast import TODAY, viewer
from tests.do.test_incidents import asked, decided, entered, struck

INCIDENT = Reference(Kind.INCIDENT, 2026, 1)
SAID = "山田太郎の封筒だけで、すぐに回収した。"


def proven() -> bool:
    trail.write_pending()
    return not list(act_proofs.verify()) and not list(trail.verify())


def test_the_words_of_its_course_are_erased_and_its_rows_stay(app: Flask, tmp_path: Path) -> None:
    row, by = entered(), viewer("employee")
    for turn, words in ((Turn.TOLD, "山田太郎に電話した。"), (Turn.CONTAINED, "")):
        incident_course.add(row, turn, words, on=TODAY, at="", by=by)
    erase(tmp_path, INCIDENT, "course")
    its = {each.turn: each.words for each in incident_course.of(row)}
    assert its == {Turn.TOLD: TOMBSTONE, Turn.CONTAINED: ""}
    assert "山田" not in told(row.reference)


def test_why_it_was_decided_is_erased_wherever_it_stands_and_the_decision_counts(
    app: Flask, tmp_path: Path
) -> None:
    row = entered(sensitive=True, affected=3)
    decided(row, Matter.UNREPORTED, reason=SAID)
    decided(row, Matter.UNNOTIFIED, ground=Exempt.RECOVERED, reason=SAID)
    erase(tmp_path, INCIDENT, "reason")
    said = INCIDENTS.values_of(row)
    assert (said["unreported"], said["notice_reason"]) == (TOMBSTONE, TOMBSTONE)
    assert {each.reason for each in deciding.of(row)} == {TOMBSTONE}
    assert row.unreported_on == TODAY
    assert "山田" not in told(row.reference)
    assert proven()


@pytest.mark.parametrize(
    ("matter", "field"), [(Matter.UNREPORTED, "unreported"), (Matter.UNNOTIFIED, "notice_reason")]
)
def test_erased_of_the_entry_it_is_erased_of_its_decision(
    app: Flask, tmp_path: Path, matter: Matter, field: str
) -> None:
    row = entered(affected=3)
    decided(row, matter, reason=SAID)
    erase(tmp_path, INCIDENT, INCIDENTS.trail_name(INCIDENTS.field(field)))
    assert INCIDENTS.values_of(row)[field] == TOMBSTONE
    assert [each.reason for each in deciding.of(row)] == [TOMBSTONE]
    assert "山田" not in told(row.reference)
    assert proven()


def test_why_it_was_sent_back_and_struck_is_erased(app: Flask, tmp_path: Path) -> None:
    row = entered(affected=3)
    made = asked(row, Matter.UNREPORTED)
    back = Decided(Decision.SENT_BACK, deciding.subject(row, made).digest, "山田太郎に確かめる。")
    deciding.decide(row, made, back, version=row.version, by=viewer("representative"))
    struck(row, "山田太郎の思い違い")
    erase(tmp_path, INCIDENT, "reason")
    assert {each.reason for each in approvals.decisions(row.reference)} <= {"", TOMBSTONE}
    assert row.struck == TOMBSTONE
    assert "山田" not in told(row.reference)
    assert proven()


def test_what_nobody_said_of_it_cannot_be_erased(app: Flask) -> None:
    entered()
    for field in ("course", "reason", "fact"):
        with pytest.raises(BadInput):
            ask(INCIDENT, field)
