"""What is due to be disposed of (廃棄の予定): a record of it drafted with a click, or that nothing
is held of it."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l
from wtforms import RadioField, SelectChoice

from pms_tracker import clock
from pms_tracker.do.disposals import disposals_due
from pms_tracker.do.disposals.disposals import DISPOSALS
from pms_tracker.do.disposals.disposals_due import BATCHES, Line
from pms_tracker.do.registers.ledger import LEDGER
from pms_tracker.do.rules.disposal_rules import Apart, is_over_sooner
from pms_tracker.do.tables.ledger_tables import PersonalInformation
from pms_tracker.kernel.references import Kind, Reference
from pms_tracker.kernel.words import N_, Words
from pms_tracker.registers import entries
from pms_tracker.registers.entry_fields import LONGEST_NAME
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import Filled, Form, LongField, NumberField
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import fiscal_year_text
from pms_tracker.web.words.register_words import span_text, title_of

blueprint = Blueprint("disposals_due", __name__, url_prefix="/do/disposals/due")
ENTRY = f"/<ref({Kind.PERSONAL_INFORMATION}):which>"
CHOOSE = _l("対象の年度を選んでください。")
WHY: dict[Apart, Words] = {
    Apart.NO_PERIOD: N_("保管期限が入力されていません。"),
    Apart.FOREVER: N_("期限がありません。必要がなくなったら廃棄します。"),
    Apart.AS_NEEDED: N_("必要がなくなるつど廃棄します。"),
    Apart.PURPOSE: N_("利用目的を達成したら、遅滞なく廃棄します。"),
    Apart.UNREAD: N_("言葉から期日を計算できません。"),
    Apart.IN_DAYS: N_("日数で決めた期間です。年度でまとめず、日々廃棄します。"),
}


class DraftForm(Form):
    """Which batch of an entry is drafted."""

    year = NumberField(_l("対象の年度"), validators=[Filled(CHOOSE)])


class NothingForm(Form):
    """Of which batch of an entry nothing is held, and how that is known; a second click is led
    where the first one was, though its year is not offered any more."""

    year = RadioField(
        _l("対象の年度"), coerce=int, validators=[Filled(CHOOSE)], validate_choice=False
    )
    reason = LongField(
        _l("該当なしと判断した理由"), _l("該当なしと判断した理由を入力してください。"), 2000
    )


def batch_words(line: Line) -> str:
    """What a batch is called: 2022年度以前に退会・卒業した分."""
    year = fiscal_year_text(line.batch.year)
    if line.batch.earlier:
        year = gettext("%(year)s以前", year=year)
    return gettext(BATCHES[line.span.start]) % {"year": year}


def _record_words(which: Reference, year: int | None) -> tuple[PersonalInformation, str]:
    """An entry, locked, and what a record of a batch of it is called."""
    row = entries.find(LEDGER, which, seen_by=me(), for_update=True)
    line = next((each for each in disposals_due.open_of(row) if each.batch.year == year), None)
    words = batch_words(line) if line else ""
    name = row.name if len(row.name) <= LONGEST_NAME else f"{row.name[:LONGEST_NAME]}…"
    return row, gettext("%(name)s：%(batch)s", name=name, batch=words)


@blueprint.get("/")
@requires(DISPOSALS.reader)
def index() -> ResponseReturnValue:
    return _page(DraftForm(formdata=None))


def _page(form: DraftForm, which: Reference | None = None) -> ResponseReturnValue:
    lines, asides = disposals_due.shown(me())
    today = clock.today()
    page = render_template(
        "do/disposals/due.html",
        form=form,
        register=DISPOSALS,
        ended=[each for each in lines if each.batch.ends_on < today],
        coming=[each for each in lines if each.batch.ends_on >= today],
        asides=asides,
        batch_words=batch_words,
        span_text=span_text,
        is_over_sooner=is_over_sooner,
        why=WHY,
        most=disposals_due.MOST_SHOWN,
    )
    return page, form.status


@blueprint.post(ENTRY)
@requires(DISPOSALS.keeper)
@step(DraftForm, _page)
def draft(form: DraftForm, which: Reference) -> Done:
    year = form.year.data
    row, words = _record_words(which, year)
    made = disposals_due.draft(row, year, words, by=me())
    told = gettext("下書きを作りました。対象と廃棄方法を確かめて、提出してください。")
    return Done(told, url_for("disposals.record", which=made))


@blueprint.get(f"{ENTRY}/nothing")
@requires(DISPOSALS.keeper)
def nothing_form(which: Reference) -> ResponseReturnValue:
    form = NothingForm(formdata=None, data={"year": request.args.get("year", type=int)})
    _offer(form, which)
    return _nothing_page(form, which)


def _offer(form: NothingForm, which: Reference) -> None:
    row = entries.find(LEDGER, which, seen_by=me())
    offered = [each for each in disposals_due.open_of(row) if not each.draft]
    form.year.choices = [SelectChoice(each.batch.year, batch_words(each)) for each in offered]


def _nothing_page(form: NothingForm, which: Reference) -> ResponseReturnValue:
    row = entries.find(LEDGER, which, seen_by=me())
    page = render_template(
        "do/disposals/nothing.html",
        form=form,
        which=which,
        register=DISPOSALS,
        title=title_of(LEDGER, row),
    )
    return page, form.status


@blueprint.post(f"{ENTRY}/nothing")
@requires(DISPOSALS.keeper)
@step(NothingForm, _nothing_page, offer=_offer, once=True)
def hand_in_nothing(form: NothingForm, which: Reference) -> Done:
    year, reason = form.year.data, form.reason.data or ""
    row, words = _record_words(which, year)
    disposals_due.hand_in_nothing(row, year, words, reason, by=me())
    return Done(gettext("該当なしとして提出しました。承認を待ちます。"), url_for(".index"))
