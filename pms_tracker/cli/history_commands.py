"""`pms import history`: audits of earlier years from a file, or all that is wrong with it."""

import sys
from pathlib import Path
from typing import Any

import click

from pms_tracker.check.reports import earlier_audits, history_imports
from pms_tracker.check.reports.history_files import HistoryFile
from pms_tracker.cli import bad_rows
from pms_tracker.cli.commands import FILE, WRONG_INPUT, main, with_app
from pms_tracker.database import transaction
from pms_tracker.sheets import tables
from pms_tracker.trail.trail import SYSTEM


@main.group("import")
def import_group() -> None:
    """Records of before this tool was there."""


@import_group.command("history")
@FILE
@click.option("--dry-run", is_flag=True, help="Tell bad rows and what would be stored; no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_app
def import_history(file: Path, dry_run: bool, as_json: bool) -> None:
    """Store the audits of a CSV or Excel file as closed records; a bad row and nothing is stored.

    Columns: 種別 年度 部門 要求事項 実施日 監査員 不適合 観察事項 良好な点 メモ 保管場所; the
    days and who audited are needed, and the unit of an operation audit. Exit code 2 with bad rows.
    """
    with file.open("rb") as opened:
        content = opened.read(tables.MOST_BYTES + 1)
    if dry_run:
        read, stored = history_imports.read(content), False
    else:
        with transaction():
            read = history_imports.read(content)
            stored = not read.troubles
            if stored:
                earlier_audits.enter_all(read.audits, by=SYSTEM)
    _print(_told(read, stored=stored), as_json=as_json)
    if read.troubles:
        sys.exit(WRONG_INPUT)


def _told(read: HistoryFile, *, stored: bool) -> dict[str, Any]:
    by_year: dict[int, int] = {}
    for each in read.audits:
        by_year[each.fiscal_year] = by_year.get(each.fiscal_year, 0) + 1
    return {
        "audits": len(read.audits),
        "by_year": dict(sorted(by_year.items())),
        "bad_rows": bad_rows.told(read.troubles),
        "stored": stored,
    }


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if not bad_rows.say(told, as_json=as_json):
        return
    for year, amount in told["by_year"].items():
        click.echo(f"{year}年度: {amount}")
    click.echo("stored" if told["stored"] else "nothing stored")
