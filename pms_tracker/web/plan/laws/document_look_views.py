"""The yearly look at rules with their forms, on one page."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l, ngettext
from wtforms import FieldList, Form as Part, FormField, HiddenField, RadioField, SelectChoice
from wtforms.validators import Optional

from pms_tracker.plan.documents import document_looks
from pms_tracker.plan.documents.document_looks import Looked
from pms_tracker.plan.documents.documents import DOCUMENTS, LOOK_RESULTS
from pms_tracker.plan.rules.document_rules import LookResult
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.many_rows import row_id
from pms_tracker.web.forms.shared_forms import Form, VersionField
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("document_looks", __name__, url_prefix="/plan/documents/looks")


class RowPart(Part):
    """What was found of one rule, as it was read."""

    row = HiddenField()
    version = VersionField()
    result = RadioField(
        _l("確認の結果"),
        choices=[SelectChoice(each.value, _l(words)) for each, words in LOOK_RESULTS.items()],
        validators=[Optional()],
    )


class LookForm(Form):
    """What was found of rules, none of them ticked beforehand or together."""

    rows = FieldList(FormField(RowPart))

    @property
    def found(self) -> list[Looked]:
        """Of each rule that was looked at what was found."""
        parts = [entry.form for entry in self.rows.entries if entry.form.result.data]
        return [
            Looked(number, part.version.number, LookResult(part.result.data))
            for part in parts
            if (number := row_id(part.row)) is not None
        ]


@blueprint.get("/")
@requires(DOCUMENTS.reader)
def index() -> ResponseReturnValue:
    lines = document_looks.shown(me())
    rows = [{"row": each.row.id, "version": each.row.version} for each in lines]
    return _page(LookForm(formdata=None, data={"rows": rows}))


def _page(form: LookForm) -> ResponseReturnValue:
    lines = {each.row.id: each for each in document_looks.shown(me())}
    told = [
        (entry.form, line)
        for entry in form.rows.entries
        if (line := lines.get(row_id(entry.form.row) or 0)) is not None
    ]
    page = render_template(
        "plan/document_looks/form.html",
        form=form,
        rows=told,
        register=DOCUMENTS,
        results=LOOK_RESULTS,
    )
    return page, form.status


@blueprint.post("/")
@requires(DOCUMENTS.keeper)
@step(LookForm, _page)
def record(form: LookForm) -> Done:
    count = document_looks.record(form.found, by=me())
    told = ngettext("%(num)d件の確認を記録しました。", "%(num)d件の確認を記録しました。", count)
    return Done(told, url_for("documents.index"))
