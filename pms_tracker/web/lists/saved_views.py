"""Saved views of lists: the tabs above the filters, and the forms that keep, share, remove them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import BooleanField, HiddenField

from pms_tracker.check.rules.grade_rules import Graded
from pms_tracker.database import transaction
from pms_tracker.desk import desk_rules, kept_views
from pms_tracker.desk.desk_tables import SavedView
from pms_tracker.desk.kept_views import Wanted
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LineField, refused_into
from pms_tracker.web.lists import list_files
from pms_tracker.web.words.labels import label

blueprint = Blueprint("views", __name__, url_prefix="/views")


@dataclass(frozen=True)
class Page:
    """A list with views: where it is, what its address may ask, the views it always has."""

    title: LazyString
    endpoint: str
    known: frozenset[str]
    always: tuple[tuple[LazyString, Mapping[str, Any]], ...]


# Every condition that the address of a list may carry; the place in the list is none.
PAGES: Mapping[str, Page] = {
    "cases": Page(
        _l("是正処置"),
        "cases.index",
        frozenset(
            {"state", "unit", "owner", "requirement", "due", "turn", "open", "opened", "closed"}
            | {"cause", "repeat", "source", "q", "sort"}
            # What figures lead to.
            | {"grade", "done", "ontime", "judged", "first", "again", "again_of", "took"}
            | {"step", "began", "standing", "holder"}
        ),
        (
            (_l("すべて"), {}),
            (_l("自分の対応待ち"), {"turn": "mine"}),
            (_l("期限超過"), {"due": "late"}),
            (_l("再発"), {"repeat": "1"}),
        ),
    ),
    "findings": Page(
        _l("監査所見"),
        "findings.index",
        frozenset({"grade", "state", "unit", "requirement", "found", "standing", "q", "sort"}),
        (
            (_l("すべて"), {}),
            (_l("対応中"), {"state": "open"}),
            (_l("観察事項"), {"grade": "observation"}),
        ),
    ),
    "reviews": Page(
        _l("マネジメントレビュー"),
        "management_reviews.index",
        frozenset({"state", "year", "planned", "open", "sort"}),
        (
            (_l("すべて"), {}),
            (_l("署名待ち"), {"state": "submitted"}),
            (_l("未実施の決定あり"), {"open": "1"}),
        ),
    ),
    "audits": Page(
        _l("監査"),
        "audits.index",
        frozenset({"state", "unit", "due", "planned", "closed", "q", "sort"}),
        (
            (_l("すべて"), {}),
            (_l("計画済み"), {"state": "planned"}),
            (_l("実施中"), {"state": "under_way"}),
        ),
    ),
}


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


def conditions(page: str, query: str) -> dict[str, Any]:
    """The conditions of a list that a query holds, everything else left out."""
    return dict(desk_rules.conditions(query, PAGES[page].known))


@blueprint.app_template_global("most_exported")
def most_exported() -> str:
    """How many rows of a list a file holds at most."""
    return f"{list_files.MOST:,}"


@blueprint.app_template_global("conditions_now")
def now(page: str) -> dict[str, Any]:
    """The conditions of the list that is being shown."""
    return conditions(page, request.query_string.decode("utf-8", "replace"))


@blueprint.app_template_global("views_of")
def tabs(page: str) -> list[Tab]:
    """The views of a list: those it always has, one's own, those that others share."""
    shown = now(page)
    without_order = {name: told for name, told in shown.items() if name != "sort"}
    where = PAGES[page].endpoint
    found = [
        Tab(_said(name, asked), url_for(where, **asked), dict(asked) == without_order)
        for name, asked in PAGES[page].always
    ]
    return found + [
        Tab(
            row.name,
            url_for(where, **asked),
            asked == shown,
            row.id,
            row.shared,
            row.saved_by,
            mine=row.person_id == me().person_id,
            removable=desk_rules.may_remove(me().person_id, row.person_id, me().roles),
        )
        for row in kept_views.listed(me(), page)
        for asked in (conditions(page, row.query),)
    ]


def _said(name: LazyString, asked: Mapping[str, Any]) -> str:
    """A view's name; one that asks for a grade bears the company's name of it."""
    return label(Graded(asked["grade"])) if "grade" in asked else str(name)


@blueprint.app_template_global("view_form")
def form_now(page: str) -> ViewForm:
    """The empty form that names the conditions of now."""
    query = request.query_string.decode("utf-8", "replace")
    return ViewForm(formdata=None, page=page, query=query)


@blueprint.post("/")
@requires(Permission.SEE_RECORDS)
def save() -> ResponseReturnValue:
    form = ViewForm()
    page = form.page.data or ""
    if page not in PAGES:
        abort(400)
    if form.validate_on_submit():
        wanted = Wanted(page, form.name.data, form.query.data or "", shared=form.shared.data)
        with refused_into(form):
            with transaction():
                name = kept_views.save(wanted, PAGES[page].known, by=me()).name
            flash(gettext("「%(name)s」として条件を保存しました。", name=name), "done")
            return _back(page, wanted.query)
    html = render_template(
        "views/save.html",
        form=form,
        title=PAGES[page].title,
        list_url=url_for(PAGES[page].endpoint, **conditions(page, form.query.data or "")),
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
    if page not in PAGES:
        abort(404)
    return redirect(url_for(PAGES[page].endpoint, **conditions(page, query)))
