"""Records that are due to be disposed of (記録の廃棄の予定), or that a renewal still needs."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l

from pms_tracker.act.renewals import records_due
from pms_tracker.act.renewals.records_due import Line
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.plan.documents.record_types import RECORD_TYPES
from pms_tracker.registers import entries
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Filled, Form, NumberField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import fiscal_year_text
from pms_tracker.web.words.register_words import span_text

blueprint = Blueprint("records_due", __name__, url_prefix="/do/disposals/records")
ENTRY = f"/<ref({Kind.RECORD_TYPE}):which>"


class RecordsForm(Form):
    """Which batch of a kind of records is drafted."""

    year = NumberField(_l("対象の年度"), validators=[Filled(_l("対象の年度を選んでください。"))])


def batch_words(line: Line) -> str:
    """What a batch is called: 2022年度以前の分."""
    year = fiscal_year_text(line.batch.year)
    if line.batch.earlier:
        year = gettext("%(year)s以前", year=year)
    return gettext("%(year)sの分", year=year)


@blueprint.get("/")
@requires(DISPOSALS.reader)
def index() -> ResponseReturnValue:
    return _page(RecordsForm(formdata=None))


def _page(form: RecordsForm, which: Reference | None = None) -> ResponseReturnValue:
    lines = records_due.shown(me())
    page = render_template(
        "do/disposals/records.html",
        form=form,
        register=DISPOSALS,
        due=[each for each in lines if each.is_due],
        held=[each for each in lines if each.needed_by],
        coming=[each for each in lines if not each.is_due and not each.needed_by],
        name_of=RECORD_TYPES.name_of,
        batch_words=batch_words,
        span_text=span_text,
    )
    return page, form.status


@blueprint.post(ENTRY)
@requires(DISPOSALS.keeper)
@step(RecordsForm, _page)
def draft(form: RecordsForm, which: Reference) -> Done:
    row = entries.find(RECORD_TYPES, which, seen_by=me(), for_update=True)
    year = form.year.data
    lines = [each for each in records_due.shown(me()) if each.row.id == row.id]
    batch = next((batch_words(each) for each in lines if each.batch.year == year), "")
    made = records_due.draft(row, year, f"{row.name}：{batch}", by=me())
    told = gettext("下書きを作りました。対象と廃棄方法を確かめて、提出してください。")
    return Done(told, url_for("disposals.record", which=made))
