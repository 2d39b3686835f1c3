"""Faults that are proposed to be nonconformities: who decides, and until when."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.do.checks import check_duties, check_faults
from pms_tracker.do.checks.check_faults import FAULTS
from pms_tracker.do.tables.operation.operation_check_tables import CheckFault
from pms_tracker.duties import kept_duties, reading
from pms_tracker.registers import entries
from tests.cast import IDS, TODAY, viewer
from tests.do.test_checks import MENDED, checked, fill


def judged_by(name: str) -> list[str]:
    kept_duties.write_pending()
    found = reading.due(date.max, IDS[name])
    return [each.reference for each in found if each.kind == check_duties.JUDGE]


def test_whoever_runs_the_pms_decides_what_is_proposed_to_be_a_nonconformity(app: Flask) -> None:
    template = checked()
    fill(template, date(2026, 11, 20), MENDED)
    assert judged_by("privacy_manager") == []
    fill(template, TODAY, MENDED)
    _first, second = session.scalars(select(CheckFault).order_by(CheckFault.id))
    name = FAULTS.name_of(second)
    assert judged_by("privacy_manager") == [name]
    assert judged_by("head") == []
    (wanted,) = check_duties.of_faults([second.id])
    assert wanted.due_on == date(2026, 12, 1)
    said = {"no_case": "鍵を替える日が重なったため"}
    entries.change(FAULTS, second, said, seen=second.version, by=viewer("privacy_manager"))
    assert judged_by("privacy_manager") == []
    assert check_faults.proposed(second) is None
    assert list(kept_duties.compare()) == []


def test_without_the_first_the_second_is_not_proposed_any_more(app: Flask) -> None:
    template = checked()
    fill(template, date(2026, 11, 20), MENDED)
    fill(template, TODAY, MENDED)
    first = session.scalars(select(CheckFault).order_by(CheckFault.id)).first()
    assert len(judged_by("privacy_manager")) == 1
    entries.retire(FAULTS, first, reason="書き間違い", by=viewer("privacy_manager"))
    assert judged_by("privacy_manager") == []
    assert list(kept_duties.compare()) == []
