"""`pms incidents deadlines` in a terminal: the last day, its parts, and what is refused."""

import json

import pytest
from click.testing import CliRunner, Result

from pms_tracker.cli import main


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(main, ["incidents", "deadlines", *words])
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize(
    ("known_on", "days", "due_on"),
    [
        ("2026-09-01", "30", "2026-09-30"),
        ("2026-09-01", "60", "2026-10-30"),
        ("令和8年11月30日", "30", "2027-01-04"),
        ("2024-01-31", "30", "2024-02-29"),
    ],
)
def test_the_last_day_is_printed(known_on: str, days: str, due_on: str) -> None:
    assert run("--known-on", known_on, "--days", days).stdout.startswith(f"{due_on}  ")


def test_its_parts_are_told_to_machines() -> None:
    told = json.loads(run("--known-on", "2026-11-30", "--json").stdout)
    assert told.pop("rules")["key"] == "2022-04"
    assert told == {
        "known_on": "2026-11-30",
        "days": 30,
        "first_from": "2026-12-02",
        "first_by": "2026-12-04",
        "counted_on": "2026-12-29",
        "moved": True,
        "due_on": "2027-01-04",
    }


def test_what_has_no_last_day_is_refused() -> None:
    assert "努力義務" in run("--known-on", "2022-03-31", code=2).stderr
    run("--known-on", "2026-02-30", code=2)
    run("--known-on", "2026-09-01", "--days", "45", code=2)
    run(code=2)
