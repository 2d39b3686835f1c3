"""The public form (/report): no session, no account, no address, no metadata; a receipt code.

Switched off until a company opens it. See docs/decisions on reports without a name.
"""

from functools import partial

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext as _l
from wtforms import RadioField

from pms_tracker.act.incoming import reports_in
from pms_tracker.act.rules.incoming_rules import LONGEST, REPORTED
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.database import transaction
from pms_tracker.kernel.errors import NotFound, TooMany
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile
from pms_tracker.web.door.access import public
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import outside_forms, sessionless
from pms_tracker.web.sign_in.outside_forms import CodeForm, SeededForm

blueprint = Blueprint("public_reports", __name__, url_prefix="/report")

# From one source, and from all together, so that nobody shuts the form for the others; per process.
REPORTS, LOOKS = Gate(30, 600, 3600), Gate(60, 1200, 60)
SEEDS = outside_forms.Seeds("pms-report")
_page = partial(outside_forms.page, home=f"{blueprint.name}.form")


class ReportForm(SeededForm):
    """What is reported without a name."""

    source = RadioField(
        _l("報告の種類"),
        choices=shared.choices_of(REPORTED),
        validators=[shared.Filled(_l("報告の種類を選んでください。"))],
    )
    text = shared.LongField(
        _l("気付いたこと"), _l("気付いたことを入力してください。"), longest=LONGEST
    )

    @property
    def told(self) -> reports_in.Told:
        return reports_in.Told(Source(self.source.data), self.text.data)


class ReplyForm(CodeForm):
    """Another message to a report, by whoever holds its code."""

    text = shared.LongField(
        _l("追記すること"), _l("追記することを入力してください。"), longest=LONGEST
    )


def _is_open() -> bool:
    return Part.PUBLIC_REPORTS in company_profile.parts()


outside_forms.keep(blueprint, _is_open, f"{blueprint.name}.form", LONGEST)
_let_through = partial(outside_forms.let_through, refusal=lambda: TooMany("too_many_reports"))


@blueprint.get("/")
@public
def form() -> ResponseReturnValue:
    return _form_page(ReportForm(formdata=None))


def _form_page(form: ReportForm) -> ResponseReturnValue:
    form.seed.data = SEEDS.new()
    return _page("act/public_reports/form.html", form.status, form=form)


@blueprint.post("/")
@public
def send() -> ResponseReturnValue:
    form = ReportForm()
    with force_locale(sessionless.begin()):
        code = outside_forms.received(
            form,
            SEEDS,
            partial(_let_through, REPORTS),
            lambda code: reports_in.report_without_name(form.told, code),
            reports_in.by_code,
        )
        if code:
            # As after going back: what was taken in first stands.
            other = reports_in.by_code(code).text != form.told.text.strip()
            return _page("act/public_reports/receipt.html", code=code, other=other)
        return _form_page(form)


@blueprint.get("/receipt")
@public
def ask_code() -> ResponseReturnValue:
    return _page("act/public_reports/code.html", form=CodeForm(formdata=None))


@blueprint.post("/receipt")
@public
def read() -> ResponseReturnValue:
    form = CodeForm()
    with force_locale(sessionless.begin()):
        if form.validate_on_submit():
            made = _found(form)
            if made is not None:
                return _thread(made, ReplyForm(formdata=None, code=form.code.data))
        return _page("act/public_reports/code.html", form.status, form=form)


def _found(form: CodeForm) -> IncomingReport | None:
    """The report of a code; None, with the form refused, where there is none."""
    _let_through(LOOKS)
    try:
        return reports_in.by_code(str(form.code.data))
    except NotFound as refusal:
        form.refuse(sentence(refusal), 404)
        return None


@blueprint.post("/reply")
@public
def reply() -> ResponseReturnValue:
    form = ReplyForm()
    with force_locale(sessionless.begin()):
        valid = form.validate_on_submit()
        made = _found(form)
        if made is None:
            again = CodeForm(formdata=None, code=form.code.data)
            again.refuse(form.form_errors[-1], 404)
            return _page("act/public_reports/code.html", 404, form=again)
        if valid:
            _let_through(REPORTS)
            with shared.refused_into(form):
                with transaction():
                    made = reports_in.by_code(str(form.code.data), for_update=True)
                    reports_in.say(made, form.text.data, by=None)
                return _thread(made, ReplyForm(formdata=None, code=form.code.data), sent=True)
        return _thread(made, form)


def _thread(made: IncomingReport, form: ReplyForm, *, sent: bool = False) -> ResponseReturnValue:
    return _page(
        "act/public_reports/thread.html",
        form.status,
        made=made,
        messages=reports_in.messages_of(made),
        form=form,
        sent=sent,
    )
