"""The company's page: its name, its fiscal year and how it writes years."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectChoice
from wtforms.validators import NumberRange

from pms_tracker.database import transaction
from pms_tracker.people import company, people
from pms_tracker.people.permissions import Permission
from pms_tracker.web import history
from pms_tracker.web.access import me, requires
from pms_tracker.web.forms import Filled, Form, LineField
from pms_tracker.web.people_forms import MONTH

blueprint = Blueprint("company", __name__, url_prefix="/company")


class CompanyForm(Form):
    """What an administrator may change about the company."""

    name = LineField(_l("会社名"), _l("会社名を入力してください。"))
    fiscal_start_month = IntegerField(
        _l("年度の開始月"), validators=[Filled(MONTH), NumberRange(1, 12, MONTH)]
    )
    era = RadioField(
        _l("年の表し方"),
        choices=[SelectChoice("western", _l("西暦")), SelectChoice("era", _l("和暦"))],
        validators=[Filled(_l("年の表し方を選んでください。"))],
    )


@blueprint.get("/")
@requires(Permission.SEE_PEOPLE)
def settings() -> ResponseReturnValue:
    """Everybody who works here may know how the company counts its years."""
    found = people.the_company()
    form = CompanyForm(
        formdata=None,
        name=found.name,
        fiscal_start_month=found.fiscal_start_month,
        era="era" if found.era_dates else "western",
    )
    return _page(form)


def _page(form: CompanyForm) -> ResponseReturnValue:
    page = render_template(
        "company/settings.html",
        company=people.the_company(),
        form=form,
        numbered=company.has_numbered_records(),
        history=history.of("company"),
    )
    return page, form.status


@blueprint.post("/")
@requires(Permission.KEEP_COMPANY)
def save() -> ResponseReturnValue:
    form = CompanyForm()
    if not form.validate_on_submit():
        return _page(form)
    wanted = company.Settings(
        form.name.data.strip(), form.fiscal_start_month.data, form.era.data == "era"
    )
    with transaction():
        company.change(wanted, by=me().actor)
    flash(gettext("会社の設定を保存しました。"), "done")
    return redirect(url_for(".settings"))
