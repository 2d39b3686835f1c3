"""The first set-up asked for in a terminal: the same questions as the first-run page."""

from collections.abc import Collection
from unicodedata import normalize
from zoneinfo import available_timezones

import click

from pms_tracker import config
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart, fiscal_start
from pms_tracker.kernel.locales.locale_packs import JAPANESE, PACKS, LocalePack
from pms_tracker.people.changes import founding, staffing
from pms_tracker.people.firm import national_holidays
from pms_tracker.people.rules.people_rules import check_password
from pms_tracker.upkeep import secret_marks
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import passwords

QUESTIONS = (
    (Role.REPRESENTATIVE, "代表者 / Representative"),
    (Role.PRIVACY_MANAGER, "個人情報保護管理者 / Privacy manager"),
    (Role.AUDIT_MANAGER, "監査責任者 / Audit manager"),
    (Role.ADMINISTRATOR, "システム管理者 / Administrator"),
)


def ask_and_found() -> int:
    """Ask for company, first unit, top roles and administrator, and enter them; the
    administrator's id.

    Raises RuleBroken where roles clash or a company exists already.
    """
    customs = _ask_for_customs()
    company = click.prompt("会社名 / Company")
    start = _ask_for_start(customs.pack)
    unit = click.prompt("最初の部門 / First department")
    founders = tuple(_ask_for(role, said) for role, said in QUESTIONS)
    typed = [text for each in founders for text in (each.name, each.mail)]
    password = _ask_for_password([company, unit, *typed])
    with transaction():
        account = founding.found(
            founding.Founding(
                company=company,
                fiscal_start=start,
                unit=unit,
                founders=founders,
                password_hash=passwords.hashed(password),
                customs=customs,
            )
        )
        person_id = account.person_id
    secret_marks.take(config.load())
    click.echo("初期設定が終わりました。 / Done.")
    return person_id


def _ask_for_customs() -> staffing.Customs:
    """Which locale pack; where it is not Japan's, the clock and the holidays as well."""
    chosen = PACKS[
        click.prompt("会社のある国 / Country", default=JAPANESE.key, type=click.Choice(list(PACKS)))
    ]
    if chosen.holidays_of:
        return staffing.Customs(chosen)
    zone = click.prompt(
        "Time zone",
        default=chosen.zone,
        type=click.Choice(sorted(available_timezones())),
        show_choices=False,
    )
    country = click.prompt(
        "Holidays of (two letters, empty for none)",
        default="",
        show_choices=False,
        show_default=False,
        type=click.Choice(["", *national_holidays.countries()]),
    )
    naming = click.prompt(
        "Fiscal years are called 2026 (first) or 2026/27 (both)",
        default=chosen.fiscal_namings[0].value,
        type=click.Choice([each.value for each in chosen.fiscal_namings]),
        show_choices=False,
    )
    return staffing.Customs(chosen, zone, country or None, FiscalNaming(naming))


def _ask_for_start(proposed: LocalePack) -> FiscalStart:
    first = proposed.fiscal_start
    asked: FiscalStart = click.prompt(
        "年度の開始月（または月-日） / Fiscal year starts in month (or month-day)",
        default=str(first.month) if first.day == 1 else f"{first.month}-{first.day}",
        value_proc=_start_in,
    )
    return asked


def _start_in(typed: str) -> FiscalStart:
    """4 or 4-21 as a day; raises click.UsageError, after which click asks again."""
    month, _dash, day = normalize("NFKC", typed).replace("/", "-").partition("-")
    try:
        return fiscal_start(int(month), int(day or 1))
    except ValueError:
        words = sentence(BadInput("fiscal_start_not_yearly"))
    except BadInput as refusal:
        words = sentence(refusal)
    raise click.UsageError(words)


def _ask_for(role: Role, said: str) -> founding.Founder:
    name = click.prompt(said)
    needed = role is Role.ADMINISTRATOR
    mail = click.prompt(f"  {name}: mail", default=None if needed else "", show_default=False)
    return founding.Founder(role, name.strip(), mail.strip())


def _ask_for_password(known: Collection[str]) -> str:
    while True:
        password: str = click.prompt(
            "システム管理者のパスワード / Password",
            hide_input=True,
            confirmation_prompt="もう一度 / Repeat for confirmation",
        )
        try:
            check_password(password, known)
        except BadInput as refusal:
            click.echo(sentence(refusal), err=True)
        else:
            return password
