"""The `pms` command. Its words are for administrators, in Japanese and English side by side."""

from pms_tracker.cli.commands import main

__all__ = ["main"]
