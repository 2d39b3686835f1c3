"""Whether administrators are to be told on every page that backups fail."""

from flask import g

from pms_tracker import clock
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running import beats
from pms_tracker.web.door.access import viewer_or_none


def backups_fail() -> bool:
    """Whether backups are tried and none was good for days, for whoever may mend it; read once per
    request, for others not."""
    viewer = viewer_or_none()
    if viewer is None or not viewer.may(Permission.KEEP_COMPANY):
        return False
    if "backups_fail" not in g:
        tried = beats.standing(beats.BACKUP)
        g.backups_fail = tried is not None and beats.is_too_old(tried.good_at, clock.now())
    found: bool = g.backups_fail
    return found
