"""Saved views of lists: the tabs above the filters, and the forms that keep, share, remove them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import (
    Blueprint,
    Flask,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from wtforms import BooleanField, HiddenField

from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.database import transaction
from pms_tracker.desk import desk_rules, kept_views
from pms_tracker.desk.desk_tables import SavedView
from pms_tracker.desk.kept_views import View, Wanted
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LineField, refused_into
from pms_tracker.web.lists import list_files
from pms_tracker.web.lists.filters import with_query
from pms_tracker.web.lists.list_pages import ListPage
from pms_tracker.web.words.labels import label
from pms_tracker.web.words.word_cache import in_common

blueprint = Blueprint("views", __name__, url_prefix="/views")


@dataclass(frozen=True)
class Tab:
    """One view as the page shows it; those that every list has carry no `id`."""

    name: str
    url: str
    current: bool
    id: int | None = None
    shared: bool = False
    saved_by: str = ""
    mine: bool = False
    removable: bool = False


class ViewForm(Form):
    """A name for the conditions that stand in the address."""

    page = HiddenField()
    query = HiddenField()
    name = LineField(_l("条件の名前"), _l("条件に付ける名前を入力してください。"), longest=60)
    shared = BooleanField(_l("全員に見せる"))


def install(app: Flask, lists: Iterable[ListPage[Any]]) -> None:
    """Let these lists have views."""
    app.extensions["pms_lists"] = {each.key: each for each in lists}


def _lists() -> Mapping[str, ListPage[Any]]:
    known: Mapping[str, ListPage[Any]] = current_app.extensions["pms_lists"]
    return known


def conditions(page: str, query: str) -> dict[str, Any]:
    """The conditions of a list that a query holds, everything else left out."""
    return dict(desk_rules.conditions(query, _lists()[page].conditions))


@blueprint.app_template_global("most_exported")
def most_exported() -> str:
    """How many rows of a list a file holds at most."""
    return f"{list_files.MOST:,}"


@blueprint.app_template_global("conditions_now")
def now(page: str) -> dict[str, Any]:
    """The conditions of the list that is being shown."""
    return conditions(page, request.query_string.decode("utf-8", "replace"))


@blueprint.app_template_global("tabs_of")
def tabs(page: str, views: Iterable[View]) -> list[Tab]:
    """The views of a list: those it always has, then saved ones."""
    shown = now(page)
    without_order = {name: told for name, told in shown.items() if name != "sort"}
    listed = _lists()[page]
    place = url_for(listed.endpoint)
    found = [
        Tab(_said(name, asked), with_query(place, asked), dict(asked) == without_order)
        for name, asked in listed.views
    ]
    return found + [
        Tab(
            view.name,
            with_query(place, asked),
            asked == shown,
            view.id,
            view.shared,
            view.saved_by,
            mine=view.person_id == me().person_id,
            removable=desk_rules.may_remove(me().person_id, view.person_id, me().roles),
        )
        for view in views
        for asked in (conditions(page, view.query),)
    ]


def _said(name: LazyString, asked: Mapping[str, Any]) -> str:
    """A view's name; one that asks for a grade bears the company's name of it."""
    return label(Graded(asked["grade"])) if "grade" in asked else str(name)


@blueprint.app_template_global("view_fields")
def fields_to_name() -> Markup:
    """The empty fields of the form that names the conditions of now."""

    def drawn() -> Markup:
        parts: Any = current_app.jinja_env.get_template("shell/views.html").module
        return Markup(parts.keep_fields(ViewForm(formdata=None)))

    return in_common("view fields", None, drawn)


@blueprint.app_template_global("query_now")
def query_now() -> str:
    """The conditions of now, as the address has them."""
    return request.query_string.decode("utf-8", "replace")


@blueprint.post("/")
@requires(Permission.SEE_RECORDS)
def save() -> ResponseReturnValue:
    form = ViewForm()
    page = form.page.data or ""
    if page not in _lists():
        abort(400)
    if form.validate_on_submit():
        wanted = Wanted(page, form.name.data, form.query.data or "", shared=form.shared.data)
        with refused_into(form):
            with transaction():
                name = kept_views.save(wanted, _lists()[page].conditions, by=me()).name
            flash(gettext("「%(name)s」として条件を保存しました。", name=name), "done")
            return _back(page, wanted.query)
    html = render_template(
        "views/save.html",
        form=form,
        title=_lists()[page].title,
        list_url=url_for(_lists()[page].endpoint, **conditions(page, form.query.data or "")),
    )
    return html, form.status


@blueprint.post("/<int:view_id>/share")
@requires(Permission.SEE_RECORDS)
def share(view_id: int) -> ResponseReturnValue:
    shared = request.form.get("shared") == "1"
    with transaction():
        view = kept_views.share(view_id, shared=shared, by=me())
        page, query = view.page, view.query
    words = (
        gettext("全員に見せるようにしました。") if shared else gettext("自分だけの条件にしました。")
    )
    flash(words, "done")
    return _back(page, query)


@blueprint.post("/<int:view_id>/remove")
@requires(Permission.SEE_RECORDS)
def remove(view_id: int) -> ResponseReturnValue:
    with transaction():
        view: SavedView = kept_views.remove(view_id, by=me())
        page, name = view.page, view.name
    flash(gettext("「%(name)s」を削除しました。", name=name), "done")
    return _back(page, request.form.get("query", ""))


def _back(page: str, query: str) -> ResponseReturnValue:
    if page not in _lists():
        abort(404)
    return redirect(url_for(_lists()[page].endpoint, **conditions(page, query)))
