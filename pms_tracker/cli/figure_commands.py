"""`pms figures`: whether the overview's tallies say what the records do, and counting them anew."""

import sys

import click

from pms_tracker.act.cases import case_figures, measures
from pms_tracker.cli.commands import main, with_app
from pms_tracker.database import transaction
from pms_tracker.tally import tallies
from pms_tracker.tally.tallies import Key
from pms_tracker.trail import trail


@main.group("figures")
def figures_group() -> None:
    """The figures behind the overview."""


@figures_group.command("compare")
@with_app
def figures_compare() -> None:
    """Compare the tallies with a count of all records; exit code 1 where they differ."""
    # As a writer, so that nobody changes a record between the two readings.
    with transaction():
        trail.head_row()
        found = tallies.compare(case_figures.all_counted())
    for key, kept, counted in found:
        click.echo(f"{_name(key)}: kept {kept}, counted {counted}", err=True)
    click.echo(f"differences: {len(found)}")
    if found:
        sys.exit(1)


@figures_group.command("rebuild")
@with_app
def figures_rebuild() -> None:
    """Count all records anew, repeats by the mappings of today; safe while people work."""
    with transaction():
        # Nobody moves a case between the two.
        trail.head_row()
        measures.recount_repeats()
        case_figures.rebuild()
    click.echo("figures rebuilt")


def _name(key: Key) -> str:
    return " ".join(str(part) for part in key if part != "")
