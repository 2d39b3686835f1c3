"""`pms duties` and `pms figures`: whether what is kept of records says what they do, or anew."""

import sys
from collections.abc import Sequence

import click

from pms_tracker.act.cases import case_figures, measures
from pms_tracker.cli.commands import main, with_app
from pms_tracker.database import transaction
from pms_tracker.duties import kept_duties
from pms_tracker.tally import tallies
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
    said = {True: "missing", False: "kept in vain"}
    _say([f"{reference} {kind}: {said[is_missing]}" for reference, kind, is_missing in found])


@duties_group.command("rebuild")
@with_app
def duties_rebuild() -> None:
    """Derive all rows anew; safe while people work."""
    with transaction():
        trail.head_row()
        count = kept_duties.rebuild()
    click.echo(f"duties: {count}")


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
    _say([f"{_name(key)}: kept {kept}, counted {counted}" for key, kept, counted in found])


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


def _name(key: tallies.Key) -> str:
    return " ".join(str(part) for part in key if part != "")


def _say(differences: Sequence[str]) -> None:
    for difference in differences:
        click.echo(difference, err=True)
    click.echo(f"differences: {len(differences)}")
    if differences:
        sys.exit(1)
