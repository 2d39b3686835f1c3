"""Forms of sheets that are read in: the file, and what of it was previewed before it is taken."""

import binascii
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField

from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.my_number import holds_my_number
from pms_tracker.sheets.limits import MOST_BYTES
from pms_tracker.sheets.sheet_lines import Problem, Trouble
from pms_tracker.web.forms.shared_forms import AtMost, Filled, Form

# Of a form that is sent, 4 MB are read.
LONGEST_PACKED = 3_500_000


class SheetForm(Form):
    """The file."""

    file = FileField(_l("ファイル"), validators=[Filled(_l("ファイルを選んでください。"))])


class PackedForm(Form):
    """What was previewed: the file once more, what tells that preview from another, and whether
    what was read with a guess is taken as well."""

    packed = HiddenField(validators=[AtMost(LONGEST_PACKED)])
    seal = HiddenField(validators=[AtMost(64)])
    doubtful = BooleanField(_l("推測で読み取った行も取り込む"))

    @property
    def content(self) -> bytes:
        """The file. Raises BadInput where it is none."""
        reader = zlib.decompressobj()
        try:
            content = reader.decompress(
                b64decode(self.packed.data or "", validate=True), MOST_BYTES
            )
        except (binascii.Error, zlib.error) as broken:
            raise BadInput("sheet_file_empty") from broken
        if reader.unconsumed_tail or not content:
            raise BadInput("sheet_file_empty")
        return content


def refuse_name(form: SheetForm) -> None:
    """Raises BadInput for a file whose name has a My Number in it."""
    if holds_my_number(form.file.data.filename or ""):
        raise BadInput("file_my_number")


def has_my_number(troubles: Iterable[Trouble]) -> bool:
    """Whether a file is refused for a My Number in it."""
    return any(
        each.problem is Problem.MY_NUMBER
        or (each.refusal is not None and each.refusal.key == "entry_my_number")
        for each in troubles
    )


def packed(content: bytes) -> str:
    """A file as a form carries it. Raises BadInput for one that is too large for that."""
    told = b64encode(zlib.compress(content)).decode()
    if len(told) > LONGEST_PACKED:
        raise BadInput("set_too_full")
    return told
