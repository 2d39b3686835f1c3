"""What the register of personal information tells apart, pure (J.3.1.1; Law art. 17, 20, 22)."""

from collections.abc import Collection
from enum import StrEnum


class Subject(StrEnum):
    """Whose information it is (本人)."""

    CUSTOMER = "customer"
    PUPIL = "pupil"
    FAMILY = "family"
    APPLICANT = "applicant"
    WORKER = "worker"
    PARTNER = "partner"
    OTHER = "other"


class Way(StrEnum):
    """How it is acquired (取得方法)."""

    WRITTEN = "written"
    SPOKEN = "spoken"
    WEB = "web"
    THIRD_PARTY = "third_party"
    PUBLIC = "public"
    CLIENT = "client"
    FILMED = "filmed"
    GENERATED = "generated"


class Medium(StrEnum):
    PAPER = "paper"
    ELECTRONIC = "electronic"


class Disposal(StrEnum):
    """How it is disposed of (廃棄方法)."""

    DISSOLVED = "dissolved"
    SHREDDED = "shredded"
    ERASED = "erased"
    DESTROYED = "destroyed"
    RETURNED = "returned"
    ENTRUSTED = "entrusted"


class Owner(StrEnum):
    """Whether the company acquired it itself, or holds it for a client (受託)."""

    OWN = "own"
    ENTRUSTED = "entrusted"


def whose(owner: Owner | None, acquired: Collection[Way]) -> Owner | None:
    """Whose an entry is; where it does not say so, what comes from a client is held for it."""
    return owner or (Owner.ENTRUSTED if Way.CLIENT in acquired else None)


class Size(StrEnum):
    """How many persons it is about; the value names the most of each class."""

    TO_100 = "to_100"
    TO_1000 = "to_1000"
    TO_5000 = "to_5000"
    MORE = "more"


# The least of each class.
SIZES: dict[StrEnum, int] = {
    Size.TO_100: 0,
    Size.TO_1000: 101,
    Size.TO_5000: 1_001,
    Size.MORE: 5_001,
}
