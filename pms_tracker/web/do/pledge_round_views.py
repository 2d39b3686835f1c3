"""Pledges of several people at once: chosen, and with one day each for asking and for signing."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, ngettext
from wtforms import SelectChoice

from pms_tracker import clock
from pms_tracker.do.pledges import pledge_rounds
from pms_tracker.do.pledges.pledge_rounds import MOST, Unsigned
from pms_tracker.do.pledges.pledges import PLEDGES
from pms_tracker.web.door.access import me, requires
from pms_tracker.web.forms.shared_forms import DayField, Filled, Form, OfferedField
from pms_tracker.web.lists import choices
from pms_tracker.web.record.steps import Done, step
from pms_tracker.web.words.days_in_words import day_text
from pms_tracker.web.words.register_words import said_by

blueprint = Blueprint("pledge_rounds", __name__, url_prefix="/do/pledges/several")


class RoundForm(Form):
    """Whose pledges, and on which days."""

    pledges = OfferedField(
        _l("誓約する人"), validators=[Filled(_l("誓約する人を選んでください。"))], coerce=str
    )
    asked_on = DayField(_l("依頼日"), _l("依頼日を入力してください。"), past=True)
    signed_on = DayField(_l("提出日"), past=True)
    has_more = False

    def offer(self) -> None:
        """What is unsigned may be chosen, so much of it as is entered at once."""
        found = self.found()
        self.has_more = len(found) > MOST
        self.pledges.choices = [SelectChoice(each.name, _called(each)) for each in found[:MOST]]

    @staticmethod
    def found() -> list[Unsigned]:
        return pledge_rounds.unsigned(me())


def _called(each: Unsigned) -> str:
    """Who it is, with their units; which pledge, and since when they were asked."""
    words = [choices.of_member(each.who), said_by(PLEDGES.field("kind"), each.kind)]
    if each.asked is not None:
        words.append(gettext("%(day)sに依頼済み", day=day_text(each.asked.asked_on)))
    return " · ".join(words)


@blueprint.get("/")
@requires(PLEDGES.keeper)
def form() -> ResponseReturnValue:
    shown = RoundForm(formdata=None, asked_on=clock.today())
    shown.offer()
    shown.pledges.data = [each.value for each in shown.pledges.choices]
    return _page(shown)


def _page(form: RoundForm) -> ResponseReturnValue:
    page = render_template("do/pledges/several.html", form=form, register=PLEDGES, most=MOST)
    return page, form.status


@blueprint.post("/")
@requires(PLEDGES.keeper)
@step(RoundForm, _page, offer=RoundForm.offer, beside={"entry_refused": "signed_on"}, once=True)
def collect(form: RoundForm) -> Done:
    chosen = [each for each in form.found() if each.name in form.pledges.data]
    days = form.asked_on.chosen, form.signed_on.data
    told = pledge_rounds.collect(chosen, *days, by=me())
    words = ngettext("%(num)d件を登録しました。", "%(num)d件を登録しました。", told)
    return Done(words, url_for("pledges.index"))
