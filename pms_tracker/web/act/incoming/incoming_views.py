"""Pages of reports: any employee reports by name on one form; the privacy manager handles them."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, lazy_pgettext as _p
from wtforms import RadioField

from pms_tracker import clock
from pms_tracker.act.incoming import reports_in
from pms_tracker.act.rules.incoming_rules import LONGEST, REPORTED
from pms_tracker.act.rules.source_rules import Source
from pms_tracker.act.tables.incoming_tables import IncomingReport
from pms_tracker.kernel.references import Reference
from pms_tracker.people.firm import people
from pms_tracker.people.firm.firm import Firm
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.act.forms.source_forms import StatementForm
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.lists.list_files import Column, Kind
from pms_tracker.web.lists.short_lists import ShortList
from pms_tracker.web.record import record_history
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.labels import label

blueprint = Blueprint("reports_in", __name__, url_prefix="/act/reports")


class ReportForm(shared.Form):
    """What somebody noticed, in their own name."""

    source = RadioField(
        _l("報告の種類"),
        choices=shared.choices_of(REPORTED),
        validators=[shared.Filled(_l("報告の種類を選んでください。"))],
    )
    unit_id = shared.PickField(_l("起きた部門"))
    text = shared.LongField(
        _l("気付いたこと"), _l("気付いたことを入力してください。"), longest=LONGEST
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit_id.offer([(unit.id, unit.name) for unit in people.units(clock.today())])


class TakeUpForm(StatementForm):
    """A report as a case, whose source is the report's."""

    version = shared.VersionField()


class MessageForm(shared.Form):
    """A message about a report."""

    text = shared.LongField(_l("メッセージ"), _l("メッセージを入力してください。"), longest=LONGEST)


class CloseForm(shared.Form):
    """Why a report needs no case, as its reporter reads it."""

    version = shared.VersionField()
    answer = shared.LongField(_l("回答"), _l("回答を入力してください。"), longest=LONGEST)


@blueprint.get("/")
@requires(Permission.REPORT)
def index() -> ResponseReturnValue:
    return render_template("act/reports_in/list.html", rows=reports_in.listed(me()))


ShortList(
    "reports",
    _p("list", "報告"),
    (
        Column("number", _l("番号"), lambda row: row[0].reference),
        Column("source", _l("報告の種類"), lambda row: row[0].source, width=24, said=label),
        Column("state", _l("状態"), lambda row: row[0].state, width=18, said=label),
        Column("reporter", _l("報告した人"), lambda row: row[1] or gettext("匿名"), width=18),
        Column("received_on", _l("受付日"), lambda row: row[0].received_on, Kind.DAY),
        Column("due_on", _l("期限"), lambda row: row[0].due_on, Kind.DAY),
        Column("handled_on", _l("対応した日"), lambda row: row[0].handled_on, Kind.DAY),
    ),
    lambda: reports_in.listed(me()),
).at(blueprint, Permission.REPORT)


@blueprint.get("/new")
@requires(Permission.REPORT)
def form() -> ResponseReturnValue:
    return _form_page(ReportForm(place=url_for(".enter")))


def _form_page(form: ReportForm) -> ResponseReturnValue:
    return render_template("act/reports_in/new.html", form=form), form.status


@blueprint.post("/")
@requires(Permission.REPORT)
@step(ReportForm, _form_page, once=True)
def enter(form: ReportForm) -> Done:
    told = reports_in.Told(Source(form.source.data), form.text.data, form.unit_id.data)
    made = reports_in.report(told, by=me())
    led_to = url_for(".record", reference=made.reference)
    return Done(gettext("報告を受け付けました。個人情報保護管理者に知らせます。"), led_to)


@blueprint.get("/<ref(RP):reference>")
@requires(Permission.REPORT)
def record(reference: Reference) -> ResponseReturnValue:
    return _page(reports_in.by_reference(reference, seen_by=me()))


def _page(made: IncomingReport, refused: shared.Form | None = None) -> ResponseReturnValue:
    firm = Firm(clock.today())
    handles = me().person_id in reports_in.handlers(firm, made).person_ids
    fresh: dict[str, shared.Form] = {
        "take_up_form": _take_up(made),
        "close_form": CloseForm(formdata=None, version=made.version),
        "message_form": MessageForm(formdata=None),
    }
    for name, form in fresh.items():
        if refused is not None and type(form) is type(refused):
            fresh[name] = refused
    for form in (fresh["take_up_form"], fresh["close_form"]):
        form["version"].data = made.version
    page = render_template(
        "act/reports_in/record.html",
        made=made,
        messages=reports_in.messages_of(made),
        names=firm.names([made.reporter_id, made.handled_by_id]),
        unit=people.unit(made.unit_id).name if made.unit_id else "",
        case=reports_in.case_name(made),
        handles=handles,
        opens=handles and me().may(Permission.OPEN_CASES),
        history=record_history.of(made.reference),
        **fresh,
    )
    return page, refused.status if refused else 200


def _take_up(made: IncomingReport) -> TakeUpForm:
    return TakeUpForm(
        formdata=None,
        version=made.version,
        unit_id=made.unit_id,
        fact=made.text,
        evidence=gettext("%(reference)s の報告", reference=made.reference),
    )


def _again(form: shared.Form, reference: Reference) -> ResponseReturnValue:
    return _page(reports_in.by_reference(reference, seen_by=me()), form)


@blueprint.post("/<ref(RP):reference>/case")
@requires(Permission.OPEN_CASES)
@step(TakeUpForm, _again, once=True)
def take_up(form: TakeUpForm, reference: Reference) -> Done:
    made = _locked(reference)
    stated, version = form.stated_as(made.source), form.version.number
    case = reports_in.take_up(made, stated, version=version, by=me())
    led_to = url_for("cases.record", reference=case.reference)
    return Done(gettext("報告を是正処置として取り上げました。"), led_to)


@blueprint.post("/<ref(RP):reference>/answer")
@requires(Permission.HANDLE_REPORTS)
@step(CloseForm, _again, once=True)
def close(form: CloseForm, reference: Reference) -> Done:
    version = form.version.number
    reports_in.close(_locked(reference), form.answer.data, version=version, by=me())
    return Done(
        gettext("回答して終了しました。報告した人が読めます。"),
        url_for(".record", reference=reference),
    )


@blueprint.post("/<ref(RP):reference>/messages")
@requires(Permission.REPORT)
@step(MessageForm, _again, once=True)
def say(form: MessageForm, reference: Reference) -> Done:
    reports_in.say(_locked(reference), form.text.data, by=me())
    return Done(gettext("メッセージを送りました。"), url_for(".record", reference=reference))


def _locked(reference: Reference) -> IncomingReport:
    return reports_in.by_reference(reference, seen_by=me(), for_update=True)
