"""The virus scanner of whoever runs the installation: asked before a file is kept."""

import logging
import shlex
import subprocess
from tempfile import NamedTemporaryFile

from pms_tracker.evidence.evidence import Upload, safe_name
from pms_tracker.kernel.errors import BadInput

log = logging.getLogger(__name__)

# Scanners that load their signatures anew take ten seconds; nobody waits much longer for a page.
SECONDS = 60


def check(upload: Upload, command: str, seconds: float = SECONDS) -> None:
    """Run a command on a file, whose path it is given last; it refuses by an exit code but 0.

    Raises BadInput for a file that is refused, and for any where the scanner cannot be asked.
    """
    name = safe_name(upload.name)
    with NamedTemporaryFile(prefix="pms-scan-") as file:
        file.write(upload.content)
        file.flush()
        try:
            ended = subprocess.run(
                [*shlex.split(command), file.name],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as trouble:
            log.error("the virus scanner took longer than %s seconds", seconds)
            raise BadInput("file_not_scanned", name=name) from trouble
        except (OSError, ValueError) as trouble:
            log.error("the virus scanner cannot be run: %s", trouble)
            raise BadInput("file_not_scanned", name=name) from trouble
    if ended.returncode != 0:
        log.warning("the virus scanner refused a file with exit code %d", ended.returncode)
        raise BadInput("file_refused_by_scanner", name=name)
