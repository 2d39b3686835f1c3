"""Cases that ask other units (水平展開), as tests need them: asked, answered, and what is due."""

from dataclasses import replace
from datetime import date

from pms_tracker.act.elsewhere import elsewhere, elsewhere_questions
from pms_tracker.act.elsewhere.elsewhere import Answered
from pms_tracker.act.rules.elsewhere_rules import Asking, Elsewhere
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.act.tables.elsewhere_tables import CaseElsewhere
from pms_tracker.kernel.references import parse_reference
from pms_tracker.trail import trail
from tests import builders, open_duties
from tests.cast import IDS, UNIT_IDS, viewer

QUESTION = "鍵のない棚に、申込書を置いていませんか。"
SHOP, STUDIES, OFFICE = UNIT_IDS["書店"], UNIT_IDS["教務部"], UNIT_IDS["本部"]
# Ten business days from 2026-11-24.
DUE = date(2026, 12, 8)
CHECKED = Answered(Elsewhere.NOT_HERE, "すべての棚を見た。")
FOUND = Answered(Elsewhere.HERE_TOO, "レジの下に3枚あった。")


def asking(*unit_ids: int, **changes: object) -> Asking:
    return replace(Asking(QUESTION, unit_ids), **changes)  # type: ignore[arg-type]


def asked(*unit_ids: int, question: str = QUESTION) -> Case:
    """A case whose approved plan asks these units, or the shop."""
    case = builders.case()
    builders.submit(case, elsewhere=asking(*(unit_ids or (SHOP,)), question=question))
    return builders.approve(case)


def to(case: Case, unit_id: int = SHOP, by: str = "privacy_manager") -> elsewhere_questions.Asked:
    reference = parse_reference(case.reference)
    assert reference is not None
    return elsewhere_questions.by_unit(reference, unit_id, seen_by=viewer(by), for_update=True)


def answer(
    case: Case, told: Answered = CHECKED, unit_id: int = SHOP, by: str = "other_head"
) -> CaseElsewhere:
    one = to(case, unit_id, by)
    elsewhere.answer(one, told, version=one.version, by=viewer(by))
    return one.row


def noted(reference: str) -> str:
    """What the trail says last of a record."""
    trail.write_pending()
    return trail.history(reference)[0].move


def duties(person: str | None = None) -> list[tuple[str, int, date]]:
    found = open_duties.outside(date.max, IDS[person] if person else None)
    return [(each.unit, each.person_id, each.due_on) for each in found]
