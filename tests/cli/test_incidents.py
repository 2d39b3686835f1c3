"""`pms incidents deadlines` in a terminal: the last day, its parts, and what is refused."""

import json

import pytest
from click.testing import CliRunner, Result

from pms_tracker import locale_in_use
from pms_tracker.cli import main
from pms_tracker.kernel.locales.locale_packs import INTERNATIONAL, JAPANESE


@pytest.fixture(params=[JAPANESE, INTERNATIONAL], ids=["japan", "abroad"], autouse=True)
def _wherever_the_company_is(request: pytest.FixtureRequest) -> None:
    locale_in_use.use_proposed(request.param)


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


def test_what_moved_the_last_day_is_said() -> None:
    told = run("--known-on", "2026-11-30").stdout
    assert told.startswith("2027-01-04  確報の期限 final report（30日目 day 30、2026-12-29が休日")
    assert "休日" not in run("--known-on", "2026-11-29").stdout


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
    told = run("--known-on", "2026-02-30", code=2).stderr
    assert "「2026-02-30」は暦にない日です（2月は28日まで）。" in told
    assert "month 2 of 2026 has 28 days" in told
    assert (
        "'45' is not one of '30', '60'"
        in run(*("--known-on", "2026-09-01", "--days", "45"), code=2).stderr
    )
    run(code=2)


@pytest.mark.parametrize("typed", ["2026-13-01", "", "昨日", "2026-09-01 18:30", "9999-12-31"])
def test_what_is_no_day_is_said_in_a_sentence_and_no_key(typed: str) -> None:
    told = run("--known-on", typed, code=2).stderr
    assert f"「{typed}」は日付として読めません。 Not a day." in told
    assert "not_a_date" not in told


def test_a_day_before_its_era_is_told_from_when_that_counts() -> None:
    told = run("--known-on", "令和元年4月1日", code=2).stderr
    assert "2019-05-01" in told
    assert "era_not_begun" not in told
