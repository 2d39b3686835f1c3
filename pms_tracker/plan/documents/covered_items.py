"""The items of the guide with what covers each (指針との対応表): rules, forms, records, pages."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from pms_tracker.database import session
from pms_tracker.plan.requirements import requirement_sets
from pms_tracker.plan.rules import document_rules
from pms_tracker.plan.rules.document_rules import RULES, Cover, DocumentKind
from pms_tracker.plan.tables.document_tables import Document, RecordType
from pms_tracker.registers.edition_rules import IN_FORCE


def table(registers: Sequence[tuple[str, Collection[str]]]) -> list[Cover]:
    """Each item of the guide that is shipped, titled by its whole wording, with what is in force of
    it; `registers` are the names of registers with the items that each is of."""
    in_force = select(Document).where(Document.state.in_(IN_FORCE), Document.struck == "")
    documents = session.scalars(in_force.order_by(Document.code, Document.id)).all()
    kept = select(RecordType).where(RecordType.state.in_(IN_FORCE), RecordType.struck == "")
    records = session.scalars(kept.order_by(RecordType.name, RecordType.id)).all()
    items = [(each.number, each.wording) for each in requirement_sets.shipped().items]
    said: dict[str, Sequence[tuple[str, Collection[str]]]] = {
        "rules": [
            (f"{each.code} {each.title}", each.items) for each in documents if each.kind in RULES
        ],
        "forms": [
            (f"{each.code} {each.title}", each.items)
            for each in documents
            if each.kind is DocumentKind.FORM
        ],
        "records": [(each.name, each.items) for each in records],
        "registers": registers,
    }
    return document_rules.table(items, said)
