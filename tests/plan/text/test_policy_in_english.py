"""A policy whose history is written in English."""

from datetime import date

import pytest

from pms_tracker.plan.text.policy_text import read


def test_a_policy_in_english_tells_its_days() -> None:
    policy = read(
        "Privacy Policy\n\n1. Use\nWe use personal information as told on 3 May 2019.\n\n"
        "Enacted: 1 April 2020\nLast revised: April 1, 2022\nAmended on Oct. 1, 2024\n"
    )
    assert policy.enacted_on == date(2020, 4, 1)
    assert policy.revised_on == (date(2022, 4, 1), date(2024, 10, 1))


@pytest.mark.parametrize(
    "phone", ["+353 1 555 0100", "+44 (0)20 7946 0000", "+1-212-555-0100", "03-1234-5678"]
)
def test_a_desk_abroad_has_a_telephone(phone: str) -> None:
    policy = read(
        "Privacy Policy\n\n1. Use\nWe deliver orders.\n\n2. Contact\n"
        f"Data Protection Officer\nTel: {phone}\n\nEffective date: 1 March 2025\n"
    )
    assert policy.contact.phone == phone
    assert policy.contact.role == "Data Protection Officer"
    assert policy.enacted_on == date(2025, 3, 1)
