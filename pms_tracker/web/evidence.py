"""Evidence at the door: taken with its record's form, given out only through its record."""

from flask import Response, send_file
from flask_babel import gettext

from pms_tracker.config import MEGABYTE
from pms_tracker.evidence import evidence
from pms_tracker.kernel.errors import NotFound
from pms_tracker.people.people import Viewer
from pms_tracker.web.forms import uploads
from pms_tracker.web.pages import settings


def take(reference: str, name: str, *, by: Viewer) -> None:
    """Attach the files handed in under `name` to a record, in the transaction that is open."""
    chosen = uploads(name)
    if chosen:
        set_up = settings()
        evidence.attach(
            reference,
            chosen,
            set_up.evidence_folder,
            limit_bytes=set_up.evidence_megabytes * MEGABYTE,
            by=by,
        )


def give(reference: str, number: int) -> Response:
    """A file of a record the person was already let into; always as an attachment."""
    row = evidence.file(reference, number)
    path = evidence.path_of(settings().evidence_folder, row.sha256)
    if not path.is_file():
        raise NotFound("no_such_file", number=number)
    answer = send_file(
        path, mimetype=row.media_type, as_attachment=True, download_name=row.name, max_age=0
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def limit_words() -> str:
    """What may be attached, beside the field."""
    return gettext("1件 %(megabytes)s MBまで", megabytes=settings().evidence_megabytes)
