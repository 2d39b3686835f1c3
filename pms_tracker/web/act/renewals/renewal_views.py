"""Pages of an application beside its record: readiness, what is handed in, answers, its package."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from wtforms import SelectChoice

from pms_tracker.act.renewals import package_items, readiness
from pms_tracker.act.renewals.examiner_remarks import REMARKS, remarks_of
from pms_tracker.act.renewals.renewals import RENEWALS, is_first
from pms_tracker.act.rules.renewal.readiness_rules import Standing
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.registers import entries
from pms_tracker.web.act.renewals import package_files, renewal_papers, renewal_words
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, TicksField, VersionField
from pms_tracker.web.pictures import papers
from pms_tracker.web.proofs.decision_forms import NextStep
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("renewal_pages", __name__, url_prefix="/act/renewals")
ENTRY = f"/<ref({Kind.RENEWAL}):which>"


class PapersForm(Form):
    """Which of the papers are ready, and which are not needed."""

    version = VersionField()
    ready = TicksField(_l("用意できた書類"))
    spared = TicksField(_l("不要とした書類"))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """None is ready and not needed at once."""
        valid = bool(super().validate(*args, **kwargs))
        both = set(self.ready.data or ()) & set(self.spared.data or ())
        if both:
            words = gettext(
                "同じ書類を、用意できた書類と不要とした書類の両方に選ぶことはできません。"
            )
            self.spared.errors = [words]
        return valid and not both


def _found(which: Reference, *, for_update: bool = False) -> Any:
    return entries.find(RENEWALS, which, seen_by=me(), for_update=for_update)


@blueprint.get(f"/<ref({Kind.RENEWAL}):reference>/readiness")
@requires(RENEWALS.reader)
def ready(reference: Reference) -> ResponseReturnValue:
    return _ready_page(_found(reference), reference)


@blueprint.get("/readiness")
@requires(RENEWALS.reader)
def ready_first() -> ResponseReturnValue:
    """Before the first mark, when there is no term yet."""
    return _ready_page(None, None)


def _ready_page(row: Any | None, which: Reference | None) -> ResponseReturnValue:
    lines = readiness.checked(row, me())
    missing = sum(each.standing is Standing.MISSING for each in lines)
    return render_template(
        "act/renewals/readiness.html",
        which=which,
        is_first=is_first(row),
        heading=say(renewal_words.readiness_of(row)),
        register=RENEWALS,
        lines=[renewal_words.shown(each) for each in lines],
        missing=missing,
    )


@blueprint.get(f"{ENTRY}/readiness.pdf")
@requires(RENEWALS.reader)
def ready_paper(which: Reference) -> ResponseReturnValue:
    made = renewal_papers.readiness_paper(_found(which), me())
    return papers.handed(made, papers.named(f"{which}-readiness.pdf"))


@blueprint.get("/readiness.pdf")
@requires(RENEWALS.reader)
def ready_first_paper() -> ResponseReturnValue:
    made = renewal_papers.readiness_paper(None, me())
    return papers.handed(made, papers.named("readiness.pdf"))


@blueprint.get(f"{ENTRY}/summary.pdf")
@requires(RENEWALS.reader)
def summary_paper(which: Reference) -> ResponseReturnValue:
    made = renewal_papers.summary_paper(_found(which), me())
    return papers.handed(made, papers.named(f"{which}-summary.pdf"))


@blueprint.get(f"{ENTRY}/answers.pdf")
@requires(RENEWALS.reader)
def answer_paper(which: Reference) -> ResponseReturnValue:
    made = renewal_papers.answer_paper(_found(which))
    return papers.handed(made, papers.named(f"{which}-answers.pdf"))


@blueprint.get(f"{ENTRY}/package.zip")
@requires(RENEWALS.keeper)
def package(which: Reference) -> ResponseReturnValue:
    made = package_files.made(_found(which), me())
    return papers.handed(made, papers.named(f"{which}.zip"), "application/zip")


def _offer(form: PapersForm, which: Reference) -> None:
    offered = [
        SelectChoice(each.code, f"{each.code} {each.name}")
        for each in package_items.package_of(_found(which)).items
    ]
    form.ready.choices = form.spared.choices = offered


@blueprint.get(f"{ENTRY}/papers")
@requires(RENEWALS.reader)
def handed_in(which: Reference) -> ResponseReturnValue:
    row = _found(which)
    told = {name: list(RENEWALS.field(name).of(row)) for name in ("ready", "spared")}
    form = PapersForm(formdata=None, data={**told, "version": row.version})
    _offer(form, which)
    return _papers_page(form, which)


def _papers_page(form: PapersForm, which: Reference) -> ResponseReturnValue:
    row = _found(which)
    package = package_items.package_of(row)
    chosen = form.ready.data or [], form.spared.data or []
    open_ones = [each for each in package.items if each.code not in (*chosen[0], *chosen[1])]
    page = render_template(
        "act/renewals/papers.html",
        which=which,
        form=form,
        register=RENEWALS,
        package=package,
        of_others=package.first is not is_first(row),
        comes=renewal_words.COMES,
        fileless=package_items.without_a_file(),
        ready=chosen[0],
        spared=chosen[1],
        note=ngettext("残り%(num)d件", "残り%(num)d件", len(open_ones)),
    )
    return page, form.status


@blueprint.post(f"{ENTRY}/papers")
@requires(RENEWALS.keeper)
@step(PapersForm, _papers_page, offer=_offer)
def keep_papers(form: PapersForm, which: Reference) -> Done:
    row = _found(which, for_update=True)
    chosen = form.ready.data or (), form.spared.data or ()
    package_items.keep(row, *chosen, version=form.version.number, by=me())
    return Done(gettext("書類の用意を記録しました。"), url_for("renewals.record", which=which))


@blueprint.app_template_global()
def renewal_now(row: Any, remarks: Sequence[tuple[str, Any]]) -> NextStep | None:
    """What follows on an application, with its remarks, besides what its duties ask for."""
    return renewal_words.what_now(row, [each for _name, each in remarks])


@blueprint.app_template_global()
def readiness_of(row: Any) -> str:
    """What the readiness for an application is called."""
    return say(renewal_words.readiness_of(row))


@blueprint.app_template_global()
def remarks_in(row: Any) -> list[tuple[str, Any]]:
    """The remarks of a renewal, each with its reference."""
    return [(REMARKS.name_of(each), each) for each in remarks_of(row)]
