"""The yearly check of laws and norms on one page, and the list that is shipped."""

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from wtforms import SelectChoice

from pms_tracker.plan.laws import law_checks as checks, law_lists
from pms_tracker.plan.laws.law_checks import Found
from pms_tracker.plan.laws.law_fields import KINDS, RESULTS
from pms_tracker.plan.laws.laws import LAWS, STATES, check_by, state_of
from pms_tracker.plan.rules.law_rules import CheckResult
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Form, LineField, TicksField
from pms_tracker.web.plan.laws.results_forms import ResultsForm, rows_of
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("law_checks", __name__, url_prefix="/plan/laws/check")
shipped = Blueprint("law_list", __name__, url_prefix="/plan/laws/shipped")


class CheckForm(ResultsForm):
    """What was found of norms, and where somebody looked."""

    checked_at = LineField(_l("確認した資料"))
    rows = rows_of(RESULTS)

    @property
    def found(self) -> list[Found]:
        at = self.checked_at.data or ""
        return [Found(number, seen, CheckResult(of), at) for number, seen, of in self.chosen]


class ShippedForm(Form):
    """Which norms of the list are drafted."""

    chosen = TicksField(_l("追加する法令・規範"))


@blueprint.get("/")
@requires(LAWS.reader)
def index() -> ResponseReturnValue:
    return _page(CheckForm.of(checks.shown(me())))


def _page(form: CheckForm) -> ResponseReturnValue:
    rows = {each.id: each for each in checks.shown(me())}
    page = render_template(
        "plan/law_checks/form.html",
        form=form,
        rows=form.beside(rows),
        register=LAWS,
        results=RESULTS,
        check_by=check_by,
        state_words=lambda row: say(STATES[state_of(row)]),
    )
    return page, form.status


@blueprint.post("/")
@requires(LAWS.keeper)
@step(CheckForm, _page)
def record(form: CheckForm) -> Done:
    count = checks.record(form.found, by=me())
    told = ngettext("%(num)d件の確認を記録しました。", "%(num)d件の確認を記録しました。", count)
    return Done(told, url_for("laws.index"))


def _offer(form: ShippedForm) -> None:
    missing = law_lists.missing()
    form.chosen.choices = [SelectChoice(each.code, each.values["name"]) for each in missing]


@shipped.get("/")
@requires(LAWS.keeper)
def offered() -> ResponseReturnValue:
    codes = [each.code for each in law_lists.missing()]
    form = ShippedForm(formdata=None, data={"chosen": codes})
    _offer(form)
    return _shipped_page(form)


def _shipped_page(form: ShippedForm) -> ResponseReturnValue:
    listed = law_lists.shipped()
    whose = list(law_lists.FOR)
    missing = sorted(law_lists.missing(), key=lambda each: whose.index(each.whom))
    page = render_template(
        "plan/law_list/form.html",
        form=form,
        register=LAWS,
        kinds=KINDS,
        listed=listed,
        there=len(listed.norms) - len(missing),
        groups=[
            (law_lists.FOR[whom], list(norms))
            for whom, norms in groupby(missing, key=lambda each: each.whom)
        ],
    )
    return page, form.status


@shipped.post("/")
@requires(LAWS.keeper)
@step(ShippedForm, _shipped_page, offer=_offer, once=True)
def draft(form: ShippedForm) -> Done:
    made: list[Any] = law_lists.draft(form.chosen.data or [], by=me())
    told = gettext("下書きにしました。自社に合わせて直し、まとめて提出してください。")
    return Done(told, url_for("laws.drafts" if made else "laws.index"))
