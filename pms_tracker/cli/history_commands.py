"""`pms import history`: audits of earlier years from a file, or all that is wrong with it."""

import sys
from pathlib import Path
from typing import Any

import click

from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.cli import bad_rows
from pms_tracker.cli.commands import FILE, WRONG_INPUT, main, with_app
from pms_tracker.database import transaction
from pms_tracker.registers import register_sheets
from pms_tracker.sheets import tables
from pms_tracker.web.words.register_words import spelled


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
        plan, stored = _plan(content), False
    else:
        with transaction():
            plan = _plan(content)
            stored = not plan.troubles
            if stored:
                register_sheets.take_all(EARLIER_AUDITS, plan, by=None)
    _print(_told(plan, stored=stored), as_json=as_json)
    if plan.troubles:
        sys.exit(WRONG_INPUT)


def _plan(content: bytes) -> register_sheets.Plan:
    return register_sheets.plan(EARLIER_AUDITS, content, by=None, spelled=spelled)


def _told(plan: register_sheets.Plan, *, stored: bool) -> dict[str, Any]:
    by_year: dict[int, int] = {}
    for each in plan.new:
        year = each.values["fiscal_year"]
        by_year[year] = by_year.get(year, 0) + 1
    return {
        "audits": len(plan.new),
        "by_year": dict(sorted(by_year.items())),
        "bad_rows": bad_rows.told(plan.troubles),
        "stored": stored,
    }


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if not bad_rows.say(told, as_json=as_json):
        return
    for year, amount in told["by_year"].items():
        click.echo(f"{year}年度: {amount}")
    click.echo("stored" if told["stored"] else "nothing stored")
