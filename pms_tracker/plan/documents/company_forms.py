"""The company's own numbers and editions of forms, as its register of documents has them."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from pms_tracker.database import session
from pms_tracker.plan.rules.document_rules import DocumentKind
from pms_tracker.plan.tables.document_tables import Document
from pms_tracker.registers.edition_rules import IN_FORCE


@dataclass(frozen=True)
class CompanyForm:
    """A blank form (様式) that is in force: its number, and what its edition is called."""

    code: str
    issue: str


def of(names: Collection[str]) -> CompanyForm | None:
    """The form of one of these names that is in force, the one of the latest day."""
    its = (
        *(Document.kind == DocumentKind.FORM, Document.title.in_(names)),
        *(Document.state.in_(IN_FORCE), Document.struck == ""),
    )
    latest = sa.select(Document.code, Document.issue).where(*its)
    row = session.execute(latest.order_by(Document.valid_on.desc(), Document.id.desc())).first()
    return CompanyForm(*row) if row is not None else None
