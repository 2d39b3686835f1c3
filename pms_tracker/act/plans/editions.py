"""Editions of a plan: each as it was handed in, and what changed from one to another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.cases.dossier import Dossier
from pms_tracker.act.elsewhere.elsewhere_questions import names_of
from pms_tracker.act.tables.case_tables import Case, PlanEdition
from pms_tracker.approvals import approvals
from pms_tracker.database import session
from pms_tracker.kernel.errors import NotFound
from pms_tracker.plan.text import comparison

# How a text of a field is said: days and the like in the reader's language.
Said = Callable[[str, str], str]
# Whose values are people and units; all others are read as they are.
PEOPLE = frozenset({"owner_id", "corrected_by_id"})
UNITS = "elsewhere_unit_ids"
# Names what is decided on, and is on every page anyway.
UNREAD = frozenset({"case", "round"})


def keep(dossier: Dossier, content: Mapping[str, object]) -> None:
    """Keep the plan as it is handed in: what a later decision is bound to."""
    case, written = dossier.case, dossier.current
    session.add(
        PlanEdition(
            case_id=case.id,
            submission=case.submissions,
            round=case.round,
            content=[
                (name, _text(dossier, name, value))
                for name, value in content.items()
                if name not in UNREAD
            ],
            digest=approvals.digest(content),
            written_by_id=written.written_by_id,
            written_for_id=written.written_for_id,
            submitted_at=clock.now(),
        )
    )


def _text(dossier: Dossier, name: str, value: object) -> str:
    if name == UNITS and isinstance(value, list):
        return names_of(value)
    if name in PEOPLE and isinstance(value, int):
        return dossier.firm.names([value])[value]
    if isinstance(value, list):
        return "\n".join(_line(dossier, each) for each in value)
    return str(value)


def _line(dossier: Dossier, action: Sequence[object]) -> str:
    """One of several actions: text, owner, day, and all else that is said of it."""
    text, owner_id, *more = action
    owner = dossier.firm.names([owner_id]).get(owner_id, "") if isinstance(owner_id, int) else ""
    return " / ".join(str(each) for each in (text, owner, *more) if each)


def of_case(case: Case) -> list[PlanEdition]:
    """Every edition, the first one first."""
    return list(
        session.scalars(
            select(PlanEdition)
            .where(PlanEdition.case_id == case.id)
            .order_by(PlanEdition.submission)
        )
    )


def edition(every: Sequence[PlanEdition], submission: int) -> PlanEdition:
    """Raises NotFound where the plan was not handed in so often, or before editions were kept."""
    for each in every:
        if each.submission == submission:
            return each
    raise NotFound("no_such_edition", number=submission)


@dataclass(frozen=True)
class Changed:
    """One field of the plan in two editions, word by word."""

    field: str
    row: comparison.Row


def changes(old: PlanEdition, new: PlanEdition, said: Said) -> list[Changed]:
    """What the newer edition says otherwise, field by field; texts as they are `said` to people."""
    before, after = _fields(old, said), _fields(new, said)
    names = dict.fromkeys((*before, *after))
    rows = (
        Changed(name, comparison.compare(_side(before, name), _side(after, name))[0])
        for name in names
    )
    return [each for each in rows if each.row.change is not comparison.Change.SAME]


def _fields(edition: PlanEdition, said: Said) -> dict[str, str]:
    return {name: said(name, text) for name, text in edition.content}


def _side(fields: Mapping[str, str], name: str) -> list[tuple[str, str]]:
    return [(name, fields[name])] if name in fields else []


def erase(case: Case, field: str, by: str) -> None:
    """Put other words where the editions say what was erased."""
    for each in of_case(case):
        each.content = [(name, by if name == field else text) for name, text in each.content]
    session.flush()
