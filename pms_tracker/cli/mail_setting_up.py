"""Address and mail server asked for in a terminal, kept in the installation's settings file."""

import os

import click

from pms_tracker import config
from pms_tracker.database import transaction
from pms_tracker.environment import BadSetting
from pms_tracker.mail import delivery, mail_letters, outbox, rendering
from pms_tracker.people.firm import people
from pms_tracker.web.company.letter_views import ANSWERED_WITHIN
from pms_tracker.web.words import troubles

QUESTIONS = (
    ("PMS_BASE_URL", "利用者が開くアドレス（例: https://pms.example.jp） / Address of the pages"),
    (
        "PMS_SMTP_URL",
        "メールサーバー（例: smtp+starttls://name:password@mail.example.jp:587） / Mail server",
    ),
    ("PMS_MAIL_FROM", "メールの差出人のアドレス / Sender of emails"),
)


def ask_and_keep(settings: config.Settings, administrator_id: int) -> None:
    """Ask for what is not set, keep it, and offer a test email; whoever breaks off here has set
    nothing, and may write the file later."""
    try:
        said = _ask(settings)
        if not said:
            return
        click.echo(f"{config.settings_file(settings.instance)} に保存しました。 / Saved.")
        if "PMS_SMTP_URL" in said and click.confirm("テストメールを送りますか / Send a test email"):
            _try_out(config.load({"PMS_INSTANCE": str(settings.instance)}), administrator_id)
    except click.Abort:
        click.echo(
            f"\nアドレスとメールの設定は、後から {config.settings_file(settings.instance)} に"
            "書けます。 / Address and mail can be set in that file later."
        )


def _ask(settings: config.Settings) -> dict[str, str]:
    # The environment goes first: what it says is not asked for, and would not be heard.
    questions = [(name, words) for name, words in QUESTIONS if not os.environ.get(name)]
    if not questions:
        return {}
    click.echo("空欄のまま Enter で省略できます。 / Press Enter to leave one for later.")
    while True:
        said = {
            name: str(click.prompt(words, default="", show_default=False)).strip()
            for name, words in questions
        }
        said = {name: value for name, value in said.items() if value}
        try:
            if said:
                config.keep(settings.instance, said)
        except BadSetting as trouble:
            click.echo(str(trouble), err=True)
        else:
            return said


def _try_out(settings: config.Settings, person_id: int) -> None:
    rendering.use_site(settings.base_url)
    with transaction():
        posted = outbox.post(mail_letters.trial(), people.recipient(person_id))
        if posted is None:
            return
        delivery.hold(posted)
        letter_id = posted.id
    refusal = delivery.send_at_once(letter_id, settings, ANSWERED_WITHIN)
    if refusal is None:
        click.echo(
            "メールサーバーが受け取りました。届いたことを確かめてください。"
            " / The mail server took it. Check that it arrives."
        )
    else:
        click.echo(f"{troubles.why_refused(refusal)} ({refusal.words})", err=True)
