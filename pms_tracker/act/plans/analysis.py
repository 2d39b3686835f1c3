"""How a cause was found: the whys and the fishbone of a round, checked, kept, told and cleared."""

from pms_tracker.act.plans import fishbone, why_chain
from pms_tracker.act.rules import cause_rules
from pms_tracker.act.tables.case_tables import CaseRound
from pms_tracker.people.firm.own_names import OwnNames
from pms_tracker.trail.trail import Change

# What the company calls the areas of causes: bones of the fishbone, headings of categories.
AREAS = OwnNames(cause_rules.Area, "area_names", "areas_renamed", "area", cause_rules.check_names)


def check(whys: str, outlines: fishbone.Outlines) -> None:
    """Raises BadInput where either is more than a page holds."""
    why_chain.read(whys)
    fishbone.bones(outlines)


def ways(whys: str, outlines: fishbone.Outlines) -> list[list[str]]:
    """Every way down to a last why or cause; raises BadInput as `check` does."""
    return [*why_chain.chains(why_chain.read(whys)), *fishbone.ways(outlines)]


def enter(outlines: fishbone.Outlines, written: CaseRound) -> dict[str, Change]:
    """Write the fishbone into a round; each area is told by itself, as it is compared."""
    before = fishbone.named(written.fishbone)
    written.fishbone = fishbone.kept(outlines)
    after = fishbone.named(written.fishbone)
    changes = {name: (before.get(name), after.get(name)) for name in fishbone.FIELDS}
    return {name: change for name, change in changes.items() if any(change)}


def clear(written: CaseRound) -> dict[str, Change]:
    """Take the cause and all that it was found by out of a round whose plan was rejected."""
    changes: dict[str, Change] = {"cause": (written.cause, None)}
    written.cause = written.direct_cause = written.whys = written.escape_cause = ""
    written.cause_category, written.repeats, written.repeat_answer = None, 0, ""
    written.fishbone = {}
    return changes
