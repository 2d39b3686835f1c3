"""Pages that bring in a requirement set: a file read and previewed, then adopted as an edition."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.kernel.days import parse_day
from pms_tracker.kernel.errors import BadInput
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.plan.policies import mappings
from pms_tracker.plan.requirements import requirement_sets, set_files, set_rows
from pms_tracker.plan.requirements.requirement_sets import NewEdition
from pms_tracker.sheets import tables
from pms_tracker.sheets.sheet_lines import Trouble
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.sent_once import taken_once
from pms_tracker.web.forms.shared_forms import as_written, refused_into
from pms_tracker.web.plan.requirements.set_forms import AdoptSetForm, ImportSetForm
from pms_tracker.web.refusals.row_words import own_language

blueprint = Blueprint("requirement_imports", __name__, url_prefix="/plan/requirements")


@blueprint.get("/import")
@requires(Permission.KEEP_REQUIREMENTS)
def import_form() -> ResponseReturnValue:
    """With `?key=` the next edition of a set that is there."""
    before = requirement_sets.latest(request.args.get("key", ""))
    known = {"key": before.key, "title": before.title, "source": before.source} if before else {}
    return _import_page(ImportSetForm(place=url_for(".preview"), **known))


def _import_page(form: ImportSetForm, troubles: Sequence[Trouble] = ()) -> ResponseReturnValue:
    page = render_template(
        "plan/requirements/import.html",
        form=form,
        troubles=troubles,
        # Told as the file may have them, so that what is listed here is what is read.
        listed={each.value: names for each, names in set_rows.LISTED.items()},
        own=own_language(),
    )
    return page, 400 if troubles else form.status


def _read(form: ImportSetForm) -> set_files.SetFile:
    handed_in = form.file.data
    return set_files.read(str(handed_in.filename), handed_in.read(tables.MOST_BYTES + 1))


@blueprint.post("/import")
@requires(Permission.KEEP_REQUIREMENTS)
def preview() -> ResponseReturnValue:
    """Show every bad row, or what the edition would change; nothing is stored yet."""
    form = ImportSetForm()
    if form.validate_on_submit():
        with refused_into(form):
            read = _read(form)
            if not form.complete(read.head):
                return _import_page(form, read.troubles)
            wanted = NewEdition(
                form.key.data, form.title.data, form.source.data, form.valid_from.chosen, read.items
            )
            troubles = [*read.troubles, *requirement_sets.check(wanted)]
            if troubles:
                return _import_page(form, sorted(troubles, key=lambda each: each.line))
            requirement_sets.check_next(wanted)
            return _preview_page(wanted, _adopt_form(wanted))
    return _import_page(form)


def _adopt_form(wanted: NewEdition) -> AdoptSetForm:
    return AdoptSetForm(
        formdata=None,
        key=wanted.key,
        title=wanted.title,
        source=wanted.source,
        valid_from=wanted.valid_from.isoformat(),
        rows=set_files.as_csv(wanted.items),
    )


def _preview_page(wanted: NewEdition, form: AdoptSetForm) -> ResponseReturnValue:
    before = requirement_sets.latest(wanted.key)
    page = render_template(
        "plan/requirements/preview.html",
        wanted=wanted,
        before=before,
        changes=requirement_sets.changes(before, wanted.items),
        form=form,
    )
    return page, form.status


def _previewed(form: AdoptSetForm) -> NewEdition | None:
    """The edition as the preview's form holds it; None where somebody changed it."""
    day = parse_day(form.valid_from.data or "")
    try:
        read = set_files.read("", as_written(form.rows.data or "").encode())
    except BadInput:
        return None
    if day is None or read.troubles:
        return None
    return NewEdition(form.key.data or "", form.title.data, form.source.data, day, read.items)


@blueprint.post("/")
@requires(Permission.KEEP_REQUIREMENTS)
def adopt() -> ResponseReturnValue:
    form = AdoptSetForm()
    valid = form.validate_on_submit()
    wanted = _previewed(form)
    if not valid or wanted is None:
        raise BadInput("set_empty")
    with refused_into(form):
        page = _adopted(wanted)
    return page if form.status == 200 else _preview_page(wanted, form)


@blueprint.post("/shipped/adopt")
@requires(Permission.KEEP_REQUIREMENTS)
def adopt_shipped() -> ResponseReturnValue:
    """The J-items, with one click; where they are there already, as they are shipped now."""
    return _adopted(requirement_sets.offered() or requirement_sets.shipped())


def _adopted(wanted: NewEdition) -> ResponseReturnValue:
    page = url_for("requirements.record", key=wanted.key)
    with taken_once(page):
        made = requirement_sets.adopt(wanted, by=me().actor)
        title, edition = made.title, made.edition
        follows = bool(mappings.proposed(made.id))
    flash(
        gettext("%(title)sの第%(edition)s版を取り込みました。", title=title, edition=edition),
        "done",
    )
    if follows:
        return redirect(url_for("requirement_proposals.page", key=wanted.key))
    return redirect(url_for("requirements.record", key=wanted.key, edition=edition))
