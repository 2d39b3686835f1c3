"""The company's profile: parts of the full one switched on and off, and the names of grades."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import SelectChoice

from pms_tracker.act.plans import plans
from pms_tracker.check.findings import grades
from pms_tracker.check.rules.audit_rules import Grade, needs_corrective_action
from pms_tracker.check.rules.grade_rules import LONGEST_NAME
from pms_tracker.database import transaction
from pms_tracker.kernel.profile import ON_ITS_OWN, Part
from pms_tracker.people.firm import company_profile
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.company.own_names_forms import OwnNamesForm, form_of
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import language_fields
from pms_tracker.web.forms.shared_forms import Form, TicksField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import LABELS
from pms_tracker.web.words.profile_words import PARTS

blueprint = Blueprint("profile", __name__, url_prefix="/company/profile")

# What makes the full profile; what is switched on its own stays as it was ticked.
FULL = frozenset(Part) - ON_ITS_OWN


class PartsForm(Form):
    """Which parts of the full profile the company uses."""

    parts = TicksField(
        _l("フルにある機能"),
        choices=lambda: [
            SelectChoice(part.value, PARTS[part][0])
            for part in Part
            if part in company_profile.offered()
        ],
    )


NamesForm = form_of(grades.NAMES, LONGEST_NAME)


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def shown() -> ResponseReturnValue:
    """Everybody may know by which profile their company works."""
    return _page()


def _page(refused: Form | None = None) -> ResponseReturnValue:
    parts = company_profile.parts()
    parts_form = PartsForm(formdata=None, parts=[each.value for each in Part if each in parts])
    page = render_template(
        "company/profile.html",
        parts_form=refused if isinstance(refused, PartsForm) else parts_form,
        names_form=refused if isinstance(refused, NamesForm) else NamesForm.filled(),
        words=PARTS,
        parts=parts,
        is_full=parts >= FULL & company_profile.offered(),
        by_another=plans.by_another_profile(),
        grades=[(each, needs_corrective_action(each)) for each in Grade],
        languages=language_fields.languages(),
        own=grades.NAMES.names(),
        our_name=lambda grade: LABELS[grade],
    )
    return page, refused.status if refused else 200


@blueprint.post("/")
@requires(Permission.KEEP_COMPANY)
def switch() -> ResponseReturnValue:
    form = PartsForm()
    if not form.validate_on_submit():
        return _page(form)
    chosen = {Part(each) for each in form.parts.data}
    # What the two buttons that switch everything send.
    at_once = {"full": FULL & company_profile.offered(), "light": frozenset[Part]()}
    asked = request.form.get("all", "")
    wanted = at_once[asked] | (chosen & ON_ITS_OWN) if asked in at_once else chosen
    with transaction():
        company_profile.switch(wanted, by=me().actor)
    flash(gettext("使う機能を保存しました。これから記録するものに使われます。"), "done")
    return redirect(url_for(".shown"))


@blueprint.post("/names")
@requires(Permission.KEEP_COMPANY)
@step(NamesForm, _page)
def rename(form: OwnNamesForm) -> Done:
    grades.NAMES.rename(form.named, by=me().actor)
    return Done(gettext("等級の名前を保存しました。"), url_for(".shown", _anchor="names"))
