"""What a second person decides of an incident: asked with a ground, read and decided on a page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from flask_babel.speaklater import LazyString

from pms_tracker.do.by_two import matter_facts
from pms_tracker.do.by_two.matter_tables import Decided
from pms_tracker.do.incidents import incident_decisions as deciding, incidents
from pms_tracker.do.incidents.incident_decisions import INCIDENT_MATTERS
from pms_tracker.do.incidents.incidents import INCIDENTS, LACKS, reported, reported_if
from pms_tracker.do.rules.incidents.incident_decision_rules import GROUNDS, Exempt, Matter
from pms_tracker.do.rules.incidents.incident_easing_rules import FACTS
from pms_tracker.do.rules.incidents.incident_rules import Lack, Nature
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.by_two.matter_forms import AskForm, Eased
from pms_tracker.web.do.by_two.matter_pages import Line, MatterPages, lines_of, pages_of
from pms_tracker.web.do.incidents.incident_views import Shown, clocks_of, shown_of
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.record.steps import Done, pressed
from pms_tracker.web.registers import register_forms
from pms_tracker.web.words.register_words import say

EXEMPT: dict[Exempt, LazyString] = {
    Exempt.NO_CLASS: _p("why not reported", "報告の対象となる類型に当たらない"),
    Exempt.RECOVERED: _l("第三者が見る前に、すべて回収した"),
    Exempt.ELSEWHERE: _l("同じ内容のデータがほかに残っている"),
    Exempt.ENCRYPTED: _l("高度な暗号化など、権利利益を守る措置があった"),
    Exempt.CLIENT_TOLD: _l("委託元に通知した"),
    Exempt.NO_DATA: _l("個人データに当たらない"),
    Exempt.HARD: _l("本人への通知が困難で、代わりの措置をとった"),
}


class EasingForm(Eased, register_forms.some(INCIDENTS, FACTS)):  # type: ignore[misc]
    """Facts of an incident as they are to be, with the reason."""


def _ask(row: Any, matter: Matter, form: AskForm) -> None:
    ground = Exempt(form.chosen) if form.chosen else None
    reason = form.reason.data or ""
    deciding.ask(row, matter, ground, reason, version=form.version.number, by=me())


def _given(row: Any, matter: Matter, waits: Decided | None) -> Mapping[str, object]:
    """Every clock as it is, and as it would be; and what is lacking to an end."""
    clocks, _today = clocks_of(row)
    lacks = _lacks(row) if matter is Matter.CLOSING and waits is None else []
    return {"clocks": clocks, "then": _then(row, waits), "lacks": lacks}


def _then(row: Any, waits: Decided | None) -> list[tuple[Shown, Shown | None]]:
    """Every clock as it is, and as it would be once what waits is approved; nothing where that
    moves none."""
    if waits is None or waits.matter is not Matter.EASED:
        return []
    _before, facts = matter_facts.sides(INCIDENTS, waits)
    after = {each.clock.office: shown_of(each, row.known_on) for each in reported_if(row, facts)}
    now = {each.clock.office: shown_of(each, row.known_on) for each in reported(row)}
    return [(shown, after.get(office)) for office, shown in now.items()]


def _lacks(row: Any) -> list[tuple[str, str]]:
    """All that an incident lacks to be over, each with where it is put in."""
    return [(say(LACKS[each][0]), _place_of(row, each)) for each in deciding.lacking(row)]


def _place_of(row: Any, lack: Lack) -> str:
    which = INCIDENTS.name_of(row)
    if lack is Lack.REASON_UNREPORTED:
        return url_for("incident_decisions.shown", which=which, matter=Matter.UNREPORTED)
    days = (incidents.field_of_report(row, final=final) for final in (False, True))
    field = next(filter(None, days), "") if lack is Lack.REPORTS else LACKS[lack][1]
    return url_for(f"{INCIDENTS.key}.edit_form", which=which, _anchor=field)


PAGES = MatterPages(
    "incident_decisions",
    INCIDENT_MATTERS,
    Matter,
    Permission.HANDLE_REPORTS,
    "do/incidents/decision.html",
    EasingForm,
    may_ask=deciding.may_ask,
    ask=_ask,
    given=_given,
    grounds=lambda matter: {each: EXEMPT[each] for each in GROUNDS[matter]},
)
blueprint = pages_of(PAGES, "/do/incidents")


@blueprint.app_template_global()
def incident_matters(row: Any) -> list[Line]:
    """What of an incident is decided by a second person, or may be asked; not that there is nothing
    to mistake or to ease, as of most."""
    on_demand = Matter.EASED, Matter.STRUCK
    return [each for each in lines_of(PAGES, row) if each.latest or each.matter not in on_demand]


@blueprint.app_template_global()
def may_ask_of_incident(row: Any, matter: str) -> bool:
    """Whether the reader may ask for a decision of an incident, of which none waits."""
    return PAGES.asks(row, Matter(matter))


@blueprint.app_template_global()
def incident_ends_alone(row: Any) -> tuple[bool, list[tuple[str, str]]]:
    """Whether the reader may end a near miss or a drill, and what that still lacks."""
    is_open = row.nature is not Nature.INCIDENT and row.closed_on is None and not row.struck
    may = is_open and me().may(Permission.HANDLE_REPORTS)
    return may, _lacks(row) if may else []


@blueprint.app_template_global()
def incident_lacks(row: Any) -> list[tuple[str, str]]:
    """All that an entry lacks to be over, each with where it is put in."""
    return _lacks(row)


@blueprint.post(f"/<ref({Kind.INCIDENT}):which>/close")
@requires(Permission.HANDLE_REPORTS)
@pressed()
def close(which: Reference) -> Done:
    """A near miss or a drill is over: nobody else decides of it."""
    deciding.close(PAGES.row(which, for_update=True), by=me())
    return Done(gettext("完了を記録しました。"), url_for(f"{INCIDENTS.key}.record", which=which))
