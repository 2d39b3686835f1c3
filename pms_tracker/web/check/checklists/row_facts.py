"""A checklist's rows as the audit day's script reads them: values, and words in the page's."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue

from pms_tracker import clock
from pms_tracker.check.audits import audits
from pms_tracker.check.checklists import checklists
from pms_tracker.check.day import checklist_rows
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.desk.sent import SentBefore
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import Refusal
from pms_tracker.kernel.references import Reference
from pms_tracker.web.check.checklists import walk_page
from pms_tracker.web.door.access import me
from pms_tracker.web.forms.shared_forms import Form
from pms_tracker.web.record import links
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.shell.error_pages import status_of

JSON = "application/json"


def asked_for() -> bool:
    """Whether the script asks; a plain form is answered with a page."""
    return request.accept_mimetypes.best == JSON


def from_another() -> bool:
    """Whether somebody else is signed in by now than when the page was opened."""
    return request.form.get("person", "") != str(me().person_id)


def complaint(form: Form) -> str:
    """All that is wrong with what was sent, in one line."""
    return " ".join(str(problem) for field in form for problem in field.errors)


def after(
    act: Callable[[], object], form: Form, reference: Reference, position: int
) -> ResponseReturnValue:
    """What the script hears of something that was hung on a row: the row as it stands, or why not.

    What was taken before is answered like what was taken now: its first answer may be lost.
    """
    if from_another():
        return jsonify(gone=True), 403
    if not form.validate_on_submit():
        return jsonify(words=complaint(form)), 400
    try:
        act()
    except SentBefore:
        pass
    except Refusal as refusal:
        return jsonify(words=sentence(refusal)), status_of(refusal)
    audit = audits.by_reference(reference, seen_by=me())
    return jsonify(when=walk_page.when(clock.now()), **told(audit, [position])[0])


def told(audit: Audit, positions: Sequence[int]) -> list[dict[str, object]]:
    """Rows as they stand, with their files and findings."""
    found = checklist_rows.rows(audit, positions)
    files = evidence.files_of([f"{audit.reference}/{row.position}" for row in found])
    filed = checklists.findings_by_item(audit.id)
    return [
        {
            **_said(row),
            "files": [
                file_facts(audit, row.position, each)
                for each in files[f"{audit.reference}/{row.position}"]
                if each.erased_at is None
            ],
            "findings": [
                {"name": each, "url": links.url_of(each)} for each in filed.get(row.id, [])
            ],
        }
        for row in found
    ]


def known(audit: Audit, position: int) -> walk_page.Known | None:
    """What other audits found of a row's requirement."""
    row = checklists.item(audit, position)
    return walk_page.known(audit, row.requirement_id, me())


def _said(row: Any) -> dict[str, object]:
    return {
        "position": row.position,
        "version": row.version,
        "result": row.result.value,
        "note": row.note,
        "asked": row.asked,
        "population": _text(row.population),
        "sample_size": _text(row.sample_size),
        "sample_how": row.sample_how,
        "said": walk_page.said_by(row),
        "by": row.answered_by or "",
        "by_me": row.answered_by_id == me().person_id,
    }


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def file_facts(audit: Audit, position: int, file: EvidenceFile) -> dict[str, object]:
    """A file of a row: its name, where it is, and whether it is a picture."""
    place = url_for("rows.file", reference=audit.reference, position=position, number=file.number)
    return {"name": file.name, "url": place, "image": file.media_type.startswith("image/")}
