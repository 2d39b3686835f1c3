"""The `pms` command. Its words are for administrators, in Japanese and English side by side."""

# Each file adds its commands to the one of `commands`.
from pms_tracker.cli import (  # noqa: F401
    accounts,
    figures,
    history,
    keeping,
    requirements,
    secrets,
)
from pms_tracker.cli.commands import main

__all__ = ["main"]
