"""The map of risks (リスクマップ), and which of them are to be assessed again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.check.findings import risk_proofs
from pms_tracker.do.registers import risk_lessons, risk_maps, risk_reviews
from pms_tracker.do.registers.risk_fields import DEGREES, LEVELS
from pms_tracker.do.registers.risk_maps import Counts
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.risk_rules import Degree, Level, level_of
from pms_tracker.do.tables.risk_tables import Risk
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.tables.year_tables import Lesson
from pms_tracker.registers.edition_rules import Standing
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("risk_map", __name__, url_prefix="/do/risks/map")
# The gravest above, the likeliest on the right, as such pictures are drawn.
DOWN, ACROSS = tuple(reversed(Degree)), tuple(Degree)


@dataclass(frozen=True)
class Place:
    """A place of the picture: how many risks stand there, and the list of them."""

    level: Level
    words: str
    count: int
    url: str


@dataclass(frozen=True)
class Drawn:
    """A picture: a row of places for each impact; `unjudged` stand in none of them."""

    name: str
    rows: list[tuple[str, list[Place]]]
    judged: int
    unjudged: int


@dataclass(frozen=True)
class Seen:
    """What was seen of a risk since: what audits found, and what cases taught."""

    asked: list[tuple[str, Any]]
    found: Sequence[Any]
    learnt: Sequence[Lesson]


@blueprint.app_template_global()
def risk_seen(row: Risk) -> Seen:
    """What audits saw of a risk's measure and what was learnt about it, as the reader may know."""
    called = RISKS.name_of(row)
    return Seen(
        [
            (format_reference(Kind.AUDIT, each.fiscal_year, each.number), each)
            for each in risk_proofs.asked(called, me())
        ],
        [each.Finding for each in risk_proofs.found(called, me())],
        risk_lessons.learnt(row.id),
    )


@blueprint.get("/")
@requires(Permission.SEE_RECORDS)
def shown() -> ResponseReturnValue:
    before, after = risk_maps.counted(me())
    return render_template(
        "do/risk_map/shown.html",
        register=RISKS,
        pictures=[
            _drawn(gettext("対策の前"), before, ""),
            _drawn(gettext("対策の後"), after, "_after"),
        ],
        heads=[say(DEGREES[each]) for each in ACROSS],
        stale=[(each, RISKS.name_of(each.row)) for each in risk_reviews.stale(me())],
    )


def _drawn(name: str, counts: Counts, side: str) -> Drawn:
    rows = [(say(DEGREES[impact]), list(_places(counts, impact, side))) for impact in DOWN]
    return Drawn(name, rows, counts.judged, counts.unjudged)


def _places(counts: Counts, impact: Degree, side: str) -> Iterator[Place]:
    for likelihood in ACROSS:
        level = level_of(likelihood, impact)
        assert level is not None
        asked: dict[str, Any] = {
            f"likelihood{side}": likelihood.value,
            f"impact{side}": impact.value,
        }
        url = url_for("risks.index", state=Standing.IN_FORCE.value, **asked)
        yield Place(level, say(LEVELS[level]), counts.of[likelihood, impact], url)
