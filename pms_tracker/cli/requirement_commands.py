"""`pms requirements import`: a set of requirements from a file, or all that is wrong with it."""

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from pms_tracker.cli import bad_rows
from pms_tracker.cli.commands import FILE, WRONG_INPUT, chosen_day, main, with_app
from pms_tracker.database import transaction
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.plan.requirements import requirement_sets, set_files
from pms_tracker.plan.tables.policy_tables import RequirementSet
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.trail.trail import SYSTEM


@main.group("requirements")
def requirements_group() -> None:
    """Requirement sets, in editions."""


@requirements_group.command("import")
@FILE
@click.option("--key", default="", help="Short name: the same one makes the next edition.")
@click.option("--title", default="", help="What the set is called.")
@click.option("--source", default="", help="Who issued it, and when.")
@click.option("--from", "valid_from", callback=chosen_day, help="First day it may be used.")
@click.option("--dry-run", is_flag=True, help="Tell bad rows and changes; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_app
def requirements_import(
    file: Path,
    key: str,
    title: str,
    source: str,
    valid_from: date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Store a CSV, Excel or YAML file as an edition of a set; a bad row and nothing is stored.

    A YAML file may name key, title, source and valid_from itself. Exit code 2 with bad rows.
    """
    with file.open("rb") as opened:
        read = set_files.read(file.name, opened.read(tables.MOST_BYTES + 1))
    wanted = requirement_sets.NewEdition(
        key or read.head.get("key", ""),
        title or read.head.get("title", ""),
        source or read.head.get("source", ""),
        valid_from or _day_of(read),
        read.items,
    )
    troubles = [*read.troubles, *requirement_sets.check(wanted)]
    if troubles:
        if not as_json:
            bad_rows.say(troubles)
        _print(_told(wanted, troubles, None), as_json=as_json)
        sys.exit(WRONG_INPUT)
    before = requirement_sets.check_next(wanted)
    told = _told(wanted, [], before)
    if not dry_run:
        with transaction():
            requirement_sets.adopt(wanted, by=SYSTEM)
    _print({**told, "stored": not dry_run}, as_json=as_json)


def _day_of(read: set_files.SetFile) -> date:
    try:
        return parse_day(read.head.get("valid_from", ""))
    except DayNotRead as trouble:
        raise BadInput("set_day_needed") from trouble


def _told(
    wanted: requirement_sets.NewEdition, troubles: Sequence[Trouble], before: RequirementSet | None
) -> dict[str, object]:
    changes = requirement_sets.changes(before, wanted.items)
    return {
        "key": wanted.key,
        "title": wanted.title,
        "edition": None if troubles else before.edition + 1 if before else 1,
        "valid_from": wanted.valid_from.isoformat(),
        "items": len(wanted.items),
        "new": [item.number for item in changes.new],
        "gone": [each.path for each in changes.gone],
        "changed": [item.number for _before, item in changes.changed],
        "bad_rows": bad_rows.told(troubles),
        "stored": False,
    }


def _print(told: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not told["bad_rows"]:
        click.echo(f"{told['key']} {told['title']} 第{told['edition']}版 {told['valid_from']}〜")
        counts = (f"{name} {len(told[name])}" for name in ("new", "gone", "changed"))
        click.echo(f"items {told['items']}: {', '.join(counts)}")
    click.echo("stored" if told["stored"] else "nothing stored")
