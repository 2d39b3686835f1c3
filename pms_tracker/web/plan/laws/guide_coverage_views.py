"""The items of the guide with what covers each (指針との対応表): as a page, as xlsx and as PDF."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from pms_tracker.plan.documents.documents import DOCUMENTS
from pms_tracker.web.door.access import requires
from pms_tracker.web.lists import list_files
from pms_tracker.web.pictures import papers
from pms_tracker.web.registers import guide_coverage

blueprint = Blueprint("guide_coverage", __name__, url_prefix="/plan/documents/coverage")


@blueprint.get("/")
@requires(DOCUMENTS.reader)
def shown() -> ResponseReturnValue:
    found = guide_coverage.lines()
    missing = sum(not each.is_covered for each in found)
    return render_template(
        "plan/guide_coverage/shown.html", register=DOCUMENTS, lines=found, missing=missing
    )


@blueprint.get("/table.xlsx")
@requires(DOCUMENTS.reader)
def xlsx() -> ResponseReturnValue:
    return list_files.answer(guide_coverage.sheet(), "xlsx")


@blueprint.get("/table.pdf")
@requires(DOCUMENTS.reader)
def pdf() -> ResponseReturnValue:
    return papers.handed(guide_coverage.paper(), papers.named("coverage.pdf"))
