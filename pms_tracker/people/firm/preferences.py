"""What people choose for themselves: their language, how they read years, when mail comes."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.people.tables.people_tables import Language, MailChoice, Person
from pms_tracker.trail import trail


@dataclass(frozen=True)
class Preferences:
    """A person's own settings; `era_dates` None leaves years by era (和暦) to the company.

    `digest_hour` 0 to 23, by the company's clock, None leaves it to the company; `weekday` of the
    digest of somebody weekly (Monday is 0), None is every day.
    """

    language: Language
    era_dates: bool | None
    digest_hour: int | None = None
    weekday: int | None = None


def chosen(who: Person) -> Preferences:
    """What somebody chose last."""
    mail = session.get(MailChoice, who.id)
    if mail is None:
        return Preferences(who.language, who.era_dates)
    return Preferences(who.language, who.era_dates, mail.digest_hour, mail.weekday)


def choose(who: Person, wanted: Preferences, *, by: trail.Actor) -> None:
    """Remember what somebody chose on their settings page."""
    # Two requests of one person ask one after the other, since the first makes the row.
    session.execute(select(Person.id).where(Person.id == who.id).with_for_update())
    before, after = vars(chosen(who)), vars(wanted)
    who.language, who.era_dates = wanted.language, wanted.era_dates
    session.merge(
        MailChoice(person_id=who.id, digest_hour=wanted.digest_hour, weekday=wanted.weekday)
    )
    session.flush()
    if before != after:
        changes = {name: (before[name], after[name]) for name in after}
        trail.note(f"person-{who.id}", "preferences_chosen", by=by, changes=changes)


def digest_hours() -> tuple[int, int] | None:
    """The earliest and the latest hour that those who are here chose; None if nobody did."""
    here = or_(Person.left_on.is_(None), Person.left_on >= clock.today())
    row = session.execute(
        select(func.min(MailChoice.digest_hour), func.max(MailChoice.digest_hour))
        .join(Person, Person.id == MailChoice.person_id)
        .where(here)
    ).one()
    return (row[0], row[1]) if row[0] is not None and row[1] is not None else None


def choose_language(who: Person, language: Language) -> None:
    """Remember the language switched to on any page; switched often, so the trail need not know."""
    who.language = language
