"""The `pms` command. Its words are for administrators, in Japanese and English side by side."""

# Each file adds its commands to the one of `commands`.
from pms_tracker.cli import figures, history, keeping, requirements, secrets  # noqa: F401
from pms_tracker.cli.commands import main

__all__ = ["main"]
