"""What the company calls the areas of causes: bones of the fishbone, headings of categories."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from pms_tracker.act.plans.analysis import AREAS
from pms_tracker.act.rules.cause_rules import LONGEST_NAME, TREE
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.company.own_names_forms import OwnNamesForm, form_of
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import language_fields
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import LABELS

blueprint = Blueprint("areas", __name__, url_prefix="/company/areas")

AreasForm = form_of(AREAS, LONGEST_NAME)


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def shown() -> ResponseReturnValue:
    """Everybody may know by which names their company looks for causes."""
    return _page(AreasForm.filled())


def _page(form: OwnNamesForm) -> ResponseReturnValue:
    page = render_template(
        "company/areas.html",
        form=form,
        tree=TREE,
        languages=language_fields.languages(),
        own=AREAS.names(),
        our_name=lambda area: LABELS[area],
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.KEEP_COMPANY)
@step(AreasForm, _page)
def rename(form: OwnNamesForm) -> Done:
    AREAS.rename(form.named, by=me().actor)
    return Done(gettext("区分の名前を保存しました。"), url_for(".shown"))
