"""A person's own settings: language, how they read years, when mail comes, and their password."""

from typing import ClassVar

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext as _l, refresh
from wtforms import RadioField, SelectChoice
from wtforms.validators import NumberRange, Optional

from pms_tracker import locale_in_use
from pms_tracker.database import transaction
from pms_tracker.kernel.locales.customs import Custom
from pms_tracker.people.firm import people, preferences
from pms_tracker.people.rules.permissions import Permission
from pms_tracker.people.tables.people_tables import Language
from pms_tracker.reminders.calendars import feeds
from pms_tracker.web.door import access
from pms_tracker.web.forms.language_fields import LanguageField
from pms_tracker.web.forms.shared_forms import Filled, Form, NumberField
from pms_tracker.web.people import absences
from pms_tracker.web.sign_in import session_cookies, signing_in
from pms_tracker.web.words import labels

blueprint = Blueprint("me", __name__, url_prefix="/me")

HOUR = _l("0から23までの数で入力してください。空欄なら、会社の設定に従います。")
# What the form sends for each way to read years; None leaves it to the company.
ERA_CHOICES: dict[str, bool | None] = {"company": None, "era": True, "western": False}


class Number(Filled):
    """Needs a number where anything was typed at all; the field may be left empty."""

    field_flags: ClassVar = {}


class SettingsForm(Form):
    """What a person chooses for themselves."""

    language = LanguageField()
    era = RadioField(
        _l("年の表し方"),
        choices=[
            SelectChoice("company", _l("会社の設定に従う")),
            SelectChoice("era", _l("和暦")),
            SelectChoice("western", _l("西暦")),
        ],
        default=lambda: None if locale_in_use.has(Custom.ERAS) else "company",
        validators=[Filled(_l("年の表し方を選んでください。"))],
    )
    digest_hour = NumberField(
        _l("お知らせの時刻"), validators=[Optional(), Number(HOUR), NumberRange(0, 23, HOUR)]
    )
    rhythm = RadioField(
        _l("お知らせの頻度"),
        choices=[SelectChoice(value, words) for value, words in labels.RHYTHMS.items()],
        validators=[Filled(_l("毎日か、まとめて受け取る曜日かを選んでください。"))],
    )


@blueprint.get("/")
@access.requires(Permission.OWN_SETTINGS)
def settings() -> ResponseReturnValue:
    """Everybody's own page; nobody else's choices are shown or changed here."""
    return page()


def _chosen() -> SettingsForm:
    found = preferences.chosen(people.person(access.me().person_id))
    era = next(name for name, value in ERA_CHOICES.items() if value is found.era_dates)
    return SettingsForm(
        formdata=None,
        language=found.language.value,
        era=era,
        digest_hour=found.digest_hour,
        rhythm=labels.DAILY if found.weekday is None else str(found.weekday),
    )


def page(
    form: SettingsForm | None = None, *, token: str = "", deputy_form: Form | None = None
) -> ResponseReturnValue:
    """The page; a refused form is shown again, whichever of its two it was."""
    who = people.person(access.me().person_id)
    shown = form or _chosen()
    answer = render_template(
        "me/settings.html",
        who=who,
        company=people.the_company(),
        form=shown,
        feed_made_at=feeds.made_at(who.id),
        feed_address=f"{access.settings().base_url}/feed/{token}.ics" if token else "",
        sessions=session_cookies.mine(),
        **absences.shown(who, deputy_form),
    )
    return answer, (deputy_form or shown).status


@blueprint.post("/")
@access.requires(Permission.OWN_SETTINGS)
def save() -> ResponseReturnValue:
    form = SettingsForm()
    if not form.validate_on_submit():
        return page(form)
    wanted = preferences.Preferences(
        Language(form.language.data),
        ERA_CHOICES[form.era.data],
        form.digest_hour.data,
        None if form.rhythm.data == labels.DAILY else int(form.rhythm.data),
    )
    viewer = access.me()
    with transaction():
        preferences.choose(people.person(viewer.person_id), wanted, by=viewer.actor)
    # The next page is in the language chosen on this one, and so is what it says.
    access.look_again()
    refresh()
    flash(gettext("自分の設定を保存しました。"), "done")
    answer = redirect(url_for(".settings"))
    signing_in.remember_language(answer, wanted.language.value)
    return answer


@blueprint.post("/feed")
@access.requires(Permission.OWN_SETTINGS)
def make_feed() -> ResponseReturnValue:
    """Make a new address for the person's calendar and show it, on this answer and never again."""
    with transaction():
        token = feeds.make(access.me())
    return page(token=token)


@blueprint.post("/feed/end")
@access.requires(Permission.OWN_SETTINGS)
def end_feed() -> ResponseReturnValue:
    with transaction():
        feeds.end(access.me())
    flash(gettext("カレンダーの購読アドレスを停止しました。"), "done")
    return redirect(url_for(".settings", _anchor="feed"))
