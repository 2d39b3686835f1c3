"""The company's profile: which parts of the full one it has taken on, switched one by one."""

from collections.abc import Collection

from pms_tracker import locale_in_use
from pms_tracker.database import session
from pms_tracker.kernel import profile
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm import people
from pms_tracker.trail import trail

# Parts of what is there by a custom.
OF_CUSTOMS = dict.fromkeys(
    (profile.Part.REQUEST_PAGE, profile.Part.REQUEST_FORM, profile.Part.ACQUISITION_APPROVAL),
    Custom.PERSONAL_INFORMATION_ACT,
)


def parts() -> frozenset[profile.Part]:
    """The parts of the full profile that the company has taken on; none is the light one."""
    found = people.company()
    return profile.parts(found.full_parts) & offered() if found else frozenset()


def offered() -> frozenset[profile.Part]:
    """The parts that a company may take on by its locale pack."""
    return frozenset(each for each in profile.Part if locale_in_use.has(OF_CUSTOMS.get(each)))


def switch(wanted: Collection[profile.Part], *, by: trail.Actor) -> None:
    """Take on these parts and no others, from now on: records stay as they were made."""
    company, before = people.the_company(), parts()
    changes: dict[str, trail.Change] = {
        f"part_{each}": (each in before, each in wanted)
        for each in profile.Part
        if (each in before) != (each in wanted)
    }
    if not changes:
        return
    company.full_parts = [each.value for each in profile.Part if each in wanted]
    session.flush()
    trail.note("company", "profile_switched", by=by, changes=changes)
