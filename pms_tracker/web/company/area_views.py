"""What the company calls the areas of causes: bones of the fishbone, headings of categories."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.act.plans import areas
from pms_tracker.act.rules.cause_rules import LONGEST_NAME, TREE, Area
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LineField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import LABELS

blueprint = Blueprint("areas", __name__, url_prefix="/company/areas")


class AreasForm(Form):
    """The company's own name of each area; blank is ours. Its fields are set below."""

    def named(self) -> areas.Names:
        return {
            area: {each: str(self[_field(area, each)].data or "") for each in Language}
            for area in Area
        }


def _field(area: Area, language: Language) -> str:
    return f"{area}_{language}"


for _area in Area:
    for _language in Language:
        _words = _l("%(area)s（%(language)s）", area=LABELS[_area], language=LABELS[_language])
        setattr(AreasForm, _field(_area, _language), LineField(_words, longest=LONGEST_NAME))


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def shown() -> ResponseReturnValue:
    """Everybody may know by which names their company looks for causes."""
    own = areas.names()
    filled = {_field(area, each): own[area][each] for area in Area for each in Language}
    return _page(AreasForm(formdata=None, **filled))


def _page(form: AreasForm) -> ResponseReturnValue:
    page = render_template(
        "company/areas.html",
        form=form,
        tree=TREE,
        languages=list(Language),
        own=areas.names(),
        our_name=lambda area: LABELS[area],
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.KEEP_COMPANY)
@step(AreasForm, _page)
def rename(form: AreasForm) -> Done:
    areas.rename(form.named(), by=me().actor)
    return Done(gettext("区分の名前を保存しました。"), url_for(".shown"))
