"""`pms people`: what an administrator does for somebody who cannot sign in."""

import click

from pms_tracker import clock
from pms_tracker.cli.commands import main, warn_without_server, with_app
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.independence import Role
from pms_tracker.people.accounts import sign_in_failures
from pms_tracker.people.changes import factors, staffing
from pms_tracker.people.tables.people_tables import Account
from pms_tracker.trail.trail import SYSTEM
from pms_tracker.web.credentials import guessing, reset_links

ADDRESS = click.argument("address")


@main.group("people")
def people_group() -> None:
    """People who sign in."""


@people_group.command("unlock")
@ADDRESS
@with_app
def unlock(address: str) -> None:
    """Let somebody sign in again at once after too many wrong passwords."""
    with transaction():
        account = _account(address)
        sign_in_failures.unlock(account.person, guessing.of_account(account), by=SYSTEM)
        told = account.email
    click.echo(f"{told}: サインインの停止を解除しました。 / May sign in again.")


@people_group.command("reset-password")
@ADDRESS
@click.option("--print-link", is_flag=True, help="Print the link, and send no mail.")
@with_app
def reset_password(address: str, print_link: bool) -> None:
    """Send somebody the link to a new password, valid for two hours."""
    with transaction():
        account = _account(address)
        if print_link:
            told = reset_links.print_for(account, by=SYSTEM)
        else:
            sent = reset_links.send(account, by=SYSTEM)
            told = f"{sent.email}: 送信待ちに登録しました。 / The email waits to be sent."
    click.echo(told)
    if not print_link:
        warn_without_server()


@people_group.command("reset-factor")
@ADDRESS
@with_app
def reset_factor(address: str) -> None:
    """Take away the second factor of whoever signs in with ADDRESS; they are told by mail."""
    with transaction():
        who = _account(address).person
        factors.take_away(who, by=SYSTEM)
        name = who.name
    click.echo(f"{name}: 2段階認証を解除しました。 / The second factor was taken away.")


@people_group.command("make-administrator")
@ADDRESS
@with_app
def make_administrator(address: str) -> None:
    """Let whoever signs in with ADDRESS administer, as where nobody who does is left; the trail
    keeps that it was done here."""
    with transaction():
        who = _account(address).person
        staffing.grant(who, Role.ADMINISTRATOR, since_on=clock.today(), by=SYSTEM)
        name = who.name
    click.echo(f"{name}: システム管理者に任命しました。 / Is an administrator now.")


def _account(address: str) -> Account:
    found = guessing.find(address)
    if found is None:
        raise NotFound("no_such_account")
    return found
