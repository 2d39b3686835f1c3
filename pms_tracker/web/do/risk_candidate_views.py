"""Risks that are proposed for an entry of the register of personal information (リスクの候補)."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l, ngettext

from pms_tracker.do.registers import risk_proposals
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.registers.risk_fields import KINDS, STAGES
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.registers import entries
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, TicksField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say, title_of

blueprint = Blueprint("risk_candidates", __name__, url_prefix="/do/ledger")
PLACE = f"/<ref({Kind.PERSONAL_INFORMATION}):which>/risks"


class CandidatesForm(Form):
    """Which of the proposed risks are to be drafted."""

    chosen = TicksField(_l("リスクの候補"), validate_choice=False)


@blueprint.get(PLACE)
@requires(Permission.KEEP_REGISTERS)
def form(which: Reference) -> ResponseReturnValue:
    return _page(CandidatesForm(formdata=None), which)


def _page(form: CandidatesForm, which: Reference) -> ResponseReturnValue:
    row = entries.find(LEDGER, which, seen_by=me())
    page = render_template(
        "do/risk_candidates/form.html",
        form=form,
        which=which,
        title=title_of(LEDGER, row),
        candidates=[
            (each, say(STAGES[each.stage]), say(KINDS[each.kind]))
            for each in risk_proposals.of(row)
        ],
    )
    return page, form.status


@blueprint.post(PLACE)
@requires(Permission.KEEP_REGISTERS)
@step(CandidatesForm, _page)
def draft(form: CandidatesForm, which: Reference) -> Done:
    row = entries.find(LEDGER, which, seen_by=me(), for_update=True)
    made = risk_proposals.draft(row, form.chosen.data or [], say, by=me())
    words = ngettext(
        "%(num)d件のリスクを下書きにしました。起こりやすさと影響の大きさを評価してください。",
        "%(num)d件のリスクを下書きにしました。起こりやすさと影響の大きさを評価してください。",
        len(made),
    )
    return Done(words, url_for("ledger.record", which=which))
