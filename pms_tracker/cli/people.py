"""The commands about people who cannot get in by themselves."""

import click

from pms_tracker.cli.commands import main, with_app
from pms_tracker.database import transaction
from pms_tracker.people import factors
from pms_tracker.trail.trail import SYSTEM


@main.group()
def people() -> None:
    """People and how they sign in."""


@people.command("reset-factor")
@click.argument("address")
@with_app
def reset_factor(address: str) -> None:
    """Take away the second factor of whoever signs in with ADDRESS; they are told by mail."""
    with transaction():
        who = factors.owner_of(address)
        factors.take_away(who, by=SYSTEM)
        name = who.name
    click.echo(f"{name}: 2段階認証を解除しました。 The second factor was taken away.")
