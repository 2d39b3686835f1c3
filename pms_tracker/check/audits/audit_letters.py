"""What check has to say at once: which audit, of which unit, when and where, never content."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from pms_tracker import clock
from pms_tracker.check.audits.audit_plans import Slot
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.mail.events import Event, Method
from pms_tracker.mail.outbox import Letter

ONE_DAY = timedelta(days=1)
# An appointment whose end nobody planned.
USUAL_LENGTH = timedelta(hours=1)


@dataclass(frozen=True)
class Appointment:
    """When and where an audit takes place, as letters and calendars are told."""

    audit: Audit
    unit: str
    schedule: tuple[Slot, ...]

    @property
    def place(self) -> str:
        return next((each.place for each in self.schedule if each.place), "")

    @property
    def hours(self) -> str:
        """From when to when, by the company's clock; empty for an audit without a schedule."""
        if not self.schedule:
            return ""
        last = f"–{max(self._ends()):%H:%M}" if self._ends() else "–"
        return f"{self.schedule[0].starts_at:%H:%M}{last}"

    def _times(self) -> tuple[date, date]:
        day = self.audit.planned_on
        if not self.schedule:
            return day, day + ONE_DAY
        begin = self.schedule[0].starts_at
        starts = clock.at(day, begin.hour, begin.minute)
        ends = [clock.at(day, e.hour, e.minute) for e in self._ends()]
        return starts, max(ends, default=starts + USUAL_LENGTH)

    def _ends(self) -> list[time]:
        return [each.ends_at for each in self.schedule if each.ends_at]

    def event(self, method: Method) -> Event:
        """The appointment for a calendar; the same one however often it changes."""
        starts, ends = self._times()
        # Of two installations with an audit of this number, each has its own.
        made_at = int(self.audit.recorded_at.timestamp())
        return Event(
            uid=f"{self.audit.reference.lower()}-{made_at}@pms-tracker.invalid",
            sequence=self.audit.notices - 1,
            starts=starts,
            ends=ends,
            place=self.place,
            method=method,
            template="audit_event",
        )


def _about(key: str, what: Appointment, method: Method, *, opens: bool) -> Letter:
    audit = what.audit
    values = {
        "audit_kind": audit.kind.value,
        "unit": what.unit,
        "day": audit.planned_on,
        "hours": what.hours,
        "place": what.place,
        "opens": opens,
    }
    return Letter(key, values, audit.reference, event=what.event(method), title=audit.theme)


def notified(what: Appointment, *, opens: bool) -> Letter:
    """To whoever takes part: an audit is planned (監査実施通知). `opens`: they may see its page."""
    return _about("audit_notified", what, Method.REQUEST, opens=opens)


def changed(what: Appointment, *, opens: bool) -> Letter:
    """To whoever was told: the plan of the audit changed."""
    return _about("audit_changed", what, Method.REQUEST, opens=opens)


def called_off(what: Appointment, *, opens: bool) -> Letter:
    """To whoever was told: the audit is off, or they no longer take part."""
    return _about("audit_called_off", what, Method.CANCEL, opens=opens)
