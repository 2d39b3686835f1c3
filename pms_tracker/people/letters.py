"""What people have to be told at once: that they may sign in now."""

from pms_tracker.mail.outbox import Letter


def invitation() -> Letter:
    """Leads to choosing a password; secret, as every letter about signing in."""
    return Letter("invitation", secret=True)
