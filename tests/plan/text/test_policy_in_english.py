"""A policy whose history is written in English."""

from datetime import date

from pms_tracker.plan.text.policy_text import read


def test_a_policy_in_english_tells_its_days() -> None:
    policy = read(
        "Privacy Policy\n\n1. Use\nWe use personal information as told on 3 May 2019.\n\n"
        "Enacted: 1 April 2020\nLast revised: April 1, 2022\nAmended on Oct. 1, 2024\n"
    )
    assert policy.enacted_on == date(2020, 4, 1)
    assert policy.revised_on == (date(2022, 4, 1), date(2024, 10, 1))
