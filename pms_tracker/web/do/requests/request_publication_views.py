"""What persons can read of how to ask (開示等の手続の公表): held against the policies, said here
where they lack it; and the same forms on paper for whoever comes by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from flask_babel.speaklater import LazyString
from wtforms import SelectChoice
from wtforms.validators import InputRequired, Optional

from pms_tracker.do.disclosure_requests import request_procedure
from pms_tracker.do.disclosure_requests.person_requests import REQUESTS
from pms_tracker.do.disclosure_requests.request_answers import KINDS
from pms_tracker.do.disclosure_requests.request_choices import CHANNELS, FEE_WAYS, Channel, FeeWay
from pms_tracker.do.disclosure_requests.request_procedure import (
    DAYS,
    MOST_DAYS,
    AsPublished,
    Procedure,
)
from pms_tracker.do.rules.contact import publication_rules
from pms_tracker.do.rules.contact.publication_rules import Published, Source
from pms_tracker.do.rules.contact.request_rules import Asked
from pms_tracker.kernel.profile import Part
from pms_tracker.people.firm import company_profile, people
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.web.do.requests import procedure_words, request_form_papers
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms import shared_forms as shared
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words import labels
from pms_tracker.web.words.register_words import say

blueprint = Blueprint("request_publication", __name__, url_prefix="/do/requests/publication")
ITEMS: Mapping[Published, LazyString] = {
    Published.NAME: _l("事業者の名称"),
    Published.ADDRESS: _l("事業者の住所"),
    Published.REPRESENTATIVE: _l("代表者の氏名"),
    Published.PURPOSES: _l("すべての保有個人データの利用目的"),
    Published.PROCEDURE: _l("請求に応じる手続"),
    Published.FEE: _l("手数料の額（無料のときはその旨）"),
    Published.MEASURES: _l("安全管理のために講じた措置"),
    Published.DESK: _l("苦情の申出先"),
    Published.BODY: _l("認定個人情報保護団体（対象事業者のとき）"),
}
# By which item of the law each is asked for.
NUMBERS: Mapping[Published, int] = {
    **dict.fromkeys((Published.NAME, Published.ADDRESS, Published.REPRESENTATIVE), 1),
    Published.PURPOSES: 2,
    **dict.fromkeys((Published.PROCEDURE, Published.FEE), 3),
    Published.MEASURES: 4,
    **dict.fromkeys((Published.DESK, Published.BODY), 5),
}
BESIDE = {"request_days": "days", "request_fee": "disclosure_fee"}


@dataclass(frozen=True)
class Line:
    """One item: where it is said, what says it, and where to say it if it is missing."""

    number: int
    name: LazyString
    source: Source | None
    said: str
    fill: str
    at: str
    needed: bool


class ProcedureForm(shared.Form):
    """How to ask: what the page outside and the forms on paper say beyond the policy."""

    version = shared.VersionField()
    address = shared.LineField(_l("会社の住所"))
    representative = shared.LineField(_l("代表者の職名と氏名"))
    channels = shared.TicksField(
        _l("請求を受け付ける方法"),
        choices=[
            SelectChoice(each.value, _l(CHANNELS[each])) for each in request_procedure.OFFERED
        ],
    )
    send_to = shared.LongField(_l("請求書の送付先"), longest=500)
    mail = shared.LineField(_l("請求を受け付けるメールアドレス"))
    purpose_fee = shared.NumberField(_l("利用目的の通知の手数料（円）"), validators=[Optional()])
    disclosure_fee = shared.NumberField(_l("開示の手数料（円）"), validators=[Optional()])
    fee_ways = shared.TicksField(
        _l("手数料の受領方法"),
        choices=[SelectChoice(each.value, _l(words)) for each, words in FEE_WAYS.items()],
    )
    days = shared.NumberField(
        _l("回答までの日数"),
        validators=[InputRequired(_l("回答までの日数を数字で入力してください。"))],
    )
    measures = shared.LongField(_l("公表する安全管理措置"), longest=4000)

    @property
    def procedure(self) -> Procedure:
        typed = {name: self[name].data for name in asdict(Procedure())}
        texts = {name: each.strip() for name, each in typed.items() if isinstance(each, str)}
        channels = tuple(each for each in Channel if each in (typed["channels"] or ()))
        ways = tuple(each for each in FeeWay if each in (typed["fee_ways"] or ()))
        return Procedure(**{**typed, **texts, "channels": channels, "fee_ways": ways})


@blueprint.get("/")
@requires(REQUESTS.reader)
def shown() -> ResponseReturnValue:
    return _page()


def _page(refused: ProcedureForm | None = None) -> ResponseReturnValue:
    published = request_procedure.as_published()
    form = refused or ProcedureForm(formdata=None, data=asdict(published.procedure))
    form.version.data = str(people.the_company().version)
    parts = company_profile.parts()
    page = render_template(
        "do/requests/publication.html",
        name=say(REQUESTS.name),
        policies=published.policies,
        lines=_lines(published),
        lacking=labels.between(
            str(ITEMS[each]) for each in publication_rules.missing(published.sources)
        ),
        form=form,
        keeps=me().may(Permission.HANDLE_REPORTS),
        is_kept=Source.CLOSED in published.sources.values(),
        told=procedure_words.told(published),
        kinds=[(each, say(words)) for each, words in KINDS.items()],
        usual=DAYS,
        most_days=MOST_DAYS,
        form_is_on=Part.REQUEST_FORM in parts,
        page_is_on=Part.REQUEST_PAGE in parts,
    )
    return page, form.status


def _lines(published: AsPublished) -> list[Line]:
    places, entered = published.sources, _entered(published)
    policy = gettext("方針"), url_for("policies.index")
    fill = {
        **dict.fromkeys((Published.NAME, Published.PURPOSES), policy),
        **dict.fromkeys(
            (Published.DESK, Published.BODY),
            (gettext("苦情・相談の窓口"), url_for("contact_desk.show")),
        ),
    }
    here = gettext("下の入力欄"), url_for(".shown", _anchor="procedure")
    return [
        Line(
            NUMBERS[each],
            words,
            places[each],
            published.found[each] if places[each] is Source.POLICY else entered.get(each, ""),
            *fill.get(each, here),
            each not in publication_rules.WHERE_IT_IS_SO,
        )
        for each, words in ITEMS.items()
    ]


def _entered(published: AsPublished) -> dict[Published, str]:
    """What was entered for each item, in words."""
    said, desk = published.procedure, procedure_words.desk_told(published)
    fees = {
        each: procedure_words.fee_text(said, each) for each in (Asked.PURPOSE, Asked.DISCLOSURE)
    }
    return {
        Published.NAME: people.the_company().name,
        Published.ADDRESS: said.address,
        Published.REPRESENTATIVE: said.representative,
        Published.PROCEDURE: gettext("案内ページを公開しています。"),
        Published.FEE: "\n".join(
            gettext("%(kind)s：%(fee)s", kind=say(KINDS[each]), fee=fee)
            for each, fee in fees.items()
        ),
        Published.MEASURES: said.measures,
        Published.DESK: " ".join(filter(None, (desk.name, desk.phone))),
        Published.BODY: desk.body,
    }


@blueprint.post("/")
@requires(Permission.HANDLE_REPORTS)
@step(ProcedureForm, _page, beside=BESIDE)
def save(form: ProcedureForm) -> Done:
    request_procedure.change(form.procedure, seen=form.version.number, by=me())
    return Done(gettext("開示等の手続を保存しました。"), url_for(".shown"))


@blueprint.get("/forms/<asked>.pdf")
@requires(REQUESTS.reader)
def paper(asked: str) -> ResponseReturnValue:
    """A form for whoever comes by, whether the page outside is open or not."""
    if asked not in {*Asked}:
        abort(404)
    return request_form_papers.answer(Asked(asked))
