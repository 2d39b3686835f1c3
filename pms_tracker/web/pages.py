"""What every page is given: names, navigation, words for days and states, static files."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext as _p
from markupsafe import Markup

from pms_tracker import clock
from pms_tracker.act.models import Verdict
from pms_tracker.act.rules import CaseState
from pms_tracker.check.rules import AuditState, FindingState, Grade, Result
from pms_tracker.config import Settings
from pms_tracker.kernel import search_text
from pms_tracker.kernel.independence import Role
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people import people
from pms_tracker.people.people import Viewer
from pms_tracker.people.permissions import Permission
from pms_tracker.plan.rules import ReviewOutcome
from pms_tracker.trail import trail
from pms_tracker.trail.models import TrailEntry
from pms_tracker.web import days, drafts, labels, links, slips
from pms_tracker.web.access import viewer_or_none
from pms_tracker.web.sentences import day_problem
from pms_tracker.web.words import once

# Phase, its label, and its families: label, endpoint, the blueprints that belong to it.
PHASES = (
    ("plan", _p("phase", "計画"), ((_l("方針"), "policies.index", ("policies",)),)),
    ("do", _p("phase", "実施"), ()),
    (
        "check",
        _p("phase", "点検"),
        (
            (_l("監査"), "audits.index", ("audits", "checklists")),
            (_l("監査所見"), "findings.index", ("findings",)),
        ),
    ),
    ("act", _p("phase", "改善"), ((_l("是正処置"), "cases.index", ("cases",)),)),
)
AFTER = (
    (_l("人と部門"), "people.index", Permission.KEEP_PEOPLE, "people"),
    (_l("メール"), "letters.index", Permission.READ_MAIL, "letters"),
    (_l("操作履歴"), "trail.index", Permission.READ_TRAIL, "trail"),
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
class Happened:
    """One line of a record's history as it is read."""

    when: str
    who: str
    what: str
    changes: list[tuple[str, str, str]]
    reason: str = ""


def settings() -> Settings:
    found: Settings = current_app.extensions["pms"]
    return found


@cache
def _fingerprint(path: str, _changed: float) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]


def static_url(filename: str) -> str:
    """A static file's address with its content's fingerprint, so that browsers may keep it."""
    path = Path(str(current_app.static_folder)) / filename
    return url_for("static", filename=filename, v=_fingerprint(str(path), path.stat().st_mtime))


def use_script(filename: str) -> str:
    """Have this page load one of our modules, at its end; gives nothing to print."""
    scripts().setdefault(filename, None)
    return ""


def scripts() -> dict[str, None]:
    """The modules this page asked for while it was drawn, each once."""
    found: dict[str, None] = g.setdefault("scripts", {})
    return found


def navigation(viewer: Viewer | None) -> list[Entry]:
    """The places in the order of the cycle, the person's own work first."""
    if viewer is None:
        return []
    here = request.blueprint or ""
    found = [
        Entry(gettext("ホーム"), url_for("overview.home"), request.endpoint == "overview.home")
    ]
    if viewer.may(Permission.SEE_RECORDS):
        found += [_phase(name, label, families, here) for name, label, families in PHASES]
    for label, endpoint, permission, blueprint in AFTER:
        if viewer.may(permission) or (blueprint == "people" and viewer.sees_all):
            found.append(Entry(str(label), url_for(endpoint), here == blueprint))
    return found


def _phase(
    name: str, label: object, families: Sequence[tuple[object, str, Sequence[str]]], here: str
) -> Entry:
    shown = [(str(said), url_for(endpoint), here in own) for said, endpoint, own in families]
    current = any(is_here for _said, _url, is_here in shown)
    return Entry(str(label), shown[0][1] if shown else "", current, name, shown, bool(shown))


def role_words(viewer: Viewer) -> str:
    """The most telling of a person's roles; everybody is an employee as well."""
    return labels.label(labels.telling(viewer.roles)[0])


def history(reference: str) -> list[Happened]:
    """A record's trail in words, newest first."""
    return [happened(entry) for entry in trail.history(reference)]


def happened(entry: TrailEntry) -> Happened:
    """One entry of the trail in words; an erased value is said to be erased."""
    changes, reason = [], ""
    owners = _owners(entry)
    for value in entry.values:
        erased = gettext("(消去済み)") if value.erased_at else ""
        before, after = (
            erased or _value(value.field, side, owners) for side in (value.before, value.after)
        )
        if value.field == "reason":
            reason = after
        else:
            changes.append((labels.field_label(value.field), before, after))
    what = labels.move_label(entry.move)
    return Happened(days.instant_text(entry.at), entry.actor_name, what, changes, reason)


def _owners(entry: TrailEntry) -> dict[int, str]:
    # Only plans name a person by id, so that a later change of name does not rewrite history.
    ids = {
        int(side)
        for value in entry.values
        if value.field == "owner_id"
        for side in (value.before, value.after)
        if side
    }
    known: dict[int, str] = g.setdefault("owner_names", {})
    missing = ids - known.keys()
    if missing:
        known.update(people.names(missing))
    return known


def _value(name: str, text: str | None, owners: dict[int, str]) -> str:
    if text is None:
        return ""
    if name == "owner_id":
        return owners.get(int(text), text)
    if name == "head":
        return gettext("はい") if text == "True" else gettext("いいえ")
    if name.endswith("_on"):
        return days.day_text(date.fromisoformat(text))
    if name in {"sha256", "digest", "approval"}:
        return f"{text[:4]} {text[4:8]}"
    return _member(name, text)


_ENUMS = {
    "state": (CaseState, FindingState, AuditState),
    "result": (Result,),
    "grade": (Grade,),
    "verdict": (Verdict,),
    "outcome": (ReviewOutcome,),
    "role": (Role,),
}


def _member(name: str, text: str) -> str:
    for kind in _ENUMS.get(name, ()):
        if text in {member.value for member in kind}:
            return labels.label(kind(text))
    return text


def chip(state: StrEnum) -> tuple[str, str, str]:
    """Tone, icon and word of a state's chip."""
    tone, picture = labels.CHIPS[state]
    return tone, picture, labels.label(state)


def chip_mark(state: StrEnum) -> Markup:
    """The whole chip of a state, as lists show it."""

    def drawn() -> Markup:
        parts = current_app.jinja_env.get_template("shell/parts.html").module
        return Markup(parts.state_chip(*chip(state)))  # type: ignore[attr-defined]

    return once("chip", (type(state), state), drawn)


def result_mark(member: StrEnum) -> Markup:
    """○ × △ ◎ － with its word."""

    def drawn() -> Markup:
        mark = Markup('<span class="result"><span aria-hidden="true">{}</span> {}</span>')
        return mark.format(labels.MARKS[member], labels.label(member))

    return once("mark", (type(member), member), drawn)


def install(app: Flask) -> None:
    """Hand all of this to the templates."""

    @app.context_processor
    def given() -> dict[str, object]:
        viewer = viewer_or_none()
        company = days.company()
        return {
            "language": days.language(),
            "company_name": company.name if company else "",
            "me": {"name": viewer.name, "role_words": role_words(viewer)} if viewer else None,
            "viewer": viewer,
            "navigation": navigation(viewer),
            "person_links": [(gettext("パスワードの変更"), url_for("security.change_password"))],
            "duty_count": g.get("duty_count", 0),
        }

    app.jinja_env.globals.update(
        static_url=static_url,
        chip=chip,
        day_problem=day_problem,
        chip_mark=chip_mark,
        due_words=days.due_words,
        field_label=labels.field_label,
        label=labels.label,
        result_mark=result_mark,
        url_of=links.url_of,
        today=clock.today,
        Permission=Permission,
    )
    _give_to_forms(app)
    app.jinja_env.globals["bootstrap_css_url"] = _Bootstrap()
    app.jinja_env.filters.update(
        day=days.day_text,
        instant=days.instant_text,
        finding_name=lambda row: format_reference(Kind.FINDING, row.fiscal_year, row.number),
        case_name=lambda row: format_reference(Kind.CASE, row.fiscal_year, row.number),
        audit_name=lambda row: format_reference(Kind.AUDIT, row.fiscal_year, row.number),
    )


def _give_to_forms(app: Flask) -> None:
    app.jinja_env.globals.update(
        slip_for=slips.issue,
        draft_at=drafts.filled_at,
        has_draft=drafts.has_draft,
        day_reading=days.reading,
        variant_kanji=search_text.variant_kanji,
        use_script=use_script,
        scripts=scripts,
    )


class _Bootstrap:
    """The installed Bootstrap stylesheet's address, asked for when a template prints it."""

    def __str__(self) -> str:
        name = "css/bootstrap.min.css"
        path = Path(str(current_app.blueprints["bootstrap"].static_folder)) / name
        mark = _fingerprint(str(path), path.stat().st_mtime)
        return url_for("bootstrap.static", filename=name, v=mark)
