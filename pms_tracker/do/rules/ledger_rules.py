"""What the register of personal information asks for, pure (J.3.1.1; Law art. 17, 20, 22)."""

from enum import StrEnum


class Owner(StrEnum):
    """Whose information it is: 自社が取得した, 預かっている."""

    OWN = "own"
    ENTRUSTED = "entrusted"


class CountClass(StrEnum):
    """How many persons it is about: 100人以下, 1,000人以下, 5,000人以下, 5,000人超."""

    TENS = "to_100"
    HUNDREDS = "to_1000"
    THOUSANDS = "to_5000"
    MORE = "over_5000"


# The largest count of each class.
LIMITS = {CountClass.TENS: 100, CountClass.HUNDREDS: 1_000, CountClass.THOUSANDS: 5_000}


def class_of(count: int) -> CountClass:
    """The class that a number of persons is in."""
    return next((each for each, most in LIMITS.items() if count <= most), CountClass.MORE)
