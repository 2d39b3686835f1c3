"""The `pms` command. Its words are for administrators, in Japanese and English side by side."""

import gc

# What is imported stays: to look for garbage among it again and again is a sixth of the start.
gc.disable()

# Each file adds its commands to the one of `commands`.
from pms_tracker.cli import (  # noqa: E402, F401
    accounts,
    derived_commands,
    incident_commands,
    keeping,
    register_commands,
    requirement_commands,
    secrets,
)
from pms_tracker.cli.commands import main  # noqa: E402

gc.freeze()
gc.enable()

__all__ = ["main"]
