"""`pms incidents deadlines`: by when a leak is to be reported, from the rules in force."""

import json
from datetime import date

import click

from pms_tracker.cli.commands import WRONG_INPUT, chosen_day, fail, main
from pms_tracker.do.rules.incidents import leak_rules
from pms_tracker.kernel.due_dates import leak_final_report_due
from pms_tracker.kernel.locales.locale_packs import JAPANESE
from pms_tracker.people.firm import national_holidays


def _is_holiday(day: date) -> bool:
    return national_holidays.is_holiday(day, JAPANESE.holidays_of)


@main.group("incidents")
def incidents_group() -> None:
    """Leaks and other emergencies (漏えい等)."""


@incidents_group.command("deadlines")
@click.option(
    *("--known-on", "known_on"),
    callback=chosen_day,
    required=True,
    help="The day on which any unit knew: the first day.",
)
@click.option(
    "--days",
    type=click.Choice(["30", "60"]),
    default="30",
    show_default=True,
    help="60 where malice is possible.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object with its parts.")
def deadlines(known_on: date, days: str, as_json: bool) -> None:
    """Print the last day of the final report (確報); needs no database.

    The rules are those in force on the day of knowing; exit code 2 where none were.
    """
    try:
        rules = leak_rules.rules_on(known_on)
    except leak_rules.NoLeakRules:
        fail(
            "2022年3月までは報告は努力義務で、期限がありません。 "
            "Before April 2022 reporting was an effort, without a last day.",
            WRONG_INPUT,
        )
    counted_on = leak_rules.nth_day(known_on, int(days))
    # The law is Japan's, and so are its closed days, wherever the company is.
    due_on = leak_final_report_due(known_on, int(days), _is_holiday)
    if as_json:
        early, late = (leak_rules.nth_day(known_on, day) for day in rules.first_days)
        told = {
            "known_on": known_on.isoformat(),
            "days": int(days),
            "first_from": early.isoformat(),
            "first_by": late.isoformat(),
            "counted_on": counted_on.isoformat(),
            "moved": due_on != counted_on,
            "due_on": due_on.isoformat(),
            "rules": {"key": rules.key, "source": rules.source},
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    moved = ""
    if due_on != counted_on:
        moved = f"、{counted_on}が休日のため次の平日 a closed day, so the next weekday"
    click.echo(f"{due_on.isoformat()}  確報の期限 final report（{days}日目 day {days}{moved}）")
