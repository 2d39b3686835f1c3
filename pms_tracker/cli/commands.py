"""The commands: serve, set up, read policies, remind, verify."""

import json
import os
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from sqlalchemy.exc import DBAPIError

from pms_tracker import clock, config, migrations, scheduler as scheduling
from pms_tracker.act import act_proofs
from pms_tracker.app import create_app
from pms_tracker.cli import host_troubles, mail_setting_up, serving
from pms_tracker.cli.opened_app import opened
from pms_tracker.cli.setting_up import ask_and_found
from pms_tracker.database import transaction
from pms_tracker.demo.acts import load
from pms_tracker.environment import BadSetting
from pms_tracker.kernel.era_dates import DayNotRead, parse_day
from pms_tracker.kernel.errors import Refusal
from pms_tracker.logs import log_lines
from pms_tracker.mail import delivery
from pms_tracker.plan.policies import brought_over
from pms_tracker.plan.text import policy_text
from pms_tracker.plan.text.checks import policy_check as policy_checking
from pms_tracker.plan.text.files import policy_files
from pms_tracker.plan.text.policy_written import Unquoted
from pms_tracker.reminders.scan import reminders
from pms_tracker.trail import trail
from pms_tracker.upkeep import migrating, secret_marks
from pms_tracker.web.refusals.sentences import SENTENCES, sentence
from pms_tracker.web.words import remarks

# What went wrong with the input, as opposed to the program: exit code 2, as click has it.
WRONG_INPUT = 2


def fail(words: str, code: int = 1) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(code)


def _told(key: str) -> str:
    # Without a reader to ask for a language, and without an app: Japanese, as it is written.
    return str(SENTENCES[key])


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command inside the app, refusals said in one sentence.

    An empty database is given its tables; one of another revision is refused, since only `pms
    migrate` and `pms serve` change what is there.
    """

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        app = create_app(config.load())
        log_lines.speak_up_only_to_warn()
        with opened(app):
            stand_on_own_revision()
            secret_marks.check(app.extensions["pms"])
            try:
                return command(*args, **kwargs)
            except Refusal as refusal:
                fail(sentence(refusal), WRONG_INPUT)

    return run


def warn_without_server() -> None:
    """Say of mail that it goes into files: perhaps only whoever serves has the mail server's
    settings, and what is delivered here reaches nobody."""
    settings = config.load()
    if not settings.smtp_url:
        click.echo(
            "PMS_SMTP_URL が未設定のため、メールは送らず、ファイルに保存します"
            f"（{settings.mail_folder}）。"
            f" PMS_SMTP_URL is not set: emails are kept in {settings.mail_folder}, not sent.",
            err=True,
        )


def stand_on_own_revision() -> None:
    """Make the tables of an empty database; refuse one of another version."""
    match migrations.standing():
        case migrations.Standing.EMPTY:
            migrations.upgrade_to_head()
        case migrations.Standing.CURRENT:
            pass
        case standing:
            fail(migrations.ADVICE[standing], WRONG_INPUT)


def _settings() -> config.Settings:
    return config.load()


_NO_DAY = {
    "not_a_date": "は日付として読めません。 Not a day. 例 e.g. 2026-09-01",
    "no_such_day": "は暦にない日です（{month}月は{last_day}日まで）。"
    " No such day: month {month} of {year} has {last_day} days.",
    "era_not_begun": "は、{era}が始まる前の日です（{first_day}から）。"
    " Before that era began ({first_day}).",
}


def chosen_day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """A day in any spelling, as an option of a command."""
    if value is None:
        return None
    try:
        return parse_day(value)
    except DayNotRead as trouble:
        words = _NO_DAY.get(trouble.reason, _NO_DAY["not_a_date"]).format(**trouble.values)
        raise click.BadParameter(f"「{value}」{words}") from trouble


class SaysWhatIsWrong(click.Group):
    """All commands: a setting that cannot be meant, or what the machine refuses, in one
    sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (BadSetting, secret_marks.OtherSecrets) as trouble:
            fail(str(trouble), WRONG_INPUT)
        except (OSError, sqlite3.Error, DBAPIError) as trouble:
            words = host_troubles.in_words(trouble)
            if words is None:
                raise
            fail(words, WRONG_INPUT)


@click.group(cls=SaysWhatIsWrong)
@click.version_option(config.VERSION, message="PMS Tracker %(version)s")
def main() -> None:
    """PMS Tracker: the cycle of a personal information protection management system."""
    # Database, mails and evidence are nobody else's business on this machine.
    os.umask(0o077)
    instance = config.instance_of(os.environ)
    kept = config.kept(instance)
    for name in config.unknown(os.environ, kept):
        click.echo(f"{name} という設定はありません。 There is no setting {name}.", err=True)
    host_troubles.check_is_kept({**kept, **os.environ}.get("PMS_DATABASE_URL") or "sqlite:///file")
    warning = host_troubles.owned_by_another(instance)
    if warning:
        click.echo(warning, err=True)


@main.group()
def policy() -> None:
    """Published policies."""


def _read_file(path: Path) -> policy_text.PolicyText:
    try:
        given = policy_files.given(path.read_bytes())
        read = given.read
    except policy_text.NotAPolicy as trouble:
        fail(f"{path.name}: {_told(trouble.key)}", WRONG_INPUT)
    _say_what_was_taken_off(given.unquoted)
    return read


def _say_what_was_taken_off(told: Unquoted) -> None:
    if told.marked:
        click.echo(
            f"{told.marked}行からメールの引用の記号を外しました。"
            f" / Took the quote marks of a mail off {told.marked} lines.",
            err=True,
        )
    for words in told.left_out:
        click.echo(f"取り込まない行 / Left out: {words}", err=True)


FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@policy.command("inspect")
@FILE
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def policy_inspect(file: Path, as_json: bool) -> None:
    """Read a policy's text and print what it holds; needs no database."""
    read = _read_file(file)
    if as_json:
        click.echo(json.dumps(policy_text.as_json(read), ensure_ascii=False, indent=2))
        return
    click.echo(read.title)
    for clause in read.clauses:
        first = clause.text.split("\n", maxsplit=1)[0][:60]
        click.echo(f"{'  ' * clause.depth}{clause.path}  {first}")
    for problem in read.problems:
        click.echo(f"{problem.line}: {problem.message}", err=True)


@policy.command("check")
@FILE
@click.option(
    "--on", callback=chosen_day, help="The day to judge dates and law by; today by default."
)
@click.option("--months", default=12, show_default=True, help="Months between reviews.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON list.")
def policy_check(file: Path, on: date | None, months: int, as_json: bool) -> None:
    """Read a policy as a careful colleague would and print what to look at; needs no database.

    Each remark is sure (a fact of the text), likely or a hint. The exit code is 0 whatever is
    found: remarks are for people to judge.
    """
    told = [
        {
            "rule": remark.rule,
            "clause": remark.clause,
            "quote": remark.quote,
            "message": remarks.in_a_sentence(remark, date.isoformat),
            "certainty": remark.certainty.value,
        }
        for remark in policy_checking.check(_read_file(file), on or clock.today(), months)
    ]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for each in told:
        click.echo(f"{each['clause'] or file.name}  [{each['certainty']}]  {each['message']}")


@policy.command("import")
@FILE
@click.option("--months", default=12, show_default=True, help="Months between reviews.")
@with_app
def policy_import(file: Path, months: int) -> None:
    """Store a policy with its history; its next review follows from its last revision."""
    read = _read_file(file)
    with transaction():
        made = brought_over.bring_over(read, by=trail.SYSTEM, months=months)
        told = f"{made.reference} {made.title}\n次回見直し: {made.next_review_on}"
        told += "\n承認待ち: 承認されるまで公開されません。 / Waits for approval, not public yet."
    click.echo(told)


@main.group("reminders")
def reminders_group() -> None:
    """Reminders by mail."""


@reminders_group.command("run")
@click.option("--on", callback=chosen_day, help="The day to run for; today by default.")
@with_app
def reminders_run(on: date | None) -> None:
    """Post what is to be said on a day, then deliver; run twice, nothing is said twice."""
    with clock.set_to(clock.at(on) if on else clock.now()):
        posted = reminders.scan(on or clock.today())
    # Letters posted for another day are due at its hour, so they are delivered as of now.
    sent = delivery.deliver(_settings())
    click.echo(f"posted {posted}, delivered {sent}")
    if sent:
        warn_without_server()


@main.group("trail")
def trail_group() -> None:
    """The append-only trail."""


@trail_group.command("verify")
@click.option("--head", "expected", help="A digest printed earlier; it must still be there.")
@with_app
def trail_verify(expected: str | None) -> None:
    """Prove that nothing was changed since it was written; exit code 1 where something was.

    The trail is followed from end to end; then all that was approved, signed or sent is digested
    anew from its rows, and whatever does not match the trail is named.
    """
    faults = [f"{fault.number}: {fault.key}" for fault in trail.verify(expected)]
    faults += [
        " ".join(filter(None, (each.reference, each.step))) + f": {each.key}"
        for each in act_proofs.verify()
    ]
    for fault in faults:
        click.echo(fault, err=True)
    number, digest = trail.head()
    click.echo(f"{number} entries, head {digest}")
    if faults:
        sys.exit(1)


@main.command()
@with_app
def setup() -> None:
    """Make company, first administrator and top roles on an empty database, in the terminal.

    Then asks for the address of the pages and for the mail server, which may be left for later.
    """
    administrator_id = ask_and_found()
    mail_setting_up.ask_and_keep(_settings(), administrator_id)


@main.group()
def demo() -> None:
    """The fictional demo company."""


@demo.command("load")
@with_app
def demo_load() -> None:
    """Load the demo company into an empty database."""
    load.load(_settings())
    click.echo("demo company loaded")


@main.command()
@click.option("--without-backup", is_flag=True, help="Take no backup first.")
def migrate(without_backup: bool) -> None:
    """Bring the database to this version, after a backup of what it holds."""
    settings = _settings()
    with opened(create_app(settings)):
        try:
            kept = migrating.migrate(settings, without_backup=without_backup)
        except migrating.CannotMigrate as trouble:
            fail(str(trouble), WRONG_INPUT)
        told = f"{migrations.current_revision()}"
    click.echo(f"backup: {kept}\n{told}" if kept else told)


@main.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(min=1))
@click.option("--demo", "with_demo", is_flag=True, help="Load the demo company the first time.")
def serve(port: int, host: str, workers: int, with_demo: bool) -> None:
    """Serve the app with its scheduler until Ctrl-C."""
    try:
        serving.serve(serving.Place(host, port, workers), with_demo=with_demo)
    except (serving.CannotListen, migrating.CannotMigrate) as trouble:
        fail(str(trouble), WRONG_INPUT)


@main.command()
def scheduler() -> None:
    """Run the scheduler alone, as its own process."""
    settings = _settings()
    app = create_app(settings)
    with opened(app):
        secret_marks.check(settings)
    scheduling.go_round(app.app_context, settings)
