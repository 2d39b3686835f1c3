"""Pages of purposes: what of the ledger no published purpose covers, and what policies state."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l, ngettext

from pms_tracker.do.registers import purpose_coverage
from pms_tracker.do.registers.purposes import PURPOSES
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Filled, Form, TicksField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("purpose_coverage", __name__, url_prefix="/do/purposes")


class StatedForm(Form):
    """Which of the purposes that policies state are registered."""

    chosen = TicksField(
        _l("登録する利用目的"), validators=[Filled(_l("登録する利用目的を1つ以上選んでください。"))]
    )


def _offer(form: StatedForm) -> None:
    found = purpose_coverage.candidates(me())
    form.chosen.choices = [(each.key, f"{each.key}　{each.text}") for each in found]


@blueprint.get("/coverage")
@requires(Permission.SEE_RECORDS)
def coverage() -> ResponseReturnValue:
    found = purpose_coverage.covered(me())
    return render_template(
        "do/purposes/coverage.html",
        covered=found,
        candidates=len(purpose_coverage.candidates(me())),
        name=say(PURPOSES.name),
        say=say,
    )


@blueprint.get("/from-policy")
@requires(Permission.KEEP_REGISTERS)
def stated() -> ResponseReturnValue:
    form = StatedForm(formdata=None)
    _offer(form)
    return _stated_page(form)


def _stated_page(form: StatedForm) -> ResponseReturnValue:
    page = render_template("do/purposes/stated.html", form=form, name=say(PURPOSES.name))
    return page, form.status


@blueprint.post("/from-policy")
@requires(Permission.KEEP_REGISTERS)
@step(StatedForm, _stated_page, offer=_offer)
def take(form: StatedForm) -> Done:
    wanted = form.chosen.data or []
    chosen = [each for each in purpose_coverage.candidates(me()) if each.key in wanted]
    purpose_coverage.draft(chosen, by=me())
    words = ngettext(
        "%(num)d件を下書きしました。確かめて提出してください。",
        "%(num)d件を下書きしました。確かめて提出してください。",
        len(chosen),
    )
    return Done(words, url_for("purposes.drafts"))
