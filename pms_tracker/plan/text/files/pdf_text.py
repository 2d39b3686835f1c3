"""A PDF's text, taken out by a process of its own that may use so much time and memory, no more."""

import json
import subprocess
import sys

from pms_tracker.plan.text.files import pdf_process
from pms_tracker.plan.text.policy_text import NotAPolicy


def text_of(data: bytes) -> str:
    """The text of a PDF, a line for each of its lines.

    Raises NotAPolicy: "pdf_locked", "pdf_scan" where it holds no text, "file_unreadable" where it
    is broken or takes too long.
    """
    command = [sys.executable, "-m", pdf_process.__name__]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=pdf_process.SECONDS * 2, check=False
        )
        told = json.loads(done.stdout) if done.returncode == 0 else {"trouble": "file_unreadable"}
    except (subprocess.TimeoutExpired, ValueError) as trouble:
        raise NotAPolicy("file_unreadable") from trouble
    if "trouble" in told:
        raise NotAPolicy(told["trouble"])
    return str(told["text"])
