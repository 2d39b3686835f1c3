"""Evidence at the door: taken with its record's form, given out only through its record."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from flask import Response, request, send_file
from flask_babel import gettext, lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from pms_tracker import clock
from pms_tracker.act.act_registers import BY_KIND
from pms_tracker.config import MEGABYTE
from pms_tracker.evidence import evidence
from pms_tracker.evidence.evidence import Attached, check_proven
from pms_tracker.evidence.evidence_tables import EvidenceFile
from pms_tracker.kernel.errors import NotFound
from pms_tracker.kernel.references import parse_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.plan.rules.year_rules import Done
from pms_tracker.web.door.access import settings
from pms_tracker.web.door.uploads import any_upload, uploads
from pms_tracker.web.forms.shared_forms import DayField, Form, LineField, LongField, PickField
from pms_tracker.web.shell.pages import largest_file


class ProofFields(Form):
    """What shows that something was done: files or, without any, why there are none."""

    files = MultipleFileField(_l("証拠ファイル"))
    no_proof = LineField(_l("証拠ファイルがない理由"), longest=500)

    @property
    def proven(self) -> bool:
        """Whether a file came with the form."""
        return any_upload("files")

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Said beside the field, with all else that is wrong."""
        valid = bool(super().validate(*args, **kwargs))
        why = self.no_proof.data or ""
        proven = self.proven
        return self.judged((self.no_proof, lambda: check_proven(why, proven=proven))) and valid


class OutcomeForm(ProofFields):
    """What came of what somebody was to do, and when."""

    result = LongField(_l("結果"), _l("実施したことと結果を入力してください。"), longest=2000)
    done_on = DayField(_l("実施日"), past=True)

    @property
    def done(self) -> Done:
        """What came of it, once the form was found right; without a day it was today."""
        day = self.done_on.data or clock.today()
        return Done(self.result.data, day, self.proven, self.no_proof.data or "")


class EvidenceForm(Form):
    """Files for a record, perhaps in the place of an earlier one."""

    # Ids of their own: they stand on pages beside the form of the next step.
    files = MultipleFileField(_l("証拠ファイル"), id="more-files")
    supersedes = PickField(_l("差し替えるもとのファイル"), id="more-supersedes")

    def offer(self, files: Sequence[EvidenceFile | Attached]) -> None:
        """Let a file be superseded that is still there and was not before."""
        gone = {each.supersedes for each in files}
        open_ones = [each for each in files if each.erased_at is None and each.number not in gone]
        self.supersedes.offer([(each.number, each.name) for each in open_ones])


def take(
    reference: str, name: str, *, by: Viewer, step: str = "", supersedes: int | None = None
) -> list[EvidenceFile]:
    """Attach the files handed in under `name` to a record or one of its steps, in the transaction
    that is open.

    Raises BadInput, and TooLarge before a file is read.
    """
    if not request.files.getlist(name):
        return []
    limit_bytes = largest_file() * MEGABYTE
    chosen = uploads(name, limit_bytes)
    if not chosen:
        return []
    return evidence.attach(
        reference,
        chosen,
        settings().evidence_folder,
        limit_bytes=limit_bytes,
        by=by,
        step=step,
        supersedes=supersedes,
        private=_is_private(reference),
    )


def _is_private(reference: str) -> bool:
    """Whether the files of a record are told to few: of a register whose own field says so."""
    found = parse_reference(reference)
    register = BY_KIND.get(found.kind) if found is not None else None
    return register is not None and any(
        each.private for each in register.fields if each.takes_files
    )


def give(reference: str, number: int, step: str | None = None) -> Response:
    """A file of a record the person was already let into; always as an attachment, and never one
    whose bytes are not those that were handed in.

    With a step, only where it proves that one.
    """
    row = evidence.file(reference, number)
    if step not in {None, row.step}:
        raise NotFound("no_such_file", number=number)
    path = evidence.intact(row, settings().evidence_folder)
    answer = send_file(
        path, mimetype=row.media_type, as_attachment=True, download_name=row.name, max_age=0
    )
    if row.media_type == "text/plain":
        answer.content_type = f"text/plain; charset={_charset(path)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _charset(path: Path) -> str:
    """Which of the encodings that texts are taken in this one has, as answers name it."""
    try:
        path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return "Windows-31J"
    return "utf-8"


def limit_words() -> str:
    """What may be attached, beside the field."""
    return gettext("1件 %(megabytes)s MBまで", megabytes=largest_file())
