"""Pictures of how a cause was found: those of a page, and those of what is still being typed."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from pms_tracker.act.cases import cases
from pms_tracker.act.plans import fishbone, why_chain
from pms_tracker.act.tables.case_tables import Case
from pms_tracker.kernel.errors import BadInput
from pms_tracker.kernel.references import Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.bone_fields import BonesForm
from pms_tracker.web.act.pictures import fishbone_picture, why_picture
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LongField
from pms_tracker.web.words import labels

blueprint = Blueprint("sketches", __name__, url_prefix="/act/cases/<ref(CA):reference>/sketch")
# Not 400: that is what a form without its token gets, with a whole page.
REFUSED = 422


class WhysForm(Form):
    """The whys as somebody types them; nothing of them is kept."""

    whys = LongField(_l("なぜなぜ分析"), longest=4000)

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Whether the whys can be drawn; where not, their field says why."""
        valid = bool(super().validate(*args, **kwargs))
        return self.judged((self.whys, self._is_a_chain)) and valid

    def _is_a_chain(self) -> None:
        why_chain.read(self.whys.data or "")


def whys(outline: str) -> why_picture.Picture | None:
    """The picture of whys, or None where they are none, or more than a page holds."""
    with suppress(BadInput):
        return why_picture.drawn(outline)
    return None


def bones_of(case: Case) -> Callable[[fishbone.Outlines], fishbone_picture.Picture | None]:
    """What draws fishbones of a case: its title is the effect, areas have the company's names."""

    def drawn(outlines: fishbone.Outlines) -> fishbone_picture.Picture | None:
        with suppress(BadInput):
            named = [(labels.label(area), causes) for area, causes in fishbone.bones(outlines)]
            return fishbone_picture.drawn(named, case.title)
        return None

    return drawn


@blueprint.post("/whys")
@requires(Permission.HANDLE_CASES)
def of_whys(reference: Reference) -> ResponseReturnValue:
    """Sent by POST although it changes nothing: an address with causes in it would be logged."""
    cases.by_reference(reference, seen_by=me())
    form = WhysForm()
    return _answer(form, whys=whys(form.whys.data or ""), bones=None)


@blueprint.post("/fishbone")
@requires(Permission.HANDLE_CASES)
def of_fishbone(reference: Reference) -> ResponseReturnValue:
    case = cases.by_reference(reference, seen_by=me())
    form = BonesForm()
    return _answer(form, whys=None, bones=bones_of(case)(form.outlines()))


def _answer(form: Form, **pictures: object) -> ResponseReturnValue:
    """The picture of what was typed, or what is wrong with it."""
    status = 200 if form.validate_on_submit() else REFUSED
    return render_template("act/cases/sketched.html", form=form, **pictures), status
