"""`pms duties`: whether the rows kept of duties say what the records do, and deriving them anew."""

import sys

import click

from pms_tracker.cli.commands import main, with_app
from pms_tracker.database import transaction
from pms_tracker.duties import kept_duties
from pms_tracker.trail import trail


@main.group("duties")
def duties_group() -> None:
    """What records want done."""


@duties_group.command("compare")
@with_app
def duties_compare() -> None:
    """Compare the rows with what all records want; exit code 1 where they differ."""
    # As a writer, so that nobody changes a record between the two readings.
    with transaction():
        trail.head_row()
        found = list(kept_duties.compare())
    for reference, kind, is_missing in found:
        click.echo(f"{reference} {kind}: {'missing' if is_missing else 'kept in vain'}", err=True)
    click.echo(f"differences: {len(found)}")
    if found:
        sys.exit(1)


@duties_group.command("rebuild")
@with_app
def duties_rebuild() -> None:
    """Derive all rows anew; safe while people work."""
    with transaction():
        trail.head_row()
        count = kept_duties.rebuild()
    click.echo(f"duties: {count}")
