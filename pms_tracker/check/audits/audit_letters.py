"""What check has to say at once: which audit, of which unit, when and where, never content."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from pms_tracker import clock
from pms_tracker.check.audits.audit_plans import Slot
from pms_tracker.check.rules.audit_rules import AuditKind
from pms_tracker.check.tables.audit_tables import Audit
from pms_tracker.mail.events import Event, Method
from pms_tracker.mail.outbox import Letter
from pms_tracker.mail.wording import ABOUT, N_, TO_DETAILS, Fact, Wording

KINDS = {AuditKind.OPERATION: N_("運用監査"), AuditKind.CONFORMITY: N_("適合性監査")}
TAKES_PLACE = (
    *ABOUT,
    Fact(N_("種類"), "kind"),
    Fact(N_("部門"), "unit"),
    Fact(N_("日時"), "day", also="hours"),
    Fact(N_("場所"), "place"),
)
NOTIFIED = Wording(
    "audit_notified",
    N_("監査のお知らせ（%(reference)s）"),
    N_("内部監査の予定をお知らせします。予定表に追加できるよう、招待を添付しました。"),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
CHANGED = Wording(
    "audit_changed",
    N_("監査の予定の変更（%(reference)s）"),
    N_(
        "お知らせした内部監査の予定が変わりました。新しい予定は次のとおりです。予定表も、添えた招待で変わります。"
    ),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
CALLED_OFF = Wording(
    "audit_called_off",
    N_("監査の予定の中止（%(reference)s）"),
    N_(
        "お知らせした次の予定は、中止になりました。添付のファイルを開くと、予定表から削除されます。"
    ),
    facts=TAKES_PLACE,
    way=TO_DETAILS,
)
# Instead of the way there, for whoever may not see the audit.
ASK = N_("くわしくは、部門責任者にお尋ねください。")
IN_CALENDARS = N_("%(kind)s %(reference)s（%(unit)s）")

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
            called=IN_CALENDARS,
            place=self.place,
            method=method,
        )


def _about(row: Wording, what: Appointment, method: Method, *, opens: bool) -> Letter:
    audit = what.audit
    row = row if opens else replace(row, next=(ASK,), way=None)
    values = {
        "kind": KINDS[audit.kind],
        "unit": what.unit,
        "day": audit.planned_on,
        "hours": what.hours,
        "place": what.place,
    }
    return Letter(row, values, audit.reference, event=what.event(method), title=audit.theme)


def notified(what: Appointment, *, opens: bool) -> Letter:
    """To whoever takes part: an audit is planned (監査実施通知). `opens`: they may see its page."""
    return _about(NOTIFIED, what, Method.REQUEST, opens=opens)


def changed(what: Appointment, *, opens: bool) -> Letter:
    """To whoever was told: the plan of the audit changed."""
    return _about(CHANGED, what, Method.REQUEST, opens=opens)


def called_off(what: Appointment, *, opens: bool) -> Letter:
    """To whoever was told: the audit is off, or they no longer take part."""
    return _about(CALLED_OFF, what, Method.CANCEL, opens=opens)
