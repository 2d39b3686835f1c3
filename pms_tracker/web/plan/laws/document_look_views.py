"""The yearly look at rules with their forms, on one page."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pms_tracker.plan.documents import document_looks
from pms_tracker.plan.documents.document_looks import Looked
from pms_tracker.plan.documents.documents import DOCUMENTS, LOOK_RESULTS
from pms_tracker.plan.rules.document_rules import LookResult
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.plan.laws.results_forms import ResultsForm, rows_of
from pms_tracker.web.record.steps import Done, step

blueprint = Blueprint("document_looks", __name__, url_prefix="/plan/documents/looks")


class LookForm(ResultsForm):
    """What was found of rules."""

    rows = rows_of(LOOK_RESULTS)

    @property
    def found(self) -> list[Looked]:
        return [Looked(number, seen, LookResult(result)) for number, seen, result in self.chosen]


@blueprint.get("/")
@requires(DOCUMENTS.reader)
def index() -> ResponseReturnValue:
    return _page(LookForm.of(each.row for each in document_looks.shown(me())))


def _page(form: LookForm) -> ResponseReturnValue:
    lines = {each.row.id: each for each in document_looks.shown(me())}
    page = render_template(
        "plan/document_looks/form.html",
        form=form,
        rows=form.beside(lines),
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
