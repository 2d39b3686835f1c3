"""`pms secrets new`: going on after a secret of the installation was lost."""

import click

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.cli.commands import WRONG_INPUT, fail, main, stand_on_own_revision
from pms_tracker.cli.opened_app import opened
from pms_tracker.people.firm import people
from pms_tracker.upkeep import secret_marks

WARNING = (
    "いまの秘密情報を、失われたものの代わりに使います。全員がパスワードを再設定する必要があり、"
    "匿名の報告の確認用コードは使えなくなる場合があります。\n"
    "The secrets there are now take the place of the lost ones. Everybody has to reset their"
    " password, and codes of anonymous reports may no longer work."
)


@main.group("secrets")
def secrets() -> None:
    """What passwords and sessions are checked with."""


@secrets.command("new")
@click.option("--yes", is_flag=True, help="Ask nothing.")
def new(yes: bool) -> None:
    """Go on without the secrets that were lost; everybody then resets their password."""
    settings = config.load()
    with opened(create_app(settings)):
        stand_on_own_revision()
        if people.company() is None:
            fail("まだ会社が登録されていません。 No company is registered yet.", WRONG_INPUT)
        try:
            secret_marks.check(settings)
        except secret_marks.OtherSecrets:
            click.echo(WARNING)
            if not yes:
                click.confirm("続けますか / Go on?", abort=True)
            secret_marks.take(settings)
            click.echo("新しい秘密情報を使います。 The new secrets are in use.")
        else:
            click.echo("秘密情報は失われていません。 No secret was lost.")
