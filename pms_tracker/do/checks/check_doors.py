"""The QR code at the door: a secret link of one check, of which the digest alone is kept.

Whoever has the link fills in that check, and learns nothing of others; a new one ends it.
"""

import secrets
from collections.abc import Callable
from datetime import date

from sqlalchemy import select

from pms_tracker import clock
from pms_tracker.database import session
from pms_tracker.do.checks import check_runs
from pms_tracker.do.tables.operation.operation_check_tables import CheckDoor, CheckTemplate
from pms_tracker.kernel.errors import NotFound, RuleBroken
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.secret_tokens import digest_of
from pms_tracker.trail import trail


def open_of(template: CheckTemplate) -> CheckDoor | None:
    """The link of a check that opens, if there is one."""
    its = CheckDoor.template_id == template.id, CheckDoor.ended_on.is_(None)
    return session.scalar(select(CheckDoor).where(*its))


def make(template: CheckTemplate, token_of: Callable[[str], str], *, by: Viewer) -> CheckDoor:
    """Make a link; the one before opens nothing any more."""
    if template.struck:
        raise RuleBroken("check_outside_days")
    _end(template)
    seed = secrets.token_hex(16)
    made = CheckDoor(
        template_id=template.id,
        digest=digest_of(token_of(seed)),
        seed=seed,
        made_by_id=by.person_id,
        made_on=clock.today(),
    )
    session.add(made)
    session.flush()
    trail.note(template.reference, "check_door_made", by=by.actor)
    return made


def end(template: CheckTemplate, *, by: Viewer) -> None:
    """Have the link open nothing any more. Raises RuleBroken where there is none."""
    if not _end(template):
        raise RuleBroken("check_no_door")
    trail.note(template.reference, "check_door_ended", by=by.actor)


def _end(template: CheckTemplate) -> bool:
    found = open_of(template)
    if found is None:
        return False
    found.ended_on = clock.today()
    session.flush()
    return True


def opened(token: str, day: date) -> CheckTemplate | None:
    """The check that a link opens; None once the link ended, or the check before a day. Raises
    NotFound for what was never a link."""
    found = session.execute(
        select(CheckDoor, CheckTemplate)
        .join(CheckTemplate, CheckTemplate.id == CheckDoor.template_id)
        .where(CheckDoor.digest == digest_of(token))
    ).one_or_none()
    if found is None:
        raise NotFound("no_such_questionnaire")
    template: CheckTemplate = found.CheckTemplate
    is_open = found.CheckDoor.ended_on is None and not check_runs.is_over(template, day)
    return template if is_open else None
