"""The administrator's page of how the installation stands: backups, checks, and who may see it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pms_tracker import clock
from pms_tracker.config import VERSION
from pms_tracker.reminders.running import beats
from pms_tracker.upkeep import checks
from pms_tracker.web.company import operation
from tests.databases import Served
from tests.visitor import Visitor
from tests.web.browsing import reading, words

URL = "/operation/"


def page(visitor: Visitor) -> str:
    return words(visitor.as_("administrator").get(URL))


def test_only_the_administrator_reads_it(visitor: Visitor) -> None:
    assert VERSION in page(visitor)
    for name in ("representative", "privacy_manager", "audit_manager", "head", "employee"):
        assert visitor.as_(name).get(URL).status_code == 403, name


def test_nothing_was_done_yet(visitor: Visitor) -> None:
    shown = page(visitor)
    assert "毎日のバックアップは設定されていません" in shown
    assert "まだ点検していません" in shown


def test_a_good_backup_is_told_and_one_too_old_stands_out(
    served: Served, visitor: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on = replace(served.settings, backup_folder=tmp_path)
    monkeypatch.setitem(served.app.extensions, "pms", on)
    assert "正常なバックアップが2日以上ありません" in page(visitor)
    with reading(served), clock.set_to(clock.now() - timedelta(days=1)):
        beats.note_faults(beats.BACKUP, [])
    served.dirty = True
    shown = page(visitor)
    assert "2日以上ありません" not in shown
    assert "2026年11月23日" in shown
    with reading(served), clock.set_to(clock.now() + timedelta(days=2)):
        beats.note_faults(beats.BACKUP, [["backup", "not_taken", "No space left on device"]])
    with reading(served), clock.set_to(clock.now() - timedelta(days=3)):
        beats.note_faults(beats.BACKUP, [])
    assert "正常なバックアップが2日以上ありません" in page(visitor)


def test_each_fault_is_told_in_words(served: Served, visitor: Visitor) -> None:
    found = [[name, "other", str(place)] for place, name in enumerate(checks.CHECKS)]
    found += [["evidence", key, "f" * 64] for key in operation.FAULTS]
    with reading(served):
        beats.note_faults(beats.CHECK, found[: operation.MOST])
    served.dirty = True
    shown = page(visitor)
    for name in checks.CHECKS:
        assert str(operation.CHECKS[name]) in shown
    assert f"確認が必要なものが{operation.MOST}件あります" in shown
    assert "f" * 64 not in shown
    with reading(served):
        beats.note_faults(beats.CHECK, found)
    assert f"ほか{len(found) - operation.MOST}件" in page(visitor)
    with reading(served):
        beats.note_faults(beats.CHECK, [])
    assert "問題は見つかりませんでした" in page(visitor)
