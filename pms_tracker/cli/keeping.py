"""`pms backup`, `pms restore` and `pms check`: what an administrator runs by hand or by a timer."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from pms_tracker import config
from pms_tracker.app import create_app
from pms_tracker.cli.commands import WRONG_INPUT, fail, main, with_app
from pms_tracker.cli.opened_app import opened
from pms_tracker.upkeep import checks, nightly, restoring, snapshots, taking, verifying

FOLDER = click.argument("folder", type=click.Path(path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


class TakesByDefault(click.Group):
    """`pms backup DIR` takes one; other words are commands of their own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in self.get_help_option_names(ctx):
            args = ["take", *args]
        return super().parse_args(ctx, args)


@contextmanager
def open_app(settings: config.Settings) -> Iterator[None]:
    """The app of an installation, and nothing of it left open afterwards."""
    with opened(create_app(settings)):
        yield


@main.group("backup", cls=TakesByDefault)
def backup() -> None:
    """Backups: pms backup DIR takes one, pms backup verify DIR restores it beside."""


@backup.command("take")
@FOLDER
@click.option("--with-secrets", is_flag=True, help="Keep the installation's secrets in it as well.")
@click.option(
    "--keep-days", type=click.IntRange(min=1), help="Remove older ones, never the newest."
)
@with_app
def backup_take(folder: Path, with_secrets: bool, keep_days: int | None) -> None:
    """Add a backup to a folder, while people work; files of evidence are copied once.

    Exit code 1 where a file of evidence was missing or not what it was: all else is in it.
    """
    settings = config.load()
    try:
        made = taking.take(folder, settings, with_secrets=with_secrets)
        own = settings.backup_folder
        if own is not None and own.resolve() == folder.resolve():
            nightly.note_taken(made)
        with _refusals():
            removed = taking.thin_out(folder, keep_days) if keep_days else 0
    except OSError as trouble:
        fail(f"{folder} に書き込めません。 Cannot write to {folder}. ({trouble.strerror})")
    told, (files, _) = made.manifest, made.manifest.evidence
    click.echo(f"{made.folder}: {sum(told.rows.values())} rows, {files} files, removed {removed}")
    for digest in told.gone:
        click.echo(f"evidence: file_missing {digest}", err=True)
    if told.gone:
        sys.exit(1)


@backup.command("verify")
@FOLDER
@AS_JSON
def backup_verify(folder: Path, as_json: bool) -> None:
    """Restore the newest backup of a folder (or the one it is) beside, and check all of it.

    Exit code 1 where anything is wrong with it.
    """
    with _refusals():
        snapshot = snapshots.named(folder)
        found = verifying.verify(snapshot, config.load(), open_app)
    _tell(found, as_json=as_json, of=str(snapshot.folder))


@main.command("restore")
@FOLDER
def restore(folder: Path) -> None:
    """Restore the newest backup of a folder (or the one it is) into an empty installation.

    The database may be of the other kind: PMS_DATABASE_URL says where to. What was erased since
    the backup, as a newer one beside it tells, is erased again.
    """
    with _refusals():
        snapshot = snapshots.named(folder)
        came = restoring.restore(snapshot, config.load(), open_app)
    click.echo(f"{snapshot.folder}: {came.rows} rows, {came.files} files, erased {came.erased}")
    if not snapshot.manifest.secrets:
        click.echo(
            "秘密情報はバックアップにありません。もとの秘密情報（*.secret）を PMS_INSTANCE に"
            "置くか、pms secrets new を実行してください。後者では、全員がパスワードを再設定します。"
            " The backup holds no secrets. Put the old ones (*.secret) into PMS_INSTANCE, or run"
            " pms secrets new: everybody then has to reset their password."
        )
    faults = {
        "evidence": [checks.Fault("file_missing", digest) for digest in came.missing],
        "erasures": [checks.Fault("not_erased_again", name) for name in came.standing],
    }
    _tell_faults(faults)


@main.command("check")
@AS_JSON
@with_app
def check(as_json: bool) -> None:
    """Check all that is kept: trail, frozen contents, evidence, figures, mail, disk, clock.

    Exit code 1 where anything is wrong.
    """
    _tell(checks.run(config.load()), as_json=as_json)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (snapshots.NoSnapshot, restoring.NotEmpty) as trouble:
        fail(str(trouble), WRONG_INPUT)


def _tell(found: Mapping[str, Sequence[checks.Fault]], *, as_json: bool, of: str = "") -> None:
    if as_json:
        told = {
            name: [{"key": each.key, "subject": each.subject} for each in faults]
            for name, faults in found.items()
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        if of:
            click.echo(of)
        for name, faults in found.items():
            click.echo(f"{name}: {len(faults) or 'ok'}")
    _tell_faults({} if as_json else found, any(found.values()))


def _tell_faults(found: Mapping[str, Sequence[checks.Fault]], wrong: bool = False) -> None:
    for name, faults in found.items():
        for each in faults:
            click.echo(f"{name}: {each.key} {each.subject}".rstrip(), err=True)
    if wrong or any(found.values()):
        sys.exit(1)
