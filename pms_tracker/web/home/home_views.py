"""Home: what is my turn, most urgent first, and whom I am waiting for."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from flask import Blueprint, g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker import clock
from pms_tracker.do.checks.check_templates import CHECKS
from pms_tracker.do.incidents.incidents import INCIDENTS
from pms_tracker.duties import handed_in
from pms_tracker.kernel.duty import Duty
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.questions import together
from pms_tracker.reminders.running import operation_duties
from pms_tracker.reminders.scan import reminders
from pms_tracker.reminders.start import first_steps
from pms_tracker.web.door import health as health_checks
from pms_tracker.web.door.access import public, settings, sign_in_first, viewer_or_none
from pms_tracker.web.door.reached import keeps
from pms_tracker.web.home import start
from pms_tracker.web.people import absences
from pms_tracker.web.record.next_duty import AHEAD
from pms_tracker.web.words import days_in_words, duty_words
from pms_tracker.web.words.days_in_words import DueWords, due_words
from pms_tracker.web.words.register_words import say

overview = Blueprint("overview", __name__)

# A person's duties are few however far one looks; policies are reviewed within three years.
HORIZON = timedelta(days=3 * 366)
MOST, COMING, MOST_WAITING = 50, 3, 10
# The duties of some dozens of readers.
KEPT = 4096


@dataclass(frozen=True)
class Line:
    """A duty as the page shows it."""

    duty: Duty
    kind: str
    sentence: str
    button: str
    due: DueWords
    who: str = ""
    more: int = 0


@overview.get("/")
@public
def home() -> ResponseReturnValue:
    """The home page; an empty installation leads to its set-up, a stranger to signing in."""
    viewer = viewer_or_none()
    if viewer is None:
        return sign_in_first() if people.company() else redirect(url_for("setup.first_run"))
    sees, today = viewer.may(Permission.SEE_RECORDS), clock.today()
    facts, every, (waiting, names), handed_over, absent = together(
        first_steps.question(today),
        reminders.question_of(viewer, today + HORIZON),
        reminders.watching(viewer, today + AHEAD, limit=MOST_WAITING + 1),
        handed_in.question(viewer.person_id),
        absences.of_viewer(),
    ).answer()
    first_step = start.panel(viewer, facts)
    if viewer.may(Permission.SEE_AUDITS) and not sees:
        return redirect(url_for("audits.index"))
    if not sees and not _looks_after(every, today):
        return redirect(url_for("start.path" if first_step else "people.index"))
    company = people.the_company()
    every.sort(key=lambda duty: (duty.due_on, duty.reference))
    mine = [duty for duty in every if duty.due_on <= today + AHEAD]
    # Before them stands what was overdue before the tool was there: of that, there is no alarm.
    urgent = [duty for duty in mine if duty.due_on >= company.started_on]
    g.duty_count = len(urgent)
    absent_names = {row.principal_id: row.principal for row in absent}
    others = lines(waiting, lambda duty: names.get(duty.person_id, "")) if sees else []
    others = _in_order(others, handed_in.of_others(handed_over, every))
    return render_template(
        "overview/home.html",
        urgent=lines(urgent[:MOST], lambda duty: absent_names.get(duty.for_id or 0, "")),
        urgent_count=len(urgent),
        calm=lines(mine[: len(mine) - len(urgent)]),
        late=sum(duty.due_on < today for duty in urgent),
        coming=lines(every[len(mine) : len(mine) + COMING]),
        waiting=others[:MOST_WAITING],
        waiting_more=len(others) > MOST_WAITING,
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


def _looks_after(duties: Collection[Duty], today: date) -> bool:
    """Whether something about the installation, which is no record, is among these to do."""
    kinds = {each.key for each in operation_duties.KINDS}
    return any(each.kind in kinds and each.due_on <= today + AHEAD for each in duties)


def lines(duties: Iterable[Duty], who: Callable[[Duty], str] = lambda _duty: "") -> list[Line]:
    """Duties in words, each with a name that belongs to it."""
    today, manner = clock.today(), days_in_words.manner()
    return [_line(duty, who(duty), today, manner) for duty in duties]


@lru_cache(maxsize=KEPT)
def _line(duty: Duty, who: str, _today: date, _manner: days_in_words.Manner) -> Line:
    """Made once for all who read the same words: most of what is due stays so all day."""
    due = due_words(duty.due_on)
    if due is None:
        raise TypeError("a duty has a due day")
    return Line(duty, *duty_words.said(duty.kind), due, who)


def _in_order(others: list[Line], handed_over: Collection[handed_in.Waiting]) -> list[Line]:
    """What waits for others with what the reader handed in, all of a kind in one line."""
    own = lines(Duty(each.kind, each.reference, 0, each.due_on) for each in handed_over)
    told = zip(own, handed_over, strict=True)
    found = [*others, *(replace(line, more=each.more) for line, each in told)]
    return sorted(found, key=lambda each: (each.duty.due_on, each.duty.reference))


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
