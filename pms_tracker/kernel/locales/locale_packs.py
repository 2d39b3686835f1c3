"""Locale packs: all that a country's law and custom decide for a company, as rows of data.

A company chooses one when it is set up. Nothing else in the product asks for a country: it asks the
pack in use for a value, or whether it has a custom.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pms_tracker.kernel.calendar import WEEKEND
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.locales.fiscal_years import FiscalNaming, FiscalStart

# The country whose holidays Japan's pack keeps; a law names them, not the company.
JAPAN = "JP"
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class YearlyClosing:
    """Days that offices close every year by custom, first and last, both closed."""

    name: str
    first: MonthDay
    last: MonthDay


@dataclass(frozen=True)
class LocalePack:
    """What law and custom decide for a company.

    `languages` are those people may read, the first for whoever says nothing; `words` names the
    catalogue whose sentences stand before ours, "" for none. `holidays_of` is the country whose
    holidays count (ISO 3166-1 alpha-2), None where the company chooses one, or none at all;
    `weekend` holds for a company without such a country, Monday is 0. `closings` are entered for a
    new company, which may change them. `fiscal_start` is proposed; of `fiscal_namings` a company
    chooses one, the first where it says nothing. `zone` is the time zone proposed, None for the
    server's. `standards` are those that stand for ours, by the beginning of their names. `home` is
    how sheets name the country itself; nothing where that is the company's to know.
    """

    key: str
    languages: tuple[str, ...]
    words: str
    holidays_of: str | None
    closings: tuple[YearlyClosing, ...]
    fiscal_start: FiscalStart
    fiscal_namings: tuple[FiscalNaming, ...]
    zone: str | None
    customs: frozenset[Custom]
    weekend: frozenset[int] = WEEKEND
    standards: Mapping[str, str] = field(default_factory=dict, hash=False)
    home: tuple[str, ...] = ()

    def has(self, custom: Custom | None) -> bool:
        """Whether a company meets what is there by a custom; what is there by none, all do."""
        return custom is None or custom in self.customs

    def standard(self, said: str) -> str:
        """A clause of a standard as it is known to the company: of ISO 19011, not JIS Q 19011."""
        for ours, theirs in self.standards.items():
            if said.startswith(ours):
                return theirs + said.removeprefix(ours)
        return said


JAPANESE = LocalePack(
    "ja-JP",
    languages=("ja", "en"),
    words="",
    holidays_of=JAPAN,
    closings=(YearlyClosing("年末年始休業", (12, 29), (1, 3)),),
    fiscal_start=FiscalStart(4),
    fiscal_namings=(FiscalNaming.FIRST,),
    zone=None,
    customs=frozenset(Custom),
    home=("日本", "日本国", "本邦", "Japan", JAPAN, "JPN"),
)
INTERNATIONAL = LocalePack(
    "international",
    languages=("en",),
    words="international",
    holidays_of=None,
    closings=(),
    fiscal_start=FiscalStart(1),
    fiscal_namings=(FiscalNaming.BOTH, FiscalNaming.FIRST),
    zone="UTC",
    customs=frozenset(),
    # The same text, by clauses of the same numbers.
    standards={"JIS Q 19011:2019": "ISO 19011:2018"},
)
PACKS: Mapping[str, LocalePack] = {each.key: each for each in (JAPANESE, INTERNATIONAL)}


def pack(key: str) -> LocalePack:
    """The pack of this name; Japan's for one that this release does not know."""
    return PACKS.get(key, JAPANESE)


def proposed(language: str) -> LocalePack:
    """The pack proposed to somebody whose browser asks for this language."""
    return next(each for each in PACKS.values() if each.languages[0] == language)
