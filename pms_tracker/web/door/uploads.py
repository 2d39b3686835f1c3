"""The files of a request: measured before they are read, scanned before anything is written."""

from os import SEEK_END

from flask import g, request
from werkzeug.datastructures import FileStorage

from pms_tracker.evidence import scanning
from pms_tracker.evidence.evidence import Upload, check_size
from pms_tracker.kernel.errors import BadInput


def any_upload(name: str) -> bool:
    """Whether a file was handed in under a name."""
    return bool(_chosen(name))


def uploads(name: str, limit_bytes: int | None = None) -> list[Upload]:
    """The files handed in under a name, empty choices left out.

    With a limit, each is measured before it is read; raises TooLarge. Raises BadInput for one that
    the virus scanner refused.
    """
    chosen = _chosen(name)
    for each in chosen:
        if limit_bytes is not None:
            check_size(str(each.filename), _size(each), limit_bytes)
        refused = _refused().get(id(each))
        if refused is not None:
            raise refused
    return [Upload(str(each.filename), _content(each)) for each in chosen]


def scan_uploads(command: str, limit_bytes: int) -> None:
    """Have all files of a request scanned, before anything is written that others wait for; what
    is refused is told by `uploads`, beside its field. Too large ones are refused without."""
    for each in (file for _name, file in request.files.items(multi=True) if file.filename):
        if _size(each) > limit_bytes:
            continue
        try:
            scanning.check(Upload(str(each.filename), _content(each)), command)
        except BadInput as refusal:
            _refused()[id(each)] = refusal


def _refused() -> dict[int, BadInput]:
    found: dict[int, BadInput] = g.setdefault("refused_uploads", {})
    return found


def _chosen(name: str) -> list[FileStorage]:
    found: list[FileStorage] = request.files.getlist(name)
    return [each for each in found if each.filename]


def _size(file: FileStorage) -> int:
    size = file.stream.seek(0, SEEK_END)
    file.stream.seek(0)  # it may have been looked at before
    return size


def _content(file: FileStorage) -> bytes:
    file.stream.seek(0)
    content = file.read()
    file.stream.seek(0)
    return content
