"""The places a page leads to, in the order of the cycle, the person's own work first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, g, request, url_for
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from markupsafe import Markup

from pms_tracker import locale_in_use
from pms_tracker.act.act_registers import REGISTERS
from pms_tracker.people.firm import people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers.register import Register
from pms_tracker.web.door.access import viewer_or_none
from pms_tracker.web.door.reached import BESIDE
from pms_tracker.web.shell.shelves import NO_SHELF, SHELVES
from pms_tracker.web.words.word_cache import in_common

# Nothing tells of these until they are used.
QUIET = tuple(each for each in REGISTERS if each.quiet)
HOME, DO = "overview.home", "do"

# Phase, its label, and its families: label, endpoint, the blueprints that belong to it.
PHASES = (
    (
        "plan",
        _p("phase", "計画"),
        (
            (
                _l("方針"),
                "policies.index",
                ("policies", "versions", "reviews", "comparison", "acknowledgements"),
            ),
            (
                _p("list", "要求事項"),
                "requirements.index",
                ("requirements", "requirement_imports", "requirement_proposals"),
            ),
            (_l("年度計画"), "years.index", ("years", "year_editing")),
            (_p("list", "教訓"), "lessons.index", ("lessons",)),
        ),
    ),
    (DO, _p("phase", "実施"), ((_l("実施の記録"), "registers.index", ("registers",)),)),
    (
        "check",
        _p("phase", "点検"),
        (
            (_l("監査プログラム"), "programmes.index", ("programmes", "programme_editing")),
            (
                _l("監査"),
                "audits.index",
                (
                    *(
                        "audits",
                        "audit_plans",
                        "checklists",
                        "rows",
                        "samples",
                        "sheets",
                        "preparing",
                    ),
                    *("question_templates", "reports"),
                ),
            ),
            (_l("監査所見"), "findings.index", ("findings", "disputes")),
            (_p("list", "監査員"), "auditors.index", ("auditors",)),
            (_l("監査実施状況一覧"), "coverage.board", ("coverage", "summaries")),
        ),
    ),
    (
        "act",
        _p("phase", "改善"),
        (
            (
                _l("是正処置"),
                "cases.index",
                (
                    *("cases", "batches", "sources", "merging", "elsewhere"),
                    *("signatures", "plan_changes", "approval_queue"),
                ),
            ),
            (
                _l("マネジメントレビュー"),
                "management_reviews.index",
                ("management_reviews", "review_minutes", "review_outcomes"),
            ),
            (_p("list", "報告"), "reports_in.index", ("reports_in",)),
            (_l("指標"), "figures.page", ("figures",)),
        ),
    ),
)
# Families that more or fewer people may open than the other records.
OPENED_BY = {
    "audits.index": Permission.SEE_AUDITS,
    "findings.index": Permission.SEE_AUDITS,
    "auditors.index": Permission.PLAN_AUDITS,
    "lessons.index": Permission.ANSWER_LESSONS,
}
AFTER = (
    (_l("カレンダー"), "calendar.shown", Permission.SEE_RECORDS, ("calendar",)),
    (_l("人と部門"), "people.index", Permission.KEEP_PEOPLE, ("people", "organisation", "leavers")),
    (_l("会社"), "company.settings", Permission.KEEP_COMPANY, ("company",)),
    (_l("お知らせの予定"), "reminders.index", Permission.SEE_REMINDERS, ("reminders",)),
    (_l("メール"), "letters.index", Permission.READ_MAIL, ("letters",)),
    (_l("稼働状況"), "operation.status", Permission.KEEP_COMPANY, ("operation", "security_log")),
    (_l("操作履歴"), "trail.index", Permission.READ_TRAIL, ("trail",)),
)


@dataclass(frozen=True)
class Entry:
    """One place in the navigation."""

    label: str
    url: str
    current: bool
    phase: str | None = None
    families: Sequence[tuple[str, str, bool]] = field(default_factory=list)
    enabled: bool = True


@dataclass(frozen=True)
class Places:
    """The navigation as it is drawn: in a row, the families beneath it, in a menu for narrow
    windows, and what wide ones fold behind the reader's name; and the box that jumps to records."""

    row: Markup
    families: Markup
    menu: Markup
    folded: Markup
    jump: Markup
    narrow_jump: Markup


NOWHERE = Places(*[Markup()] * 6)


def places() -> Places:
    """The navigation of the page that is shown; drawn once for all who may go to the same."""
    viewer = viewer_or_none()
    if viewer is None:
        return NOWHERE
    here = request.endpoint if request.endpoint == HOME else request.blueprint or ""
    may = viewer.roles, frozenset(viewer.stands_in_for.values())
    used = people.used_kinds()
    quiet = frozenset(each.key for each in QUIET if each.kind in used)
    count: int = g.get("duty_count", 0)
    return in_common("places", (here, may, quiet, count), lambda: _drawn(viewer, count))


def _drawn(viewer: people.Viewer, count: int) -> Places:
    entries = navigation(viewer)
    phases = [number for number, each in enumerate(entries) if each.phase]
    after = entries[phases[-1] + 1 :] if phases else []
    here = next((each for each in entries if each.phase and each.current), None)
    parts: Any = current_app.jinja_env.get_template("shell/places.html").module
    return Places(
        parts.row(entries, after, count),
        parts.families_row(here) if here and here.families else Markup(),
        parts.menu(entries, count),
        parts.folded(after),
        parts.jump_box("jump"),
        parts.jump_box("jump-narrow"),
    )


def navigation(viewer: people.Viewer) -> list[Entry]:
    """The places in the order of the cycle, the person's own work first."""
    here = request.blueprint or ""
    found = [Entry(gettext("ホーム"), url_for(HOME), request.endpoint == HOME)]
    if viewer.may(Permission.SEE_RECORDS):
        found.append(Entry(gettext("サイクル"), url_for("cycle.wheel"), here == "cycle"))
    phases = [_phase(each, here, viewer) for each in PHASES]
    # Who sees no more than the audits they are on is shown no empty phases.
    found += [each for each in phases if each.families or viewer.may(Permission.SEE_RECORDS)]
    for label, endpoint, permission, own in AFTER:
        if viewer.may(permission) or ("people" in own and viewer.sees_all):
            found.append(Entry(str(label), url_for(endpoint), here in own))
    return found


def _beneath(endpoint: str) -> frozenset[str]:
    """The registers that a place leads to."""
    return frozenset(each.key for each in REGISTERS if each.beneath and each.beneath[1] == endpoint)


def _is_shown(register: Register, viewer: people.Viewer) -> bool:
    """Whether a register has a place of its own."""
    if register.beneath is not None or not viewer.may(register.reader):
        return False
    if not locale_in_use.has(register.custom):
        return False
    return not register.quiet or register.kind in people.used_kinds()


def _of_registers(phase: str, here: str, viewer: people.Viewer) -> list[tuple[str, str, bool]]:
    """The registers of a phase; of do, which has too many for a row, what stands together with the
    page that is shown."""
    shelf = next((each for each in SHELVES if here in each.blueprints), NO_SHELF)
    registers = shelf.registers if phase == DO else REGISTERS
    shown = [
        (str(_l(each.short or each.name)), url_for(f"{each.key}.index"), each.key == here)
        for each in registers
        if each.place.startswith(f"{phase}/") and (each.key == here or _is_shown(each, viewer))
    ]
    if phase == DO:
        shown += [
            (str(each.name), url_for(each.endpoint), here in each.blueprints)
            for each in shelf.pages
        ]
    return shown


def _phase(
    phase: tuple[str, object, Sequence[tuple[object, str, Sequence[str]]]],
    here: str,
    viewer: people.Viewer,
) -> Entry:
    name, label, families = phase
    here = BESIDE.get(here, here)
    shown = [
        (str(said), url_for(endpoint), here in own or here in _beneath(endpoint))
        for said, endpoint, own in families
        if viewer.may(OPENED_BY.get(endpoint, Permission.SEE_RECORDS))
    ]
    shown += _of_registers(name, here, viewer)
    current = any(is_here for _said, _url, is_here in shown)
    return Entry(str(label), shown[0][1] if shown else "", current, name, shown, bool(shown))
