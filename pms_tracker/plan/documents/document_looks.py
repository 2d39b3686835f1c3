"""The yearly look at rules with their forms (規程・様式の年1回の確認; J.4.5.4).

Whose it is, by when, and what was found, of several at once. It is a fact, recorded without another
approval; what is to change is drafted in the register, and asked for until it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.duties.duty_sources import DutyKind, Source, loaded, own, seen_by
from pms_tracker.kernel.duty import Holder, Wanted
from pms_tracker.kernel.errors import RuleBroken, Stale
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind
from pms_tracker.kernel.words import N_
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.deciding import entry_duties
from pms_tracker.plan.documents.documents import DOCUMENTS, visible_to
from pms_tracker.plan.rules import document_rules
from pms_tracker.plan.rules.document_rules import LOOKED_AT, DocumentKind, LookResult
from pms_tracker.plan.tables.document_tables import Document
from pms_tracker.registers import entries, entry_editions
from pms_tracker.registers.edition_rules import IN_FORCE, Standing

LOOK, MEND = "look_at_documents", "mend_document"
# A duty is shown so long before.
AHEAD = timedelta(days=30)
# Who looks: the first of them who is there.
LOOKERS = (Role.PRIVACY_MANAGER, Role.REPRESENTATIVE)
# Rules that one page looks at; a firm of thirty has some twenty.
MOST = 200


@dataclass(frozen=True)
class Looked:
    """What a look at one rule found, as of the version that was read."""

    row_id: int
    version: int
    result: LookResult


@dataclass(frozen=True)
class Line:
    """A rule with the forms that it sets, and by when it is looked at next."""

    row: Document
    forms: Sequence[Document]
    due_on: date


def look_by(row: Document) -> date:
    """By when a rule is looked at next."""
    looked_on = DOCUMENTS.field("looked_on").of(row)
    return document_rules.look_by(looked_on, clock.local(row.recorded_at).date())


def shown(viewer: Viewer) -> list[Line]:
    """The rules in force that somebody may look at with their forms, the earliest due first."""
    its = Document.struck == "", Document.state == Standing.IN_FORCE, visible_to(viewer)
    rows = session.scalars(select(Document).where(*its).order_by(Document.code, Document.id)).all()
    under = DOCUMENTS.field("under")
    forms: dict[str, list[Document]] = defaultdict(list)
    for row in rows:
        if row.kind is DocumentKind.FORM:
            forms[under.of(row)].append(row)
    looked_at = [row for row in rows if row.kind in LOOKED_AT][:MOST]
    lines = (Line(row, forms.get(row.code, ()), look_by(row)) for row in looked_at)
    return sorted(lines, key=lambda each: (each.due_on, each.row.id))


def record(found: Sequence[Looked], *, by: Viewer) -> int:
    """Record what was found of several rules today; how many.

    Raises RuleBroken where nothing was found, Stale where one was changed meanwhile, NotFound for
    one that is not there.
    """
    if not found:
        raise RuleBroken("choose_some")
    chosen = {each.row_id: each for each in found}
    rows = entries.find_all(DOCUMENTS, list(chosen), seen_by=by)
    for row in rows:
        one = chosen[row.id]
        if row.state is not Standing.IN_FORCE or row.kind not in LOOKED_AT:
            raise Stale("record_changed", reference=DOCUMENTS.name_of(row))
        said = {"looked_on": clock.today(), "look_result": one.result}
        entries.change(DOCUMENTS, row, said, seen=one.version, by=by)
    return len(rows)


def wants(ids: Collection[int]) -> Iterator[Wanted]:
    """Of each rule in force its next look, and what the last one found wanting."""
    for row in loaded(Document, ids):
        if row.state not in IN_FORCE or row.struck or row.kind not in LOOKED_AT:
            continue
        named = row.id, DOCUMENTS.name_of(row)
        due_on = look_by(row)
        yield Wanted(*(*named, LOOK, due_on, Holder.RULE), title=row.title, first_on=due_on - AHEAD)
        if (mend_on := _mend_by(row)) is not None:
            yield Wanted(*(*named, MEND, mend_on, Holder.RULE), title=row.title)


def _mend_by(row: Document) -> date | None:
    looked_on, result = (DOCUMENTS.field(name).of(row) for name in ("looked_on", "look_result"))
    if looked_on is None or result in {None, LookResult.UNCHANGED}:
        return None
    since = next((each.from_on for each in entry_editions.of(DOCUMENTS, row)), None)
    return document_rules.mend_by(looked_on, since) if since is not None else None


def _every() -> Iterable[int]:
    its = Document.state.in_(IN_FORCE), Document.struck == "", Document.kind.in_(LOOKED_AT)
    return session.scalars(select(Document.id).where(*its))


TO_LOOK = Source(
    Kind.DOCUMENT,
    (
        DutyKind(
            LOOK,
            N_("規程・様式の年1回の確認"),
            N_(
                "規程を様式とあわせて読み、実際の業務と合っているかを確かめ、結果を記録してください。"
            ),
            N_("確認の結果を記録する"),
            page="document_looks.index",
            read=entry_duties.together(LOOK, entry_duties.by_roles(LOOKERS)),
        ),
        DutyKind(
            MEND,
            N_("年1回の確認の結果の反映"),
            N_(
                "年1回の確認で、改定または廃止が必要とされました。"
                "改定した版を提出するか、廃止を提出してください。"
            ),
            N_("文書を改定する"),
            takers=entry_duties.by_roles(LOOKERS),
        ),
    ),
    wants,
    every=_every,
    changes={Document: own("state", "struck", "kind", "facts", "title")},
    sees=seen_by(Document, visible_to),
)
