"""Templates as this program compiled them once, kept in the instance: a process that begins reads
what another compiled, which takes a twentieth of the time."""

import hashlib
import shutil
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from secrets import token_hex

from flask import Flask
from itsdangerous import BadSignature, Signer
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pms_tracker import config
from pms_tracker.config import Settings

FOLDER = "templates"


class KeptTemplates(BytecodeCache):
    """Signed with the secret of the installation: to write a file there is not to have it run.

    What a template compiles to depends on the filters and functions it names, so each program has a
    folder of its own. Where nothing can be read or written a template is compiled, as always.
    """

    def __init__(self, settings: Settings) -> None:
        program = _program()
        self._folder = settings.instance / FOLDER / program
        self._signer = Signer(settings.secret_key, salt=f"{FOLDER} {program}")

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, BadSignature):
            signed = (self._folder / bucket.key).read_bytes()
            bucket.bytecode_from_string(self._signer.unsign(signed))

    def dump_bytecode(self, bucket: Bucket) -> None:
        half = self._folder / f"{bucket.key}.{token_hex(8)}.new"
        with suppress(OSError):
            try:
                half.write_bytes(self._signer.sign(bucket.bytecode_to_string()))
                half.replace(self._folder / bucket.key)
            finally:
                half.unlink(missing_ok=True)

    def make_room(self) -> None:
        """Make room for this program's; those of programs before it go."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for other in self._folder.parent.iterdir():
                if other != self._folder:
                    shutil.rmtree(other, ignore_errors=True)


def install(app: Flask, settings: Settings) -> None:
    """Keep what this app compiles, and read what one of the same program and secret kept."""
    kept = KeptTemplates(settings)
    kept.make_room()
    app.jinja_env.bytecode_cache = kept


def _program() -> str:
    """Names this program as it stands on the disk: another as soon as any of its modules is."""
    said = hashlib.sha256(version("jinja2").encode())
    for module in sorted(Path(config.PACKAGE).rglob("*.py")):
        stands = module.stat()
        said.update(f"{module} {stands.st_size} {stands.st_mtime_ns}\n".encode())
    return said.hexdigest()[:16]
