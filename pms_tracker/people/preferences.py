"""What people choose for themselves: the language they read, and how they read years."""

from dataclasses import dataclass

from pms_tracker.people.models import Language, Person
from pms_tracker.trail import trail
from pms_tracker.trail.trail import Actor


@dataclass(frozen=True)
class Preferences:
    """A person's own settings; `era_dates` None leaves years by era (和暦) to the company."""

    language: Language
    era_dates: bool | None


def choose(who: Person, wanted: Preferences, *, by: Actor) -> None:
    """Remember what somebody chose on their settings page."""
    changes: dict[str, tuple[object, object]] = {
        "language": (who.language, wanted.language),
        "era_dates": (who.era_dates, wanted.era_dates),
    }
    who.language, who.era_dates = wanted.language, wanted.era_dates
    if any(before != after for before, after in changes.values()):
        trail.note(f"person-{who.id}", "preferences_chosen", by=by, changes=changes)


def choose_language(who: Person, language: Language) -> None:
    """Remember the language switched to on any page; switched often, so the trail need not know."""
    who.language = language
