"""Home: what is my turn, most urgent first, and whom I am waiting for."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.reminders.running import operation_duties
from pms_tracker.reminders.scan import reminders
from pms_tracker.web.door import health as health_checks
from pms_tracker.web.door.access import public, sign_in_first, viewer_or_none
from pms_tracker.web.door.reached import keeps
from pms_tracker.web.home import start
from pms_tracker.web.people import absences
from pms_tracker.web.record.next_duty import AHEAD
from pms_tracker.web.shell.pages import settings
from pms_tracker.web.words import duty_words
from pms_tracker.web.words.days_in_words import DueWords, due_words
from pms_tracker.web.words.register_words import say

overview = Blueprint("overview", __name__)

# A person's duties are few however far one looks; policies are reviewed within three years.
HORIZON = timedelta(days=3 * 366)
MOST, COMING, MOST_WAITING = 50, 3, 10


@dataclass(frozen=True)
class Line:
    """A duty as the page shows it."""

    duty: Duty
    kind: str
    sentence: str
    button: str
    due: DueWords
    who: str = ""


@overview.get("/")
@public
def home() -> ResponseReturnValue:
    """The home page; an empty installation leads to its set-up, a stranger to signing in."""
    viewer = viewer_or_none()
    if viewer is None:
        return sign_in_first() if people.company() else redirect(url_for("setup.first_run"))
    first_step = start.panel(viewer)
    if viewer.may(Permission.SEE_AUDITS) and not viewer.may(Permission.SEE_RECORDS):
        return redirect(url_for("audits.index"))
    sees = viewer.may(Permission.SEE_RECORDS)
    if not sees and not _looks_after(viewer):
        return redirect(url_for("start.path" if first_step else "people.index"))
    company = people.the_company()
    today = clock.today()
    every = sorted(
        reminders.duties_of(viewer, today + HORIZON), key=lambda duty: (duty.due_on, duty.reference)
    )
    mine = [duty for duty in every if duty.due_on <= today + AHEAD]
    # Before them stands what was overdue before the tool was there: of that, there is no alarm.
    urgent = [duty for duty in mine if duty.due_on >= company.started_on]
    g.duty_count = len(urgent)
    absent = absences.of_viewer()
    names = {row.principal_id: row.principal for row in absent}
    waiting = _waiting(viewer) if sees else []
    return render_template(
        "overview/home.html",
        urgent=[line(duty, names.get(duty.for_id or 0, "")) for duty in urgent[:MOST]],
        urgent_count=len(urgent),
        calm=[line(duty) for duty in mine[: len(mine) - len(urgent)]],
        late=sum(duty.due_on < today for duty in urgent),
        coming=[line(duty) for duty in every[len(mine) : len(mine) + COMING]],
        waiting=waiting[:MOST_WAITING],
        waiting_more=len(waiting) > MOST_WAITING,
        first_step=first_step,
        standing_in=absent,
        at_once=_at_once(viewer),
    )


def _at_once(viewer: people.Viewer) -> list[tuple[str, str]]:
    """What nobody is reminded of in time and is recorded there and then, for whoever may."""
    found = []
    if CHECKS.kind in people.used_kinds() and viewer.may(CHECKS.reader):
        found.append((gettext("今日の点検"), url_for("check_runs.today")))
    if keeps(INCIDENTS) and viewer.may(INCIDENTS.door):
        found.append((say(INCIDENTS.new), url_for(f"{INCIDENTS.key}.form")))
    return found


def _looks_after(viewer: people.Viewer) -> bool:
    """Whether something about the installation, which is no record, is the viewer's to do."""
    until = clock.today() + AHEAD
    kinds = {each.key for each in operation_duties.KINDS}
    return any(each.kind in kinds for each in reminders.duties_of(viewer, until))


def line(duty: Duty, who: str = "") -> Line:
    """A duty in words."""
    due = due_words(duty.due_on)
    if due is None:
        raise TypeError("a duty has a due day")
    return Line(duty, *duty_words.said(duty.kind), due, who)


def _waiting(viewer: people.Viewer) -> list[Line]:
    """Steps others owe on records the person may see, soonest first, and one more than is shown."""
    found, names = reminders.watched(viewer, clock.today() + AHEAD, limit=MOST_WAITING + 1)
    return [line(duty, who=names.get(duty.person_id, "")) for duty in found]


@overview.get("/healthz")
@public
def health() -> ResponseReturnValue:
    """Whether the process answers."""
    return {"status": "ok"}


@overview.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """Whether pages can be served, with each check: 503 where database or migrations fail."""
    found = health_checks.checked(settings())
    told = {"status": "ok" if found.ready else "failed", **asdict(found)}
    return told, 200 if found.ready else 503
