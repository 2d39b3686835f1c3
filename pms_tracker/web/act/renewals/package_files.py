"""The package of an application (申請の一式): papers, those of the term's records too, registers,
texts, evidence, digests, trail head.

All of it is as of the last entry of the trail and in Japanese, whoever makes it and when: as long
as nothing was recorded since, it has the same bytes. The index calls each file in English as well.
What names persons outside (requests, complaints, incidents) is left out.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, TypeAlias

from flask import render_template
from flask_babel import gettext
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
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.words import N_, Words
from pms_tracker.people.firm import people
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
from pms_tracker.web.door.access import settings
from pms_tracker.web.record import term_papers
from pms_tracker.web.registers import guide_coverage, register_bytes, register_files
from pms_tracker.web.words.days_in_words import instant_text
from pms_tracker.web.words.register_words import say
from pms_tracker.web.words.word_cache import in_language

REGISTERS: tuple[Register, ...] = (
    *(LEDGER, PURPOSES, RISKS, CONTRACTORS, EVALUATIONS, EARLIER_AUDITS),
    *(LAWS, DOCUMENTS, RECORD_TYPES, CHANGES),
)
INDEX, HEAD, DIGESTS = "index.html", "trail-head.txt", "SHA256SUMS.txt"
LANGUAGES = ("ja", "en")
# What the index calls a file, in the language that is in force; and what is in it.
Part: TypeAlias = tuple[Callable[[], str], bytes]


def made(row: Any, viewer: Viewer) -> bytes:
    """The archive. Raises NotFound or RuleBroken for evidence that is not intact."""
    as_of = trail.last_at() or clock.now()
    with in_language("ja"), clock.set_to(as_of):
        told = dict(_contents(row, viewer))
        files = {name: content for name, (_words, content) in told.items()}
        files[HEAD] = _head()
        files[INDEX] = _index(row, told)
    files[DIGESTS] = packing.digests(files)
    return packing.packed(files)


def _contents(row: Any, viewer: Viewer) -> Iterator[tuple[str, Part]]:
    """Each file with what the index calls it; what is missing yet is nobody's to read but ours."""
    papers = renewal_papers
    summary = _called(N_("教育・監査・マネジメントレビューの実施サマリー"))
    yield "summary.pdf", (summary, papers.summary_paper(row, viewer))
    if remarks_of(row):
        yield "answers.pdf", (_called(N_("指摘事項への回答書")), papers.answer_paper(row))
    covered = _called(N_("指針との対応表"))
    book = packing.workbook(register_bytes.workbook_of(guide_coverage.sheet()))
    yield "coverage.xlsx", (covered, book)
    yield "coverage.pdf", (covered, guide_coverage.paper(handed_in=True))
    for each in REGISTERS:
        name = _called(each.name)
        book = packing.workbook(register_bytes.workbook(each))
        yield f"registers/{each.key}.xlsx", (name, book)
        yield f"registers/{each.key}.pdf", (name, register_bytes.list_paper(each))
    yield from _papers_of_term(row, viewer)
    yield from _texts()
    named = [RENEWALS.name_of(row), *map(REMARKS.name_of, remarks_of(row))]
    for reference in named:
        yield from _files("evidence", reference, evidence.files(reference))
    yield from _documents()


def _called(words: Words, *more: str) -> Callable[[], str]:
    """Words that are put in the language in force when they are asked for, and what follows."""
    return lambda: " ".join((say(words), *more))


def _documents() -> Iterator[tuple[str, Part]]:
    """The files of rules and blank forms, as they are in force."""
    its = Document.state.in_(IN_FORCE), Document.struck == ""
    found = session.scalars(select(Document).where(*its).order_by(Document.code, Document.id))
    for row in found.all():
        reference = DOCUMENTS.name_of(row)
        yield from _files("documents", reference, register_files.shown(DOCUMENTS, row), row.code)


def _papers_of_term(row: Any, viewer: Viewer) -> Iterator[tuple[str, Part]]:
    """The finished papers of the term's records, a file each."""
    first, last = term_of(row)
    for kind in term_papers.declared():
        for reference, content in kind.papers(first, last, viewer):
            yield f"papers/{kind.folder}/{reference}.pdf", (_called(kind.name, reference), content)


def _texts() -> Iterator[tuple[str, Part]]:
    """The text in force of each policy and rule."""
    for policy in session.scalars(select(Policy).order_by(Policy.number)):
        text = policies.in_force(policy.id).text
        yield f"documents/{policy.reference}.txt", (partial(str, policy.title), text.encode())


def _files(
    folder: str, reference: str, files: Sequence[EvidenceFile], *more: str
) -> Iterator[tuple[str, Part]]:
    """The files of a record, by its reference and their numbers."""
    for file in files:
        if file.erased_at is None:
            path = evidence.intact(file, settings().evidence_folder)
            ending = f".{file.name.rpartition('.')[2]}" if "." in file.name else ""
            name = f"{folder}/{reference}-{file.number}{ending.lower()}"
            called = " ".join((reference, *more, file.name))
            yield name, (partial(str, called), path.read_bytes())


def _head() -> bytes:
    number, digest = trail.head()
    return f"{number} {digest}\n".encode()


def _index(row: Any, told: dict[str, Part]) -> bytes:
    """The index in both languages, a page that opens without this tool."""
    page = render_template(
        "act/renewals/index.html",
        reference=RENEWALS.name_of(row),
        company=people.the_company().name,
        parts=[_part(told, each) for each in LANGUAGES],
        head=_head().decode().strip(),
        head_name=HEAD,
        digests_name=DIGESTS,
    )
    return page.encode()


def _part(told: dict[str, Part], language: str) -> dict[str, Any]:
    """The index in a language: its words, and what each file is called with where it is."""
    with in_language(language):
        return {
            "language": language,
            "title": gettext("Pマークの申請の一式"),
            "made": gettext("%(when)s時点の記録から作成", when=instant_text(clock.now())),
            "heads": (gettext("文書"), gettext("ファイル")),
            "digests": gettext("ファイルのハッシュ値（SHA-256）"),
            "trail": gettext("操作履歴の最終番号とハッシュ値"),
            "files": [(name, told[name][0]()) for name in sorted(told)],
        }
