"""The package of a renewal (更新の一式): papers, those of the term's records too, registers, texts,
evidence, digests, trail head.

All of it is as of the last entry of the trail and in Japanese, whoever makes it and when: as long
as nothing was recorded since, it has the same bytes. What names persons outside (requests,
complaints, incidents) is left out.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import render_template
from flask_babel import force_locale, gettext
from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.act.renewals import packing
from pms_tracker.act.renewals.examiner_remarks import REMARKS, remarks_of
from pms_tracker.act.renewals.renewals import RENEWALS, term_of
from pms_tracker.check.reports.earlier_audits import EARLIER_AUDITS
from pms_tracker.database import session
from pms_tracker.do.contractors.contractors import CONTRACTORS
from pms_tracker.do.contractors.evaluations import EVALUATIONS
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.evidence import evidence
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.changes.planned_changes import CHANGES
from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.plan.laws.laws import LAWS
from pms_tracker.plan.policies import policies
from pms_tracker.plan.tables.document_tables import Document
from pms_tracker.plan.tables.policy_tables import Policy
from pms_tracker.registers.edition_rules import IN_FORCE
from pms_tracker.registers.register import Register
from pms_tracker.trail import trail
from pms_tracker.web.act.renewals import renewal_papers
from pms_tracker.web.record import term_papers
from pms_tracker.web.registers import guide_coverage, register_bytes
from pms_tracker.web.shell.pages import settings
from pms_tracker.web.words.register_words import say

REGISTERS: tuple[Register, ...] = (
    *(LEDGER, PURPOSES, RISKS, CONTRACTORS, EVALUATIONS, EARLIER_AUDITS),
    *(LAWS, DOCUMENTS, RECORD_TYPES, CHANGES),
)
INDEX, HEAD, DIGESTS = "index.html", "trail-head.txt", "SHA256SUMS.txt"


def made(row: Any, viewer: Viewer) -> bytes:
    """The archive of a renewal. Raises NotFound or RuleBroken for evidence that is not intact."""
    as_of = trail.last_at() or clock.now()
    with force_locale("ja"), clock.set_to(as_of):
        told = dict(_contents(row, viewer))
        files = {name: content for name, (_words, content) in told.items()}
        files[HEAD] = _head()
        files[INDEX] = _index(row, told)
    files[DIGESTS] = packing.digests(files)
    return packing.packed(files)


def _contents(row: Any, viewer: Viewer) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Each file with what the index calls it."""
    papers = renewal_papers
    yield "readiness.pdf", (gettext("更新の準備状況"), papers.readiness_paper(row, viewer))
    yield (
        "summary.pdf",
        (
            gettext("教育・監査・マネジメントレビューの実施サマリー"),
            papers.summary_paper(row, viewer),
        ),
    )
    if remarks_of(row):
        yield "answers.pdf", (gettext("指摘事項への回答書"), papers.answer_paper(row))
    covered = gettext("指針との対応表")
    book = packing.workbook(register_bytes.workbook_of(guide_coverage.sheet()))
    yield "coverage.xlsx", (covered, book)
    yield "coverage.pdf", (covered, guide_coverage.paper())
    for each in REGISTERS:
        name = say(each.name)
        book = packing.workbook(register_bytes.workbook(each))
        yield f"registers/{each.key}.xlsx", (name, book)
        yield f"registers/{each.key}.pdf", (name, register_bytes.list_paper(each))
    yield from _papers_of_term(row, viewer)
    yield from _texts()
    named = [RENEWALS.name_of(row), *map(REMARKS.name_of, remarks_of(row))]
    yield from _files("evidence", named)
    its = Document.state.in_(IN_FORCE), Document.struck == ""
    documents = session.scalars(select(Document).where(*its).order_by(Document.code, Document.id))
    yield from _files("documents", list(map(DOCUMENTS.name_of, documents)))


def _papers_of_term(row: Any, viewer: Viewer) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The finished papers of the term's records, a file each."""
    first, last = term_of(row)
    for kind in term_papers.declared():
        for reference, content in kind.papers(first, last, viewer):
            yield (
                f"papers/{kind.folder}/{reference}.pdf",
                (f"{say(kind.name)} {reference}", content),
            )


def _texts() -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The text in force of each policy and rule."""
    for policy in session.scalars(select(Policy).order_by(Policy.number)):
        text = policies.in_force(policy.id).text
        yield f"documents/{policy.reference}.txt", (policy.title, text.encode())


def _files(folder: str, named: Sequence[str]) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """The files of some records, by reference and number."""
    for reference in named:
        for file in evidence.files(reference):
            if file.erased_at is None:
                path = evidence.intact(file, settings().evidence_folder)
                ending = f".{file.name.rpartition('.')[2]}" if "." in file.name else ""
                name = f"{folder}/{reference}-{file.number}{ending.lower()}"
                yield name, (f"{reference} {file.name}", path.read_bytes())


def _head() -> bytes:
    number, digest = trail.head()
    return f"{number} {digest}\n".encode()


def _index(row: Any, told: dict[str, tuple[str, bytes]]) -> bytes:
    """The index, a page that opens without this tool."""
    page = render_template(
        "act/renewals/index.html",
        reference=RENEWALS.name_of(row),
        files=[(name, told[name][0]) for name in sorted(told)],
        head=_head().decode().strip(),
        head_name=HEAD,
        digests_name=DIGESTS,
        as_of=clock.now(),
    )
    return page.encode()
