"""What the page of a case shows of horizontal deployment (水平展開): who was asked, who answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pms_tracker.act.cases import cases
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.rules.elsewhere_rules import ANSWERED_IN
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.kernel.profile import Part
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm import company_profile, people
from pms_tracker.web.act.forms.action_forms import PlanForm
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form


@dataclass(frozen=True)
class Line:
    """One unit that was asked; `opened` is the case that came of its answer, if any.

    `sees_opened` where the reader may know of that case.
    """

    row: CaseElsewhere
    unit: str
    opened: str
    waits: bool
    mine: bool
    sees_opened: bool


@dataclass
class Told:
    """All of it, by round; `units` are names by id, `names` those of whoever answered."""

    lines: dict[int, list[Line]] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    origin: str = ""
    knows_origin: bool = False

    def of(self, number: int) -> Sequence[Line]:
        return self.lines.get(number, [])


def told(dossier: Dossier, form: Form | None) -> Told:
    """What the page says of it; nothing is read for a case that asks nobody."""
    found = Told()
    writes = isinstance(form, PlanForm) and Part.ELSEWHERE in company_profile.parts()
    asks = any(each.elsewhere_unit_ids for each in dossier.rounds)
    if writes or asks:
        found.units = {each.id: each.name for each in people.units()}
    if isinstance(form, PlanForm) and (writes or asks):
        form.offer_units(elsewhere.offered(dossier.case))
    if asks:
        _tell(found, dossier)
    if origin := elsewhere_questions.origin_of(dossier.case):
        found.origin = origin.reference
        reference = parse_reference(origin.reference)
        found.knows_origin = reference is not None and cases.knows(reference, me())
    return found


def _tell(found: Told, dossier: Dossier) -> None:
    case, firm = dossier.case, dossier.firm
    persons: set[int | None] = set()
    for row, unit, opened, sees_opened in elsewhere_questions.of_case(case, me()):
        now = row.submission == case.submissions and case.state in ANSWERED_IN
        waits = now and row.answer is None
        mine = waits and elsewhere_questions.may_answer(firm, row.unit_id, me().person_id)
        name = opened.reference if opened else ""
        line = Line(row, unit, name, waits, mine, bool(sees_opened))
        found.lines.setdefault(row.round, []).append(line)
        persons |= {row.answered_by_id, row.answered_for_id}
    found.names = firm.names(persons)
