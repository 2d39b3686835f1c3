"""What every page is given: who looks, where they may go, and words for days and states."""

from enum import StrEnum
from typing import Any

from flask import Flask, current_app, g
from markupsafe import Markup

from pms_tracker import clock, locale_in_use
from pms_tracker.check.rules.audit_rules import Grade, Result, audit_due_on
from pms_tracker.database import CAP, PAGE
from pms_tracker.kernel import search_text
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.kernel.references import Kind, format_reference
from pms_tracker.people.firm.people import Viewer
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import text_check
from pms_tracker.reminders.running import beats
from pms_tracker.web.door import static_files, sub_path
from pms_tracker.web.door.access import settings, viewer_or_none
from pms_tracker.web.forms import form_drafts, language_fields, sheet_words, slips
from pms_tracker.web.forms.form_numbers import size_words
from pms_tracker.web.guides import shelf
from pms_tracker.web.lists import choices
from pms_tracker.web.pictures import drawing, kept_drawings
from pms_tracker.web.record import links, next_duty
from pms_tracker.web.refusals import row_words
from pms_tracker.web.refusals.sentences import day_problem
from pms_tracker.web.shell import navigation
from pms_tracker.web.words import days_in_words, labels, remarks, troubles
from pms_tracker.web.words.register_words import say
from pms_tracker.web.words.spoken import spoken
from pms_tracker.web.words.trail import trail_words
from pms_tracker.web.words.word_cache import in_common, once

# What the macros of charts ask for.
CHARTS = {
    "bar": drawing.bar,
    "month_name": days_in_words.month_name,
    "plot": drawing.plot,
    "quarter_arcs": drawing.quarter_arcs,
    "quarter_outline": drawing.quarter_outline,
    "short_day": days_in_words.short_day,
    "year_marks": drawing.year_marks,
    "year_month": drawing.year_month,
    "year_spot": drawing.year_spot,
}

# How states, results and grades are told, wherever they stand.
NAMES = {
    "label": labels.label,
    "grade_label": lambda value: labels.label(Grade(value)),
    "grade_mark": lambda value: labels.MARKS[Grade(value)],
    "grade_fill": lambda value: labels.FILLS[Grade(value)],
    "marked": labels.marked,
}

# What is said of the rows of a file before it is taken.
SHEETS = {
    "row_words": row_words.in_words,
    "rows_once": row_words.once,
    "guesses_once": sheet_words.once,
}


def largest_file() -> int:
    """How many megabytes an attached file may have: the company's limit, at most the server's."""
    company, servers = days_in_words.company(), settings().evidence_megabytes
    own = company.evidence_megabytes if company else None
    return min(own or servers, servers)


def role_words(viewer: Viewer) -> str:
    """The most telling of a person's roles; everybody is an employee as well."""
    return labels.label(labels.telling(viewer.roles)[0])


def help_panel() -> Markup:
    """How to use the page that is shown; nothing where no guide is about it."""
    guide = shelf.here()
    if guide is None:
        return Markup()

    def drawn() -> Markup:
        parts: Any = current_app.jinja_env.get_template("shell/help.html").module
        return Markup(parts.panel(guide, days_in_words.language()))

    return in_common("help", guide.key, drawn)


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
    """○ × △ ◎ － with its word; what has no result yet has no mark of one."""

    def drawn() -> Markup:
        if member is Result.NOT_YET:
            return Markup('<span class="result">{}</span>').format(labels.label(member))
        mark = Markup('<span class="result"><span aria-hidden="true">{}</span> {}</span>')
        return mark.format(labels.MARKS[member], labels.label(member))

    return once("mark", (type(member), member), drawn)


# What the frame of a page asks for.
FRAME = {
    "help_panel": help_panel,
    "places": navigation.places,
    "role_words": role_words,
    "terms_of": shelf.terms_of,
}


def install(app: Flask) -> None:
    """Hand all of this to the templates."""

    @app.context_processor
    def given() -> dict[str, object]:
        company = days_in_words.company()
        return {
            "language": days_in_words.language(),
            "company_name": company.name if company else "",
            "viewer": viewer_or_none(),
        }

    _give_to_templates(app)


def _give_to_templates(app: Flask) -> None:
    app.jinja_env.globals.update(
        static_url=static_files.static_url,
        chip=chip,
        day_problem=day_problem,
        drawn=kept_drawings.drawn,
        rows_drawn=kept_drawings.rows_drawn,
        chip_mark=chip_mark,
        due_words=days_in_words.due_words,
        fiscal_year_text=days_in_words.fiscal_year_text,
        audit_due_on=audit_due_on,
        field_label=trail_words.field_label,
        from_text_check=text_check.is_name,
        next_duty=next_duty.most_urgent,
        remark_words=remarks.in_a_sentence,
        requirement_name=choices.requirement_name,
        requirement_text=choices.requirement_text,
        requirement_title=choices.requirement_title,
        requirement_words=choices.requirement_words,
        result_mark=result_mark,
        say=say,
        today=clock.today,
        page_rows=PAGE,
        most_counted=CAP,
        Permission=Permission,
    )
    app.jinja_env.globals.update(CHARTS, **NAMES, **SHEETS, **FRAME, **links.GIVEN)
    _give_to_forms(app)
    app.jinja_env.globals["bootstrap_css_url"] = static_files.Bootstrap()
    app.jinja_env.filters.update(
        day=days_in_words.day_text,
        instant=days_in_words.instant_text,
        file_size=size_words,
        unbroken=links.unbroken,
        spoken=spoken,
        finding_name=lambda row: format_reference(Kind.FINDING, row.fiscal_year, row.number),
        case_name=lambda row: format_reference(Kind.CASE, row.fiscal_year, row.number),
        audit_name=lambda row: format_reference(Kind.AUDIT, row.fiscal_year, row.number),
    )


def _give_to_forms(app: Flask) -> None:
    app.jinja_env.globals.update(
        slip_for=slips.issue,
        draft_at=form_drafts.filled_at,
        has_draft=form_drafts.has_draft,
        day_reading=days_in_words.reading,
        variant_kanji=search_text.variant_kanji,
        use_script=static_files.use_script,
        largest_file=largest_file,
        Custom=Custom,
        has_custom=locale_in_use.has,
        pack=locale_in_use.pack,
        language_names=language_fields.names,
        mail_pause=troubles.pause,
        mail_sends=troubles.sends,
        not_invited=troubles.NOT_INVITED,
        backups_fail=backups_fail,
        this_page=sub_path.this_page,
        scripts=static_files.scripts,
    )


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
