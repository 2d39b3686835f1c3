"""How persons ask about what is held of them, as everybody may read it (/requests): the page, forms
on paper and, where the company takes them so, a form. No session, no account, no cookie.

Switched off until the company opens it. See docs/decisions/0081.
"""

from functools import partial

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from pms_tracker.do.disclosure_requests import request_intake, request_procedure
from pms_tracker.do.rules.contact.request_rules import Asked
from pms_tracker.do.tables.request_tables import PersonRequest
from pms_tracker.kernel.errors import NotFound, TooMany
from pms_tracker.web.do.requests import procedure_words, request_form_papers
from pms_tracker.web.do.requests.public_request_forms import RequestForm
from pms_tracker.web.door.access import public
from pms_tracker.web.door.gates import Gate
from pms_tracker.web.refusals.sentences import sentence
from pms_tracker.web.sign_in import outside_forms, sessionless
from pms_tracker.web.sign_in.outside_forms import CodeForm

blueprint = Blueprint("public_requests", __name__, url_prefix="/requests")

# From one source, and from all together; per process. Each request is a letter to the desk.
SENT, LOOKS, PAPERS = Gate(10, 60, 3600), Gate(60, 1200, 60), Gate(60, 600, 60)
SEEDS = outside_forms.Seeds("pms-request")
_page = partial(outside_forms.page, home=f"{blueprint.name}.shown")
_form_pages = partial(outside_forms.page, home=f"{blueprint.name}.form")
# What is closed until the company takes requests by the form as well.
OF_FORM = frozenset(f"{blueprint.name}.{each}" for each in ("form", "send", "ask_code", "read"))


def _is_open() -> bool:
    takes = request_procedure.takes_requests
    return takes() if request.endpoint in OF_FORM else request_procedure.is_published()


outside_forms.keep(blueprint, _is_open, f"{blueprint.name}.shown")
_let_through = partial(outside_forms.let_through, refusal=lambda: TooMany("too_many_requests"))


@blueprint.get("/")
@public
def shown() -> ResponseReturnValue:
    with force_locale(sessionless.begin()):
        return _page(
            "do/public_requests/page.html",
            told=procedure_words.told(request_procedure.as_published()),
        )


@blueprint.get("/forms/<asked>.pdf")
@public
def paper(asked: str) -> ResponseReturnValue:
    """A form to ask for one thing on paper, in the visitor's language."""
    if asked not in {*Asked}:
        abort(404)
    _let_through(PAPERS)
    with force_locale(sessionless.begin()):
        return request_form_papers.answer(Asked(asked))


@blueprint.get("/new")
@public
def form() -> ResponseReturnValue:
    return _form_page(RequestForm(formdata=None))


def _form_page(form: RequestForm) -> ResponseReturnValue:
    form.seed.data = SEEDS.new()
    return _form_pages("do/public_requests/form.html", form.status, form=form)


@blueprint.post("/new")
@public
def send() -> ResponseReturnValue:
    form = RequestForm()
    with force_locale(sessionless.begin()):
        code = outside_forms.received(
            form,
            SEEDS,
            partial(_let_through, SENT),
            lambda code: request_intake.take(form.values, code),
            request_intake.by_code,
        )
        if code:
            return _receipt(form, code)
        return _form_page(form)


def _receipt(form: RequestForm, code: str) -> ResponseReturnValue:
    """The code, said once; sent again as after going back, what was taken in first stands."""
    other = request_intake.says_otherwise(request_intake.by_code(code), form.values)
    days = request_procedure.procedure().days
    return _form_pages("do/public_requests/receipt.html", code=code, days=days, other=other)


@blueprint.get("/receipt")
@public
def ask_code() -> ResponseReturnValue:
    return _code_page(CodeForm(formdata=None))


def _code_page(form: CodeForm, row: PersonRequest | None = None) -> ResponseReturnValue:
    """Where the code is entered; above it how far the request is, once it was found."""
    return outside_forms.page(
        "do/public_requests/code.html",
        form.status,
        home=f"{blueprint.name}.ask_code",
        form=form,
        stand=procedure_words.STANDS[request_intake.stand_of(row)] if row is not None else None,
        arrived_on=row.arrived_on if row is not None else None,
    )


@blueprint.post("/receipt")
@public
def read() -> ResponseReturnValue:
    form = CodeForm()
    with force_locale(sessionless.begin()):
        if not form.validate_on_submit():
            return _code_page(form)
        _let_through(LOOKS)
        try:
            row = request_intake.by_code(str(form.code.data))
        except NotFound as refusal:
            form.refuse(sentence(refusal), 404)
            return _code_page(form)
        return _code_page(CodeForm(formdata=None), row)
