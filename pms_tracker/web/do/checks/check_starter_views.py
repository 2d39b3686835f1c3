"""Checks to begin with are offered, and what of a risk is checked is shown on its record."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from pms_tracker import clock
from pms_tracker.do.checks import check_faults, check_runs, check_starters
from pms_tracker.do.checks.check_templates import visible_to
from pms_tracker.do.registers.risks import RISKS
from pms_tracker.do.rules.operation import check_rules as rules
from pms_tracker.do.rules.operation.check_rules import FREQUENCIES, Frequency, WhyCase
from pms_tracker.do.rules.operation.check_starter_rules import FROM_RISKS, RISKS_TITLE, STARTERS
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.checks import check_sheets
from pms_tracker.web.do.checks.check_fill_forms import StartersForm
from pms_tracker.web.do.checks.check_run_views import at
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.lists.choices import people_of
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("check_starters", __name__, url_prefix="/do/checks/starters")


@blueprint.get("/")
@requires(Permission.KEEP_REGISTERS)
def form() -> ResponseReturnValue:
    empty = StartersForm(formdata=None, place=url_for(".take_up"))
    _offer(empty)
    return _page(empty)


def _offer(form: StartersForm) -> None:
    firm, seen = Firm(clock.today()), me()
    units = [
        each for each in people.units(clock.today()) if seen.sees_all or each.id in seen.unit_ids
    ]
    form.unit_id.offer([(each.id, each.name) for each in units])
    form.owner_id.offer(people_of(firm), readings=firm.readings())


def _page(form: StartersForm) -> ResponseReturnValue:
    page = render_template(
        "do/checks/starters.html",
        form=form,
        starters=STARTERS,
        from_risks=FROM_RISKS,
        risks_title=RISKS_TITLE,
        monthly=FREQUENCIES[Frequency.MONTH],
        frequencies=FREQUENCIES,
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.KEEP_REGISTERS)
@step(StartersForm, _page, offer=_offer, once=True)
def take_up(form: StartersForm) -> Done:
    chosen = form.chosen.data or []
    made = check_starters.take_up(form.unit_id.data, form.owner_id.data, chosen, say, by=me())
    words = ngettext(
        "%(num)d件の点検表を登録しました。項目は、実情に合わせて変更できます。",
        "%(num)d件の点検表を登録しました。項目は、実情に合わせて変更できます。",
        len(made),
    )
    return Done(words, url_for("checks.index"))


@blueprint.app_template_global()
def checked_of_risk(row: Any) -> list[tuple[Any, rules.Item, list[str], int]]:
    """What of a risk is checked: the item, its last answers as signs, and its faults."""
    found = check_starters.of_risk(RISKS.name_of(row), visible_to(me()))
    return [
        (
            template,
            item,
            [
                check_sheets.sign(
                    item, {each.words: given for each, given in rules.unpacked(run.answers)}
                )
                for run in runs
            ],
            check_faults.count_of(template, item),
        )
        for template, item, runs in found
    ]


@blueprint.app_template_global()
def check_month_now(row: Any) -> dict[str, object]:
    """The address of the sheet of this month."""
    return at(row, clock.today())


@blueprint.app_template_global()
def fills_check(row: Any) -> bool:
    return check_runs.may_fill(row, me())


@blueprint.app_template_global()
def fault_proposed(row: Any) -> WhyCase | None:
    """Why a nonconformity is proposed to the reader."""
    return check_faults.proposed(row) if me().may(Permission.OPEN_CASES) else None


@blueprint.app_template_global()
def check_items_of(row: Any) -> tuple[rules.Item, ...]:
    return rules.read_items(row.items)


@blueprint.app_template_global()
def check_of_fault(row: Any) -> Any:
    """The check that found a fault, if one did."""
    return check_faults.template_of(row)
